/** One document, several renderings. */
import type { ColorSupportLevel } from 'chalk';
import type { Chart, Report, Table } from '../compare/document.ts';
import type { Grid } from './grid.ts';

export const FORMATS = ['table', 'md', 'json', 'csv', 'html', 'comment'] as const;
export type Format = (typeof FORMATS)[number];

export interface RenderOptions {
	readonly format: Format;
	/** Colour of the stream that the text goes to; 0 for files and pipes. */
	readonly level: ColorSupportLevel;
	readonly full: boolean;
}

/** A report as text. Renderers are loaded when they are asked for: each brings its own libraries. */
export async function renderReport(report: Report, { format, level, full }: RenderOptions): Promise<string> {
	switch (format) {
		case 'table':
			return (await import('./terminal.ts')).renderTerminal(report, { level, full });
		case 'md':
			return (await import('./markdown.ts')).renderMarkdown(report);
		case 'json':
			return (await import('./json.ts')).renderJson(report);
		case 'csv':
			return (await import('./csv.ts')).renderReportCsv(report);
		case 'html':
			return (await import('./html.ts')).renderHtml([report]);
		case 'comment':
			return (await import('./comment.ts')).renderComment(report);
	}
}

/** What the smaller commands print: data for JSON, grids for people, and tables where figures are behind them. */
export interface Leaflet {
	readonly title: string;
	readonly grids: readonly Grid[];
	/** The JSON document, with its schema's name. */
	readonly document: { readonly schema: string; readonly [key: string]: unknown };
	readonly tables?: readonly Table[];
	/** What a page draws below its tables. */
	readonly charts?: readonly Chart[];
}

/** A leaflet as text. */
export async function renderLeaflet(leaflet: Leaflet, { format, level }: Omit<RenderOptions, 'full'>): Promise<string> {
	switch (format) {
		case 'table':
			return (await import('./terminal.ts')).terminalGrids(leaflet.grids, level);
		case 'md':
		case 'comment':
			return (await import('./markdown.ts')).markdownGrids(leaflet.title, leaflet.grids);
		case 'json':
			return (await import('./json.ts')).renderJson(leaflet.document);
		case 'csv': {
			const { csvGrids, renderCsv } = await import('./csv.ts');
			return leaflet.tables === undefined ? csvGrids(leaflet.grids) : renderCsv(leaflet.tables);
		}
		case 'html':
			return (await import('./html.ts')).htmlGrids(leaflet.title, leaflet.grids, leaflet.charts ?? []);
	}
}
