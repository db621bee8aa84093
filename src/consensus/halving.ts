/**
 * Halvings under an interval that may change at given heights.
 *
 * The number of halvings at height h is floor(Σ blocks_i ÷ interval_i), blocks_i being the blocks of segment
 * i that lie below h (ZIP 208 generalised to any number of changes). With one segment this is Bitcoin's
 * h ÷ interval. The sum is kept as an exact fraction: a change of interval must not move a halving by a block.
 * Under a slow start the count begins half the ramp later (Zcash src/consensus/params.cpp:113 at 558f6865).
 */
import type { HalvingSubsidy, SubsidySegment } from './issuance.ts';
import type { SubsidyRun } from './run.ts';

/** A fraction with a positive denominator, not necessarily in lowest terms. */
export interface HalvingProgress {
	readonly num: bigint;
	readonly den: bigint;
}

/**
 * Σ blocks_i ÷ interval_i at a height; a halving falls on an integer. A fork height is well chosen when
 * the sum is exactly 1 at the first halving (ZIP 208).
 * @throws RangeError when the height is negative.
 */
export function halvingProgress(rule: HalvingSubsidy, height: bigint): HalvingProgress {
	if (height < 0n) throw new RangeError(`height ${height} is negative`);
	const origin = countingFrom(rule);
	let num = 0n;
	let den = 1n;
	for (const [index, { fromHeight, halvingIntervalBlocks }] of rule.segments.entries()) {
		const start = index === 0 ? origin : fromHeight;
		if (start >= height) break;
		const nextStart = rule.segments[index + 1]?.fromHeight ?? height;
		const blocks = (nextStart < height ? nextStart : height) - start;
		num = num * halvingIntervalBlocks + blocks * den;
		den *= halvingIntervalBlocks;
	}
	return { num, den };
}

/**
 * Halvings that have happened by a height; a halving counts from its own block on.
 * @throws RangeError when the height is negative.
 */
export function halvingsAt(rule: HalvingSubsidy, height: bigint): bigint {
	const { num, den } = halvingProgress(rule, height);
	return num / den;
}

/**
 * The run of equal subsidies from a height on (GetBlockSubsidy, BTX src/validation.cpp:6676 and Zcash
 * src/consensus/params.cpp:370). A halving or a new segment ends it, whether or not the subsidy changes.
 */
export function halvingRun(rule: HalvingSubsidy, height: bigint): SubsidyRun {
	const ramp = rampSubsidy(rule, height);
	if (ramp !== null) return { subsidy: ramp, endHeight: height + 1n };
	const index = rule.segments.findLastIndex(({ fromHeight }) => fromHeight <= height);
	const nextStart = rule.segments[index + 1]?.fromHeight ?? null;
	const halvings = halvingsAt(rule, height);
	if (halvings >= rule.maxHalvings) return { subsidy: 0n, endHeight: null };
	const subsidy = rule.segments[index]!.initialSubsidy >> halvings;
	if (subsidy === 0n && nextStart === null) return { subsidy, endHeight: null };
	const halvingHeight = heightOfHalving(rule, index, halvings + 1n);
	return { subsidy, endHeight: nextStart !== null && nextStart < halvingHeight ? nextStart : halvingHeight };
}

/**
 * Heights of the halvings above `fromHeight` and below `endHeight` (null: no bound), up to the one that ends the rule's
 * issuance there.
 */
export function halvingsBetween(rule: HalvingSubsidy, fromHeight: bigint, endHeight: bigint | null): bigint[] {
	const heights: bigint[] = [];
	let issuanceEnd = fromHeight;
	let run = halvingRun(rule, fromHeight);
	let halvings = halvingsAt(rule, fromHeight);
	for (
		let height = run.endHeight;
		height !== null && (endHeight === null || height < endHeight);
		height = run.endHeight
	) {
		const later = halvingsAt(rule, height);
		if (later > halvings) heights.push(height);
		if (run.subsidy > 0n) issuanceEnd = height;
		halvings = later;
		run = halvingRun(rule, height);
	}
	return run.subsidy > 0n ? heights : heights.filter((height) => height <= issuanceEnd);
}

/** @throws RangeError when the rule cannot hold from a stage's height on. */
export function assertHalving({ segments, slowStart, maxHalvings }: HalvingSubsidy, stageHeight: bigint): void {
	let previous: bigint | undefined;
	for (const { fromHeight, initialSubsidy, halvingIntervalBlocks } of segments) {
		const place = `subsidy segment at height ${fromHeight}`;
		if (previous === undefined ? fromHeight < 0n || fromHeight > stageHeight : fromHeight <= previous) {
			throw new RangeError(`${place}: segments start at ${stageHeight === 0n ? 0n : `0 … ${stageHeight}`} and rise`);
		}
		if (halvingIntervalBlocks <= 0n) throw new RangeError(`${place}: halving interval must be positive`);
		if (initialSubsidy < 0n) throw new RangeError(`${place}: subsidy is negative`);
		previous = fromHeight;
	}
	if (previous === undefined) throw new RangeError('a halving subsidy needs at least one segment');
	if (maxHalvings < 0n) throw new RangeError(`the number of halvings, ${maxHalvings}, is negative`);
	if (slowStart === undefined) return;
	if (slowStart.blocks <= 0n) throw new RangeError('a slow start must last at least one block');
	const [first, second] = segments;
	if (second !== undefined && second.fromHeight - first!.fromHeight < slowStart.blocks) {
		throw new RangeError(
			`the slow start of ${slowStart.blocks} blocks reaches into the segment at ${second.fromHeight}`,
		);
	}
}

/** Height from which blocks count towards a halving. */
function countingFrom({ segments, slowStart }: HalvingSubsidy): bigint {
	return segments[0]!.fromHeight + (slowStart?.blocks ?? 0n) / 2n;
}

/** Subsidy on the ramp; null past it. The middle step is skipped, so that the ramp sums to half its blocks in full. */
function rampSubsidy({ segments, slowStart }: HalvingSubsidy, height: bigint): bigint | null {
	const { fromHeight, initialSubsidy }: SubsidySegment = segments[0]!;
	const index = height - fromHeight;
	if (slowStart === undefined || index >= slowStart.blocks) return null;
	const step = initialSubsidy / slowStart.blocks;
	return step * (index < slowStart.blocks / 2n ? index : index + 1n);
}

/** Least h with progress(h) >= halvings, if the segment lasted that long: start + ceil((halvings − before) · interval). */
function heightOfHalving(rule: HalvingSubsidy, index: number, halvings: bigint): bigint {
	const { fromHeight, halvingIntervalBlocks } = rule.segments[index]!;
	const start = index === 0 ? countingFrom(rule) : fromHeight;
	const before = halvingProgress(rule, start);
	const missing = halvings * before.den - before.num;
	return start + (missing * halvingIntervalBlocks + before.den - 1n) / before.den;
}
