import { describe, expect, it } from 'vitest';
import { daySegments, dayWeights, growthPerSecond, SECONDS_PER_DAY } from '../../src/hashrate/growth.ts';
import { exp, expm1, log1p } from '../../src/numeric/elementary.ts';

describe('growth per second', () => {
	it('makes a day of +1 % end at 1.01 times its start', () => {
		expect(growthPerSecond(1)).toBe(log1p(0.01) / 86_400);
		for (const percent of [1, 0.4, 100, -1, -50, -99.9]) {
			expect(exp(growthPerSecond(percent) * SECONDS_PER_DAY)).toBeCloseTo(1 + percent / 100, 14);
		}
	});

	it('is exactly zero without growth', () => {
		expect(growthPerSecond(0)).toBe(0);
		expect(growthPerSecond(-0)).toBe(0);
	});

	it.each([-100, -101, Number.NEGATIVE_INFINITY, Number.NaN])('refuses %d %% a day', (percent) => {
		expect(() => growthPerSecond(percent)).toThrow(
			new RangeError('growth must be a finite number above -100 % per day'),
		);
	});
});

describe('days of a window', () => {
	it.each([
		[86_400, [86_400]],
		[3 * 86_400, [86_400, 86_400, 86_400]],
		[100_000, [86_400, 13_600]],
		[600, [600]],
		[86_400.5, [86_400, 0.5]],
	])('of %d s', (windowSeconds, expected) => {
		expect(daySegments(windowSeconds)).toEqual(expected);
	});
});

describe('day weights', () => {
	it('are one in a network that stands still', () => {
		expect(dayWeights(0, daySegments(250_000))).toEqual([1, 1, 1]);
	});

	it.each([1, 0.01, 25, -1, -30])('add up to the closed integral of e^(−r·t) at %d %% a day', (percent) => {
		const rate = growthPerSecond(percent);
		for (const windowSeconds of [30 * 86_400, 100_000, 86_400, 1234]) {
			const segments = daySegments(windowSeconds);
			const weights = dayWeights(rate, segments);
			expect(weights).toHaveLength(segments.length);
			const sum = weights.reduce((total, weight, day) => total + weight * segments[day]!, 0);
			const integral = -expm1(-rate * windowSeconds) / rate;
			expect(Math.abs(sum / integral - 1)).toBeLessThan(1e-13);
		}
	});

	it('fall by 1.01 from day to day and average the first day’s decline', () => {
		const weights = dayWeights(growthPerSecond(1), daySegments(5 * 86_400));
		expect(weights[0]).toBeCloseTo((1 - 1 / 1.01) / log1p(0.01), 14);
		for (let day = 1; day < weights.length; day++) expect(weights[day - 1]! / weights[day]!).toBeCloseTo(1.01, 13);
	});

	it('weigh a part of a day by that part alone', () => {
		const rate = growthPerSecond(10);
		const [whole, part] = dayWeights(rate, [86_400, 3600]);
		expect(whole! / part!).toBeGreaterThan(1);
		expect(part).toBeCloseTo((exp(-rate * 86_400) * -expm1(-rate * 3600)) / (rate * 3600), 14);
	});
});
