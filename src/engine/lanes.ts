/**
 * State of 64 chains that differ only in their random draws, one lane per trial.
 *
 * It is a structure of arrays, so that one lane's latency hides behind the others' work. The clock is held as
 * 2^32 + seconds since the tip: its unit in the last place is 2^-20 s, its floor is one truncation, and sums of
 * it are exact. Header time is the clock in whole seconds under the chain's rules as the stock miner stamps
 * it, max(min(now, MTP + drift), MTP + 1). Such times never decrease, so the median of the last eleven is the
 * sixth newest; parent − 600 and now + 7,200 cannot bind.
 *
 * On a settled lane the rules have moved none of the last six headers: each is the floor of its clock. The rare
 * others keep their headers apart.
 */
import { log1p } from '../numeric/elementary.ts';
import {
	ANCHOR_HEADER,
	ANCHOR_TARGET,
	CHAIN_SIZE,
	CHUNK_ROWS,
	clockRow,
	DAY_END,
	LANES,
	type LaneMemory,
	SLOWDOWN,
} from './memory.ts';
import type { LagTable, Segment } from './segment.ts';

export { LANES } from './memory.ts';

/** Relative change of the hashrate within one block up to which its series is used. */
export const SERIES_LIMIT = 0.001;
/** The clock's offset; see above. */
export const CLOCK_ORIGIN = 2 ** 32;
/** First clock value whose second no longer fits a header time here: 68 years after the tip. */
export const LAST_CLOCK = CLOCK_ORIGIN + 2 ** 31 - 1;
/** Blocks back to the median of the last eleven header times. */
export const MEDIAN_BLOCKS = 6;
const HEADER_ROWS = 8;

/** Counts days. */
export interface DayEndHandler {
	/** Told that a lane's block lies at or past its day's end; answers with the end of the next day. */
	dayEnded(lane: number, block: number, clock: number): number;
}

/** Outside a window there are no days. */
export const NO_DAYS: DayEndHandler = { dayEnded: () => LAST_CLOCK };

/** Mutable state of a group of chains at one height. Its doubles lie in a slot of LaneMemory, which names them. */
export interface LaneState {
	/** Of the chain, in memory. */
	readonly slot: number;
	/** Blocks above the tip. */
	block: number;
	/** [clockRow(block) + lane] */
	readonly clocks: Float64Array;
	readonly slowdown: Float64Array;
	readonly anchorHeader: Float64Array;
	/** In units of anchorUnit, a power of 256 that puts the target of lane 0 in [2^15, 2^23). */
	readonly anchorTarget: Float64Array;
	readonly dayEnd: Float64Array;
	anchorUnit: number;
	/** nBits of the anchor, for the exact rules at the next arm. */
	readonly anchorBits: Uint32Array;
	/** Header times of lanes that are not settled, [(block & 7) × LANES + lane]. */
	readonly headers: Int32Array;
	/** The latest block whose header time the rules moved, per lane. */
	readonly lastMoved: Int32Array;
	/** Lanes that are not settled, one bit each in two words. */
	readonly unsettled: Int32Array;
	/** Clock value at which headers are no longer counted, per lane: the window's end. */
	readonly windowEnd: Float64Array;
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
	/** Built when it is first asked for: a fork's table up to its arm often is not. */
	readonly table: () => LagTable;
	/** Lag of the block at originBlock: the tip's when shared, minus one spacing at a lane's own anchor. */
	readonly originLag: number;
	/** Anchor target when shared. */
	readonly sharedTarget: number;
	/** Blocks above the tip at which the schedule's own count starts. */
	readonly originBlock: number;
}

function stateIn(memory: LaneMemory, slot: number, block: number): LaneState {
	const own = memory.chains.subarray(slot * CHAIN_SIZE, (slot + 1) * CHAIN_SIZE);
	return {
		slot,
		block,
		clocks: own.subarray(0, SLOWDOWN),
		slowdown: own.subarray(SLOWDOWN, ANCHOR_HEADER),
		anchorHeader: own.subarray(ANCHOR_HEADER, ANCHOR_TARGET),
		anchorTarget: own.subarray(ANCHOR_TARGET, DAY_END),
		dayEnd: own.subarray(DAY_END).fill(LAST_CLOCK),
		anchorUnit: 1,
		anchorBits: new Uint32Array(LANES),
		headers: new Int32Array(HEADER_ROWS * LANES),
		lastMoved: new Int32Array(LANES).fill(-(2 ** 31)),
		unsettled: new Int32Array(2),
		windowEnd: new Float64Array(LANES),
		adjustedHeaders: 0,
	};
}

/** Chains at the tip, in the first slot. */
export function createLaneState(memory: LaneMemory, spacingSeconds: number): LaneState {
	const state = stateIn(memory, 0, 0);
	state.slowdown.fill(1);
	// The blocks before the tip are taken to be one spacing apart: they only feed the first medians.
	for (let back = 0; back < CHUNK_ROWS; back++) {
		const row = clockRow(-back);
		state.clocks.fill(CLOCK_ORIGIN - back * spacingSeconds, row, row + LANES);
	}
	return state;
}

/** A state in another slot that goes its own way from here. */
export function forkLaneState(memory: LaneMemory, state: LaneState, slot: number): LaneState {
	const copy = stateIn(memory, slot, state.block);
	copy.anchorUnit = state.anchorUnit;
	for (const name of [
		...(['clocks', 'slowdown', 'anchorHeader', 'anchorTarget'] as const),
		...(['anchorBits', 'headers', 'lastMoved', 'unsettled'] as const),
	]) {
		copy[name].set(state[name]);
	}
	return copy;
}

/** Index of a lane's block in a state's headers. */
export function headerAt(block: number, lane: number): number {
	return (block & (HEADER_ROWS - 1)) * LANES + lane;
}

/** Clock of a lane's newest block. */
export function clockOf(state: LaneState, lane: number): number {
	return state.clocks[clockRow(state.block) + lane]!;
}

function isUnsettled(state: LaneState, lane: number): boolean {
	return ((state.unsettled[lane >> 5]! >>> (lane & 31)) & 1) === 1;
}

/** Header time since the tip of one of a lane's last six blocks. */
export function headerTime(state: LaneState, lane: number, block: number): number {
	if (isUnsettled(state, lane)) return state.headers[headerAt(block, lane)]!;
	return Math.floor(state.clocks[clockRow(block) + lane]! - CLOCK_ORIGIN);
}

/** Says whether the rules have moved one of the last six headers of a lane. */
export function settle(state: LaneState, lane: number, newest: number): void {
	const bit = 1 << (lane & 31);
	if (state.lastMoved[lane]! > newest - MEDIAN_BLOCKS) state.unsettled[lane >> 5]! |= bit;
	else state.unsettled[lane >> 5]! &= ~bit;
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
