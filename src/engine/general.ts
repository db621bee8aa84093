/**
 * Simulates chains under any difficulty rule: what the kernel's lanes, which know one ASERT, do not cover. Trials are run side by
 * side here too, but every block's target is worked out by its rule. Random streams, arithmetic and outcomes are
 * those of the kernel, so that a chain that both can simulate has the same path to the last bit.
 */
import type { BlockHeader } from '../consensus/header.ts';
import { trackOf } from '../difficulty/stepper.ts';
import type { HeaderTrack } from '../difficulty/track.ts';
import { DayCounter } from './daycounter.ts';
import { GeneralChain, type GeneralChainPlan } from './generalchain.ts';
import type { GroupOutcome } from './group.ts';
import { drawRows, loops, rowsLeft, startStreams } from './kernel.ts';
import { CLOCK_ORIGIN, LANES } from './lanes.ts';
import { chunkRow } from './memory.ts';

export type { GeneralChainPlan } from './generalchain.ts';

export interface GeneralPlan {
	readonly seed: number;
	readonly trials: number;
	/** In order of height and ending at the tip, with every block that the chains' rules look back to. */
	readonly history: readonly BlockHeader[];
	/** First height under the fork's rules, above the tip. Both chains are one chain below it. */
	readonly activationHeight: number;
	/** Length of the metric window in seconds, from each trial's own activation time. */
	readonly windowSeconds: number;
	/** Continuous growth of the network's hashrate from activation on, per second. */
	readonly growthPerSecond: number;
	/** Base first, then the fork. */
	readonly chains: readonly GeneralChainPlan[];
}

/** A plan with everything that does not depend on the trial; groups of trials are run in it one after the other. */
export interface PreparedGeneralPlan {
	readonly plan: GeneralPlan;
	/** Ends of the window's days, in seconds from activation. */
	readonly dayEnds: readonly number[];
	/** The chain up to the tip. */
	readonly history: HeaderTrack;
	/** The plan's chains with a number of lanes; whoever is done with them gives them back for the next group. */
	readonly takeChains: (lanes: number) => readonly GeneralChain[];
	readonly giveBack: (chains: readonly GeneralChain[]) => void;
}

/** Blocks held at once on all lanes of a chain: fewer lanes where rules look far back, so that memory stays small. */
const MOST_BLOCKS_HELD = 2 ** 18;

/**
 * @param daySegments lengths of the window's days in seconds
 * @throws RangeError where the plan is beyond what the engine covers
 */
export function prepareGeneralPlan(plan: GeneralPlan, daySegments: readonly number[]): PreparedGeneralPlan {
	if (plan.chains.length === 0) throw new RangeError('a plan needs at least one chain');
	const difficulties = plan.chains.map(({ difficulty }) => difficulty);
	const history = trackOf(difficulties, plan.history);
	if (plan.activationHeight <= history.tip) {
		throw new RangeError(`activation at ${plan.activationHeight} is not above the tip at ${history.tip}`);
	}
	const tipTime = history.times[history.row(history.tip)]!;
	const newChains = (lanes: number): GeneralChain[] =>
		plan.chains.map((chain) => new GeneralChain(chain, history.emptyLike(lanes), tipTime));
	// The first are made here, so that a plan beyond the engine is refused before anything is simulated.
	let kept: readonly GeneralChain[] | undefined = newChains(1);
	let end = 0;
	return {
		plan,
		dayEnds: daySegments.map((seconds) => {
			end += seconds;
			return end;
		}),
		history,
		takeChains: (lanes) => {
			const chains = kept?.[0]?.lanes === lanes ? kept : newChains(lanes);
			kept = undefined;
			return chains;
		},
		giveBack: (chains) => {
			kept = chains;
		},
	};
}

/** Blocks between two pauses: some hundredths of a second for a whole group. */
const BLOCKS_PER_PAUSE = 4096;

/** A chunk's last block lies right below a multiple of its rows. */
function isPause(block: number): boolean {
	return (block + 1) % BLOCKS_PER_PAUSE === 0;
}

/** `stepGeneralGroup` without its pauses. */
export function simulateGeneralGroup(prepared: PreparedGeneralPlan, firstTrial: number, trials: number): GroupOutcome {
	const steps = stepGeneralGroup(prepared, firstTrial, trials);
	for (;;) {
		const step = steps.next();
		if (step.done === true) return step.value;
	}
}

/**
 * Trials firstTrial … firstTrial + trials − 1, LANES of them at most, in the form in which the kernel's groups give theirs.
 * A long run-up makes a group the work of a second: it pauses now and then, so that its thread can listen.
 */
export function* stepGeneralGroup(
	prepared: PreparedGeneralPlan,
	firstTrial: number,
	trials: number,
): Generator<undefined, GroupOutcome> {
	const most = Math.max(1, Math.min(LANES, Math.floor(MOST_BLOCKS_HELD / (prepared.history.mask + 1))));
	const batches: GroupOutcome[] = [];
	for (let done = 0; done < trials; done += most) {
		batches.push(yield* stepBatch(prepared, firstTrial + done, Math.min(most, trials - done)));
	}
	return batches.length === 1 ? batches[0]! : joined(batches);
}

function joined(batches: readonly GroupOutcome[]): GroupOutcome {
	const sum = (numberOf: (batch: GroupOutcome) => number): number =>
		batches.reduce((all, each) => all + numberOf(each), 0);
	return {
		lanes: sum(({ lanes }) => lanes),
		activationSeconds: Float64Array.from(batches.flatMap(({ activationSeconds }) => [...activationSeconds])),
		chains: batches[0]!.chains.map((_, i) => ({
			blocksPerDay: Int32Array.from(batches.flatMap(({ chains }) => [...chains[i]!.blocksPerDay])),
			firstInterval: Float64Array.from(batches.flatMap(({ chains }) => [...chains[i]!.firstInterval])),
			adjustedHeaders: sum(({ chains }) => chains[i]!.adjustedHeaders),
		})),
		chainBlocks: sum(({ chainBlocks }) => chainBlocks),
	};
}

/** As many trials side by side as the chains have lanes. */
function* stepBatch(
	prepared: PreparedGeneralPlan,
	firstTrial: number,
	lanes: number,
): Generator<undefined, GroupOutcome> {
	const { plan, dayEnds, history } = prepared;
	const chains = prepared.takeChains(lanes);
	const runUp = plan.activationHeight - 1 - history.tip;
	const streams = startStreams(plan, firstTrial);
	const { exponentials } = loops().memory;
	// Up to activation all chains are the base.
	const [base, ...forks] = chains;
	base!.start(history);
	for (let block = 0; block < runUp; ) {
		const rows = Math.min(runUp - block, rowsLeft(block + 1));
		drawRows(streams, block + 1, rows);
		base!.find(exponentials, chunkRow(block + 1), rows);
		block += rows;
		if (isPause(block)) yield* pause();
	}

	const start = Float64Array.from({ length: lanes }, (_, lane) => base!.clockOf(lane));
	for (const fork of forks) fork.continueFrom(base!);
	const branches = chains.map((chain) => {
		chain.openWindow(dayEnds.at(-1)!, plan.growthPerSecond);
		return {
			chain,
			counter: new DayCounter(dayEnds, runUp, start, lanes),
			dayEnd: start.map((clock) => clock + dayEnds[0]!),
			firstInterval: new Float64Array(lanes),
		};
	});
	for (let block = runUp, running = true; running; ) {
		const rows = rowsLeft(block + 1);
		drawRows(streams, block + 1, rows);
		running = false;
		for (const branch of branches) {
			if (branch.counter.unfinished === 0) continue;
			branch.chain.find(exponentials, chunkRow(block + 1), rows);
			if (block === runUp) {
				for (let lane = 0; lane < lanes; lane++) {
					branch.firstInterval[lane] = branch.chain.clocks[lanes + lane]! - start[lane]!;
				}
			}
			endDays(branch, block, rows);
			running ||= branch.counter.unfinished > 0;
		}
		block += rows;
		if (isPause(block)) yield* pause();
	}
	prepared.giveBack(chains);

	const found = branches.reduce((sum, { counter }) => counter.blocksPerDay.reduce((a, b) => a + b, sum), 0);
	return {
		lanes,
		activationSeconds: start.map((clock) => clock - CLOCK_ORIGIN),
		chains: branches.map(({ chain, counter, firstInterval }) => ({
			blocksPerDay: counter.blocksPerDay,
			firstInterval,
			adjustedHeaders: chain.adjustedHeaders,
		})),
		chainBlocks: lanes * runUp + found,
	};
}

/** Another group of this thread may draw meanwhile: the streams' words are put back. */
function* pause(): Generator<undefined, void> {
	const { words } = loops().memory;
	const kept = words.slice();
	yield;
	words.set(kept);
}

/** A chain whose blocks are counted by day, with the clock at which each lane's day ends. */
interface Branch {
	readonly chain: GeneralChain;
	readonly counter: DayCounter;
	readonly dayEnd: Float64Array;
}

/** Tells the counter of the days that ended among a chunk's blocks, the first of them at `block` + 1. */
function endDays({ chain, counter, dayEnd }: Branch, block: number, rows: number): void {
	const { clocks } = chain;
	const lanes = dayEnd.length;
	for (let lane = 0; lane < lanes; lane++) {
		if (clocks[rows * lanes + lane]! < dayEnd[lane]!) continue;
		for (let row = 1; row <= rows; row++) {
			const clock = clocks[row * lanes + lane]!;
			if (clock >= dayEnd[lane]!) dayEnd[lane] = counter.dayEnded(lane, block + row, clock);
		}
	}
}
