import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { inPlace, report } from './fixture.ts';
import { hostile, hostileTexts, infested } from './hostile.ts';

/** Lines of tables, each cut at its unescaped pipes. */
function tableRows(markdown: string): string[][] {
	return markdown
		.split('\n')
		.filter((line) => line.startsWith('|'))
		.map((line) => line.split(/(?<!\\)\|/).slice(1, -1));
}

/** The document without its code spans and escaped characters: what is left can act. */
function active(markdown: string): string {
	return markdown
		.replace(/(`+)(?!`).*?[^`]\1(?!`)/g, 'CODE')
		.replace(/\\[!-/:-@[-`{-~]/g, 'ESCAPED')
		.replace(/^> \[!WARNING\]$/m, '> ALERT');
}

describe('markdown', () => {
	const text = renderMarkdown(report);

	it('is the outline of a report', async () => {
		await expect(text).toMatchFileSnapshot('../golden/report.md');
		expect(text.match(/^## .*$/gm)).toEqual([
			'## 1. In one screen',
			'## 2. What changes',
			'## 3. Checks',
			'## 4. Issuance',
			'## 5. Who is affected',
			'## 6. The transition',
			'## 9. Load',
			'## 10. Alternatives and sensitivity',
			'## 12. Backtest',
			'## 13. Predictions and review date',
			'## 14. Limits',
		]);
	});

	it('has tables of at most seven columns with numbers to the right', () => {
		const rows = tableRows(text);
		expect(rows.length).toBeGreaterThan(20);
		for (const row of rows) expect(row.length).toBeLessThanOrEqual(7);
		expect(text).toMatch(/^\| -+ \| -+: \| -+: \| -+: \| -+: \| -+ \|$/m);
	});

	it('alerts only when a hard finding fired', () => {
		expect(text).toContain('> [!WARNING]\n> 1 hard finding:\n> SUP-02 coins a day rise by half');
		const soft = report.findings.filter((finding) => finding.severity !== 'hard');
		expect(renderMarkdown({ ...report, findings: soft })).not.toContain('[!WARNING]');
		const two = renderMarkdown({ ...report, findings: [...report.findings, ...report.findings] });
		expect(two).toContain('> 2 hard findings:');
	});

	it('ends in what reproduces it, without a time of writing', () => {
		const footer = text.slice(text.indexOf('\n---\n'));
		expect(footer).toContain('`rehearse --fork spacing60`');
		expect(footer).toContain('rehearse 0.1.0, engine lanes, seed 1, 8,000 trials');
		for (const { path, sha256 } of report.inputs) expect(footer).toContain(`\`${path}\` SHA-256 \`${sha256}\``);
		expect(text).not.toMatch(/\d{2}:\d{2}:\d{2}/);
	});

	it('writes amounts without a dollar sign and sets identifiers as code', () => {
		expect(text).not.toContain('$');
		expect(text).toContain('USD 399.25');
		expect(text).toContain('`btx/main@0.32.12`');
	});

	it('names the time of writing where the report holds one', () => {
		expect(renderMarkdown({ ...report, writtenAt: '2026-07-03T04:05:06Z' })).toContain(
			'not by an author, written at 2026-07-03T04:05:06Z.',
		);
	});

	it('says what is predicted, what is expected and when to look', () => {
		expect(text).toMatch(
			/^\| `spacing` +\| 58\.5 s to 61\.5 s \| +60\.00 s \| inside +\| est\. \| +195,189 \| {2}2026-08-06/m,
		);
		const narrow = { ...report.predictions[0]!, high: 59 };
		expect(renderMarkdown({ ...report, predictions: [narrow] })).toMatch(/58\.5 s to 59 s \| +60\.00 s \| OUTSIDE/);
		const unknown = { ...narrow, expected: null, reviewHeight: null, reviewDate: null };
		expect(renderMarkdown({ ...report, predictions: [unknown] })).toMatch(
			/58\.5 s to 59 s \| +– \| +\| +\| +– \| +– \|/,
		);
	});

	it('tells an edit in place', () => {
		const burst = renderMarkdown(inPlace);
		expect(burst).toContain(
			'|   1 h |            0 s | 1,234,567 | 24,691,340 |          2 h | `0x207fffff` | halted  |',
		);
	});

	it('leaves out what a report does not hold', () => {
		const bare = renderMarkdown({
			...report,
			verdicts: [],
			changes: [],
			tables: [],
			listings: [],
			calendar: [],
			transition: [],
			checks: [],
			findings: [],
			assumptions: [],
			predictions: [],
			inputs: [],
		});
		expect(bare.match(/^## .*$/gm)).toEqual(['## 1. In one screen', '## 3. Checks']);
		expect(bare).toContain('No finding fired.');
	});
});

describe.each(hostileTexts)('hostile text: %s', (_, text) => {
	const markdown = renderMarkdown(infested(text));
	const clean = renderMarkdown(infested('harmless'));

	it('breaks out of no cell, line or heading', () => {
		expect(tableRows(markdown).map((row) => row.length)).toEqual(tableRows(clean).map((row) => row.length));
		expect(markdown.match(/^#+ /gm)).toEqual(clean.match(/^#+ /gm));
		expect(markdown.match(/^\s*(?:[-+*]|\d+\.) /gm)).toEqual(clean.match(/^\s*(?:[-+*]|\d+\.) /gm));
		expect(markdown).not.toMatch(hostile);
		expect(markdown.length).toBeLessThan(200_000);
	});

	it('holds no markup, mention, issue or formula', () => {
		const left = active(markdown);
		expect(left).not.toMatch(/<[!/?A-Za-z]/);
		expect(left).not.toContain('$');
		expect(left).not.toMatch(/@[\w-]/);
		expect(left).not.toMatch(/#\d|GH-\d/);
		expect(left).not.toMatch(/\]\(|\]\[|!\[/);
		expect(left).not.toMatch(/:\/\/|www\.|~|:[+a-z][\w+-]*:|[\da-f]{40}/i);
		expect(left).not.toMatch(/&(?:#\d+|#x[\da-f]+|[A-Za-z]+);/);
	});
});
