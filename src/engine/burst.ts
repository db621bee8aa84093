/**
 * What a node does that keeps its tip while a constant is edited in place.
 *
 * The anchor stays, so the schedule jumps: the next blocks are far too easy (or impossible) until the chain has
 * caught up with a past that it never had. Every block takes its expected time, but at least `minInterval`,
 * which stands for propagation: the model has none. Headers follow the chain's time rules with the stock miner's
 * stamp; a header more than `maxFutureSeconds` ahead of the clock waits.
 */
import { targetOfBits } from '../consensus/compact.ts';
import { type Segment, segmentAt, targetAt } from './segment.ts';
import type { ChainPlan, LanesPlan } from './types.ts';

/** The chain at one moment after the edit. */
export interface BurstMoment {
	readonly afterSeconds: number;
	/** Blocks found since the edit. */
	readonly blocks: number;
	/** Newest header time minus the clock, whole seconds, at least 0. */
	readonly headerAheadSeconds: number;
	/** Target required of the next block; 0 where no block can ever meet it. */
	readonly nextTarget: number;
	/** No further block can be found. */
	readonly halted: boolean;
}

/** Newest header times kept: the median-time-past window. */
const MEDIAN_SPAN = 11;
const NO_DRIFT_RULE = 2 ** 40;
/** A chain that still races after this many blocks will not be followed further. */
const MOST_BLOCKS = 20_000_000;

/**
 * The chain at each of the ascending moments.
 * @throws RangeError when more than 20,000,000 blocks would have to be followed
 */
export function burst(
	plan: Pick<LanesPlan, 'tip' | 'anchor'>,
	chain: ChainPlan,
	minIntervalSeconds: number,
	momentsSeconds: readonly number[],
): BurstMoment[] {
	const { tip, anchor } = plan;
	const segment: Segment = { ...segmentAt(chain, tip.height), anchorHeight: anchor.height };
	const anchorTarget = Number(targetOfBits(anchor.bits));
	const drift = Number(chain.time.futureMtpDrift?.seconds ?? NO_DRIFT_RULE);
	const maxFuture = Number(chain.time.maxFutureSeconds);
	const headers = Array.from({ length: MEDIAN_SPAN }, (_, i) => (i - MEDIAN_SPAN + 1) * segment.spacingSeconds);
	const moments: BurstMoment[] = [];
	let clock = 0;
	let blocks = 0;
	for (;;) {
		const newest = headers.at(-1)!;
		const scheduled = segment.spacingSeconds * (tip.height + blocks - anchor.height + 1);
		const lag = tip.timeSeconds + newest - anchor.timeSeconds - scheduled;
		const target = targetAt(segment, anchorTarget, lag);
		const halted = target === 0;
		const expected = halted ? Number.POSITIVE_INFINITY : segment.secondsTimesTarget / target;
		// Stamps of the stock miner never decrease, so the oldest six of eleven end at the median.
		const median = headers[MEDIAN_SPAN >> 1]!;
		let found = clock + Math.max(expected, minIntervalSeconds);
		const stamp = Math.min(Math.max(Math.floor(found), median + 1), median + drift);
		if (stamp > found + maxFuture) found = stamp - maxFuture;
		while (moments.length < momentsSeconds.length && momentsSeconds[moments.length]! < found) {
			const afterSeconds = momentsSeconds[moments.length]!;
			const headerAheadSeconds = Math.max(0, newest - Math.floor(afterSeconds));
			moments.push({ afterSeconds, blocks, headerAheadSeconds, nextTarget: target, halted });
		}
		if (moments.length === momentsSeconds.length) return moments;
		if (++blocks > MOST_BLOCKS) throw new RangeError(`the burst goes on after ${MOST_BLOCKS} blocks`);
		clock = found;
		headers.shift();
		headers.push(stamp);
	}
}
