/** Litecoin's constants → its rules (src/chainparams.cpp, src/pow.cpp and src/validation.cpp of Litecoin Core v0.21.5.5). */
import type { ChainRules } from './chain.ts';
import type { ConstantTable } from './constants.ts';
import { genesisOf, halvingSchedule, mainnetPeriod, timeRulesOf } from './inheritance.ts';

/** Spacings after which a test network's block may carry the limit, a literal in GetNextWorkRequired (src/pow.cpp:26). */
const GAP_SPACINGS = 2n;

/** @throws what the table's fault makes, for a constant that is missing or of the wrong kind. */
export function litecoinRules(table: ConstantTable): ChainRules {
	const period = mainnetPeriod(table);
	return {
		genesis: genesisOf(table),
		maxMoney: table.integer('MAX_MONEY'),
		subsidy: halvingSchedule(table),
		difficulty: [
			{
				fromHeight: 0n,
				name: 'genesis',
				rule: {
					...period,
					kind: 'period',
					spansFullInterval: true,
					shiftsNearLimit: true,
					...(table.boolean('fPowAllowMinDifficultyBlocks') && {
						minimumDifficulty: { gapSeconds: GAP_SPACINGS * period.spacingSeconds, walksBack: true },
					}),
				},
			},
		],
		time: timeRulesOf(table),
		maxBlockBytes: table.number('MAX_BLOCK_SERIALIZED_SIZE'),
		headerBytes: table.number('CBlockHeader.bytes'),
	};
}
