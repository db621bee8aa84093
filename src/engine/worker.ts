/** Entry of a worker thread, started with a plan: a share of its trials in, their sums out. */
import { workerData } from 'piscina';
import type { Sums } from './reducer.ts';
import { type Share, simulateShare } from './simulate.ts';
import type { SimulationPlan } from './types.ts';

export default function work(share: Share): Sums {
	const steps = simulateShare(workerData as SimulationPlan, share);
	for (;;) {
		const step = steps.next();
		if (step.done === true) return step.value;
	}
}
