/** A report as GitHub-flavoured Markdown: no raw HTML but pictures, no formula, the same bytes every time. */
import type { RootContent } from 'mdast';
import type { Chart, Report, Row, Table } from '../compare/document.ts';
import { plain } from './escape.ts';
import { formatFigure } from './format.ts';
import { cell, type Grid } from './grid.ts';
import { listingGrid } from './listinggrid.ts';
import { bullets, heading, markdown, markdownGrid, paragraph, warning } from './mdgrid.ts';
import { formatNumber } from './number.ts';
import { listingsIn, OUTLINE, type Section, sectionOf } from './outline.ts';
import { code, literal, phrasing } from './phrasing.ts';
import { pictureOf } from './picture.ts';
import { predictionsGrid } from './predictiongrid.ts';
import { activationText } from './screen.ts';
import {
	burstGrid,
	calendarGrid,
	changeCell,
	changesGrid,
	checksGrid,
	checksSummary,
	findingsGrid,
	KINDS,
	kindText,
	sortedFindings,
	stateText,
	tableGrid,
} from './sections.ts';
import { assumptionText, stampText } from './terminal.ts';

/** Who gains and who loses, with the number that decides. */
export function verdictGrid(report: Report): Grid {
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

/** What the figures rest on. */
export function facts(report: Report): RootContent {
	const price = formatFigure({ value: report.market.priceUsd, unit: 'usd', kind: 'exact' });
	const { base, market } = report;
	const releases = base.newerReleases.map((release) => plain(release)).join(', ');
	const newer = releases === '' ? [] : [literal('; newer releases: '), ...phrasing(releases)];
	return bullets([
		[...phrasing(`Base: ${base.title}`), literal(', '), ...code(base.id), ...newer],
		[...phrasing(`Fork: ${report.fork.title}`), literal(', '), ...code(report.fork.id)],
		phrasing(activationText(report)),
		phrasing(`State of ${stateText(report)}`),
		phrasing(`Price: 1 ${base.coin} = ${price}, ${market.date}, ${market.source}`),
	]);
}

/** Verdicts, why, and how to read them; nothing where there are none. */
export function verdicts(report: Report): RootContent[] {
	if (report.verdicts.length === 0) return [];
	return [
		...markdownGrid(verdictGrid(report)),
		bullets(report.verdicts.map((each) => phrasing(`${each.group}: ${each.verdict}, ${each.because}`))),
		paragraph(`Kinds of figures: ${KINDS.map(([kind, meaning]) => `${kind} (${meaning})`).join(', ')}.`),
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

/** What reproduces the report: command, version, seed and the SHA-256 of every input. */
export function footer(report: Report): RootContent[] {
	const { run } = report;
	const settings =
		`rehearse ${report.version}, engine ${run.engine}, seed ${run.seed}, ` +
		`${formatNumber(run.trials, 0)} trials; written by a tool, not by an author${stampText(report)}.`;
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
export function subsection(grid: Grid): RootContent[] {
	return [heading(3, grid.title), ...markdownGrid(grid)];
}

/** Grids alone, for the commands that print tables without a report. */
export function markdownGrids(title: string, grids: readonly Grid[]): string {
	const blocks = grids.flatMap((grid) =>
		grid.title === '' ? markdownGrid(grid) : [heading(2, grid.title), ...markdownGrid(grid)],
	);
	return markdown([heading(1, title), ...blocks]);
}

/** A warning that names every hard finding; nothing where there is none. */
export function alert(report: Report): RootContent[] {
	const hard = sortedFindings(report.findings).filter((finding) => finding.severity === 'hard');
	const count = `${hard.length} hard ${hard.length === 1 ? 'finding' : 'findings'}`;
	return hard.length === 0 ? [] : [warning([`${count}:`, ...hard.map((each) => `${each.id} ${each.message}`)])];
}

/**
 * The report's blocks under its title; sections without data are left out.
 *
 * @param pictures whether the figures lie beside the text, in figures/
 */
export function reportBlocks(report: Report, pictures: boolean): RootContent[] {
	const tables = (section: Section): RootContent[] =>
		report.tables
			.filter((table: Table) => sectionOf(table) === section)
			.flatMap((table) => subsection(tableGrid(table)));
	const listings = (section: Section): RootContent[] =>
		listingsIn(report.listings, section).flatMap((listing) =>
			listing.rows.length === 0 ? listing.notes.map(paragraph) : subsection(listingGrid(listing)),
		);
	const picture = (id: Chart['id']): RootContent[] =>
		pictures ? report.charts.filter((chart) => chart.id === id).flatMap(pictureOf) : [];
	const { changes, calendar, predictions, assumptions } = report;
	const sections: Readonly<Record<Section, readonly RootContent[]>> = {
		screen: [facts(report), ...verdicts(report)],
		changes: changes.length === 0 ? [] : markdownGrid(changesGrid(report)),
		checks: checks(report),
		issuance: [
			...tables('issuance'),
			...(calendar.length === 0 ? [] : subsection(calendarGrid(report))),
			...picture('issuance'),
		],
		affected: [...tables('affected'), ...picture('revenue')],
		transition: [...transition(report), ...tables('transition'), ...picture('transition')],
		stale: tables('stale'),
		counts: tables('counts'),
		load: tables('load'),
		alternatives: listings('alternatives'),
		composition: listings('composition'),
		backtest: listings('backtest'),
		predictions: predictions.length === 0 ? [] : markdownGrid(predictionsGrid(predictions)),
		limits: assumptions.length === 0 ? [] : [bullets(assumptions.map((each) => phrasing(assumptionText(each))))],
	};
	return (Object.keys(OUTLINE) as Section[]).flatMap((name) =>
		sections[name].length === 0 ? [] : [heading(2, OUTLINE[name]), ...sections[name]],
	);
}

/** The report as Markdown. */
export function renderMarkdown(report: Report): string {
	const blocks = [...alert(report), ...reportBlocks(report, false), ...footer(report)];
	return markdown([heading(1, `Rehearsal: ${report.title}`), ...blocks]);
}
