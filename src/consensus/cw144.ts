/**
 * cw-144, Bitcoin Cash from November 2017 to November 2020: the work of the last 144 blocks over the time it took.
 * Source: GetNextCashWorkRequired, GetSuitableBlock and ComputeTarget, Bitcoin Cash Node src/pow.cpp @631badbf.
 *
 * Goal: expected work per spacing W = work × spacing ÷ span, and the target that stands for it, 2^256 ÷ W − 1.
 * The node forms that as (2^256 − W) ÷ W; both divisions round down. Its 256-bit registers hold work × spacing as
 * long as targets exceed the spacing in seconds times the number of blocks counted, so nothing wraps.
 */
import { encodeCompact } from './compact.ts';
import type { BlockHeader, HeaderSource } from './header.ts';
import type { NextBlock } from './retarget.ts';
import { blockWork } from './work.ts';

/** A target from the work and the time of a moving window of blocks. */
export interface Cw144Rule {
	readonly kind: 'cw-144';
	readonly spacingSeconds: bigint;
	/** Easiest allowed target (powLimit). */
	readonly limitTarget: bigint;
	/** Blocks between the two ends of the window (144); at least 3. */
	readonly windowBlocks: bigint;
	/** The window's time counts as no less than this many spacings (72). */
	readonly minSpanSpacings: bigint;
	/** The window's time counts as no more than this many spacings (288). */
	readonly maxSpanSpacings: bigint;
	/** Test networks: a block MORE than this after its parent carries the limit. */
	readonly minimumDifficultyGapSeconds?: bigint;
}

/**
 * nBits required of the block after the tip. Looks at the tip and `windowBlocks` + 2 blocks before it.
 * @throws MissingHeaderError where one of them is not known
 * @throws RangeError where the window holds less than one attempt per spacing; the node divides by zero as well
 */
export function cw144Bits(rule: Cw144Rule, headers: HeaderSource, next: NextBlock): number {
	const gapSeconds = rule.minimumDifficultyGapSeconds;
	if (gapSeconds !== undefined && next.time !== undefined && next.time > headers(next.tipHeight).time + gapSeconds) {
		return encodeCompact(rule.limitTarget);
	}
	const last = suitableBlock(headers, next.tipHeight);
	const first = suitableBlock(headers, next.tipHeight - rule.windowBlocks);
	const target = windowTarget(rule, headers, first, last);
	return encodeCompact(target > rule.limitTarget ? rule.limitTarget : target);
}

function windowTarget(rule: Cw144Rule, headers: HeaderSource, first: BlockHeader, last: BlockHeader): bigint {
	// The difference of the two blocks' chainwork: the first block's own work is not part of it.
	let work = 0n;
	let bits = -1;
	let own = 0n;
	for (let height = first.height + 1n; height <= last.height; height++) {
		const header = headers(height);
		// Assumed headers all have the same nBits.
		if (header.bits !== bits) own = blockWork(header.bits);
		bits = header.bits;
		work += own;
	}
	const minSeconds = rule.minSpanSpacings * rule.spacingSeconds;
	const maxSeconds = rule.maxSpanSpacings * rule.spacingSeconds;
	const spanSeconds = last.time - first.time;
	const clamped = spanSeconds < minSeconds ? minSeconds : spanSeconds > maxSeconds ? maxSeconds : spanSeconds;
	const workPerSpacing = (work * rule.spacingSeconds) / clamped;
	return ((1n << 256n) - workPerSpacing) / workPerSpacing;
}

/**
 * The median by time of a block and its two ancestors, against a single skewed header time. Among equal times the
 * node's sorting network decides, and so it is kept step by step: another order would count other work.
 */
function suitableBlock(headers: HeaderSource, height: bigint): BlockHeader {
	let low = headers(height - 2n);
	let middle = headers(height - 1n);
	let high = headers(height);
	if (low.time > high.time) [low, high] = [high, low];
	if (low.time > middle.time) [low, middle] = [middle, low];
	return middle.time > high.time ? high : middle;
}
