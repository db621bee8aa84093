/** Distributions of counts: Poisson, and the binomial with a real number of draws. */

/** Probabilities of consecutive whole numbers: P(K = first + i) = probabilities[i]; nothing elsewhere. */
export interface CountDistribution {
	readonly first: number;
	readonly probabilities: Float64Array;
}

/** Terms below this fraction of the largest are dropped: together less than 1e-17 of the mass. */
const NEGLIGIBLE = 1e-19;

const CERTAIN_ZERO: CountDistribution = { first: 0, probabilities: Float64Array.of(1) };

/**
 * Weights by recurrence from the mode outwards, where both directions shrink, then divided by their sum: no logarithm, no Γ,
 * and a relative error of about 2⁻⁵³ per step.
 * @param up weight(k + 1)/weight(k), 0 at the end of the support
 * @param down weight(k − 1)/weight(k) for k ≥ 1
 */
function fromMode(mode: number, up: (k: number) => number, down: (k: number) => number): CountDistribution {
	const above: number[] = [];
	for (let k = mode, weight = up(k); weight > NEGLIGIBLE; weight *= up(++k)) above.push(weight);
	const below: number[] = [];
	for (let k = mode, weight = k > 0 ? down(k) : 0; weight > NEGLIGIBLE; weight *= --k > 0 ? down(k) : 0)
		below.push(weight);
	const probabilities = Float64Array.from([...below.reverse(), 1, ...above]);
	// Small terms first: both tails inwards.
	let total = 0;
	for (let i = 0; i < below.length; i++) total += probabilities[i]!;
	let tail = 0;
	for (let i = probabilities.length - 1; i >= below.length; i--) tail += probabilities[i]!;
	total += tail;
	for (let i = 0; i < probabilities.length; i++) probabilities[i]! /= total;
	return { first: mode - below.length, probabilities };
}

/**
 * Poisson distribution: weight(k + 1)/weight(k) = mean/(k + 1).
 * @throws RangeError for a negative or infinite mean
 */
export function poissonDistribution(mean: number): CountDistribution {
	if (!(mean >= 0 && mean < Infinity)) throw new RangeError('a Poisson mean must be finite and not negative');
	if (mean === 0) return CERTAIN_ZERO;
	return fromMode(
		Math.floor(mean),
		(k) => mean / (k + 1),
		(k) => k / mean,
	);
}

/**
 * Binomial distribution generalised to a real number of draws n: Γ(n+1)/(Γ(k+1)Γ(n−k+1))·p^k·(1−p)^(n−k) for
 * k = 0…⌈n⌉, normalised; weight(k + 1)/weight(k) = (n − k)/(k + 1)·p/(1 − p). For whole n it is the binomial. For
 * real n the terms beyond ⌈n⌉, which alternate in sign, are left out: mean np and variance np(1 − p) hold to
 * about the weight at ⌈n⌉, which is negligible unless p is near 1 or n near 0. p = 1 gives ⌊n⌋ or ⌈n⌉ with mean n.
 * @throws RangeError for draws < 0 or a probability outside [0, 1]
 */
export function binomialDistribution(draws: number, probability: number): CountDistribution {
	if (!(draws >= 0 && draws < Infinity)) throw new RangeError('the number of draws must be finite and not negative');
	if (!(probability >= 0 && probability <= 1)) throw new RangeError('a probability must lie in [0, 1]');
	if (draws === 0 || probability === 0) return CERTAIN_ZERO;
	if (probability === 1) {
		const whole = Math.floor(draws);
		const rest = draws - whole;
		return { first: whole, probabilities: rest > 0 ? Float64Array.of(1 - rest, rest) : Float64Array.of(1) };
	}
	const odds = probability / (1 - probability);
	return fromMode(
		Math.min(Math.floor((draws + 1) * probability), Math.ceil(draws)),
		(k) => (k < draws ? ((draws - k) / (k + 1)) * odds : 0),
		(k) => k / ((draws - k + 1) * odds),
	);
}

/** P(K ≤ k), summed from the nearer end so that small tails keep their relative precision. */
export function cumulative(distribution: CountDistribution, k: number): number {
	const { first, probabilities } = distribution;
	const count = Math.min(Math.floor(k) - first + 1, probabilities.length);
	if (count <= 0) return 0;
	let lower = 0;
	for (let i = 0; i < count; i++) lower += probabilities[i]!;
	if (lower <= 0.5) return lower;
	let upper = 0;
	for (let i = probabilities.length - 1; i >= count; i--) upper += probabilities[i]!;
	return 1 - upper;
}

/**
 * Smallest k with P(K ≤ k) ≥ q.
 * @throws RangeError for q outside (0, 1)
 */
export function quantile(distribution: CountDistribution, q: number): number {
	if (!(q > 0 && q < 1)) throw new RangeError('a quantile needs a probability strictly between 0 and 1');
	const { first, probabilities } = distribution;
	let sum = 0;
	let i = 0;
	for (; i < probabilities.length - 1; i++) {
		sum += probabilities[i]!;
		if (sum >= q) break;
	}
	return first + i;
}

/** Poisson P(N ≤ k). */
export function poissonCdf(mean: number, k: number): number {
	return cumulative(poissonDistribution(mean), k);
}

/** Smallest k with Poisson P(N ≤ k) ≥ q. */
export function poissonQuantile(mean: number, q: number): number {
	return quantile(poissonDistribution(mean), q);
}
