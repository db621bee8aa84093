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
	readonly #window: WindowSum;
	readonly #slack: number = 0;
	readonly #blocks: number = 0;
	readonly #windowSeconds: number = 0;
	readonly #damping: number = 0;
	readonly #least: number = 0;
	readonly #most: number = 0;
	readonly #divisor: number = 0;

	constructor(rule: AveragingRule, track: HeaderTrack) {
		const windowSeconds = rule.windowBlocks * rule.spacingSeconds;
		this.#track = track;
		this.#rounder = new CompactRounder(rule.limitTarget, track);
		this.#blocks = Number(rule.windowBlocks);
		this.#window = new WindowSum(track.targets, track, this.#blocks);
		this.#slack = slackOf(this.#window.relativeError + 4 * ROUNDING_ERROR);
		this.#windowSeconds = Number(windowSeconds);
		this.#damping = Number(rule.damping);
		this.#least = Number((windowSeconds * (100n - rule.maxAdjustUpPercent)) / 100n);
		this.#most = Number((windowSeconds * (100n + rule.maxAdjustDownPercent)) / 100n);
		this.#divisor = Number(rule.windowBlocks * windowSeconds);
	}

	next(): boolean {
		this.#window.follow();
		const { sums } = this.#window;
		const { medians, tip, lanes } = this.#track;
		const last = this.#track.row(tip);
		const first = this.#track.row(tip - this.#blocks);
		const { raws } = this.#rounder;
		const windowSeconds = this.#windowSeconds;
		const damping = this.#damping;
		const least = this.#least;
		const most = this.#most;
		const divisor = this.#divisor;
		for (let lane = 0; lane < lanes; lane++) {
			const actual = medians[last + lane]! - medians[first + lane]!;
			const damped = windowSeconds + Math.trunc((actual - windowSeconds) / damping);
			const seconds = damped < least ? least : damped > most ? most : damped;
			raws[lane] = (sums[lane]! * seconds) / divisor;
		}
		return this.#rounder.round(this.#slack);
	}
}
