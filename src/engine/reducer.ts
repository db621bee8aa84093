/**
 * Fixed-size sums over trials. Every sum is an integer, so that adding them up in any order, on any number of
 * workers or machines, gives the same bits, and memory does not grow with the number of trials.
 */
import type { GroupOutcome } from './group.ts';
import type { ChainReducer, EngineName, SimulationResult } from './types.ts';

/** Fixed-point scale of growth weights and weighted counts. */
export const WEIGHT_SCALE = 1024;
/** Fixed-point scale of clock readings, the clock's own resolution. */
export const CLOCK_SCALE = 2 ** 20;
const SECONDS_PER_MINUTE = 60;

interface ChainSums {
	readonly blocksPerDay: number[];
	readonly windowBlocks: Map<number, number>;
	countSquareSum: bigint;
	weightedSum: bigint;
	weightedSquareSum: bigint;
	firstIntervalSum: bigint;
	adjustedHeaders: number;
}

/** The state of a reduction; plain data, so that it crosses threads and files. */
export interface Sums {
	trials: number;
	readonly trialsPerSample: 1 | 2;
	readonly chains: ChainSums[];
	weightedCrossSum: bigint;
	countCrossSum: bigint;
	readonly activationMinutes: Map<number, number>;
	activationSum: bigint;
	activationSquareSum: bigint;
	activationSampleSquareSum: bigint;
	chainBlocks: number;
}

/** @param perSample trials that make one sample of the sums of squares and products */
export function createSums(chains: number, days: number, perSample: 1 | 2): Sums {
	return {
		trials: 0,
		trialsPerSample: perSample,
		chains: Array.from({ length: chains }, () => ({
			blocksPerDay: new Array<number>(days).fill(0),
			windowBlocks: new Map<number, number>(),
			countSquareSum: 0n,
			weightedSum: 0n,
			weightedSquareSum: 0n,
			firstIntervalSum: 0n,
			adjustedHeaders: 0,
		})),
		weightedCrossSum: 0n,
		countCrossSum: 0n,
		activationMinutes: new Map<number, number>(),
		activationSum: 0n,
		activationSquareSum: 0n,
		activationSampleSquareSum: 0n,
		chainBlocks: 0,
	};
}

function count(histogram: Map<number, number>, value: number, times: number): void {
	histogram.set(value, (histogram.get(value) ?? 0) + times);
}

/** Blocks of one sample on one chain, plain and weighted. */
interface SampleCounts {
	blocks: bigint;
	weighted: bigint;
}

/**
 * Adds a group of trials.
 * @throws RangeError where the group cuts a sample in two
 */
export function addOutcome(sums: Sums, outcome: GroupOutcome, dayWeights: readonly number[]): void {
	const weights = dayWeights.map((weight) => Math.round(weight * WEIGHT_SCALE));
	const { trialsPerSample } = sums;
	if (outcome.lanes % trialsPerSample !== 0) throw new RangeError(`${outcome.lanes} trials are no whole samples`);
	sums.trials += outcome.lanes;
	sums.chainBlocks += outcome.chainBlocks;
	for (let first = 0; first < outcome.lanes; first += trialsPerSample) {
		const sample = sums.chains.map((): SampleCounts => ({ blocks: 0n, weighted: 0n }));
		let activation = 0n;
		for (let lane = first; lane < first + trialsPerSample; lane++) {
			for (const [i, into] of sums.chains.entries()) addTrial(into, outcome.chains[i]!, lane, weights, sample[i]!);
			const seconds = Math.floor(outcome.activationSeconds[lane]!);
			count(sums.activationMinutes, Math.floor(seconds / SECONDS_PER_MINUTE), 1);
			sums.activationSum += BigInt(seconds);
			sums.activationSquareSum += BigInt(seconds) * BigInt(seconds);
			activation += BigInt(seconds);
		}
		for (const [i, { blocks, weighted }] of sample.entries()) {
			sums.chains[i]!.countSquareSum += blocks * blocks;
			sums.chains[i]!.weightedSquareSum += weighted * weighted;
		}
		sums.activationSampleSquareSum += activation * activation;
		const [base, fork] = sample;
		if (base === undefined || fork === undefined) continue;
		sums.weightedCrossSum += base.weighted * fork.weighted;
		sums.countCrossSum += base.blocks * fork.blocks;
	}
	for (const [i, chain] of outcome.chains.entries()) sums.chains[i]!.adjustedHeaders += chain.adjustedHeaders;
}

/** Adds one trial of a chain to the chain's sums and to its sample. */
function addTrial(
	into: ChainSums,
	{ blocksPerDay, firstInterval }: GroupOutcome['chains'][number],
	lane: number,
	weights: readonly number[],
	sample: SampleCounts,
): void {
	let blocks = 0;
	let weighted = 0;
	for (const [day, weight] of weights.entries()) {
		const found = blocksPerDay[lane * weights.length + day]!;
		into.blocksPerDay[day]! += found;
		blocks += found;
		weighted += found * weight;
	}
	count(into.windowBlocks, blocks, 1);
	into.weightedSum += BigInt(weighted);
	into.firstIntervalSum += BigInt(firstInterval[lane]! * CLOCK_SCALE);
	sample.blocks += BigInt(blocks);
	sample.weighted += BigInt(weighted);
}

/**
 * Adds another reduction of the same plan.
 * @throws RangeError where its samples are others
 */
export function mergeSums(into: Sums, other: Sums): void {
	if (into.trialsPerSample !== other.trialsPerSample) throw new RangeError('the sums are of different samples');
	into.trials += other.trials;
	into.chainBlocks += other.chainBlocks;
	into.weightedCrossSum += other.weightedCrossSum;
	into.countCrossSum += other.countCrossSum;
	into.activationSum += other.activationSum;
	into.activationSquareSum += other.activationSquareSum;
	into.activationSampleSquareSum += other.activationSampleSquareSum;
	for (const [minute, times] of other.activationMinutes) count(into.activationMinutes, minute, times);
	for (const [i, chain] of other.chains.entries()) {
		const target = into.chains[i]!;
		for (const [day, blocks] of chain.blocksPerDay.entries()) target.blocksPerDay[day]! += blocks;
		for (const [blocks, times] of chain.windowBlocks) count(target.windowBlocks, blocks, times);
		target.countSquareSum += chain.countSquareSum;
		target.weightedSum += chain.weightedSum;
		target.weightedSquareSum += chain.weightedSquareSum;
		target.firstIntervalSum += chain.firstIntervalSum;
		target.adjustedHeaders += chain.adjustedHeaders;
	}
}

function ascending(histogram: Map<number, number>): (readonly [number, number])[] {
	return [...histogram].sort(([a], [b]) => a - b);
}

export function resultOf(sums: Sums, dayWeights: readonly number[], engine: EngineName = 'lanes'): SimulationResult {
	const chains = sums.chains.map((chain): ChainReducer => ({ ...chain, windowBlocks: ascending(chain.windowBlocks) }));
	return { engine, dayWeights, ...sums, chains, activationMinutes: ascending(sums.activationMinutes) };
}
