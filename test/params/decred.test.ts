import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatBits, minerSubsidyAt, subsidyAt, totalSupply } from '../../src/consensus/index.ts';
import { anchorHeights, eraAt } from '../../src/difficulty/era.ts';
import { requiredBits } from '../../src/difficulty/nextbits.ts';
import { bitsAfter, erasOf, networkOf, type Recorded, recorded, refused } from './mainnet.ts';

const rules = networkOf('decred/main@2.1.6');
const ANCHOR = 794_367;

interface Scenario {
	readonly id: string;
	readonly params: string;
	readonly anchorHeight: string;
	readonly anchorTime: string;
	readonly anchorBits: string;
	readonly rows: readonly string[];
}

/** Official scenarios that start where the main network did: at its starting difficulty. */
const scenarios = (
	JSON.parse(readFileSync(new URL('../vectors/asert-dcr.json', import.meta.url), 'utf8')) as { scenarios: Scenario[] }
).scenarios.filter(
	({ params, anchorHeight, anchorBits }) => params === 'mainnet' && anchorHeight === '0' && anchorBits === '0x1b00a5a6',
);

describe('difficulty', () => {
	test('known from DCP-0011 on', () => {
		expect(erasOf(rules)).toEqual([[794_368n, 'asert']]);
		expect(() => eraAt(rules.difficulty, 794_367n)).toThrow('no difficulty rule is given for height 794367');
		expect([...anchorHeights(rules.difficulty)]).toEqual([794_367n]);
	});

	test('the first BLAKE3 block carries the starting difficulty, as recorded, whatever its parent had', () => {
		// Header of block 794,368: nBits 0x1b00a5a6. Its parent's difficulty was some 35,000 times higher.
		expect(bitsAfter(rules, [[ANCHOR, 1_693_312_000, '0x18013a0b']])).toBe('0x1b00a5a6');
		expect(bitsAfter(rules, [[ANCHOR, 1_693_000_000, '0x1d00ffff']])).toBe('0x1b00a5a6');
	});

	test('there are official scenarios', () => expect(scenarios.length).toBeGreaterThan(0));

	test.each(scenarios)('$id, counted from the anchor', ({ anchorTime, rows }) => {
		expect(rows.length).toBeGreaterThan(0);
		const start = 1_693_312_000;
		for (const row of rows) {
			const [height, time, bits] = row.split(' ');
			const tip: Recorded = [ANCHOR + Number(height), start + Number(time) - Number(anchorTime), 0];
			const anchor: Recorded = [ANCHOR, start, '0x18013a0b'];
			const headers = recorded(tip[0] === ANCHOR ? [tip] : [anchor, tip]);
			expect(formatBits(requiredBits(rules.difficulty, headers, { tipHeight: BigInt(tip[0]) }))).toBe(bits);
		}
	});
});

describe('issuance', () => {
	const parts = (height: bigint) => [subsidyAt(rules.subsidy, height), minerSubsidyAt(rules.subsidy, height)];

	test('the first distribution and the blocks before voting', () => {
		expect(parts(0n)).toEqual([0n, 0n]);
		expect(parts(1n)).toEqual([168_000_000_000_000n, 168_000_000_000_000n]);
		// No votes yet: the miner's 60 % and the treasury's 10 % of 31.19582664.
		expect(parts(2n)).toEqual([1_871_749_598n + 311_958_266n, 1_871_749_598n]);
		expect(parts(4_095n)).toEqual(parts(2n));
	});

	test('the splits of DCP-0010 and DCP-0012 at their heights', () => {
		const miner = (height: bigint) => minerSubsidyAt(rules.subsidy, height);
		// Undivided: 1,086,502,835 at 657,280 and 864,249,748 at 794,368.
		expect([657_279n, 657_280n].map(miner)).toEqual([651_901_701n, 108_650_283n]);
		expect([794_367n, 794_368n].map(miner)).toEqual([86_424_974n, 8_642_497n]);
		expect(subsidyAt(rules.subsidy, 794_368n)).toBe(8_642_497n + 5n * 153_836_455n + 86_424_974n);
	});

	test('fewer votes leave the miner less', () => {
		const withVotes = [5n, 4n, 3n, 2n].map((votes) => minerSubsidyAt(rules.subsidy, 900_000n, votes));
		const full = withVotes[0]!;
		expect(withVotes).toEqual([full, (full * 4n) / 5n, (full * 3n) / 5n, 0n]);
	});

	test('all blocks with all votes create 21 million and 15.6 coins: votes are paid by the block they are for', () => {
		expect(totalSupply(rules.subsidy)).toBe(2_100_001_555_303_010n);
	});
});

test('constants that do not fit are refused', () => {
	expect(refused(rules, {})).toEqual([]);
	expect(refused(rules, { TargetTimePerBlock: 0 })).toEqual(['TargetTimePerBlock must be > 0']);
	expect(refused(rules, { WorkDiffV2Blake3StartBits: '0x1d01ffff' })).toEqual([
		'WorkDiffV2Blake3StartBits must stand for a target from 1 to PowLimit',
	]);
	expect(refused(rules, { 'DCP0012.height': 657_280 })).toEqual(['DCP0012.height must be above DCP0010.height']);
});
