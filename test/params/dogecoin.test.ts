import { describe, expect, test } from 'vitest';
import {
	firstZeroHeight,
	issuedThrough,
	minerSubsidyAt,
	type SubsidySchedule,
	subsidyAt,
	subsidyEras,
	totalSupply,
} from '../../src/consensus/index.ts';
import { eraAt } from '../../src/difficulty/era.ts';
import { vectors } from '../consensus/vectors.ts';
import { bitsAfter, erasOf, networkOf, type Recorded, refused } from './mainnet.ts';

const rules = networkOf('dogecoin/main@1.14.8');
const COIN = 100_000_000n;

interface Retarget {
	readonly last_height: number;
	readonly first_time: number;
	readonly last_time: number;
	readonly last_bits: string;
}

interface Digishield {
	readonly tipHeight: number;
	readonly parentTime: number;
	readonly tipTime: number;
	readonly tipBits: string;
}

const periods = vectors<Retarget, { bits: string }>('consensus-period.json', 'next_work').filter(({ id }) =>
	id.startsWith('dogecoin/'),
);

describe('difficulty', () => {
	test('periods of 240 blocks below 145,000, every block from there on', () => {
		expect(erasOf(rules)).toEqual([
			[0n, 'period'],
			[145_000n, 'digishield'],
		]);
		expect(rules.difficulty[0]?.rule).toMatchObject({ intervalBlocks: 240n, spacingSeconds: 60n });
		// The node takes the parameters of the new block's own height, and its interval is one block from 145,000 on.
		expect(eraAt(rules.difficulty, 144_999n).rule.kind).toBe('period');
		const blocks: Recorded[] = [
			[144_998, 1_395_000_000, '0x1b499dfd'],
			[144_999, 1_395_000_252, '0x1b499dfd'],
		];
		expect(bitsAfter(rules, blocks)).toBe('0x1b671062');
	});

	test('there are recorded retargets', () => expect(periods.length).toBeGreaterThan(0));

	test.each(periods)('$id', ({ inputs, expected }) => {
		const { last_height: last, first_time, last_time, last_bits } = inputs;
		const first: Recorded = [last === 239 ? 0 : last - 240, first_time, 0];
		expect(bitsAfter(rules, [first, [last, last_time, last_bits]])).toBe(expected.bits);
	});

	test.each(vectors<Digishield, string>('consensus-digishield.json', 'digishield'))('$id', ({ inputs, expected }) => {
		const { tipHeight, parentTime, tipTime, tipBits } = inputs;
		const blocks: Recorded[] = [
			[tipHeight - 1, parentTime, tipBits],
			[tipHeight, tipTime, tipBits],
		];
		expect(bitsAfter(rules, blocks)).toBe(expected);
	});

	test('a period can get harder by 16 through 5,000, by 8 through 10,000 and by 4 above', () => {
		const hardest = (height: number) => {
			const period: Recorded[] = [
				[height - 241, 1_387_000_000, 0],
				[height - 1, 1_387_000_000, '0x1c100000'],
			];
			return bitsAfter(rules, period);
		};
		expect(hardest(4_800)).toBe('0x1c010000');
		expect(hardest(5_040)).toBe('0x1c020000');
		expect(hardest(9_840)).toBe('0x1c020000');
		expect(hardest(10_080)).toBe('0x1c040000');
		expect(hardest(144_960)).toBe('0x1c040000');
	});
});

describe('issuance', () => {
	test('the fixed rewards by height', () => {
		const coins = (height: bigint) => subsidyAt(rules.subsidy, height) / COIN;
		expect([145_000n, 199_999n, 200_000n, 300_000n, 400_000n, 500_000n, 599_999n].map(coins)).toEqual([
			250_000n,
			250_000n,
			125_000n,
			62_500n,
			31_250n,
			15_625n,
			15_625n,
		]);
		expect([600_000n, 5_000_000n].map(coins)).toEqual([10_000n, 10_000n]);
	});

	test('37,187,500,000 coins from 145,000 through 599,999', () => {
		let issued = 0n;
		for (const { fromHeight, endHeight, subsidy } of subsidyEras(rules.subsidy)) {
			if (endHeight !== null) issued += subsidy * (endHeight - fromHeight);
		}
		expect(issued / COIN).toBe(37_187_500_000n);
	});

	test('the random rewards below are refused, block by block and in every sum', () => {
		const reason = 'no issuance is given for height 144999: below 145000 it is no function of height';
		expect(() => subsidyAt(rules.subsidy, 144_999n)).toThrow(reason);
		expect(() => minerSubsidyAt(rules.subsidy, 0n)).toThrow(RangeError);
		expect(() => subsidyEras(rules.subsidy, 0n).next()).toThrow(RangeError);
		expect(() => issuedThrough(rules.subsidy, 700_000n)).toThrow(
			'what the blocks below height 145000 created is no function of height: no sum is known',
		);
	});

	test('it never ends', () => {
		expect(totalSupply(rules.subsidy)).toBeNull();
		expect(firstZeroHeight(rules.subsidy)).toBeNull();
	});

	test('a schedule that starts late and ends has no total either, and cannot pay by what was issued before', () => {
		const steps = [
			{ fromHeight: 5n, subsidy: 2n },
			{ fromHeight: 9n, subsidy: 0n },
		];
		const late: SubsidySchedule = [{ fromHeight: 5n, name: 'late', rule: { kind: 'table', rounding: 'none', steps } }];
		expect(firstZeroHeight(late)).toBe(9n);
		expect([...subsidyEras(late, 6n)].map(({ fromHeight, endHeight }) => [fromHeight, endHeight])).toEqual([
			[6n, 9n],
			[9n, null],
		]);
		expect(() => totalSupply(late)).toThrow('no sum is known');
		const smooth = { kind: 'smooth', rounding: 'ceil', num: 1n, den: 2n, cap: 10n } as const;
		expect(() => subsidyAt([...late, { fromHeight: 20n, name: 'reserve', rule: smooth }], 20n)).toThrow(
			"subsidy stage 'reserve' at height 20: the rule pays by all that was issued before, so the stages must start at 0",
		);
	});
});

test('constants that do not fit are refused', () => {
	expect(refused(rules, {})).toEqual([]);
	expect(refused(rules, { 'digishieldConsensus.nPowTargetTimespan': 30 })).toEqual([
		'digishieldConsensus.nPowTargetTimespan must equal nPowTargetSpacing: every block is retargeted over one spacing',
	]);
	expect(refused(rules, { 'GetDogecoinBlockSubsidy.halvings': 64 })).toEqual([
		'GetDogecoinBlockSubsidy.halvings must be from 1 to 63',
	]);
	expect(refused(rules, { 'auxpowConsensus.nHeightEffective': 145_000 })).toEqual([
		'auxpowConsensus.nHeightEffective must be above digishieldConsensus.nHeightEffective',
	]);
});
