import { describe, expect, test } from 'vitest';
import { issuedThrough, subsidyAt, totalSupply } from '../../src/consensus/index.ts';
import { eraAt, spacingAt } from '../../src/difficulty/era.ts';
import { bitsAfter, erasOf, networkOf, type Recorded, refused } from './mainnet.ts';

const rules = networkOf('bitcoin-cash/main@28.0.1');
const ANCHOR = 661_647;
const PARENT_TIME = 1_605_447_844;

describe('difficulty', () => {
	test('an upgrade holds from the block after its height: 478,559, 504,032 and 661,648', () => {
		expect(erasOf(rules)).toEqual([
			[0n, 'period'],
			[478_559n, 'bch-eda'],
			[504_032n, 'cw-144'],
			[661_648n, 'asert'],
		]);
		expect(eraAt(rules.difficulty, 478_558n).rule.kind).toBe('period');
		expect(eraAt(rules.difficulty, 661_647n).rule.kind).toBe('cw-144');
	});

	test('ten minutes a block under every rule, two days of half-life under the last', () => {
		for (const { fromHeight } of rules.difficulty) expect(spacingAt(rules.difficulty, fromHeight)).toBe(600n);
		expect(eraAt(rules.difficulty, 900_000n).rule).toMatchObject({ variant: 'bch', halfLifeSeconds: 172_800n });
	});

	test('an anchor ten minutes after its parent keeps its nBits; later and earlier ones move them', () => {
		const bitsOf = (seconds: number) => bitsAfter(rules, [[ANCHOR, PARENT_TIME + seconds, '0x1804dafe']]);
		expect(bitsOf(600)).toBe('0x1804dafe');
		expect(Number(bitsOf(1_200))).toBeGreaterThan(0x1804dafe);
		// Known answer of another implementation, horizontalsystems' AsertValidatorJvmTest: an anchor dated as its parent.
		expect(bitsOf(0)).toBe('0x1804d806');
	});

	test('the schedule of the anchor holds at every height after it', () => {
		const onSchedule = (blocks: number): Recorded => [ANCHOR + blocks, PARENT_TIME + 600 * blocks, 0];
		for (const blocks of [1, 144, 200_000]) expect(bitsAfter(rules, [onSchedule(blocks)])).toBe('0x1804d806');
		const halfLifeLate: Recorded = [ANCHOR + 144, PARENT_TIME + 600 * 145 + 172_800, 0];
		expect(bitsAfter(rules, [halfLifeLate])).toBe('0x1809b5fc');
	});

	test('the emergency adjustment eases by a quarter after twelve hours without six blocks, not by a second less', () => {
		// The times of the blocks are one apart but for the gap, so the two medians lie as far apart as the gap and five.
		const chain = (gapSeconds: number): Recorded[] =>
			Array.from({ length: 20 }, (_, index) => [
				480_000 + index,
				1_503_000_000 + index + (index < 9 ? 0 : gapSeconds),
				'0x18014735',
			]);
		expect(bitsAfter(rules, chain(43_194))).toBe('0x18019902');
		expect(bitsAfter(rules, chain(43_193))).toBe('0x18014735');
		const before = chain(43_194).map(([height, time, bits]): Recorded => [height - 10_000, time, bits]);
		expect(bitsAfter(rules, before)).toBe('0x18014735');
	});
});

test("issuance is Bitcoin's", () => {
	expect(subsidyAt(rules.subsidy, 840_000n)).toBe(312_500_000n);
	expect(issuedThrough(rules.subsidy, 209_999n)).toBe(1_050_000_000_000_000n);
	expect(totalSupply(rules.subsidy)).toBe(2_099_999_997_690_000n);
});

test('what a node asserts is asked of the constants', () => {
	expect(refused(rules, {})).toEqual([]);
	expect(refused(rules, { nASERTHalfLife: 0 })).toEqual(['nASERTHalfLife must be > 0']);
	expect(refused(rules, { daaHeight: 478_558 })).toEqual(['daaHeight must be above uahfHeight']);
	expect(refused(rules, { 'asertAnchorParams.nBits': '0x1d01ffff' })).toEqual([
		'asertAnchorParams.nBits must stand for a target from 1 to powLimit',
	]);
	expect(refused(rules, { powLimit: `0000000${'f'.repeat(57)}` })).toEqual([
		'powLimit must leave the upper 32 bits free: ASERT multiplies without looking',
	]);
	expect(refused(rules, { fPowAllowMinDifficultyBlocks: true })).toEqual([
		'fPowAllowMinDifficultyBlocks must be false: of this chain only the rules of the main network are known',
	]);
});
