/** The figures of a report inside its HTML file: images written into it, one for light pages and one for dark ones. */
import type { Chart, Report } from '../compare/document.ts';
import { plain, prose } from './escape.ts';
import { element, type HtmlElement } from './htmlnode.ts';
import type { Theme } from './plotspec.ts';

/** Addresses that hold an image, by the chart's id. */
export type ChartImages = ReadonlyMap<string, Readonly<Record<Theme, string>>>;

/** Draws the charts of a report. */
export async function chartImages({ charts }: Report): Promise<ChartImages> {
	const images = new Map<string, Record<Theme, string>>();
	if (charts.length === 0) return images;
	const { plot } = await import('./plot.ts');
	for (const chart of charts) {
		images.set(chart.id, { light: address(await plot(chart, 'light')), dark: address(await plot(chart, 'dark')) });
	}
	return images;
}

function address(svg: string): string {
	return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

/** The figure; what is to be seen in it stands below in words. */
export function chartFigure(chart: Chart, images: ChartImages): HtmlElement[] {
	const image = images.get(chart.id);
	if (image === undefined) return [];
	const title = plain(chart.title);
	return [
		element(
			'figure',
			{ class: 'chart' },
			element(
				'picture',
				{},
				element('source', { media: '(prefers-color-scheme: dark)', srcset: image.dark }),
				element('img', { src: image.light, alt: title }),
			),
			element('figcaption', {}, `${title}. ${prose(chart.description)}`),
		),
	];
}
