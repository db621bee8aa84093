/** The sections of a report as HTML elements, by the outline of every written rendering. */
import type { Chart, Report, Table } from '../compare/document.ts';
import { plain, prose } from './escape.ts';
import type { Grid } from './grid.ts';
import { type ChartImages, chartFigure } from './htmlchart.ts';
import { fleetForm } from './htmlform.ts';
import { gridTable } from './htmlgrid.ts';
import { element, type HtmlElement, type HtmlNode } from './htmlnode.ts';
import { verdicts } from './htmlverdicts.ts';
import { listingGrid } from './listinggrid.ts';
import { listingsIn, OUTLINE, type Section, sectionOf } from './outline.ts';
import { predictionsGrid } from './predictiongrid.ts';
import {
	burstGrid,
	calendarGrid,
	changesGrid,
	checksGrid,
	checksSummary,
	findingsGrid,
	tableGrid,
} from './sections.ts';
import { assumptionText } from './terminal.ts';

/** A section with its anchor; `parts` are its tables, for the contents. */
export interface HtmlSection {
	readonly id: string;
	readonly title: string;
	readonly content: readonly HtmlNode[];
	readonly parts: readonly { readonly id: string; readonly title: string }[];
}

export interface SectionOptions {
	/** Before every id: a document may hold several reports. */
	readonly prefix: string;
	/** Level of the sections' headings; their tables' are one below. */
	readonly level: 2 | 3;
	/** Without a script there is nothing that could compute a fleet. */
	readonly withForm: boolean;
	readonly images: ChartImages;
}

function list(items: readonly string[]): HtmlElement[] {
	return items.length === 0 ? [] : [element('ul', {}, ...items.map((item) => element('li', {}, item)))];
}

/** A grid alone under the heading of its section, whose words are its caption. */
function single(grid: Grid, { level }: SectionOptions): HtmlElement[] {
	return grid.rows.length === 0 ? [] : [gridTable(grid, { level: below(level), hidden: grid.title })];
}

function below(level: 2 | 3): 3 | 4 {
	return level === 2 ? 3 : 4;
}

function checks(report: Report, options: SectionOptions): HtmlElement[] {
	const level = below(options.level);
	const closed = { ...checksGrid(report), title: `Closed forms beside the simulation: ${checksSummary(report)}` };
	return [
		report.findings.length === 0 ? element('p', {}, 'No finding fired.') : gridTable(findingsGrid(report), { level }),
		...(report.checks.length === 0 ? [] : [gridTable(closed, { level })]),
	];
}

/** Every section that holds something. */
export function sectionsOf(report: Report, options: SectionOptions): HtmlSection[] {
	const { prefix, withForm, images } = options;
	const level = below(options.level);
	const tablesOf = (section: Section) =>
		report.tables.map((table, i) => ({ table, id: `${prefix}table-${i + 1}` })).filter(isIn(section));
	const tables = (section: Section): HtmlElement[] =>
		tablesOf(section).map(({ table, id }) => gridTable(tableGrid(table), { level, id }));
	const listings = (section: Section): HtmlElement[] =>
		listingsIn(report.listings, section).flatMap((listing) =>
			listing.rows.length === 0
				? listing.notes.map((note) => element('p', {}, prose(note)))
				: [gridTable(listingGrid(listing), { level })],
		);
	const figure = (id: Chart['id']): HtmlElement[] =>
		report.charts.filter((chart) => chart.id === id).flatMap((chart) => chartFigure(chart, images));
	const calendar = report.calendar.length === 0 ? [] : [gridTable(calendarGrid(report), { level })];
	const burst = report.burst === null ? [] : [gridTable(burstGrid(report.burst), { level })];
	const contents: Readonly<Record<Section, readonly HtmlNode[]>> = {
		screen: verdicts(report),
		changes: single(changesGrid(report), options),
		checks: checks(report, options),
		issuance: [...tables('issuance'), ...calendar, ...figure('issuance')],
		affected: [...tables('affected'), ...figure('revenue')],
		transition: [...list(report.transition.map(prose)), ...burst, ...tables('transition'), ...figure('transition')],
		stale: tables('stale'),
		counts: tables('counts'),
		load: tables('load'),
		alternatives: listings('alternatives'),
		composition: listings('composition'),
		backtest: listings('backtest'),
		predictions: single(predictionsGrid(report.predictions), options),
		limits: list(report.assumptions.map(assumptionText)),
	};
	const sections = (Object.keys(OUTLINE) as Section[])
		.filter((name) => contents[name].length > 0)
		.map((name): HtmlSection => {
			const parts = tablesOf(name).map(({ table, id }) => ({ id, title: plain(table.title) }));
			return { id: prefix + name, title: OUTLINE[name], content: contents[name], parts };
		});
	const form = withForm ? fleetForm(report, prefix, level) : null;
	// Beside the verdicts, where readers look for themselves.
	if (form !== null) sections.splice(1, 0, { id: `${prefix}fleet`, title: 'Your fleet', content: [form], parts: [] });
	return sections;
}

function isIn(section: Section): (entry: { readonly table: Table }) => boolean {
	return ({ table }) => sectionOf(table) === section;
}
