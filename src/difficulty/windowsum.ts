/**
 * The sums, one a lane, of the last N values of rings of non-negative doubles, kept as the window moves.
 *
 * Error: a slide rounds twice, each time by at most 2^-53 of the larger sum on the way. The largest sum P since the window
 * was last summed anew (N roundings, each at most 2^-53 of the result) bounds all of them. A window is summed anew
 * after 4·N slides, and when the sum falls below P ÷ 2, as after values have fallen steeply. So the error is at most
 * (N + 8·N)·2^-53·P, and a sum's relative error always below `relativeError` = 20·N·2^-53. The cost of summing anew is a
 * quarter of an addition per slide in the long run.
 */
import { ROUNDING_ERROR } from './rounding.ts';
import type { HeaderTrack } from './track.ts';

export class WindowSum {
	/** By lane. */
	readonly sums: Float64Array;
	readonly relativeError: number = 0;
	readonly #track: HeaderTrack;
	readonly #values: Float64Array;
	readonly #blocks: number = 0;
	/** P by lane. */
	readonly #peaks: Float64Array;
	/** Height up to which the sums reach. */
	#tip = 0;
	#slidesLeft = 0;

	/**
	 * @param values as the track's own arrays, which hold more than `blocks` rows; sums reach up to the track's tip
	 * @param blocks of the window
	 */
	constructor(values: Float64Array, track: HeaderTrack, blocks: number) {
		this.relativeError = 20 * blocks * ROUNDING_ERROR;
		this.#track = track;
		this.#values = values;
		this.#blocks = blocks;
		this.sums = new Float64Array(track.lanes);
		this.#peaks = new Float64Array(track.lanes);
		this.#recountAll();
	}

	/** Moves the windows on to the track's tip, if that is one further. */
	follow(): void {
		const track = this.#track;
		if (this.#tip === track.tip) return;
		this.#tip = track.tip;
		this.#slidesLeft--;
		if (this.#slidesLeft === 0) this.#recountAll();
		else this.#slide(track.row(track.tip), track.row(track.tip - this.#blocks));
	}

	#slide(entering: number, leaving: number): void {
		const values = this.#values;
		const sums = this.sums;
		const peaks = this.#peaks;
		const { lanes } = this.#track;
		let isCertain = true;
		for (let lane = 0; lane < lanes; lane++) {
			const raised = sums[lane]! + values[entering + lane]!;
			const sum = raised - values[leaving + lane]!;
			const before = peaks[lane]!;
			const peak = raised > before ? raised : before;
			sums[lane] = sum;
			peaks[lane] = peak;
			// Not the other way round, so that a NaN in the window is never believed to have left.
			isCertain &&= peak <= 2 * sum;
		}
		if (isCertain) return;
		for (let lane = 0; lane < lanes; lane++) {
			if (!(peaks[lane]! <= 2 * sums[lane]!)) this.#recount(lane);
		}
	}

	/** In the order of memory. */
	#recountAll(): void {
		const track = this.#track;
		const values = this.#values;
		const sums = this.sums.fill(0);
		this.#tip = track.tip;
		this.#slidesLeft = 4 * this.#blocks;
		for (let height = this.#tip - this.#blocks + 1; height <= this.#tip; height++) {
			const row = track.row(height);
			for (let lane = 0; lane < track.lanes; lane++) sums[lane] = sums[lane]! + values[row + lane]!;
		}
		this.#peaks.set(sums);
	}

	/** A lane's sum in units of a power of two, exactly; NaN where a value is no multiple of it or the sum too large. */
	wholeSum(lane: number, unit: number): number {
		const track = this.#track;
		let sum = 0;
		for (let height = this.#tip - this.#blocks + 1; height <= this.#tip; height++) {
			const units = this.#values[track.row(height) + lane]! / unit;
			if (!Number.isInteger(units)) return Number.NaN;
			sum += units;
		}
		return sum < 2 ** 53 ? sum : Number.NaN;
	}

	#recount(lane: number): void {
		const track = this.#track;
		const values = this.#values;
		let sum = 0;
		for (let height = this.#tip - this.#blocks + 1; height <= this.#tip; height++)
			sum += values[track.row(height) + lane]!;
		this.sums[lane] = sum;
		this.#peaks[lane] = sum;
	}
}
