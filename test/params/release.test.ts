import { describe, expect, test } from 'vitest';
import { compareReleases } from '../../src/params/release.ts';

/** From the oldest to the newest. */
const ORDERS: readonly (readonly string[])[] = [
	['0.9', '0.10', '0.32.2', '0.32.12', '0.33.2', '0.33.3', '1.0', '29.1'],
	['v28.3', 'v29', 'v29.0', 'v29.0.1', 'v29.0rc2', 'v29.1rc2', 'v29.1rc10', 'v210'],
	['1.99999999999999999999', '1.100000000000000000000'],
	['alpha', 'alpha2', 'beta', 'beta10'],
];

describe('compareReleases', () => {
	test.each(ORDERS)('%s before %s and what follows', (...order) => {
		for (const [i, a] of order.entries()) {
			for (const [j, b] of order.entries()) {
				expect([a, b, Math.sign(compareReleases(a, b))]).toEqual([a, b, Math.sign(i - j)]);
			}
		}
		expect(order.toReversed().sort(compareReleases)).toEqual(order);
	});

	test('leading zeros say nothing', () => {
		expect(compareReleases('1.02', '1.2')).toBe(0);
		expect(compareReleases('1.0', '1.00')).toBe(0);
		expect(compareReleases('1.02', '1.10')).toBeLessThan(0);
	});
});
