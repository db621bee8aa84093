/**
 * Fast path of WTEMA (consensus/wtema.ts):
 *
 *     raw = target × seconds ÷ (T·a),   seconds = solveTime + T·(a − 1)
 *
 * For seconds < 2^30 the product is exact, and with T·a < 2^26 the quotient's floor is certain (rounding.ts). The integer
 * code divides first and so ends below the quotient by d = (target mod T·a) × seconds ÷ (T·a) < seconds. That moves the
 * floor only where q is an integer and d is not zero, since q is 1 ÷ (T·a) or more above an integer otherwise. It is one
 * after every block solved in T, too often for the BigInt rule. A target of 2^97 or more is a multiple of 2^80, so d = 0
 * exactly where the odd part of T·a divides the mantissa; and where it does not, q less a little, 2^-50 of itself, has
 * the right floor.
 */
import type { WtemaRule } from '../consensus/wtema.ts';
import { CompactRounder, LEAST_SLACK, MANTISSA_MASK, oddPart } from './rounding.ts';
import type { RuleStepper } from './rulestepper.ts';
import type { HeaderTrack } from './track.ts';

/** No number: a raw target that is left to the BigInt rule. */
const OPEN = Number.NaN;

export class WtemaStepper implements RuleStepper {
	readonly #track: HeaderTrack;
	readonly #rounder: CompactRounder;
	readonly #offset: number = 0;
	readonly #divisor: number = 0;
	readonly #oddDivisor: number = 0;

	constructor({ alphaReciprocal, spacingSeconds, limitTarget }: WtemaRule, track: HeaderTrack) {
		this.#track = track;
		this.#rounder = new CompactRounder(limitTarget, track);
		this.#offset = Number(spacingSeconds * (alphaReciprocal - 1n));
		this.#divisor = Number(spacingSeconds * alphaReciprocal);
		this.#oddDivisor = oddPart(this.#divisor);
	}

	next(): boolean {
		const { times, targets, tip, lanes } = this.#track;
		const last = this.#track.row(tip);
		const parent = this.#track.row(tip - 1);
		const { raws } = this.#rounder;
		const offset = this.#offset;
		const divisor = this.#divisor;
		for (let lane = 0; lane < lanes; lane++) {
			const seconds = times[last + lane]! - times[parent + lane]! + offset;
			raws[lane] = seconds < 2 ** 30 ? (targets[last + lane]! * seconds) / divisor : OPEN;
		}
		return this.#rounder.round(LEAST_SLACK) || this.#roundWhole();
	}

	/** Decides the lanes where q is an integer. */
	#roundWhole(): boolean {
		const { targets, tip, lanes } = this.#track;
		const { raws } = this.#rounder;
		const at = this.#track.row(tip + 1);
		let isCertain = true;
		for (let lane = 0; lane < lanes; lane++) {
			if (!Number.isNaN(targets[at + lane]!)) continue;
			const isWhole = (this.#track.bitsAt(tip, lane) & MANTISSA_MASK) % this.#oddDivisor === 0;
			const raw = isWhole ? raws[lane]! : raws[lane]! * (1 - 2 ** -50);
			if (!this.#rounder.roundLane(lane, raw, 0)) isCertain = false;
		}
		return isCertain;
	}
}
