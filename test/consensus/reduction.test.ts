import { describe, expect, test } from 'vitest';
import {
	issuedThrough,
	minerIssuedBetween,
	minerSubsidyAt,
	type ReductionSubsidy,
	reductionParts,
	subsidyAt,
	totalSupply,
	undividedSubsidy,
} from '../../src/consensus/index.ts';
import { finite, only, payingEras } from './schedules.ts';
import { vectors } from './vectors.ts';

const FILE = 'consensus-issuance-decred.json';
const SPLITS = { Original: [6n, 3n, 1n], DCP0010: [10n, 80n, 10n], DCP0012: [1n, 89n, 10n] } as const;

function decred(...shares: readonly (readonly [bigint, bigint, bigint, bigint])[]): ReductionSubsidy {
	return {
		kind: 'reduction',
		rounding: 'floor',
		baseSubsidy: 3_119_582_664n,
		mul: 100n,
		div: 101n,
		intervalBlocks: 6144n,
		blockOneSubsidy: 168_000_000_000_000n,
		shares: shares.map(([fromHeight, work, stake, treasury]) => ({ fromHeight, work, stake, treasury })),
		votesPerBlock: 5n,
		votingFromHeight: 4096n,
	};
}

interface Inputs {
	readonly height: number;
	readonly votes: number;
	readonly split: keyof typeof SPLITS;
	readonly fullTreasury?: boolean;
}
interface Expected {
	readonly full: string;
	readonly work: string;
	readonly vote: string;
	readonly treasury?: string;
}

/** The printed table's one row that its own formula contradicts: case decred-dcp0010-table-erratum. */
const ERRATUM = 'DCP-0010 307200, 3 votes';

const rows = [...vectors<Inputs, Expected>(FILE, 'parts'), ...vectors<Inputs, Expected>(FILE, 'dcp')];

describe('parts of a block', () => {
	test.each(rows.filter(({ id }) => !id.startsWith(ERRATUM)))('$id, $inputs.split', ({ inputs, expected }) => {
		const rule = {
			...decred([0n, ...SPLITS[inputs.split]]),
			...(inputs.fullTreasury === true && { fullTreasuryFromHeight: 0n }),
		};
		const height = BigInt(inputs.height);
		const votes = BigInt(inputs.votes);
		expect(undividedSubsidy(rule, height)).toBe(BigInt(expected.full));
		const parts = reductionParts(rule, height, votes);
		expect(parts.work).toBe(BigInt(expected.work));
		expect(minerSubsidyAt(only(rule), height, votes)).toBe(BigInt(expected.work));
		if (expected.treasury !== undefined) expect(parts.treasury).toBe(BigInt(expected.treasury));
		// A vote for a block is paid in the next one.
		if (height > 0n) expect(reductionParts(rule, height + 1n).vote).toBe(BigInt(expected.vote));
	});

	test('all rows are there, and one is contradicted', () => {
		expect(rows.filter(({ id }) => id.startsWith(ERRATUM))).toHaveLength(1);
		expect(rows).toHaveLength(116);
	});

	test.each(
		vectors<{ height: number; votes: number }, { printedWork: string; formulaWork: string }>(
			'consensus-issuance.json',
			'negative',
		).filter(({ id }) => id === 'decred-dcp0010-table-erratum'),
	)('$id', ({ inputs, expected }) => {
		const rule = decred([0n, ...SPLITS.DCP0010]);
		const { work } = reductionParts(rule, BigInt(inputs.height), BigInt(inputs.votes));
		expect(work).toBe(BigInt(expected.formulaWork));
		expect(rows.find(({ id }) => id.startsWith(ERRATUM))?.expected.work).toBe(expected.printedWork);
		expect(reductionParts(rule, BigInt(inputs.height), 5n).work).toBe(BigInt(expected.printedWork));
	});

	test('a number of votes that no block holds is refused', () => {
		const rule = decred([0n, ...SPLITS.Original]);
		const message = (votes: bigint) => new RangeError(`a block holds 0 … 5 votes, not ${votes}`);
		expect(() => reductionParts(rule, 5000n, 6n)).toThrow(message(6n));
		expect(() => minerSubsidyAt(only(rule), 5000n, -1n)).toThrow(message(-1n));
	});
});

describe('issuance', () => {
	test.each(vectors<{ shares: [number, number, number, number][] }, { atoms: string }>(FILE, 'totals'))(
		'$id',
		({ inputs, expected }) => {
			const shares = inputs.shares.map((row) => row.map(BigInt) as [bigint, bigint, bigint, bigint]);
			const rule = decred(...shares);
			const schedule = only(rule);
			// dcrd's test pays votes by their block's height. Its chain pays by the height voted on and the block's own split:
			// one payment more in all for the first block with votes, and one block's difference at each new split.
			const voteUnder = ([, ...split]: (typeof shares)[number], height: bigint): bigint =>
				reductionParts(decred([0n, ...split]), height).vote;
			let later = voteUnder(shares[0]!, 4096n);
			for (const [i, row] of shares.entries()) {
				if (i > 0) later += voteUnder(row, row[0]) - voteUnder(shares[i - 1]!, row[0]);
			}
			expect(finite(totalSupply(schedule))).toBe(BigInt(expected.atoms) + 5n * later);
		},
	);

	const schedule = only(decred([0n, 6n, 3n, 1n], [657_280n, 10n, 80n, 10n], [794_368n, 1n, 89n, 10n]));

	test('the miner has a share, at full votes unless told', () => {
		expect(minerSubsidyAt(schedule, 800_000n)).toBe(minerSubsidyAt(schedule, 800_000n, 5n));
		expect(minerSubsidyAt(schedule, 800_000n) * 99n < subsidyAt(schedule, 800_000n)).toBe(true);
		expect(minerSubsidyAt(schedule, 1n)).toBe(168_000_000_000_000n);
		expect(minerIssuedBetween(schedule, 800_000n, 800_001n)).toBe(minerSubsidyAt(schedule, 800_000n));
		expect(minerIssuedBetween(schedule, 0n, 800_001n) < issuedThrough(schedule, 800_000n)).toBe(true);
	});

	test('the first eras: distribution, blocks without votes, votes by the parent’s interval', () => {
		expect(payingEras(schedule).slice(0, 5)).toEqual([
			{ fromHeight: 1n, endHeight: 2n, subsidy: 168_000_000_000_000n, minerSubsidy: 168_000_000_000_000n },
			{ fromHeight: 2n, endHeight: 4096n, subsidy: 1_871_749_598n + 311_958_266n, minerSubsidy: 1_871_749_598n },
			{ fromHeight: 4096n, endHeight: 6144n, subsidy: 3_119_582_659n, minerSubsidy: 1_871_749_598n },
			{ fromHeight: 6144n, endHeight: 6145n, subsidy: 3_097_961_788n, minerSubsidy: 1_853_217_423n },
			{ fromHeight: 6145n, endHeight: 12_288n, subsidy: 3_088_695_703n, minerSubsidy: 1_853_217_423n },
		]);
	});
});

describe('malformed rules', () => {
	const rule = decred([0n, ...SPLITS.Original]);
	const shares = rule.shares[0]!;
	test.each<[Partial<ReductionSubsidy>, string]>([
		[{ baseSubsidy: -1n }, 'base subsidy -1 is negative'],
		[{ blockOneSubsidy: -1n }, 'subsidy of block 1, -1, is negative'],
		[{ intervalBlocks: 0n }, 'a reduction interval must last at least one block'],
		[{ votesPerBlock: 0n }, 'a block must hold at least one vote'],
		[{ votingFromHeight: 2n }, 'votes cannot begin below height 3: block 1 is the distribution'],
		[{ mul: 101n }, 'a subsidy cannot shrink by 101/101: the fraction must lie in 0 … 1, 1 excluded'],
		[{ mul: -1n }, 'a subsidy cannot shrink by -1/101: the fraction must lie in 0 … 1, 1 excluded'],
		[{ div: 0n, mul: 0n }, 'a subsidy cannot shrink by 0/0: the fraction must lie in 0 … 1, 1 excluded'],
		[{ shares: [] }, 'a divided subsidy needs at least one set of shares'],
		[{ shares: [{ ...shares, fromHeight: 1n }] }, 'subsidy shares at height 1: shares start at 0 and rise'],
		[{ shares: [shares, shares] }, 'subsidy shares at height 0: shares start at 0 and rise'],
		[{ shares: [{ ...shares, stake: -1n }] }, 'subsidy shares at height 0: a share is negative'],
		[
			{ shares: [{ fromHeight: 0n, work: 0n, stake: 0n, treasury: 0n }] },
			'subsidy shares at height 0: nobody has a share',
		],
	])('%#', (change, message) => {
		expect(() => subsidyAt(only({ ...rule, ...change }), 0n)).toThrow(new RangeError(message));
	});
});
