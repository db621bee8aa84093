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
	weightedSum: bigint;
	weightedSquareSum: bigint;
	firstIntervalSum: bigint;
	adjustedHeaders: number;
}

/** The state of a reduction; plain data, so that it crosses threads and files. */
export interface Sums {
	trials: number;
	readonly chains: ChainSums[];
	weightedCrossSum: bigint;
	countCrossSum: bigint;
	readonly activationMinutes: Map<number, number>;
	activationSum: bigint;
	activationSquareSum: bigint;
	chainBlocks: number;
}

export function createSums(chains: number, days: number): Sums {
	return {
		trials: 0,
		chains: Array.from({ length: chains }, () => ({
			blocksPerDay: new Array<number>(days).fill(0),
			windowBlocks: new Map<number, number>(),
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
		chainBlocks: 0,
	};
}

function count(histogram: Map<number, number>, value: number, times: number): void {
	histogram.set(value, (histogram.get(value) ?? 0) + times);
}

/** Adds a group of trials. */
export function addOutcome(sums: Sums, outcome: GroupOutcome, dayWeights: readonly number[]): void {
	const weights = dayWeights.map((weight) => Math.round(weight * WEIGHT_SCALE));
	const days = weights.length;
	sums.trials += outcome.lanes;
	sums.chainBlocks += outcome.chainBlocks;
	for (let lane = 0; lane < outcome.lanes; lane++) {
		const totals: { blocks: number; weighted: bigint }[] = [];
		for (const [i, chain] of outcome.chains.entries()) {
			const into = sums.chains[i]!;
			let blocks = 0;
			let weighted = 0;
			for (let day = 0; day < days; day++) {
				const found = chain.blocksPerDay[lane * days + day]!;
				into.blocksPerDay[day]! += found;
				blocks += found;
				weighted += found * weights[day]!;
			}
			count(into.windowBlocks, blocks, 1);
			const exact = BigInt(weighted);
			into.weightedSum += exact;
			into.weightedSquareSum += exact * exact;
			into.firstIntervalSum += BigInt(chain.firstInterval[lane]! * CLOCK_SCALE);
			totals.push({ blocks, weighted: exact });
		}
		const [base, fork] = totals;
		if (base !== undefined && fork !== undefined) {
			sums.weightedCrossSum += base.weighted * fork.weighted;
			sums.countCrossSum += BigInt(base.blocks) * BigInt(fork.blocks);
		}
		const seconds = Math.floor(outcome.activationSeconds[lane]!);
		count(sums.activationMinutes, Math.floor(seconds / SECONDS_PER_MINUTE), 1);
		sums.activationSum += BigInt(seconds);
		sums.activationSquareSum += BigInt(seconds) * BigInt(seconds);
	}
	for (const [i, chain] of outcome.chains.entries()) sums.chains[i]!.adjustedHeaders += chain.adjustedHeaders;
}

/** Adds another reduction of the same plan. */
export function mergeSums(into: Sums, other: Sums): void {
	into.trials += other.trials;
	into.chainBlocks += other.chainBlocks;
	into.weightedCrossSum += other.weightedCrossSum;
	into.countCrossSum += other.countCrossSum;
	into.activationSum += other.activationSum;
	into.activationSquareSum += other.activationSquareSum;
	for (const [minute, times] of other.activationMinutes) count(into.activationMinutes, minute, times);
	for (const [i, chain] of other.chains.entries()) {
		const target = into.chains[i]!;
		for (const [day, blocks] of chain.blocksPerDay.entries()) target.blocksPerDay[day]! += blocks;
		for (const [blocks, times] of chain.windowBlocks) count(target.windowBlocks, blocks, times);
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
