/** Zcash's constants → its rules (src/chainparams.cpp, src/consensus/params.{h,cpp} and src/pow.cpp of zcashd v6.20.0). */

import { MAX_TARGET } from '../consensus/index.ts';
import type { SubsidySchedule } from '../consensus/issuance.ts';
import type { DifficultyRules } from '../difficulty/rules.ts';
import type { ChainRules } from './chain.ts';
import type { ConstantTable } from './constants.ts';
import { genesisOf, timeRulesOf } from './inheritance.ts';
import { type MainnetCheck, positive } from './mainnet.ts';

/** Bytes that state the length of an Equihash solution in a header. */
const SOLUTION_LENGTH_BYTES = 3;

/** What zcashd asserts of its constants (src/consensus/params.h:298-302, src/chainparams.cpp:105). */
export const ZCASH_CHECKS: readonly MainnetCheck[] = [
	...positive([
		'nPowAveragingWindow',
		'CalculateNextWorkRequired.damping',
		'POST_BLOSSOM_POW_TARGET_SPACING',
		'PRE_BLOSSOM_HALVING_INTERVAL',
		'UPGRADE_BLOSSOM.nActivationHeight',
	]),
	{
		reads: ['PRE_BLOSSOM_POW_TARGET_SPACING', 'POST_BLOSSOM_POW_TARGET_SPACING'],
		holds: (table) => {
			const post = table.integer('POST_BLOSSOM_POW_TARGET_SPACING');
			const pre = table.integer('PRE_BLOSSOM_POW_TARGET_SPACING');
			return post > 0n && pre > post && pre % post === 0n;
		},
		reason: 'must be a multiple of POST_BLOSSOM_POW_TARGET_SPACING',
	},
	{
		reads: ['powLimit', 'nPowAveragingWindow'],
		holds: (table) => table.target('powLimit') * table.integer('nPowAveragingWindow') <= MAX_TARGET,
		reason: 'times nPowAveragingWindow must fit in 256 bits: the sum of targets would wrap',
	},
];

/** @throws what the table's fault makes, for a constant that is missing or of the wrong kind. */
export function zcashRules(table: ConstantTable): ChainRules {
	return {
		genesis: genesisOf(table),
		maxMoney: table.integer('MAX_MONEY'),
		subsidy: subsidyOf(table),
		difficulty: difficultyOf(table),
		time: {
			...timeRulesOf(table, 'MAX_FUTURE_BLOCK_TIME_LOCAL'),
			futureMtpDrift: {
				fromHeight: table.integer('nFutureTimestampSoftForkHeight'),
				seconds: table.integer('MAX_FUTURE_BLOCK_TIME_MTP'),
			},
		},
		maxBlockBytes: table.number('MAX_BLOCK_SIZE'),
		headerBytes: table.number('CBlockHeader.HEADER_SIZE') + SOLUTION_LENGTH_BYTES + solutionBytes(table),
	};
}

/** Bytes of an Equihash solution: 2^k indices of n ÷ (k + 1) + 1 bits each (src/crypto/equihash.h:12). */
function solutionBytes(table: ConstantTable): number {
	const k = table.integer('nEquihashK');
	return Number(((1n << k) * (table.integer('nEquihashN') / (k + 1n) + 1n)) / 8n);
}

/**
 * The whole subsidy of a block, of which its miner never had all: a fifth was the founders' before Canopy and goes to
 * funding streams and the lockbox since (Params::GetActiveFundingStreamElements).
 */
function subsidyOf(table: ConstantTable): SubsidySchedule {
	const initialSubsidy = table.integer('nInitialSubsidy');
	const halvingIntervalBlocks = table.integer('PRE_BLOSSOM_HALVING_INTERVAL');
	const post = table.integer('POST_BLOSSOM_POW_TARGET_SPACING');
	// An in-place edit is built before it is judged, so a spacing of 0 has to get through here.
	const ratio = post === 0n ? 1n : table.integer('PRE_BLOSSOM_POW_TARGET_SPACING') / post;
	return [
		{
			fromHeight: 0n,
			name: 'halving',
			rule: {
				kind: 'halving',
				rounding: 'floor',
				segments: [
					{ fromHeight: 0n, initialSubsidy, halvingIntervalBlocks },
					{
						fromHeight: table.integer('UPGRADE_BLOSSOM.nActivationHeight'),
						initialSubsidy: initialSubsidy / ratio,
						halvingIntervalBlocks: halvingIntervalBlocks * ratio,
					},
				],
				maxHalvings: table.integer('GetBlockSubsidy.halvings'),
				slowStart: { blocks: table.integer('nSubsidySlowStartInterval') },
			},
		},
	];
}

/** One rule before and after Blossom but for the spacing; the window reaches across it. */
function difficultyOf(table: ConstantTable): DifficultyRules {
	const rule = {
		kind: 'averaging',
		windowBlocks: table.integer('nPowAveragingWindow'),
		damping: table.integer('CalculateNextWorkRequired.damping'),
		maxAdjustUpPercent: table.integer('nPowMaxAdjustUp'),
		maxAdjustDownPercent: table.integer('nPowMaxAdjustDown'),
		limitTarget: table.target('powLimit'),
	} as const;
	return [
		{
			fromHeight: 0n,
			name: 'genesis',
			rule: { ...rule, spacingSeconds: table.integer('PRE_BLOSSOM_POW_TARGET_SPACING') },
		},
		{
			fromHeight: table.integer('UPGRADE_BLOSSOM.nActivationHeight'),
			name: 'UPGRADE_BLOSSOM.nActivationHeight',
			rule: { ...rule, spacingSeconds: table.integer('POST_BLOSSOM_POW_TARGET_SPACING') },
		},
	];
}
