/** Text as an ill-meant file would carry it. */
import type { Figure, Report } from '../../src/compare/document.ts';
import { report } from './fixture.ts';

/** What no rendering may hold: controls other than the line end, bidirectional and other invisible characters. */
export const hostile = /[^\P{Cc}\n]|\p{Cf}|\p{Zl}|\p{Zp}/u;

export const hostileTexts: readonly (readonly [name: string, text: string])[] = [
	['escape sequences', '\u001b[2J\u001b[31mred\u001b[0m\u001b]0;title\u0007\u009b5mblink'],
	['a pipe', 'a | b || c |\\| d'],
	['line ends', 'first\nsecond\r\n# heading\n\n- item\n| a | b |\n|---|---|\u2028x\u2029y'],
	['raw HTML', '<script>alert(1)</script><img src=x onerror=alert(1)><!-- --> &lt;b&gt;'],
	['a formula', "=cmd|' /C calc'!A0"],
	['formulas with other signs', '@SUM(1+1)*cmd'],
	['bidirectional controls', 'user\u202egpj.exe\u2066\u2069\u200f'],
	['a mention', 'ask @octocat and @org/team, mail a@b.example, see owner/repo#1 and #12 and GH-3'],
	['mathematics', 'cost $1 and $2, $$x$$, $`y`$'],
	['Markdown', '[link](javascript:alert(1)) ![img](http://evil/x.png) **b** `c` ~~s~~ [^1] > quote'],
	['an alert', '[!WARNING] nothing is wrong'],
	['addresses', 'see https://evil.example/x?y=1, http://a.example and www.evil.example at deadbeef'.repeat(2)],
	['pictures and strokes', ':tada: and :+1: and ~~gone~~ and ~gone~ and 0123456789abcdef0123456789abcdef01234567'],
	['a megabyte', `${'A\u001b[31m|\n'.repeat(125_000)}`],
	['a megabyte of one letter', 'x'.repeat(1_000_000)],
];

const exact = (value: string): Figure => ({ value, unit: 'text', kind: 'exact' });

/** The fixture with one text in every place that a file can fill. */
export function infested(text: string): Report {
	const row = { ...report.tables[1]!.rows[0]!, id: text, label: text };
	return {
		...report,
		title: text,
		command: text,
		base: { ...report.base, id: text, title: text, coin: text, newerReleases: [text] },
		fork: { ...report.fork, id: text, title: text, activation: text },
		state: { ...report.state, lines: [text, text] },
		market: { ...report.market, source: text },
		inputs: [{ ...report.inputs[0]!, id: text, path: text }],
		verdicts: [{ ...report.verdicts[0]!, group: text, because: text, row, also: [] }],
		changes: [{ parameter: text, from: text, to: text, unit: text, source: text }],
		findings: [{ id: text, severity: 'hard', message: text, numbers: { [text]: text } }],
		tables: [
			{
				id: text,
				title: text,
				rows: [row, { ...row, base: { value: text, unit: 'text', kind: 'exact' } }],
				notes: [text],
			},
		],
		listings: report.listings.map((listing) => ({
			...listing,
			title: text,
			rows: listing.rows.map((each) => ({
				...each,
				id: text,
				label: text,
				figures: [exact(text), ...each.figures.slice(1)],
			})),
			notes: [text],
		})),
		calendar: [{ ...report.calendar[0]!, what: text }],
		transition: [text],
		checks: [{ ...report.checks[0]!, label: text, pass: false }],
		assumptions: [{ id: text, text, effect: text }],
		predictions: [{ ...report.predictions[0]!, metric: text, label: text }],
		charts: report.charts.map((chart) => ({ ...chart, title: text, description: text })),
	};
}
