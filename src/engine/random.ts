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

/** sfc32 states of a group of trials, one lane per trial. */
export class StreamLanes {
	/** sfc32's words of every lane. */
	readonly a: Int32Array;
	readonly b: Int32Array;
	readonly c: Int32Array;
	/** All lanes have drawn equally often, so they share the counter. */
	counter = 1;
	readonly lanes: number;

	/** Streams of trials firstTrial … firstTrial + lanes − 1. */
	constructor(seed: number, firstTrial: number, lanes: number, purpose: number) {
		this.lanes = lanes;
		this.a = new Int32Array(lanes).fill(seed);
		this.b = Int32Array.from({ length: lanes }, (_, lane) => firstTrial + lane);
		this.c = new Int32Array(lanes).fill(purpose);
		this.fill(new Uint32Array(lanes * WARM_UP_DRAWS), WARM_UP_DRAWS, lanes);
	}

	/** Writes the next `rows` draws of every lane to out[row × stride + lane]. */
	fill(out: Uint32Array, rows: number, stride: number): void {
		// One lane at a time keeps its words in registers.
		const firstCounter = this.counter;
		this.counter = (firstCounter + rows) | 0;
		for (let lane = 0; lane < this.lanes; lane++) {
			let a = this.a[lane]!;
			let b = this.b[lane]!;
			let c = this.c[lane]!;
			for (let row = 0, at = lane; row < rows; row++, at += stride) {
				const draw = (((a + b) | 0) + ((firstCounter + row) | 0)) | 0;
				a = b ^ (b >>> 9);
				b = (c + (c << 3)) | 0;
				c = (((c << 21) | (c >>> 11)) + draw) | 0;
				out[at] = draw;
			}
			this.a[lane] = a;
			this.b[lane] = b;
			this.c[lane] = c;
		}
	}
}
