/**
 * Random streams.
 *
 * One sfc32 generator (Doty-Humphrey, PractRand) per (seed, sample, purpose): the three words are its initial
 * state a, b, c, the counter starts at 1 and 15 outputs are discarded, as PractRand does for a 96-bit seed.
 * A stream is therefore independent of how trials are grouped, sharded or spread over workers, and any trial
 * can be computed alone. Its period is at least 2^32 for every state.
 *
 * Exactly one 32-bit draw belongs to each block index. Base and fork read the same draw at the same index
 * after activation: their randomness is shared and differences are paired.
 *
 * Trials come in antithetic pairs (Hammersley and Morton 1956): trials 2j and 2j + 1 have one stream, of which the odd one reads
 * the complement 2^32 − 1 − u of every draw u. Each alone is as random as ever, but where one is unlucky the other is
 * lucky, and the error of a mean over both is smaller than over two independent trials; docs/performance.md has by how
 * much. A pair is one sample: errors are estimated from pairs.
 */

/** What a stream is for. A purpose is never renumbered: every published run depends on it. */
export const PURPOSE = { solveTime: 0 } as const;

const WARM_UP_DRAWS = 15;

/** Words that a lane's generator has in memory: sfc32's a, b and c, then the mask that complements a draw, 0 or −1. */
export const STREAM_WORDS = 4;

/**
 * The next `rows` draws of every lane, to out[from + row × lanes + lane].
 * @param words a of every lane, then b, then c, then the masks
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
		const mask = words[3 * lanes + lane]!;
		for (let row = 0, at = from + lane; row < rows; row++, at += lanes) {
			const draw = (((a + b) | 0) + ((firstCounter + row) | 0)) | 0;
			a = b ^ (b >>> 9);
			b = (c + (c << 3)) | 0;
			c = (((c << 21) | (c >>> 11)) + draw) | 0;
			out[at] = draw ^ mask;
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
	 * @param perSample trials that share a stream, 2 for antithetic pairs
	 * @param words where the generators' words are kept
	 */
	constructor(
		seed: number,
		firstTrial: number,
		lanes: number,
		purpose: number,
		perSample: 1 | 2 = 1,
		words: Int32Array = new Int32Array(STREAM_WORDS * lanes),
	) {
		this.#words = words;
		this.#lanes = lanes;
		words.fill(seed, 0, lanes);
		for (let lane = 0; lane < lanes; lane++) {
			const trial = firstTrial + lane;
			words[lanes + lane] = Math.floor(trial / perSample);
			words[3 * lanes + lane] = trial % perSample === 0 ? 0 : -1;
		}
		words.fill(purpose, 2 * lanes, 3 * lanes);
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
