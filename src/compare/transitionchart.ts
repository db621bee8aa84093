/** Spacing after the activation: block by block on the mean path, and day by day as simulated. */
import { meanIntervals } from '../engine/path.ts';
import type { SimulationPlan, SimulationResult } from '../engine/types.ts';
import { daySegments } from '../hashrate/growth.ts';
import { curve, sideOf } from './curve.ts';
import type { Chart } from './document.ts';

/** Blocks of the mean path that are drawn, and how many apart. */
const DRAWN_BLOCKS = 600;
const EVERY = 5;

export function transitionChart(plan: SimulationPlan, result: SimulationResult): Chart {
	const expected = meanIntervals(plan, DRAWN_BLOCKS);
	const days = daySegments(plan.windowSeconds);
	return {
		id: 'transition',
		title: 'Spacing after the activation',
		description: `Above, how long each of the first ${DRAWN_BLOCKS} blocks is expected to take on the mean path, on which no block is lucky. Below, the mean spacing of each day over ${result.trials} simulated paths.`,
		panels: [
			{
				x: { title: 'blocks from the activation', unit: 'blocks' },
				y: { title: 'expected spacing, s', unit: 'seconds' },
				shape: 'line',
				series: expected.map((intervals, i) =>
					curve(
						sideOf(i),
						intervals.flatMap((seconds, at) => (at % EVERY === 0 ? [[at + 1, seconds] as const] : [])),
					),
				),
			},
			{
				x: { title: 'days from the activation', unit: 'days' },
				y: { title: 'mean spacing of the day, s', unit: 'seconds' },
				shape: 'points',
				series: result.chains.map(({ blocksPerDay }, i) =>
					curve(
						sideOf(i),
						// A day in which no path found a block has no spacing.
						days.flatMap((seconds, day) => {
							const blocks = blocksPerDay[day] ?? 0;
							return blocks === 0 ? [] : [[day + 1, (seconds * result.trials) / blocks] as const];
						}),
					),
				),
			},
		],
	};
}
