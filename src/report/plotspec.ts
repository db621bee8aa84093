/** A chart as a Vega-Lite specification: base and fork told apart by dash and by colour, light or dark. */
import type { TopLevelSpec } from 'vega-lite';
import type { Axis, Chart, Panel, Series } from '../compare/document.ts';
import { plain } from './escape.ts';
import { wrap } from './wrap.ts';

export type Theme = 'light' | 'dark';

export interface Palette {
	readonly background: string;
	readonly text: string;
	readonly grid: string;
	readonly base: string;
	readonly fork: string;
}

/** GitHub's canvas and text colours; blue and orange of Okabe and Ito's set, which the colour-blind can tell apart. */
export const PALETTES: Readonly<Record<Theme, Palette>> = {
	light: { background: '#ffffff', text: '#1f2328', grid: '#d1d9e0', base: '#0072b2', fork: '#d55e00' },
	dark: { background: '#0d1117', text: '#e6edf3', grid: '#3d444d', base: '#56b4e9', fork: '#e69f00' },
};

const WIDTH = 640;
const HEIGHT = 220;
/** Longest title, and how much of it fits in a line by Vega's estimate of a letter's width. */
const TITLE_CHARACTERS = 110;
const LINE_CHARACTERS = 56;
/** Longest title of an axis: the lower side's height holds so many. */
const AXIS_CHARACTERS = 34;
/** About so many ticks, which leaves room between their labels. */
const X_TICKS = 10;
const Y_TICKS = 6;
/** Pixels; a phone shows the figure at half its size. */
const FONT_SIZE = 13;

/** How ticks are written; nothing depends on where the reader lives. */
const TICKS: Readonly<Record<Axis['unit'], string>> = {
	utc: '%Y',
	coins: ',.12~g',
	'coins/day': ',.12~g',
	percent: '.12~%',
	blocks: ',.12~g',
	days: ',.12~g',
	seconds: ',.12~g',
};

const INTERPOLATION = { line: 'linear', after: 'step-after', before: 'step-before' } as const;

function axisOf({ title, unit }: Axis, tickCount: number) {
	return { title: plain(title, AXIS_CHARACTERS), format: TICKS[unit], tickCount };
}

/** The fork's first, under the base's: where they are alike, the solid line shows between the dashes. */
function valuesOf({ series }: Panel): object[] {
	return [...series].reverse().flatMap(({ side, points }) => points.map(([x, y]) => ({ x, y, side })));
}

function panelSpec(panel: Panel, sides: readonly Series['side'][], palette: Palette) {
	const { x, y, shape } = panel;
	// Vega counts milliseconds.
	const values = x.unit === 'utc' ? valuesOf(panel).map((value) => inMilliseconds(value)) : valuesOf(panel);
	const mark =
		shape === 'points'
			? ({ type: 'line', point: true, strokeWidth: 1 } as const)
			: ({ type: 'line', interpolate: INTERPOLATION[shape], strokeWidth: 2 } as const);
	return {
		width: WIDTH,
		height: HEIGHT,
		data: { values },
		mark,
		encoding: {
			x:
				x.unit === 'utc'
					? { field: 'x', type: 'temporal', scale: { type: 'utc' }, axis: axisOf(x, X_TICKS) }
					: { field: 'x', type: 'quantitative', scale: { zero: false, nice: false }, axis: axisOf(x, X_TICKS) },
			y: {
				field: 'y',
				type: 'quantitative',
				scale: { zero: shape !== 'points' || y.unit === 'seconds' },
				axis: axisOf(y, Y_TICKS),
			},
			color: {
				field: 'side',
				type: 'nominal',
				scale: { domain: [...sides], range: sides.map((side) => palette[side]) },
				legend: { title: null, orient: 'top' },
			},
			strokeDash: {
				field: 'side',
				type: 'nominal',
				scale: { domain: [...sides], range: sides.map((side) => (side === 'base' ? [6, 4] : [1, 0])) },
			},
		},
	} as const;
}

function inMilliseconds(value: object): object {
	return 'x' in value ? { ...value, x: Number(value.x) * 1000 } : value;
}

/** The specification; what stands in it from files is text, never an expression. */
export function plotSpec(chart: Chart, theme: Theme): TopLevelSpec {
	const palette = PALETTES[theme];
	const { background, text, grid } = palette;
	const present = new Set(chart.panels.flatMap(({ series }) => series.map(({ side }) => side)));
	const sides = (['base', 'fork'] as const).filter((side) => present.has(side));
	const spec = {
		$schema: 'https://vega.github.io/schema/vega-lite/v6.json',
		title: { text: wrap(plain(chart.title, TITLE_CHARACTERS), LINE_CHARACTERS), anchor: 'start' },
		background,
		padding: { left: 2, top: 8, right: 12, bottom: 8 },
		vconcat: chart.panels.map((panel) => panelSpec(panel, sides, palette)),
		config: {
			aria: false,
			font: 'sans-serif',
			title: { color: text, fontSize: FONT_SIZE + 2, offset: 6 },
			view: { stroke: grid },
			axis: {
				...{ labelColor: text, titleColor: text, gridColor: grid, domainColor: grid, tickColor: grid },
				...{ labelFontSize: FONT_SIZE - 1, titleFontSize: FONT_SIZE, titleFontWeight: 'normal', titlePadding: 8 },
			},
			legend: {
				...{ labelColor: text, labelFontSize: FONT_SIZE, offset: 8, columnPadding: 20 },
				...{ symbolStrokeWidth: 2, symbolSize: 900, symbolType: 'stroke' },
			},
		},
	};
	return spec as unknown as TopLevelSpec;
}
