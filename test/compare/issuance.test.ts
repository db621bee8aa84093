import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/compare/document.ts';
import { coinsPerDay, issuanceTables } from '../../src/compare/issuance.ts';
import { numberOf, rowOf, type ScenarioChanges, scenarioOf } from './fixtures.ts';

interface Issuance {
	readonly issuance: readonly { readonly id: string; readonly expected: { readonly ratio: number } }[];
	readonly rate_neutral_fork: readonly {
		readonly inputs: { readonly forkHeight: number };
		readonly expected: {
			readonly halvingHeights: readonly number[];
			readonly totalBelowBase: number;
			readonly forgotIntervalPercent: number;
			readonly forgotSubsidyPercent: number;
		};
	}[];
}

const { cases } = JSON.parse(readFileSync(new URL('../vectors/economics-issuance.json', import.meta.url), 'utf8')) as {
	cases: Issuance;
};
const neutral = cases.rate_neutral_fork[0];
if (neutral === undefined) throw new Error('no issuance vectors');

function tables(changes: ScenarioChanges) {
	const { base, fork, state, activationHeight } = scenarioOf(changes);
	return { tables: issuanceTables(base, fork, state, activationHeight) };
}

const at200000 = (fork: string) => tables({ fork, activationHeight: neutral.inputs.forkHeight });
const percentOfBase = ({ base, fork }: Row): number => (100 * numberOf(fork)) / numberOf(base);

describe('issuance of a rate-neutral 60 s activated at 200,000', () => {
	it('loses 6,987,500 base units for good', () => {
		const { difference } = rowOf(at200000('spacing60-neutral'), 'final-supply-units');
		expect(difference).toMatchObject({ value: -neutral.expected.totalBelowBase, unit: 'base units', kind: 'exact' });
	});

	it('halves at 687,500 and 1,475,000, on the base’s dates', () => {
		const report = at200000('spacing60-neutral');
		expect(numberOf(rowOf(report, 'halving-1-height').fork)).toBe(neutral.expected.halvingHeights[0]);
		expect(numberOf(rowOf(report, 'halving-2-height').fork)).toBe(neutral.expected.halvingHeights[1]);
		// The block at the activation takes the new spacing already: 30 s of it stay.
		expect(numberOf(rowOf(report, 'next-halving').difference) * 86_400).toBeCloseTo(-30, 4);
	});

	it('pays 4.8e-6 coins a day less, by rounding down', () => {
		const perDay = rowOf(at200000('spacing60-neutral'), 'coins-per-day');
		expect(numberOf(perDay.fork)).toBeCloseTo(19_199.9999952, 9);
		expect(numberOf(perDay.base)).toBe(19_200);
	});

	it('ends at 73.0 % of the supply when the interval is forgotten', () => {
		const row = rowOf(at200000('spacing60-forgot-interval'), 'final-supply');
		expect(percentOfBase(row)).toBeCloseTo(neutral.expected.forgotIntervalPercent, 1);
	});

	it('ends at 140.5 % of the supply, above the cap, when the subsidy is forgotten', () => {
		const report = at200000('spacing60-forgot-subsidy');
		expect(percentOfBase(rowOf(report, 'final-supply'))).toBeCloseTo(neutral.expected.forgotSubsidyPercent, 1);
		expect(numberOf(rowOf(report, 'cap-margin').fork)).toBeLessThan(0);
		expect(numberOf(rowOf(report, 'cap-margin').base)).toBe(0.06825);
	});
});

describe('issuance of a plain 60 s', () => {
	it('brings the first halving 112.85 days forward when activated at 200,000', () => {
		const row = rowOf(at200000('spacing60'), 'next-halving');
		expect(numberOf(row.difference)).toBeCloseTo(-(30 * 325_001) / 86_400, 9);
		expect(numberOf(row.difference)).toBeCloseTo(-112.85, 2);
		expect(row.base).toMatchObject({ kind: 'conditional', unit: 'utc' });
	});

	it('raises coins a day by half and keeps the final supply', () => {
		const report = tables({});
		expect(numberOf(rowOf(report, 'coins-per-day').base)).toBe(19_200);
		expect(numberOf(rowOf(report, 'coins-per-day').fork)).toBe(28_800);
		expect(numberOf(rowOf(report, 'blocks-per-day').fork)).toBe(1440);
		expect(numberOf(rowOf(report, 'coins-per-block').fork)).toBe(20);
		expect(rowOf(report, 'final-supply').difference).toMatchObject({ value: 0, kind: 'exact' });
	});

	it('counts supply by dates along each schedule', () => {
		const report = tables({});
		const year = 365 * 86_400;
		const base = 148_149 + Math.floor(year / 90);
		const fork = 151_988 + Math.floor((year - 90 * 3839) / 60);
		// 525,000 blocks of 20 coins from height 0, then 10 a block.
		const supply = (height: number): number =>
			Math.min(height + 1, 525_000) * 20 + Math.max(0, height + 1 - 525_000) * 10;
		expect(rowOf(report, 'supply-1y')).toMatchObject({
			base: { value: supply(base), kind: 'conditional' },
			fork: { value: supply(fork), kind: 'conditional' },
		});
		expect(rowOf(report, 'supply-10y')).toMatchObject({ detail: true });
	});

	it('gives each date the noise of the schedule and of the tip', () => {
		const { low, high } = rowOf(tables({}), 'next-halving').base!;
		// √(90·3600/(2 ln 2)) = 483 s and 229 s of the tip's time together, times 1.96.
		expect((high! - low!) / 2).toBeCloseTo(1.959964 * Math.hypot(Math.sqrt((90 * 3600) / (2 * Math.LN2)), 229), 0);
	});
});

describe('issuance tables', () => {
	it('give the inflation of 237 % a year at the tip of an edit in place, whose dates follow no schedule', () => {
		const report = tables({ fork: 'spacing60-in-place' });
		const ratio = cases.issuance.find(({ id }) => id === 'issuance.btx.annual_inflation_at_tip')?.expected.ratio;
		expect(numberOf(rowOf(report, 'inflation').base)).toBeCloseTo(ratio!, 12);
		expect(rowOf(report, 'next-halving').fork).toBeNull();
		expect(rowOf(report, 'supply-1y').fork).toBeNull();
		expect(rowOf(report, 'final-supply').fork).not.toBeNull();
	});

	it('have one side without a fork', () => {
		const { base, state } = scenarioOf();
		const [table] = issuanceTables(base, null, state, null);
		expect(table!.rows.every(({ fork }) => fork === null)).toBe(true);
		expect(table!.rows.some(({ id }) => id === 'final-supply-units')).toBe(false);
		expect(table!.notes.join(' ')).toContain('Blocks 130000 to 131999');
		const { emptyBlockPenalty: _, ...plain } = base;
		expect(issuanceTables(plain, null, state, null)[0]!.notes.join(' ')).not.toContain('coinbase');
	});

	it('list six halvings, a halving that one side lacks as a dash', () => {
		const report = tables({});
		expect(report.tables[0]!.rows.filter(({ id }) => id.endsWith('-height'))).toHaveLength(6);
		const { base, state } = scenarioOf();
		const [stage] = base.subsidy;
		if (stage?.rule.kind !== 'halving') throw new Error('the base halves');
		const short = { ...base, subsidy: [{ ...stage, rule: { ...stage.rule, maxHalvings: 2n } }] };
		const rows = { tables: issuanceTables(base, short, state, 151_989) };
		expect(rowOf(rows, 'halving-3-height').fork).toBeNull();
		expect(rowOf(rows, 'halving-3-date').fork).toBeNull();
	});
});

describe('coins a day', () => {
	it('follow spacing and subsidy at a height', () => {
		const { base, fork } = scenarioOf({ fork: 'subsidy10' });
		expect(coinsPerDay(base, 151_989)).toEqual({ value: 19_200, unit: 'coins/day', kind: 'exact', digits: 8 });
		expect(coinsPerDay(fork, 151_989).value).toBe(9600);
		expect(coinsPerDay(fork, 151_988).value).toBe(19_200);
	});
});
