/** What the loops over lanes offer to the kernel, whoever runs them: TypeScript or WebAssembly. */
import { LANES, type LaneArrays } from './lanes.ts';
import type { StreamLanes } from './random.ts';

/** Rows of draws that are made at a time. */
export const CHUNK_ROWS = 32;
export const CHUNK_DRAWS = CHUNK_ROWS * LANES;

/** Low bits of what `advance` returns. */
export const ENDED_BITS = 8;

/**
 * The loops work on arrays of their own: a state is copied in, stepped for some rows and copied out. Rows and
 * history slots are given by the index of their first lane. What is rare is only counted; the kernel does it.
 */
export interface LaneLoops {
	readonly name: 'typescript' | 'webassembly';
	readonly lanes: LaneArrays;
	/** Seconds that each lane's next block takes; handed from one loop to the next. */
	readonly solveSeconds: Float64Array;
	/** CHUNK_ROWS × LANES raw draws, and the exponential variates made of them. */
	readonly draws: Uint32Array;
	readonly exponentials: Float64Array;
	/** Draws the next rows of every stream. */
	draw(streams: StreamLanes, rows: number): void;
	/** Makes the first `count` exponentials; returns how many draws are too small for the table and stay undone. */
	toExponentials(count: number): number;
	/** Chooses the lag table of the next solves. */
	useTable(values: Float64Array): void;
	/**
	 * Solve times behind the anchor that all lanes share, from the newest headers at `newest`.
	 * @returns lanes whose lag lies outside the table; their solve times stay undone
	 */
	solveShared(newest: number, indexOffset: number, row: number): number;
	/**
	 * Solve times behind each lane's own anchor, for targets in [2^7, 2^31) of the anchor's unit.
	 * @returns lanes outside the table or that range; their solve times are Infinity
	 */
	solveAnchored(newest: number, indexOffset: number, row: number, limit: number, secondsTimesTarget: number): number;
	/**
	 * Turns solve times at the tip's hashrate into those of a hashrate that has grown since activation.
	 * @returns lanes where the series does not hold; their solve times are negated and else untouched
	 */
	grow(growthPerSecond: number): number;
	/**
	 * Moves every clock by its solve time and stamps the headers at `slot`.
	 * @returns headers inside the window that the rules moved, shifted left by ENDED_BITS, plus the lanes at or past
	 * the end of their day
	 */
	advance(slot: number, sixthNewest: number, driftSeconds: number): number;
	/**
	 * Rows of blocks at a steady hashrate, solved and advanced, until a lane needs the kernel's hand: before a row in
	 * which a lane lies outside, or after one in which a day has ended.
	 * @returns headers moved << 16 | lanes at or past their day's end in the last row << 8 | rows done
	 */
	run(steps: Steps): number;
}

/** What `run` follows; see solveShared, solveAnchored and advance. */
export interface Steps {
	readonly anchored: boolean;
	/** Blocks above the tip of the newest block. */
	readonly block: number;
	readonly rows: number;
	/** Index offset of the first row; it falls by the spacing with every block. */
	readonly indexOffset: number;
	readonly spacingSeconds: number;
	/** Index of the first row's first draw. */
	readonly row: number;
	readonly limit: number;
	readonly secondsTimesTarget: number;
	readonly driftSeconds: number;
}

/** Parts of what `run` returns. */
export const ROWS_MASK = 0xff;
export const MOVED_SHIFT = 16;
