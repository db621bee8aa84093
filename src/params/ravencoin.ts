/** Ravencoin's constants → its rules (src/chainparams.cpp, src/pow.cpp and src/validation.cpp of Ravencoin v4.6.1). */
import type { ChainRules } from './chain.ts';
import type { ConstantTable } from './constants.ts';
import { genesisOf, halvingSchedule, mainnetPeriod, timeRulesOf } from './inheritance.ts';
import { type MainnetCheck, positive } from './mainnet.ts';

export const RAVENCOIN_CHECKS: readonly MainnetCheck[] = [
	...positive(['nDGWActivationBlock', 'DarkGravityWave.nPastBlocks']),
	{
		reads: ['kawpowLimit', 'powLimit'],
		holds: (table) => table.target('kawpowLimit') <= table.target('powLimit'),
		reason: 'must not be easier than powLimit: no node would take such a block',
	},
];

/** @throws what the table's fault makes, for a constant that is missing or of the wrong kind. */
export function ravencoinRules(table: ConstantTable): ChainRules {
	const period = mainnetPeriod(table);
	const { spacingSeconds, limitTarget } = period;
	return {
		genesis: genesisOf(table),
		maxMoney: table.integer('MAX_MONEY'),
		subsidy: halvingSchedule(table),
		difficulty: [
			{ fromHeight: 0n, name: 'genesis', rule: { kind: 'period', ...period } },
			{
				fromHeight: table.integer('nDGWActivationBlock'),
				name: 'nDGWActivationBlock',
				rule: {
					kind: 'dgw-v3',
					windowBlocks: table.integer('DarkGravityWave.nPastBlocks'),
					spacingSeconds,
					limitTarget,
					algorithmSwitch: {
						time: table.integer('nKAWPOWActivationTime'),
						limitTarget: table.target('kawpowLimit'),
					},
				},
			},
		],
		// The limit since nDGWActivationBlock. It was MAX_FUTURE_BLOCK_TIME before; no clock of those days is left to ask.
		time: timeRulesOf(table, 'MAX_FUTURE_BLOCK_TIME_DGW'),
		maxBlockBytes: table.number('MAX_BLOCK_SERIALIZED_SIZE_RIP2'),
		headerBytes: table.number('CBlockHeader.bytes'),
	};
}
