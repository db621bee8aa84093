/** What Bitcoin's descendants have kept of it under its own names: genesis, halvings, periods and header times. */
import type { SubsidySchedule } from '../consensus/issuance.ts';
import type { PeriodConstants } from '../consensus/period.ts';
import type { TimeRules } from '../consensus/rules.ts';
import type { ConstantTable } from './constants.ts';
import type { Rules } from './types.ts';

/** The bounds of one adjustment that the literals in CalculateNextWorkRequired (Core src/pow.cpp:57-60) state: a quarter and four times. */
export const QUARTER_TO_FOURFOLD = { fromHeight: 0n, minDivisor: 4n, maxFactor: 4n } as const;

export function genesisOf(table: ConstantTable): Rules['genesis'] {
	return { timeSeconds: table.number('genesis.nTime'), bits: table.bits('genesis.nBits') };
}

/** Halvings at one interval from genesis on. */
export function halvingSchedule(table: ConstantTable): SubsidySchedule {
	const segment = {
		fromHeight: 0n,
		initialSubsidy: table.integer('nInitialSubsidy'),
		halvingIntervalBlocks: table.integer('nSubsidyHalvingInterval'),
	};
	const maxHalvings = table.integer('GetBlockSubsidy.halvings');
	return [
		{ fromHeight: 0n, name: 'halving', rule: { kind: 'halving', rounding: 'floor', segments: [segment], maxHalvings } },
	];
}

/** A retarget once per nPowTargetTimespan as Bitcoin's main network has it. */
export function mainnetPeriod(table: ConstantTable): PeriodConstants {
	const spacingSeconds = table.integer('nPowTargetSpacing');
	const timespanSeconds = table.integer('nPowTargetTimespan');
	return {
		spacingSeconds,
		limitTarget: table.target('powLimit'),
		timespanSeconds,
		// An in-place edit is built before it is judged, so a spacing of 0 has to get through here.
		intervalBlocks: spacingSeconds === 0n ? 0n : timespanSeconds / spacingSeconds,
		clamps: [QUARTER_TO_FOURFOLD],
		spansFullInterval: false,
		shiftsNearLimit: false,
		baseIsFirstBlock: false,
		noRetargeting: table.boolean('fPowNoRetargeting'),
	};
}

/**
 * Median-time-past and a limit above the node's clock.
 * @param limit the constant that holds the limit
 */
export function timeRulesOf(table: ConstantTable, limit = 'MAX_FUTURE_BLOCK_TIME'): TimeRules {
	return { medianTimeSpan: table.number('nMedianTimeSpan'), maxFutureSeconds: table.integer(limit) };
}
