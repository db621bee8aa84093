/**
 * What holds for the constants of every network of Bitcoin's family: what Bitcoin Core's tests check of each of its
 * own (sanity_check_chainparams, src/test/pow_tests.cpp:159-184 at v29.0) and what its arithmetic takes for granted.
 * A rule whose constants a chain does not have is left out: a builder that needs one says so itself.
 */
import { decodeCompact, MAX_TARGET } from '../consensus/index.ts';
import type { Chain } from './chain.ts';
import { ConstantTable } from './constants.ts';
import { InputError } from './json.ts';
import { rewrittenHeights, type Violation } from './validity.ts';

interface SanityRule {
	/** Of the violation (docs/lints.md). */
	readonly id: string;
	/** The constant at fault, then the others that the rule looks at. */
	readonly reads: readonly [string, ...string[]];
	readonly holds: (table: ConstantTable) => boolean;
	readonly reason: string;
}

/** Divisors and counts; the other rules divide by them. */
const POSITIVE: readonly SanityRule[] = Object.entries({
	nPowTargetSpacing: 'the target spacing must be > 0',
	nPowTargetTimespan: 'the target timespan must be > 0',
	nSubsidyHalvingInterval: 'the halving interval must be > 0: GetBlockSubsidy divides by it',
	nMinerConfirmationWindow: 'the signalling window must be > 0: a deployment is decided once per window',
	nMedianTimeSpan: 'median-time-past needs at least one header',
	COINBASE_MATURITY: 'must be > 0: a block does not spend its own coinbase',
}).map(([name, reason]) => ({ id: 'VAL-01', reads: [name], holds: (table) => table.integer(name) > 0n, reason }));

/**
 * The check of a family's constants.
 * @param shiftedBits bits that its nodes shift out of a target before they multiply it (Litecoin: 1)
 */
export function sanityOf(shiftedBits = 0n): Chain['violations'] {
	const related = relations(shiftedBits);
	return (constants, mined, fault = (name, what) => new InputError(`${name}: ${what}`)) => {
		const list = Object.entries(constants).map(([name, value]) => ({ name, value, source: {} }));
		const table = new ConstantTable(list, fault);
		const positive = broken(POSITIVE, table);
		return [
			...(positive.length > 0 ? positive : broken(related, table)),
			...(mined === undefined ? [] : rewrittenHeights(constants, mined)),
		];
	};
}

function broken(rules: readonly SanityRule[], table: ConstantTable): Violation[] {
	return rules
		.filter(({ reads, holds }) => reads.every((name) => table.has(name)) && !holds(table))
		.map(({ id, reads: [name], reason }) => ({ id, name, reason }));
}

function relations(shiftedBits: bigint): readonly SanityRule[] {
	const genesisTarget = (table: ConstantTable) => decodeCompact(table.bits('genesis.nBits'));
	return [
		{
			id: 'VAL-13',
			reads: ['nPowTargetTimespan', 'nPowTargetSpacing'],
			holds: (table) => table.integer('nPowTargetTimespan') % table.integer('nPowTargetSpacing') === 0n,
			reason: 'must be a multiple of nPowTargetSpacing: a period is a whole number of blocks',
		},
		{
			id: 'VAL-14',
			reads: ['genesis.nBits'],
			holds: (table) => {
				const { target, negative, overflow } = genesisTarget(table);
				return target > 0n && !negative && !overflow;
			},
			reason: 'must be the compact form of a positive 256-bit number',
		},
		{
			id: 'VAL-15',
			reads: ['genesis.nBits', 'powLimit'],
			holds: (table) => genesisTarget(table).target <= table.target('powLimit'),
			reason: 'must not be easier than powLimit: no block may be, the first one included',
		},
		{
			// The longest span that a period counts as is four times the nominal one.
			id: 'VAL-16',
			reads: ['powLimit', 'nPowTargetTimespan', 'fPowNoRetargeting'],
			holds: (table) =>
				table.boolean('fPowNoRetargeting') ||
				table.target('powLimit') >> shiftedBits < MAX_TARGET / (4n * table.integer('nPowTargetTimespan')),
			reason: 'times 4 × nPowTargetTimespan must fit in 256 bits: the product of a retarget would wrap',
		},
		{
			id: 'VAL-17',
			reads: ['nRuleChangeActivationThreshold', 'nMinerConfirmationWindow'],
			holds: (table) => {
				const threshold = table.integer('nRuleChangeActivationThreshold');
				return threshold > 0n && threshold <= table.integer('nMinerConfirmationWindow');
			},
			reason: 'must be from 1 to nMinerConfirmationWindow: no window could reach it',
		},
	];
}
