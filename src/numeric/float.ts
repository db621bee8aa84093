/** Exact operations on binary64 numbers: exponent bits, scaling, error-free sums and products. */

const view = new DataView(new ArrayBuffer(8));

/** Smallest positive normal number, 2^-1022. */
export const MIN_NORMAL = 2.2250738585072014e-308;

/** The number with its low 32 significand bits cleared. */
export function clearLowWord(x: number): number {
	view.setFloat64(0, x);
	view.setInt32(4, 0);
	return view.getFloat64(0);
}

/** 2^k for an integer k in −1022…1023, built from its exponent bits. */
function powerOfTwo(k: number): number {
	view.setInt32(0, (k + 1023) << 20);
	view.setInt32(4, 0);
	return view.getFloat64(0);
}

/** x·2^k, rounded once; k is an integer. Overflows to ±Infinity and underflows gradually to ±0. */
export function scale(x: number, k: number): number {
	if (k > 1023) return k > 2100 ? x * Infinity : scale(x * powerOfTwo(1023), k - 1023);
	if (k >= -1021) return x * powerOfTwo(k);
	// x·2^(k+1021) stays normal for 1/2 ≤ |x| < 2, so that only the last product rounds.
	return k < -1200 ? x * 0 : x * powerOfTwo(k + 1021) * powerOfTwo(-1021);
}

/** Rounding error of sum = fl(a + b): a + b = sum + error exactly (Knuth, TAOCP 2, 4.2.2, theorem B). */
export function sumError(a: number, b: number, sum: number): number {
	const bPart = sum - a;
	return a - (sum - bPart) + (b - bPart);
}

/** Veltkamp's constant 2^27 + 1: splits a 53-bit significand into two halves of 26 bits (Dekker 1971). */
const SPLITTER = 134217729;

/** Rounding error of product = fl(a·b): a·b = product + error exactly while nothing over- or underflows (Dekker 1971). */
export function productError(a: number, b: number, product: number): number {
	const aScaled = a * SPLITTER;
	const aHigh = aScaled - (aScaled - a);
	const aLow = a - aHigh;
	const bScaled = b * SPLITTER;
	const bHigh = bScaled - (bScaled - b);
	const bLow = b - bHigh;
	return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
