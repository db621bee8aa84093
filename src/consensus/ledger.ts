/**
 * What a schedule has created by a height. A rule tells the run of equal subsidies that starts at a height; the ledger
 * adds runs up, stage after stage. Some rules depend on all that was issued before, so the ledger remembers where it
 * has been: reading on from the nearest remembered height costs a bounded number of runs.
 */
import { assertEmission, emissionRun } from './emission.ts';
import { assertGeometric, geometricRun } from './geometric.ts';
import { assertHalving, halvingRun } from './halving.ts';
import type { SubsidyRule, SubsidySchedule } from './issuance.ts';
import { assertReduction, reductionRun } from './reduction.ts';
import type { SubsidyRun } from './run.ts';
import { assertSmooth, smoothRun } from './smooth.ts';
import { assertTable, tableRun } from './table.ts';

/** The first so many positions are all remembered, which is every one of a schedule that halves or steps down. */
const REMEMBERED_RUNS = 1024;
/** Runs between two remembered positions after them. */
const RUNS_PER_CHECKPOINT = 64;

/** Sums over all blocks of the schedule below a height, in base units. */
export interface Position {
	readonly height: bigint;
	readonly issued: bigint;
	/** The part that miners kept. */
	readonly minerIssued: bigint;
	/** Runs that were added up. */
	readonly runs: number;
}

/** A run of blocks, and where it starts. */
export interface PlacedRun {
	readonly start: Position;
	readonly run: Required<SubsidyRun>;
}

/** Adds up the runs of a checked schedule. */
export class Ledger {
	readonly #schedule: SubsidySchedule;
	readonly #checkpoints: Position[];

	/** @throws RangeError when the schedule is malformed. */
	constructor(schedule: SubsidySchedule) {
		assertSchedule(schedule);
		this.#schedule = schedule;
		this.#checkpoints = [{ height: this.firstHeight, issued: 0n, minerIssued: 0n, runs: 0 }];
	}

	/** Height from which issuance is a function of height. */
	get firstHeight(): bigint {
		return this.#schedule[0]!.fromHeight;
	}

	/**
	 * What the blocks of the schedule below a height have created.
	 * @throws RangeError below the first stage
	 */
	positionAt(height: bigint): Position {
		this.#assertGiven(height);
		let start = this.#checkpointBefore(height);
		while (true) {
			const run = this.#runFrom(start);
			if (run.endHeight === null || run.endHeight > height) return advanced(start, run, height);
			start = this.#remembered(advanced(start, run, run.endHeight));
		}
	}

	/**
	 * The run that holds a height, from that height on.
	 * @throws RangeError below the first stage
	 */
	runAt(height: bigint): Required<SubsidyRun> {
		this.#assertGiven(height);
		return this.#runAt(height, () => this.positionAt(height).issued);
	}

	/** Runs from a height on, the first cut there; the last never ends. */
	*runsFrom(height: bigint): Generator<PlacedRun, undefined> {
		let start = this.positionAt(height);
		while (true) {
			const run = this.#runFrom(start);
			yield { start, run };
			if (run.endHeight === null) return;
			start = this.#remembered(advanced(start, run, run.endHeight));
		}
	}

	#assertGiven(height: bigint): void {
		if (height >= this.firstHeight) return;
		throw new RangeError(
			`no issuance is given for height ${height}: below ${this.firstHeight} it is no function of height`,
		);
	}

	#remembered(position: Position): Position {
		const due = position.runs < REMEMBERED_RUNS || position.runs % RUNS_PER_CHECKPOINT === 0;
		if (due && position.height > this.#checkpoints.at(-1)!.height) {
			this.#checkpoints.push(position);
		}
		return position;
	}

	#runFrom(start: Position): Required<SubsidyRun> {
		return this.#runAt(start.height, () => start.issued);
	}

	#runAt(height: bigint, issued: () => bigint): Required<SubsidyRun> {
		const index = this.#schedule.findLastIndex(({ fromHeight }) => fromHeight <= height);
		const { subsidy, minerSubsidy = subsidy, endHeight } = ruleRun(this.#schedule[index]!.rule, height, issued);
		const stageEnd = this.#schedule[index + 1]?.fromHeight ?? null;
		const isCut = stageEnd !== null && (endHeight === null || endHeight > stageEnd);
		return { subsidy, minerSubsidy, endHeight: isCut ? stageEnd : endHeight };
	}

	#checkpointBefore(height: bigint): Position {
		let low = 0;
		let high = this.#checkpoints.length;
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if (this.#checkpoints[middle]!.height <= height) low = middle;
			else high = middle;
		}
		return this.#checkpoints[low]!;
	}
}

function advanced(from: Position, run: Required<SubsidyRun>, height: bigint): Position {
	const blocks = height - from.height;
	return {
		height,
		issued: from.issued + run.subsidy * blocks,
		minerIssued: from.minerIssued + run.minerSubsidy * blocks,
		runs: from.runs + 1,
	};
}

function ruleRun(rule: SubsidyRule, height: bigint, issued: () => bigint): SubsidyRun {
	switch (rule.kind) {
		case 'halving':
			return halvingRun(rule, height);
		case 'reduction':
			return reductionRun(rule, height);
		case 'table':
			return tableRun(rule, height);
		case 'geometric':
			return geometricRun(rule, height);
		case 'smooth':
			return smoothRun(rule, height, issued());
		case 'emission':
			return emissionRun(rule, height, issued());
	}
}

function assertSchedule(schedule: SubsidySchedule): void {
	let previous: bigint | undefined;
	for (const { fromHeight, name, rule } of schedule) {
		const place = `subsidy stage '${name}' at height ${fromHeight}`;
		if (previous === undefined ? fromHeight < 0n : fromHeight <= previous) {
			throw new RangeError(`${place}: stages start at 0 or above and rise`);
		}
		if (schedule[0]!.fromHeight > 0n && (rule.kind === 'smooth' || rule.kind === 'emission')) {
			throw new RangeError(`${place}: the rule pays by all that was issued before, so the stages must start at 0`);
		}
		assertRule(rule, fromHeight);
		previous = fromHeight;
	}
	if (previous === undefined) throw new RangeError('a subsidy schedule needs at least one stage');
}

function assertRule(rule: SubsidyRule, stageHeight: bigint): void {
	if (rule.kind === 'halving') assertHalving(rule, stageHeight);
	else if (rule.kind === 'reduction') assertReduction(rule);
	else if (rule.kind === 'table') assertTable(rule, stageHeight);
	else if (rule.kind === 'geometric') assertGeometric(rule);
	else if (rule.kind === 'smooth') assertSmooth(rule);
	else assertEmission(rule);
}
