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

/** In a track's nBits: they are those of the target. No block can carry such nBits themselves. */
export const OF_TARGET = 0xffff_ffff;
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

/** Rounds the targets of a track's lanes to nBits, never above their limit. */
export class CompactRounder {
	readonly #targets: Float64Array;
	readonly #bits: Uint32Array;
	/** The limit as nBits hold it. */
	readonly #limit: number = 0;
	/** A raw target above this is above the limit, whatever its error. */
	readonly #beyond: number = 0;
	/** The power of 256 that a lane's targets lately had, and the scaling to their mantissa: targets move slowly. */
	readonly #units: Float64Array;
	readonly #perUnits: Float64Array;

	constructor(limitTarget: bigint, track: HeaderTrack) {
		this.#targets = track.targets;
		this.#bits = track.bits;
		this.#limit = targetNumber(encodeCompact(limitTarget));
		this.#beyond = Math.max(Number(limitTarget) * (1 + 2 ** -20), 2 ** 128);
		this.#units = new Float64Array(track.lanes).fill(0.5);
		this.#perUnits = new Float64Array(track.lanes).fill(0.5);
	}

	/**
	 * Requires a raw target of a lane's block, rounded to nBits, or NaN where the rounding is not certain. Rounding never
	 * falls as targets rise, so the limit may be rounded first.
	 * @param at index in the track of the block's first lane
	 * @returns whether it is certain
	 */
	round(at: number, lane: number, raw: number, slack: number): boolean {
		if (raw > this.#beyond) {
			this.#targets[at + lane] = this.#limit;
			this.#bits[at + lane] = OF_TARGET;
			return true;
		}
		let scaled = raw * this.#perUnits[lane]!;
		if (!(scaled >= LEAST_MANTISSA && scaled < SIGN_BIT)) scaled = this.#rescaled(raw, lane);
		const mantissa = Math.floor(scaled);
		const rest = scaled - mantissa;
		const target = mantissa * this.#units[lane]!;
		// Negated, so that no number is never certain.
		const isCertain = rest >= slack && rest <= 1 - slack;
		this.#targets[at + lane] = !isCertain ? Number.NaN : target < this.#limit ? target : this.#limit;
		this.#bits[at + lane] = OF_TARGET;
		return isCertain;
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
