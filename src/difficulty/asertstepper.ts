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

/** No number: a raw target that is left to the BigInt rule. */
const OPEN = Number.NaN;

/** A schedule from an anchor that a node would accept: constants above 0, an anchor target in 1 … limit. */
export interface AsertSchedule {
	/** By lane, all of one height. */
	readonly anchors: readonly { readonly height: bigint; readonly time: bigint; readonly bits: number }[];
	readonly spacingSeconds: bigint;
	readonly halfLifeSeconds: bigint;
	readonly limitTarget: bigint;
	/** Spacings that the schedule allows for the anchor itself: 1, but 0 for Decred's. */
	readonly anchorSpacings: bigint;
}

export class AsertStepper implements RuleStepper {
	readonly #track: HeaderTrack;
	readonly #rounder: CompactRounder;
	/** By lane; NaN where a node would not accept the anchor. */
	readonly #anchorTargets: Float64Array;
	/** Header time on schedule of a tip at height 0, by lane. */
	readonly #epochs: Float64Array;
	readonly #spacing: number = 0;
	readonly #halfLife: number = 0;

	constructor(schedule: AsertSchedule, track: HeaderTrack) {
		const { anchors, spacingSeconds, halfLifeSeconds, limitTarget, anchorSpacings } = schedule;
		this.#track = track;
		this.#rounder = new CompactRounder(limitTarget, track);
		this.#anchorTargets = Float64Array.from(anchors, ({ bits }) => {
			const { target, negative, overflow } = decodeCompact(bits);
			return negative || overflow || target === 0n || target > limitTarget ? Number.NaN : Number(target);
		});
		this.#epochs = Float64Array.from(anchors, ({ time, height }) =>
			Number(time + spacingSeconds * (anchorSpacings - height)),
		);
		this.#spacing = Number(spacingSeconds);
		this.#halfLife = Number(halfLifeSeconds);
	}

	next(): boolean {
		for (let unknown = this.#estimate(); unknown >= 0; unknown = this.#estimate()) {
			factors[unknown] = Number(asertFactor(BigInt(unknown)));
		}
		return this.#rounder.round(0);
	}

	/** Raw targets of all lanes; returns a fraction whose factor has not been asked for, or −1. */
	#estimate(): number {
		const { times, tip, lanes } = this.#track;
		const last = this.#track.row(tip);
		const { raws } = this.#rounder;
		const anchorTargets = this.#anchorTargets;
		const epochs = this.#epochs;
		const sinceEpoch = this.#spacing * tip;
		const halfLife = this.#halfLife;
		const known = factors;
		const powers = POWERS;
		let unknown = -1;
		for (let lane = 0; lane < lanes; lane++) {
			const lateSeconds = times[last + lane]! - epochs[lane]! - sinceEpoch;
			const exponent = Math.trunc((lateSeconds * RADIX) / halfLife);
			const shift = Math.floor(exponent / RADIX);
			const isCovered = lateSeconds < 2 ** 36 && lateSeconds > -(2 ** 36);
			let raw = OPEN;
			if (isCovered && shift <= LARGEST_SHIFT && shift >= -LARGEST_SHIFT) {
				const fraction = exponent - shift * RADIX;
				const factor = known[fraction]!;
				if (factor === 0) unknown = fraction;
				raw = anchorTargets[lane]! * factor * powers[shift + LARGEST_SHIFT]!;
			}
			raws[lane] = raw;
		}
		return unknown;
	}
}
