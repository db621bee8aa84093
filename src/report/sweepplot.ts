/** A metric over the grid as SVG: a panel for each value of the constant that has fewer, the base as a level line. */
import type { Axis, Chart, Figure, Panel } from '../compare/document.ts';
import type { Sweep, SweepCell } from '../compare/sweepdocument.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import { plain } from './escape.ts';
import { plot } from './plot.ts';
import type { Theme } from './plotspec.ts';
import { titleOf } from './sweepgrid.ts';

/** Units that an axis has of its own; others are plain numbers, as counts of blocks are. */
const AXIS_UNITS: readonly Axis['unit'][] = ['coins', 'coins/day', 'percent', 'blocks', 'days', 'seconds'];

/** Whether a metric has numbers to draw. */
export function isDrawn(sweep: Sweep, metric: number): boolean {
	return sweep.cells.some((each) => pointOf(sweep, each, metric) !== null);
}

/** The metric of that index as SVG. */
export function plotSweep(sweep: Sweep, metric: number, theme: Theme): Promise<string> {
	return plot(sweepChart(sweep, metric), theme);
}

/** The metric of that index; cells that were refused leave a gap. */
export function sweepChart(sweep: Sweep, metric: number): Chart {
	const { label = '', id = '' } = sweep.metrics[metric] ?? {};
	const panels = panelsOf(sweep, metric);
	const names = sweep.parameters.map(({ name }) => plain(name));
	return {
		// No id stands in a figure; it names the place of a report's own.
		id: 'transition',
		title: `${titleOf(sweep)}: ${plain(label)}${panels.length > 1 ? `, ${axisTitle(sweep, metric)}` : ''}`,
		description: `${plain(label)} (${plain(id)}) by ${names.join(' and ')}, in ${panels.length === 1 ? 'one panel' : `${panels.length} panels`}; the level line is the base.`,
		panels,
	};
}

function panelsOf(sweep: Sweep, metric: number): Panel[] {
	const { parameters, cells } = sweep;
	const [first, second] = parameters;
	if (first === undefined) return [];
	const split = second === undefined ? undefined : second.values.length <= first.values.length ? 1 : 0;
	const across = split === 0 ? 1 : 0;
	const groups = split === undefined ? [undefined] : (parameters[split]?.values ?? []);
	return groups.flatMap((value) => {
		const points = cells
			.filter(({ values }) => split === undefined || values[split] === value)
			.flatMap((each) => {
				const y = pointOf(sweep, each, metric);
				return y === null ? [] : [[Number(each.values[across]), y] as const];
			})
			.sort(([a], [b]) => a - b);
		const [start, end] = [points[0], points.at(-1)];
		if (start === undefined || end === undefined) return [];
		const base = numberOf(sweep, sweep.doNothing[metric] ?? null, metric);
		const level =
			base === null
				? []
				: ([
						[start[0], base],
						[end[0], base],
					] as const);
		const title = split === undefined ? axisTitle(sweep, metric) : plain(`${parameters[split]?.name} ${value}`);
		return [
			{
				x: { title: plain(parameters[across]?.name ?? ''), unit: 'blocks' },
				y: { title, unit: axisUnit(sweep, metric) },
				shape: 'points',
				series: [...(level.length > 0 ? [{ side: 'base', points: level } as const] : []), { side: 'fork', points }],
			} satisfies Panel,
		];
	});
}

function pointOf(sweep: Sweep, { figures }: SweepCell, metric: number): number | null {
	return numberOf(sweep, figures[metric]?.figure ?? null, metric);
}

/** Dates are drawn in days from the base's. */
function numberOf(sweep: Sweep, figure: Figure | null, metric: number): number | null {
	if (typeof figure?.value !== 'number') return null;
	if (figure.unit !== 'utc') return figure.value;
	const base = sweep.doNothing[metric]?.value;
	return typeof base === 'number' ? (figure.value - base) / SECONDS_PER_DAY : null;
}

function axisUnit({ metrics }: Sweep, metric: number): Axis['unit'] {
	const unit = metrics[metric]?.unit;
	if (unit === 'utc') return 'days';
	return AXIS_UNITS.find((each) => each === unit) ?? 'blocks';
}

function axisTitle({ metrics }: Sweep, metric: number): string {
	const { label = '', unit = 'text' } = metrics[metric] ?? {};
	if (unit === 'utc') return 'days after the base';
	return unit === 'percent' || unit === 'ratio' ? plain(label) : unit;
}
