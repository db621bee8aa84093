/** Runs a plan: in this thread when it is small, and on worker threads beside it otherwise, with the same result. */
import { setMaxListeners } from 'node:events';
import { daySegments, dayWeights } from '../hashrate/growth.ts';
import { prepareGeneralPlan, stepGeneralGroup } from './general.ts';
import { type GroupOutcome, preparePlan, simulateGroup } from './group.ts';
import { LANES } from './lanes.ts';
import { addOutcome, createSums, mergeSums, resultOf, type Sums } from './reducer.ts';
import { trialsPerSample } from './shard.ts';
import { engineOf, type SimulationPlan, type SimulationResult } from './types.ts';

/** Below this many trials a worker costs more than it saves. */
const IN_PROCESS_TRIALS = 1000;
/** Signals, messages and the terminal wait this long at most, or for the end of a group. */
const TURN_MILLISECONDS = 20;

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

/** Simulates `trials` paths from the trial `firstTrial` on, with pauses where they take long. */
type GroupSimulation = (firstTrial: number, trials: number) => Generator<undefined, GroupOutcome>;

/** A plan with everything that does not depend on the trial. */
interface Preparation {
	readonly groupOf: GroupSimulation;
	readonly weights: readonly number[];
}

const preparations = new WeakMap<SimulationPlan, Preparation>();

/** Tables are built once per plan and thread: a thread's memory must not grow with its tasks. */
function preparationOf(plan: SimulationPlan): Preparation {
	let preparation = preparations.get(plan);
	if (preparation === undefined) {
		const segments = daySegments(plan.windowSeconds);
		const weights = dayWeights(plan.growthPerSecond, segments);
		preparation = { groupOf: groupSimulation(plan, segments), weights };
		preparations.set(plan, preparation);
	}
	return preparation;
}

function groupSimulation(plan: SimulationPlan, segments: readonly number[]): GroupSimulation {
	if ('history' in plan) {
		const prepared = prepareGeneralPlan(plan, segments);
		return (firstTrial, trials) => stepGeneralGroup(prepared, firstTrial, trials);
	}
	const prepared = preparePlan(plan, segments);
	// A group of the kernel takes some hundredths of a second.
	// biome-ignore lint/correctness/useYield: it has no need of a pause
	return function* (firstTrial, trials) {
		return simulateGroup(prepared, firstTrial, trials);
	};
}

/** Thrown when the caller's signal ends a run. */
export class InterruptedError extends Error {
	override readonly name = 'InterruptedError';
}

/** A share of a range: groups of trials, as many as its thread gets to. */
export interface Share extends TrialRange {
	/** In memory that all threads of the range share: groups taken so far, and trials done. */
	readonly taken: Int32Array;
}

function shareOf(range: TrialRange): Share {
	return { ...range, taken: new Int32Array(new SharedArrayBuffer(8)) };
}

/** Takes group by group until all are taken; yields the running sums after each, and at its pauses. */
export function* simulateShare(plan: SimulationPlan, { firstTrial, trials, taken }: Share): Generator<Sums, Sums> {
	const { groupOf, weights } = preparationOf(plan);
	const sums = createSums(plan.chains.length, weights.length, trialsPerSample(plan.trials));
	for (;;) {
		const before = LANES * Atomics.add(taken, 0, 1);
		if (before >= trials) return sums;
		const lanes = Math.min(LANES, trials - before);
		const group = groupOf(firstTrial + before, lanes);
		let step = group.next();
		for (; step.done !== true; step = group.next()) yield sums;
		addOutcome(sums, step.value, weights);
		Atomics.add(taken, 1, lanes);
		yield sums;
	}
}

/** Trials firstTrial … firstTrial + trials − 1 of a plan; yields the running sums after each group. */
export function simulateRange({ plan, ...range }: TrialRange & { plan: SimulationPlan }): Generator<Sums, Sums> {
	return simulateShare(plan, shareOf(range));
}

/** This thread's share. It ends early when the signal fires or another thread fails. */
async function simulateHere(
	plan: SimulationPlan,
	share: Share,
	options: SimulationOptions,
	elsewhere: { failed: boolean },
): Promise<Sums> {
	const steps = simulateShare(plan, share);
	for (let turn = performance.now(); ; ) {
		const step = steps.next();
		if (step.done === true || elsewhere.failed) return step.value;
		options.onProgress?.(Atomics.load(share.taken, 1), share.trials);
		if (performance.now() - turn >= TURN_MILLISECONDS) {
			await new Promise((resolve) => setImmediate(resolve));
			turn = performance.now();
		}
		if (options.signal?.aborted === true) throw new InterruptedError('interrupted');
	}
}

/** This thread works too: a pool has one thread fewer than there are workers. */
async function simulateOnPool(plan: SimulationPlan, share: Share, options: SimulationOptions): Promise<Sums> {
	const threads = options.workers - 1;
	// Every task listens to the signal.
	if (options.signal !== undefined) setMaxListeners(0, options.signal);
	const { Piscina } = await import('piscina');
	const pool = new Piscina({
		filename: new URL('../program/worker.js', import.meta.url).href,
		minThreads: threads,
		maxThreads: threads,
		workerData: plan,
	});
	try {
		const signal = options.signal === undefined ? {} : { signal: options.signal };
		const elsewhere = { failed: false };
		const others = Promise.all(Array.from({ length: threads }, (): Promise<Sums> => pool.run(share, signal)));
		others.catch(() => {
			elsewhere.failed = true;
		});
		const total = await simulateHere(plan, share, options, elsewhere);
		for (const sums of await others) mergeSums(total, sums);
		options.onProgress?.(total.trials, share.trials);
		return total;
	} catch (error) {
		if (options.signal?.aborted === true) throw new InterruptedError('interrupted');
		// An error of the work itself keeps its words; a thread that ended took its share with it.
		const died = error instanceof Error && /worker exited/i.test(error.message);
		throw died
			? new Error('a worker thread died; nothing was written, finished parts are kept', { cause: error })
			: error;
	} finally {
		await pool.destroy();
	}
}

/**
 * Sums over some of a plan's trials, on every chain of the plan and the same random numbers.
 * @throws InterruptedError when the signal fires; RangeError when a chain leaves what the engine covers
 */
export async function simulateSums(plan: SimulationPlan, range: TrialRange, options: SimulationOptions): Promise<Sums> {
	// A signal that came while files were read is heard in the next turn.
	await new Promise((resolve) => setImmediate(resolve));
	if (options.signal?.aborted === true) throw new InterruptedError('interrupted');
	const small = range.trials < IN_PROCESS_TRIALS || options.workers === 1;
	const share = shareOf(range);
	return small ? simulateHere(plan, share, options, { failed: false }) : simulateOnPool(plan, share, options);
}

/** What the sums over all of a plan's trials come to. */
export function resultOfSums(plan: SimulationPlan, sums: Sums): SimulationResult {
	return resultOf(sums, dayWeights(plan.growthPerSecond, daySegments(plan.windowSeconds)), engineOf(plan));
}

/**
 * Simulates every trial of the plan.
 * @throws what `simulateSums` throws
 */
export async function simulate(plan: SimulationPlan, options: SimulationOptions): Promise<SimulationResult> {
	return resultOfSums(plan, await simulateSums(plan, { firstTrial: 0, trials: plan.trials }, options));
}
