import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/compare/document.ts';
import { daysText } from '../../src/compare/fleettable.ts';
import { intervalOf, numberOf, rehearsal, rowOf, vectors } from './fixtures.ts';

const fleet = vectors<{
	readonly m5CoinsPerDay: number;
	readonly growthPercentPerDay: number;
	readonly day0: Readonly<Record<'m5None' | 'rentalBreakEven' | 'fleetBreakEven', number>>;
	readonly continuous: Readonly<Record<'m5None' | 'rentalBreakEven' | 'fleetBreakEven', number>>;
	readonly simulated: Readonly<Record<'issuanceGain' | 'rentalBreakEven' | 'fleetBreakEven', number>>;
	readonly cvRatioAtConstantCoins: number;
}>('compare-fleet');

describe('the twin’s fleet at +1 % a day', () => {
	let report: Report;
	beforeAll(async () => {
		const growthPerDayPercent = fleet.growthPercentPerDay;
		report = await rehearsal({ days: 30, trials: 400, growthPerDayPercent, fleets: ['operator'] });
	}, 120_000);
	const base = (id: string): number => numberOf(rowOf(report, id).base);

	it('has an M5 that earns 0.510883 BTX a day flat', () => {
		expect(base('operator.own.closed-flat-coins') / 30).toBeCloseTo(fleet.m5CoinsPerDay, 12);
	});

	it.each(['day0', 'continuous'] as const)('agrees with the closed form, %s', (convention) => {
		const { m5None, rentalBreakEven, fleetBreakEven } = fleet[convention];
		expect(base(`operator.own.closed-${convention}-none`)).toBeCloseTo(m5None, 5);
		expect(base(`operator.added.closed-${convention}-breakeven`)).toBeCloseTo(rentalBreakEven, 3);
		expect(base(`operator.closed-${convention}-breakeven`)).toBeCloseTo(fleetBreakEven, 3);
	});

	it('finds ASERT’s early schedule in the simulation: +0.06 % blocks', () => {
		const gain = base('window-blocks') / 28_799.5 - 1;
		expect(gain).toBeCloseTo(fleet.simulated.issuanceGain, 4);
		const [low, high] = intervalOf(rowOf(report, 'window-blocks').base);
		expect(low / 28_799.5 - 1).toBeGreaterThan(0.0005);
		const expected = numberOf(rowOf(report, 'window-blocks-expected').base);
		expect(expected).toBeGreaterThan(low);
		expect(expected).toBeLessThan(high);
	});

	it.each([
		['operator.added', fleet.simulated.rentalBreakEven, fleet.continuous.rentalBreakEven],
		['operator', fleet.simulated.fleetBreakEven, fleet.continuous.fleetBreakEven],
	] as const)('lowers the break-even of %s by it', (id, printed, continuous) => {
		const row = rowOf(report, `${id}.breakeven`);
		expect(numberOf(row.base)).toBeCloseTo(printed, 2);
		// Added machines are part of their own denominator, which the closed form leaves out.
		const added = 10_192 / 171.9e6;
		const expected = (continuous * (1 + added)) / (1 + fleet.simulated.issuanceGain);
		const [low, high] = intervalOf(row.base);
		expect(Math.abs(numberOf(row.base) - expected)).toBeLessThan(2 * (high - low));
		expect(high).toBeLessThan(continuous);
	});

	it('prints luck that is wider than the error of its estimate', () => {
		const sd = base('operator.own.sd');
		const [low, high] = intervalOf(rowOf(report, 'operator.own.coins').base);
		expect(sd).toBeGreaterThan(1000 * (high - low));
		expect(base('operator.own.variance')).toBeCloseTo(sd * sd, 9);
		expect(base('operator.own.cv')).toBeCloseTo(sd / base('operator.own.coins'), 9);
		expect(base('operator.own.sd-measured')).toBeGreaterThan(sd);
	});

	it('prints revenue under three readings of the world', () => {
		const coins = rowOf(report, 'operator.own.coins');
		const usd = rowOf(report, 'operator.own.usd');
		expect(numberOf(usd.fork)).toBeCloseTo(numberOf(coins.fork) * 399.25, 6);
		const joined = rowOf(report, 'operator.own.usd-joined');
		expect(joined.fork).toMatchObject({ kind: 'assumed', value: numberOf(usd.base) });
		const diluted = rowOf(report, 'operator.own.usd-diluted');
		expect(numberOf(diluted.fork)).toBeLessThan(numberOf(usd.fork));
		expect(numberOf(diluted.fork)).toBeGreaterThan(numberOf(usd.base));
		expect(numberOf(rowOf(report, 'operator.own.none-joined').fork)).toBeCloseTo(base('operator.own.none'), 3);
	});

	it('orders quantiles, and loses exactly where a block is missing', () => {
		const at = (p: string): number => base(`operator.${p}`);
		expect(at('p5')).toBeLessThanOrEqual(at('p50'));
		expect(at('p50')).toBeLessThanOrEqual(at('p95'));
		expect(at('p95') % 20).toBe(0);
		// 1,411.20 USD are less than one block of 20 coins at 399.25.
		expect(base('operator.added.loss')).toBeCloseTo(base('operator.added.none'), 6);
		expect(rowOf(report, 'operator.added.loss').label).toBe('P(loss) at 399.25');
	});
});

describe('a fork that keeps coins a day', () => {
	let report: Report;
	beforeAll(async () => {
		report = await rehearsal({ fork: 'spacing60-neutral', days: 30, trials: 64, fleets: ['operator', 'share-1e-2'] });
	}, 120_000);

	it('cuts the CV of every miner to √(60/90)', () => {
		for (const id of ['operator.own', 'operator.added', 'operator', 'share-1e-2']) {
			const { base, fork } = rowOf(report, `${id}.cv`);
			expect(numberOf(fork) / numberOf(base)).toBeCloseTo(fleet.cvRatioAtConstantCoins, 3);
		}
	});

	it('has no other readings of revenue, and closed forms without growth only', () => {
		const ids = report.tables.flatMap(({ rows }) => rows.map(({ id }) => id));
		expect(ids.filter((id) => id.includes('joined') || id.includes('diluted'))).toEqual([]);
		expect(ids.filter((id) => id.includes('closed-')).every((id) => id.includes('closed-flat'))).toBe(true);
	});

	it('prints costs only of fleets that have some, and no measured luck of a plain share', () => {
		const ids = report.tables.flatMap(({ rows }) => rows.map(({ id }) => id));
		expect(ids).toContain('operator.added.breakeven');
		expect(ids).not.toContain('operator.own.breakeven');
		expect(ids).not.toContain('share-1e-2.breakeven');
		expect(rowOf(report, 'share-1e-2.sd-measured')).toMatchObject({ base: null, fork: null });
	});
});

it('days are written without a plural of one', () => {
	expect([86_400, 30 * 86_400, 43_200].map(daysText)).toEqual(['1 day', '30 days', '0.5 days']);
});
