/** The figures of a report inside its HTML file: images written into it, whose colours follow the reader's screen. */
import type { Chart, Report } from '../compare/document.ts';
import { plain, prose } from './escape.ts';
import { element, type HtmlElement } from './htmlnode.ts';
import { PALETTES, type Palette } from './plotspec.ts';

/** Addresses that hold an image, by the chart's id. */
export type ChartImages = ReadonlyMap<string, string>;

/** Draws the charts of a report. */
export async function chartImages({ charts }: Report): Promise<ChartImages> {
	const images = new Map<string, string>();
	for (const chart of charts) images.set(chart.id, await chartImage(chart));
	return images;
}

/** The address that holds a chart's image. */
async function chartImage(chart: Chart): Promise<string> {
	const { plot } = await import('./plot.ts');
	return address(adaptive(await plot(chart, 'light')));
}

/** A chart that belongs to no report, drawn. */
export async function drawnChart(chart: Chart): Promise<HtmlElement> {
	return figure(chart, await chartImage(chart));
}

/** A light figure that is drawn in the dark one's colours on a dark screen; on paper it stays light. */
function adaptive(svg: string): string {
	const rules = (Object.keys(PALETTES.light) as (keyof Palette)[]).map((name) => {
		const [light, dark] = [PALETTES.light[name], PALETTES.dark[name]];
		return `[fill="${light}"]{fill:${dark}}[stroke="${light}"]{stroke:${dark}}`;
	});
	const style = `<style>@media screen and (prefers-color-scheme:dark){${rules.join('')}}</style>`;
	return svg.replace(/^<svg [^>]*>/, (tag) => tag + style);
}

/** Escaped rather than in Base64: as long, and a web server's compression finds what repeats. */
function address(svg: string): string {
	const escaped = svg.trim().replace(/["#%&'<>]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
	return `data:image/svg+xml;charset=utf-8,${escaped}`;
}

/** The figure; what is to be seen in it stands below in words. */
export function chartFigure(chart: Chart, images: ChartImages): HtmlElement[] {
	const src = images.get(chart.id);
	return src === undefined ? [] : [figure(chart, src)];
}

function figure({ title, description }: Chart, src: string): HtmlElement {
	const image = element('img', { src, alt: plain(title) });
	return element('figure', { class: 'chart' }, image, element('figcaption', {}, prose(description)));
}
