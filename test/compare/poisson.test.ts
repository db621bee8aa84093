import { describe, expect, it } from 'vitest';
import {
	binomialDistribution,
	type CountDistribution,
	cumulative,
	poissonCdf,
	poissonDistribution,
	poissonQuantile,
	quantile,
} from '../../src/compare/poisson.ts';
import { exp, ln, log1p } from '../../src/numeric/elementary.ts';
import { gammaTail, lnGamma } from '../../src/numeric/special.ts';

function moments({ first, probabilities }: CountDistribution): { total: number; mean: number; variance: number } {
	let total = 0;
	let mean = 0;
	for (const [i, p] of probabilities.entries()) {
		total += p;
		mean += p * (first + i);
	}
	let variance = 0;
	for (const [i, p] of probabilities.entries()) variance += p * (first + i - mean) ** 2;
	return { total, mean, variance };
}

const at = ({ first, probabilities }: CountDistribution, k: number): number => probabilities[k - first] ?? 0;

/** C(n, k)·a^k·(d − a)^(n − k)/d^n as an exact rational, read as a double. */
function exactBinomial(n: number, k: number, numerator: bigint, denominator: bigint): number {
	let coefficient = 1n;
	for (let i = 1n; i <= BigInt(k); i++) coefficient = (coefficient * (BigInt(n) - i + 1n)) / i;
	const top = coefficient * numerator ** BigInt(k) * (denominator - numerator) ** BigInt(n - k);
	return Number((top << 80n) / denominator ** BigInt(n)) / 2 ** 80;
}

describe('Poisson', () => {
	it.each([0.3, 2.149458349969913, 17, 144, 2016, 13000])('mean %d: mass, mean and variance', (mean) => {
		const found = moments(poissonDistribution(mean));
		expect(found.total).toBeCloseTo(1, 14);
		expect(found.mean / mean).toBeCloseTo(1, 12);
		expect(found.variance / mean).toBeCloseTo(1, 12);
	});

	it('agrees with the incomplete gamma function on both sides', () => {
		for (const [mean, k] of [
			[2016, 1900],
			[2016, 2016],
			[2016, 2150],
			[144, 150],
			[2.5, 0],
			[0.4, 3],
		] as const) {
			expect(Math.abs(poissonCdf(mean, k) / gammaTail(k + 1, mean) - 1)).toBeLessThan(3e-12);
		}
		expect(poissonCdf(2016, 2016)).toBeCloseTo(0.505923058429165, 13);
	});

	it('starts at e^−mean', () => {
		expect(at(poissonDistribution(2.5), 0)).toBeCloseTo(exp(-2.5), 15);
		expect(poissonDistribution(0)).toEqual({ first: 0, probabilities: Float64Array.of(1) });
	});

	it('has the quantiles of the published fleet', () => {
		const found = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99].map((q) => poissonQuantile(2.149458349969913, q));
		expect(found).toEqual([0, 0, 1, 2, 3, 4, 5, 6]);
		expect([0.1, 0.5, 0.9].map((q) => poissonQuantile(1.4836299270549473, q))).toEqual([0, 1, 3]);
	});

	it('refuses a mean that is none', () => {
		expect(() => poissonDistribution(-1)).toThrow(RangeError);
		expect(() => poissonDistribution(Infinity)).toThrow(RangeError);
	});
});

describe('binomial', () => {
	it('equals exact rationals for whole n', () => {
		for (const [n, numerator, denominator] of [
			[10, 1n, 4n],
			[50, 1n, 2n],
			[200, 1n, 64n],
			[7, 7n, 8n],
		] as const) {
			const found = binomialDistribution(n, Number(numerator) / Number(denominator));
			for (let k = 0; k <= Math.min(n, 30); k++) {
				const expected = exactBinomial(n, k, numerator, denominator);
				if (expected > 1e-12) expect(Math.abs(at(found, k) / expected - 1)).toBeLessThan(1e-12);
			}
			expect(at(found, n + 1)).toBe(0);
		}
	});

	it('follows Γ for real n', () => {
		for (const [n, p] of [
			[28824.37, 0.0002],
			[1440.5, 0.01],
			[300.25, 0.46],
		] as const) {
			const found = binomialDistribution(n, p);
			const centre = Math.round(n * p);
			for (const k of [centre, Math.round(centre * 0.8), Math.round(centre * 1.2) + 1]) {
				const logarithm = lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1) + k * ln(p) + (n - k) * log1p(-p);
				expect(Math.abs(at(found, k) / exp(logarithm) - 1)).toBeLessThan(1e-9);
			}
		}
	});

	it.each([
		[28824.37, 0.00002],
		[28824.37, 0.46],
		[86.4, 0.3],
		[12.7, 0.25],
	])('n = %d, p = %d: mean np and variance np(1 − p)', (n, p) => {
		const found = moments(binomialDistribution(n, p));
		expect(found.total).toBeCloseTo(1, 14);
		expect(found.mean / (n * p)).toBeCloseTo(1, 8);
		expect(found.variance / (n * p * (1 - p))).toBeCloseTo(1, 6);
	});

	it('knows certain outcomes', () => {
		const zero = { first: 0, probabilities: Float64Array.of(1) };
		expect(binomialDistribution(0, 0.5)).toEqual(zero);
		expect(binomialDistribution(10, 0)).toEqual(zero);
		expect(binomialDistribution(10, 1)).toEqual({ first: 10, probabilities: Float64Array.of(1) });
		expect(binomialDistribution(10.25, 1)).toEqual({ first: 10, probabilities: Float64Array.of(0.75, 0.25) });
	});

	it('refuses what is no binomial', () => {
		expect(() => binomialDistribution(-1, 0.5)).toThrow(RangeError);
		expect(() => binomialDistribution(10, 1.1)).toThrow(RangeError);
		expect(() => binomialDistribution(10, Number.NaN)).toThrow(RangeError);
	});
});

describe('cumulative and quantile', () => {
	const die: CountDistribution = { first: 1, probabilities: new Float64Array(6).fill(1 / 6) };

	it('are each other’s inverse', () => {
		expect(cumulative(die, 0)).toBe(0);
		expect(cumulative(die, 2.9)).toBeCloseTo(1 / 3, 15);
		expect(cumulative(die, 6)).toBe(1);
		expect(cumulative(die, Infinity)).toBe(1);
		expect(quantile(die, 0.5)).toBe(3);
		expect(quantile(die, 0.51)).toBe(4);
		expect(quantile(die, 0.999999)).toBe(6);
		expect(quantile(die, 1e-9)).toBe(1);
	});

	it('refuse q outside (0, 1)', () => {
		expect(() => quantile(die, 0)).toThrow(RangeError);
		expect(() => quantile(die, 1)).toThrow(RangeError);
	});
});
