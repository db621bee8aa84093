/** Dash's constants → its rules (src/chainparams.cpp, src/pow.cpp and src/validation.cpp of Dash Core v23.1.2). */
import type { SubsidySchedule, TableStep } from '../consensus/issuance.ts';
import type { ChainRules } from './chain.ts';
import type { ConstantTable } from './constants.ts';
import { genesisOf, timeRulesOf } from './inheritance.ts';
import { type MainnetCheck, positive, rising, upTo, within } from './mainnet.ts';

/** Divisors beyond this would make more steps than a schedule should hold. */
const MOST_PARTS = 1_000n;

export const DASH_CHECKS: readonly MainnetCheck[] = [
	...positive(['DarkGravityWave.nPastBlocks']),
	upTo(MOST_PARTS, 'GetBlockSubsidyHelper.decline'),
	upTo(MOST_PARTS, 'GetBlockSubsidyHelper.superblockShare'),
	...rising(['nPowKGWHeight', 'nPowDGWHeight', 'ContextualCheckBlockHeader.nHeight', 'V20Height']),
];

/** @throws what the table's fault makes, for a constant that is missing or of the wrong kind. */
export function dashRules(table: ConstantTable): ChainRules {
	return {
		genesis: genesisOf(table),
		maxMoney: table.integer('MAX_MONEY'),
		subsidy: subsidyOf(table),
		difficulty: [
			{
				// Up to that height a node only asks that difficulty be within half of what it computes: nothing exact is known.
				fromHeight: table.integer('ContextualCheckBlockHeader.nHeight') + 1n,
				name: 'ContextualCheckBlockHeader.nHeight',
				rule: {
					kind: 'dgw-v3',
					windowBlocks: table.integer('DarkGravityWave.nPastBlocks'),
					spacingSeconds: table.integer('nPowTargetSpacing'),
					limitTarget: table.target('powLimit'),
				},
			},
		],
		time: timeRulesOf(table),
		maxBlockBytes: table.number('MAX_DIP0001_BLOCK_SIZE'),
		headerBytes: table.number('CBlockHeader.bytes'),
	};
}

/**
 * GetBlockSubsidy from V20Height on; below, it followed from the parent's difficulty (src/validation.cpp:1480-1541). Of
 * each block a fifth is set aside, and superblocks create of it what the treasury's votes have allotted: it is
 * no part of these amounts. The decline is rounded down, so the subsidy comes to rest at 13 units before the fifth
 * is taken and never ends. A block is reduced by its parent's height, hence one block after the interval.
 */
function subsidyOf(table: ConstantTable): SubsidySchedule {
	const start = table.integer('V20Height');
	const interval = table.integer('nSubsidyHalvingInterval');
	const decline = within(table.integer('GetBlockSubsidyHelper.decline'), MOST_PARTS);
	const share = within(table.integer('GetBlockSubsidyHelper.superblockShare'), MOST_PARTS);
	const steps: TableStep[] = [];
	let whole = table.integer('GetBlockSubsidyHelper.nSubsidyBase');
	for (let fromHeight = 0n; ; fromHeight += fromHeight === 0n ? interval + 1n : interval) {
		const step = { fromHeight: fromHeight > start ? fromHeight : start, subsidy: whole - whole / share };
		// The reductions before the start leave one step there, the last of them.
		if (fromHeight <= start) steps.length = 0;
		steps.push(step);
		const next = whole - whole / decline;
		if (next === whole) break;
		whole = next;
	}
	return [{ fromHeight: start, name: 'V20Height', rule: { kind: 'table', rounding: 'none', steps } }];
}
