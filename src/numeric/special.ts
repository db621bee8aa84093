/**
 * Special functions of statistics, from Moshier's Cephes compiled to WebAssembly (npm cephes 3.3.3). Its five programs
 * import nothing but the error callback `env.mtherr`: their exp, log and pow are compiled in, and WebAssembly fixes the
 * result of every floating-point operation, so the values are the same bits on every platform. Against 30-digit
 * references the relative error near shape 2,016 is below 2e-12 (test/numeric/special.test.ts).
 *
 * Cephes throws where a tail underflows and returns 0 for arguments outside its domain; here the first gives the limit
 * and the second a RangeError.
 */
import { createRequire } from 'node:module';
import type { Cephes } from 'cephes';

const require = createRequire(import.meta.url);
let loaded: Cephes | undefined;

/** Loaded when it is first needed, in the package's CommonJS form: it compiles at once, in half the time of the other. */
function cephes(): Cephes {
	loaded ??= require('cephes') as Cephes;
	return loaded;
}

/** ln Γ(x) for x > 0. */
export function lnGamma(x: number): number {
	assert(x > 0 && x < Infinity, 'lnGamma needs a finite x > 0');
	return cephes().lgam(x);
}

/** P(X ≤ x) of a Gamma(shape) variable of scale 1: the regularised lower incomplete gamma function P(shape, x). */
export function gammaCdf(shape: number, x: number): number {
	assert(shape > 0 && shape < Infinity && x >= 0, 'gammaCdf needs shape > 0 and x >= 0');
	if (x === Infinity) return 1;
	return limitOnUnderflow(
		() => cephes().igam(shape, x),
		() => (x < shape ? 0 : 1),
	);
}

/** P(X > x) of a Gamma(shape) variable of scale 1: the regularised upper incomplete gamma function Q(shape, x). */
export function gammaTail(shape: number, x: number): number {
	assert(shape > 0 && shape < Infinity && x >= 0, 'gammaTail needs shape > 0 and x >= 0');
	if (x === Infinity) return 0;
	return limitOnUnderflow(
		() => cephes().igamc(shape, x),
		() => (x < shape ? 1 : 0),
	);
}

/** x with P(X ≤ x) = probability for a Gamma(shape) variable of scale 1; 0 < probability < 1, relative error in it about 1e-16/probability. */
export function gammaQuantile(shape: number, probability: number): number {
	assert(shape > 0 && shape < Infinity, 'gammaQuantile needs shape > 0');
	assertProbability(probability);
	// igami takes the upper tail.
	return cephes().igami(shape, 1 - probability);
}

/** Waiting time for `count` events of mean interval `mean`: the probability-quantile of the Erlang distribution. */
export function erlangQuantile(count: number, mean: number, probability: number): number {
	assert(Number.isInteger(count) && count > 0, 'erlangQuantile needs a whole count > 0');
	return mean * gammaQuantile(count, probability);
}

/** Regularised incomplete beta function I_x(a, b). */
export function betaCdf(a: number, b: number, x: number): number {
	assert(a > 0 && b > 0 && x >= 0 && x <= 1, 'betaCdf needs a > 0, b > 0 and 0 <= x <= 1');
	return cephes().incbet(a, b, x);
}

/** P(Z ≤ z) of a standard normal variable. */
export function normalCdf(z: number): number {
	assert(!Number.isNaN(z), 'normalCdf needs a number');
	return limitOnUnderflow(
		() => cephes().ndtr(z),
		() => (z < 0 ? 0 : 1),
	);
}

/** z with P(Z ≤ z) = probability for a standard normal variable; 0 < probability < 1. */
export function normalQuantile(probability: number): number {
	assertProbability(probability);
	return cephes().ndtri(probability);
}

/**
 * t with P(T ≤ t) = probability for Student's distribution: T² = ν(1 − B)/B for B ~ Beta(ν/2, 1/2)
 * (Abramowitz and Stegun 26.7.1).
 */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
	assertProbability(probability);
	assert(degreesOfFreedom > 0 && degreesOfFreedom < Infinity, 'studentQuantile needs degrees of freedom > 0');
	if (probability === 0.5) return 0;
	const tail = Math.min(probability, 1 - probability);
	const b = cephes().incbi(degreesOfFreedom / 2, 0.5, 2 * tail);
	const size = Math.sqrt((degreesOfFreedom * (1 - b)) / b);
	return probability < 0.5 ? -size : size;
}

function assert(condition: boolean, message: string): void {
	if (!condition) throw new RangeError(message);
}

function assertProbability(probability: number): void {
	assert(probability > 0 && probability < 1, 'a probability must lie strictly between 0 and 1');
}

function limitOnUnderflow(value: () => number, limit: () => number): number {
	try {
		return value();
	} catch (error) {
		if (error instanceof Error && error.message.includes('underflow')) return limit();
		throw error;
	}
}
