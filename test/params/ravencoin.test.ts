import { describe, expect, test } from 'vitest';
import { firstZeroHeight, subsidyAt, totalSupply } from '../../src/consensus/index.ts';
import { bitsAfter, erasOf, networkOf, type Recorded, refused } from './mainnet.ts';

const rules = networkOf('ravencoin/main@4.6.1');
const KAWPOW_TIME = 1_588_788_000;
const TIP = 1_220_000;

/** 180 blocks up to a tip, a minute apart. */
const steady = (tipTime: number): Recorded[] =>
	Array.from({ length: 180 }, (_, index) => [TIP - 179 + index, tipTime - 60 * (179 - index), '0x1b00ffff']);

describe('difficulty', () => {
	test("Bitcoin's periods below nDGWActivationBlock, every block from there on", () => {
		expect(erasOf(rules)).toEqual([
			[0n, 'period'],
			[338_778n, 'dgw-v3'],
		]);
		expect(rules.difficulty[0]?.rule).toMatchObject({ intervalBlocks: 2_016n, spansFullInterval: false });
	});

	test('179 intervals are measured against 180: a steady chain gets harder by a 180th', () => {
		const target = 0xffff;
		const bits = bitsAfter(rules, steady(KAWPOW_TIME - 10_000), KAWPOW_TIME - 9_940);
		expect(bits).toBe(`0x1b00${Math.floor((target * 179) / 180).toString(16)}`);
	});

	test('a block dated from the switch on gets the KawPoW limit until the whole window is dated so', () => {
		const limit = '0x1c00ffff';
		const blocks = steady(KAWPOW_TIME + 178 * 60).map(([height, time]): Recorded => [height, time, '0x1a00ffff']);
		expect(bitsAfter(rules, blocks, KAWPOW_TIME + 179 * 60)).toBe(limit);
		expect(bitsAfter(rules, blocks, KAWPOW_TIME - 1)).not.toBe(limit);
		const later = blocks.map(([height, time, bits]): Recorded => [height, time + 60, bits]);
		expect(bitsAfter(rules, later, KAWPOW_TIME + 180 * 60)).not.toBe(limit);
	});
});

test('header times: twelve minutes ahead of the clock since Dark Gravity Wave', () => {
	expect(rules.time).toEqual({ medianTimeSpan: 11, maxFutureSeconds: 720n });
	expect(rules.headerBytes).toBe(120);
});

test('issuance ends at 21 billion less what the halvings round away', () => {
	expect(subsidyAt(rules.subsidy, 2_099_999n)).toBe(500_000_000_000n);
	expect(subsidyAt(rules.subsidy, 2_100_000n)).toBe(250_000_000_000n);
	expect(firstZeroHeight(rules.subsidy)).toBe(39n * 2_100_000n);
	expect(totalSupply(rules.subsidy)).toBe(2_099_999_999_972_700_000n);
});

test('constants that do not fit are refused', () => {
	expect(refused(rules, {})).toEqual([]);
	expect(refused(rules, { kawpowLimit: `0000${'f'.repeat(60)}` })).toEqual([
		'kawpowLimit must not be easier than powLimit: no node would take such a block',
	]);
	expect(refused(rules, { 'DarkGravityWave.nPastBlocks': 0 })).toEqual(['DarkGravityWave.nPastBlocks must be > 0']);
});
