/** Bitcoin Cash's constants → its rules (src/chainparams.cpp, src/pow.cpp and src/validation.cpp of BCHN v28.0.1). */
import { decodeCompact } from '../consensus/index.ts';
import type { DifficultyRules } from '../difficulty/rules.ts';
import type { ChainRules } from './chain.ts';
import type { ConstantTable } from './constants.ts';
import { genesisOf, halvingSchedule, mainnetPeriod, timeRulesOf } from './inheritance.ts';
import { type MainnetCheck, positive, rising } from './mainnet.ts';

/** What CalculateASERT asserts (src/pow.cpp:193,197), and the order of the upgrades. */
export const BITCOIN_CASH_CHECKS: readonly MainnetCheck[] = [
	...positive(['nASERTHalfLife']),
	...rising(['uahfHeight', 'daaHeight', 'asertAnchorParams.nHeight']),
	{
		reads: ['asertAnchorParams.nBits', 'powLimit'],
		holds: (table) => {
			const { target, negative, overflow } = decodeCompact(table.bits('asertAnchorParams.nBits'));
			return target > 0n && !negative && !overflow && target <= table.target('powLimit');
		},
		reason: 'must stand for a target from 1 to powLimit',
	},
	{
		reads: ['powLimit'],
		holds: (table) => table.target('powLimit') >> 224n === 0n,
		reason: 'must leave the upper 32 bits free: ASERT multiplies without looking',
	},
];

/** @throws what the table's fault makes, for a constant that is missing or of the wrong kind. */
export function bitcoinCashRules(table: ConstantTable): ChainRules {
	return {
		genesis: genesisOf(table),
		maxMoney: table.integer('MAX_MONEY'),
		subsidy: halvingSchedule(table),
		difficulty: difficultyOf(table),
		time: timeRulesOf(table),
		// The floor of the adaptive limit (ABLA), and all there was before it.
		maxBlockBytes: table.number('DEFAULT_CONSENSUS_BLOCK_SIZE'),
		headerBytes: table.number('CBlockHeader.bytes'),
	};
}

/**
 * Every upgrade's height is that of the last block under the rule before: the node looks at the parent
 * (src/consensus/activation.cpp). BCHN runs the EDA's code from genesis; it has never applied before the upgrade.
 */
function difficultyOf(table: ConstantTable): DifficultyRules {
	const period = mainnetPeriod(table);
	const { spacingSeconds, limitTarget } = period;
	const after = (name: string) => ({ fromHeight: table.integer(name) + 1n, name });
	return [
		{ fromHeight: 0n, name: 'genesis', rule: { kind: 'period', ...period } },
		{
			...after('uahfHeight'),
			rule: {
				kind: 'bch-eda',
				...period,
				lookbackBlocks: table.integer('GetNextEDAWorkRequired.blocks'),
				medianTimeSpan: table.number('nMedianTimeSpan'),
				thresholdSeconds: table.integer('GetNextEDAWorkRequired.seconds'),
				easingShiftBits: table.integer('GetNextEDAWorkRequired.shift'),
			},
		},
		{
			...after('daaHeight'),
			rule: {
				kind: 'cw-144',
				spacingSeconds,
				limitTarget,
				windowBlocks: table.integer('GetNextCashWorkRequired.blocks'),
				minSpanSpacings: table.integer('ComputeTarget.minSpacings'),
				maxSpanSpacings: table.integer('ComputeTarget.maxSpacings'),
			},
		},
		{
			...after('asertAnchorParams.nHeight'),
			rule: {
				kind: 'asert',
				variant: 'bch',
				spacingSeconds,
				halfLifeSeconds: table.integer('nASERTHalfLife'),
				limitTarget,
				anchor: {
					height: table.integer('asertAnchorParams.nHeight'),
					time: table.integer('asertAnchorParams.nPrevBlockTime'),
					bits: table.bits('asertAnchorParams.nBits'),
				},
			},
		},
	];
}
