/**
 * Saturating arithmetic on 256-bit targets. Nodes work in 256-bit registers; here the exact product is
 * formed first and cut afterwards, which gives the same number wherever the node's code saturates.
 */
import { MAX_TARGET } from './compact.ts';

/** The target brought into 1 … limit: zero cannot be mined and nothing may be easier than the limit. */
export function clampTarget(target: bigint, limitTarget: bigint): bigint {
	if (target === 0n) return 1n;
	return target > limitTarget ? limitTarget : target;
}

/** target × factor, cut at 2^256 − 1. */
export function multiplyTarget(target: bigint, factor: bigint): bigint {
	return saturate(target * factor);
}

/** target × 2^bits, cut at 2^256 − 1. */
export function shiftTargetLeft(target: bigint, bits: bigint): bigint {
	if (target === 0n) return 0n;
	// A non-zero target shifted by 256 or more is beyond 2^256; without this the product could fill memory.
	return bits >= 256n ? MAX_TARGET : saturate(target << bits);
}

/**
 * floor(target × num ÷ den), cut at 2^256 − 1. BTX computes q·num + floor(r·num ÷ den) with q and r from
 * target ÷ den (pow.cpp:937); that is the same integer, since target = q·den + r.
 * @throws RangeError when num or den is not positive.
 */
export function scaleTarget(target: bigint, num: bigint, den: bigint): bigint {
	assertPositiveRatio(num, den);
	return saturate((target * num) / den);
}

/**
 * The ratio in lowest terms. Nodes hold each reduced term in a fixed width, so whether a ratio can be
 * expressed at all depends on them (BTX pow.cpp:991-1028).
 * @throws RangeError when num or den is not positive.
 */
export function reduceRatio(num: bigint, den: bigint): { readonly num: bigint; readonly den: bigint } {
	assertPositiveRatio(num, den);
	let divisor = num;
	for (let rest = den; rest !== 0n; ) [divisor, rest] = [rest, divisor % rest];
	return { num: num / divisor, den: den / divisor };
}

/**
 * BTX Epoch A, from a two-gate lottery to a one-gate one (pow.cpp:1031-1074): before, an attempt succeeded
 * with probability gate × parent (in units of 2^-256 each), where gate = parent × 2^ε; num ÷ den is the ratio
 * of attempt rates before and after, so the target that keeps the block rate is
 * floor(parent × gate × num ÷ (den × 2^256)). Not a scaling: half the parent gives a quarter of the result.
 * Cut at 2^256 − 1; the caller clamps to the limit.
 * @throws RangeError when num or den is not positive.
 */
export function deriveEpochTarget(parentTarget: bigint, epsilonBits: bigint, num: bigint, den: bigint): bigint {
	assertPositiveRatio(num, den);
	const gate = shiftTargetLeft(parentTarget, epsilonBits);
	return saturate((parentTarget * gate * num) / (den << 256n));
}

function saturate(value: bigint): bigint {
	return value > MAX_TARGET ? MAX_TARGET : value;
}

function assertPositiveRatio(num: bigint, den: bigint): void {
	if (num <= 0n || den <= 0n) throw new RangeError(`ratio ${num}/${den} must have positive terms`);
}
