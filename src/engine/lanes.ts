/**
 * State of 64 chains that differ only in their random draws, one lane per trial.
 *
 * It is a structure of arrays, so that one lane's latency hides behind the others' work. The clock is held as
 * 2^32 + seconds since the tip: its unit in the last place is 2^-20 s, its floor is one truncation, and sums of
 * it are exact. Header time is the clock in whole seconds under the chain's rules as the stock miner stamps
 * it, min(max(now, MTP + 1), MTP + drift). Such times never decrease, so the median of the last eleven is the
 * sixth newest and eight remembered times suffice; parent − 600 and now + 7,200 cannot bind.
 */
import { log1p } from '../numeric/elementary.ts';
import type { LagTable, Segment } from './segment.ts';

export const LANES = 64;
/** Relative change of the hashrate within one block up to which its series is used. */
export const SERIES_LIMIT = 0.001;
/** The clock's offset; see above. */
export const CLOCK_ORIGIN = 2 ** 32;
/** First clock value whose second no longer fits a header time here: 68 years after the tip. */
export const LAST_CLOCK = CLOCK_ORIGIN + 2 ** 31 - 1;

/** Counts days. An object, not a function: the inner loop is compiled for one method, not for many closures. */
export interface DayEndHandler {
	/** Told that a lane's block lies at or past its day's end; answers with the end of the next day. */
	dayEnded(lane: number, block: number, clock: number): number;
}

/** Outside a window there are no days. */
export const NO_DAYS: DayEndHandler = { dayEnded: () => LAST_CLOCK };

/** Mutable state of a group of chains at one height. */
export interface LaneState {
	/** Blocks above the tip. */
	block: number;
	/** CLOCK_ORIGIN + seconds since the tip. */
	readonly clock: Float64Array;
	/** Header times of the last eight blocks, [(block & 7) × LANES + lane]. */
	readonly history: Int32Array;
	/** e^(−r·t), kept beside the clock while the hashrate grows. */
	readonly slowdown: Float64Array;
	/** Header time of the anchor, for segments that each trial anchors itself. */
	readonly anchorHeader: Int32Array;
	/** Target of the anchor in units of anchorUnit, a power of 256 that puts it in [2^15, 2^23) on lane 0. */
	readonly anchorTarget: Float64Array;
	anchorUnit: number;
	/** nBits of the anchor, for the exact rules at the next arm. */
	readonly anchorBits: Uint32Array;
	/** Clock value at which the lane's current day ends; LAST_CLOCK outside a window. */
	readonly dayEnd: Float64Array;
	/** Headers inside the window whose time the rules moved away from the clock. */
	adjustedHeaders: number;
}

/**
 * A schedule with its table. `shared`: every lane has the same anchor; `anchored`: each lane has its own;
 * `arm`: the one block at an arm's height, whose target is the lane's anchor target itself.
 */
export interface Schedule {
	readonly segment: Segment;
	readonly mode: 'shared' | 'anchored' | 'arm';
	readonly table: LagTable;
	/** Lag of the block at originBlock: the tip's when shared, minus one spacing at a lane's own anchor. */
	readonly originLag: number;
	/** Anchor target when shared. */
	readonly sharedTarget: number;
	/** Blocks above the tip at which the schedule's own count starts. */
	readonly originBlock: number;
}

/** Chains at the tip. */
export function createLaneState(spacingSeconds: number): LaneState {
	const arrays = createLaneArrays();
	// The blocks before the tip are taken to be one spacing apart: they only feed the first medians.
	for (let back = 0; back < 8; back++) {
		for (let lane = 0; lane < LANES; lane++) arrays.history[((8 - back) & 7) * LANES + lane] = -back * spacingSeconds;
	}
	return { ...arrays, block: 0, anchorUnit: 1, anchorBits: new Uint32Array(LANES), adjustedHeaders: 0 };
}

/** The arrays that the inner loop works on. */
export type LaneArrays = Pick<LaneState, 'clock' | 'history' | 'slowdown' | 'anchorHeader' | 'anchorTarget' | 'dayEnd'>;

export function createLaneArrays(): LaneArrays {
	return {
		clock: new Float64Array(LANES).fill(CLOCK_ORIGIN),
		history: new Int32Array(8 * LANES),
		slowdown: new Float64Array(LANES).fill(1),
		anchorHeader: new Int32Array(LANES),
		anchorTarget: new Float64Array(LANES),
		dayEnd: new Float64Array(LANES).fill(LAST_CLOCK),
	};
}

export function copyLanes(from: LaneArrays, to: LaneArrays): void {
	to.clock.set(from.clock);
	to.history.set(from.history);
	to.slowdown.set(from.slowdown);
	to.anchorHeader.set(from.anchorHeader);
	to.anchorTarget.set(from.anchorTarget);
	to.dayEnd.set(from.dayEnd);
}

/** A state that goes its own way from here. */
export function forkLaneState(state: LaneState): LaneState {
	const copy = { ...createLaneState(0), block: state.block, anchorUnit: state.anchorUnit };
	copyLanes(state, copy);
	copy.anchorBits.set(state.anchorBits);
	return { ...copy, adjustedHeaders: state.adjustedHeaders };
}

/**
 * Solve time under a hashrate that grows at rate r, and the new slowdown: ∫ over the interval of e^(r·s) ds
 * equals draw × mean, so dt = ln(1 + x)/r with x = r × draw × mean × e^(−r·t), and e^(−r·dt) = 1/(1 + x).
 * The series' next term is x^5/6 of the result, below 2e-16 for x < SERIES_LIMIT.
 */
export function grownInterval(flat: number, x: number): number {
	if (x < SERIES_LIMIT && x > -SERIES_LIMIT) return flat * (1 - x * (0.5 - x * (1 / 3 - x * (0.25 - x * 0.2))));
	if (x <= -1) throw new RangeError('the falling hashrate never finds another block');
	return (flat * log1p(x)) / x;
}

/** Header time since the tip of a lane's block `back` below its newest. */
export function headerTime(state: LaneState, lane: number, back: number): number {
	return state.history[((state.block - back) & 7) * LANES + lane]!;
}
