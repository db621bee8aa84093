import { describe, expect, test } from 'vitest';
import { firstZeroHeight, subsidyAt, totalSupply } from '../../src/consensus/index.ts';
import { litecoinRules } from '../../src/params/litecoin.ts';
import { vectors } from '../consensus/vectors.ts';
import { bitsAfter, erasOf, networkOf, type Recorded, refused } from './mainnet.ts';
import { editedTable } from './tables.ts';

const rules = networkOf('litecoin/main@0.21.5.5');

interface Retarget {
	readonly chain: string;
	readonly last_height: number;
	readonly first_time: number;
	readonly last_time: number;
	readonly last_bits: string;
}

const own = vectors<Retarget, { bits: string }>('consensus-period.json', 'next_work').filter(
	({ inputs }) => inputs.chain === 'litecoin',
);

describe('difficulty', () => {
	test('one rule since genesis, 2,016 blocks of 150 s', () => {
		expect(erasOf(rules)).toEqual([[0n, 'period']]);
		expect(rules.difficulty[0]?.rule).toMatchObject({ spacingSeconds: 150n, intervalBlocks: 2_016n });
	});

	test('there are known answers', () => expect(own.length).toBeGreaterThan(0));

	test.each(own)('$id', ({ inputs, expected }) => {
		const { last_height: last, first_time, last_time, last_bits } = inputs;
		// The first period has no block before it to start from.
		const first: Recorded = [last === 2_015 ? 0 : last - 2_016, first_time, 0];
		expect(bitsAfter(rules, [first, [last, last_time, last_bits]])).toBe(expected.bits);
	});
});

test('issuance ends at 84 million less what the halvings round away', () => {
	expect(subsidyAt(rules.subsidy, 0n)).toBe(5_000_000_000n);
	expect(subsidyAt(rules.subsidy, 2_519_999n)).toBe(1_250_000_000n);
	expect(subsidyAt(rules.subsidy, 2_520_000n)).toBe(625_000_000n);
	expect(firstZeroHeight(rules.subsidy)).toBe(33n * 840_000n);
	expect(totalSupply(rules.subsidy)).toBe(8_399_999_990_760_000n);
});

test('the limit times four periods overflows by the one bit that the node shifts out, and by no more', () => {
	expect(refused(rules, {})).toEqual([]);
	expect(refused(rules, { powLimit: `0000${'f'.repeat(60)}` })).toEqual([
		'powLimit times 4 × nPowTargetTimespan must fit in 256 bits: the product of a retarget would wrap',
	]);
});

test('the exception of a test network is read', () => {
	const { difficulty } = litecoinRules(editedTable(rules, { fPowAllowMinDifficultyBlocks: true }));
	expect(rules.difficulty[0]?.rule).not.toHaveProperty('minimumDifficulty');
	expect(difficulty[0]?.rule).toMatchObject({ minimumDifficulty: { gapSeconds: 300n, walksBack: true } });
});
