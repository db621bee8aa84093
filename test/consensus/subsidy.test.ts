import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	firstZeroHeight,
	halvingHeights,
	halvingProgress,
	halvingsAt,
	issuedThrough,
	type SubsidySchedule,
	subsidyAt,
	subsidyEras,
	totalSupply,
} from '../../src/consensus/index.ts';
import { finite, halving, only, payingEras, piecewise, plain } from './schedules.ts';
import { vectors } from './vectors.ts';

const COIN = 100_000_000n;
const btx = plain(20n * COIN, 525_000n);

interface Era {
	readonly era: number;
	readonly first_height: number;
	readonly subsidy_sat: string;
	readonly era_total_sat: string;
	readonly cumulative_sat: string;
}
interface SupplyExpected {
	readonly total_sat?: string;
	readonly shortfall_vs_21m_sat?: string;
	readonly nonzero_eras?: number;
	readonly first_zero_height?: number;
	readonly eras?: readonly Era[];
	readonly exceeds_max_money_21m?: boolean;
	readonly sat?: string;
	readonly without_genesis_sat?: string;
}
interface SupplyInputs {
	readonly halving?: number;
	readonly initial_sat?: string;
	readonly height?: number;
}
const supply = vectors<SupplyInputs, SupplyExpected>('btx-consensus.json', 'supply');
const totals = supply.filter(({ inputs }) => inputs.halving !== undefined);
const issued = supply.filter(({ inputs }) => inputs.height !== undefined);

describe('subsidy by height', () => {
	test.each(vectors<{ network: string; height: number }, { sat: string }>('btx-consensus.json', 'subsidy'))(
		'$id',
		({ inputs, expected }) => {
			const schedule = inputs.network === 'main' ? btx : plain(20n * COIN, 150n);
			expect(subsidyAt(schedule, BigInt(inputs.height))).toBe(BigInt(expected.sat));
		},
	);

	test('both kinds of supply case are there', () => {
		expect([totals.length, issued.length]).toEqual([5, 4]);
	});

	test.each(totals)('$id total supply', ({ inputs, expected }) => {
		const schedule = plain(BigInt(inputs.initial_sat ?? 0), BigInt(inputs.halving ?? 0));
		const total = finite(totalSupply(schedule));
		expect(total).toBe(BigInt(expected.total_sat ?? -1));
		if (expected.exceeds_max_money_21m !== undefined) {
			expect(total > 21_000_000n * COIN).toBe(expected.exceeds_max_money_21m);
		}
		if (expected.eras !== undefined) {
			expect(21_000_000n * COIN - total).toBe(BigInt(expected.shortfall_vs_21m_sat ?? -1));
			expect(firstZeroHeight(schedule)).toBe(BigInt(expected.first_zero_height ?? -1));
			const eras = payingEras(schedule);
			expect(eras).toHaveLength(expected.nonzero_eras ?? -1);
			for (const row of expected.eras) {
				const era = eras[row.era];
				if (era === undefined) throw new Error(`era ${row.era} is missing`);
				expect(era.fromHeight).toBe(BigInt(row.first_height));
				expect(era.subsidy).toBe(BigInt(row.subsidy_sat));
				expect(era.subsidy * (era.endHeight - era.fromHeight)).toBe(BigInt(row.era_total_sat));
				expect(issuedThrough(schedule, era.endHeight - 1n)).toBe(BigInt(row.cumulative_sat));
			}
		}
	});

	test.each(issued)('$id issued through a height', ({ inputs, expected }) => {
		const sat = issuedThrough(btx, BigInt(inputs.height ?? -1));
		expect(sat).toBe(BigInt(expected.sat ?? -1));
		expect(sat - subsidyAt(btx, 0n)).toBe(BigInt(expected.without_genesis_sat ?? -1));
	});
});

describe('piecewise interval', () => {
	const forked = piecewise([0n, 2_000_000_000n, 525_000n], [200_000n, 1_333_333_333n, 787_500n]);

	test('Zcash Blossom without its slow start: half the spacing, twice the interval, the halving in the same year', () => {
		const zcash = halving([
			[0n, 1_250_000_000n, 840_000n],
			[653_600n, 625_000_000n, 1_680_000n],
		]);
		// 653,600 + (840,000 - 653,600) x 2; the slow start makes it 1,046,400 on chain.
		expect(halvingsAt(zcash, 1_026_399n)).toBe(0n);
		expect(halvingsAt(zcash, 1_026_400n)).toBe(1n);
		const { num, den } = halvingProgress(zcash, 1_026_400n);
		expect(num).toBe(den);
	});

	test('eras break at the segment and at each halving', () => {
		expect(payingEras(forked).slice(0, 3)).toMatchObject([
			{ fromHeight: 0n, endHeight: 200_000n, subsidy: 2_000_000_000n, minerSubsidy: 2_000_000_000n },
			{ fromHeight: 200_000n, endHeight: 687_500n, subsidy: 1_333_333_333n },
			{ fromHeight: 687_500n, endHeight: 1_475_000n, subsidy: 666_666_666n },
		]);
		expect(subsidyAt(forked, 199_999n)).toBe(2_000_000_000n);
		expect(subsidyAt(forked, 200_000n)).toBe(1_333_333_333n);
		expect(subsidyAt(forked, 687_500n)).toBe(666_666_666n);
	});

	test('a segment that changes nothing makes no new era', () => {
		const split = piecewise([0n, 2_000_000_000n, 525_000n], [100_000n, 2_000_000_000n, 525_000n]);
		expect([...subsidyEras(split)]).toEqual([...subsidyEras(btx)]);
		expect(halvingHeights(split)).toEqual(halvingHeights(btx));
	});

	test('a halving on a segment start counts once', () => {
		const schedule = piecewise([0n, 16n, 10n], [10n, 16n, 5n]);
		expect(halvingHeights(schedule)).toEqual([10n, 15n, 20n, 25n, 30n]);
	});

	test('issuance may rest and resume, and its end need not be a halving', () => {
		const resting = piecewise([0n, 8n, 10n], [5n, 0n, 10n], [25n, 12n, 10n], [28n, 0n, 10n]);
		expect([...subsidyEras(resting)]).toMatchObject([
			{ fromHeight: 0n, endHeight: 5n, subsidy: 8n },
			{ fromHeight: 5n, endHeight: 25n, subsidy: 0n },
			{ fromHeight: 25n, endHeight: 28n, subsidy: 3n },
			{ fromHeight: 28n, endHeight: null, subsidy: 0n },
		]);
		expect(halvingHeights(resting)).toEqual([10n, 20n]);
		expect(firstZeroHeight(resting)).toBe(28n);
		expect(issuedThrough(resting, 20n)).toBe(40n);
	});

	test('issuance ends at the maximal number of halvings', () => {
		const capped = only(halving([[0n, 1024n, 10n]], 2n));
		expect(payingEras(capped)).toHaveLength(2);
		expect(firstZeroHeight(capped)).toBe(20n);
		expect(halvingHeights(capped)).toEqual([10n, 20n]);
		expect(subsidyAt(capped, 20n)).toBe(0n);
	});

	test('a chain without subsidy has one empty era', () => {
		const none = plain(0n, 10n);
		expect([...subsidyEras(none)]).toEqual([{ fromHeight: 0n, endHeight: null, subsidy: 0n, minerSubsidy: 0n }]);
		expect(halvingHeights(none)).toEqual([]);
		expect([firstZeroHeight(none), totalSupply(none), issuedThrough(none, 5n)]).toEqual([0n, 0n, 0n]);
	});
});

describe('malformed schedules', () => {
	test.each<[SubsidySchedule, string]>([
		[piecewise(), 'a halving subsidy needs at least one segment'],
		[piecewise([1n, 5n, 5n]), 'subsidy segment at height 1: segments start at 0 and rise'],
		[piecewise([0n, 5n, 5n], [0n, 4n, 5n]), 'subsidy segment at height 0: segments start at 0 and rise'],
		[plain(5n, 0n), 'subsidy segment at height 0: halving interval must be positive'],
		[plain(-5n, 1n), 'subsidy segment at height 0: subsidy is negative'],
	])('%#', (schedule, message) => {
		expect(() => subsidyAt(schedule, 0n)).toThrow(new RangeError(message));
		expect(() => totalSupply(schedule)).toThrow(new RangeError(message));
	});

	test('heights below zero are refused', () => {
		expect(() => subsidyAt(btx, -1n)).toThrow(new RangeError('height -1 is negative'));
		expect(() => issuedThrough(btx, -1n)).toThrow(new RangeError('height -1 is negative'));
		expect(() => halvingsAt(halving([[0n, 5n, 5n]]), -1n)).toThrow(new RangeError('height -1 is negative'));
	});
});

describe('properties', () => {
	const small = (max: number, min = 0) => fc.bigInt({ min: BigInt(min), max: BigInt(max) });
	const anyRule = fc
		.tuple(fc.array(fc.tuple(small(30, 1), small(200), small(20, 1)), { minLength: 1, maxLength: 4 }), small(10))
		.map(([rows, maxHalvings]) => {
			let start = 0n;
			const segments = rows.map(([length, initialSubsidy, halvingIntervalBlocks]) => {
				const segment = [start, initialSubsidy, halvingIntervalBlocks] as const;
				start += length;
				return segment;
			});
			return halving(segments, maxHalvings);
		});

	test('sums by era equal sums by block, and halving heights are where the count steps', () => {
		fc.assert(
			fc.property(anyRule, (rule) => {
				const schedule = only(rule);
				const end = finite(firstZeroHeight(schedule));
				let sum = 0n;
				let count = 0n;
				const steps: bigint[] = [];
				for (let height = 0n; height < end + 40n; height++) {
					sum += subsidyAt(schedule, height);
					expect(issuedThrough(schedule, height)).toBe(sum);
					const halvings = halvingsAt(rule, height);
					if (halvings > count && height <= end) steps.push(height);
					count = halvings;
				}
				expect(totalSupply(schedule)).toBe(sum);
				expect(halvingHeights(schedule)).toEqual(steps);
			}),
			{ numRuns: 60 },
		);
	});

	test('eras are ordered, non-zero, and neighbours that touch differ', () => {
		fc.assert(
			fc.property(anyRule, (rule) => {
				const schedule = only(rule);
				const eras = payingEras(schedule);
				for (const [index, era] of eras.entries()) {
					expect(era.subsidy > 0n && era.fromHeight < era.endHeight).toBe(true);
					expect(subsidyAt(schedule, era.fromHeight)).toBe(era.subsidy);
					expect(subsidyAt(schedule, era.endHeight - 1n)).toBe(era.subsidy);
					const next = eras[index + 1];
					if (next !== undefined) {
						expect(next.fromHeight > era.endHeight || next.subsidy !== era.subsidy).toBe(true);
						expect(next.fromHeight >= era.endHeight).toBe(true);
					}
				}
			}),
		);
	});
});
