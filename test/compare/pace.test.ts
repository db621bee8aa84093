import { describe, expect, it } from 'vitest';
import { Pace, scheduleDeviationSeconds } from '../../src/compare/pace.ts';
import { asertOf, withAsert } from '../../src/difficulty/era.ts';
import { scenarioOf } from './fixtures.ts';

describe('pace', () => {
	it('dates the first halving from a recorded tip: 2027-07-30T05:41:26Z', () => {
		// (179,000, 1785786086) of chainTxData at 90 s a block (btxchain/btx@a5aa3b41 chainparams.cpp:1188).
		const { base, state } = scenarioOf({ state: 'btx-main-179000' });
		const time = new Pace(base, state).timeOf(525_000);
		expect(new Date(time * 1000).toISOString()).toBe('2027-07-30T05:41:26.000Z');
	});

	it('runs at the new spacing from the activation block on', () => {
		const { fork, state, activationHeight } = scenarioOf();
		const pace = new Pace(fork, state);
		const parent = state.tip.timeSeconds + 90 * 3839;
		expect(activationHeight).toBe(151_989);
		expect(pace.timeOf(151_988)).toBe(parent);
		expect(pace.timeOf(151_989)).toBe(parent + 60);
		expect(pace.timeOf(152_988)).toBe(parent + 60_000);
	});

	it('finds the last height that has come by a time', () => {
		const { fork, state } = scenarioOf();
		const pace = new Pace(fork, state);
		for (const height of [148_149, 151_987, 151_988, 151_989, 400_000]) {
			expect(pace.heightAt(pace.timeOf(height))).toBe(height);
			expect(pace.heightAt(pace.timeOf(height) + 59)).toBe(height);
			if (height > 148_149) expect(pace.heightAt(pace.timeOf(height) - 1)).toBe(height - 1);
		}
		expect(pace.heightAt(state.tip.timeSeconds - 1e6)).toBe(148_149);
	});

	it('leaves out spacings that changed below the tip', () => {
		const { base, state } = scenarioOf();
		const [start] = asertOf(base.difficulty).arms;
		const changed = {
			...base,
			difficulty: withAsert({ ...asertOf(base.difficulty), arms: [{ ...start!, spacingSeconds: 60n }] }),
		};
		expect(new Pace(changed, state).timeOf(148_150) - state.tip.timeSeconds).toBe(60);
	});
});

describe('schedule deviation', () => {
	it('is the stationary spread of difficulty, 9.31 % at 3,600 s and 4.65 % at 14,400 s, in seconds', () => {
		// sd ln D = √(T ln 2 ÷ 2τ); Monte Carlo 9.37 % and 4.63 %.
		for (const [halfLife, spread] of [
			[3600, 0.0931],
			[14_400, 0.0465],
		] as const) {
			expect((scheduleDeviationSeconds(90, halfLife) * Math.LN2) / halfLife).toBeCloseTo(spread, 4);
		}
	});
});
