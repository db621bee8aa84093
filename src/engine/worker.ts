/** Entry of a worker thread: one range of trials in, its sums out. */
import type { Sums } from './reducer.ts';
import { type SimulationTask, simulateRange } from './simulate.ts';

export default function work(task: SimulationTask): Sums {
	const range = simulateRange(task);
	for (;;) {
		const step = range.next();
		if (step.done === true) return step.value;
	}
}
