/** Shares of a run's trials. A trial can be computed alone, so any split gives the same sums. */
import type { TrialRange } from './simulate.ts';

/** The index-th of `count` shares, counted from 0. */
export interface Shard {
	readonly index: number;
	readonly count: number;
}

/** Most shards of one run: file names and memory stay small. */
export const MOST_SHARDS = 10_000;

/** Trials that make one independent sample: pairs, except where an odd number of trials leaves one alone. */
export function trialsPerSample(trials: number): 1 | 2 {
	return trials % 2 === 0 ? 2 : 1;
}

/** Trials of a shard: its samples are floor(i·n ÷ k) up to floor((i + 1)·n ÷ k) of n, so that sizes differ by one at most. */
export function rangeOf({ index, count }: Shard, trials: number): TrialRange {
	const perSample = trialsPerSample(trials);
	const samples = BigInt(trials / perSample);
	const start = (share: number) => perSample * Number((BigInt(share) * samples) / BigInt(count));
	return { firstTrial: start(index), trials: start(index + 1) - start(index) };
}
