/** What a fork's file may predict: metrics that a chain shows after the activation, by the ids of the report's rows. */
import { didYouMean } from './suggest.ts';

export interface Metric {
	/** As the report's rows are called. */
	readonly id: string;
	readonly label: string;
	readonly unit: 'seconds' | 'coins/day' | 'count' | 'blocks' | 'coins';
	/** A name that was given to it elsewhere and is not understood. */
	readonly alias?: string;
}

export const METRICS = [
	{ id: 'spacing', label: 'mean spacing from the activation', unit: 'seconds', alias: 'spacing.mean' },
	{ id: 'coins-per-day', label: 'coins a day from the activation', unit: 'coins/day', alias: 'issuance.perDay' },
	{ id: 'difficulty', label: 'attempts a block', unit: 'count', alias: 'difficulty.work' },
	{ id: 'window-blocks', label: 'blocks in the window', unit: 'blocks' },
	{ id: 'window-coins', label: 'coins in the window', unit: 'coins' },
] as const satisfies readonly Metric[];

export type MetricId = (typeof METRICS)[number]['id'];

/** The metric of an id, or undefined. */
export function metricOf(id: string): (Metric & { readonly id: MetricId }) | undefined {
	return METRICS.find((metric) => metric.id === id);
}

/** What is wrong with the name of a metric that there is not, in one line with the nearest that there is. */
export function metricFault(name: string): string {
	const ids = METRICS.map(({ id }) => id);
	const aliased = METRICS.find((metric: Metric) => metric.alias === name);
	const hint = aliased === undefined ? didYouMean(name, ids) : `; did you mean '${aliased.id}'?`;
	return `unknown metric${hint === '' ? `; metrics: ${ids.join(', ')}` : hint}`;
}
