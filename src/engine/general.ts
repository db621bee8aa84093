/**
 * Simulates chains under any difficulty rule: what the lanes, which know one ASERT, do not cover. A trial is run alone, all of
 * its chains on the same exponentials, block by block; its random stream, its arithmetic and its outcome are those of
 * the lanes, so that a chain that both can simulate has the same path to the last bit.
 */
import type { BlockHeader } from '../consensus/header.ts';
import { trackOf } from '../difficulty/stepper.ts';
import type { HeaderTrack } from '../difficulty/track.ts';
import { redoSmallDraws, tableExponentials } from './exponential.ts';
import { GeneralChain, type GeneralChainPlan } from './generalchain.ts';
import type { GroupOutcome } from './group.ts';
import { CLOCK_ORIGIN } from './lanes.ts';
import { PURPOSE, StreamLanes, trialsPerSample } from './random.ts';

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

/** A plan with everything that does not depend on the trial; trials are run in it one after the other. */
export interface PreparedGeneralPlan {
	readonly plan: GeneralPlan;
	/** Ends of the window's days, in seconds from activation. */
	readonly dayEnds: readonly number[];
	/** The chain up to the tip. */
	readonly history: HeaderTrack;
	/** The base up to activation. */
	readonly common: GeneralChain;
	readonly chains: readonly GeneralChain[];
}

/** Exponentials drawn at once. */
const CHUNK = 1024;
const draws = new Uint32Array(CHUNK);
const exponentials = new Float64Array(CHUNK);
/** Before activation no day ends, and nothing is counted. */
const NO_DAYS = Float64Array.of(Number.POSITIVE_INFINITY);
const uncounted = new Int32Array(1);

/**
 * @param daySegments lengths of the window's days in seconds
 * @throws RangeError where the plan is beyond what the engine covers
 */
export function prepareGeneralPlan(plan: GeneralPlan, daySegments: readonly number[]): PreparedGeneralPlan {
	const [base] = plan.chains;
	if (base === undefined) throw new RangeError('a plan needs at least one chain');
	const trackHere = (): HeaderTrack =>
		trackOf(
			plan.chains.map(({ difficulty }) => difficulty),
			plan.history,
		);
	const history = trackHere();
	if (plan.activationHeight <= history.tip) {
		throw new RangeError(`activation at ${plan.activationHeight} is not above the tip at ${history.tip}`);
	}
	let end = 0;
	return {
		plan,
		dayEnds: daySegments.map((seconds) => {
			end += seconds;
			return end;
		}),
		history,
		// The hashrate holds still up to activation and grows from there.
		common: new GeneralChain(base, trackHere(), history.tipTime, 0),
		chains: plan.chains.map((chain) => new GeneralChain(chain, trackHere(), history.tipTime, plan.growthPerSecond)),
	};
}

/** Trials firstTrial … firstTrial + trials − 1, in the form in which the lanes give theirs. */
export function simulateGeneralGroup(prepared: PreparedGeneralPlan, firstTrial: number, trials: number): GroupOutcome {
	const { plan, dayEnds, history, common, chains } = prepared;
	const days = dayEnds.length;
	const runUp = plan.activationHeight - 1 - history.tip;
	const activationSeconds = new Float64Array(trials);
	const outcomes = chains.map(() => ({
		blocksPerDay: new Int32Array(trials * days),
		firstInterval: new Float64Array(trials),
		adjustedHeaders: 0,
	}));
	const clockEnds = new Float64Array(days);
	for (let lane = 0; lane < trials; lane++) {
		const perSample = trialsPerSample(plan.trials);
		const streams = new StreamLanes(plan.seed, firstTrial + lane, 1, PURPOSE.solveTime, perSample);
		common.continueFrom(history, CLOCK_ORIGIN);
		for (let left = runUp; left > 0; left -= CHUNK) {
			const count = Math.min(CHUNK, left);
			draw(streams, count);
			common.find(exponentials, count, NO_DAYS, uncounted, 0);
		}
		activationSeconds[lane] = common.clock - CLOCK_ORIGIN;
		for (const [day, end] of dayEnds.entries()) clockEnds[day] = common.clock + end;
		for (const chain of chains) chain.continueFrom(common.track, common.clock);
		const unfinished = new Set(chains.keys());
		while (unfinished.size > 0) {
			draw(streams, CHUNK);
			for (const i of unfinished) {
				const { blocksPerDay } = outcomes[i]!;
				if (chains[i]!.find(exponentials, CHUNK, clockEnds, blocksPerDay, lane * days)) unfinished.delete(i);
			}
		}
		for (const [i, { firstInterval, adjustedHeaders }] of chains.entries()) {
			outcomes[i]!.firstInterval[lane] = firstInterval;
			outcomes[i]!.adjustedHeaders += adjustedHeaders;
		}
	}
	const found = outcomes.reduce((sum, { blocksPerDay }) => blocksPerDay.reduce((a, b) => a + b, sum), 0);
	return { lanes: trials, activationSeconds, chains: outcomes, chainBlocks: trials * runUp + found };
}

function draw(streams: StreamLanes, count: number): void {
	streams.fill(draws, count);
	if (tableExponentials(draws, exponentials, count)) redoSmallDraws(draws, exponentials, count);
}
