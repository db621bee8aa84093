/**
 * WTEMA, the exponential moving average of solve times weighted by target: with α = 1 ÷ a,
 *
 *     nextTarget = target × (1 + α·(solveTime ÷ T − 1)) = floor(target ÷ (T·a)) × (solveTime + T·(a − 1))
 *
 * Dividing first loses less than solveTime + T·(a − 1) units of target, and a target below T·a becomes zero. A solve
 * time is the difference of two header times as they are; it may be negative.
 *
 * Source: kyuupichan/difficulty mining.py, next_bits_wtema, at 57fefa5; no network runs it.
 */
import { encodeCompact, targetOfBits } from './compact.ts';
import type { HeaderSource } from './header.ts';
import type { NextBlock } from './retarget.ts';

export interface WtemaRule {
	readonly kind: 'wtema';
	/** a: the memory of the average in blocks. */
	readonly alphaReciprocal: bigint;
	/** T. */
	readonly spacingSeconds: bigint;
	/** Easiest allowed target. */
	readonly limitTarget: bigint;
}

/**
 * nBits required of the block after the tip; the limit after the genesis block. Looks at the tip and its parent.
 * @throws MissingHeaderError where one of them is not known
 * @throws RangeError when the target would not be positive, where the source asserts: the tip is dated T·(a − 1)
 * seconds or more before its parent, or its target is below T·a
 */
export function wtemaBits(rule: WtemaRule, headers: HeaderSource, { tipHeight }: NextBlock): number {
	const { alphaReciprocal, spacingSeconds, limitTarget } = rule;
	if (tipHeight < 1n) return encodeCompact(limitTarget);
	const tip = headers(tipHeight);
	const solveSeconds = tip.time - headers(tipHeight - 1n).time;
	const slice = targetOfBits(tip.bits) / (spacingSeconds * alphaReciprocal);
	const target = slice * (solveSeconds + spacingSeconds * (alphaReciprocal - 1n));
	if (target <= 0n) {
		throw new RangeError(`target ${target} after block ${tipHeight}, solved in ${solveSeconds} s, is not positive`);
	}
	return encodeCompact(target > limitTarget ? limitTarget : target);
}
