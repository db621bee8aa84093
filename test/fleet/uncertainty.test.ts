import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measurementError } from '../../src/fleet/measurement.ts';
import { shareFactors } from '../../src/fleet/uncertainty.ts';
import { gammaCdf } from '../../src/numeric/special.ts';

interface WindowCase {
	readonly name: string;
	readonly inputs: { readonly blocks: number };
	readonly expected: Readonly<Record<string, number>>;
}

const cases: WindowCase[] = JSON.parse(
	readFileSync(new URL('../vectors/economics-fleet.json', import.meta.url), 'utf8'),
).cases.filter((entry: { name: string }) => entry.name.startsWith('twin.window_error'));
if (cases.length === 0) throw new Error('no window_error vectors');

describe('measurementError', () => {
	it.each(cases)('$name', ({ inputs, expected }) => {
		const found = measurementError(inputs.blocks);
		expect(found.relativeStandardError).toBeCloseTo(expected['rel_se']!, 12);
		expect(found.biasFactor).toBeCloseTo(expected['bias_factor_of_work_over_time']!, 12);
		expect(found.low).toBeCloseTo(expected['ci95_low']!, 7);
		expect(found.high).toBeCloseTo(expected['ci95_high']!, 7);
	});

	it('refuses a window of one block', () => {
		expect(() => measurementError(1)).toThrow(RangeError);
	});
});

describe('shareFactors', () => {
	const moment = (n: number, power: number, width?: number): number =>
		shareFactors(n, width).reduce((sum, { factor, weight }) => sum + weight * factor ** power, 0);

	it.each([5, 20, 100, 500, 960, 5000])('has the moments of n/Gamma(n), n = %i', (n) => {
		for (const width of [Infinity, 0.02]) {
			expect(moment(n, 0, width)).toBeCloseTo(1, 14);
			expect(moment(n, 1, width) / (n / (n - 1))).toBeCloseTo(1, 12);
			expect(moment(n, 2, width) / (n ** 2 / ((n - 1) * (n - 2)))).toBeCloseTo(1, 12);
			expect(moment(n, -1, width)).toBeCloseTo(1, 12);
		}
	});

	it('keeps the mean and variance even at the shortest window', () => {
		expect(moment(3, 1)).toBeCloseTo(1.5, 10);
		expect(moment(3, 2)).toBeCloseTo(4.5, 10);
	});

	it('has the distribution function of n/Gamma(n)', () => {
		// Half of the node's own weight belongs to each side: the trapezoidal sum of a step is only good to O(step²).
		const factors = shareFactors(500, 0.001);
		for (const bound of [0.95, 1, 1.05]) {
			const below = factors.filter(({ factor }) => factor < bound).reduce((sum, { weight }) => sum + weight, 0);
			expect(Math.abs(below - (1 - gammaCdf(500, 500 / bound)))).toBeLessThan(0.01);
		}
	});

	it('refuses windows without a finite error', () => {
		expect(() => shareFactors(2)).toThrow(/at least 3/);
		expect(() => shareFactors(Number.NaN)).toThrow(RangeError);
		expect(() => shareFactors(500, 0)).toThrow(/positive width/);
	});
});
