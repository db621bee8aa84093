/**
 * Targets in doubles, rounded to nBits where the rounding is certain.
 *
 * Representation: a compact target is a mantissa below 2^23 times a power of 256, so a double holds it exactly. A rule's
 * result before rounding is a double `raw` with a proven bound on its relative error. Let q = raw ÷ 256^(size − 3) with
 * 2^15 ≤ q < 2^23, an exact scaling; nBits keep floor(q).
 *
 * Certificate: if q lies `slack` or more from both integers around it, and the true quotient lies less than
 * `slack` from q, both have the same floor. The ends of the range are integers too, so the size is then right as
 * well. Otherwise nothing is decided and the BigInt rule is asked. With an error of 2^-44 that happens to one
 * block in a million.
 *
 * Slack: 2^23 times the relative error covers it, q being below 2^23.
 *
 * Zero slack is for a raw that is the rounded quotient of two integers, the divisor below 2^30, up to a common power of
 * 256. Such a quotient x = a ÷ b < 2^23 that is not an integer lies 1 ÷ b or more below the next one, more than the
 * rounding error x·2^-53, so that the rounded quotient has the same floor.
 *
 * Floors that the integer code takes on the way lose whole units of target, fewer than 2^63 under the constants
 * that steppers.ts lets through. Every decided target is 2^127 or more, so they lose less than 2^-64 of it: a part of the
 * slack where that is not zero, and nothing at all where the only floor is the last, since floors by integers compose.
 */
import { decodeCompact, encodeCompact } from '../consensus/compact.ts';
import type { HeaderTrack } from './track.ts';

/** Half a unit in the last place of 1: the relative error of one rounded operation. */
export const ROUNDING_ERROR = 2 ** -53;
/** Slack for a raw that is exactly what the integers give, but for a floor that matters if q is an integer. */
export const LEAST_SLACK = 2 ** -60;

const SIGN_BIT = 0x0080_0000;
/** The part of nBits that holds the mantissa. */
export const MANTISSA_MASK = 0x007f_ffff;
const LEAST_MANTISSA = 0x8000;
/** Targets from 256^14·2^15 = 2^127 on are decided in doubles. */
const LEAST_SIZE = 17;
/** A 256-bit limit has size 33; what a rule gives above it is not far above. */
const LARGEST_SIZE = 48;
/** 256^(size − 3) by size. */
const UNITS = Float64Array.from({ length: LARGEST_SIZE + 1 }, (_, size) => 256 ** (size - 3));

/** The slack that covers a relative error. */
export function slackOf(relativeError: number): number {
	return relativeError * 2 ** 23;
}

/** A positive integer below 2^53 without its power of two. */
export function oddPart(integer: number): number {
	let odd = integer;
	while (odd % 2 === 0) odd /= 2;
	return odd;
}

/** Whether constants are positive and below a power of two. */
export function areBelow(bits: bigint, ...constants: readonly bigint[]): boolean {
	return constants.every((constant) => constant > 0n && constant >> bits === 0n);
}

/** Target of nBits, exactly; NaN for nBits that no block can carry. */
export function targetNumber(bits: number): number {
	const size = bits >>> 24;
	if (size > 3 && size <= 32 && (bits & SIGN_BIT) === 0) return (bits & MANTISSA_MASK) * UNITS[size]!;
	const { target, negative, overflow } = decodeCompact(bits);
	return negative || overflow ? Number.NaN : Number(target);
}

/** nBits of a target that they can hold exactly. */
export function bitsOfTarget(target: number): number {
	if (!(target >= LEAST_MANTISSA * UNITS[LEAST_SIZE]!)) return encodeCompact(BigInt(target));
	let size = LEAST_SIZE;
	while (target >= SIGN_BIT * UNITS[size]!) size++;
	return size * 2 ** 24 + target / UNITS[size]!;
}

/** Target of a block whose nBits are not decided. */
const OPEN = Number.NaN;

/** Rounds the targets of a track's lanes to nBits, never above their limit. */
export class CompactRounder {
	/** Targets of the next block before rounding, by lane. */
	readonly raws: Float64Array;
	readonly #track: HeaderTrack;
	/** The limit as nBits hold it. */
	readonly #limit: number = 0;
	/** A raw target above this is above the limit, whatever its error. */
	readonly #beyond: number = 0;
	/** The power of 256 that a lane's targets lately had, and the scaling to their mantissa: targets move slowly. */
	readonly #units: Float64Array;
	readonly #perUnits: Float64Array;

	constructor(limitTarget: bigint, track: HeaderTrack) {
		this.raws = new Float64Array(track.lanes);
		this.#track = track;
		this.#limit = targetNumber(encodeCompact(limitTarget));
		this.#beyond = Math.max(Number(limitTarget) * (1 + 2 ** -20), 2 ** 128);
		this.#units = new Float64Array(track.lanes).fill(0.5);
		this.#perUnits = new Float64Array(track.lanes).fill(0.5);
	}

	/**
	 * Requires the raw targets of the block after the tip, rounded to nBits, or NaN where the rounding is not certain.
	 * @returns whether it is certain on every lane
	 */
	round(slack: number): boolean {
		const { raws } = this;
		const { targets, lanes, tip } = this.#track;
		const units = this.#units;
		const perUnits = this.#perUnits;
		const limit = this.#limit;
		const at = this.#track.row(tip + 1);
		let isCertain = true;
		// The engine's compiler keeps arrays in registers where a loop calls nothing.
		for (let lane = 0; lane < lanes; lane++) {
			const scaled = raws[lane]! * perUnits[lane]!;
			const mantissa = Math.floor(scaled);
			const rest = scaled - mantissa;
			let target = mantissa * units[lane]!;
			if (target > limit) target = limit;
			const isOwn = scaled >= LEAST_MANTISSA && scaled < SIGN_BIT && rest >= slack && rest <= 1 - slack;
			targets[at + lane] = isOwn ? target : OPEN;
			isCertain &&= isOwn;
		}
		return isCertain || this.#roundOpen(at, slack);
	}

	#roundOpen(at: number, slack: number): boolean {
		const { targets, lanes } = this.#track;
		let isCertain = true;
		for (let lane = 0; lane < lanes; lane++) {
			if (Number.isNaN(targets[at + lane]!) && !this.roundLane(lane, this.raws[lane]!, slack)) isCertain = false;
		}
		return isCertain;
	}

	/**
	 * The same for one lane. Rounding never falls as targets rise, so the limit may be rounded first.
	 * @returns whether the rounding is certain
	 */
	roundLane(lane: number, raw: number, slack: number): boolean {
		const { targets, tip } = this.#track;
		const at = this.#track.row(tip + 1) + lane;
		if (raw > this.#beyond) {
			targets[at] = this.#limit;
			return true;
		}
		let scaled = raw * this.#perUnits[lane]!;
		if (!(scaled >= LEAST_MANTISSA && scaled < SIGN_BIT)) scaled = this.#rescaled(raw, lane);
		const mantissa = Math.floor(scaled);
		const rest = scaled - mantissa;
		// No number is never certain.
		const isCertain = rest >= slack && rest <= 1 - slack;
		targets[at] = isCertain ? Math.min(mantissa * this.#units[lane]!, this.#limit) : Number.NaN;
		return isCertain;
	}

	/** 256^(size − 3) of the target that a lane's last raw was brought to. */
	unitOf(lane: number): number {
		return this.#units[lane]!;
	}

	/** A raw target in the unit that fits it; NaN if that is too small or no number. */
	#rescaled(raw: number, lane: number): number {
		for (let size = LEAST_SIZE; size <= LARGEST_SIZE; size++) {
			const scaled = raw / UNITS[size]!;
			if (!(scaled >= LEAST_MANTISSA && scaled < SIGN_BIT)) continue;
			this.#units[lane] = UNITS[size]!;
			this.#perUnits[lane] = 1 / UNITS[size]!;
			return scaled;
		}
		return Number.NaN;
	}
}
