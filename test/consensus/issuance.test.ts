import { describe, expect, test } from 'vitest';
import {
	halvingHeights,
	halvingProgress,
	halvingsAt,
	issuedThrough,
	subsidyAt,
	totalSupply,
} from '../../src/consensus/index.ts';
import { finite, halving, only, piecewise, plain } from './schedules.ts';
import { vectors } from './vectors.ts';

const COIN = 100_000_000n;
const DAY_SECONDS = 86_400n;
const btx = plain(20n * COIN, 525_000n);

/** Base units created by `blocks` blocks after the tip. */
function issuedAfter(schedule: typeof btx, tip: bigint, blocks: bigint): bigint {
	return issuedThrough(schedule, tip + blocks) - issuedThrough(schedule, tip);
}

interface Issuance {
	readonly initial?: number;
	readonly halving?: number;
	readonly height?: number;
	readonly tip?: number;
	readonly blocks?: number;
	readonly spacing_s?: number;
	readonly days?: number;
}
type Expected = number | { readonly supply_nominal: number; readonly annual: number; readonly ratio: number };

describe('published issuance numbers', () => {
	const cases = vectors<Issuance, Expected>('economics-issuance.json', 'issuance');
	const named = (id: string) => {
		const found = cases.find((candidate) => candidate.id === id);
		if (found === undefined) throw new Error(`no case ${id}`);
		return found;
	};
	const totals = cases.filter(({ inputs }) => inputs.initial !== undefined);
	const subsidies = cases.filter(({ inputs }) => inputs.height !== undefined);

	test('every case is used', () => {
		expect(totals.length + subsidies.length + 3).toBe(cases.length);
	});

	test.each(totals)('$id', ({ inputs, expected }) => {
		const schedule = plain(BigInt(inputs.initial ?? 0), BigInt(inputs.halving ?? 0));
		expect(totalSupply(schedule)).toBe(BigInt(expected as number));
	});

	test.each(subsidies)('$id', ({ inputs, expected }) => {
		expect(subsidyAt(btx, BigInt(inputs.height ?? -1))).toBe(BigInt(expected as number));
	});

	test('annual inflation at a tip', () => {
		const { inputs, expected } = named('issuance.btx.annual_inflation_at_tip');
		const { supply_nominal, annual, ratio } = expected as Exclude<Expected, number>;
		const tip = BigInt(inputs.tip ?? -1);
		const perYear = (365n * DAY_SECONDS) / BigInt(inputs.spacing_s ?? 0);
		const supplyCoins = issuedThrough(btx, tip) / COIN;
		const annualCoins = (perYear * subsidyAt(btx, tip)) / COIN;
		expect([supplyCoins, annualCoins]).toEqual([BigInt(supply_nominal), BigInt(annual)]);
		expect(Number(annualCoins) / Number(supplyCoins)).toBeCloseTo(ratio, 9);
	});

	test('thirty days across a halving', () => {
		const { inputs, expected } = named('issuance.btx.cross_halving_30d');
		const blocks = (BigInt(inputs.days ?? 0) * DAY_SECONDS) / BigInt(inputs.spacing_s ?? 0);
		expect(issuedAfter(btx, BigInt(inputs.tip ?? -1), blocks)).toBe(BigInt(expected as number) * COIN);
	});

	test('the nominal fast phase issues a million coins', () => {
		const { inputs, expected } = named('issuance.btx.fast_phase_hours');
		const blocks = inputs.blocks ?? 0;
		expect((blocks * (inputs.spacing_s ?? 0)) / 3600).toBeCloseTo(expected as number, 9);
		expect(issuedThrough(btx, BigInt(blocks) - 1n)).toBe(1_000_000n * COIN);
	});
});

interface ForkInputs {
	readonly spacing_s: number;
	readonly subsidy: number;
	readonly halving: number;
	readonly tip: number;
}

test.each(
	vectors<ForkInputs, { coins_30d: number; days_to_next_halving: number }>('economics-issuance.json', 'fork_issuance'),
)('$id', ({ inputs, expected }) => {
	const schedule = plain(BigInt(inputs.subsidy) * COIN, BigInt(inputs.halving));
	const tip = BigInt(inputs.tip);
	const spacing = BigInt(inputs.spacing_s);
	expect(issuedAfter(schedule, tip, (30n * DAY_SECONDS) / spacing)).toBe(BigInt(expected.coins_30d) * COIN);
	const halvingHeight = halvingHeights(schedule).find((height) => height > tip) ?? 0n;
	const days = Number((halvingHeight - tip) * spacing) / Number(DAY_SECONDS);
	expect(days).toBeCloseTo(expected.days_to_next_halving, 9);
});

interface AlignmentInputs {
	readonly I0: number;
	readonly ratio: string;
	readonly forkHeights: readonly number[];
}
interface AlignmentExpected {
	readonly firstHalvingHeight: readonly number[];
	readonly exactInteger: readonly boolean[];
}

test.each(vectors<AlignmentInputs, AlignmentExpected>('economics-issuance.json', 'fork_height_alignment'))(
	'$id',
	({ inputs, expected }) => {
		const [num = 0, den = 1] = inputs.ratio.split('/').map(Number);
		const interval = BigInt((inputs.I0 * num) / den);
		const rules = inputs.forkHeights.map((height) =>
			halving([
				[0n, 20n * COIN, BigInt(inputs.I0)],
				[BigInt(height), 20n * COIN, interval],
			]),
		);
		const firsts = rules.map((rule) => halvingHeights(only(rule))[0] ?? -1n);
		expect(firsts.map(Number)).toEqual(expected.firstHalvingHeight);
		const exact = rules.map((rule, index) => {
			const { num: sum, den: unit } = halvingProgress(rule, firsts[index] ?? -1n);
			return sum === unit;
		});
		expect(exact).toEqual(expected.exactInteger);
		for (const [index, rule] of rules.entries()) {
			expect(halvingsAt(rule, (firsts[index] ?? 0n) - 1n)).toBe(0n);
		}
	},
);

interface NeutralInputs {
	readonly initial: number;
	readonly halving: number;
	readonly forkHeight: number;
	readonly forkInitial: number;
	readonly forkHalving: number;
}
interface NeutralExpected {
	readonly halvingHeights: readonly number[];
	readonly totalBelowBase: number;
	readonly forgotIntervalPercent: number;
	readonly forgotSubsidyPercent: number;
}

test.each(vectors<NeutralInputs, NeutralExpected>('economics-issuance.json', 'rate_neutral_fork'))(
	'$id: both constants move together or supply does',
	({ inputs, expected }) => {
		const initial = BigInt(inputs.initial);
		const interval = BigInt(inputs.halving);
		const fork = (subsidy: number, forked: number) =>
			piecewise([0n, initial, interval], [BigInt(inputs.forkHeight), BigInt(subsidy), BigInt(forked)]);
		const base = finite(totalSupply(plain(initial, interval)));
		const neutral = fork(inputs.forkInitial, inputs.forkHalving);
		expect(base).toBe(2_099_999_993_175_000n);
		expect(base - finite(totalSupply(neutral))).toBe(BigInt(expected.totalBelowBase));
		expect(halvingHeights(neutral).slice(0, 2).map(Number)).toEqual(expected.halvingHeights);
		// Tenths of a percent of the base, rounded to nearest.
		const perMille = (total: bigint) => Number((total * 2000n + base) / (2n * base));
		expect(perMille(finite(totalSupply(fork(inputs.forkInitial, inputs.halving))))).toBe(
			expected.forgotIntervalPercent * 10,
		);
		expect(perMille(finite(totalSupply(fork(inputs.initial, inputs.forkHalving))))).toBe(
			expected.forgotSubsidyPercent * 10,
		);
	},
);
