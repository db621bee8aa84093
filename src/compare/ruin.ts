/** Whether a miner who pays by the day and earns by the block runs out of money. */
import { exp, ln } from '../numeric/elementary.ts';
import { gammaQuantile, lnGamma } from '../numeric/special.ts';

/** A miner's money in days of cost. */
export interface RuinInput {
	/** Blocks a day, Poisson. */
	readonly blocksPerDay: number;
	/** Days that the reserve pays for. */
	readonly reserveDays: number;
	/** Days that one block pays for. */
	readonly daysPerBlock: number;
	readonly horizonDays: number;
}

/**
 * P(the money runs out within the horizon), exactly.
 *
 * With k blocks the money lasts r + k·s days, and it can run out at no other times. By the hitting-time theorem
 * for a walk that falls in steps of one size and rises in jumps (D. G. Kendall 1957; J. H. B. Kemperman 1961) the
 * first time is r + k·s with probability r/(r + k·s) · P(Poisson(λ(r + k·s)) = k); summed over the times
 * within the horizon. As k grows without end this is the Borel-Tanner distribution.
 */
export function ruinProbability({ blocksPerDay, reserveDays, daysPerBlock, horizonDays }: RuinInput): number {
	if (!(reserveDays > 0)) return 1;
	let sum = 0;
	for (let k = 0; ; k++) {
		const days = reserveDays + k * daysPerBlock;
		if (days > horizonDays) return Math.min(1, sum);
		const mean = blocksPerDay * days;
		const weight = mean === 0 ? (k === 0 ? 1 : 0) : exp(k * ln(mean) - mean - lnGamma(k + 1));
		sum += (reserveDays / days) * weight;
		if (!(daysPerBlock > 0)) return Math.min(1, sum);
	}
}

/** Blocks after which the shortest safe rental is no longer sought. */
const MOST_BLOCKS = 10_000;

/**
 * Shortest rental in hours whose probability of a loss lies below a bound; null where none up to so many blocks
 * does. While the rent exceeds k − 1 blocks' worth and not that of k, fewer than k blocks make a loss; in that
 * stretch the probability falls with time, below the bound once k blocks have come with probability 1 − bound. So
 * the first stretch that lasts until then holds the answer.
 * @param hoursPerBlock hours of rent that a block pays for
 */
export function shortestSafeHours(blocksPerHour: number, hoursPerBlock: number, bound: number): number | null {
	if (!(blocksPerHour * hoursPerBlock > 1)) return null;
	for (let k = 1; k <= MOST_BLOCKS; k++) {
		const hours = gammaQuantile(k, 1 - bound) / blocksPerHour;
		if (hours <= k * hoursPerBlock) return hours;
	}
	return null;
}
