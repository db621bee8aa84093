/** Reports and the tables of the smaller commands as one HTML file that loads nothing. */
import type { Chart, Report } from '../compare/document.ts';
import { plain } from './escape.ts';
import type { Grid } from './grid.ts';
import { type ChartImages, chartImages, drawnChart } from './htmlchart.ts';
import { facts, footer } from './htmlfacts.ts';
import { type PageAssets, pageAssets, renderPage } from './htmlframe.ts';
import { gridTable } from './htmlgrid.ts';
import { element, type HtmlElement, type HtmlNode } from './htmlnode.ts';
import { type HtmlSection, sectionsOf } from './htmlsections.ts';

interface Entry {
	readonly id: string;
	readonly title: string;
	readonly parts?: readonly Entry[];
}

function links(entries: readonly Entry[]): HtmlElement {
	return element(
		'ol',
		{},
		...entries.map(({ id, title, parts = [] }) =>
			element('li', {}, element('a', { href: `#${id}` }, title), ...(parts.length === 0 ? [] : [links(parts)])),
		),
	);
}

function contents(entries: readonly Entry[]): HtmlElement {
	return element('nav', { 'aria-label': 'Contents' }, links(entries));
}

function brand(): HtmlElement {
	return element('p', { class: 'brand' }, 'rehearse');
}

function sectionElements(sections: readonly HtmlSection[], level: 2 | 3): HtmlElement[] {
	return sections.map(({ id, title, content }) =>
		element(
			'section',
			{ id, 'aria-labelledby': `${id}-title` },
			element(`h${level}`, { id: `${id}-title` }, title),
			...content,
		),
	);
}

function renderOne(report: Report, images: ChartImages, assets: PageAssets): string {
	const sections = sectionsOf(report, { prefix: '', level: 2, withForm: assets.script !== '', images });
	const title = `Rehearsal: ${plain(report.title)}`;
	return renderPage(
		{
			title,
			header: [brand(), element('h1', {}, title), facts(report)],
			contents: contents(sections),
			main: sectionElements(sections, 2),
			footer: footer(report, 2),
		},
		assets,
	);
}

/** One article for each fork, with the footer of its own run. */
function renderSeveral(reports: readonly Report[], images: readonly ChartImages[], assets: PageAssets): string {
	const articles = reports.map((report, i) => {
		const prefix = `fork-${i + 1}-`;
		const id = `fork-${i + 1}`;
		const title = `Fork ${i + 1} of ${reports.length}: ${plain(report.fork.id)}`;
		const withForm = assets.script !== '';
		const sections = sectionsOf(report, { prefix, level: 3, withForm, images: images[i] ?? new Map() });
		const content: readonly HtmlNode[] = [
			element('h2', { id: `${id}-title` }, title),
			facts(report),
			...sectionElements(sections, 3),
			element('div', { class: 'sources' }, ...footer(report, 3)),
		];
		return {
			entry: { id, title, parts: sections.map((section) => ({ id: section.id, title: section.title })) },
			article: element('article', { id, 'aria-labelledby': `${id}-title` }, ...content),
		};
	});
	const title = `Rehearsal of ${reports.length} forks: ${plain(reports[0]?.base.id ?? '')}`;
	return renderPage(
		{
			title,
			header: [brand(), element('h1', {}, title)],
			contents: contents(articles.map(({ entry }) => entry)),
			main: articles.map(({ article }) => article),
			footer: [],
		},
		assets,
	);
}

/** Reports as one file. */
export async function renderHtml(reports: readonly Report[], assets: PageAssets = pageAssets()): Promise<string> {
	const images: ChartImages[] = [];
	for (const report of reports) images.push(await chartImages(report));
	const [report] = reports;
	const [drawn] = images;
	if (report !== undefined && drawn !== undefined && reports.length === 1) return renderOne(report, drawn, assets);
	return renderSeveral(reports, images, assets);
}

/** Grids and what is drawn of them, for the commands that print tables without a report: a page without a script. */
export async function htmlGrids(title: string, grids: readonly Grid[], charts: readonly Chart[]): Promise<string> {
	const figures: HtmlElement[] = [];
	for (const chart of charts) figures.push(await drawnChart(chart));
	const assets = pageAssets();
	const anchored = grids.map((grid, i) => ({ id: `table-${i + 1}`, title: grid.title, grid }));
	const titled = anchored.filter((each) => each.title !== '');
	return renderPage(
		{
			title: plain(title),
			header: [brand(), element('h1', {}, plain(title))],
			contents: titled.length < 2 ? null : contents(titled),
			main: [
				...anchored.map(({ id, grid }) =>
					gridTable(grid, { level: 2, id, ...(grid.title === '' ? { hidden: plain(title) } : {}) }),
				),
				...figures,
			],
			footer: [],
		},
		{ ...assets, script: '' },
	);
}
