/**
 * Standard exponential variates from 32-bit draws, by inversion: E(u) = −ln((u + ½)/2^32).
 *
 * Inversion is monotone in u and takes exactly one draw, which shared randomness needs. u + ½ is exact in a
 * double, so E lies in [1.2e-10, 22.87]: the tail beyond is cut (probability 1.2e-10 per draw).
 *
 * Derivation. Write x = u + ½ = 2^e·m with m in [1, 2). The eight bits after the leading one choose the bin of
 * m; c is the bin's centre and r = x/(2^e·c) − 1. Then −ln(x/2^32) = (32 − e)·ln 2 − ln c − ln(1 + r), with
 * |r| < 2^-8.7 (half a bin, plus ½ against u ≥ 2^16). ln(1 + r) is taken to r^4; the next term is r^5/5 < 2e-14.
 * Draws below 2^16, where the ½ could leave the bin, take the plain logarithm. Only + − × and a table built with
 * the same operations are used, so the bits agree on every machine.
 */
import { ln } from '../numeric/elementary.ts';

const MANTISSA_BINS = 256;
/** Leading zeros of a 32-bit draw: 0 to 32. */
const EXPONENTS = 33;
/** Leading zeros from which a draw takes the plain logarithm. */
const PLAIN_LOG_LEADING_ZEROS = 16;
const LN_2_32 = 32 * ln(2);

/** Pairs in one array each, so that a draw touches two lines of cache. */
export interface ExponentialTables {
	/** By leading zeros z of a draw: 2^(z − 31), then (z + 1)·ln 2. */
	readonly exponents: Float64Array;
	/** By bin of the mantissa: 1/c, then ln c. */
	readonly bins: Float64Array;
}

let tables: ExponentialTables | undefined;

function buildTables(): ExponentialTables {
	const exponents = new Float64Array(2 * EXPONENTS);
	const bins = new Float64Array(2 * MANTISSA_BINS);
	for (let zeros = 0; zeros < EXPONENTS; zeros++) {
		exponents[2 * zeros] = 2 ** (zeros - 31);
		exponents[2 * zeros + 1] = (zeros + 1) * ln(2);
	}
	for (let bin = 0; bin < MANTISSA_BINS; bin++) {
		const centre = 1 + (bin + 0.5) / MANTISSA_BINS;
		bins[2 * bin] = 1 / centre;
		bins[2 * bin + 1] = ln(centre);
	}
	return { exponents, bins };
}

export function exponentialTables(): ExponentialTables {
	tables ??= buildTables();
	return tables;
}

/** Does the `small` draws among the first `count`, for which the tables do not hold. */
export function redoSmallDraws(draws: Uint32Array, out: Float64Array, count: number, small: number): void {
	let left = small;
	for (let i = 0; left > 0 && i < count; i++) {
		const draw = draws[i]!;
		if (Math.clz32(draw) < PLAIN_LOG_LEADING_ZEROS) continue;
		out[i] = LN_2_32 - ln(draw + 0.5);
		left--;
	}
}

/**
 * Turns draws[0 … count − 1] into standard exponential variates in out.
 * @returns how many draws were too small and stay to be done by redoSmallDraws
 */
export function tableExponentials(draws: Uint32Array, out: Float64Array, count: number): number {
	const { exponents, bins } = exponentialTables();
	let small = 0;
	for (let i = 0; i < count; i++) {
		const draw = draws[i]!;
		const zeros = Math.clz32(draw);
		// The shift drops the leading one; eight bits of mantissa follow it.
		const bin = (draw << (zeros + 1)) >>> 24;
		const r = (draw + 0.5) * exponents[2 * zeros]! * bins[2 * bin]! - 1;
		const logarithm = exponents[2 * zeros + 1]! - bins[2 * bin + 1]!;
		out[i] = logarithm - r * (1 - r * (0.5 - r * (1 / 3 - r * 0.25)));
		if (zeros >= PLAIN_LOG_LEADING_ZEROS) small++;
	}
	return small;
}

/** One standard exponential variate of one draw. */
export function exponentialOf(draw: number): number {
	const draws = Uint32Array.of(draw);
	const out = new Float64Array(1);
	redoSmallDraws(draws, out, 1, tableExponentials(draws, out, 1));
	return out[0]!;
}
