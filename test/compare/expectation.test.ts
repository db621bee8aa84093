import { describe, expect, it } from 'vitest';
import type { DifficultyArm } from '../../src/asert/rules.ts';
import { checksOf } from '../../src/compare/checks.ts';
import { type ExpectationInput, expectedBlocks, expectedRunUpSeconds } from '../../src/compare/expectation.ts';
import { forecast } from '../../src/compare/forecast.ts';
import { planOf } from '../../src/compare/plan.ts';
import { simulate } from '../../src/engine/simulate.ts';
import { request, type ScenarioChanges, scenarioOf } from './fixtures.ts';

const DAY = 86_400;

function arm(changes: Partial<DifficultyArm> = {}): DifficultyArm {
	return { height: 151_989n, name: 'test', operation: { kind: 'ratio', num: 1n, den: 1n }, ...changes };
}

const RESCALED = arm({ operation: { kind: 'ratio', num: 3n, den: 2n }, spacingSeconds: 60n });

function expected(changes: Partial<ExpectationInput> = {}, halfLifeSeconds = 3600, tipLagSeconds = 0) {
	const runUp = { blocks: 3839, spacingSeconds: 90, halfLifeSeconds, tipLagSeconds };
	const found = expectedBlocks({ windowSeconds: 30 * DAY, runUp, growthPerSecond: 0, arms: [], ...changes });
	if (found === null) throw new Error('no closed form');
	return found;
}

describe('expected blocks', () => {
	it('are window ÷ spacing − ½ on a chain that goes on as it was', () => {
		const base = expected();
		expect(base).toMatchObject({ nominal: 28_800, endEffect: -0.5, reanchorOffset: 0, scheduleDebt: 0, growth: 0 });
		expect(base.expected).toBeCloseTo(28_799.5, 9);
		expect(base.frozenNoiseDeviation).toBe(0);
		expect(base.firstIntervalSeconds).toBe(90);
	});

	it('are window ÷ new spacing − 1½ + (s − s′)/4s′ behind a new anchor with a rescale', () => {
		const fork = expected({ arms: [RESCALED] });
		expect(fork.reanchorOffset).toBeCloseTo(-1, 9);
		expect(fork.frozenNoiseMean).toBeCloseTo((90 - 60) / (4 * 60), 2);
		expect(fork.expected).toBeCloseTo(43_200 - 1.5 + 0.125, 2);
		expect(fork.firstIntervalSeconds).toBeCloseTo(60, 12);
		// The parent's stationary spread √(s·τ/(2 ln 2)) = 484 s on a schedule of 60 s.
		expect(fork.frozenNoiseDeviation).toBeCloseTo(Math.sqrt((90 * 3600) / (2 * Math.LN2)) / 60, 1);
	});

	it('lose a debt of 2,106 s or 8,423 s without a rescale', () => {
		for (const [halfLife, blocks] of [
			[3600, 35.0978],
			[14_400, 140.391],
		] as const) {
			const fork = expected({ arms: [arm({ spacingSeconds: 60n })] }, halfLife);
			expect(fork.scheduleDebt).toBeCloseTo(-blocks, 3);
			expect(fork.reanchorOffset).toBeCloseTo(-1.5, 3);
			expect(fork.firstIntervalSeconds).toBe(90);
		}
	});

	it('gain r·τ/ln 2 a second under growth, once the lag has moved by as much', () => {
		const growthPerSecond = Math.log(1.01) / DAY;
		const gain = (growthPerSecond * 3600) / Math.LN2;
		const { growth } = expected({ growthPerSecond });
		expect(growth).toBeCloseTo((30 * DAY * gain - 3600 * Math.log2(1 + gain)) / 90, 6);
		expect(expected({ growthPerSecond: -growthPerSecond }).growth).toBeLessThan(0);
	});

	it('take over half of the noise, debt and end effect within the first half-life', () => {
		// y = 2^(−t/τ) is left: half an hour-long half-life in.
		const half = expected({ windowSeconds: 3600 });
		expect(half.endEffect).toBeCloseTo(-0.25, 9);
		const debt = expected({ windowSeconds: 3600 + 90, arms: [arm({ spacingSeconds: 60n })] });
		expect(debt.scheduleDebt).toBeLessThan(0);
		expect(debt.scheduleDebt).toBeGreaterThan(-35.0978 * 0.6);
	});

	it('count several arms in a row and a lag that the tip has', () => {
		const arms = [RESCALED, arm({ height: 151_990n, halfLifeSeconds: 14_400n })];
		const two = expected({ arms });
		// Two blocks of 60 s, then a schedule that counts one block more.
		expect(two.reanchorOffset).toBeCloseTo(-1, 6);
		const near = expected({}, 3600, -698);
		expect(near.tipLag).toBeCloseTo(0, 6);
		const runUp = { blocks: 0, spacingSeconds: 90, halfLifeSeconds: 3600, tipLagSeconds: -698 };
		const early = expected({ runUp });
		expect(early.tipLag).toBeCloseTo(-698 / 90, 9);
		expect(early.firstIntervalSeconds).toBeCloseTo(90 * 2 ** (698 / 3600), 9);
	});

	it('have no closed form for derived targets, limits that may bind, arms apart and windows of a few blocks', () => {
		const none = (arms: DifficultyArm[], windowSeconds = DAY): void => {
			const runUp = { blocks: 10, spacingSeconds: 90, halfLifeSeconds: 3600, tipLagSeconds: 0 };
			expect(expectedBlocks({ windowSeconds, runUp, growthPerSecond: 0, arms })).toBeNull();
		};
		none([arm({ operation: { kind: 'derive', num: 1n, den: 1n } })]);
		none([arm({ operation: { kind: 'bootstrap', factor: 180n } })]);
		none([arm({ operation: { kind: 'inherit' }, limitTarget: 1n << 200n })]);
		none([arm(), arm({ height: 151_991n })]);
		none([], 899);
		expect(expected({ arms: [arm({ operation: { kind: 'inherit' } })] }).scheduleDebt).toBe(0);
		expect(expected({ arms: [arm({ operation: { kind: 'divide', factor: 2n } })] }).scheduleDebt).toBeCloseTo(-40, 4);
	});
});

describe('expected run-up', () => {
	it('is its spacings, the lag that noise builds up, and the lag that the tip loses', () => {
		const runUp = { blocks: 6000, spacingSeconds: 90, halfLifeSeconds: 3600, tipLagSeconds: 0 };
		expect(expectedRunUpSeconds(runUp)).toBeCloseTo(540_000 + 22.5, 0);
		expect(expectedRunUpSeconds({ ...runUp, tipLagSeconds: -690 })).toBeCloseTo(540_000 + 22.5 + 690, 0);
		expect(expectedRunUpSeconds({ ...runUp, blocks: 0, tipLagSeconds: 5 })).toBe(0);
		const first = expectedRunUpSeconds({ ...runUp, blocks: 1, tipLagSeconds: -3600 });
		expect(first).toBeGreaterThan(150);
		expect(first).toBeLessThan(181);
	});
});

describe('forecast', () => {
	it('has no closed form for an activation behind an arm of the base', () => {
		const from = { base: 'btx/main@0.33.2', state: 'btx-main-179000', activationHeight: 186_000 };
		const scenario = scenarioOf(from);
		const plan = planOf(scenario, request());
		expect(forecast(scenario, plan)).toEqual({ expected: [null, null], activationSeconds: null });
	});

	it('takes the lag of a recorded tip from its nBits and the hashrate', () => {
		// 0x1c39da31 asks for 2^256/0x39da31·2^200 attempts, 184,053,063/s make them in 102.8 s: harder than 90 s.
		const scenario = scenarioOf({ state: 'btx-main-179000', activationHeight: 179_001 });
		const plan = planOf(scenario, request());
		const [base] = forecast(scenario, plan).expected;
		const seconds = 2 ** 56 / 0x39da31 / 184_053_063;
		expect(seconds).toBeGreaterThan(100);
		expect(base!.firstIntervalSeconds).toBeCloseTo(seconds, 6);
		expect(base!.tipLag).toBeCloseTo((-3600 * Math.log2(seconds / 90)) / 90, 4);
	});
});

describe('expectation against the simulation', () => {
	const FOUR_HOURS = { nPowTargetSpacing: 60, nPowTargetSpacingNormal: 60, nMatMulAsertHalfLife: 14_400 };
	const UNSCALED = [{ offset: 0, operation: { kind: 'ratio', num: '1', den: '1' } }] as const;
	const NEAR = { afterTip: 240 } as const;
	const cases: readonly (readonly [string, ScenarioChanges, { days: number; growthPerDayPercent?: number }])[] = [
		['rescaled', { file: { activation: NEAR } }, { days: 2 }],
		['rescaled, growing 5 % a day', { file: { activation: NEAR } }, { days: 3, growthPerDayPercent: 5 }],
		['in debt', { file: { activation: NEAR, arms: UNSCALED } }, { days: 1 }],
		['in debt at four hours', { file: { activation: NEAR, arms: UNSCALED, set: FOUR_HOURS } }, { days: 1 }],
		['new half-life', { fork: 'half-life-4h', file: { activation: NEAR } }, { days: 0.25 }],
		[
			'right after a tip that is off its schedule',
			{ state: 'btx-main-179000', activationHeight: 179_011 },
			{ days: 1 },
		],
	];

	it.each(cases)('agrees: %s', async (_, from, changes) => {
		const scenario = scenarioOf(from);
		const plan = planOf(scenario, request({ seed: 20_260_702, trials: 960, ...changes }));
		const result = await simulate(plan, { workers: 1 });
		const closed = forecast(scenario, plan);
		const checks = checksOf({ plan, result, ...closed, partition: [], decimals: 8 });
		expect(checks.map(({ id }) => id)).toEqual([
			'activation',
			'blocks-base',
			'first-base',
			'blocks-fork',
			'first-fork',
		]);
		for (const { deviation } of checks) expect(Math.abs(deviation)).toBeLessThan(4);
	});
});
