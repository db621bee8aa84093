/**
 * Fast path of ASERT (asert/aserti3.ts) from one anchor:
 *
 *     raw = anchorTarget × factor × 2^(shift − 16)
 *
 * The exponent is a quotient of integers below 2^53, truncated to what the integers give. The mantissa is below 2^23 and
 * the factor at most 2^17, so raw is exact, and floors by powers of two compose: no slack (rounding.ts). Where BTX shifts
 * before it multiplies, because anchorTarget × factor ≥ 2^256, only a shift by more than 200 bits loses any, and such
 * targets are below 2^127.
 *
 * Factors are the BigInt rule's own, kept once they have been asked for.
 */
import { asertFactor } from '../asert/aserti3.ts';
import { decodeCompact } from '../consensus/compact.ts';
import { CompactRounder } from './rounding.ts';
import type { RuleStepper } from './rulestepper.ts';
import type { HeaderTrack } from './track.ts';

const RADIX = 65_536;
/** Shifts beyond this lead to targets that are not decided here. */
const LARGEST_SHIFT = 255;
/** 2^(shift − 16) by shift + LARGEST_SHIFT. */
const POWERS = Float64Array.from({ length: 2 * LARGEST_SHIFT + 1 }, (_, i) => 2 ** (i - LARGEST_SHIFT - 16));
/** asertFactor by fraction; 0 where it has not been asked for. */
const factors = new Uint32Array(RADIX);

/** A schedule from an anchor that a node would accept: an anchor target in 1 … limit, constants above 0. */
export interface AsertSchedule {
	readonly anchor: { readonly height: bigint; readonly time: bigint; readonly bits: number };
	readonly spacingSeconds: bigint;
	readonly halfLifeSeconds: bigint;
	readonly limitTarget: bigint;
	/** Spacings that the schedule allows for the anchor itself: 1, but 0 for Decred's. */
	readonly anchorSpacings: bigint;
}

export class AsertStepper implements RuleStepper {
	readonly #track: HeaderTrack;
	readonly #rounder: CompactRounder;
	readonly #anchorTarget: number = 0;
	/** Header time on schedule of a tip at height 0. */
	readonly #epoch: number = 0;
	readonly #spacing: number = 0;
	readonly #halfLife: number = 0;

	constructor(schedule: AsertSchedule, track: HeaderTrack) {
		const { anchor, spacingSeconds, halfLifeSeconds, limitTarget, anchorSpacings } = schedule;
		this.#track = track;
		this.#rounder = new CompactRounder(limitTarget, track);
		this.#anchorTarget = Number(decodeCompact(anchor.bits).target);
		this.#epoch = Number(anchor.time + spacingSeconds * (anchorSpacings - anchor.height));
		this.#spacing = Number(spacingSeconds);
		this.#halfLife = Number(halfLifeSeconds);
	}

	next(): boolean {
		const { times, tip, mask } = this.#track;
		const lateSeconds = times[tip & mask]! - this.#epoch - this.#spacing * tip;
		if (!(lateSeconds < 2 ** 36 && lateSeconds > -(2 ** 36))) return false;
		const exponent = Math.trunc((lateSeconds * RADIX) / this.#halfLife);
		const shift = Math.floor(exponent / RADIX);
		if (shift > LARGEST_SHIFT || shift < -LARGEST_SHIFT) return false;
		const fraction = exponent - shift * RADIX;
		let factor = factors[fraction]!;
		if (factor === 0) {
			factor = Number(asertFactor(BigInt(fraction)));
			factors[fraction] = factor;
		}
		return this.#rounder.round(this.#anchorTarget * factor * POWERS[shift + LARGEST_SHIFT]!, 0);
	}
}
