/** Alternatives, sensitivity, pairs of forks and the backtest: against closed forms and chains made by the rules. */
import { beforeAll, describe, expect, it } from 'vitest';
import { alternatives } from '../../src/compare/alternatives.ts';
import { backtest, meanSpacingDeviation } from '../../src/compare/backtest.ts';
import { compositions } from '../../src/compare/compositions.ts';
import type { Figure, Listing, Report } from '../../src/compare/document.ts';
import { planOf } from '../../src/compare/plan.ts';
import { sidesOf } from '../../src/compare/sides.ts';
import { type BlockHeader, headerSource } from '../../src/consensus/header.ts';
import { requiredBits } from '../../src/difficulty/nextbits.ts';
import type { Fleet } from '../../src/fleet/types.ts';
import { loadBase, loadState } from '../../src/params/registry.ts';
import { resolveScenario } from '../../src/params/scenario.ts';
import type { ChainState } from '../../src/params/types.ts';
import { numberOf, rehearsal, request, rowOf, scenarioOf } from './fixtures.ts';

const SHARE: Fleet = { kind: 'share', id: 'thousandth', title: 'a thousandth', share: 0.001 };

function listed(report: Pick<Report, 'listings'>, id: Listing['id']): Listing {
	return report.listings.find((listing) => listing.id === id)!;
}

/** The figure of a row under a column. */
function figureOf({ columns, rows }: Listing, row: string, column: string): Figure | null {
	const found = rows.find(({ id }) => id === row);
	if (found === undefined) throw new Error(`no row ${row}`);
	return found.figures[columns.findIndex(({ id }) => id === column)] ?? null;
}

function alternativesOf(fork: string, coinsRatio: number): Listing {
	const scenario = scenarioOf({ fork });
	const plan = planOf(scenario, request({ days: 30 }));
	return alternatives(sidesOf({ scenario, plan }), { scenario, plan, solo: SHARE, coinsRatio });
}

describe('alternatives', () => {
	it('are the closed forms at each spacing, doing nothing among them', () => {
		const grid = alternativesOf('spacing60', 1.5);
		expect(grid.columns.length + 1).toBeLessThanOrEqual(7);
		expect(grid.rows.map(({ label }) => label)).toEqual([
			...['30 s', '45 s', '60 s, the fork', '75 s', '90 s, nothing done', '120 s'],
		]);
		const at = (spacing: number, column: string) => numberOf(figureOf(grid, `spacing-${spacing}`, column));
		// As many coins a block at each.
		expect([30, 60, 90].map((spacing) => at(spacing, 'coins'))).toEqual([57_600, 28_800, 19_200]);
		expect(at(90, 'none')).toBeCloseTo(Math.exp(-0.001 * 960 * 30), 18);
		expect(at(45, 'none')).toBeCloseTo(Math.exp(-0.001 * 1920 * 30), 24);
		expect(at(60, 'noise')).toBeCloseTo(Math.sqrt(60 / 3600), 12);
		expect(at(60, 'stale')).toBeCloseTo(1 - Math.exp(-1 / 60), 12);
		expect(at(60, 'wait')).toBeCloseTo(630.8, 1);
		expect(at(90, 'headers')).toBe(182 * 960 * 365);
		expect(grid.notes.at(-1)).toContain(
			'rehearse sweep --base btx/main@0.32.12 --fork spacing60 --vary spacing=30,45,',
		);
	});

	it('keep coins a day where the fork keeps them', () => {
		const grid = alternativesOf('spacing60-neutral', 1);
		const coins = grid.rows.map(({ id }) => numberOf(figureOf(grid, id, 'coins')));
		for (const each of coins) expect(each).toBeCloseTo(19_200, 4);
	});

	it('go over the half-life where the fork changes that', () => {
		const grid = alternativesOf('half-life-4h', 1);
		expect(grid.rows.map(({ label }) => label)).toEqual([
			...['900 s', '1,800 s', '3,600 s, nothing done', '7,200 s', '14,400 s, the fork', '28,800 s'],
		]);
		const at = (halfLife: number, column: string) => numberOf(figureOf(grid, `half-life-${halfLife}`, column));
		// The noise floors and the shift of a doubling that BTX's change from one to four hours is about.
		expect(at(14_400, 'noise')).toBeCloseTo(0.079, 3);
		expect(at(3600, 'noise')).toBeCloseTo(0.158, 3);
		expect(at(14_400, 'spread')).toBeCloseTo(0.0466, 3);
		expect(at(14_400, 'doubling')).toBe(4);
		expect(at(3600, 'up')).toBeCloseTo(((3600 / Math.LN2) * Math.log(0.95 / 0.05)) / 3600, 9);
		expect(at(14_400, 'down') / at(3600, 'down')).toBeCloseTo(4, 9);
	});

	it('are none where the fork changes neither', () => {
		const { rows, notes } = alternativesOf('subsidy10', 0.5);
		expect(rows).toEqual([]);
		expect(notes[0]).toContain('changes neither');
	});
});

describe('what stands at the end of a report', () => {
	let report: Report;
	beforeAll(async () => {
		report = await rehearsal({ days: 30 });
	}, 60_000);

	it('turns the decisive figures by one assumption at a time', () => {
		const listing = listed(report, 'sensitivity');
		const at = (row: string, column: string) => numberOf(figureOf(listing, row, column));
		// As reported they are what the tables say, up to what a simulation adds.
		const none = rowOf(report, 'operator.own.none');
		expect(at('hashrate-solo', 'reported')).toBeCloseTo(numberOf(none.difference), 3);
		expect(at('response-solo', 'reported')).toBe(at('hashrate-solo', 'reported'));
		expect(Math.abs(at('response-solo', 'high'))).toBeLessThan(1e-4);
		expect(figureOf(listing, 'response-solo', 'verdict')!.value).toBe('turns');
		expect(figureOf(listing, 'hashrate-solo', 'verdict')!.value).toBe('holds');
		expect(figureOf(listing, 'response-solo', 'low')).toBeNull();
		const blocks = -Math.log(numberOf(none.base));
		const gone = (factor: number) => Math.exp((-1.5 * blocks) / factor) - Math.exp(-blocks / factor);
		expect(at('hashrate-solo', 'low')).toBeCloseTo(gone(0.5), 2);
		expect(at('hashrate-solo', 'high')).toBeCloseTo(gone(2), 2);
		expect(at('dilution-solo', 'reported')).toBeCloseTo(0.5, 9);
		expect(at('dilution-solo', 'high')).toBeCloseTo(numberOf(rowOf(report, 'operator.own.usd-diluted').relative), 2);
		expect(at('price-rent', 'reported')).toBeCloseTo(numberOf(rowOf(report, 'operator.added.loss').difference), 3);
		expect(at('relay-stale', 'high')).toBeCloseTo(Math.exp(-5 / 90) - Math.exp(-5 / 60), 12);
		expect(listing.columns.length + 1).toBeLessThanOrEqual(7);
		// What turns comes first.
		const verdicts = listing.rows.map(({ id }) => figureOf(listing, id, 'verdict')!.value);
		expect(verdicts).toEqual([...verdicts].sort((a, b) => (a === b ? 0 : a === 'turns' ? -1 : 1)));
	});

	it('says that the fork was rehearsed alone', () => {
		const { rows, notes } = listed(report, 'composition');
		expect(rows).toEqual([]);
		expect(notes).toHaveLength(1);
	});

	it('holds the base against the recorded spacing', () => {
		const listing = listed(report, 'backtest');
		expect(numberOf(figureOf(listing, 'spacing-500', 'recorded'))).toBe(90.4);
		expect(numberOf(figureOf(listing, 'spacing-500', 'rule'))).toBe(90);
		expect(numberOf(figureOf(listing, 'spacing-500', 'z'))).toBeCloseTo(0.4 / meanSpacingDeviation(90, 3600, 500), 9);
		expect(figureOf(listing, 'spacing-500', 'reading')!.value).toContain('within its own noise');
		expect(listing.notes.at(-1)).toContain('no headers');
	});

	it('has no neighbours after an edit in place', async () => {
		const edit = await rehearsal({ fork: 'spacing60-in-place', fleets: ['share-1e-3'] });
		expect(edit.listings.map(({ id }) => id)).toEqual(['alternatives', 'composition', 'backtest']);
		expect(listed(edit, 'alternatives').rows).toEqual([]);
		expect(listed(edit, 'composition').notes[0]).toContain('goes alone');
	});
});

describe('pairs of forks', () => {
	it('show what neither has alone: ZIP 234 chose its fraction for 75 s, and ZIP 218 makes them 25', () => {
		const { rows } = compositions(resolveScenario({ base: 'zcash/main', fork: 'zip218+zip234' }), []);
		expect(rows).toHaveLength(1);
		const [finding, severity, together, message] = rows[0]!.figures.map((figure) => figure?.value);
		expect([finding, severity, together]).toEqual(['CPL-01', 'hard', 'appears']);
		expect(message).toContain('12.5 % of the reserve is left instead of 50.0 %');
	});

	it('say so where a pair finds nothing more, and what goes away', () => {
		const { rows } = compositions(resolveScenario({ base: 'zcash/main', fork: 'zip218+zip234-rescaled' }), []);
		const words = rows.map(({ figures }) => figures.map((figure) => figure?.value ?? null));
		expect(words.every(([, , together]) => together !== 'appears' || together === null)).toBe(true);
		const three = compositions(resolveScenario({ base: 'mainnet', fork: 'half-life-4h+subsidy10' }), []);
		expect(three.rows.map(({ label }) => label)).toEqual(['half-life-4h + subsidy10']);
		expect(three.rows[0]!.figures.map((figure) => figure?.value)).toEqual(
			expect.arrayContaining(['DAA-03', 'goes away']),
		);
	});
});

describe('the backtest', () => {
	const base = loadBase('zcash/main').value;
	const bare = loadState('zcash-main-2026-07-21').value;

	/** A chain whose every header has the nBits that the rule requires, of blocks that come as they like. */
	function grown(blocks: number): BlockHeader[] {
		const headers: BlockHeader[] = Array.from({ length: 28 }, (_, i) => ({
			height: BigInt(3_000_000 + i),
			time: BigInt(1_700_000_000 + 75 * i),
			bits: 0x1c00b351,
		}));
		for (let i = 0; i < blocks; i++) {
			const parent = headers.at(-1)!;
			const bits = requiredBits(base.difficulty, headerSource(headers), { tipHeight: parent.height });
			headers.push({ height: parent.height + 1n, time: parent.time + BigInt(20 + ((i * 37) % 120)), bits });
		}
		return headers;
	}

	const stateOf = (list: readonly BlockHeader[]): ChainState => ({ ...bare, headers: { kind: 'recorded', list } });

	it('replays recorded headers', () => {
		const listing = backtest({ base, state: stateOf(grown(40)) });
		expect(figureOf(listing, 'bits', 'recorded')!.value).toBe(40);
		expect(figureOf(listing, 'bits', 'rule')!.value).toBe(40);
		expect(figureOf(listing, 'bits', 'reading')!.value).toBe(
			'the rule gives every one of them; 28 more have too few blocks recorded before them',
		);
		expect(listing.notes.at(-1)).toContain('no observed spacing');
	});

	it('names the first that differs', () => {
		const headers = grown(40);
		const changed = headers.map((header, i) => (i === 60 ? { ...header, bits: header.bits + 1 } : header));
		const listing = backtest({ base, state: stateOf(changed) });
		expect(Number(figureOf(listing, 'bits', 'rule')!.value)).toBeLessThan(40);
		expect(figureOf(listing, 'bits', 'reading')!.value).toMatch(
			/^block 3000060 has 0x1c00\w+, the rule requires 0x1c00/,
		);
	});

	it('says in one line that a state holds nothing', () => {
		const { rows, notes } = backtest({ base, state: bare });
		expect(rows).toEqual([]);
		expect(notes).toHaveLength(1);
	});

	it('has the spread of a schedule for BTX, and of independent intervals for other rules', () => {
		expect(meanSpacingDeviation(75, null, 100)).toBe(7.5);
		// One block: √2 spreads of the lag, less what the next block keeps of it, is about a spacing.
		expect(meanSpacingDeviation(90, 3600, 1) / 90).toBeCloseTo(1, 1);
		// Many: the lag's own spread at both ends.
		const lag = Math.sqrt((90 * 3600) / (2 * Math.LN2));
		expect(meanSpacingDeviation(90, 3600, 5000)).toBeCloseTo((Math.SQRT2 * lag) / 5000, 2);
		const state = loadState('btx-main-179000').value;
		expect(state.observedSpacings.length).toBeGreaterThan(0);
		const listing = backtest({ base: loadBase('mainnet').value, state });
		for (const { seconds, windowBlocks } of state.observedSpacings) {
			const z = (seconds - 90) / meanSpacingDeviation(90, 3600, windowBlocks);
			expect(numberOf(figureOf(listing, `spacing-${windowBlocks}`, 'z'))).toBeCloseTo(z, 9);
			const reading = String(figureOf(listing, `spacing-${windowBlocks}`, 'reading')!.value);
			expect(/^(?:faster|slower) than/.test(reading)).toBe(Math.abs(z) > 1.96);
		}
	});
});
