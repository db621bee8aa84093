/**
 * Fast path of Zcash's averaging rule (consensus/averaging.ts):
 *
 *     raw = sum of N targets × seconds ÷ (N·W),   W = N·T
 *
 * Error: the sum's, one rounding each of product and quotient; N·W is exact, and `seconds` is exact, since a quotient of
 * integers below 2^53 truncates to what the integers give. The integer code floors the mean and its quotient by W
 * first, which costs fewer than 2·seconds units of target.
 */
import type { AveragingRule } from '../consensus/averaging.ts';
import { CompactRounder, ROUNDING_ERROR, slackOf } from './rounding.ts';
import type { RuleStepper } from './rulestepper.ts';
import type { HeaderTrack } from './track.ts';
import { WindowSum } from './windowsum.ts';

export class AveragingStepper implements RuleStepper {
	readonly #track: HeaderTrack;
	readonly #rounder: CompactRounder;
	readonly #sum: WindowSum;
	readonly #slack: number = 0;
	readonly #blocks: number = 0;
	/** Height up to which the sums below reach. */
	#tip: number = 0;
	readonly #windowSeconds: number = 0;
	readonly #damping: number = 0;
	readonly #least: number = 0;
	readonly #most: number = 0;
	readonly #divisor: number = 0;

	constructor(rule: AveragingRule, track: HeaderTrack) {
		const windowSeconds = rule.windowBlocks * rule.spacingSeconds;
		this.#track = track;
		this.#tip = track.tip;
		this.#rounder = new CompactRounder(rule.limitTarget, track);
		this.#blocks = Number(rule.windowBlocks);
		this.#sum = new WindowSum(track.targets, track.mask, this.#blocks, track.tip);
		this.#slack = slackOf(this.#sum.relativeError + 4 * ROUNDING_ERROR);
		this.#windowSeconds = Number(windowSeconds);
		this.#damping = Number(rule.damping);
		this.#least = Number((windowSeconds * (100n - rule.maxAdjustUpPercent)) / 100n);
		this.#most = Number((windowSeconds * (100n + rule.maxAdjustDownPercent)) / 100n);
		this.#divisor = Number(rule.windowBlocks * windowSeconds);
	}

	next(): boolean {
		if (this.#tip !== this.#track.tip) this.#advance();
		const { medians, tip, mask } = this.#track;
		const windowSeconds = this.#windowSeconds;
		const actualSeconds = medians[tip & mask]! - medians[(tip - this.#blocks) & mask]!;
		const actual = windowSeconds + Math.trunc((actualSeconds - windowSeconds) / this.#damping);
		const seconds = Math.min(Math.max(actual, this.#least), this.#most);
		return this.#rounder.round((this.#sum.value * seconds) / this.#divisor, this.#slack);
	}

	#advance(): void {
		this.#tip = this.#track.tip;
		this.#sum.slide(this.#tip);
	}
}
