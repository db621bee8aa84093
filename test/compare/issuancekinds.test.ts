/** Issuance that does not halve, in the comparison: bases of other kinds made from BTX's by changing its schedule alone. */
import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../src/compare/changes.ts';
import { fleetSection } from '../../src/compare/fleets.ts';
import { fleetBasis, windowEras } from '../../src/compare/foundation.ts';
import { issuanceTables, nextSubsidyChange } from '../../src/compare/issuance.ts';
import { restUnits, sideLuck } from '../../src/compare/luck.ts';
import { planOf } from '../../src/compare/plan.ts';
import { meanIssuedUnits } from '../../src/compare/windowtable.ts';
import { minerIssuedBetween, subsidyAt } from '../../src/consensus/index.ts';
import type { SubsidyRule, SubsidySchedule, TableStep } from '../../src/consensus/issuance.ts';
import { simulate } from '../../src/engine/simulate.ts';
import type { Fleet } from '../../src/fleet/types.ts';
import { loadMarket } from '../../src/market/load.ts';
import type { Rules } from '../../src/params/types.ts';
import { numberOf, request, rowOf, scenarioOf } from './fixtures.ts';

const H = 151_989n;
const scenario = scenarioOf({ fork: 'subsidy10' });
const { base, fork, state, forkFile } = scenario;
const fleet: Fleet = { kind: 'share', id: 'tenth', title: 'a tenth', share: 0.1 };

function paying(rule: SubsidyRule, fromHeight = 0n): Rules {
	return { ...base, subsidy: [{ fromHeight, name: rule.kind, rule }] };
}

function table(...steps: readonly (readonly [bigint, bigint])[]): SubsidyRule {
	const rows = steps.map(([fromHeight, subsidy]): TableStep => ({ fromHeight, subsidy }));
	return { kind: 'table', rounding: 'none', steps: rows };
}

const smooth: SubsidyRule = { kind: 'smooth', rounding: 'ceil', num: 4126n, den: 10n ** 10n, cap: 21n * 10n ** 14n };
const decred: SubsidyRule = {
	kind: 'reduction',
	rounding: 'floor',
	baseSubsidy: 3_119_582_664n,
	mul: 100n,
	div: 101n,
	intervalBlocks: 6144n,
	blockOneSubsidy: 168n * 10n ** 12n,
	shares: [{ fromHeight: 0n, work: 6n, stake: 3n, treasury: 1n }],
	votesPerBlock: 5n,
	votingFromHeight: 4096n,
};
const endless = paying(table([0n, 10n ** 9n]));
const late = paying(table([100_000n, 10n ** 9n], [160_000n, 5n * 10n ** 8n]), 100_000n);

function issuance(rules: Rules, forked: Rules | null = null) {
	const tables = issuanceTables(rules, forked, state, forked === null ? null : Number(H));
	return { tables, notes: tables.flatMap(({ notes }) => notes).join(' ') };
}

describe('issuance tables', () => {
	it('say that issuance never ends, and have no margin below the cap', () => {
		const report = issuance(endless, endless);
		expect(rowOf(report, 'final-supply').base).toMatchObject({ value: 'none: issuance never ends', unit: 'text' });
		expect(rowOf(report, 'final-supply').difference).toBeNull();
		expect(rowOf(report, 'cap-margin').fork).toBeNull();
		expect(report.tables[0]!.rows.some(({ id }) => id === 'final-supply-units')).toBe(false);
		expect(report.tables[0]!.rows.some(({ id }) => id.includes('halving') || id.includes('change'))).toBe(false);
	});

	it('set a tail beside an end', () => {
		const report = issuance(base, endless);
		expect(numberOf(rowOf(report, 'final-supply').base)).toBe(20_999_999.93175);
		expect(rowOf(report, 'final-supply').fork?.value).toBe('none: issuance never ends');
		expect(rowOf(report, 'halving-1-height').fork).toBeNull();
	});

	it('list the next change where nothing halves', () => {
		const report = issuance(late, endless);
		expect(numberOf(rowOf(report, 'subsidy-change-height').base)).toBe(160_000);
		expect(rowOf(report, 'subsidy-change-height').fork).toBeNull();
		expect(rowOf(report, 'subsidy-change').base?.unit).toBe('utc');
		expect(rowOf(report, 'subsidy-change').fork).toBeNull();
	});

	it('give no supply where blocks were paid by chance', () => {
		const report = issuance(late);
		expect(rowOf(report, 'supply-1y').base).toBeNull();
		expect(report.tables.flatMap(({ rows }) => rows).some(({ id }) => id === 'inflation')).toBe(false);
		expect(rowOf(report, 'issued-since').base?.kind).toBe('exact');
		expect(numberOf(rowOf(report, 'coins-per-block').base)).toBe(10);
		expect(report.notes).toContain('What blocks below height 100000 created is no function of height');
		expect(issuance(base).notes).not.toContain('no function of height');
	});

	it('end a smooth curve at its cap', () => {
		const report = issuance(paying(smooth));
		expect(numberOf(rowOf(report, 'final-supply').base)).toBe(21_000_000);
		expect(numberOf(rowOf(report, 'coins-per-block').base)).toBeCloseTo(8.6646 * (1 - 4126e-10) ** 148_150, 6);
	});
});

describe('the next change of a subsidy', () => {
	it('is the next step, reduction or stage, and none for a curve or an end', () => {
		expect(nextSubsidyChange(late, 151_988)).toBe(160_000);
		expect(nextSubsidyChange(late, 160_000)).toBeNull();
		expect(nextSubsidyChange(paying(decred), 151_988)).toBe(153_600);
		expect(nextSubsidyChange(paying(smooth), 151_988)).toBeNull();
		const staged: SubsidySchedule = [...base.subsidy, { fromHeight: 152_000n, name: 'smooth', rule: smooth }];
		expect(nextSubsidyChange({ ...base, subsidy: staged }, 151_988)).toBe(152_000);
	});

	it('stands in the calendar', () => {
		const rows = calendarOf(late, late, state, Number(H), forkFile.id);
		expect(rows.find(({ height }) => height === 160_000)?.what).toBe('next change of the subsidy');
		const onlyFork = calendarOf(base, late, state, Number(H), forkFile.id).map(({ what }) => what);
		expect(onlyFork).toContain('next change of the subsidy (fork)');
		expect(onlyFork).toContain('next halving (base)');
	});
});

describe('a window of many subsidies', () => {
	it('keeps its eras while they are few, by what the miner keeps', () => {
		expect(windowEras(base, Number(H), 1000)).toEqual([{ fromBlockIndex: 0, subsidy: 2_000_000_000n }]);
		expect(windowEras(late, Number(H), 8011)).toEqual([{ fromBlockIndex: 0, subsidy: 10n ** 9n }]);
		expect(windowEras(late, Number(H), 8012)).toHaveLength(2);
		// Votes are paid one block behind, which makes an era of the chain and none of the miner's.
		const reduced = windowEras(paying(decred), Number(H), 9000);
		expect(reduced.map(({ fromBlockIndex }) => fromBlockIndex)).toEqual([0, 1611, 7755]);
		expect(reduced[0]!.subsidy * 10n < subsidyAt(paying(decred).subsidy, H) * 7n).toBe(true);
	});

	it('averages a curve over stretches that miss no coin but for rounding', () => {
		const curve = paying(smooth);
		const eras = windowEras(curve, Number(H), 30_001);
		expect(eras).toHaveLength(8);
		const sum = eras.reduce((total, { fromBlockIndex, subsidy }, i) => {
			return total + subsidy * BigInt((eras[i + 1]?.fromBlockIndex ?? 30_001) - fromBlockIndex);
		}, 0n);
		const lost = minerIssuedBetween(curve.subsidy, H, H + 30_001n) - sum;
		expect(lost >= 0n && lost < 30_001n).toBe(true);
		for (const [i, { fromBlockIndex, subsidy }] of eras.entries()) {
			const next = eras[i + 1]?.fromBlockIndex ?? 30_001;
			expect(subsidy < subsidyAt(curve.subsidy, H + BigInt(fromBlockIndex))).toBe(true);
			expect(subsidy > subsidyAt(curve.subsidy, H + BigInt(next))).toBe(true);
		}
	});

	it.each([
		['smooth', paying(smooth)],
		['reduction', paying(decred)],
		['table without a past', late],
	])('pays a fleet and everyone else what the miners earn: %s', async (_, rules) => {
		const sides = [rules, { ...rules, difficulty: fork.difficulty }];
		const plan = planOf({ ...scenario, base: rules, fork: sides[1]! }, request({ days: 10, trials: 40 }));
		const result = await simulate(plan, { workers: 1 });
		const basis = fleetBasis({ plan, result, rules: sides, state, coinsRatio: 1, growthPerDay: 0 });
		const earned = meanIssuedUnits(rules, plan.activationHeight, result.chains[0]!, minerIssuedBetween);
		const { luck } = sideLuck(fleet, basis, 0);
		expect((luck.meanUnits + restUnits(fleet, basis, 0)) / earned).toBeCloseTo(1, 4);
		expect(luck.meanUnits / earned).toBeCloseTo(0.1, 5);
	});

	it('values no dilution without a supply', async () => {
		const plan = planOf({ ...scenario, base: late, fork: late }, request({ days: 1, trials: 8 }));
		const result = await simulate(plan, { workers: 1 });
		const section = (rules: readonly Rules[]) =>
			fleetSection(
				{
					scenario: { ...scenario, base: rules[0]!, fork: rules[1]! },
					rules,
					plan,
					result,
					market: loadMarket('btx-2026-07-02').value,
					coinsRatio: 0.5,
					growthPerDay: 0,
				},
				[fleet],
			).tables.flatMap(({ rows }) => rows.map(({ id }) => id));
		expect(section([base, fork])).toContain('tenth.usd-diluted');
		expect(section([late, late])).not.toContain('tenth.usd-diluted');
		expect(section([late, late])).toContain('tenth.usd-joined');
	});
});
