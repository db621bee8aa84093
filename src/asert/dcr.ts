/**
 * The ASERT step as Decred applies it (DCP-0011).
 *
 * Goal. Let Δt be the tip's time since the anchor's own, Δh the tip's height above the anchor, S the spacing, τ the
 * half-life:
 *
 *     target = anchorTarget × 2^x,   x = (Δt − S·Δh) ÷ τ,   brought into 1 … limit
 *
 * There is no + 1: Decred starts from a difficulty of its own at the anchor, so the time that the anchor took does not
 * count, and neither does a spacing for it.
 *
 * Reduction. Bitcoin Cash's rule has x = (t − S·(Δh + 1)) ÷ τ with t counted from the anchor's parent. With t = Δt + S,
 * as if the anchor's parent stood one spacing before it, the numerators are the same integer. Every other step of
 * dcrd's CalcASERTDiff is Bitcoin Cash's as well, constant by constant:
 *
 * - exponent: numerator << 16, divided by τ with Quo, which truncates toward zero as C++ does;
 * - split: fraction & 0xffff and integer >> 16, both of two's complement, so a floor;
 * - polynomial: 195766423245049·f + 971821376·f² + 5127·f³ + 2^47, >> 48, the same constants (ceilings of
 *   0.695502049712533·2^48, 0.2262697964·2^32 and 0.0782318·2^16) with the same rounding to nearest;
 * - product: exact, shifted by the integer part less 16, right shifts dropping bits; zero becomes 1, what is above the
 *   limit becomes the limit, then nBits.
 *
 * Error: that of ./aserti3.ts. dcrd forms the numerator in 64 bits and would wrap beyond them; here it is exact.
 *
 * Sources: dcrd blockchain/standalone/pow.go, CalcASERTDiff, and internal/blockchain/difficulty.go,
 * calcNextBlake3DiffFromAnchor, at 036b7090; decred/dcps dcp-0011 at f18a9d26.
 */
import { type AsertInput, bchAsertTarget } from './aserti3.ts';

/**
 * Target of the next block under Decred's ASERT, before rounding to nBits; `timeDiffSeconds` counts from the anchor's
 * own time.
 * @throws RangeError where dcrd panics: an anchor of zero or easier than the limit, a tip below the anchor, a half-life
 * of zero; and where half-life or spacing are otherwise not positive
 */
export function dcrAsertTarget(input: AsertInput): bigint {
	return bchAsertTarget({ ...input, timeDiffSeconds: input.timeDiffSeconds + input.spacingSeconds });
}
