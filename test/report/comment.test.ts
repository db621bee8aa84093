/** A comment fits, is cut between blocks, and says what it left out. */
import { describe, expect, it } from 'vitest';
import { COMMENT_CHARACTERS, renderComment } from '../../src/report/comment.ts';
import { renderSeries } from '../../src/report/series.ts';
import { report } from './fixture.ts';
import { hostile, hostileTexts, infested } from './hostile.ts';

/** The fixture with so many tables of miners of their own. */
function grown(tables: number) {
	const rows = Array.from({ length: 40 }, (_, i) => ({ ...report.tables[1]!.rows[0]!, id: `row-${i}` }));
	return {
		...report,
		tables: [
			...report.tables,
			...Array.from({ length: tables }, (_, i) => ({ id: `solo.${i}`, title: `Miner ${i}`, rows, notes: [] })),
		],
	};
}

describe('a comment', () => {
	it('holds verdicts, findings and the main tables', () => {
		const fleet = report.tables[1]!;
		const text = renderComment({ ...report, fleetTableId: fleet.id });
		expect(text).toMatch(/^## Rehearsal: /);
		for (const { row } of report.verdicts) expect(text).toContain(row.label);
		for (const { id } of report.findings) expect(text).toContain(`\`${id}\``);
		expect(text).toContain('Findings: 1 hard, ');
		for (const { because } of report.verdicts) expect(text).toContain(because);
		expect(text).toContain('Base: BTX main 0.32.12, `btx/main@0.32.12`');
		expect(text).toMatch(/^> \[!WARNING\]\n> 1 hard finding:$/m);
		expect(text.indexOf('<summary>')).toBe(text.indexOf(`<summary>${fleet.title}</summary>`));
		expect(text).toContain('- base `');
		expect(text).not.toContain('Left out');
		expect(text.trimEnd().split('\n').at(-1)).toContain('The whole report: `rehearse --fork spacing60 --format md`');
	});

	it('is cut between tables where it would not fit, and names what is missing', () => {
		const large = grown(90);
		const text = renderComment(large);
		expect(text.length).toBeLessThanOrEqual(COMMENT_CHARACTERS);
		expect(text.length).toBeGreaterThan(COMMENT_CHARACTERS / 2);
		const shown = large.tables.filter(({ title }) => text.includes(`<summary>${title}</summary>`));
		for (const { title } of shown.filter(({ id }) => id.startsWith('solo.'))) {
			const section = text.slice(text.indexOf(`<summary>${title}</summary>`)).split('</details>')[0]!;
			expect(section.match(/^\| no block/gm)).toHaveLength(40);
		}
		expect(shown.length).toBeGreaterThan(3);
		expect(shown.length).toBeLessThan(large.tables.length);
		const last = text.trimEnd().split('\n').at(-1)!;
		expect(text.match(/<details>/g)).toHaveLength(shown.length);
		expect(text.match(/<\/details>/g)).toHaveLength(shown.length);
		expect(text).toContain('SHA-256 `');
		expect(last).toMatch(/^Left out: .*Miner \d+; .* and \d+ more\. The whole report: `/);
	});

	it.each([2000, 5000, 20_000])('keeps to %d characters', (most) => {
		const text = renderComment(grown(12), most);
		expect(text.length).toBeLessThanOrEqual(most);
		expect(text).toContain('Left out: ');
	});

	it('shares its room among several forks', async () => {
		const reports = [grown(40), grown(40), grown(40)];
		const text = await renderSeries(reports, { format: 'comment', level: 0, full: false });
		expect(text.length).toBeLessThanOrEqual(COMMENT_CHARACTERS);
		expect(text.match(/^## Rehearsal: /gm)).toHaveLength(3);
	});

	it.each(hostileTexts)('survives %s', (_name, text) => {
		const comment = renderComment(infested(text));
		expect(comment.length).toBeLessThanOrEqual(COMMENT_CHARACTERS);
		expect(comment).not.toMatch(hostile);
		const folds = /^<details>\n<summary>.*<\/summary>$|^<\/details>$/gm;
		for (const fold of comment.match(folds) ?? []) {
			const summary = /<summary>(.*)<\/summary>/.exec(fold)?.[1]?.replace(/<code>[^<>]*<\/code>/g, 'CODE') ?? '';
			expect(summary).not.toMatch(/[<>]|\$|@[\w-]|(?<!&)#\d/);
		}
		const unfolded = comment.replace(folds, '');
		const bare = unfolded.replace(/(`+)(?!`).*?[^`]\1(?!`)/g, 'CODE').replace(/\\[!-/:-@[-`{-~]/g, 'ESCAPED');
		expect(bare).not.toMatch(/<[!/?A-Za-z]|\$|@[\w-]|\]\(/);
	});

	it('keeps to its room when every finding is as long as can be', () => {
		const finding = { ...report.findings[0]!, severity: 'hard' as const, message: 'x*_'.repeat(1000) };
		const text = renderComment({ ...report, findings: Array.from({ length: 90 }, () => finding) });
		expect(text.length).toBeLessThanOrEqual(COMMENT_CHARACTERS);
		expect(text).toContain('Findings: 90 hard');
		expect(text).toMatch(/Left out: hard findings; findings\. /);
	});
});
