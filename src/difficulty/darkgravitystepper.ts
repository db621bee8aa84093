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
	readonly #window: WindowSum;
	readonly #slack: number = 0;
	readonly #blocks: number = 0;
	readonly #least: number = 0;
	readonly #most: number = 0;
	readonly #divisor: number = 0;
	/** A block dated before this sets off the exception for a change of algorithm while the window holds it. */
	readonly #switchTime: number = 0;
	/** Height up to which times have been looked at for that, and the last block before the switch on any lane. */
	#seen: number = 0;
	#lastBeforeSwitch = -1;

	constructor(rule: DarkGravityRule, track: HeaderTrack) {
		const targetSeconds = rule.windowBlocks * rule.spacingSeconds;
		this.#track = track;
		this.#rounder = new CompactRounder(rule.limitTarget, track);
		this.#blocks = Number(rule.windowBlocks);
		this.#window = new WindowSum(track.targets, track, this.#blocks);
		this.#slack = slackOf(this.#window.relativeError + 4 * ROUNDING_ERROR);
		this.#least = Number(targetSeconds / 3n);
		this.#most = Number(targetSeconds * 3n);
		this.#divisor = Number((rule.windowBlocks + 1n) * targetSeconds);
		this.#switchTime = Number(rule.algorithmSwitch?.time ?? Number.NEGATIVE_INFINITY);
		this.#seen = track.tip - this.#blocks;
	}

	next(): boolean {
		this.#window.follow();
		const { sums } = this.#window;
		const { times, targets, tip, lanes } = this.#track;
		const oldest = tip - this.#blocks + 1;
		if (this.#switchTime > Number.NEGATIVE_INFINITY) this.#lookForSwitch();
		if (this.#lastBeforeSwitch >= oldest) {
			this.#track.requireNothing();
			return false;
		}
		const last = this.#track.row(tip);
		const first = this.#track.row(oldest);
		const { raws } = this.#rounder;
		const least = this.#least;
		const most = this.#most;
		const divisor = this.#divisor;
		for (let lane = 0; lane < lanes; lane++) {
			const actual = times[last + lane]! - times[first + lane]!;
			const seconds = actual < least ? least : actual > most ? most : actual;
			raws[lane] = ((sums[lane]! + targets[last + lane]!) * seconds) / divisor;
		}
		return this.#rounder.round(this.#slack);
	}

	#lookForSwitch(): void {
		const { times, tip, lanes } = this.#track;
		for (; this.#seen < tip; this.#seen++) {
			const row = this.#track.row(this.#seen + 1);
			for (let lane = 0; lane < lanes; lane++) {
				if (times[row + lane]! < this.#switchTime) this.#lastBeforeSwitch = this.#seen + 1;
			}
		}
	}
}
