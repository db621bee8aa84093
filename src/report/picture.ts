/** A figure as GitHub shows it: one SVG for light pages, one for dark ones. */
import type { RootContent } from 'mdast';
import type { Chart } from '../compare/document.ts';
import { characterData } from './escape.ts';
import { paragraph } from './mdgrid.ts';
import type { Theme } from './plotspec.ts';

/** The file of a figure, from the folder in which the report lies. */
export function figurePath({ id }: Chart, theme: Theme): string {
	return `figures/${id}-${theme}.svg`;
}

/** The figure and what is to be seen in it. */
export function pictureOf(chart: Chart): RootContent[] {
	const lines = [
		'<picture>',
		`<source media="(prefers-color-scheme: dark)" srcset="${figurePath(chart, 'dark')}">`,
		`<img alt="${characterData(chart.title)}" src="${figurePath(chart, 'light')}">`,
		'</picture>',
	];
	return [{ type: 'html', value: lines.join('\n') }, paragraph(`${chart.title}. ${chart.description}`)];
}
