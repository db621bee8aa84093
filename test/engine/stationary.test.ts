/** What a stationary ASERT chain is known to do, against the engine with a fixed seed. */
import { describe, expect, it } from 'vitest';
import { grownInterval } from '../../src/engine/lanes.ts';
import { simulate } from '../../src/engine/simulate.ts';
import type { LanesPlan } from '../../src/engine/types.ts';
import { growthPerSecond } from '../../src/hashrate/growth.ts';
import { expm1, log1p } from '../../src/numeric/elementary.ts';
import { BTX_ASERT, chain, STANDARD } from './plans.ts';

const HALF_LIFE = Number(BTX_ASERT.halfLifeSeconds);
const SPACING = Number(BTX_ASERT.spacingSeconds);
/** What a block changes ln(target) by for each spacing that it is late. */
const GAIN = (SPACING * Math.LN2) / HALF_LIFE;

/** Seven relaxation times of 1/GAIN = 58 blocks after the tip, where the lag is forgotten. */
const BASE: LanesPlan = {
	...STANDARD,
	trials: 12_800,
	activationHeight: STANDARD.tip.height + 400,
	windowSeconds: 43_200,
	chains: [chain('base', [])],
};

function meanBlocks(windowBlocks: readonly (readonly [number, number])[], trials: number): number {
	return windowBlocks.reduce((sum, [blocks, times]) => sum + blocks * times, 0) / trials;
}

describe('the stationary chain', async () => {
	const result = await simulate(BASE, { workers: 1 });
	const { windowBlocks } = result.chains[0]!;
	const mean = meanBlocks(windowBlocks, BASE.trials);
	const spread = Math.sqrt(
		windowBlocks.reduce((sum, [blocks, times]) => sum + times * (blocks - mean) ** 2, 0) / (BASE.trials - 1),
	);

	it('finds W/s − 1/2 blocks in a window that starts at a block', () => {
		const standardError = spread / Math.sqrt(BASE.trials);
		expect(standardError).toBeLessThan(0.08);
		expect(Math.abs(mean - (BASE.windowSeconds / SPACING - 0.5))).toBeLessThan(4 * standardError);
	});

	it('spreads its counts by √2 times the spread of the lag, not by √N', () => {
		expect(spread).toBeGreaterThan(6.5);
		expect(spread).toBeLessThan(9);
	});

	it('has targets that spread by 9.35 %', () => {
		// k/√(1 − (1 − k)²) for k = 90·ln 2/3600. ln(target) moves by ln 2/τ for every second of lag, and the lag at
		// a fixed height is the block's time less a constant.
		const theory = GAIN / Math.sqrt(1 - (1 - GAIN) ** 2);
		expect(theory).toBeCloseTo(0.0935, 4);
		const n = BigInt(BASE.trials);
		const squares = n * result.activationSquareSum - result.activationSum ** 2n;
		const lagSpread = Math.sqrt(Number(squares) / BASE.trials / (BASE.trials - 1));
		// Sampling error of a standard deviation: 0.6 %; the theory is linear in the lag.
		expect(Math.abs((lagSpread * Math.LN2) / HALF_LIFE / theory - 1)).toBeLessThan(0.03);
	});
});

describe('growth', () => {
	it('of +1 % a day adds 0.06 % of blocks', async () => {
		const flat = { ...BASE, trials: 256, windowSeconds: 8 * 86_400 };
		const rate = growthPerSecond(1);
		const [without, grown] = await Promise.all([
			simulate(flat, { workers: 1 }),
			simulate({ ...flat, growthPerSecond: rate }, { workers: 1 }),
		]);
		const before = meanBlocks(without.chains[0]!.windowBlocks, flat.trials);
		const after = meanBlocks(grown.chains[0]!.windowBlocks, flat.trials);
		// The lag must fall by r·τ/ln 2 a second for the target to keep up with the hashrate.
		const theory = (rate * HALF_LIFE) / Math.LN2;
		expect(theory).toBeCloseTo(0.0006, 5);
		expect((after - before) / before / theory).toBeGreaterThan(0.93);
		expect((after - before) / before / theory).toBeLessThan(1.05);
	});

	it('shortens an interval so that the work done in it is the same', () => {
		for (const rate of [1e-7, -1e-7, 1e-5, -1e-5]) {
			for (const flat of [0.001, 1, 9.9, 10.1, 90, 5000]) {
				const x = rate * flat;
				const interval = grownInterval(flat, x);
				expect(Math.abs(interval / (log1p(x) / rate) - 1)).toBeLessThan(1e-13);
				expect(Math.abs(expm1(rate * interval) / rate / flat - 1)).toBeLessThan(1e-13);
			}
		}
	});

	it('has no seam where the series ends', () => {
		for (const edge of [0.001, -0.001]) {
			const inside = grownInterval(90, edge * (1 - 1e-15));
			const outside = grownInterval(90, edge * (1 + 1e-15));
			// ln(1 + x) loses what 1 + x rounds away: 1.1e-16 of 0.001.
			expect(Math.abs(inside / outside - 1)).toBeLessThan(2.5e-13);
		}
		expect(grownInterval(90, 0)).toBe(90);
	});
});
