import { describe, expect, it } from 'vitest';
import { decimalsFor, differenceInterval, meanInterval, significantDigits } from '../../src/compare/interval.ts';
import { generator } from '../numeric/reference.ts';

/** Integer sums of paired values. */
function pairedSums(pairs: readonly (readonly [number, number])[]) {
	let [sumX, sumSquaresX, sumY, sumSquaresY, sumProducts] = [0n, 0n, 0n, 0n, 0n];
	for (const [x, y] of pairs) {
		const [a, b] = [BigInt(x), BigInt(y)];
		sumX += a;
		sumSquaresX += a * a;
		sumY += b;
		sumSquaresY += b * b;
		sumProducts += a * b;
	}
	return { n: pairs.length, sumX, sumSquaresX, sumY, sumSquaresY, sumProducts };
}

/** Approximately normal: the sum of twelve uniforms, mean 0 and variance 1. */
function normal(random: () => number): number {
	let sum = -6;
	for (let i = 0; i < 12; i++) sum += random();
	return sum;
}

/** Correlated pairs in 2^-20: X = 1000 + 30u, Y = 1500 + 40u + 10v, so E(X − Y) = −500 and E(1.5X − Y) = 0. */
function syntheticPairs(random: () => number, n: number): [number, number][] {
	return Array.from({ length: n }, () => {
		const common = normal(random);
		const own = normal(random);
		return [Math.round((1000 + 30 * common) * 1048576), Math.round((1500 + 40 * common + 10 * own) * 1048576)];
	});
}

describe('meanInterval', () => {
	it('computes mean, standard error and Student interval of a small sample', () => {
		// 1, 2, 3, 4: variance 5/3, standard error √(5/12); t(0.975, 3) = 3.182446305284264.
		const found = meanInterval({ n: 4, sum: 10, sumSquares: 30n });
		expect(found.value).toBe(2.5);
		expect(found.standardError).toBeCloseTo(0.6454972243679028, 15);
		expect(found.halfWidth).toBeCloseTo(0.6454972243679028 * 3.182446305284264, 10);
		expect(found.high - found.low).toBeCloseTo(2 * found.halfWidth, 12);
	});

	it('scales by the value of a unit', () => {
		const plain = meanInterval({ n: 40, sum: -4000, sumSquares: 480000 });
		const scaled = meanInterval({ n: 40, sum: -4000, sumSquares: 480000 }, 1 / 1024);
		expect(plain.value).toBe(-100);
		expect(plain.halfWidth).toBeCloseTo(1.959963984540054 * Math.sqrt(80000 / 39 / 40), 10);
		expect(scaled.value).toBe(-100 / 1024);
		expect(scaled.halfWidth).toBe(plain.halfWidth / 1024);
	});

	it('loses nothing to cancellation: a spread of 1 on a mean of 10^15', () => {
		const values = Array.from({ length: 1000 }, (_, i) => 10n ** 15n + BigInt(i % 2));
		const sum = values.reduce((a, b) => a + b, 0n);
		const sumSquares = values.reduce((a, b) => a + b * b, 0n);
		expect(meanInterval({ n: 1000, sum, sumSquares }).standardError).toBeCloseTo(Math.sqrt(0.25 / 999), 14);
	});

	it('refuses one trial, sums that are no integers and sums of different samples', () => {
		expect(() => meanInterval({ n: 1, sum: 1, sumSquares: 1 })).toThrow(/at least two/);
		expect(() => meanInterval({ n: 4, sum: 2.5, sumSquares: 30 })).toThrow(/exact integer/);
		expect(() => meanInterval({ n: 4, sum: 2 ** 60, sumSquares: 30 })).toThrow(/exact integer/);
		expect(() => meanInterval({ n: 4, sum: 10, sumSquares: 20 })).toThrow(/negative variance/);
	});
});

describe('differenceInterval', () => {
	it('equals the interval of the differences themselves', () => {
		const pairs = syntheticPairs(generator(11), 50);
		const scaled = pairs.map(([x, y]) => 3 * x - 5 * y);
		const direct = meanInterval({
			n: 50,
			sum: scaled.reduce((a, b) => a + BigInt(b), 0n),
			sumSquares: scaled.reduce((a, b) => a + BigInt(b) ** 2n, 0n),
		});
		const paired = differenceInterval(pairedSums(pairs), 0.75, 1.25);
		expect(paired.value).toBeCloseTo(direct.value / 4, 6);
		expect(paired.standardError / (direct.standardError / 4)).toBeCloseTo(1, 13);
	});

	it('is exactly zero wide where the two move as one', () => {
		const pairs = syntheticPairs(generator(12), 100).map(([x]): [number, number] => [x, 3 * x]);
		const found = differenceInterval(pairedSums(pairs), 0.3, 0.1);
		// 0.3 and 3·0.1 differ as binary fractions, by 2^-54: so does the mean, and nothing else.
		expect(Math.abs(found.value)).toBeLessThan(1e-6);
		expect(differenceInterval(pairedSums(pairs), 0.75, 0.25)).toMatchObject({
			value: 0,
			halfWidth: 0,
			low: 0,
			high: 0,
		});
	});

	it('is narrower than the two intervals apart', () => {
		const pairs = syntheticPairs(generator(13), 400);
		const sums = pairedSums(pairs);
		const apart = Math.hypot(
			meanInterval({ n: 400, sum: sums.sumX, sumSquares: sums.sumSquaresX }).halfWidth,
			meanInterval({ n: 400, sum: sums.sumY, sumSquares: sums.sumSquaresY }).halfWidth,
		);
		expect(differenceInterval(sums).halfWidth).toBeLessThan(apart / 2.5);
	});

	it.each([
		['Student, 12 trials', 12],
		['normal, 60 trials', 60],
	] as const)('covers the truth in 95 %% of samples: %s', (_, n) => {
		let covered = 0;
		const seeds = 1000;
		for (let seed = 0; seed < seeds; seed++) {
			const found = differenceInterval(pairedSums(syntheticPairs(generator(1000 + seed), n)), 1.5, 1);
			if (found.low <= 0 && found.high >= 0) covered++;
		}
		expect(Math.abs(covered / seeds - 0.95)).toBeLessThan(0.025);
	});

	it('refuses factors of extreme size', () => {
		const sums = pairedSums([
			[1, 2],
			[2, 2],
		]);
		expect(() => differenceInterval(sums, Infinity, 1)).toThrow(RangeError);
		expect(() => differenceInterval(sums, 1, 1e-40)).toThrow(RangeError);
		expect(differenceInterval(sums, 0, 1).value).toBe(-2);
	});
});

describe('decimals that an interval supports', () => {
	it('ends at the second digit of the half-width', () => {
		expect(decimalsFor(0.0123)).toBe(3);
		expect(decimalsFor(0.0996)).toBe(2);
		expect(decimalsFor(1)).toBe(1);
		expect(decimalsFor(12.3)).toBe(0);
		expect(decimalsFor(123)).toBe(-1);
		expect(decimalsFor(5e-9)).toBe(10);
	});

	it('is unlimited where there is no width', () => {
		expect(decimalsFor(0)).toBeNull();
		expect(decimalsFor(Infinity)).toBeNull();
		expect(decimalsFor(Number.NaN)).toBeNull();
		expect(significantDigits(3, 0)).toBeNull();
	});

	it('counts significant digits from there', () => {
		expect(significantDigits(42.989, 0.12)).toBe(4);
		expect(significantDigits(-43207, 123)).toBe(4);
		expect(significantDigits(0.00012, 0.5)).toBe(1);
		expect(significantDigits(0, 0.5)).toBe(1);
	});
});
