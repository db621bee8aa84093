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
/** Leading zeros from which a draw takes the plain logarithm. */
const PLAIN_LOG_LEADING_ZEROS = 16;
/** Keeps every index inside the tables, whose size is a power of two. */
const INDEX_MASK = PLAIN_LOG_LEADING_ZEROS * MANTISSA_BINS - 1;
const LN_2_32 = 32 * ln(2);

interface Table {
	/** 1/(2^e·c) by (leading zeros, bin). */
	readonly scale: Float64Array;
	/** −ln(2^e·c/2^32) by (leading zeros, bin). */
	readonly base: Float64Array;
}

let table: Table | undefined;

function buildTable(): Table {
	const scale = new Float64Array(PLAIN_LOG_LEADING_ZEROS * MANTISSA_BINS);
	const base = new Float64Array(PLAIN_LOG_LEADING_ZEROS * MANTISSA_BINS);
	for (let bin = 0; bin < MANTISSA_BINS; bin++) {
		const centre = 1 + (bin + 0.5) / MANTISSA_BINS;
		const logCentre = ln(centre);
		for (let zeros = 0; zeros < PLAIN_LOG_LEADING_ZEROS; zeros++) {
			const index = zeros * MANTISSA_BINS + bin;
			scale[index] = 1 / (centre * 2 ** (31 - zeros));
			base[index] = (1 + zeros) * ln(2) - logCentre;
		}
	}
	return { scale, base };
}

/** Turns draws[0 … count − 1] into standard exponential variates in out. */
export function fillExponentials(draws: Uint32Array, out: Float64Array, count: number): void {
	table ??= buildTable();
	const { scale, base } = table;
	let small = 0;
	for (let i = 0; i < count; i++) {
		const draw = draws[i]!;
		const zeros = Math.clz32(draw);
		// The shift drops the leading one; eight bits of mantissa follow it. Small draws wrap and are redone below.
		const index = ((zeros << 8) + ((draw << (zeros + 1)) >>> 24)) & INDEX_MASK;
		const r = (draw + 0.5) * scale[index]! - 1;
		out[i] = base[index]! - r * (1 - r * (0.5 - r * (1 / 3 - r * 0.25)));
		if (zeros >= PLAIN_LOG_LEADING_ZEROS) small++;
	}
	for (let i = 0; small > 0 && i < count; i++) {
		const draw = draws[i]!;
		if (Math.clz32(draw) < PLAIN_LOG_LEADING_ZEROS) continue;
		out[i] = LN_2_32 - ln(draw + 0.5);
		small--;
	}
}
