import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/compare/document.ts';
import type { Sweep, SweepCell } from '../../src/compare/sweepdocument.ts';
import { csvGrids } from '../../src/report/csv.ts';
import { renderLeaflet } from '../../src/report/render.ts';
import { groupGrids, metricGrids, recordGrid } from '../../src/report/sweepgrid.ts';
import { isDrawn, plotSweep } from '../../src/report/sweepplot.ts';
import { terminalGrids } from '../../src/report/terminal.ts';
import { hostile, hostileTexts } from './hostile.ts';

const exact = (value: number): Figure => ({ value, unit: 'coins/day', kind: 'exact' });
const estimated = (value: number): Figure => ({
	...{ value, unit: 'percent', kind: 'estimated' },
	...{ low: value - 0.001, high: value + 0.001 },
});
const halving = (value: number): Figure => ({ value, unit: 'utc', kind: 'conditional' });

const SPACINGS = ['30', '60', '90', '120'];
const HALF_LIVES = ['1800', '3600', '7200'];

function cell(values: readonly string[], index: number): SweepCell {
	if (values[0] === '30') return { values, refused: 'cell nPowTargetSpacing=30: a node refuses this', figures: [] };
	const figure = (own: Figure, alike: readonly string[] = []) => ({ figure: own, difference: own, alike });
	return {
		values,
		refused: null,
		figures: [
			figure(exact(1000 * index)),
			figure(estimated(0.1 * index), index % 2 === 0 ? ['base', 'nMatMulAsertHalfLife'] : []),
			figure(halving(1_800_000_000 + index * 86_400)),
			null,
		],
	};
}

/** A document of one constant or of two. */
function sweepOf(two: boolean, spacings: readonly string[] = SPACINGS, halfLives = HALF_LIVES): Sweep {
	const combinations = two ? spacings.flatMap((a) => halfLives.map((b) => [a, b])) : spacings.map((a) => [a]);
	const spacing = { name: 'nPowTargetSpacing', base: '90', values: spacings };
	const halfLife = { name: 'nMatMulAsertHalfLife', base: '3600', values: halfLives };
	return {
		schema: 'rehearse/sweep@1',
		version: '0.0.0',
		command: 'rehearse sweep',
		run: { seed: 1, trials: 1000, days: 30, growthPerDay: 0 },
		base: { id: 'btx/main@0.32.12', title: 'BTX' },
		fork: null,
		state: { id: 'state', date: '2026-07-02' },
		parameters: two ? [spacing, halfLife] : [spacing],
		metrics: [
			{ id: 'coins-per-day', group: 'Holders', label: 'coins a day', unit: 'coins/day' },
			{ id: 'm5.none', group: 'Solo miner', label: 'no block in 30 days', unit: 'percent' },
			{ id: 'next-halving', group: 'Holders', label: 'next halving, date', unit: 'utc' },
			{ id: 'findings', group: 'Developers', label: 'findings', unit: 'text' },
		],
		doNothing: [exact(19_200), estimated(0.46), halving(1_800_000_000), null],
		cells: combinations.map(cell),
		inputs: [],
	};
}

function linesOf(text: string): string[] {
	const lines = text.split('\n');
	for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
	return lines;
}

describe('a grid by group', () => {
	const lines = linesOf(terminalGrids(groupGrids(sweepOf(false)), 0));

	it('has the do-nothing row first, within 80 columns', () => {
		const rows = lines.filter((line) => /^ +(?:base )?\d+ /.test(line)).map((line) => line.trim());
		expect(rows[0]).toMatch(/^base 90 +19,200 +2027-01-15/);
		expect(rows[2]).toMatch(/^60 +1,000 +2027-01-16/);
	});

	it('marks what cannot be told apart and says what the marks mean', () => {
		expect(lines.some((line) => /20\.00? % =b$/.test(line))).toBe(false);
		const text = lines.join(' ').replace(/\s+/g, ' ');
		expect(text).toMatch(/90 20\.0\d* % =b/);
		expect(text).toContain('What 1000 trials cannot tell apart: =b from the base, =1 from the cell');
		expect(text).toContain('Refused: cell nPowTargetSpacing=30: a node refuses this');
	});
});

describe('one metric', () => {
	it('of one constant stands beside its difference from the base', () => {
		const [title, head] = linesOf(terminalGrids(metricGrids(sweepOf(false), 0), 0));
		expect(title).toBe('btx/main@0.32.12 by nPowTargetSpacing: coins a day');
		expect(head?.split(/ {1,}/)).toContain('Against');
	});

	it('of two constants is a matrix with marks by constant', () => {
		const text = linesOf(terminalGrids(metricGrids(sweepOf(true), 1), 0)).join('\n');
		expect(text).toMatch(/^ +60 +/m);
		expect(text).toMatch(/refused +refused +refused/);
		expect(text).toMatch(/% =b =2/);
	});

	it('of many values goes on below, each value once', () => {
		const many = Array.from({ length: 25 }, (_, index) => String(1000 + index));
		const grids = metricGrids(sweepOf(true, ['60', '90'], many), 2);
		expect(grids.length).toBeGreaterThan(1);
		expect(grids.flatMap(({ columns }) => columns.slice(1).map(({ title }) => title))).toEqual(many);
		linesOf(terminalGrids(grids, 0));
		expect(grids.filter(({ rows }) => rows[0]?.[0]?.text.startsWith('base') === true)).toHaveLength(1);
	});
});

describe('CSV', () => {
	it('has a record for each figure, unrounded, the base first and refusals with their reason', () => {
		const [head, first, ...records] = csvGrids([recordGrid(sweepOf(true))])
			.trim()
			.split('\n');
		expect(head).toBe(
			'nPowTargetSpacing,nMatMulAsertHalfLife,cell,metric,value,low,high,unit,kind,difference,difference low,difference high,alike',
		);
		expect(first).toBe('90,3600,base,coins-per-day,19200,,,coins/day,exact,,,,');
		expect(records.filter((record) => record.includes(',refused,'))).toHaveLength(3);
		const marked = '60,3600,fork,m5.none,0.4,0.399,0.401,percent,estimated,0.4,0.399,0.401,base nMatMulAsertHalfLife';
		expect(records).toContain(marked);
	});
});

describe('the plot', () => {
	it('draws a panel for each value of the constant that has fewer, the same bytes each time', async () => {
		const found = sweepOf(true);
		const svg = await plotSweep(found, 2, 'light');
		expect(svg).toMatch(/^<svg role="img" /);
		expect(svg).toContain(
			'<title>btx/main@0.32.12 by nPowTargetSpacing and nMatMulAsertHalfLife: next halving, date, days after the base</title>',
		);
		for (const value of HALF_LIVES) expect(svg).toContain(`>nMatMulAsertHalfLife ${value}<`);
		expect(svg).toContain('in 3 panels; the level line is the base');
		expect(await plotSweep(found, 2, 'light')).toBe(svg);
	});

	it('is of numbers only', () => {
		expect([0, 1, 2, 3].map((metric) => isDrawn(sweepOf(false), metric))).toEqual([true, true, true, false]);
	});
});

describe.each(hostileTexts)('a sweep with %s in every place', (_, text) => {
	const sweep = sweepOf(false);
	const infested: Sweep = {
		...sweep,
		base: { id: text, title: text },
		fork: { id: text, title: text },
		parameters: sweep.parameters.map((parameter) => ({ ...parameter, name: text, base: text })),
		metrics: sweep.metrics.map((metric) => ({ ...metric, id: text, label: text, group: text })),
		cells: sweep.cells.map((each) => (each.refused === null ? each : { ...each, refused: text })),
	};

	it.each(['table', 'md', 'csv', 'json', 'html'] as const)('is harmless as %s', async (format) => {
		const document = { ...infested };
		const grids = format === 'csv' ? [recordGrid(infested)] : groupGrids(infested);
		const written = await renderLeaflet({ title: text, grids, document }, { format, level: 0 });
		expect(written).not.toMatch(hostile);
		if (format === 'json') expect(JSON.parse(written)).toEqual(document);
		if (format === 'csv') expect(written).not.toMatch(/^"?[=+@]/m);
		if (format === 'html') expect(written).not.toMatch(/<script|<img|onerror=[^&]*>/);
		const bare = written.replace(/(`+)(?!`).*?[^`]\1(?!`)/g, 'CODE').replace(/\\[!-/:-@[-`{-~]/g, 'ESCAPED');
		if (format === 'md') expect(bare).not.toMatch(/<[!/?A-Za-z]|\$|@[\w-]|\]\(|:\/\//);
	});

	it('is harmless as a figure', async () => {
		const svg = await plotSweep(infested, 0, 'light');
		expect(svg).not.toMatch(hostile);
		expect(svg).not.toMatch(/<(?:script|img|!--|a )/i);
	});
});
