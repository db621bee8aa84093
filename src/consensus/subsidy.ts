/**
 * Issuance by height under a schedule of any kind: what a block creates, what all blocks up to a height created, and
 * what all ever will. Amounts are base units; a schedule counts every block in full, from its first height on.
 */
import { halvingsBetween } from './halving.ts';
import type { SubsidySchedule } from './issuance.ts';
import { Ledger } from './ledger.ts';
import { reductionParts } from './reduction.ts';

/** A maximal run of blocks with the same subsidy. */
export interface SubsidyEra {
	readonly fromHeight: bigint;
	/** First height after the run; null for the last era, which never ends. */
	readonly endHeight: bigint | null;
	/** Base units per block. */
	readonly subsidy: bigint;
	/** The part of the subsidy that the block's miner keeps. */
	readonly minerSubsidy: bigint;
}

/** A schedule is checked, and its runs are added up, once. */
const ledgers = new WeakMap<SubsidySchedule, Ledger>();

/**
 * Base units that the block at a height may create: the miner's part, and where a rule divides the subsidy, all votes'
 * and the treasury's.
 * @throws RangeError when the height is negative or below the first stage, or the schedule is malformed.
 */
export function subsidyAt(schedule: SubsidySchedule, height: bigint): bigint {
	return ledgerOf(schedule, height).runAt(height).subsidy;
}

/**
 * Base units that the miner of the block at a height keeps, fees apart.
 * @param votes votes in the block, where the rule pays by votes (Decred); by default as many as it may hold
 * @throws RangeError when the height is negative or below the first stage, the schedule is malformed, or a block cannot
 * hold so many votes.
 */
export function minerSubsidyAt(schedule: SubsidySchedule, height: bigint, votes?: bigint): bigint {
	const { minerSubsidy } = ledgerOf(schedule, height).runAt(height);
	const { rule } = schedule.findLast(({ fromHeight }) => fromHeight <= height)!;
	return rule.kind === 'reduction' ? reductionParts(rule, height, votes).work : minerSubsidy;
}

/**
 * Base units created by the blocks 0 … height, both included.
 * @throws RangeError when the height is negative, the schedule is malformed or starts above 0.
 */
export function issuedThrough(schedule: SubsidySchedule, height: bigint): bigint {
	return wholeLedgerOf(schedule, height).positionAt(height + 1n).issued;
}

/**
 * Base units created by the blocks from a height up to but without `endHeight`.
 * @throws RangeError when a height is negative or below the first stage, or the schedule is malformed.
 */
export function issuedBetween(schedule: SubsidySchedule, fromHeight: bigint, endHeight: bigint): bigint {
	const ledger = ledgerOf(schedule, fromHeight);
	return ledger.positionAt(endHeight).issued - ledger.positionAt(fromHeight).issued;
}

/**
 * Base units that the miners of those blocks keep, fees apart, every block holding all its votes.
 * @throws RangeError when a height is negative or below the first stage, or the schedule is malformed.
 */
export function minerIssuedBetween(schedule: SubsidySchedule, fromHeight: bigint, endHeight: bigint): bigint {
	const ledger = ledgerOf(schedule, fromHeight);
	return ledger.positionAt(endHeight).minerIssued - ledger.positionAt(fromHeight).minerIssued;
}

/**
 * Whether the schedule gives every block from 0 on, so that sums over all of them are known. One that starts above 0
 * follows blocks whose subsidies were no function of height (Dogecoin's were drawn by lot below 145,000).
 * @throws RangeError when the schedule is malformed.
 */
export function startsAtGenesis(schedule: SubsidySchedule): boolean {
	return ledgerOf(schedule).firstHeight === 0n;
}

/**
 * Base units that all blocks together create, height 0 included; null where issuance never ends (a tail emission, a
 * table whose last step is not 0), so that no total exists.
 * @throws RangeError when the schedule is malformed, or starts above 0 (`startsAtGenesis`) and ends.
 */
export function totalSupply(schedule: SubsidySchedule): bigint | null {
	const ledger = ledgerOf(schedule);
	const last = schedule.at(-1)!;
	if (hasTail(schedule)) return null;
	if (last.rule.kind === 'smooth') {
		// The reserve is paid out to the last unit, unless earlier stages have left none.
		const { issued } = ledger.positionAt(last.fromHeight);
		return issued > last.rule.cap ? issued : last.rule.cap;
	}
	const end = firstZeroHeight(schedule);
	return end === null ? null : wholeLedgerOf(schedule).positionAt(end).issued;
}

/**
 * First height from which no block creates anything; null where issuance never ends. A rule that depends on all that
 * was issued before is followed run by run: seconds for ZIP 234, whose subsidy ends after 47.9 million blocks.
 * @throws RangeError when the schedule is malformed.
 */
export function firstZeroHeight(schedule: SubsidySchedule): bigint | null {
	const ledger = ledgerOf(schedule);
	if (hasTail(schedule)) return null;
	let end: bigint | null = 0n;
	for (const { run } of ledger.runsFrom(ledger.firstHeight)) {
		if (run.subsidy > 0n) end = run.endHeight;
	}
	return end;
}

/**
 * Every maximal run of constant subsidy from a height on, those without a subsidy included; the first starts at that
 * height. Read as many as needed: a rule that pays by what was issued before has an era for nearly every block.
 * @param fromHeight the schedule's first height if it is left out
 * @throws RangeError when the height is negative or below the first stage, or the schedule is malformed.
 */
export function* subsidyEras(schedule: SubsidySchedule, fromHeight?: bigint): Generator<SubsidyEra, undefined> {
	const ledger = ledgerOf(schedule, fromHeight);
	let era: SubsidyEra | undefined;
	for (const { start, run } of ledger.runsFrom(fromHeight ?? ledger.firstHeight)) {
		if (era?.subsidy === run.subsidy && era.minerSubsidy === run.minerSubsidy) {
			era = { ...era, endHeight: run.endHeight };
		} else {
			if (era !== undefined) yield era;
			era = { fromHeight: start.height, ...run };
		}
		if (run.endHeight === null) yield era;
	}
}

/**
 * Heights of the halvings, up to the one that ends issuance; the n-th at index n − 1 where halving is the only rule.
 * Stages under other rules have none.
 * @throws RangeError when the schedule is malformed.
 */
export function halvingHeights(schedule: SubsidySchedule): bigint[] {
	ledgerOf(schedule);
	return schedule.flatMap(({ fromHeight, rule }, index) =>
		rule.kind === 'halving' ? halvingsBetween(rule, fromHeight, schedule[index + 1]?.fromHeight ?? null) : [],
	);
}

/** Known without following the curve down to its tail. */
function hasTail(schedule: SubsidySchedule): boolean {
	const rule = schedule.at(-1)?.rule;
	return rule?.kind === 'emission' && rule.tailSubsidy > 0n;
}

/** The ledger of a schedule that knows every block from 0 on. */
function wholeLedgerOf(schedule: SubsidySchedule, height = 0n): Ledger {
	const ledger = ledgerOf(schedule, height);
	if (ledger.firstHeight === 0n) return ledger;
	throw new RangeError(
		`what the blocks below height ${ledger.firstHeight} created is no function of height: no sum is known`,
	);
}

function ledgerOf(schedule: SubsidySchedule, height = 0n): Ledger {
	if (height < 0n) throw new RangeError(`height ${height} is negative`);
	let ledger = ledgers.get(schedule);
	if (ledger === undefined) {
		ledger = new Ledger(schedule);
		ledgers.set(schedule, ledger);
	}
	return ledger;
}
