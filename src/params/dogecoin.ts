/** Dogecoin's constants → its rules (src/chainparams.cpp, src/dogecoin.cpp and src/pow.cpp of Dogecoin Core 1.14.8). */
import type { SubsidySchedule, TableStep } from '../consensus/issuance.ts';
import type { PeriodClamp } from '../consensus/period.ts';
import type { ChainRules } from './chain.ts';
import type { ConstantTable } from './constants.ts';
import { genesisOf, mainnetPeriod, QUARTER_TO_FOURFOLD, timeRulesOf } from './inheritance.ts';
import { type MainnetCheck, positive, rising, upTo, within } from './mainnet.ts';

/** Shifts of a 64-bit amount that leave something of it. */
const MOST_HALVINGS = 63n;

/** The stretches of consensus parameters rise (src/chainparams.cpp:125-141); Digishield retargets over one block. */
export const DOGECOIN_CHECKS: readonly MainnetCheck[] = [
	...positive(['digishieldConsensus.nPowTargetTimespan']),
	upTo(MOST_HALVINGS, 'GetDogecoinBlockSubsidy.halvings'),
	...rising([
		'CalculateDogecoinNextWorkRequired.sixteenthThrough',
		'CalculateDogecoinNextWorkRequired.eighthThrough',
		'digishieldConsensus.nHeightEffective',
		'auxpowConsensus.nHeightEffective',
	]),
	{
		reads: ['digishieldConsensus.nPowTargetTimespan', 'nPowTargetSpacing'],
		holds: (table) => table.integer('digishieldConsensus.nPowTargetTimespan') === table.integer('nPowTargetSpacing'),
		reason: 'must equal nPowTargetSpacing: every block is retargeted over one spacing',
	},
];

/** @throws what the table's fault makes, for a constant that is missing or of the wrong kind. */
export function dogecoinRules(table: ConstantTable): ChainRules {
	const period = mainnetPeriod(table);
	const limitTarget = table.target('powLimit');
	return {
		genesis: genesisOf(table),
		maxMoney: table.integer('MAX_MONEY'),
		subsidy: subsidyOf(table),
		difficulty: [
			{
				fromHeight: 0n,
				name: 'genesis',
				rule: { ...period, kind: 'period', clamps: clampsOf(table), spansFullInterval: true },
			},
			{
				fromHeight: table.integer('digishieldConsensus.nHeightEffective'),
				name: 'digishieldConsensus.nHeightEffective',
				rule: {
					kind: 'digishield',
					spacingSeconds: table.integer('digishieldConsensus.nPowTargetTimespan'),
					limitTarget,
				},
			},
		],
		time: timeRulesOf(table, 'ContextualCheckBlockHeader.seconds'),
		maxBlockBytes: table.number('MAX_BLOCK_BASE_SIZE'),
		headerBytes: table.number('CBlockHeader.bytes'),
	};
}

/** Difficulty could rise by 16, then by 8, then by 4 in one period (src/dogecoin.cpp:57-66). */
function clampsOf(table: ConstantTable): readonly PeriodClamp[] {
	const after = (name: string) => table.integer(`CalculateDogecoinNextWorkRequired.${name}`) + 1n;
	return [
		{ ...QUARTER_TO_FOURFOLD, minDivisor: 16n },
		{ ...QUARTER_TO_FOURFOLD, fromHeight: after('sixteenthThrough'), minDivisor: 8n },
		{ ...QUARTER_TO_FOURFOLD, fromHeight: after('eighthThrough') },
	];
}

/**
 * Known from Digishield on. Below, a block's subsidy was drawn by the hash of its parent (GetDogecoinBlockSubsidy,
 * src/dogecoin.cpp:130-140): no function of height has it, and none is put in its place.
 */
function subsidyOf(table: ConstantTable): SubsidySchedule {
	const start = table.integer('digishieldConsensus.nHeightEffective');
	const interval = table.integer('nSubsidyHalvingInterval');
	const initialSubsidy = table.integer('GetDogecoinBlockSubsidy.nSubsidy');
	const halvings = within(table.integer('GetDogecoinBlockSubsidy.halvings'), MOST_HALVINGS);
	const steps: TableStep[] = [];
	for (let count = 0n; count < halvings; count++) {
		const fromHeight = count * interval;
		if (fromHeight + interval <= start) continue;
		steps.push({ fromHeight: fromHeight > start ? fromHeight : start, subsidy: initialSubsidy >> count });
	}
	const tailHeight = halvings * interval;
	const tail = {
		fromHeight: tailHeight > start ? tailHeight : start,
		subsidy: table.integer('GetDogecoinBlockSubsidy.tail'),
	};
	return [
		{
			fromHeight: start,
			name: 'fSimplifiedRewards',
			rule: { kind: 'table', rounding: 'none', steps: [...steps, tail] },
		},
	];
}
