/**
 * A chart as SVG: no script, no font from elsewhere, no time of writing, the same bytes every time. Vega is loaded
 * when the first figure is drawn.
 */
import type { LoggerInterface } from 'vega';
import type { Chart } from '../compare/document.ts';
import { characterData } from './escape.ts';
import { plotSpec, type Theme } from './plotspec.ts';
import { leanSvg } from './svg.ts';

/** Nothing that Vega says is for the reader of a report. */
const SILENT: LoggerInterface = {
	level: () => SILENT,
	error: () => SILENT,
	warn: () => SILENT,
	info: () => SILENT,
	debug: () => SILENT,
};

/** The figure with its title and description for those who do not see it. */
export async function plot(chart: Chart, theme: Theme): Promise<string> {
	const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
	const { spec } = compile(plotSpec(chart, theme), { logger: SILENT });
	// Widths of texts are estimated even where a package would measure them with the machine's fonts.
	(vega as unknown as UntypedVega).textMetrics.canvas(false);
	// Vega numbers clip paths and gradients through the life of the process.
	vega.resetSVGDefIds();
	const view = new vega.View(vega.parse(spec), { renderer: 'none', logger: SILENT });
	try {
		return `${titled(leanSvg(await view.toSVG()), chart)}\n`;
	} finally {
		view.finalize();
	}
}

/** What vega exports and its types do not know. */
interface UntypedVega {
	readonly textMetrics: { readonly canvas: (use: boolean) => void };
}

function titled(svg: string, { title, description }: Chart): string {
	const words = `<title>${characterData(title)}</title><desc>${characterData(description)}</desc>`;
	return svg.replace(/^<svg ([^>]*)>/, (_, attributes: string) => `<svg role="img" ${attributes}>${words}`);
}
