/** A report as GitHub-flavoured Markdown: no raw HTML, no formula, no timestamp, the same bytes every time. */
import type { RootContent } from 'mdast';
import type { Report, Row } from '../compare/document.ts';
import { plain } from './escape.ts';
import { formatFigure } from './format.ts';
import { cell, type Grid } from './grid.ts';
import { bullets, heading, markdown, markdownGrid, paragraph, warning } from './mdgrid.ts';
import { formatNumber } from './number.ts';
import { code, literal, phrasing } from './phrasing.ts';
import { activationText } from './screen.ts';
import {
	burstGrid,
	calendarGrid,
	changeCell,
	changesGrid,
	checksGrid,
	checksSummary,
	findingsGrid,
	kindText,
	sortedFindings,
	tableGrid,
} from './sections.ts';
import { assumptionText } from './terminal.ts';

function verdictGrid(report: Report): Grid {
	const figures = (row: Row) => [
		cell(plain(row.label)),
		cell(formatFigure(row.base)),
		cell(formatFigure(row.fork)),
		changeCell(row),
		cell(kindText(row)),
	];
	return {
		title: '',
		columns: [
			{ title: 'Who', align: 'left' },
			{ title: 'Verdict', align: 'left' },
			{ title: 'What decides', align: 'left' },
			{ title: 'Base', align: 'right' },
			{ title: 'Fork', align: 'right' },
			{ title: 'Change', align: 'right' },
			{ title: 'Kind', align: 'left' },
		],
		rows: report.verdicts.flatMap((verdict) => [
			[cell(plain(verdict.group)), cell(verdict.verdict), ...figures(verdict.row)],
			...verdict.also.map((row) => [cell(''), cell(''), ...figures(row)]),
		]),
		notes: [],
	};
}

function overview(report: Report): RootContent[] {
	const price = formatFigure({ value: report.market.priceUsd, unit: 'usd', kind: 'exact' });
	const { base, state, market } = report;
	const releases = base.newerReleases.map((release) => plain(release)).join(', ');
	const newer = releases === '' ? [] : [literal('; newer releases: '), ...phrasing(releases)];
	return [
		bullets([
			[...phrasing(`Base: ${base.title}`), literal(', '), ...code(base.id), ...newer],
			[...phrasing(`Fork: ${report.fork.title}`), literal(', '), ...code(report.fork.id)],
			phrasing(activationText(report)),
			phrasing(`State of ${state.date}: ${state.lines.map((line) => plain(line).replace(/\.$/, '')).join('; ')}`),
			phrasing(`1 ${base.coin} = ${price}, ${market.date}, ${market.source}`),
		]),
		...(report.verdicts.length === 0 ? [] : markdownGrid(verdictGrid(report))),
		...(report.verdicts.length === 0
			? []
			: [bullets(report.verdicts.map((each) => phrasing(`${each.group}: ${each.verdict}, ${each.because}`)))]),
	];
}

function checks(report: Report): RootContent[] {
	const findings = report.findings.length === 0 ? [paragraph('No finding fired.')] : markdownGrid(findingsGrid(report));
	const closedForms =
		report.checks.length === 0
			? []
			: [
					paragraph(`Closed forms beside the simulation: ${checksSummary(report)}.`),
					...markdownGrid(checksGrid(report)),
				];
	return [...findings, ...closedForms];
}

function transition(report: Report): RootContent[] {
	const lines = report.transition.length === 0 ? [] : [bullets(report.transition.map((line) => phrasing(line)))];
	return [...lines, ...(report.burst === null ? [] : markdownGrid(burstGrid(report.burst)))];
}

function footer(report: Report): RootContent[] {
	const { run } = report;
	const settings =
		`rehearse ${report.version}, engine ${run.engine}, seed ${run.seed}, ` +
		`${formatNumber(run.trials, 0)} trials; written by a tool, not by an author.`;
	return [
		{ type: 'thematicBreak' },
		{ type: 'paragraph', children: [literal('Reproduce: '), ...code(report.command)] },
		paragraph(settings),
		...(report.inputs.length === 0
			? []
			: [
					bullets(
						report.inputs.map((input) => [
							...phrasing(input.kind),
							literal(' '),
							...code(input.path),
							literal(' SHA-256 '),
							...code(input.sha256),
						]),
					),
				]),
	];
}

/** Blocks of one table under a heading of the third level. */
function section(grid: Grid): RootContent[] {
	return [heading(3, grid.title), ...markdownGrid(grid)];
}

/** Grids alone, for the commands that print tables without a report. */
export function markdownGrids(title: string, grids: readonly Grid[]): string {
	const blocks = grids.flatMap((grid) =>
		grid.title === '' ? markdownGrid(grid) : [heading(2, grid.title), ...markdownGrid(grid)],
	);
	return markdown([heading(1, title), ...blocks]);
}

/** The report as Markdown; sections without data are left out and the others numbered through. */
export function renderMarkdown(report: Report): string {
	const hard = sortedFindings(report.findings).filter((finding) => finding.severity === 'hard');
	const sections: readonly (readonly [string, readonly RootContent[]])[] = [
		['In one screen', overview(report)],
		['What changes', report.changes.length === 0 ? [] : markdownGrid(changesGrid(report))],
		['Checks', checks(report)],
		['Who is affected', report.tables.flatMap((table) => section(tableGrid(table)))],
		['Calendar', report.calendar.length === 0 ? [] : markdownGrid(calendarGrid(report))],
		['The transition', transition(report)],
		[
			'Limits',
			report.assumptions.length === 0
				? []
				: [bullets(report.assumptions.map((each) => phrasing(assumptionText(each))))],
		],
	];
	const numbered = sections
		.filter(([, blocks]) => blocks.length > 0)
		.flatMap(([title, blocks], i) => [heading(2, `${i + 1}. ${title}`), ...blocks]);
	const title = `Rehearsal: ${report.title}`;
	const count = `${hard.length} hard ${hard.length === 1 ? 'finding' : 'findings'}`;
	const alert = hard.length === 0 ? [] : [warning([`${count}:`, ...hard.map((each) => `${each.id} ${each.message}`)])];
	return markdown([heading(1, title), ...alert, ...numbered, ...footer(report)]);
}
