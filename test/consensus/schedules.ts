/** Subsidy schedules for the tests. */
import type {
	HalvingSubsidy,
	SubsidyEra,
	SubsidyRule,
	SubsidySchedule,
	TableSubsidy,
} from '../../src/consensus/index.ts';
import { subsidyEras } from '../../src/consensus/index.ts';

/** Segments as [first height, initial subsidy, halving interval]. */
export function halving(rows: readonly (readonly [bigint, bigint, bigint])[], maxHalvings = 64n): HalvingSubsidy {
	const segments = rows.map(([fromHeight, initialSubsidy, halvingIntervalBlocks]) => ({
		fromHeight,
		initialSubsidy,
		halvingIntervalBlocks,
	}));
	return { kind: 'halving', rounding: 'floor', segments, maxHalvings };
}

/** Steps as [first height, subsidy]. */
export function table(...rows: readonly (readonly [bigint, bigint])[]): TableSubsidy {
	const steps = rows.map(([fromHeight, subsidy]) => ({ fromHeight, subsidy }));
	return { kind: 'table', rounding: 'none', steps };
}

/** A schedule of one rule from height 0 on. */
export function only(rule: SubsidyRule): SubsidySchedule {
	return [{ fromHeight: 0n, name: rule.kind, rule }];
}

export function piecewise(...rows: readonly (readonly [bigint, bigint, bigint])[]): SubsidySchedule {
	return only(halving(rows));
}

export function plain(initialSubsidy: bigint, halvingIntervalBlocks: bigint): SubsidySchedule {
	return piecewise([0n, initialSubsidy, halvingIntervalBlocks]);
}

/** Zcash mainnet (src/consensus/params.h and chainparams.cpp): slow start, Blossom at 653,600. */
export function zcash(blossomHeight: bigint | null = 653_600n): HalvingSubsidy {
	const before = [0n, 1_250_000_000n, 840_000n] as const;
	const rows = blossomHeight === null ? [before] : [before, [blossomHeight, 625_000_000n, 1_680_000n] as const];
	return { ...halving(rows), slowStart: { blocks: 20_000n } };
}

/** A total or a height that exists. */
export function finite(value: bigint | null): bigint {
	if (value === null) throw new Error('the schedule never ends');
	return value;
}

/** Eras with a subsidy, of a schedule that ends. */
export function payingEras(schedule: SubsidySchedule): (SubsidyEra & { readonly endHeight: bigint })[] {
	const paying = [];
	for (const era of subsidyEras(schedule)) {
		if (era.subsidy > 0n) paying.push({ ...era, endHeight: finite(era.endHeight) });
	}
	return paying;
}
