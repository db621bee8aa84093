/** What a fork's file predicts, beside what this run expects, and when it can be held against the chain. */
import { spacingAt } from '../difficulty/era.ts';
import type { SimulationPlan, SimulationResult } from '../engine/types.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import { type MetricId, metricOf } from '../params/metrics.ts';
import type { Scenario } from '../params/scenario.ts';
import { findRow } from './deferred.ts';
import type { Figure, Prediction, Table } from './document.ts';
import { conditional, estimated } from './figure.ts';
import { Pace, scheduledDate } from './pace.ts';
import { networkAt } from './plan.ts';

export interface PredictionsInput {
	readonly scenario: Scenario;
	readonly plan: SimulationPlan;
	readonly result: SimulationResult;
	/** The report's, in which some metrics are rows. */
	readonly tables: readonly Table[];
}

/** Predictions in the order of the file. */
export function predictionsOf(input: PredictionsInput): Prediction[] {
	const { fork, forkFile, state, activationHeight } = input.scenario;
	const { reviewAfterBlocks } = forkFile;
	const reviewHeight =
		activationHeight === null || reviewAfterBlocks === undefined ? null : activationHeight + reviewAfterBlocks;
	const reviewDate = reviewHeight === null ? null : scheduledDate(fork, state, new Pace(fork, state), reviewHeight);
	return forkFile.predictions.flatMap(({ metric: name, band: [low, high] }) => {
		// The file was checked when it was read: every name is a metric.
		const metric = metricOf(name);
		if (metric === undefined) return [];
		const { id, label, unit } = metric;
		return [{ metric: id, label, unit, low, high, expected: expectedOf(id, input), reviewHeight, reviewDate }];
	});
}

function expectedOf(metric: MetricId, { scenario, plan, result, tables }: PredictionsInput): Figure | null {
	// An edit in place leaves the schedule: its chain is not simulated.
	if (scenario.activationHeight === null || result.chains[1] === undefined) return null;
	const row = (id: string): Figure | null => findRow(tables, id)?.fork ?? null;
	switch (metric) {
		case 'spacing':
			return scaled(row('window-blocks'), 'seconds', (blocks) => plan.windowSeconds / blocks);
		case 'coins-per-day':
			return scaled(row('window-coins'), 'coins/day', (coins) => (coins * SECONDS_PER_DAY) / plan.windowSeconds);
		case 'difficulty': {
			const { fork, state, activationHeight } = scenario;
			const spacing = Number(spacingAt(fork.difficulty, BigInt(activationHeight)));
			return conditional(networkAt(fork, state, activationHeight).perSecond * spacing, 'count');
		}
		default:
			return row(metric);
	}
}

/** A monotone function of an estimated figure, its interval with it. */
function scaled(figure: Figure | null, unit: Figure['unit'], of: (value: number) => number): Figure | null {
	if (typeof figure?.value !== 'number' || figure.value === 0) return null;
	const value = of(figure.value);
	const { low = figure.value, high = figure.value } = figure;
	const half = low > 0 ? Math.abs(of(high) - of(low)) / 2 : undefined;
	return estimated(value, unit, half === 0 ? undefined : half);
}
