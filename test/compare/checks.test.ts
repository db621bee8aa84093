import { beforeAll, describe, expect, it } from 'vitest';
import { type CheckInput, checksOf } from '../../src/compare/checks.ts';
import type { Check } from '../../src/compare/document.ts';
import { forecast } from '../../src/compare/forecast.ts';
import { fleetBasis } from '../../src/compare/foundation.ts';
import { restUnits, sideLuck } from '../../src/compare/luck.ts';
import { planOf } from '../../src/compare/plan.ts';
import { meanIssuedUnits } from '../../src/compare/windowtable.ts';
import { simulate } from '../../src/engine/simulate.ts';
import { request, scenarioOf } from './fixtures.ts';

let input: CheckInput;
let partitionOf: (share: number) => CheckInput['partition'];

beforeAll(async () => {
	const scenario = scenarioOf({ file: { activation: { afterTip: 240 } } });
	const plan = planOf(scenario, request({ days: 1, trials: 200 }));
	const result = await simulate(plan, { workers: 1 });
	const rules = [scenario.base, scenario.fork];
	partitionOf = (share) => {
		const fleet = { kind: 'share', id: 's', title: 's', share } as const;
		const luck = fleetBasis({ plan, result, rules, state: scenario.state, coinsRatio: 1, growthPerDay: 0 });
		return rules.map((each, i) => ({
			fleet: sideLuck(fleet, luck, i),
			restUnits: restUnits(fleet, luck, i),
			issuedUnits: meanIssuedUnits(each, plan.activationHeight, result.chains[i]!),
		}));
	};
	input = { plan, result, ...forecast(scenario, plan), partition: partitionOf(1e-5), decimals: 8 };
});

const check = (id: string, changes: Partial<CheckInput> = {}): Check | undefined =>
	checksOf({ ...input, ...changes }).find((entry) => entry.id === id);

describe('checks', () => {
	it('hold on an honest run', () => {
		const checks = checksOf(input);
		expect(checks.map(({ id }) => id)).toEqual([
			...['activation', 'blocks-base', 'first-base', 'blocks-fork', 'first-fork'],
			...['none-base', 'sum-base', 'none-fork', 'sum-fork'],
		]);
		for (const { pass } of checks) expect(pass).toBe(true);
		expect(check('blocks-fork')!.expected.kind).toBe('conditional');
		expect(check('blocks-fork')!.found).toMatchObject({ kind: 'estimated', unit: 'blocks' });
	});

	it('fail beyond four standard errors, either way', () => {
		for (const off of [-10, 10]) {
			const expected = input.expected.map((each) => each && { ...each, expected: each.expected + off });
			expect(check('blocks-base', { expected })!.pass).toBe(false);
			expect(Math.sign(check('blocks-base', { expected })!.deviation)).toBe(-Math.sign(off));
		}
		expect(check('activation', { activationSeconds: input.activationSeconds! + 1000 })!.pass).toBe(false);
		const expected = input.expected.map((each) => each && { ...each, firstIntervalSeconds: 200 });
		expect(check('first-fork', { expected })!.pass).toBe(false);
	});

	it('fail where trials do not differ and contradict', () => {
		const same = {
			...input.result,
			chains: input.result.chains.map((c) => ({
				...c,
				windowBlocks: [[959, 200]] as const,
				blocksPerDay: [959 * 200],
				countSquareSum: 100n * (2n * 959n) ** 2n,
			})),
		};
		const expected = (blocks: number) => input.expected.map((each) => each && { ...each, expected: blocks });
		expect(check('blocks-base', { result: same, expected: expected(959) })).toMatchObject({ deviation: 0, pass: true });
		expect(check('blocks-base', { result: same, expected: expected(960) })).toMatchObject({
			deviation: Number.POSITIVE_INFINITY,
			pass: false,
		});
	});

	it('fail where coins are lost between miners, or luck does not fit its mean', () => {
		const lost = input.partition.map((part) => ({ ...part, restUnits: part.restUnits * 0.998 }));
		expect(check('sum-base', { partition: lost })).toMatchObject({ pass: false });
		const lucky = input.partition.map((part) => ({
			...part,
			fleet: { ...part.fleet, luck: { ...part.fleet.luck, probabilityNone: 0.98 } },
		}));
		expect(check('none-base', { partition: lucky })!.pass).toBe(false);
	});

	it.each([1e-5, 1e-3, 0.01, 0.1, 0.5])('allow what thinning at a share of %d is off a Poisson count', (share) => {
		const partition = partitionOf(share);
		for (const id of ['none-base', 'none-fork', 'sum-base', 'sum-fork']) {
			expect(check(id, { partition })).toMatchObject({ pass: true });
		}
	});

	it('leave out what has no closed form, no run-up or no error', () => {
		const expected = [null, null];
		expect(checksOf({ ...input, expected, activationSeconds: null }).map(({ id }) => id)).toEqual([
			...['none-base', 'sum-base', 'none-fork', 'sum-fork'],
		]);
		const atTip = { ...input.plan, activationHeight: input.plan.tip.height + 1 };
		expect(check('activation', { plan: atTip })).toBeUndefined();
		expect(check('blocks-base', { result: { ...input.result, trials: 1 } })).toBeUndefined();
	});
});
