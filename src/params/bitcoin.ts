/** Bitcoin's constants → its rules (src/kernel/chainparams.cpp, src/pow.cpp and src/validation.cpp of Bitcoin Core v29.0). */
import type { PeriodRule } from '../consensus/period.ts';
import type { TimeRules } from '../consensus/rules.ts';
import type { ChainRules } from './chain.ts';
import type { ConstantTable } from './constants.ts';
import { genesisOf, halvingSchedule, QUARTER_TO_FOURFOLD } from './inheritance.ts';

/** Spacings after which a test network's block may carry the limit, a literal in GetNextWorkRequired (src/pow.cpp:27). */
const GAP_SPACINGS = 2n;

/** @throws what the table's fault makes, for a constant that is missing or of the wrong kind. */
export function bitcoinRules(table: ConstantTable): ChainRules {
	const rule = periodRule(table);
	return {
		genesis: genesisOf(table),
		maxMoney: table.integer('MAX_MONEY'),
		subsidy: halvingSchedule(table),
		difficulty: [{ fromHeight: 0n, name: 'genesis', rule }],
		time: timeRules(table, rule),
		maxBlockBytes: table.number('MAX_BLOCK_SERIALIZED_SIZE'),
		headerBytes: table.number('CBlockHeader.bytes'),
	};
}

function periodRule(table: ConstantTable): PeriodRule {
	const spacingSeconds = table.integer('nPowTargetSpacing');
	const timespanSeconds = table.integer('nPowTargetTimespan');
	return {
		kind: 'period',
		spacingSeconds,
		limitTarget: table.target('powLimit'),
		timespanSeconds,
		// An in-place edit is built before it is judged, so a spacing of 0 has to get through here.
		intervalBlocks: spacingSeconds === 0n ? 0n : timespanSeconds / spacingSeconds,
		clamps: [QUARTER_TO_FOURFOLD],
		spansFullInterval: false,
		shiftsNearLimit: false,
		baseIsFirstBlock: table.boolean('enforce_BIP94'),
		noRetargeting: table.boolean('fPowNoRetargeting'),
		...(table.boolean('fPowAllowMinDifficultyBlocks') && {
			minimumDifficulty: { gapSeconds: GAP_SPACINGS * spacingSeconds, walksBack: true },
		}),
	};
}

/** BIP 94 bounds the first block of a period alone (src/validation.cpp:4235-4243). */
function timeRules(table: ConstantTable, { intervalBlocks }: PeriodRule): TimeRules {
	return {
		medianTimeSpan: table.number('nMedianTimeSpan'),
		...(table.boolean('enforce_BIP94') && {
			maxTimewarpSeconds: table.integer('MAX_TIMEWARP'),
			timewarpIntervalBlocks: intervalBlocks,
		}),
		maxFutureSeconds: table.integer('MAX_FUTURE_BLOCK_TIME'),
	};
}
