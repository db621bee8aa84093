/**
 * Issuance by height under a schedule whose halving interval may change at given heights.
 *
 * The number of halvings at height h is floor(Σ blocks_i ÷ interval_i), blocks_i being the blocks of segment
 * i that lie below h (ZIP 208 generalised to any number of changes). With one segment this is Bitcoin's
 * h ÷ interval. The sum is kept as an exact fraction: a change of interval must not move a halving by a block.
 */
import type { SubsidySchedule, SubsidySegment } from './rules.ts';

/** A fraction with a positive denominator, not necessarily in lowest terms. */
export interface HalvingProgress {
	readonly num: bigint;
	readonly den: bigint;
}

/** A maximal run of blocks with the same non-zero subsidy. */
export interface SubsidyEra {
	readonly fromHeight: bigint;
	/** First height after the run. */
	readonly endHeight: bigint;
	/** Base units per block. */
	readonly subsidy: bigint;
}

/** A piece of one segment between two halvings. */
interface Stretch extends SubsidyEra {
	/** Whether a halving, not a new segment, ends the piece. */
	readonly halvesAtEnd: boolean;
}

/**
 * Σ blocks_i ÷ interval_i at a height; a halving falls on an integer. A fork height is well chosen when
 * the sum is exactly 1 at the first halving (ZIP 208).
 * @throws RangeError when the height is negative or the schedule is malformed.
 */
export function halvingProgress(schedule: SubsidySchedule, height: bigint): HalvingProgress {
	assertSchedule(schedule);
	if (height < 0n) throw new RangeError(`height ${height} is negative`);
	return progressAt(schedule.segments, height);
}

/**
 * Halvings that have happened by a height; a halving counts from its own block on.
 * @throws RangeError when the height is negative or the schedule is malformed.
 */
export function halvingsAt(schedule: SubsidySchedule, height: bigint): bigint {
	const { num, den } = halvingProgress(schedule, height);
	return num / den;
}

/**
 * Base units that the block at a height may create (GetBlockSubsidy, BTX src/validation.cpp:6676).
 * @throws RangeError when the height is negative or the schedule is malformed.
 */
export function subsidyAt(schedule: SubsidySchedule, height: bigint): bigint {
	const halvings = halvingsAt(schedule, height);
	let initialSubsidy = 0n;
	for (const segment of schedule.segments) {
		if (segment.fromHeight <= height) initialSubsidy = segment.initialSubsidy;
	}
	return subsidyAfter(schedule, initialSubsidy, halvings);
}

/**
 * Base units created by the blocks 0 … height, both included.
 * @throws RangeError when the height is negative or the schedule is malformed.
 */
export function issuedThrough(schedule: SubsidySchedule, height: bigint): bigint {
	if (height < 0n) throw new RangeError(`height ${height} is negative`);
	let issued = 0n;
	for (const era of subsidyEras(schedule)) {
		const endHeight = era.endHeight <= height ? era.endHeight : height + 1n;
		if (endHeight > era.fromHeight) issued += era.subsidy * (endHeight - era.fromHeight);
	}
	return issued;
}

/**
 * Base units that all blocks together create, height 0 included.
 * @throws RangeError when the schedule is malformed.
 */
export function totalSupply(schedule: SubsidySchedule): bigint {
	let total = 0n;
	for (const era of subsidyEras(schedule)) total += era.subsidy * (era.endHeight - era.fromHeight);
	return total;
}

/**
 * Every maximal run of constant non-zero subsidy, in order of height.
 * @throws RangeError when the schedule is malformed.
 */
export function subsidyEras(schedule: SubsidySchedule): SubsidyEra[] {
	const eras: SubsidyEra[] = [];
	for (const { fromHeight, endHeight, subsidy } of stretches(schedule)) {
		if (subsidy === 0n) continue;
		const last = eras.at(-1);
		if (last !== undefined && last.endHeight === fromHeight && last.subsidy === subsidy) {
			eras[eras.length - 1] = { ...last, endHeight };
		} else {
			eras.push({ fromHeight, endHeight, subsidy });
		}
	}
	return eras;
}

/**
 * First height from which no block creates anything.
 * @throws RangeError when the schedule is malformed.
 */
export function firstZeroHeight(schedule: SubsidySchedule): bigint {
	return subsidyEras(schedule).at(-1)?.endHeight ?? 0n;
}

/**
 * Heights of the halvings, the n-th at index n − 1, up to the one that ends issuance.
 * @throws RangeError when the schedule is malformed.
 */
export function halvingHeights(schedule: SubsidySchedule): bigint[] {
	const end = firstZeroHeight(schedule);
	const heights: bigint[] = [];
	for (const { endHeight, halvesAtEnd } of stretches(schedule)) {
		if (halvesAtEnd && endHeight <= end) heights.push(endHeight);
	}
	return heights;
}

/** The chain cut at every halving and every new segment, until nothing can be created any more. */
function* stretches(schedule: SubsidySchedule): Generator<Stretch> {
	assertSchedule(schedule);
	const { segments, maxHalvings } = schedule;
	for (const [index, segment] of segments.entries()) {
		const nextStart = segments[index + 1]?.fromHeight;
		const before = progressAt(segments, segment.fromHeight);
		let fromHeight = segment.fromHeight;
		for (let halvings = before.num / before.den; nextStart === undefined || fromHeight < nextStart; halvings++) {
			const subsidy = segment.initialSubsidy >> halvings;
			if (halvings >= maxHalvings || (subsidy === 0n && nextStart === undefined)) return;
			// Least h with progress(h) >= halvings + 1: start + ceil((halvings + 1 - before) * interval).
			const missing = (halvings + 1n) * before.den - before.num;
			const blocks = (missing * segment.halvingIntervalBlocks + before.den - 1n) / before.den;
			const halvingHeight = segment.fromHeight + blocks;
			const halvesAtEnd = nextStart === undefined || halvingHeight <= nextStart;
			const endHeight = halvesAtEnd ? halvingHeight : nextStart;
			yield { fromHeight, endHeight, subsidy, halvesAtEnd };
			fromHeight = endHeight;
		}
	}
}

function progressAt(segments: readonly SubsidySegment[], height: bigint): HalvingProgress {
	let num = 0n;
	let den = 1n;
	for (const [index, { fromHeight, halvingIntervalBlocks }] of segments.entries()) {
		if (fromHeight >= height) break;
		const nextStart = segments[index + 1]?.fromHeight ?? height;
		const blocks = (nextStart < height ? nextStart : height) - fromHeight;
		num = num * halvingIntervalBlocks + blocks * den;
		den *= halvingIntervalBlocks;
	}
	return { num, den };
}

function subsidyAfter(schedule: SubsidySchedule, initialSubsidy: bigint, halvings: bigint): bigint {
	return halvings >= schedule.maxHalvings ? 0n : initialSubsidy >> halvings;
}

function assertSchedule({ segments }: SubsidySchedule): void {
	let previous: bigint | undefined;
	for (const { fromHeight, initialSubsidy, halvingIntervalBlocks } of segments) {
		if (previous === undefined ? fromHeight !== 0n : fromHeight <= previous) {
			throw new RangeError(`subsidy segment at height ${fromHeight}: segments start at 0 and rise`);
		}
		if (halvingIntervalBlocks <= 0n) {
			throw new RangeError(`subsidy segment at height ${fromHeight}: halving interval must be positive`);
		}
		if (initialSubsidy < 0n) throw new RangeError(`subsidy segment at height ${fromHeight}: subsidy is negative`);
		previous = fromHeight;
	}
	if (previous === undefined) throw new RangeError('a subsidy schedule needs at least one segment');
}
