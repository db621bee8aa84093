/**
 * The sum of the last N values of a ring of non-negative doubles, kept as the window moves.
 *
 * Error: a slide rounds twice, each time by at most 2^-53 of the larger sum on the way. The errors are added up, and the
 * window is summed anew (N roundings, each at most 2^-53 of the result) after N slides and whenever they exceed 8·N
 * roundings of the sum as it is, as after values have fallen steeply. So the sum's relative error is always below
 * `relativeError` = 8·N·2^-53, and the cost of summing anew is one addition per slide in the long run.
 */
import { ROUNDING_ERROR } from './rounding.ts';

export class WindowSum {
	value = 0;
	readonly relativeError: number = 0;
	readonly #values: Float64Array;
	readonly #mask: number = 0;
	readonly #blocks: number = 0;
	#error = 0;
	#slidesLeft = 0;

	/**
	 * @param values by height and `mask`; its length, mask + 1, is a power of two above `blocks`
	 * @param tip height of the window's newest value
	 */
	constructor(values: Float64Array, mask: number, blocks: number, tip: number) {
		this.relativeError = 8 * blocks * ROUNDING_ERROR;
		this.#values = values;
		this.#mask = mask;
		this.#blocks = blocks;
		this.#recount(tip);
	}

	/** Moves the window on by the value that has been entered at the new tip. */
	slide(tip: number): void {
		const raised = this.value + this.#values[tip & this.#mask]!;
		this.value = raised - this.#values[(tip - this.#blocks) & this.#mask]!;
		this.#error += 2 * ROUNDING_ERROR * raised;
		this.#slidesLeft--;
		// Negated, so that a NaN in the window is never believed to have left.
		if (!(this.#slidesLeft > 0 && this.#error <= this.relativeError * this.value)) this.#recount(tip);
	}

	#recount(tip: number): void {
		let sum = 0;
		for (let height = tip - this.#blocks + 1; height <= tip; height++) sum += this.#values[height & this.#mask]!;
		this.value = sum;
		this.#error = this.#blocks * ROUNDING_ERROR * sum;
		this.#slidesLeft = this.#blocks;
	}
}
