import { describe, expect, it } from 'vitest';
import type { Row, Table } from '../../src/compare/document.ts';
import { csvGrids, renderCsv } from '../../src/report/csv.ts';
import { report } from './fixture.ts';
import { hostile, hostileTexts, infested } from './hostile.ts';

/** Cells of a CSV text (RFC 4180). */
function cells(text: string): string[][] {
	return text
		.trimEnd()
		.split('\n')
		.map((line) =>
			[...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
				(match) => match[1]?.replaceAll('""', '"') ?? match[2] ?? '',
			),
		);
}

function tableOf(row: Partial<Row>): Table {
	const empty = { id: 'r', label: 'l', base: null, fork: null, difference: null, relative: null };
	return { id: 't', title: 'T', rows: [{ ...empty, ...row }], notes: [] };
}

describe('csv', () => {
	it('has one row for each figure of each metric', async () => {
		const text = renderCsv(report.tables);
		await expect(text).toMatchFileSnapshot('../golden/report.csv');
		const [header, ...rows] = cells(text);
		expect(header).toEqual(['table', 'row', 'label', 'column', 'value', 'low', 'high', 'unit', 'kind']);
		const figures = report.tables.flatMap((table) =>
			table.rows.flatMap(({ base, fork, difference, relative }) =>
				[base, fork, difference, relative].filter((figure) => figure !== null),
			),
		);
		expect(rows).toHaveLength(figures.length);
		expect(rows.map((row) => row[4])).toEqual(figures.map(({ value }) => String(value)));
		expect(text).not.toContain('\r');
	});

	it.each([
		[-129.5, '-129.5'],
		['-0.00000480', '-0.00000480'],
		['-2099999997690000', '-2099999997690000'],
		[1e-7, '1e-7'],
		['=1+1', "'=1+1"],
		['-1+cmd', "'-1+cmd"],
		[null, ''],
	])('writes the value %s as %s', (value, text) => {
		const rows = cells(renderCsv([tableOf({ base: { value, unit: 'coins', kind: 'exact' } })]));
		expect(rows[1]?.[4]).toBe(text);
	});

	it.each(hostileTexts)('is not moved by %s', (_, text) => {
		const rendered = renderCsv(infested(text).tables);
		const rows = cells(rendered);
		expect(rows).toHaveLength(cells(renderCsv(infested('harmless').tables)).length);
		for (const row of rows) {
			expect(row).toHaveLength(9);
			for (const value of row) expect(value).not.toMatch(/^(?:[=+@\t\r]|-(?![\d.]+$))/);
		}
		expect(rendered).not.toMatch(hostile);
		expect(rendered.length).toBeLessThan(10_000);
	});

	it('writes grids with their own header', () => {
		const grid = {
			title: 'Forks',
			columns: [
				{ title: 'Name', align: 'left' as const },
				{ title: 'Title', align: 'left' as const },
			],
			rows: [[{ text: 'a' }, { text: '=b, "c"' }]],
			notes: ['not data'],
		};
		expect(csvGrids([grid])).toBe('name,title\na,"\'=b, ""c"""\n');
	});
});
