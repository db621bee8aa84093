/**
 * Retargeting once per period: Bitcoin's two-week rule and its variants in Litecoin, early Dogecoin and testnet4.
 *
 * At a height that is a multiple of the interval, target = base × clamped span ÷ nominal span, never above the
 * limit; every block in between repeats its parent's nBits. Sources: GetNextWorkRequired and
 * CalculateNextWorkRequired, Bitcoin Core src/pow.cpp @eb7daf4d; with BIP 94 (@01352f7f, Core pull request 29775)
 * and PermittedDifficultyTransition as BTX src/pow.cpp:3415-3480 @a5aa3b41 keeps them; Litecoin src/pow.cpp
 * @d8c8adc0; CalculateDogecoinNextWorkRequired, Dogecoin src/dogecoin.cpp @11b10408.
 *
 * Representation: nodes hold the product in a 256-bit register that wraps; the same is done here, since
 * Litecoin's shift exists to keep the product inside it. All divisions round down.
 */
import { decodeCompact, encodeCompact, MAX_TARGET } from './compact.ts';
import type { BlockHeader, HeaderSource } from './header.ts';
import type { NextBlock } from './retarget.ts';

/** Bounds on the measured timespan, relative to the nominal one, from a height on. */
export interface PeriodClamp {
	/** Height of the block that is retargeted. */
	readonly fromHeight: bigint;
	/** The span counts as no shorter than nominal ÷ this. */
	readonly minDivisor: bigint;
	/** The span counts as no longer than nominal × this. */
	readonly maxFactor: bigint;
}

/** A test network's permission to mine at the limit (fPowAllowMinDifficultyBlocks), never at a retarget height. */
export interface PeriodMinimum {
	/** A block MORE than this after its parent carries the limit. */
	readonly gapSeconds: bigint;
	/** Any other block looks past such blocks for the period's real nBits; false: it repeats its parent's. */
	readonly walksBack: boolean;
}

/** What a retarget once per period needs, for every rule that is built on one. */
export interface PeriodConstants {
	/** Target spacing that the period stands for; the rule itself looks at the timespan alone. */
	readonly spacingSeconds: bigint;
	/** Easiest allowed target (powLimit). */
	readonly limitTarget: bigint;
	/** Nominal duration of a period (nPowTargetTimespan). */
	readonly timespanSeconds: bigint;
	/** Blocks in a period (DifficultyAdjustmentInterval). */
	readonly intervalBlocks: bigint;
	/** Strictly increasing in height, the first from 0. */
	readonly clamps: readonly PeriodClamp[];
	/**
	 * The span starts at the last block of the period before (Art Forz's fix in Litecoin and Dogecoin), except in
	 * the first period. False: it starts at the period's own first block and covers one interval less (Bitcoin).
	 */
	readonly spansFullInterval: boolean;
	/** One bit is shifted out before the multiplication where the base fills all bits of the limit (Litecoin). */
	readonly shiftsNearLimit: boolean;
	/** The base is the target of the period's first block (enforce_BIP94), not that of its last. */
	readonly baseIsFirstBlock: boolean;
	/** fPowNoRetargeting: at a retarget height, too, the parent's nBits are repeated. */
	readonly noRetargeting: boolean;
	readonly minimumDifficulty?: PeriodMinimum;
}

/** A target that is set once per period. */
export interface PeriodRule extends PeriodConstants {
	readonly kind: 'period';
}

/**
 * nBits required of the block after the tip. Looks at the tip, at a retarget height also at the period's
 * first block or the one before it, and for a minimum-difficulty exception that walks back at the blocks it passes.
 * @throws MissingHeaderError where one of them is not known
 * @throws RangeError where no clamp is given for a retarget height
 */
export function periodBits(rule: PeriodConstants, headers: HeaderSource, next: NextBlock): number {
	const height = next.tipHeight + 1n;
	const parent = headers(next.tipHeight);
	if (!isRetargetHeight(rule, height)) return bitsWithinPeriod(rule, headers, parent, next.time);
	if (rule.noRetargeting) return parent.bits;
	const spanSeconds = parent.time - headers(spanStart(rule, height)).time;
	const base = rule.baseIsFirstBlock ? headers(height - rule.intervalBlocks) : parent;
	const { minSeconds, maxSeconds } = spanBounds(rule, height);
	const clamped = spanSeconds < minSeconds ? minSeconds : spanSeconds > maxSeconds ? maxSeconds : spanSeconds;
	return scaledBits(rule, base.bits, clamped);
}

/** Whether the nBits of the block AT a height are computed anew. */
export function isRetargetHeight(rule: PeriodConstants, height: bigint): boolean {
	return height % rule.intervalBlocks === 0n;
}

/**
 * Whether a block AT a height can carry `newBits` after a parent with `oldBits`, whatever the header times are
 * (PermittedDifficultyTransition, the check of header chains before their blocks are known). Where minimum-difficulty
 * blocks are allowed everything passes.
 * @throws RangeError where no clamp is given for a retarget height, or nBits is not an unsigned 32-bit integer
 */
export function permittedTransition(rule: PeriodConstants, height: bigint, oldBits: number, newBits: number): boolean {
	if (rule.minimumDifficulty !== undefined) return true;
	if (!isRetargetHeight(rule, height)) return oldBits === newBits;
	const { minSeconds, maxSeconds } = spanBounds(rule, height);
	const target = decodeCompact(newBits).target;
	const hardest = decodeCompact(scaledBits(rule, oldBits, minSeconds)).target;
	const easiest = decodeCompact(scaledBits(rule, oldBits, maxSeconds)).target;
	return hardest <= target && target <= easiest;
}

/** The parent's nBits, or what a test network's exception makes of them. */
function bitsWithinPeriod(
	rule: PeriodConstants,
	headers: HeaderSource,
	parent: BlockHeader,
	time: bigint | undefined,
): number {
	const exception = rule.minimumDifficulty;
	if (exception === undefined) return parent.bits;
	const limitBits = encodeCompact(rule.limitTarget);
	if (time !== undefined && time > parent.time + exception.gapSeconds) return limitBits;
	let block = parent;
	// The first block of a period always carries real nBits; block 0 is one, so the walk ends there at the latest.
	while (exception.walksBack && block.bits === limitBits && !isRetargetHeight(rule, block.height)) {
		block = headers(block.height - 1n);
	}
	return block.bits;
}

/** Height of the block that the measured span starts at. */
function spanStart(rule: PeriodConstants, height: bigint): bigint {
	const periodStart = height - rule.intervalBlocks;
	// Before the first period there is no block to reach back to.
	return rule.spansFullInterval && periodStart > 0n ? periodStart - 1n : periodStart;
}

function spanBounds(rule: PeriodConstants, height: bigint): { minSeconds: bigint; maxSeconds: bigint } {
	const clamp = rule.clamps.findLast(({ fromHeight }) => fromHeight <= height);
	if (clamp === undefined) throw new RangeError(`no timespan clamp is given for height ${height}`);
	return { minSeconds: rule.timespanSeconds / clamp.minDivisor, maxSeconds: rule.timespanSeconds * clamp.maxFactor };
}

function scaledBits(rule: PeriodConstants, baseBits: number, spanSeconds: bigint): number {
	const base = decodeCompact(baseBits).target;
	const shift = rule.shiftsNearLimit && bitLength(base) > bitLength(rule.limitTarget) - 1 ? 1n : 0n;
	const product = ((base >> shift) * spanSeconds) & MAX_TARGET;
	const target = (product / rule.timespanSeconds) << shift;
	return encodeCompact(target > rule.limitTarget ? rule.limitTarget : target);
}

function bitLength(value: bigint): number {
	return value === 0n ? 0 : value.toString(2).length;
}
