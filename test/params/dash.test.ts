import { describe, expect, test } from 'vitest';
import { issuedThrough, subsidyAt, subsidyEras, totalSupply } from '../../src/consensus/index.ts';
import { eraAt } from '../../src/difficulty/era.ts';
import { dashRules } from '../../src/params/dash.ts';
import { vector } from '../consensus/vectors.ts';
import { bitsAfter, erasOf, networkOf, type Recorded, refused } from './mainnet.ts';
import { editedTable } from './tables.ts';

const rules = networkOf('dash/main@23.1.2');

describe('difficulty', () => {
	test('known exactly from 68,590 on: below, a node takes anything within half of what it computes', () => {
		expect(erasOf(rules)).toEqual([[68_590n, 'dgw-v3']]);
		expect(() => eraAt(rules.difficulty, 68_589n)).toThrow('no difficulty rule is given for height 68589');
	});

	test('replays recorded mainnet blocks', () => {
		const id = 'dash_dgw_headers/mainnet 999900..999924';
		const { inputs, expected } = vector<{ headers: Recorded[] }, string>('consensus-darkgravity.json', 'headers', id);
		expect(inputs.headers).toHaveLength(24);
		expect(bitsAfter(rules, inputs.headers)).toBe(expected);
	});
});

describe('issuance', () => {
	test('a fourteenth less every 210,240 blocks, counted by the height of the parent', () => {
		expect(subsidyAt(rules.subsidy, 1_987_776n)).toBe(205_304_206n);
		expect(subsidyAt(rules.subsidy, 2_102_400n)).toBe(205_304_206n);
		expect(subsidyAt(rules.subsidy, 2_102_401n)).toBe(190_639_620n);
		expect(subsidyAt(rules.subsidy, 2_312_641n)).toBe(177_022_505n);
	});

	test('the sum that the node loops through agrees at every step', () => {
		const looped = (height: bigint): bigint => {
			let whole = 500_000_000n;
			for (let at = 210_240n; at <= height - 1n; at += 210_240n) whole -= whole / 14n;
			return whole - whole / 5n;
		};
		const eras = [...subsidyEras(rules.subsidy)];
		// Two subsidies in a row can be the same after the fifth, so eras are fewer than reductions.
		expect(eras.length).toBeGreaterThan(200);
		for (const { fromHeight, endHeight, subsidy } of eras) {
			expect(looped(fromHeight)).toBe(subsidy);
			if (endHeight !== null) expect(looped(endHeight - 1n)).toBe(subsidy);
		}
	});

	test('it comes to rest at 13 units less a fifth and never ends', () => {
		expect(subsidyAt(rules.subsidy, 51_088_321n)).toBe(11n);
		expect(subsidyAt(rules.subsidy, 51_088_320n)).toBe(12n);
		expect(totalSupply(rules.subsidy)).toBeNull();
	});

	test('what followed from difficulty is refused', () => {
		expect(() => subsidyAt(rules.subsidy, 1_987_775n)).toThrow(
			'no issuance is given for height 1987775: below 1987776 it is no function of height',
		);
		expect(() => issuedThrough(rules.subsidy, 2_000_000n)).toThrow('no sum is known');
	});
});

test('constants that do not fit are refused, and their rules can be built all the same', () => {
	expect(refused(rules, {})).toEqual([]);
	for (const decline of [0, 1_001, 1_000_000_000]) {
		const edit = { 'GetBlockSubsidyHelper.decline': decline };
		expect(refused(rules, edit)).toEqual(['GetBlockSubsidyHelper.decline must be from 1 to 1000']);
		expect(dashRules(editedTable(rules, edit)).subsidy).toHaveLength(1);
	}
	expect(refused(rules, { V20Height: 68_589 })).toEqual(['V20Height must be above ContextualCheckBlockHeader.nHeight']);
});
