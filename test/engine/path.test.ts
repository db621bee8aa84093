import { describe, expect, it } from 'vitest';
import { meanIntervals } from '../../src/engine/path.ts';
import { chain, STANDARD } from './plans.ts';

describe('the mean path', () => {
	it('keeps to the base’s spacing', () => {
		const [base] = meanIntervals(STANDARD, 500);
		expect(base).toHaveLength(500);
		for (const interval of base!) expect(Math.abs(interval - 90)).toBeLessThan(0.1);
	});

	it('takes a rescaled target to the new spacing at once, but for the spacing that a new anchor costs', () => {
		const [, fork] = meanIntervals(STANDARD, 1000);
		expect(Math.abs(fork![0]! - 60)).toBeLessThan(0.05);
		// The block above an anchor is priced as if it were one spacing early: 60·2^(60/3600) s, which then decays.
		expect(fork![1]!).toBeCloseTo(60 * 2 ** (60 / 3600), 1);
		for (let block = 2; block < fork!.length; block++) expect(fork![block]!).toBeLessThan(fork![block - 1]! + 0.05);
		for (const interval of fork!.slice(500)) expect(Math.abs(interval - 60)).toBeLessThan(0.05);
	});

	it('approaches a new spacing along the lag where the target is kept', () => {
		const fork = chain('kept', [
			{
				height: BigInt(STANDARD.activationHeight),
				name: 'kept',
				operation: { kind: 'inherit' },
				spacingSeconds: 60n,
			},
		]);
		const [, kept] = meanIntervals({ ...STANDARD, chains: [STANDARD.chains[0]!, fork] }, 2000);
		expect(Math.abs(kept![0]! - 90)).toBeLessThan(0.1);
		// The target follows the lag, and 30 s of lag a block are 30·ln 2/3600 of its logarithm.
		expect(kept![11]! / kept![1]!).toBeCloseTo(2 ** (-(30 * 10) / 3600), 2);
		for (let block = 2; block < kept!.length; block++) expect(kept![block]!).toBeLessThan(kept![block - 1]! + 0.05);
		expect(Math.abs(kept!.at(-1)! - 60)).toBeLessThan(0.1);
	});

	it('does not depend on growth or on the seed', () => {
		expect(meanIntervals({ ...STANDARD, growthPerSecond: 1e-6, seed: 9 }, 40)).toEqual(meanIntervals(STANDARD, 40));
	});
});
