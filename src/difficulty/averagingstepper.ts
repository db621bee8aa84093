/**
 * Fast path of Zcash's averaging rule (consensus/averaging.ts):
 *
 *     raw = sum of N targets × seconds ÷ (N·W),   W = N·T
 *
 * Error: the sum's, one rounding each of product and quotient; N·W is exact, and `seconds` is exact, since a quotient of
 * integers below 2^53 truncates to what the integers give. The integer code floors the mean and its quotient by W
 * first, which costs fewer than 2·seconds units of target.
 *
 * Whole quotients. With every target a multiple of the result's unit U = 256^(size − 3), let S = sum ÷ U < 2^53, an exact sum of
 * integers, and D = N·W. Then q = S·seconds ÷ D is an integer where D divides S·seconds, which with D's common factors
 * happens to one block in a thousand, too often for the BigInt rule. For S·U a multiple of D the integer code floors
 * nothing away, and nBits keep q. Else it ends below q by a fraction of `seconds` units of target, less than
 * 2^-50·q·U (rounding.ts: U ≥ 2^112), so that q less as much has the right floor. U is a multiple of D's power of two.
 */
import type { AveragingRule } from '../consensus/averaging.ts';
import { CompactRounder, oddPart, ROUNDING_ERROR, slackOf } from './rounding.ts';
import type { RuleStepper } from './rulestepper.ts';
import type { HeaderTrack } from './track.ts';
import { WindowSum } from './windowsum.ts';

/** No number: a raw target that is left to the BigInt rule. */
const OPEN = Number.NaN;

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
	/** The divisor without its power of two. */
	readonly #oddDivisor: number = 0;

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
		this.#oddDivisor = oddPart(this.#divisor);
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
		return this.#rounder.round(this.#slack) || this.#roundWhole();
	}

	/** Decides open lanes whose q is an integer. */
	#roundWhole(): boolean {
		const { targets, tip, lanes } = this.#track;
		const at = this.#track.row(tip + 1);
		let isCertain = true;
		for (let lane = 0; lane < lanes; lane++) {
			if (!Number.isNaN(targets[at + lane]!)) continue;
			const raw = this.#wholeRaw(lane);
			if (!this.#rounder.roundLane(lane, raw, 0)) isCertain = false;
		}
		return isCertain;
	}

	/** A lane's raw target where q is an integer, or a little less where that has the right floor; NaN where it is none. */
	#wholeRaw(lane: number): number {
		const unit = this.#rounder.unitOf(lane);
		const sum = this.#window.wholeSum(lane, unit);
		const divisor = this.#divisor;
		const q = this.#rounder.raws[lane]! / unit;
		const seconds = Math.round((q * divisor) / sum);
		// Products of remainders are exact below this.
		if (!(divisor < 2 ** 26) || ((sum % divisor) * (seconds % divisor)) % divisor !== 0) return OPEN;
		const whole = Math.round(q) * unit;
		return sum % this.#oddDivisor === 0 ? whole : whole * (1 - 2 ** -50);
	}
}
