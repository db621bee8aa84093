import { describe, expect, it } from 'vitest';
import { exactParts, FRACTION_BITS, lnFixed } from '../numeric/reference.ts';
import { drawsOf, exponentialsOf, mean, variance } from './statistics.ts';

/** −ln((draw + ½)/2^32) to 285 bits, less what the engine gives. */
function error(draw: number): number {
	const exact = -lnFixed(2n * BigInt(draw) + 1n, 1n << 33n);
	const { significand, exponent } = exactParts(exponentialsOf([draw])[0]!);
	return Number((significand << (FRACTION_BITS + BigInt(exponent))) - exact) / 2 ** Number(FRACTION_BITS);
}

/** First and last draw of each of the table's 16 × 256 bins. */
const BIN_EDGES = Array.from({ length: 16 * 256 }, (_, bin) => {
	const shift = 2 ** (bin >>> 8);
	const first = (256 + (bin & 255)) * 256 * shift;
	return [first, first + 256 * shift - 1];
}).flat();

describe('exponential variates', () => {
	it.each([
		0,
		1,
		2,
		2 ** 16 - 2,
		2 ** 16 - 1,
		2 ** 16,
		2 ** 16 + 1,
		2 ** 31 - 1,
		2 ** 31,
		2 ** 31 + 1,
		2 ** 32 - 2,
		2 ** 32 - 1,
	])('are the logarithm of draw %d', (draw) => {
		expect(Math.abs(error(draw))).toBeLessThan(1e-14);
	});

	it('are the logarithm at both ends of every bin and at 2,000 other draws, to 1e-14', () => {
		// Measured: 7.9e-15 at the edges of the widest bins, where the series' next term, r^5/5, is 5.7e-15.
		const draws = [...BIN_EDGES, ...drawsOf(11, 0, 2000)];
		const worst = draws.reduce((largest, draw) => Math.max(largest, Math.abs(error(draw))), 0);
		expect(worst).toBeLessThan(1e-14);
	});

	it('keep the small ones to a few parts in 10^6 of themselves', () => {
		expect(Math.abs(error(2 ** 32 - 1)) / exponentialsOf([2 ** 32 - 1])[0]!).toBeLessThan(4e-6);
	});

	it('are positive and fall as the draw grows, across every edge of a bin', () => {
		for (const edge of [...BIN_EDGES, 2 ** 15, 2 ** 12, 100, 5, 1]) {
			const around = [edge - 1, edge, edge + 1].filter((draw) => draw >= 0 && draw < 2 ** 32);
			const values = exponentialsOf(around);
			for (const [i, value] of values.entries()) {
				expect(value).toBeGreaterThan(0);
				if (i > 0) expect(value, `draw ${around[i]}`).toBeLessThan(values[i - 1]!);
			}
		}
	});

	it('fill only what was asked for', () => {
		expect(exponentialsOf([5, 6, 7])).toEqual([5, 6, 7].flatMap((draw) => exponentialsOf([draw])));
	});

	it('have mean 1 and variance 1', () => {
		const values = exponentialsOf(Array.from({ length: 64 }, (_, trial) => drawsOf(3, trial, 4096)).flat());
		const n = values.length;
		expect(Math.abs(mean(values) - 1)).toBeLessThan(4 / Math.sqrt(n));
		// The fourth central moment of a standard exponential is 9.
		expect(Math.abs(variance(values) - 1)).toBeLessThan(4 * Math.sqrt(8 / n));
	});
});
