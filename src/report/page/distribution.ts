/** The distribution of a fleet's coins, base above fork on one scale, as SVG elements. */
import type { CoinDistribution } from '../../compare/lattice.ts';
import { element, type HtmlElement } from '../htmlnode.ts';
import { formatNumber } from '../number.ts';
import { binsOf, quantileCoins } from './bins.ts';

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
const LABEL = 28;
const BARS = 72;
const LINE = 18;
const SIDE = LABEL + BARS + LINE + 8;
const AXIS = 42;
/** Room beside the outermost bars: for the percentages, and for half a number of the axis. */
const LEFT = 44;
const RIGHT = 18;

/** Ticks that fit on either axis. */
const ACROSS = 5;
const UP = 2;

/** Coordinates to a tenth of a pixel. */
function pixels(value: number): string {
	return value.toFixed(1);
}

/** 1, 2 or 5 times a power of ten, so that at most so many of it fit into the range. */
function tickStep(range: number, most: number): number {
	const least = range / most;
	const power = Number(`1e${least.toExponential().split('e')[1]}`);
	return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? 10 * power;
}

/** Digits after the point of a step's multiples. */
function decimalsOf(step: number): number {
	return step < 1 ? Math.max(0, -Number(step.toExponential().split('e')[1])) : 0;
}

/** Where amounts and chances lie. */
interface Scale {
	readonly x: (coins: number) => number;
	/** Pixels above the floor. */
	readonly y: (chance: number) => number;
	/** Step of the chances that are marked, and the largest of them. */
	readonly chanceStep: number;
	readonly tallest: number;
}

/** The drawing; its title and description say in words what it shows. */
export function distribution(
	sides: readonly Side[],
	{ id, title, coin, decimals, width }: DrawingOptions,
): HtmlElement {
	const distributions = sides.map(({ coins }) => coins);
	const { from, to, bars } = binsOf(distributions, decimals);
	const tallest = Math.max(...bars.flatMap((each) => each.map(({ chance }) => chance)));
	const perCoin = (width - LEFT - RIGHT) / (to - from);
	const scale: Scale = {
		x: (coins) => LEFT + (coins - from) * perCoin,
		y: (chance) => (chance / tallest) * BARS,
		chanceStep: tickStep(tallest, UP),
		tallest,
	};
	const shapes = sides.flatMap(({ name, coins, label }, i) => {
		const top = i * SIDE;
		const floor = top + LABEL + BARS;
		const side = name.toLowerCase();
		const path = bars[i]!.map((bar) => {
			const size = scale.y(bar.chance);
			if (size < 0.05) return '';
			const [left, right] = [scale.x(bar.from), scale.x(bar.to)];
			const gap = right - left > 4 ? 1 : 0;
			return `M${pixels(left + gap / 2)} ${pixels(floor)}v${pixels(-size)}H${pixels(right - gap / 2)}v${pixels(size)}z`;
		}).join('');
		return [
			element('text', { x: '0', y: String(top + 15), class: 'side' }, name),
			element('text', { x: String(width - RIGHT), y: String(top + 15), class: 'values' }, label),
			...levels(floor, width, scale),
			element('path', { class: `bars ${side}`, d: path }),
			element('path', { class: 'floor', d: `M${LEFT} ${floor + 0.5}H${width - RIGHT}` }),
			...range(coins, decimals, floor + LINE / 2 + 2, side, scale),
		];
	});
	return element(
		'svg',
		{
			...{ viewBox: `0 0 ${width} ${sides.length * SIDE + AXIS}`, width: String(width) },
			...{ height: String(sides.length * SIDE + AXIS), class: 'plot' },
			...{ role: 'img', 'aria-labelledby': `${id}-title ${id}-text` },
		},
		element('title', { id: `${id}-title` }, title),
		element('desc', { id: `${id}-text` }, sides.map(({ name, label }) => `${name}: ${label}.`).join(' ')),
		...shapes,
		...axis(from, to, scale, sides.length * SIDE, coin),
	);
}

/** Level lines behind the bars, with their chances. */
function levels(floor: number, width: number, { y, chanceStep, tallest }: Scale): HtmlElement[] {
	const decimals = decimalsOf(chanceStep * 100);
	return Array.from({ length: Math.floor(tallest / chanceStep + 1e-9) }, (_, i) => (i + 1) * chanceStep).flatMap(
		(chance) => {
			const at = floor - y(chance);
			return [
				element('path', { class: 'level', d: `M${LEFT} ${pixels(at)}H${width - RIGHT}` }),
				element(
					'text',
					{ class: 'scale', x: String(LEFT - 6), y: pixels(at + 4) },
					`${formatNumber(chance * 100, decimals)} %`,
				),
			];
		},
	);
}

/** A line from the fifth percentile to the 95th, with a dot at the median. */
function range(coins: CoinDistribution, decimals: number, y: number, side: string, { x }: Scale): HtmlElement[] {
	const [low, median, high] = [0.05, 0.5, 0.95].map((q) => pixels(x(quantileCoins(coins, q, decimals))));
	return [
		element('path', { class: `range ${side}`, d: `M${low} ${y - 4}v8M${low} ${y}H${high}M${high} ${y - 4}v8` }),
		element('circle', { class: `median ${side}`, cx: median, cy: String(y), r: '4' }),
	];
}

function axis(from: number, to: number, { x }: Scale, top: number, coin: string): HtmlElement[] {
	const step = tickStep(to - from, ACROSS);
	const ticks: HtmlElement[] = [];
	for (let i = Math.max(0, Math.ceil(from / step)); i * step <= to; i++) {
		const at = pixels(x(i * step));
		ticks.push(
			element('path', { class: 'floor', d: `M${at} ${top}v5` }),
			element('text', { class: 'tick', x: at, y: String(top + 18) }, formatNumber(i * step, decimalsOf(step))),
		);
	}
	const middle = pixels((x(from) + x(to)) / 2);
	return [...ticks, element('text', { class: 'tick', x: middle, y: String(top + 36) }, `${coin} in the window`)];
}
