import { describe, expect, it } from 'vitest';
import { forecast } from '../../src/compare/forecast.ts';
import { planOf } from '../../src/compare/plan.ts';
import { transitionLines } from '../../src/compare/transition.ts';
import { meanIntervals } from '../../src/engine/path.ts';
import { request, type ScenarioChanges, scenarioOf, vectors } from './fixtures.ts';

const { debt } = vectors<{
	readonly debt: {
		readonly halfLives: number[];
		readonly seconds: number[];
		readonly meanPathBlocks: number[];
		readonly meanPathSeconds: number[];
	};
}>('compare-transition');

const UNSCALED = [{ offset: 0, operation: { kind: 'ratio', num: '1', den: '1' } }] as const;

function lines(from: ScenarioChanges = {}, growthPerDayPercent = 0): string[] {
	const scenario = scenarioOf(from);
	const plan = planOf(scenario, request({ growthPerDayPercent }));
	return transitionLines(plan, 60, forecast(scenario, plan).expected[1] ?? null);
}

/** The mean path of an absolute schedule from a lag: blocks that are off by more than 5 %, and their seconds. */
function meanPath(lagSeconds: number, spacing: number, halfLife: number): { blocks: number; seconds: number } {
	let [blocks, seconds, lag] = [0, 0, lagSeconds];
	for (;;) {
		const interval = spacing * 2 ** (-lag / halfLife);
		if (Math.abs(interval / spacing - 1) <= 0.05) return { blocks, seconds };
		blocks++;
		seconds += interval;
		lag += interval - spacing;
	}
}

describe('mean path', () => {
	it.each([0, 1])('takes 673 or 168 blocks to repay the debt of 90 → 60 s (half-life %#)', (i) => {
		const halfLife = debt.halfLives[i]!;
		const pure = meanPath(-debt.seconds[i]!, 60, halfLife);
		expect(pure.blocks).toBe(debt.meanPathBlocks[i]);
		expect(Math.abs(pure.seconds - debt.meanPathSeconds[i]!)).toBeLessThan(1);

		const spacing = { nPowTargetSpacing: 60, nPowTargetSpacingNormal: 60 };
		// The release's own half-life is no change, and a change that changes nothing is refused.
		const set = halfLife === 3600 ? spacing : { ...spacing, nMatMulAsertHalfLife: halfLife };
		const scenario = scenarioOf({ file: { set, arms: UNSCALED } });
		const intervals = meanIntervals(planOf(scenario, request()), 1000)[1]!;
		const blocks = intervals.findLastIndex((seconds) => Math.abs(seconds / 60 - 1) > 0.05) + 1;
		// BTX's own path: the arm's block at the parent's target, then a schedule that counts one block more.
		const own = meanPath(-debt.seconds[i]! - 60, 60, halfLife);
		expect(Math.abs(blocks - (own.blocks + 1))).toBeLessThanOrEqual(1);
		const seconds = intervals.slice(0, blocks).reduce((sum, interval) => sum + interval, 0);
		expect(Math.abs(seconds - (own.seconds + 90))).toBeLessThanOrEqual(90);
		expect(Math.abs(blocks - debt.meanPathBlocks[i]!)).toBeLessThanOrEqual(4);
	});

	it('is at the new spacing from the first block with a rescale', () => {
		const intervals = meanIntervals(planOf(scenarioOf(), request()), 1000)[1]!;
		expect(intervals.every((seconds) => Math.abs(seconds / 60 - 1) < 0.05)).toBe(true);
		// The first block above the anchor is harder by one spacing of schedule, 2^(60/3600).
		expect(intervals[0]).toBeCloseTo(60, 1);
		expect(intervals[1]! / intervals[0]!).toBeCloseTo(2 ** (60 / 3600), 2);
	});
});

describe('transition lines', () => {
	it('say when the chain keeps the new spacing', () => {
		expect(lines()[0]).toBe(
			'expected first interval 60.0 s at a target spacing of 60 s; within 5 % from the first block',
		);
		const unscaled = lines({ file: { arms: UNSCALED } });
		expect(unscaled[0]).toMatch(/^expected first interval 90\.\d s .*; within 5 % after 17\d blocks \(3\.\d h\)$/);
	});

	it('name every correction to the nominal blocks', () => {
		expect(lines()[1]).toBe(
			"expected blocks 1438.63 = 1440.00 nominal − 0.50 end effect − 1.00 re-anchor + 0.13 anchor's frozen noise",
		);
		const [, debts] = lines({ file: { arms: UNSCALED } });
		expect(debts).toContain('− 35.10 schedule debt');
		expect(lines({}, 1)[1]).toContain('+ 0.81 growth');
		const off = lines({ state: 'btx-main-179000', activationHeight: 179_011 });
		expect(off[1]).toContain("the tip's own lag");
	});

	it('give the offset that the anchor freezes', () => {
		expect(lines()[2]).toBe(
			"the anchor freezes its parent's noise: a permanent offset with a standard deviation of 8.1 blocks",
		);
		expect(lines({ fork: 'subsidy10' })).toHaveLength(2);
	});

	it('say when a chain does not adjust, and leave out sums without a closed form', () => {
		const hard = scenarioOf({ state: 'btx-main-191713', fork: 'dump-floor' });
		const plan = planOf(hard, request());
		const floor = transitionLines(plan, 90, null);
		expect(floor).toHaveLength(1);
		expect(floor[0]).toContain('not within 5 % after 5000 blocks');
	});
});
