/**
 * Fast path of Digishield (consensus/digishield.ts):
 *
 *     raw = target × seconds ÷ T
 *
 * The mantissa is below 2^23 and seconds ≤ 1.5·T < 2^30, so the product is exact and one division rounds. The rule's only
 * floor of a target is its last: no slack is needed (rounding.ts).
 */
import type { DigishieldRule } from '../consensus/digishield.ts';
import { CompactRounder } from './rounding.ts';
import type { RuleStepper } from './rulestepper.ts';
import type { HeaderTrack } from './track.ts';

export class DigishieldStepper implements RuleStepper {
	readonly #track: HeaderTrack;
	readonly #rounder: CompactRounder;
	readonly #spacing: number = 0;
	readonly #least: number = 0;
	readonly #most: number = 0;

	constructor({ spacingSeconds, limitTarget }: DigishieldRule, track: HeaderTrack) {
		this.#track = track;
		this.#rounder = new CompactRounder(limitTarget, track);
		this.#spacing = Number(spacingSeconds);
		this.#least = this.#spacing - Math.floor(this.#spacing / 4);
		this.#most = this.#spacing + Math.floor(this.#spacing / 2);
	}

	next(): boolean {
		const { times, targets, tip, lanes } = this.#track;
		const last = this.#track.row(tip);
		const parent = this.#track.row(tip - 1);
		const { raws } = this.#rounder;
		const spacing = this.#spacing;
		const least = this.#least;
		const most = this.#most;
		for (let lane = 0; lane < lanes; lane++) {
			const solveSeconds = times[last + lane]! - times[parent + lane]!;
			const damped = spacing + Math.trunc((solveSeconds - spacing) / 8);
			const seconds = damped < least ? least : damped > most ? most : damped;
			raws[lane] = (targets[last + lane]! * seconds) / spacing;
		}
		return this.#rounder.round(0);
	}
}
