/**
 * What it means for a fleet's share that the network's hashrate was measured, not known. Work over time of a window of n blocks
 * estimates the rate; the window's duration is a Gamma(n) variable, so the true share is the stated one times
 * q = n/G, G ~ Gamma(n, 1): mean n/(n − 1), variance n²/((n − 1)²(n − 2)), finite from n = 3 on. That is exact for a fleet inside
 * the measured network; for one that is added the factor is q/(1 + p(q − 1)) at share p, so the spread is overstated by the
 * fraction p of itself.
 */
import { exp, expm1 } from '../numeric/elementary.ts';

/** One value of the factor q and its probability. */
export interface ShareFactor {
	readonly factor: number;
	readonly weight: number;
}

/** Shortest measuring window for which the share's variance exists. */
export const MIN_WINDOW_BLOCKS = 3;

/** A node whose density times q² is below e^-42 = 6e-19 of the peak's changes nothing. */
const NEGLIGIBLE_EXPONENT = 42;

/**
 * Quadrature over q = n/Gamma(n, 1): E f(q) ≈ Σ weight·f(factor).
 *
 * With G = n·e^v the density of v is proportional to exp(−n(e^v − 1 − v)), and q = e^−v. The trapezoidal rule on the
 * whole line converges exponentially for such a function (Trefethen and Weideman, SIAM Review 56, 2014): for an integrand as
 * wide as a normal density of standard deviation w its error is 2·exp(−2π²(w/step)²). The step is a quarter of the
 * density's own 1/√n (error e^-316), or less where f varies faster: step = w leaves 5e-9. Normalising by the sum of
 * the weights spares Γ(n).
 * @param windowBlocks n, at least 3
 * @param relativeWidth width in ln q over which the integrand varies (its standard deviation over its mean); Infinity if it
 * is smooth
 * @throws RangeError for a window shorter than 3 blocks
 */
export function shareFactors(windowBlocks: number, relativeWidth = Infinity): ShareFactor[] {
	if (!(windowBlocks >= MIN_WINDOW_BLOCKS && windowBlocks < Infinity)) {
		throw new RangeError(
			`a hashrate measured over ${windowBlocks} blocks has no finite error; at least ${MIN_WINDOW_BLOCKS} are needed`,
		);
	}
	const step = Math.min(0.25 / Math.sqrt(windowBlocks), relativeWidth);
	if (!(step > 0)) throw new RangeError('the integrand must vary over a positive width');
	const deficit = (v: number): number => windowBlocks * (expm1(v) - v);
	const negligible = (v: number): boolean => deficit(v) - 2 * Math.abs(v) > NEGLIGIBLE_EXPONENT;
	const nodes: { factor: number; weight: number }[] = [];
	for (let i = 0; !negligible(i * step); i++) nodes.push({ factor: exp(-i * step), weight: exp(-deficit(i * step)) });
	for (let i = -1; !negligible(i * step); i--) nodes.push({ factor: exp(-i * step), weight: exp(-deficit(i * step)) });
	nodes.sort((a, b) => a.factor - b.factor);
	let total = 0;
	for (const node of nodes) total += node.weight;
	return nodes.map(({ factor, weight }) => ({ factor, weight: weight / total }));
}
