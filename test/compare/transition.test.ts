import { describe, expect, it } from 'vitest';
import { forecast } from '../../src/compare/forecast.ts';
import { pathPlanOf } from '../../src/compare/pathplan.ts';
import { planOf } from '../../src/compare/plan.ts';
import { sidesOf } from '../../src/compare/sides.ts';
import { adjustments, blocksWithin, overshoot, slowSeconds, transitionPaths } from '../../src/compare/transition.ts';
import { transitionLines } from '../../src/compare/transitionlines.ts';
import { movesTable, transitionTable } from '../../src/compare/transitiontable.ts';
import { meanIntervals } from '../../src/engine/path.ts';
import { numberOf, request, rowOf, type ScenarioChanges, scenarioOf, vectors } from './fixtures.ts';

const { debt } = vectors<{
	readonly debt: {
		readonly halfLives: number[];
		readonly seconds: number[];
		readonly blocksAt60: number[];
		readonly meanPathBlocks: number[];
		readonly meanPathSeconds: number[];
	};
}>('compare-transition');

const UNSCALED = [{ offset: 0, operation: { kind: 'ratio', num: '1', den: '1' } }] as const;

function lines(from: ScenarioChanges = {}, growthPerDayPercent = 0): string[] {
	const scenario = scenarioOf(from);
	const plan = planOf(scenario, request({ growthPerDayPercent }));
	const { steady } = transitionPaths(pathPlanOf(scenario, plan));
	return transitionLines(steady[1]!, 60, forecast(scenario, plan).expected[1] ?? null, true);
}

/** Both tables of a scenario, for its rows. */
function tables(from: ScenarioChanges = {}) {
	const scenario = scenarioOf(from);
	const plan = planOf(scenario, request());
	const sides = sidesOf({ scenario, plan });
	const paths = transitionPaths(pathPlanOf(scenario, plan));
	const { expected } = forecast(scenario, plan);
	return { tables: [transitionTable(sides, paths.steady, expected), movesTable(sides, paths.moves())] };
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
		const { steady } = transitionPaths(pathPlanOf(hard, planOf(hard, request())));
		const floor = transitionLines(steady[1]!, 90, null, true);
		expect(floor).toHaveLength(1);
		expect(floor[0]).toContain('not within 5 % after 14 days');
	});
});

describe('a path', () => {
	const path = { intervals: [120, 108, 94, 80, 90, 90], rest: { spacingSeconds: 90, gainSeconds: 0 } };

	it('is adjusted from the block on that stays close', () => {
		expect(adjustments(path, 90, [0.2, 0.05, 0.5])).toEqual([
			{ within: 0.2, blocks: 1, seconds: 120 },
			{ within: 0.05, blocks: 4, seconds: 402 },
			{ within: 0.5, blocks: 0, seconds: 0 },
		]);
		expect(adjustments({ intervals: [120, 120], rest: null }, 90, [0.05])[0]!.blocks).toBeNull();
	});

	it('overshoots to the other side only', () => {
		expect(overshoot(path, 90)).toBeCloseTo(1 / 9, 12);
		expect(overshoot({ ...path, intervals: [120, 100, 90.01] }, 90)).toBe(0);
		// A step of one spacing in the schedule is not the side that a stall starts on.
		expect(overshoot({ ...path, intervals: [91, 40, 80, 90] }, 90)).toBe(0);
		expect(overshoot({ ...path, intervals: [40, 99, 90] }, 90)).toBeCloseTo(0.1, 12);
	});

	it('holds blocks in part, and goes on at rest', () => {
		expect(blocksWithin(path, 60)).toBe(0.5);
		expect(blocksWithin(path, 120 + 108 + 47)).toBe(2.5);
		expect(blocksWithin(path, 582 + 180)).toBe(8);
		expect(blocksWithin({ ...path, rest: { spacingSeconds: 90, gainSeconds: 45 } }, 582 + 180)).toBe(8.5);
		expect(blocksWithin({ ...path, rest: null }, 582 + 45)).toBe(6.5);
		expect(slowSeconds(path, 100, 1000)).toBe(228);
		expect(slowSeconds(path, 100, 150)).toBe(150);
		expect(slowSeconds(path, 85, 1000)).toBe(920);
		expect(slowSeconds(path, 200, 1000)).toBe(0);
	});
});

describe('the tables of the transition', () => {
	it('tell debt, blocks and coins of a target that is not rescaled', () => {
		const report = tables({ file: { arms: UNSCALED } });
		const at = (id: string) => numberOf(rowOf(report, `transition-${id}`).fork);
		expect(at('debt')).toBeCloseTo(-debt.blocksAt60[1]!, 1);
		expect(at('debt-seconds')).toBeCloseTo(-debt.seconds[1]!, 0);
		expect(at('reanchor')).toBeCloseTo(-1.5, 1);
		expect(Math.abs(at('blocks') - debt.meanPathBlocks[1]!)).toBeLessThanOrEqual(4);
		expect(Math.abs(at('hours') - (debt.meanPathSeconds[1]! + 90) / 3600)).toBeLessThan(90 / 3600 + 0.03);
		expect(at('first')).toBeCloseTo(90, 0);
		expect(at('overshoot')).toBe(0);
		// What the schedule owes is what miners lose: debt and re-anchor, in coins of 20 a block.
		expect(at('windfall')).toBeCloseTo((at('debt') + at('reanchor')) * 20, -1);
		expect(at('20-blocks')).toBeLessThan(at('blocks'));
		expect(at('1-blocks')).toBeGreaterThan(at('blocks'));
	});

	it('leave the base alone, and a fork that does not touch difficulty', () => {
		const report = tables({ fork: 'subsidy10' });
		for (const id of ['blocks', 'hours', 'overshoot', 'debt', 'reanchor', 'windfall']) {
			const { base, fork } = rowOf(report, `transition-${id}`);
			expect([numberOf(base), numberOf(fork)]).toEqual([0, 0]);
		}
		for (const row of report.tables[1]!.rows) {
			const ratio = row.id.endsWith('windfall') ? 2 : 1;
			expect(numberOf(row.base)).toBeCloseTo(numberOf(row.fork) * ratio, 6);
		}
	});

	it('follow ASERT in closed form when the hashrate moves', () => {
		const report = tables();
		const e = 3600 / Math.LN2;
		const of = (id: string, side: 'base' | 'fork' = 'base') => numberOf(rowOf(report, `moves-${id}`)[side]);
		for (const [id, factor] of [
			['up', 20],
			['down', 1 / 3.3],
		] as const) {
			// D′ = (H − D)/e from D = 1: within 5 % after e·ln(|1/H − 1| ÷ 0.05), early by τ·log2(H) for good.
			const hours = (e * Math.log(Math.abs(1 / factor - 1) / 0.05)) / 3600;
			expect(Math.abs(of(`${id}-hours`) / hours - 1)).toBeLessThan(0.02);
			expect(of(`${id}-windfall`)).toBeCloseTo(((3600 * Math.log2(factor)) / 90) * 20, -1);
			expect(of(`${id}-overshoot`)).toBe(0);
		}
		expect(of('up-shortest')).toBeCloseTo(90 / 20, 1);
		expect(of('down-longest')).toBeCloseTo(90 * 3.3, 0);
		// Two thirds of the spacing: half as many blocks more in the same time.
		expect(of('up-blocks', 'fork') / of('up-blocks')).toBeCloseTo(1.5, 2);
		// What a stall loses the schedule gives back; a new anchor right after it keeps what headers may not follow.
		expect(Math.abs(of('stall-windfall'))).toBeLessThan(20);
		expect(of('stall-windfall', 'fork')).toBeLessThan(-1000);
	});

	it('say that a floor keeps a chain slow', () => {
		const report = tables({ state: 'btx-main-191713', fork: 'dump-floor' });
		expect(rowOf(report, 'transition-blocks').fork!.value).toBe('not in 14 d');
		expect(rowOf(report, 'moves-down-hours').fork!.value).toBe('not in 14 d');
		expect(rowOf(report, 'transition-debt').fork!.value).toBe('no closed form');
	});
});

describe('the plan of the mean path', () => {
	it('gives the mean path of the simulation, whichever engine and however long the run-up', () => {
		for (const fork of ['spacing60', 'half-life-4h', 'subsidy10']) {
			const scenario = scenarioOf({ fork });
			const plan = planOf(scenario, request());
			const { steady } = transitionPaths(pathPlanOf(scenario, plan));
			const lanes = meanIntervals(plan, 60);
			for (const [i, { intervals }] of steady.entries()) {
				expect(intervals.length).toBeGreaterThanOrEqual(12);
				for (const [block, seconds] of intervals.entries()) {
					// One second of a header's time is all that the shorter run-up may shift.
					expect(Math.abs(seconds / lanes[i]![block]! - 1)).toBeLessThan(4e-4);
				}
			}
		}
	});

	it('goes the whole run-up where the base changes on the way', () => {
		const scenario = scenarioOf({
			state: 'btx-main-179000',
			base: 'btx/main@0.33.3',
			fork: 'spacing60',
			activationHeight: 190_000,
		});
		const plan = pathPlanOf(scenario, planOf(scenario, request()));
		expect(plan.tip.height).toBe(179_000);
		const near = scenarioOf();
		expect(pathPlanOf(near, planOf(near, request())).tip.height).toBeGreaterThan(near.state.tip.height);
	});
});
