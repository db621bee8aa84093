/**
 * Fast path of cw-144 (consensus/cw144.ts), with work = Σ 2^256 ÷ (tᵢ + 1) over the blocks after `first` up to `last`:
 *
 *     raw = 2^256 × seconds ÷ (work × T)
 *
 * Error. A block's work in doubles is 2^256 ÷ tᵢ: one rounding, 2^-127 for the missing 1, and less than one attempt that
 * the integer code floors away. Moving the running sum's ends by up to four blocks adds four roundings of no more than
 * the larger of both sums, product and quotients three. The integer code also floors work × T ÷ seconds, by less than
 * one attempt per spacing, and the result. Relative to the work W of the window, S of the running sum, and w = W·T ÷
 * seconds per spacing, all in all
 *
 *     (sum's error + 2^-49) × max(1, S ÷ W) + (N + 8) ÷ W + 1 ÷ w
 *
 * where 2^-49 stands for 16 roundings. The last two terms matter for chains of little work only.
 */
import type { Cw144Rule } from '../consensus/cw144.ts';
import { CompactRounder, slackOf } from './rounding.ts';
import type { RuleStepper } from './rulestepper.ts';
import type { HeaderTrack } from './track.ts';
import { WindowSum } from './windowsum.ts';

const HASH_SPACE = 2 ** 256;

export class Cw144Stepper implements RuleStepper {
	readonly #track: HeaderTrack;
	readonly #rounder: CompactRounder;
	readonly #works: Float64Array;
	readonly #sum: WindowSum;
	readonly #error: number = 0;
	readonly #blocks: number = 0;
	/** Height up to which the sums below reach. */
	#tip: number = 0;
	readonly #spacing: number = 0;
	readonly #least: number = 0;
	readonly #most: number = 0;

	constructor(rule: Cw144Rule, track: HeaderTrack) {
		this.#track = track;
		this.#tip = track.tip;
		this.#rounder = new CompactRounder(rule.limitTarget, track);
		this.#blocks = Number(rule.windowBlocks);
		this.#spacing = Number(rule.spacingSeconds);
		this.#least = Number(rule.minSpanSpacings * rule.spacingSeconds);
		this.#most = Number(rule.maxSpanSpacings * rule.spacingSeconds);
		this.#works = track.targets.map((target) => HASH_SPACE / target);
		this.#sum = new WindowSum(this.#works, track.mask, this.#blocks, track.tip);
		this.#error = this.#sum.relativeError + 2 ** -49;
	}

	next(): boolean {
		if (this.#tip !== this.#track.tip) this.#advance();
		const { times, tip, mask } = this.#track;
		const works = this.#works;
		const last = this.#suitable(tip);
		const first = this.#suitable(tip - this.#blocks);
		let work = this.#sum.value;
		for (let height = last + 1; height <= tip; height++) work -= works[height & mask]!;
		for (let height = first + 1; height <= tip - this.#blocks; height++) work += works[height & mask]!;
		const actual = times[last & mask]! - times[first & mask]!;
		const seconds = Math.min(Math.max(actual, this.#least), this.#most);
		const workPerSpacing = (work * this.#spacing) / seconds;
		const sum = this.#sum.value;
		const error = (this.#error * (sum > work ? sum : work) + this.#blocks + 8) / work + 1 / workPerSpacing;
		return this.#rounder.round(HASH_SPACE / workPerSpacing, slackOf(error));
	}

	#advance(): void {
		const { targets, tip, mask } = this.#track;
		this.#works[tip & mask] = HASH_SPACE / targets[tip & mask]!;
		this.#sum.slide(tip);
		this.#tip = tip;
	}

	/** Height of the median by time of a block and its two ancestors, found in the node's order. */
	#suitable(height: number): number {
		const { times, mask } = this.#track;
		let low = height - 2;
		let middle = height - 1;
		let high = height;
		let lowTime = times[low & mask]!;
		let middleTime = times[middle & mask]!;
		let highTime = times[high & mask]!;
		if (lowTime > highTime) {
			[low, high] = [high, low];
			[lowTime, highTime] = [highTime, lowTime];
		}
		if (lowTime > middleTime) {
			middle = low;
			middleTime = lowTime;
		}
		return middleTime > highTime ? high : middle;
	}
}
