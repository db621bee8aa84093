/**
 * Fast path of Dark Gravity Wave v3 (consensus/darkgravity.ts). Without floors its recursion is a sum: a_c·(c + 1) =
 * a_(c−1)·c + t_c and a₁·2 = 2·t₁, hence a_N = (t₁ + sum of N targets) ÷ (N + 1), and
 *
 *     raw = (t₁ + sum) × seconds ÷ ((N + 1)·N·T)
 *
 * Error: the sum's, one rounding each of the addition, the product and the quotient. Every step's floor
 * loses less than one unit of average, and the span multiplies them by three at most: fewer than 3·N units of target.
 */
import type { DarkGravityRule } from '../consensus/darkgravity.ts';
import { CompactRounder, ROUNDING_ERROR, slackOf } from './rounding.ts';
import type { RuleStepper } from './rulestepper.ts';
import type { HeaderTrack } from './track.ts';
import { WindowSum } from './windowsum.ts';

export class DarkGravityStepper implements RuleStepper {
	readonly #track: HeaderTrack;
	readonly #rounder: CompactRounder;
	readonly #sum: WindowSum;
	readonly #slack: number = 0;
	readonly #blocks: number = 0;
	/** Height up to which the sums below reach. */
	#tip: number = 0;
	readonly #least: number = 0;
	readonly #most: number = 0;
	readonly #divisor: number = 0;
	/** A block dated before this sets off the exception for a change of algorithm while the window holds it. */
	readonly #switchTime: number = 0;
	#lastBeforeSwitch = -1;

	constructor(rule: DarkGravityRule, track: HeaderTrack) {
		const targetSeconds = rule.windowBlocks * rule.spacingSeconds;
		this.#track = track;
		this.#tip = track.tip;
		this.#rounder = new CompactRounder(rule.limitTarget, track);
		this.#blocks = Number(rule.windowBlocks);
		this.#sum = new WindowSum(track.targets, track.mask, this.#blocks, track.tip);
		this.#slack = slackOf(this.#sum.relativeError + 4 * ROUNDING_ERROR);
		this.#least = Number(targetSeconds / 3n);
		this.#most = Number(targetSeconds * 3n);
		this.#divisor = Number((rule.windowBlocks + 1n) * targetSeconds);
		this.#switchTime = Number(rule.algorithmSwitch?.time ?? Number.NEGATIVE_INFINITY);
		for (let height = track.tip - this.#blocks + 1; height <= track.tip; height++) this.#noteTime(height);
	}

	next(): boolean {
		if (this.#tip !== this.#track.tip) this.#advance();
		const { times, targets, tip, mask } = this.#track;
		const oldest = tip - this.#blocks + 1;
		if (this.#lastBeforeSwitch >= oldest) return false;
		const actual = times[tip & mask]! - times[oldest & mask]!;
		const seconds = Math.min(Math.max(actual, this.#least), this.#most);
		return this.#rounder.round(((this.#sum.value + targets[tip & mask]!) * seconds) / this.#divisor, this.#slack);
	}

	#advance(): void {
		this.#tip = this.#track.tip;
		this.#sum.slide(this.#tip);
		this.#noteTime(this.#tip);
	}

	#noteTime(height: number): void {
		if (this.#track.times[height & this.#track.mask]! < this.#switchTime) this.#lastBeforeSwitch = height;
	}
}
