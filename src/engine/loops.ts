/** What the loops over lanes offer to the kernel, whoever runs them: TypeScript or WebAssembly. */
import type { LaneMemory } from './memory.ts';

/** One schedule of the chain in a slot, and the blocks to be stepped under it. */
export interface Rows {
	readonly slot: number;
	/** Blocks above the tip of the first row, and how many rows; all in one chunk. */
	first: number;
	rows: number;
	/** Whether every lane has its own anchor; then the table holds multipliers of its target, not solve times. */
	readonly anchored: boolean;
	/** Header time of the newest block (since the tip, or since the lane's own anchor) + this = index into `tables`. */
	indexOffset: number;
	/** The index offset falls by this with every block. */
	readonly spacingSeconds: number;
	/** Easiest target, and what divided by a target is its mean solve time; both in the anchor's unit. */
	readonly limit: number;
	readonly secondsTimesTarget: number;
	readonly growthPerSecond: number;
	/** Bounds of the clock before the first row and of the last one's; if anchored, since the lane's own anchor. */
	lowest: number;
	highest: number;
	/** Seconds that a header may lie above median-time-past. */
	readonly driftSeconds: number;
	/** Bound of a single interval; Infinity at a steady hashrate. */
	readonly longest: number;
}

/**
 * A chunk is stepped as if no header were ever moved and no lane left its table, and then checked. The kernel
 * steps the few lanes that fail again, by the exact rules, and nothing of the first attempt remains of them.
 */
export interface LaneLoops {
	readonly name: 'typescript' | 'webassembly';
	readonly memory: LaneMemory;
	/** Index in `tables` at which a lag table begins, once it has been copied there. */
	placeOf(table: Float64Array): number;
	/**
	 * Draws rows for the blocks from `first` on and makes the exponentials; `counter` is sfc32's.
	 * @returns whether a draw is too small for the table, so that its exponential stays undone
	 */
	draw(counter: number, first: number, rows: number): boolean;
	/**
	 * Steps all lanes, notes in memory.ended which are at or past their day's end, and looks for lanes that leave a bound.
	 *
	 * Median-time-past is the header six blocks below, so six intervals ending at block i − 3, i − 2, i − 1 or i decide
	 * about moving a header. Each of these windows holds the three intervals between i − 6 and i − 3 and lies in
	 * the nine between i − 9 and i: if those take a second or more and these no more than the drift, none of the four
	 * headers is moved. So every fourth block is looked at.
	 * @returns whether some lane leaves a bound
	 */
	step(rows: Rows): boolean;
}
