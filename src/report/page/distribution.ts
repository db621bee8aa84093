/** The distribution of a fleet's coins, base above fork on one scale, as SVG elements. */
import { type CoinDistribution, unitsAt } from '../../compare/lattice.ts';
import { quantile } from '../../compare/poisson.ts';
import { element, type HtmlElement } from '../htmlnode.ts';
import { formatNumber } from '../number.ts';

export interface Side {
	readonly name: 'Base' | 'Fork';
	readonly coins: CoinDistribution;
	/** The quantiles as the table prints them. */
	readonly label: string;
}

export interface DrawingOptions {
	readonly id: string;
	readonly title: string;
	readonly coin: string;
	readonly decimals: number;
	/** CSS pixels. */
	readonly width: number;
}

/** Heights in CSS pixels: a side's label, its bars and the line of its quantiles; the axis below all. */
const LABEL = 24;
const BARS = 64;
const LINE = 18;
const SIDE = LABEL + BARS + LINE + 8;
const AXIS = 42;
/** Room beside the outermost bars, for half a number of the axis. */
const MARGIN = 18;

const MOST_BARS = 60;
const TICKS = 5;
/** What the axis leaves out at either end of a distribution. */
const TAIL = 0.001;

interface Bars {
	readonly from: number;
	readonly width: number;
	readonly heights: readonly number[];
}

/** Coordinates to a tenth of a pixel. */
function pixels(value: number): string {
	return value.toFixed(1);
}

/** 1, 2 or 5 times a power of ten, so that at most `TICKS` of it fit into the range. */
function tickStep(range: number): number {
	const least = range / TICKS;
	const power = Number(`1e${least.toExponential().split('e')[1]}`);
	return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? 10 * power;
}

/** Probabilities by bins of equal width whose centres are amounts. */
function barsOf(
	coins: CoinDistribution,
	amountAt: (k: number) => number,
	from: number,
	width: number,
	count: number,
): Bars {
	const heights = new Array<number>(count).fill(0);
	for (const [i, probability] of coins.counts.probabilities.entries()) {
		const bin = Math.round((amountAt(coins.counts.first + i) - from) / width);
		if (bin >= 0 && bin < count) heights[bin]! += probability;
	}
	return { from, width, heights };
}

/** The drawing; its title and description say in words what it shows. */
export function distribution(
	sides: readonly Side[],
	{ id, title, coin, decimals, width }: DrawingOptions,
): HtmlElement {
	const unit = 10 ** decimals;
	const amounts = sides.map(
		({ coins }) =>
			(k: number) =>
				Number(unitsAt(coins, k)) / unit,
	);
	const at = (side: number, q: number): number => amounts[side]!(quantile(sides[side]!.coins.counts, q));
	const highest = Math.max(...sides.map((_, i) => at(i, 1 - TAIL)));
	const lowest = Math.min(...sides.map((_, i) => at(i, TAIL)));
	const step = Math.max(...sides.map(({ coins }) => coins.stepUnits)) / unit;
	// Zero belongs on the axis unless everything is far from it.
	const first = lowest < highest / 2 ? 0 : lowest;
	const perBar = Math.max(1, Math.ceil((highest - first) / step / MOST_BARS));
	const barWidth = perBar * step;
	const count = Math.round((highest - first) / barWidth) + 1;
	const scale = (width - 2 * MARGIN) / (count * barWidth);
	const x = (amount: number): number => MARGIN + (amount - first + barWidth / 2) * scale;
	const bars = sides.map(({ coins }, i) => barsOf(coins, amounts[i]!, first, barWidth, count));
	const tallest = Math.max(...bars.flatMap(({ heights }) => heights));
	const height = sides.length * SIDE + AXIS;
	const shapes = sides.flatMap((side, i) => {
		const top = i * SIDE;
		const floor = top + LABEL + BARS;
		const middle = floor + LINE / 2 + 2;
		const kind = side.name.toLowerCase();
		const [low, median, high] = [0.05, 0.5, 0.95].map((q) => x(at(i, q)));
		const gap = barWidth * scale > 4 ? 1 : 0;
		const path = bars[i]!.heights.map((share, bin) => {
			const size = (share / tallest) * BARS;
			if (size < 0.05) return '';
			const left = x(first + bin * barWidth) - (barWidth * scale) / 2 + gap / 2;
			return `M${pixels(left)} ${pixels(floor)}v${pixels(-size)}h${pixels(barWidth * scale - gap)}v${pixels(size)}z`;
		}).join('');
		return [
			element('text', { x: String(MARGIN), y: String(top + 15), class: 'side' }, side.name),
			element('text', { x: String(width - MARGIN), y: String(top + 15), class: 'values' }, side.label),
			element('path', { class: `bars ${kind}`, d: path }),
			element('path', { class: 'floor', d: `M${MARGIN} ${floor + 0.5}H${width - MARGIN}` }),
			element('path', {
				class: `range ${kind}`,
				d: `M${pixels(low!)} ${middle - 4}v8M${pixels(low!)} ${middle}H${pixels(high!)}M${pixels(high!)} ${middle - 4}v8`,
			}),
			element('circle', { class: `median ${kind}`, cx: pixels(median!), cy: String(middle), r: '4' }),
		];
	});
	return element(
		'svg',
		{
			...{ viewBox: `0 0 ${width} ${height}`, width: String(width), height: String(height) },
			...{ role: 'img', 'aria-labelledby': `${id}-title ${id}-text`, class: 'plot' },
		},
		element('title', { id: `${id}-title` }, title),
		element('desc', { id: `${id}-text` }, sides.map(({ name, label }) => `${name}: ${label}.`).join(' ')),
		...shapes,
		...axis(first, highest, x, sides.length * SIDE, coin, width),
	);
}

function axis(from: number, to: number, x: (amount: number) => number, top: number, coin: string, width: number) {
	const step = tickStep(to - from || to || 1);
	const decimals = step < 1 ? Math.max(0, -Number(step.toExponential().split('e')[1])) : 0;
	const ticks: HtmlElement[] = [];
	for (let i = Math.ceil(from / step); i * step <= to; i++) {
		const at = pixels(x(i * step));
		ticks.push(
			element('path', { class: 'floor', d: `M${at} ${top}v5` }),
			element('text', { class: 'tick', x: at, y: String(top + 18) }, formatNumber(i * step, decimals)),
		);
	}
	return [
		...ticks,
		element('text', { class: 'tick', x: pixels(width / 2), y: String(top + 36) }, `${coin} in the window`),
	];
}
