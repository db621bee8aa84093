/** Distribution of coins on a lattice: every amount a fleet can earn is a whole multiple of one step. */
import type { CountDistribution } from './poisson.ts';
import { cumulative, quantile } from './poisson.ts';

/** Distribution of the coins earned in a window. */
export interface CoinDistribution {
	/** Base units per lattice step. */
	readonly stepUnits: number;
	/** True: amounts are exact. False: see `createLattice`. */
	readonly exact: boolean;
	/** P(amount = k·step). */
	readonly counts: CountDistribution;
}

/** A lattice under construction: probabilities from index 0 up. */
export interface Lattice {
	readonly stepUnits: number;
	readonly exact: boolean;
	/** Steps per find in each era; whole numbers unless the lattice is a coarse one. */
	readonly multiples: readonly number[];
	/** Eras by ascending multiple: the dense ones first, so that a convolution does not run over gaps. */
	readonly order: readonly number[];
	probabilities: Float64Array;
}

/** Steps per smallest subsidy that are tried. */
const MAX_DIVISIONS = 64;

/** Steps of the largest subsidy beyond which a lattice is made coarse: seven halvings inside one window. */
const MOST_STEPS = 128;
/** Steps of a coarse lattice: per largest subsidy, and per standard deviation of the amount, whichever are longer. */
const STEPS_PER_SUBSIDY = 64;
const STEPS_PER_DEVIATION = 256;

/**
 * Lattice for finds that pay these subsidies, one per era. Its step is their greatest common divisor where the smallest subsidy is
 * at most 64 of it (a halving of 20 coins: step 10). Otherwise (13.33333333 halves to 6.66666666, whose divisor is one
 * base unit) it is the fraction 1/j of the smallest subsidy, j ≤ 64, that brings all nearest to whole multiples, and an amount is
 * off by at most the finds times the subsidies' distance from those multiples: one base unit per find after a halving.
 *
 * Over years the subsidies lie so far apart that such a lattice would have billions of steps. Beyond 128 steps of the largest
 * subsidy it is coarse: an era's amount lies between two steps and its probability is shared among them so that
 * the mean is kept. That adds at most step²/4 an era to the variance: with 256 steps a standard deviation 4e-6 of it.
 *
 * @param sdUnits standard deviation of the whole amount, in base units
 */
export function createLattice(subsidies: readonly bigint[], sdUnits: number): Lattice {
	const fine = fineLattice(subsidies);
	const amounts = subsidies.map(Number);
	if (Math.max(...fine.multiples) <= MOST_STEPS) return fine;
	const stepUnits = Math.max(Math.max(...amounts) / STEPS_PER_SUBSIDY, sdUnits / STEPS_PER_DEVIATION);
	return { ...fine, stepUnits, exact: false, multiples: amounts.map((amount) => amount / stepUnits) };
}

function fineLattice(subsidies: readonly bigint[]): Lattice {
	const positive = subsidies.filter((subsidy) => subsidy > 0n);
	const smallest = [...positive].sort((a, b) => (a < b ? -1 : 1))[0] ?? 1n;
	const divisor = positive.reduce(greatestCommonDivisor, smallest);
	const exact = smallest / divisor <= BigInt(MAX_DIVISIONS);
	const stepUnits = exact ? Number(divisor) : Number(smallest) / bestDivision(positive.map(Number), Number(smallest));
	const multiples = subsidies.map((subsidy) => Math.round(Number(subsidy) / stepUnits));
	return {
		stepUnits,
		exact,
		multiples,
		order: [...multiples.keys()].sort((a, b) => multiples[a]! - multiples[b]!),
		probabilities: new Float64Array(0),
	};
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
	return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

/** j ≤ 64 for which the worst relative distance of subsidy/(smallest/j) from a whole number is least. */
function bestDivision(subsidies: readonly number[], smallest: number): number {
	let best = 1;
	let least = Infinity;
	for (let j = 1; j <= MAX_DIVISIONS; j++) {
		const worst = Math.max(
			...subsidies.map((subsidy) => {
				const steps = (subsidy * j) / smallest;
				return Math.abs(steps - Math.round(steps)) / steps;
			}),
		);
		// A finer lattice must earn its size.
		if (worst < least / 2) {
			best = j;
			least = worst;
		}
	}
	return best;
}

/** Adds `weight` times the distribution of Σ multiple·finds over independent eras; null: no find in that era. */
export function accumulate(lattice: Lattice, weight: number, finds: readonly (CountDistribution | null)[]): void {
	let first = 0;
	let sum = Float64Array.of(weight);
	for (const era of lattice.order) {
		const multiple = lattice.multiples[era]!;
		const counts = finds[era];
		if (counts === undefined || counts === null || multiple === 0) continue;
		const start = Math.floor(multiple * counts.first);
		const last = counts.first + counts.probabilities.length - 1;
		const next = new Float64Array(sum.length + Math.ceil(multiple * last) - start);
		for (let k = 0; k < counts.probabilities.length; k++) {
			const probability = counts.probabilities[k]!;
			const steps = multiple * (counts.first + k);
			const whole = Math.floor(steps);
			const above = steps - whole;
			addShifted(next, sum, whole - start, above === 0 ? probability : probability * (1 - above));
			if (above > 0) addShifted(next, sum, whole - start + 1, probability * above);
		}
		first += start;
		sum = next;
	}
	if (first + sum.length > lattice.probabilities.length) {
		const grown = new Float64Array(Math.ceil((first + sum.length) * 1.25));
		grown.set(lattice.probabilities);
		lattice.probabilities = grown;
	}
	for (let i = 0; i < sum.length; i++) lattice.probabilities[first + i]! += sum[i]!;
}

function addShifted(into: Float64Array, from: Float64Array, offset: number, weight: number): void {
	for (let i = 0; i < from.length; i++) into[offset + i]! += weight * from[i]!;
}

/** The finished distribution, normalised and without the zeros at both ends. */
export function finish(lattice: Lattice): CoinDistribution {
	const { probabilities, stepUnits, exact } = lattice;
	let total = 0;
	for (const probability of probabilities) total += probability;
	if (!(total > 0)) throw new RangeError('a distribution needs at least one path');
	const first = probabilities.findIndex((probability) => probability > 0);
	const last = probabilities.findLastIndex((probability) => probability > 0);
	const counts = {
		first,
		probabilities: probabilities.slice(first, last + 1).map((probability) => probability / total),
	};
	return { stepUnits, exact, counts };
}

/** Base units at lattice index `k`. */
export function unitsAt(coins: CoinDistribution, k: number): bigint {
	return coins.exact ? BigInt(k) * BigInt(coins.stepUnits) : BigInt(Math.round(k * coins.stepUnits));
}

/** Smallest amount in base units that is not exceeded with probability q. */
export function quantileUnits(coins: CoinDistribution, q: number): bigint {
	return unitsAt(coins, quantile(coins.counts, q));
}

/**
 * P(revenue < cost): the coins earned fetch less than the cost.
 * @param unitsPerCoin base units in one coin (10^decimals)
 */
export function lossProbability(
	coins: CoinDistribution,
	costUsd: number,
	priceUsd: number,
	unitsPerCoin: number,
): number {
	return cumulative(coins.counts, lastLoss(coins, costUsd, priceUsd, unitsPerCoin));
}

/**
 * How fast P(revenue < cost) falls per expected find: for a Poisson count d/dλ P(N ≤ k) = −P(N = k), and thinned
 * counts follow it to first order in the share.
 */
export function lossSlope(coins: CoinDistribution, costUsd: number, priceUsd: number, unitsPerCoin: number): number {
	const last = lastLoss(coins, costUsd, priceUsd, unitsPerCoin);
	return cumulative(coins.counts, last - 1) - cumulative(coins.counts, last);
}

/** The largest lattice index whose coins fetch less than the cost. */
function lastLoss(coins: CoinDistribution, costUsd: number, priceUsd: number, unitsPerCoin: number): number {
	return Math.ceil((costUsd / priceUsd) * (unitsPerCoin / coins.stepUnits)) - 1;
}
