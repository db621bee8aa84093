/** Tables of another shape than base and fork, in every rendering. */
import { describe, expect, it } from 'vitest';
import { renderListingCsv, renderReportCsv } from '../../src/report/csv.ts';
import { renderHtml } from '../../src/report/html.ts';
import { listingGrid } from '../../src/report/listinggrid.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { report } from './fixture.ts';

const [alternatives, sensitivity, backtest] = report.listings;

describe('a listing', () => {
	it('writes figures to the right, differences with their sign and words to the left', () => {
		const grid = listingGrid(sensitivity!);
		expect(grid.columns.map(({ title, align }) => [title, align])).toEqual([
			['Assumption', 'left'],
			['What decides', 'left'],
			['At low', 'right'],
			['At high', 'right'],
			['Direction', 'left'],
		]);
		expect(grid.rows[0]!.map(({ text }) => text)).toEqual([
			'relay',
			'Network: stale blocks',
			'+0.2 pp',
			'-33.3 %',
			'turns',
		]);
		expect(listingGrid(alternatives!).rows[1]!.map(({ text }) => text)).toEqual(['90 s, nothing done', '19,200', '–']);
	});

	it('stands in its section of the Markdown, of at most seven columns; without rows only its notes do', () => {
		const text = renderMarkdown(report);
		const section = (number: number) => text.slice(text.indexOf(`## ${number}. `), text.indexOf('## 13. '));
		expect(section(10)).toContain('### Other spacings\n\n| Spacing            | Coins a day | No block in 30 d |\n');
		expect(section(10)).toMatch(/^\| -+ \| -+: \| -+: \|$/m);
		expect(section(10)).toContain('### What the verdicts turn on');
		expect(text).not.toContain('## 11. ');
		expect(section(12)).toBe('## 12. Backtest\n\nThe state records no headers and no observed spacing.\n\n');
		for (const line of text.split('\n').filter((each) => each.startsWith('|'))) {
			expect(line.replace(/\\\|/g, '').split('|').length - 2).toBeLessThanOrEqual(7);
		}
	});

	it('is on the full terminal and not on the one screen', () => {
		const full = renderTerminal(report, { level: 0, full: true });
		expect(full).toContain('Other spacings\n');
		expect(full).toContain(' - The state records no headers');
		expect(renderTerminal(report, { level: 0, full: false })).not.toContain('Other spacings');
	});

	it('is a table of the page', async () => {
		const page = await renderHtml([report]);
		expect(page).toContain('Other spacings</h3>');
		expect(page).toContain('<p>The state records no headers and no observed spacing.</p>');
	});

	it('is in the CSV with the names of its columns, numbers as they are', () => {
		expect(renderListingCsv(alternatives!)).toBe(
			[
				'table,row,label,column,value,low,high,unit,kind',
				'alternatives,spacing-60,"60 s, the fork",coins,28800,,,coins/day,exact',
				'alternatives,spacing-60,"60 s, the fork",none,0.317,,,percent,conditional',
				'alternatives,spacing-90,"90 s, nothing done",coins,19200,,,coins/day,exact',
				'',
			].join('\n'),
		);
		expect(renderReportCsv(report)).toContain('\nsensitivity,relay-stale,relay,low,0.002,,,percent,assumed\n');
		expect(renderListingCsv(backtest!)).toBe('table,row,label,column,value,low,high,unit,kind\n');
	});
});
