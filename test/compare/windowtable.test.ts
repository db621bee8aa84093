import { describe, expect, it } from 'vitest';
import { forecast } from '../../src/compare/forecast.ts';
import { planOf } from '../../src/compare/plan.ts';
import { issuedIn, meanBlocks, meanIssuedUnits, nominalUnits, windowTable } from '../../src/compare/windowtable.ts';
import { simulate } from '../../src/engine/simulate.ts';
import { intervalOf, numberOf, request, rowOf, type ScenarioChanges, scenarioOf } from './fixtures.ts';

const NEAR = { afterTip: 240 } as const;

function nominal(from: ScenarioChanges): bigint[] {
	const scenario = scenarioOf(from);
	const plan = planOf(scenario, request({ days: 30 }));
	return [scenario.base, scenario.fork].map((rules) => nominalUnits(rules, plan));
}

async function table(from: ScenarioChanges, changes: { days?: number; trials?: number } = {}) {
	const scenario = scenarioOf(from);
	const plan = planOf(scenario, request(changes));
	const result = await simulate(plan, { workers: 1 });
	const rules = scenario.activationHeight === null ? [scenario.base] : [scenario.base, scenario.fork];
	const { expected } = forecast(scenario, plan);
	return { tables: [windowTable({ plan, result, rules, expected, decimals: 8 })] };
}

describe('nominal issuance over 30 days', () => {
	it('is 576,000 coins on the base and 864,000 on spacing60', () => {
		expect(nominal({})).toEqual([57_600_000_000_000n, 86_400_000_000_000n]);
	});

	it('is exactly 14,400 base units less on spacing60-neutral', () => {
		const [base, fork] = nominal({ fork: 'spacing60-neutral' });
		expect(fork! - base!).toBe(-14_400n);
	});

	it('crosses a halving at the subsidies of its heights: 288,990 coins from 524,900 on', () => {
		// Analytic: 99 blocks of 20 coins and 28,701 of 10.
		const { base } = scenarioOf();
		expect(issuedIn(base, 524_901, 28_800)).toBe((99n * 20n + 28_701n * 10n) * 100_000_000n);
		expect(issuedIn(base, 524_901, 28_800)).toBe(28_899_000_000_000n);
	});
});

describe('the window’s table', () => {
	it('holds nominal, expected and simulated figures', async () => {
		const report = await table({ file: { activation: NEAR } });
		const ids = report.tables[0]!.rows.map(({ id }) => id);
		expect(ids).toEqual([
			...['window-nominal', 'window-nominal-units', 'window-coins'],
			...['window-blocks-nominal', 'window-blocks-expected', 'window-blocks'],
		]);
		const blocks = rowOf(report, 'window-blocks');
		const expected = rowOf(report, 'window-blocks-expected');
		expect(Math.abs(numberOf(blocks.base) - numberOf(expected.base))).toBeLessThan(10);
		expect(expected.base).toMatchObject({ kind: 'conditional' });
		expect(numberOf(rowOf(report, 'window-blocks-nominal').fork)).toBe(1440);
		expect(numberOf(rowOf(report, 'window-coins').base)).toBeCloseTo(20 * numberOf(blocks.base), 6);
		const [low, high] = intervalOf(blocks.difference);
		expect(high - low).toBeGreaterThan(0);
	});

	it('prints the neutral fork’s coins as not distinguishable from the base’s', async () => {
		const report = await table({ fork: 'spacing60-neutral', file: { activation: NEAR } });
		expect(rowOf(report, 'window-coins').indistinct).toBe(true);
		expect(rowOf(report, 'window-nominal-units').difference).toMatchObject({ kind: 'exact', value: -480 });
	});

	it('has one side for an edit in place, no closed form where there is none, no interval for one trial', async () => {
		const inPlace = await table({ fork: 'spacing60-in-place' }, { trials: 1 });
		const row = rowOf(inPlace, 'window-coins');
		expect(row.fork).toBeNull();
		expect(row.base).not.toHaveProperty('low');
		expect(inPlace.tables[0]!.rows.some(({ id }) => id === 'window-nominal-units')).toBe(false);
		const derived = await table({ fork: 'epoch-a', state: 'btx-main-179000' }, { trials: 2 });
		expect(rowOf(derived, 'window-blocks-expected').fork).toBeNull();
		expect(rowOf(derived, 'window-blocks-expected').base).not.toBeNull();
	});

	it('stands a window in which nothing is found', async () => {
		const report = await table({ file: { activation: NEAR } }, { days: 1e-9, trials: 4 });
		for (const id of ['window-blocks', 'window-coins']) {
			expect(rowOf(report, id).difference).toMatchObject({ value: 0, low: 0, high: 0 });
		}
	});
});

describe('means over paths', () => {
	it('weigh each path by its trials and pay each block its own subsidy', () => {
		const { base } = scenarioOf();
		const chain = {
			...{ blocksPerDay: [], countSquareSum: 0n, weightedSum: 0n, weightedSquareSum: 0n },
			...{ firstIntervalSum: 0n, adjustedHeaders: 0 },
			windowBlocks: [
				[10, 3],
				[20, 1],
			] as const,
		};
		expect(meanBlocks(chain)).toBe(12.5);
		// From 524,990 on ten blocks pay 20 coins, the ten after them 10.
		expect(meanIssuedUnits(base, 524_990, chain)).toBe(((3 * 200 + 300) / 4) * 1e8);
	});
});
