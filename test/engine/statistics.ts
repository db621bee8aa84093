/** Sample statistics and single streams for the engine's tests. */
import { exponentialOf } from '../../src/engine/exponential.ts';
import { PURPOSE, StreamLanes } from '../../src/engine/random.ts';

/** The first draws of one stream, drawn alone. */
export function drawsOf(seed: number, trial: number, count: number, purpose: number = PURPOSE.solveTime): number[] {
	const out = new Uint32Array(count);
	new StreamLanes(seed, trial, 1, purpose).fill(out, count);
	return [...out];
}

export function exponentialsOf(draws: readonly number[]): number[] {
	return draws.map(exponentialOf);
}

export function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample variance, divisor n − 1. */
export function variance(values: readonly number[]): number {
	const centre = mean(values);
	return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

export function correlation(a: readonly number[], b: readonly number[]): number {
	const [centreA, centreB] = [mean(a), mean(b)];
	const product = a.reduce((sum, value, i) => sum + (value - centreA) * (b[i]! - centreB), 0);
	return product / (a.length - 1) / Math.sqrt(variance(a) * variance(b));
}

/** Pearson's chi-square against equal frequencies, as (χ² − degrees) ÷ √(2·degrees): near a standard normal. */
export function chiSquareScore(bins: readonly number[], kinds: number): number {
	const counts = new Array<number>(kinds).fill(0);
	for (const bin of bins) counts[bin]!++;
	const expected = bins.length / kinds;
	const chiSquare = counts.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
	return (chiSquare - (kinds - 1)) / Math.sqrt(2 * (kinds - 1));
}
