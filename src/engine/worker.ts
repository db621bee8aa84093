/** Entry of a worker thread, started with a plan: a range of its trials in, their sums out. */
import { workerData } from 'piscina';
import type { Sums } from './reducer.ts';
import { simulateRange, type TrialRange } from './simulate.ts';
import type { SimulationPlan } from './types.ts';

export default function work(range: TrialRange): Sums {
	const steps = simulateRange({ plan: workerData as SimulationPlan, ...range });
	for (;;) {
		const step = steps.next();
		if (step.done === true) return step.value;
	}
}
