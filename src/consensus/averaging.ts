/**
 * Zcash's rule: every block, the mean target of the last N blocks, corrected by the damped time between two medians.
 *
 *     mean = floor(sum of N targets ÷ N),  W = N·T
 *     seconds = W + trunc((MTP(tip) − MTP(tip − N) − W) ÷ damping)
 *     nextTarget = floor(mean ÷ W) × seconds
 *
 * with seconds brought into floor(W·(100 − up) ÷ 100) … floor(W·(100 + down) ÷ 100). The mean is divided before it is
 * multiplied, so up to W − 1 units of mean are lost on the way: a steady chain's nBits fall by a unit now and then, and
 * a target below W becomes zero.
 *
 * A change of spacing (Blossom, ZIP 208) changes T alone: the window straddles it, averaging old targets, and the
 * damped correction takes the chain to the new spacing over several windows. It is a new rule from that height on.
 *
 * The node's sum wraps at 2^256; here it is exact, which is the same number as long as N × limit < 2^256, as
 * the node's chainparams assert.
 *
 * Source: Zcash src/pow.cpp, GetNextWorkRequired and CalculateNextWorkRequired, and src/consensus/params.cpp, at
 * 558f6865 (N = 17, damping 4, up 16, down 32; ZIP 218 proposes N = 102).
 */
import { encodeCompact, targetOfBits } from './compact.ts';
import type { HeaderSource } from './header.ts';
import type { NextBlock } from './retarget.ts';
import { medianTimePast } from './timestamp.ts';

export interface AveragingRule {
	readonly kind: 'averaging';
	/** N: blocks averaged. */
	readonly windowBlocks: bigint;
	readonly spacingSeconds: bigint;
	/** Part of the deviation that counts, as its reciprocal. */
	readonly damping: bigint;
	/** Largest rise of difficulty in a block, in per cent of the window's time. */
	readonly maxAdjustUpPercent: bigint;
	/** Largest fall of difficulty in a block, in per cent of the window's time. */
	readonly maxAdjustDownPercent: bigint;
	/** Easiest allowed target. */
	readonly limitTarget: bigint;
	/** On a test network: more than `spacings` spacings after a tip at that height or above, a block needs the limit. */
	readonly minimumDifficulty?: { readonly fromTipHeight: bigint; readonly spacings: bigint };
}

/** Header times that median-time-past is taken over. */
const MEDIAN_SPAN = 11n;

/**
 * nBits required of the block after the tip; the limit while the tip's height is below the window. Looks at the last
 * `windowBlocks` + 11 blocks, or as many as there are.
 * @throws MissingHeaderError where one of them is not known
 */
export function averagingBits(rule: AveragingRule, headers: HeaderSource, next: NextBlock): number {
	const { windowBlocks, spacingSeconds, limitTarget } = rule;
	const { tipHeight } = next;
	if (tipHeight < windowBlocks || mayBeEasy(rule, headers, next)) return encodeCompact(limitTarget);
	let sum = 0n;
	for (let age = 0n; age < windowBlocks; age++) sum += targetOfBits(headers(tipHeight - age).bits);
	const windowSeconds = windowBlocks * spacingSeconds;
	const least = (windowSeconds * (100n - rule.maxAdjustUpPercent)) / 100n;
	const most = (windowSeconds * (100n + rule.maxAdjustDownPercent)) / 100n;
	const actualSeconds = medianTimeAt(headers, tipHeight) - medianTimeAt(headers, tipHeight - windowBlocks);
	let seconds = windowSeconds + (actualSeconds - windowSeconds) / rule.damping;
	if (seconds < least) seconds = least;
	if (seconds > most) seconds = most;
	const target = (sum / windowBlocks / windowSeconds) * seconds;
	return encodeCompact(target > limitTarget ? limitTarget : target);
}

function mayBeEasy(rule: AveragingRule, headers: HeaderSource, { tipHeight, time }: NextBlock): boolean {
	const { minimumDifficulty, spacingSeconds } = rule;
	if (minimumDifficulty === undefined || time === undefined || tipHeight < minimumDifficulty.fromTipHeight)
		return false;
	return time > headers(tipHeight).time + spacingSeconds * minimumDifficulty.spacings;
}

/** Median-time-past of the block at a height. */
function medianTimeAt(headers: HeaderSource, height: bigint): bigint {
	const times: bigint[] = [];
	for (let age = 0n; age < MEDIAN_SPAN && age <= height; age++) times.push(headers(height - age).time);
	return medianTimePast(times);
}
