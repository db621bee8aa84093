/** Decred's constants → its rules (chaincfg/mainnetparams.go and blockchain/standalone of dcrd release-v2.1.6). */
import { decodeCompact } from '../consensus/index.ts';
import type { SubsidySchedule, SubsidyShares } from '../consensus/issuance.ts';
import type { ChainRules } from './chain.ts';
import type { ConstantTable } from './constants.ts';
import { genesisOf } from './inheritance.ts';
import { type MainnetCheck, positive, rising } from './mainnet.ts';

/** Parts of a subsidy that the treasury has kept under every split (a tenth), and their sum. */
const TREASURY_PERCENT = 10n;

/** What CalcASERTDiff refuses (blockchain/standalone/pow.go), and the order of the agendas. */
export const DECRED_CHECKS: readonly MainnetCheck[] = [
	...positive([
		'TargetTimePerBlock',
		'WorkDiffV2HalfLifeSecs',
		'SubsidyReductionInterval',
		'DivSubsidy',
		'TicketsPerBlock',
		'medianTimeBlocks',
	]),
	...rising(['StakeValidationHeight', 'DCP0006.height', 'DCP0010.height', 'DCP0012.height']),
	{
		reads: ['WorkDiffV2Blake3StartBits', 'PowLimit'],
		holds: (table) => {
			const { target, negative, overflow } = decodeCompact(table.bits('WorkDiffV2Blake3StartBits'));
			return target > 0n && !negative && !overflow && target <= table.target('PowLimit');
		},
		reason: 'must stand for a target from 1 to PowLimit',
	},
];

/** @throws what the table's fault makes, for a constant that is missing or of the wrong kind. */
export function decredRules(table: ConstantTable): ChainRules {
	return {
		genesis: genesisOf(table),
		maxMoney: table.integer('MaxAmount'),
		subsidy: subsidyOf(table),
		difficulty: [
			{
				// Before BLAKE3 an exponential average of windows held; it is not modelled.
				fromHeight: table.integer('DCP0011.height'),
				name: 'DCP0011.height',
				rule: {
					kind: 'asert',
					variant: 'dcr',
					spacingSeconds: table.integer('TargetTimePerBlock'),
					halfLifeSeconds: table.integer('WorkDiffV2HalfLifeSecs'),
					limitTarget: table.target('PowLimit'),
					anchor: { bits: table.bits('WorkDiffV2Blake3StartBits') },
				},
			},
		],
		time: {
			medianTimeSpan: table.number('medianTimeBlocks'),
			maxFutureSeconds: table.integer('MaxTimeOffsetSeconds'),
		},
		maxBlockBytes: table.number('MaximumBlockSizes'),
		headerBytes: table.number('MaxBlockHeaderPayload'),
	};
}

function subsidyOf(table: ConstantTable): SubsidySchedule {
	const percentages = (dcp: string): SubsidyShares => ({
		fromHeight: table.integer(`${dcp}.height`),
		work: table.integer(`CalcWorkSubsidyV3.SSV${dcp}`),
		stake: table.integer(`CalcStakeVoteSubsidyV3.SSV${dcp}`),
		treasury: TREASURY_PERCENT,
	});
	const original: SubsidyShares = {
		fromHeight: 0n,
		work: table.integer('WorkRewardProportion'),
		stake: table.integer('StakeRewardProportion'),
		treasury: table.integer('BlockTaxProportion'),
	};
	return [
		{
			fromHeight: 0n,
			name: 'reduction',
			rule: {
				kind: 'reduction',
				rounding: 'floor',
				baseSubsidy: table.integer('BaseSubsidy'),
				mul: table.integer('MulSubsidy'),
				div: table.integer('DivSubsidy'),
				intervalBlocks: table.integer('SubsidyReductionInterval'),
				blockOneSubsidy: table.integer('BlockOneLedger.sum'),
				shares: [original, percentages('DCP0010'), percentages('DCP0012')],
				votesPerBlock: table.integer('TicketsPerBlock'),
				votingFromHeight: table.integer('StakeValidationHeight'),
				fullTreasuryFromHeight: table.integer('DCP0006.height'),
			},
		},
	];
}
