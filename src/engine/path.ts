/**
 * The mean path: the chain on which every block takes exactly its expected time. It shows a transition without
 * noise, by the same rules and the same code as the simulation.
 */
import { trackOf } from '../difficulty/stepper.ts';
import { GeneralChain } from './generalchain.ts';
import { loops, rowsLeft } from './kernel.ts';
import { clockOf, NO_DAYS } from './lanes.ts';
import { clockRow } from './memory.ts';
import { ChainRunner, preparedChains } from './runner.ts';
import type { GeneralRunPlan, LanesPlan, SimulationPlan } from './types.ts';

/**
 * Intervals in seconds of the first `blocks` blocks above activation's parent, one list per chain of the plan,
 * at constant hashrate.
 */
export function meanIntervals(plan: SimulationPlan, blocks: number): number[][] {
	if (!('history' in plan)) return laneIntervals(plan, blocks);
	return generalPaths(plan, 0).map((find) => Array.from({ length: blocks }, find));
}

/**
 * Blocks that a plan's window holds on the mean path, one number per chain; the last one is counted by the part of its
 * interval that lies inside.
 */
export function meanPathBlocks(plan: GeneralRunPlan): number[] {
	return generalPaths(plan, plan.growthPerSecond).map((find) => {
		let left = plan.windowSeconds;
		for (let blocks = 0; ; blocks++) {
			const interval = find();
			if (interval > left) return blocks + left / interval;
			left -= interval;
		}
	});
}

/** The one draw of a block. */
const given = new Float64Array(1);

/**
 * The next block of a chain; returns its interval.
 * @param draw the exponential in place of its mean: 1 ÷ a factor on the hashrate
 */
export function nextInterval(chain: GeneralChain, draw = 1): number {
	const before = chain.clockOf(0);
	given[0] = draw;
	chain.find(given, 0, 1);
	return chain.clockOf(0) - before;
}

/** One path under each rule set of the plan, at the tip. */
function chainOf(plan: GeneralRunPlan, i: number): GeneralChain {
	const difficulties = plan.chains.map(({ difficulty }) => difficulty);
	const history = trackOf(difficulties, plan.history);
	const chain = new GeneralChain(plan.chains[i]!, history.emptyLike(1), plan.tip.timeSeconds);
	chain.start(history);
	return chain;
}

/** The base at activation's parent. A path without noise meets the integer rules' edges all the time, so it is slow. */
const runUps = new WeakMap<GeneralRunPlan, GeneralChain>();

function runUpOf(plan: GeneralRunPlan): GeneralChain {
	let chain = runUps.get(plan);
	if (chain === undefined) {
		chain = chainOf(plan, 0);
		for (let height = plan.tip.height + 1; height < plan.activationHeight; height++) nextInterval(chain);
		runUps.set(plan, chain);
	}
	return chain;
}

/** The plan's chains at activation's parent, where the base's mean path has brought them. */
export function chainsAtActivation(plan: GeneralRunPlan, growthPerSecond: number): GeneralChain[] {
	const common = runUpOf(plan);
	return plan.chains.map((_, i) => {
		const chain = chainOf(plan, i);
		chain.continueFrom(common);
		chain.openWindow(Number.POSITIVE_INFINITY, growthPerSecond);
		return chain;
	});
}

/** For each chain a function that finds its next block above activation's parent and returns the interval. */
function generalPaths(plan: GeneralRunPlan, growthPerSecond: number): (() => number)[] {
	return chainsAtActivation(plan, growthPerSecond).map((chain) => () => nextInterval(chain));
}

function laneIntervals(plan: LanesPlan, blocks: number): number[][] {
	const prepared = preparedChains(plan);
	// Every draw is its mean.
	loops().memory.exponentials.fill(1);
	const still = { ...plan, growthPerSecond: 0 };
	const common = ChainRunner.start(still, prepared[0]!);
	const activationBlock = plan.activationHeight - 1 - plan.tip.height;
	for (let left = activationBlock; left > 0; left = activationBlock - common.state.block) {
		common.step(Math.min(left, rowsLeft(common.state.block + 1)));
	}
	return prepared.map((chain, i) => {
		const runner = common.branch(chain, i + 1, NO_DAYS);
		const { state } = runner;
		const intervals: number[] = [];
		let before = clockOf(state, 0);
		while (intervals.length < blocks) {
			const first = state.block + 1;
			runner.step(Math.min(blocks - intervals.length, rowsLeft(first)));
			for (let block = first; block <= state.block; block++) {
				const clock = state.clocks[clockRow(block)]!;
				intervals.push(clock - before);
				before = clock;
			}
		}
		return intervals;
	});
}
