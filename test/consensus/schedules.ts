/** Subsidy schedules for the tests. */
import type { SubsidySchedule } from '../../src/consensus/index.ts';

/** Segments as [first height, initial subsidy, halving interval]. */
export function piecewise(...rows: readonly (readonly [bigint, bigint, bigint])[]): SubsidySchedule {
	const segments = rows.map(([fromHeight, initialSubsidy, halvingIntervalBlocks]) => ({
		fromHeight,
		initialSubsidy,
		halvingIntervalBlocks,
	}));
	return { segments, maxHalvings: 64n };
}

export function plain(initialSubsidy: bigint, halvingIntervalBlocks: bigint): SubsidySchedule {
	return piecewise([0n, initialSubsidy, halvingIntervalBlocks]);
}
