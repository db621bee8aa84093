/**
 * The ASERT step with aserti3's cubic exponential, as BTX and Bitcoin Cash apply it.
 *
 * Goal. Let t be the tip's time since the reference time, n = heightDiff + 1 the number of the next block,
 * S the spacing, τ the half-life:
 *
 *     target = anchorTarget × 2^x,   x = (t − S·n) ÷ τ
 *
 * Representation. E = trunc((t − S·n) × 2^16 ÷ τ) is x in units of 2^-16. C++ division truncates toward zero,
 * not toward minus infinity; for a chain ahead of schedule the two differ, and recorded nBits of the BTX
 * chain are reachable with truncation only. Split E = 2^16·s + f with s = floor(E ÷ 2^16), 0 ≤ f < 2^16, so
 * that 2^(E/2^16) = 2^s × 2^(f/2^16).
 *
 * Exponential. For 0 ≤ y < 1 the cubic 1 + 0.695502049·y + 0.2262698·y² + 0.0782318·y³ stands for 2^y. With
 * y = f ÷ 2^16 and the result in units of 2^-16 the k-th coefficient c becomes C_k = c × 2^(16 + 48 − 16k):
 *
 *     factor = 2^16 + ((195766423245049·f + 971821376·f² + 5127·f³ + 2^47) >> 48)
 *
 * where 2^47 rounds to nearest. The factor lies in [2^16, 2^17) and never falls as f grows.
 *
 * Result. target = anchorTarget × factor × 2^(s − 16), cut to an integer.
 *
 * Error. Truncating E: at most one unit, τ ÷ 65536 seconds, 1.06e-5 relative. Cubic and its rounding: between
 * −9.1e-5 and +1.18e-4 relative (all 65,536 factors measured). nBits: at most 2^-15 relative, for a
 * two-byte mantissa.
 *
 * Sources: BTX src/pow.cpp:2533-2619 at a5aa3b41; Bitcoin Cash "aserti3-2d" specification (2020-11-15) and
 * BCHN src/pow.cpp, CalculateASERT.
 */
import { clampTarget, MAX_TARGET, multiplyTarget, shiftTargetLeft } from '../consensus/index.ts';

const INT64_MAX = (1n << 63n) - 1n;
const INT64_MIN = -(1n << 63n);
const RADIX_BITS = 16n;
const FRAC_MASK = 0xffffn;

/** Where the tip stands against the schedule. */
export interface SchedulePosition {
	/** Tip time minus reference time: the anchor's own time in BTX, its parent's in Bitcoin Cash. */
	readonly timeDiffSeconds: bigint;
	/** Tip height minus anchor height. */
	readonly heightDiff: bigint;
	readonly spacingSeconds: bigint;
	/** τ: the lateness that doubles the target. */
	readonly halfLifeSeconds: bigint;
}

export interface AsertInput extends SchedulePosition {
	readonly anchorTarget: bigint;
	/** Easiest allowed target of the next block. */
	readonly limitTarget: bigint;
}

/**
 * E, the schedule error in units of 2^-16 half-lives, truncated toward zero and cut to 64 bits.
 * @throws RangeError when the half-life is zero.
 */
export function asertExponent(position: SchedulePosition): bigint {
	const { timeDiffSeconds, heightDiff, spacingSeconds, halfLifeSeconds } = position;
	const lateSeconds = timeDiffSeconds - spacingSeconds * (heightDiff + 1n);
	const exponent = (lateSeconds << RADIX_BITS) / halfLifeSeconds;
	if (exponent > INT64_MAX) return INT64_MAX;
	return exponent < INT64_MIN ? INT64_MIN : exponent;
}

/** 2^(frac ÷ 2^16) in units of 2^-16, for 0 ≤ frac < 2^16. */
export function asertFactor(frac: bigint): bigint {
	const cubic = 195766423245049n * frac + 971821376n * frac * frac + 5127n * frac * frac * frac;
	return (1n << RADIX_BITS) + ((cubic + (1n << 47n)) >> 48n);
}

/**
 * anchorTarget × 2^(exponent ÷ 2^16) as BTX's 256-bit registers give it, in 1 … 2^256 − 1 (pow.cpp:2585-2617). Where
 * anchor × factor would overflow although the result does not, BTX shifts first and multiplies after: the
 * bits shifted out are lost before the multiplication, and consensus depends on that.
 */
export function scaleByExponent(anchorTarget: bigint, exponent: bigint): bigint {
	const factor = asertFactor(exponent & FRAC_MASK);
	const shift = (exponent >> RADIX_BITS) - RADIX_BITS;
	let target: bigint;
	if (shift <= -256n) target = 0n;
	else if (shift >= 0n) target = shiftTargetLeft(multiplyTarget(anchorTarget, factor), shift);
	else if (anchorTarget > MAX_TARGET / factor) target = multiplyTarget(anchorTarget >> -shift, factor);
	else target = (anchorTarget * factor) >> -shift;
	return clampTarget(target, MAX_TARGET);
}

/**
 * Target of the next block under BTX's ASERT, measured from the anchor's own time, before rounding to nBits
 * (CalculateMatMulAsertTarget). An anchor of zero or easier than the limit gives the limit; a tip below the
 * anchor, or a half-life or spacing that is not positive, gives 1, which nobody can mine.
 */
export function asertTarget(input: AsertInput): bigint {
	const { anchorTarget, heightDiff, spacingSeconds, halfLifeSeconds, limitTarget } = input;
	if (anchorTarget === 0n || anchorTarget > limitTarget) return limitTarget;
	if (heightDiff < 0n || halfLifeSeconds <= 0n || spacingSeconds <= 0n) return 1n;
	return clampTarget(scaleByExponent(anchorTarget, asertExponent(input)), limitTarget);
}

/**
 * Target of the next block under Bitcoin Cash's aserti3-2d: `timeDiffSeconds` counts from the time of the
 * anchor's PARENT, products are exact, before rounding to nBits.
 * @throws RangeError where BCHN asserts: an anchor of zero or easier than the limit, a tip below the anchor,
 * a half-life or spacing that is not positive.
 */
export function bchAsertTarget(input: AsertInput): bigint {
	const { anchorTarget, heightDiff, spacingSeconds, halfLifeSeconds, limitTarget } = input;
	if (anchorTarget <= 0n || anchorTarget > limitTarget) {
		throw new RangeError(`anchor target ${anchorTarget} is not in 1 … ${limitTarget}`);
	}
	if (heightDiff < 0n) throw new RangeError(`tip lies ${-heightDiff} blocks below the anchor`);
	if (halfLifeSeconds <= 0n) throw new RangeError(`half-life ${halfLifeSeconds} s is not positive`);
	if (spacingSeconds <= 0n) throw new RangeError(`spacing ${spacingSeconds} s is not positive`);
	const exponent = asertExponent(input);
	const product = anchorTarget * asertFactor(exponent & FRAC_MASK);
	const shift = (exponent >> RADIX_BITS) - RADIX_BITS;
	const target = shift >= 0n ? shiftTargetLeft(product, shift) : product >> -shift;
	return clampTarget(target, limitTarget);
}
