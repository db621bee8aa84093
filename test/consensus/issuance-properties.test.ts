import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	firstZeroHeight,
	halvingHeights,
	issuedBetween,
	issuedThrough,
	minerIssuedBetween,
	minerSubsidyAt,
	type SubsidyRule,
	type SubsidySchedule,
	startsAtGenesis,
	subsidyAt,
	subsidyEras,
	totalSupply,
} from '../../src/consensus/index.ts';
import { halving, only, plain, table } from './schedules.ts';

const SEEDED = { seed: 20_260_918, numRuns: 25 } as const;

const issuedBefore = (schedule: SubsidySchedule, height: bigint) =>
	height === 0n ? 0n : issuedThrough(schedule, height - 1n);

const small = (min: number, max: number) => fc.bigInt({ min: BigInt(min), max: BigInt(max) });

/** Distinct heights in rising order, the first 0. */
const heights = fc
	.array(small(1, 60), { maxLength: 3 })
	.map((steps) => [0n, ...steps].map((_, i, all) => all.slice(0, i + 1).reduce((sum, step) => sum + step)));

const halvings = fc
	.tuple(
		heights,
		fc.array(fc.tuple(small(0, 5000), small(1, 40)), { minLength: 4, maxLength: 4 }),
		small(1, 30),
		small(0, 12),
	)
	.map(([from, values, ramp, maxHalvings]): SubsidyRule => {
		const rows = from.map((height, i) => [height, ...values[i]!] as const);
		const rule = halving(rows, maxHalvings);
		const fits = from[1] === undefined || from[1] >= ramp;
		return fits && ramp % 2n === 0n ? { ...rule, slowStart: { blocks: ramp } } : rule;
	});

const tables = fc
	.tuple(heights, fc.array(small(0, 50), { minLength: 4, maxLength: 4 }))
	.map(([from, values]): SubsidyRule => table(...from.map((height, i) => [height, values[i]!] as const)));

const geometrics = fc
	.record({ initialSubsidy: small(0, 9000), num: small(0, 4), eraBlocks: small(1, 30), firstHeight: small(0, 9) })
	.map((fields): SubsidyRule => ({ kind: 'geometric', rounding: 'floor', den: 5n, ...fields }));

const reductions = fc
	.record({
		baseSubsidy: small(0, 9000),
		mul: small(0, 10),
		intervalBlocks: small(1, 30),
		blockOneSubsidy: small(0, 9000),
		votesPerBlock: small(1, 5),
		votingFromHeight: small(3, 40),
		fullTreasuryFromHeight: small(0, 40),
		shares: fc
			.tuple(heights, small(0, 9), small(0, 9))
			.map(([from, work, stake]) =>
				from.map((fromHeight, i) => ({ fromHeight, work: work + BigInt(i), stake, treasury: 1n })),
			),
	})
	.map((fields): SubsidyRule => ({ kind: 'reduction', rounding: 'floor', div: 11n, ...fields }));

const smooths = fc
	.record({ num: small(1, 20), cap: small(0, 20_000) })
	.map((fields): SubsidyRule => ({ kind: 'smooth', rounding: 'ceil', den: 200n, ...fields }));

const emissions = fc
	.record({ supplyConstant: small(0, 30_000), spacingMinutes: small(1, 4), tailSubsidy: small(0, 6) })
	.map((fields): SubsidyRule => ({ kind: 'emission', rounding: 'floor', shiftBits: 7n, ...fields }));

const kinds = { halvings, tables, geometrics, reductions, smooths, emissions };

const stages = fc
	.tuple(
		fc.oneof(...Object.values(kinds)),
		fc.array(fc.tuple(small(1, 80), fc.oneof(...Object.values(kinds))), { maxLength: 3 }),
	)
	.map(([first, later]): SubsidySchedule => {
		let fromHeight = 0n;
		const rest = later.map(([blocks, rule]) => {
			fromHeight += blocks;
			return { fromHeight, name: rule.kind, rule };
		});
		return [...only(first), ...rest];
	});

const schedules: [string, fc.Arbitrary<SubsidySchedule>][] = [
	...Object.entries(kinds).map(([name, rules]): [string, fc.Arbitrary<SubsidySchedule>] => [name, rules.map(only)]),
	['stages', stages],
];

describe.each(schedules)('%s', (_, arbitrary) => {
	test('sums are those of the blocks', () => {
		fc.assert(
			fc.property(arbitrary, (schedule) => {
				let issued = 0n;
				let earned = 0n;
				for (let height = 0n; height < 160n; height++) {
					const subsidy = subsidyAt(schedule, height);
					const miner = minerSubsidyAt(schedule, height);
					expect(miner >= 0n && miner <= subsidy).toBe(true);
					issued += subsidy;
					earned += miner;
					expect(issuedThrough(schedule, height)).toBe(issued);
					expect(minerIssuedBetween(schedule, 0n, height + 1n)).toBe(earned);
					expect(issuedBetween(schedule, height / 2n, height + 1n)).toBe(issued - issuedBefore(schedule, height / 2n));
				}
			}),
			SEEDED,
		);
	});

	test('the order of questions does not matter', () => {
		fc.assert(
			fc.property(arbitrary, fc.array(small(0, 900), { minLength: 3, maxLength: 8 }), (schedule, asked) => {
				const fresh = (height: bigint) => issuedThrough([...schedule], height);
				for (const height of asked) expect(issuedThrough(schedule, height)).toBe(fresh(height));
			}),
			SEEDED,
		);
	});

	test('eras follow each other, differ, and hold for all their blocks', () => {
		fc.assert(
			fc.property(arbitrary, small(0, 200), (schedule, from) => {
				let expected: bigint | null = from;
				let before: bigint[] = [];
				for (const { fromHeight, endHeight, subsidy, minerSubsidy } of subsidyEras(schedule, from)) {
					expect(fromHeight).toBe(expected);
					expect([subsidy, minerSubsidy]).not.toEqual(before);
					const last: bigint = endHeight === null ? fromHeight + 50n : endHeight - 1n;
					for (const height of [fromHeight, (fromHeight + last) / 2n, last]) {
						expect([subsidyAt(schedule, height), minerSubsidyAt(schedule, height)]).toEqual([subsidy, minerSubsidy]);
					}
					before = [subsidy, minerSubsidy];
					expected = endHeight;
				}
				expect(expected).toBeNull();
			}),
			SEEDED,
		);
	});

	test('the total is what is issued by the first height without a subsidy, and neither exists alone', () => {
		fc.assert(
			fc.property(arbitrary, (schedule) => {
				const end = firstZeroHeight(schedule);
				const total = totalSupply(schedule);
				if (end === null || total === null) {
					expect([end, total]).toEqual([null, null]);
					expect(subsidyAt(schedule, 10n ** 30n) > 0n).toBe(true);
					return;
				}
				expect(issuedThrough(schedule, end)).toBe(total);
				expect(issuedThrough(schedule, end + 10n ** 30n)).toBe(total);
				if (end > 0n) expect(subsidyAt(schedule, end - 1n) > 0n).toBe(true);
				expect(subsidyAt(schedule, end)).toBe(0n);
			}),
			SEEDED,
		);
	});
});

describe('malformed schedules', () => {
	const rule = table([0n, 1n]);
	const geometric = {
		kind: 'geometric',
		rounding: 'floor',
		initialSubsidy: 1n,
		num: 1n,
		den: 2n,
		eraBlocks: 1n,
		firstHeight: 0n,
	} as const;
	const smooth = { kind: 'smooth', rounding: 'ceil', num: 1n, den: 2n, cap: 1n } as const;
	const emission = {
		kind: 'emission',
		rounding: 'floor',
		supplyConstant: 1n,
		shiftBits: 1n,
		spacingMinutes: 1n,
		tailSubsidy: 1n,
	} as const;
	const ramped = (blocks: bigint) =>
		only({
			...halving([
				[0n, 1n, 1n],
				[5n, 1n, 1n],
			]),
			slowStart: { blocks },
		});
	const fraction = 'the fraction must lie in 0 … 1, 1 excluded';

	test.each<[SubsidySchedule, string]>([
		[[], 'a subsidy schedule needs at least one stage'],
		[[{ fromHeight: -1n, name: 'x', rule }], "subsidy stage 'x' at height -1: stages start at 0 or above and rise"],
		[
			[...only(rule), { fromHeight: 0n, name: 'x', rule }],
			"subsidy stage 'x' at height 0: stages start at 0 or above and rise",
		],
		[
			[...only(rule), { fromHeight: 4n, name: 'x', rule: halving([[5n, 1n, 1n]]) }],
			'subsidy segment at height 5: segments start at 0 … 4 and rise',
		],
		[
			[
				...only(rule),
				{ fromHeight: 4n, name: 'x', rule: { kind: 'smooth', rounding: 'ceil', num: 1n, den: 1n, cap: -2n } },
			],
			'cap -2 is negative',
		],
		[only(halving([[-1n, 1n, 1n]])), 'subsidy segment at height -1: segments start at 0 and rise'],
		[only(halving([[0n, 1n, 1n]], -1n)), 'the number of halvings, -1, is negative'],
		[ramped(0n), 'a slow start must last at least one block'],
		[ramped(6n), 'the slow start of 6 blocks reaches into the segment at 5'],
		[only(table()), 'a table of subsidies needs at least one step'],
		[only(table([1n, 1n])), 'subsidy step at height 1: steps start by height 0 and rise'],
		[only(table([0n, 1n], [0n, 2n])), 'subsidy step at height 0: steps start by height 0 and rise'],
		[only(table([0n, -1n])), 'subsidy step at height 0: subsidy is negative'],
		[only({ ...geometric, initialSubsidy: -1n }), 'initial subsidy -1 is negative'],
		[only({ ...geometric, eraBlocks: 0n }), 'an era must last at least one block'],
		[only({ ...geometric, firstHeight: -1n }), 'first height -1 is negative'],
		[only({ ...geometric, num: 2n }), `a subsidy cannot shrink by 2/2: ${fraction}`],
		[only({ ...geometric, num: -1n }), `a subsidy cannot shrink by -1/2: ${fraction}`],
		[only({ ...smooth, num: 0n }), 'fraction 0/2 of the reserve must lie in 0 … 1, 0 excluded'],
		[only({ ...smooth, num: 3n }), 'fraction 3/2 of the reserve must lie in 0 … 1, 0 excluded'],
		[only({ ...smooth, cap: -1n }), 'cap -1 is negative'],
		[only({ ...emission, supplyConstant: -1n }), 'supply constant -1 is negative'],
		[only({ ...emission, tailSubsidy: -1n }), 'tail subsidy -1 is negative'],
		[only({ ...emission, spacingMinutes: 0n }), 'the spacing must be at least one minute'],
		[only({ ...emission, spacingMinutes: 3n }), 'a shift of 1 bits allows no spacing of 3 minutes'],
	])('%#', (schedule, message) => {
		expect(() => subsidyAt(schedule, 0n)).toThrow(new RangeError(message));
		expect(() => halvingHeights(schedule)).toThrow(new RangeError(message));
		expect(() => totalSupply(schedule)).toThrow(new RangeError(message));
	});

	test('a schedule that starts above 0 is known from there on, and has no sum over all blocks', () => {
		const late: SubsidySchedule = [{ fromHeight: 5n, name: 'late', rule: table([0n, 2n], [9n, 0n]) }];
		expect([startsAtGenesis(late), startsAtGenesis(plain(5n, 5n))]).toEqual([false, true]);
		expect([issuedBetween(late, 5n, 20n), minerIssuedBetween(late, 6n, 8n)]).toEqual([8n, 4n]);
		expect([...subsidyEras(late)].map(({ fromHeight }) => fromHeight)).toEqual([5n, 9n]);
		expect(firstZeroHeight(late)).toBe(9n);
		const given = new RangeError('no issuance is given for height 4: below 5 it is no function of height');
		expect(() => subsidyAt(late, 4n)).toThrow(given);
		expect(() => minerSubsidyAt(late, 4n)).toThrow(given);
		expect(() => issuedBetween(late, 4n, 8n)).toThrow(given);
		const sum = new RangeError('what the blocks below height 5 created is no function of height: no sum is known');
		const rule = { kind: 'smooth', rounding: 'ceil', num: 1n, den: 2n, cap: 10n } as const;
		expect(() => subsidyAt([...late, { fromHeight: 20n, name: 'reserve', rule }], 20n)).toThrow(
			"subsidy stage 'reserve' at height 20: the rule pays by all that was issued before, so the stages must start at 0",
		);
		expect(() => issuedThrough(late, 8n)).toThrow(sum);
		expect(() => totalSupply(late)).toThrow(sum);
	});

	test('heights below zero are refused everywhere', () => {
		const schedule = plain(5n, 5n);
		const refusal = new RangeError('height -1 is negative');
		for (const of of [subsidyAt, minerSubsidyAt, issuedThrough]) {
			expect(() => of(schedule, -1n)).toThrow(refusal);
		}
		expect(() => issuedBetween(schedule, -1n, 5n)).toThrow(refusal);
		expect(() => minerIssuedBetween(schedule, -1n, 5n)).toThrow(refusal);
		expect(() => subsidyEras(schedule, -1n).next()).toThrow(refusal);
	});
});
