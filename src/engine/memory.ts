/**
 * The arrays that the loops over lanes work on, laid out in one buffer: the memory of the WebAssembly module, or
 * a plain buffer for the loops in TypeScript.
 *
 * The lag tables come first and fill 2^25 bytes. A loop masks an address into them instead of comparing an index
 * with the table's size: a lane that has left its table then reads a wrong but finite and non-negative solve
 * time, its clock still never falls, and the check after the chunk finds it by its last clock.
 */
import { exponentialTable } from './exponential.ts';
import { STREAM_WORDS } from './random.ts';

export const LANES = 64;
/** Blocks that every lane is stepped by at once: enough to hide what a call costs, few enough for a fast cache. */
export const CHUNK_ROWS = 32;
export const CHUNK_DRAWS = CHUNK_ROWS * LANES;
/** Lag table entries, a power of two. */
export const TABLE_ENTRIES = 2 ** 22;
/** Chains held at once: the common one, then one for each rule set. */
export const CHAIN_SLOTS = 8;

/**
 * Where a chain's arrays begin in its slot, in doubles. Clocks: rows for the chunk at hand and the one before it, each
 * after a row in which WebAssembly repeats the one before. Then, per lane: e^(−r·t) while the hashrate grows;
 * header time of the lane's own anchor since the tip; target of that anchor in the chain's unit; clock value at
 * which the current day ends. A last row is WebAssembly's own.
 */
export const SLOWDOWN = 2 * (CHUNK_ROWS + 1) * LANES;
export const ANCHOR_HEADER = SLOWDOWN + LANES;
export const ANCHOR_TARGET = ANCHOR_HEADER + LANES;
export const DAY_END = ANCHOR_TARGET + LANES;
export const CHAIN_SIZE = DAY_END + 2 * LANES;

/** Index in a chain's slot of the clock of a block's first lane; the last 2 × CHUNK_ROWS blocks have one. */
export function clockRow(block: number): number {
	const row = block & (2 * CHUNK_ROWS - 1);
	return (row + (row < CHUNK_ROWS ? 1 : 2)) * LANES;
}

/** Index of a block's first lane in its chunk. */
export function chunkRow(block: number): number {
	return (block & (CHUNK_ROWS - 1)) * LANES;
}

export interface LaneMemory {
	readonly tables: Float64Array;
	/** What exponentials are made with; see exponential.ts. Right behind the tables. */
	readonly logarithms: Float64Array;
	/** Exponential variates of the chunk, and the raw draws that they are made of. */
	readonly exponentials: Float64Array;
	readonly draws: Uint32Array;
	/** What WebAssembly keeps for a row of draws. */
	readonly scratch: Float64Array;
	/** The random generators of every lane; see random.ts. */
	readonly words: Int32Array;
	/** The slots of all chains. */
	readonly chains: Float64Array;
	/** Lanes at or past their day's end, one bit each. */
	readonly ended: Int32Array;
}

/** Bytes of the whole layout; pages that are never touched take no memory. */
export const MEMORY_BYTES = 8 * TABLE_ENTRIES + 2 ** 19;

export function layOut(buffer: ArrayBuffer): LaneMemory {
	let next = 0;
	const take = (bytes: number): number => {
		const from = next;
		next += bytes;
		return from;
	};
	const { length } = exponentialTable();
	const memory = {
		tables: new Float64Array(buffer, take(8 * TABLE_ENTRIES), TABLE_ENTRIES),
		logarithms: new Float64Array(buffer, take(8 * length), length),
		exponentials: new Float64Array(buffer, take(8 * CHUNK_DRAWS), CHUNK_DRAWS),
		draws: new Uint32Array(buffer, take(4 * CHUNK_DRAWS), CHUNK_DRAWS),
		scratch: new Float64Array(buffer, take(8 * LANES), LANES),
		words: new Int32Array(buffer, take(4 * STREAM_WORDS * LANES), STREAM_WORDS * LANES),
		chains: new Float64Array(buffer, take(8 * CHAIN_SLOTS * CHAIN_SIZE), CHAIN_SLOTS * CHAIN_SIZE),
		ended: new Int32Array(buffer, take(8), 2),
	};
	memory.logarithms.set(exponentialTable());
	return memory;
}

/** Places lag tables in memory, once each; when it is full, all of them anew as they are asked for. */
export class TablePlaces {
	readonly #tables: Float64Array;
	readonly #places = new Map<Float64Array, number>();
	#used = 0;

	constructor(tables: Float64Array) {
		this.#tables = tables;
	}

	/** Index of a table's first entry. */
	placeOf(values: Float64Array): number {
		let place = this.#places.get(values);
		if (place === undefined) {
			if (this.#used + values.length > TABLE_ENTRIES) {
				this.#places.clear();
				this.#used = 0;
			}
			place = this.#used;
			this.#tables.set(values, place);
			this.#places.set(values, place);
			this.#used += values.length;
		}
		return place;
	}
}
