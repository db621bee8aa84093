/** A fleet's share of the network over time, when the others grow and the fleet does not. */
import { exp, expm1, log1p } from '../numeric/elementary.ts';

/** A fleet beside the rest of the network. Rates are attempts per second in one unit of work. */
export interface ShareInput {
	/** The fleet's part that the network's rate includes. */
	readonly insidePerSecond: number;
	/** The fleet's part on top of it. */
	readonly addedPerSecond: number;
	/** The network's rate at the window's start, including `inside`, without `added`. */
	readonly networkPerSecond: number;
	/** Continuous growth of the others, per second. */
	readonly growthPerSecond: number;
}

/**
 * The network's rate without the added part `seconds` after it was `networkPerSecond`: the others grow, the fleet's
 * inside part does not. N(t) = (N − inside)·e^(rt) + inside.
 */
export function networkAfter(input: Omit<ShareInput, 'addedPerSecond'>, seconds: number): number {
	const others = input.networkPerSecond - input.insidePerSecond;
	return others * exp(input.growthPerSecond * seconds) + input.insidePerSecond;
}

/** The fleet's share `seconds` after the window's start: (inside + added) / (N(t) + added). */
export function shareAt(input: ShareInput, seconds: number): number {
	const own = input.insidePerSecond + input.addedPerSecond;
	return own === 0 ? 0 : own / (networkAfter(input, seconds) + input.addedPerSecond);
}

/**
 * Time-average of the fleet's share over each consecutive segment of the window.
 *
 * With A = N − inside, B = inside + added the share is B/(A·e^(rt) + B), whose integral over [t0, t1] is
 *   (t1 − t0) − (1/r)·ln((A·e^(r·t1) + B)/(A·e^(r·t0) + B)).
 * For a small share that difference cancels, so it is rearranged to (1/r)·log1p(B·(e^(r(t1−t0)) − 1)/(A·e^(r·t1) + B)): all
 * terms keep their relative precision for any r ≠ 0, positive or negative, and the limit r → 0 is reached smoothly.
 * @throws RangeError for rates that are no rates: a fleet larger than the network that holds it, or no network at all
 */
export function dailyShares(input: ShareInput & { readonly segmentsSeconds: readonly number[] }): number[] {
	const { insidePerSecond, addedPerSecond, networkPerSecond, growthPerSecond } = input;
	const others = networkPerSecond - insidePerSecond;
	const own = insidePerSecond + addedPerSecond;
	if (!(insidePerSecond >= 0 && addedPerSecond >= 0 && others >= 0 && others + own > 0)) {
		throw new RangeError('shares need 0 <= inside <= network, added >= 0 and some hashrate');
	}
	let end = 0;
	return input.segmentsSeconds.map((seconds) => {
		end += seconds;
		const growth = growthPerSecond * seconds;
		if (growth === 0 || own === 0) return own / (others * exp(growthPerSecond * end) + own);
		return log1p((own * expm1(growth)) / (others * exp(growthPerSecond * end) + own)) / growth;
	});
}
