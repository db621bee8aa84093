import { describe, expect, test } from 'vitest';
import { halvingHeights, headerTimeWindow, issuedThrough, subsidyAt, totalSupply } from '../../src/consensus/index.ts';
import { spacingAt } from '../../src/difficulty/era.ts';
import { zcashRules } from '../../src/params/zcash.ts';
import { bitsAfter, erasOf, networkOf, type Recorded, refused } from './mainnet.ts';
import { editedTable } from './tables.ts';

const rules = networkOf('zcash/main@6.20.0');

/** 40 blocks up to a tip, so many seconds apart. */
const steady = (tipHeight: number, seconds: number): Recorded[] =>
	Array.from({ length: 40 }, (_, index) => [tipHeight - 39 + index, 1_570_000_000 + seconds * index, '0x1c0ffff0']);

describe('difficulty', () => {
	test('150 s below Blossom, 75 s from its height on', () => {
		expect(erasOf(rules)).toEqual([
			[0n, 'averaging'],
			[653_600n, 'averaging'],
		]);
		expect(spacingAt(rules.difficulty, 653_598n)).toBe(150n);
		expect(spacingAt(rules.difficulty, 653_599n)).toBe(75n);
	});

	test('the first 17 blocks after genesis are at the limit', () => {
		const blocks = Array.from({ length: 17 }, (_, height): Recorded => [height, 1_477_641_360 + height, '0x1e07ffff']);
		expect(bitsAfter(rules, blocks)).toBe('0x1f07ffff');
		expect(bitsAfter(rules, blocks.slice(0, 1))).toBe('0x1f07ffff');
	});

	test('blocks at the old spacing are twice too slow from Blossom on: a quarter of the deviation eases by 25 %', () => {
		// 318 of the 1,275 s too many count, and the two floored divisions lose a unit of the mantissa at a steady pace.
		expect(bitsAfter(rules, steady(653_598, 150))).toBe('0x1c0fffef');
		expect(bitsAfter(rules, steady(653_599, 150))).toBe('0x1c13fd83');
		expect(bitsAfter(rules, steady(700_000, 75))).toBe('0x1c0fffef');
	});

	test('a block moves by 16 % up and 32 % down at most', () => {
		const target = 0x0ffff0;
		const mantissa = (bits: string) => Number(bits) & 0xffffff;
		expect(mantissa(bitsAfter(rules, steady(700_000, 1))) / target).toBeCloseTo(0.84, 3);
		expect(mantissa(bitsAfter(rules, steady(700_000, 10_000))) / target).toBeCloseTo(1.32, 3);
	});
});

test('a header lies at most 90 minutes after the median of the blocks before it, from height 2 on', () => {
	expect(rules.time.futureMtpDrift).toEqual({ fromHeight: 2n, seconds: 5_400n });
	const parent = { parentTime: 1_600_000_000n, parentMtp: 1_599_999_700n, now: 1_600_000_000n };
	const latest = (height: bigint) => headerTimeWindow(rules.time, { ...parent, height }).max;
	expect(latest(2n)).toBe(1_599_999_700n + 5_400n);
	expect(latest(1n)).toBe(1_600_000_000n + 7_200n);
});

describe('issuance', () => {
	test('the slow start ramps over 20,000 blocks, without its middle step', () => {
		expect([0n, 1n, 9_999n, 10_000n, 19_999n].map((height) => subsidyAt(rules.subsidy, height))).toEqual([
			0n,
			62_500n,
			624_937_500n,
			625_062_500n,
			1_250_000_000n,
		]);
		expect(issuedThrough(rules.subsidy, 19_999n)).toBe(12_500_000_000_000n);
	});

	test('Blossom halves the subsidy with the spacing; halvings come at 1,046,400 and every 1,680,000 blocks', () => {
		expect([653_599n, 653_600n, 1_046_399n, 1_046_400n].map((height) => subsidyAt(rules.subsidy, height))).toEqual([
			1_250_000_000n,
			625_000_000n,
			625_000_000n,
			312_500_000n,
		]);
		expect(halvingHeights(rules.subsidy).slice(0, 3)).toEqual([1_046_400n, 2_726_400n, 4_406_400n]);
		expect(totalSupply(rules.subsidy)).toBe(2_099_999_981_520_000n);
	});
});

test('a header is sent with its Equihash solution', () => {
	expect(rules.headerBytes).toBe(140 + 3 + 1_344);
});

test('what zcashd asserts is asked of the constants', () => {
	expect(refused(rules, {})).toEqual([]);
	expect(refused(rules, { POST_BLOSSOM_POW_TARGET_SPACING: 40 })).toEqual([
		'PRE_BLOSSOM_POW_TARGET_SPACING must be a multiple of POST_BLOSSOM_POW_TARGET_SPACING',
	]);
	expect(refused(rules, { nPowAveragingWindow: 8_193 })).toEqual([
		'powLimit times nPowAveragingWindow must fit in 256 bits: the sum of targets would wrap',
	]);
	const edit = { POST_BLOSSOM_POW_TARGET_SPACING: 0 };
	expect(refused(rules, edit)).toContain('POST_BLOSSOM_POW_TARGET_SPACING must be > 0');
	expect(zcashRules(editedTable(rules, edit)).subsidy).toHaveLength(1);
});
