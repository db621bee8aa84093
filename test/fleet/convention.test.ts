import { describe, expect, it } from 'vitest';
import { effectiveDays, GROWTH_CONVENTIONS } from '../../src/fleet/convention.ts';

describe('effectiveDays', () => {
	it('equals the sums it closes', () => {
		for (const growth of [0.01, 0.2, -0.05]) {
			let factor = 1;
			let day0 = 0;
			let first = 0;
			for (let day = 0; day < 30; day++) {
				day0 += factor;
				factor /= 1 + growth;
				first += factor;
			}
			expect(effectiveDays('day0', 30, growth)).toBeCloseTo(day0, 11);
			expect(effectiveDays('growth-first', 30, growth)).toBeCloseTo(first, 11);
			expect(effectiveDays('flat', 30, growth)).toBe(30);
			expect(effectiveDays('day0', 29.5, growth)).toBeCloseTo(day0 - (factor * (1 + growth)) / 2, 11);
		}
	});

	it('puts the continuous convention between the daily ones, and all on the days without growth', () => {
		const [day0, continuous, first] = (['day0', 'continuous', 'growth-first'] as const).map((c) =>
			effectiveDays(c, 30, 0.01),
		);
		expect(day0).toBeGreaterThan(continuous!);
		expect(continuous).toBeGreaterThan(first!);
		for (const convention of GROWTH_CONVENTIONS) {
			expect(effectiveDays(convention, 30, 0)).toBe(30);
			expect(effectiveDays(convention, 30, 1e-13)).toBeCloseTo(30, 9);
		}
	});

	it('refuses growth that ends the network and negative days', () => {
		expect(() => effectiveDays('day0', 30, -1)).toThrow(/above -100 %/);
		expect(() => effectiveDays('flat', -1, 0)).toThrow(RangeError);
	});
});
