/** Sums of a simulation's result over its trials and samples, as estimates take them. */
import type { SimulationResult } from '../engine/types.ts';
import { type PairedSums, type Sums, samplesOf } from './estimate.ts';

/** The result's trials, and how many of them make a sample. */
export function trialsOf({ trials, trialsPerSample }: Pick<SimulationResult, 'trials' | 'trialsPerSample'>) {
	return { n: trials, perSample: trialsPerSample };
}

/** Independent samples of a result. One has no spread: from two on, estimates have intervals. */
export function samplesIn(result: Pick<SimulationResult, 'trials' | 'trialsPerSample'>): number {
	return samplesOf(trialsOf(result));
}

/** Blocks in the window on the chain with the given index (0: base). */
export function countSums(result: SimulationResult, index: number): Sums {
	const { blocksPerDay, countSquareSum } = result.chains[index]!;
	const sum = blocksPerDay.reduce((total, blocks) => total + blocks, 0);
	return { ...trialsOf(result), sum, sumSquares: countSquareSum };
}

/** The same weighted by the hashrate's growth, in units of 1/WEIGHT_SCALE of a block. */
export function weightedSums(result: SimulationResult, index: number): Sums {
	const { weightedSum, weightedSquareSum } = result.chains[index]!;
	return { ...trialsOf(result), sum: weightedSum, sumSquares: weightedSquareSum };
}

/** Two quantities over the same samples, the second subtracted from the first. */
export function pairedSums(x: Sums, y: Sums, sumProducts: bigint): PairedSums {
	const { sum: sumX, sumSquares: sumSquaresX, ...trials } = x;
	return { ...trials, sumX, sumSquaresX, sumY: y.sum, sumSquaresY: y.sumSquares, sumProducts };
}
