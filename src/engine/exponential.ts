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
/** Exponents e of the draws that the table serves: 16 to 31. */
const EXPONENTS = 16;
/** Draws below this take the plain logarithm. */
const SMALLEST_TABLE_DRAW = 2 ** 16;
const LN_2 = ln(2);
const LN_2_32 = 32 * LN_2;

let table: Float64Array | undefined;

/**
 * By exponent and bin, [2 × ((e − 16) × 256 + bin)]: 2^-e/c, then (32 − e)·ln 2 − ln c. The scaling by a power
 * of two is exact, so one product stands for two.
 */
export function exponentialTable(): Float64Array {
	if (table === undefined) {
		table = new Float64Array(2 * EXPONENTS * MANTISSA_BINS);
		for (let bin = 0; bin < MANTISSA_BINS; bin++) {
			const centre = 1 + (bin + 0.5) / MANTISSA_BINS;
			const inverse = 1 / centre;
			const logarithm = ln(centre);
			for (let row = 0; row < EXPONENTS; row++) {
				const at = 2 * (row * MANTISSA_BINS + bin);
				table[at] = inverse * 2 ** -(16 + row);
				table[at + 1] = (16 - row) * LN_2 - logarithm;
			}
		}
	}
	return table;
}

/** Does those of the first `count` draws for which the table does not hold. */
export function redoSmallDraws(draws: Uint32Array, out: Float64Array, count: number): void {
	for (let i = 0; i < count; i++) {
		const draw = draws[i]!;
		if (draw < SMALLEST_TABLE_DRAW) out[i] = LN_2_32 - ln(draw + 0.5);
	}
}

/**
 * Turns draws[0 … count − 1] into standard exponential variates in out.
 * @returns whether some draws were too small and stay to be done by redoSmallDraws
 */
export function tableExponentials(draws: Uint32Array, out: Float64Array, count: number): boolean {
	const pairs = exponentialTable();
	let small = false;
	for (let i = 0; i < count; i++) {
		const draw = draws[i]!;
		const served = draw < SMALLEST_TABLE_DRAW ? SMALLEST_TABLE_DRAW : draw;
		small ||= served !== draw;
		const zeros = Math.clz32(served);
		// The leading one and eight bits of mantissa: 256 + bin.
		const at = ((15 - zeros) * MANTISSA_BINS + (served >>> (23 - zeros)) - MANTISSA_BINS) << 1;
		const r = (draw + 0.5) * pairs[at]! - 1;
		out[i] = pairs[at + 1]! - r * (1 - r * (0.5 - r * (1 / 3 - r * 0.25)));
	}
	return small;
}

/** One standard exponential variate of one draw. */
export function exponentialOf(draw: number): number {
	const draws = Uint32Array.of(draw);
	const out = new Float64Array(1);
	if (tableExponentials(draws, out, 1)) redoSmallDraws(draws, out, 1);
	return out[0]!;
}
