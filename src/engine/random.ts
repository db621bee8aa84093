/**
 * Random streams.
 *
 * One sfc32 generator (Doty-Humphrey, PractRand) per (seed, trial, purpose): the three words are its initial
 * state a, b, c, the counter starts at 1 and 15 outputs are discarded, as PractRand does for a 96-bit seed.
 * A stream is therefore independent of how trials are grouped, sharded or spread over workers, and any trial
 * can be computed alone. Its period is at least 2^32 for every state.
 *
 * Exactly one 32-bit draw belongs to each block index. Base and fork read the same draw at the same index
 * after activation: their randomness is shared and differences are paired.
 */

/** What a stream is for. A purpose is never renumbered: every published run depends on it. */
export const PURPOSE = { solveTime: 0 } as const;

const WARM_UP_DRAWS = 15;

/**
 * The next `rows` draws of every lane, to out[from + row × lanes + lane].
 * @param words sfc32's words: a of every lane, then b, then c
 * @param firstCounter sfc32's counter at the first row
 */
export function drawInto(
	words: Int32Array,
	lanes: number,
	firstCounter: number,
	out: Uint32Array,
	from: number,
	rows: number,
): void {
	// One lane at a time keeps its words in registers.
	for (let lane = 0; lane < lanes; lane++) {
		let a = words[lane]!;
		let b = words[lanes + lane]!;
		let c = words[2 * lanes + lane]!;
		for (let row = 0, at = from + lane; row < rows; row++, at += lanes) {
			const draw = (((a + b) | 0) + ((firstCounter + row) | 0)) | 0;
			a = b ^ (b >>> 9);
			b = (c + (c << 3)) | 0;
			c = (((c << 21) | (c >>> 11)) + draw) | 0;
			out[at] = draw;
		}
		words[lane] = a;
		words[lanes + lane] = b;
		words[2 * lanes + lane] = c;
	}
}

/** Streams of a group of trials, one lane per trial. */
export class StreamLanes {
	readonly #words: Int32Array;
	readonly #lanes: number;
	/** All lanes have drawn equally often, so they share the counter. */
	#counter = 1;

	/**
	 * Streams of trials firstTrial … firstTrial + lanes − 1.
	 * @param words where sfc32's words are kept
	 */
	constructor(
		seed: number,
		firstTrial: number,
		lanes: number,
		purpose: number,
		words: Int32Array = new Int32Array(3 * lanes),
	) {
		this.#words = words;
		this.#lanes = lanes;
		words.fill(seed, 0, lanes);
		for (let lane = 0; lane < lanes; lane++) words[lanes + lane] = firstTrial + lane;
		words.fill(purpose, 2 * lanes);
		this.fill(new Uint32Array(lanes * WARM_UP_DRAWS), WARM_UP_DRAWS);
	}

	/** Writes the next `rows` draws of every lane to out[row × lanes + lane]. */
	fill(out: Uint32Array, rows: number): void {
		drawInto(this.#words, this.#lanes, this.skip(rows), out, 0, rows);
	}

	/** sfc32's counter at the next row; whoever asks draws the next `rows` rows by it. */
	skip(rows: number): number {
		const first = this.#counter;
		this.#counter = (first + rows) | 0;
		return first;
	}
}
