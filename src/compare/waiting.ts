/** How long confirmations take, and how often none comes, when blocks are found at a constant rate. */
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import { exp } from '../numeric/elementary.ts';
import { erlangQuantile, gammaTail } from '../numeric/special.ts';

/** A wait in seconds. */
export interface Wait {
	readonly mean: number;
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
}

/**
 * Wait for n confirmations: the sum of n exponential intervals, an Erlang variable of mean n·spacing (W. Feller, *An
 * Introduction to Probability Theory and Its Applications*, vol. 2, section I.3).
 * @throws RangeError unless confirmations is a whole number above 0
 */
export function confirmationWait(confirmations: number, spacingSeconds: number): Wait {
	const quantile = (probability: number): number => erlangQuantile(confirmations, spacingSeconds, probability);
	return { mean: confirmations * spacingSeconds, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) };
}

/** P(n confirmations take longer than so many seconds): fewer than n blocks by then. */
export function probabilityLonger(confirmations: number, spacingSeconds: number, seconds: number): number {
	return gammaTail(confirmations, seconds / spacingSeconds);
}

/** Intervals longer than so many seconds, per day: 86,400/T intervals, each longer with probability e^(−t/T). */
export function pausesPerDay(spacingSeconds: number, seconds: number): number {
	return (SECONDS_PER_DAY / spacingSeconds) * exp(-seconds / spacingSeconds);
}
