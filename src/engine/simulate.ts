/** Runs a plan: in this thread when it is small, on a pool of workers otherwise, with the same result. */
import { setMaxListeners } from 'node:events';
import { daySegments, dayWeights } from '../hashrate/growth.ts';
import { type PreparedPlan, preparePlan, simulateGroup } from './group.ts';
import { LANES } from './lanes.ts';
import { addOutcome, createSums, mergeSums, resultOf, type Sums } from './reducer.ts';
import type { SimulationPlan, SimulationResult } from './types.ts';

/** Below this many trials a worker costs more than it saves. */
const IN_PROCESS_TRIALS = 1000;
/** Trials per task: a multiple of the lanes, large enough to hide the cost of a message. */
const TASK_TRIALS = 8 * LANES;

export interface SimulationOptions {
	readonly workers: number;
	readonly onProgress?: ((doneTrials: number, totalTrials: number) => void) | undefined;
	readonly signal?: AbortSignal | undefined;
}

/** A range of trials. */
export interface TrialRange {
	readonly firstTrial: number;
	readonly trials: number;
}

/** A plan with everything that does not depend on the trial. */
interface Preparation {
	readonly prepared: PreparedPlan;
	readonly weights: readonly number[];
}

const preparations = new WeakMap<SimulationPlan, Preparation>();

/** Tables are built once per plan and thread: a thread's memory must not grow with its tasks. */
function preparationOf(plan: SimulationPlan): Preparation {
	let preparation = preparations.get(plan);
	if (preparation === undefined) {
		const segments = daySegments(plan.windowSeconds);
		const weights = dayWeights(plan.growthPerSecond, segments);
		preparation = { prepared: preparePlan(plan, segments), weights };
		preparations.set(plan, preparation);
	}
	return preparation;
}

/** Thrown when the caller's signal ends a run. */
export class InterruptedError extends Error {
	override readonly name = 'InterruptedError';
}

/** Trials firstTrial … firstTrial + trials − 1 of a plan; yields the running sums after each group. */
export function* simulateRange({
	plan,
	firstTrial,
	trials,
}: TrialRange & { plan: SimulationPlan }): Generator<Sums, Sums> {
	const { prepared, weights } = preparationOf(plan);
	const sums = createSums(plan.chains.length, weights.length);
	for (let done = 0; done < trials; done += LANES) {
		const lanes = Math.min(LANES, trials - done);
		addOutcome(sums, simulateGroup(prepared, firstTrial + done, lanes), weights);
		yield sums;
	}
	return sums;
}

async function simulateHere(plan: SimulationPlan, options: SimulationOptions): Promise<Sums> {
	const range = simulateRange({ plan, firstTrial: 0, trials: plan.trials });
	for (;;) {
		const step = range.next();
		if (step.done === true) return step.value;
		options.onProgress?.(step.value.trials, plan.trials);
		// Signals and the terminal get their turn between groups.
		await new Promise((resolve) => setImmediate(resolve));
		if (options.signal?.aborted === true) throw new InterruptedError('interrupted');
	}
}

async function simulateOnPool(plan: SimulationPlan, options: SimulationOptions): Promise<Sums> {
	// Every queued task listens to the signal.
	if (options.signal !== undefined) setMaxListeners(0, options.signal);
	const { Piscina } = await import('piscina');
	const pool = new Piscina({
		filename: new URL('./worker.js', import.meta.url).href,
		minThreads: options.workers,
		maxThreads: options.workers,
		workerData: plan,
	});
	try {
		const total = createSums(plan.chains.length, daySegments(plan.windowSeconds).length);
		const tasks: Promise<void>[] = [];
		for (let firstTrial = 0; firstTrial < plan.trials; firstTrial += TASK_TRIALS) {
			const task: TrialRange = { firstTrial, trials: Math.min(TASK_TRIALS, plan.trials - firstTrial) };
			const signal = options.signal === undefined ? {} : { signal: options.signal };
			tasks.push(
				pool.run(task, signal).then((sums: Sums) => {
					mergeSums(total, sums);
					options.onProgress?.(total.trials, plan.trials);
				}),
			);
		}
		await Promise.all(tasks);
		return total;
	} catch (error) {
		if (options.signal?.aborted === true) throw new InterruptedError('interrupted');
		throw error;
	} finally {
		await pool.destroy();
	}
}

/**
 * Simulates every chain of the plan on the same random numbers.
 * @throws InterruptedError when the signal fires; RangeError when a chain leaves what the engine covers
 */
export async function simulate(plan: SimulationPlan, options: SimulationOptions): Promise<SimulationResult> {
	const weights = dayWeights(plan.growthPerSecond, daySegments(plan.windowSeconds));
	const small = plan.trials < IN_PROCESS_TRIALS || options.workers === 1;
	const sums = small ? await simulateHere(plan, options) : await simulateOnPool(plan, options);
	return resultOf(sums, weights);
}
