/**
 * What an absolute schedule says about time. While no clamp binds, ASERT ties a block's time to its height and
 * difficulty: t(h) = t_anchor + spacing·(h + 1 − h_anchor) − τ·log2(D_h ÷ D_anchor). Here are the parts that are
 * exact in integers; the logarithm is taken elsewhere.
 */
import type { BlockHeader } from './rules.ts';

/** Seconds per block as an exact fraction, for measured means and sub-second phases. */
export interface RationalSeconds {
	readonly num: bigint;
	readonly den: bigint;
}

/** A recorded block and a constant pace after it. */
export interface Pace {
	readonly fromHeight: bigint;
	/** Unix seconds of the block at `fromHeight`. */
	readonly fromTime: bigint;
	readonly spacing: RationalSeconds;
}

/**
 * Unix time of the block at a height at a constant pace, rounded down to the second. Heights before
 * `fromHeight` are extrapolated backwards.
 * @throws RangeError when the spacing's denominator is not positive.
 */
export function heightTime({ fromHeight, fromTime, spacing }: Pace, height: bigint): bigint {
	if (spacing.den <= 0n) throw new RangeError(`spacing ${spacing.num}/${spacing.den} s needs a positive denominator`);
	const scaled = (height - fromHeight) * spacing.num;
	// BigInt division truncates; one less where that rounded up.
	const rounded = scaled / spacing.den;
	return fromTime + (scaled % spacing.den < 0n ? rounded - 1n : rounded);
}

/**
 * Seconds that the tip is ahead of the schedule counted from the anchor's own time, spacing·(h + 1 − h_anchor) −
 * (t − t_anchor): what ASERT answers by a difficulty 2^(seconds ÷ τ) times the anchor's. Negative when late.
 */
export function secondsAhead(
	anchor: Pick<BlockHeader, 'height' | 'time'>,
	spacingSeconds: bigint,
	tip: Pick<BlockHeader, 'height' | 'time'>,
): bigint {
	return spacingSeconds * (tip.height + 1n - anchor.height) - (tip.time - anchor.time);
}
