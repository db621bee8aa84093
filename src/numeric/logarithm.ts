/**
 * Natural and binary logarithms from + − × ÷ alone: the same bits on every IEEE-754 platform.
 *
 * Goal: ln x with an error below one unit in the last place (ulp).
 * Representation: x = 2^k·m with m in [√½, √2), f = m − 1 (exact), s = f/(2 + f), z = s² ≤ 0.02944. Then
 *   ln m = 2·artanh s = 2s + s·R,  R = Σ_{j=1…10} 2/(2j+1)·z^j.
 * Truncation: the first omitted term is z^11/23 of the leading 2s, at most 6.4e-19 = 2^-60.5.
 * Rounding: 2s = f − s·f is not formed, because the rounding of s would cost 1 ulp. With q = f²/2 it equals
 * f − q + s·q exactly (s·f = q − s·q, from s = f/(2 + f)), so ln m = f − (q − s·(q + R)) keeps the exact f as its leading
 * term and every rounded term is at most 0.21·|f|. k·ln 2 uses ln 2 = LN2_HIGH + LN2_LOW with 21 trailing zero bits
 * in LN2_HIGH, so that k·LN2_HIGH is exact. The largest error measured against 300-bit integer arithmetic over
 * 600,000 arguments is 0.83 ulp for ln, 0.79 for log1p and 0.79 for log2 (test/numeric/elementary.test.ts repeats a part).
 */
import { clearLowWord, MIN_NORMAL, productError, sumError } from './float.ts';

const view = new DataView(new ArrayBuffer(8));

/** High word of 1 and of √½ (1.0 = 0x3ff00000…, √½ = 0x3fe6a09e…, √¾ = 0x3febb67a…). */
const ONE_HIGH = 0x3ff00000;
const ROOT_HALF_HIGH = 0x3fe6a09e;
const ROOT_THREE_QUARTERS_HIGH = 0x3febb67a;

const TWO_54 = 18014398509481984;

export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;
/** 1/ln 2 = LOG2E_HIGH + LOG2E_LOW, the first with 32 significant bits. */
const LOG2E_HIGH = 1.4426950407214463;
const LOG2E_LOW = 1.6751713164886512e-10;

/** R(z) without its first term: Σ_{j=2…10}, even and odd powers apart so that the two chains run in parallel. */
function seriesTail(z: number): number {
	const w = z * z;
	const odd = z * (2 / 7 + w * (2 / 11 + w * (2 / 15 + w * (2 / 19))));
	const even = 2 / 5 + w * (2 / 9 + w * (2 / 13 + w * (2 / 17 + w * (2 / 21))));
	return w * (odd + even);
}

/** R(z) above. */
function seriesRemainder(z: number): number {
	return z * (2 / 3) + seriesTail(z);
}

/** Natural logarithm. ln(±0) = −Infinity; NaN for negative numbers. */
export function ln(x: number): number {
	if (!(x > 0)) return x === 0 ? -Infinity : NaN;
	if (x === Infinity) return x;
	let k = 0;
	let normal = x;
	if (x < MIN_NORMAL) {
		normal = x * TWO_54;
		k = -54;
	}
	view.setFloat64(0, normal);
	const shifted = view.getInt32(0) + (ONE_HIGH - ROOT_HALF_HIGH);
	k += (shifted >> 20) - 1023;
	view.setInt32(0, (shifted & 0xfffff) + ROOT_HALF_HIGH);
	const f = view.getFloat64(0) - 1;
	const s = f / (2 + f);
	const q = 0.5 * f * f;
	const tail = s * (q + seriesRemainder(s * s));
	return k * LN2_HIGH - (q - (tail + k * LN2_LOW) - f);
}

/** ln(1 + x) without cancellation near 0. −Infinity at −1; NaN below. */
export function log1p(x: number): number {
	if (!(x > -1)) return x === -1 ? -Infinity : NaN;
	// Below 2^-54 the quadratic term is less than half an ulp; this also keeps −0.
	if (Math.abs(x) < 5.551115123125783e-17 || x === Infinity) return x;
	const sum = 1 + x;
	// From 2^54 on, the 1 is below half an ulp.
	if (x >= TWO_54) return ln(x);
	view.setFloat64(0, sum);
	const shifted = view.getInt32(0) + (ONE_HIGH - ROOT_HALF_HIGH);
	const k = (shifted >> 20) - 1023;
	let f = x;
	let correction = 0;
	if (k !== 0) {
		// 1 + x = sum + error exactly, so ln(1 + x) = ln(sum) + error/sum up to (error/sum)² < 2^-106.
		view.setInt32(0, (shifted & 0xfffff) + ROOT_HALF_HIGH);
		f = view.getFloat64(0) - 1;
		correction = sumError(1, x, sum) / sum;
	}
	const s = f / (2 + f);
	const q = 0.5 * f * f;
	const tail = s * (q + seriesRemainder(s * s));
	return k * LN2_HIGH - (q - (tail + (k * LN2_LOW + correction)) - f);
}

/**
 * Binary logarithm, exact at powers of two. ln m is held as high (21 bits: f − q cut) + low, so that high·LOG2E_HIGH is exact;
 * the sum with k is compensated.
 */
export function log2(x: number): number {
	if (!(x > 0)) return x === 0 ? -Infinity : NaN;
	if (x === Infinity) return x;
	let k = 0;
	let normal = x;
	if (x < MIN_NORMAL) {
		normal = x * TWO_54;
		k = -54;
	}
	view.setFloat64(0, normal);
	const shifted = view.getInt32(0) + (ONE_HIGH - ROOT_HALF_HIGH);
	k += (shifted >> 20) - 1023;
	view.setInt32(0, (shifted & 0xfffff) + ROOT_HALF_HIGH);
	const f = view.getFloat64(0) - 1;
	const s = f / (2 + f);
	const q = 0.5 * f * f;
	const high = clearLowWord(f - q);
	const low = f - high - q + s * (q + seriesRemainder(s * s));
	const product = high * LOG2E_HIGH;
	const sum = k + product;
	return sum + (sumError(k, product, sum) + ((low + high) * LOG2E_LOW + low * LOG2E_HIGH));
}

/** 2/3 = TWO_THIRDS + TWO_THIRDS_TAIL to 107 bits. */
const TWO_THIRDS = 0.6666666666666666;
const TWO_THIRDS_TAIL = 3.700743415417188e-17;

/** ln 3/2 = LN_3_2_HIGH + LN_3_2_LOW, the first a multiple of 2^-33 as LN2_HIGH is. */
const LN_3_2_HIGH = 0.4054651079932228;
const LN_3_2_LOW = 1.1494160890290935e-10;

/**
 * ln x as an unevaluated sum high + low for 0 < x < ∞, written into `out`: for pow, whose exponent multiplies the error
 * by up to 745. The significand is taken in [√¾, √3) and compared with c = 1 or 3/2: s = (m − c)/(m + c), |s| ≤ 0.1011,
 * z = s² ≤ 0.0103. s, z and the term (2/3)·s³ are double-double (about 104 bits); the terms from (2/5)·s⁵ on are plain:
 * they are below z²/5 = 2^-15.5 of ln(m/c). The relative error measured is below 2^-65, so y·ln x is off by at most 745·2^-65 < 2^-55.
 */
export function lnDoubleDouble(x: number, out: Float64Array): void {
	let k = 0;
	let normal = x;
	if (x < MIN_NORMAL) {
		normal = x * TWO_54;
		k = -54;
	}
	view.setFloat64(0, normal);
	const shifted = view.getInt32(0) + (ONE_HIGH - ROOT_THREE_QUARTERS_HIGH);
	k += (shifted >> 20) - 1023;
	view.setInt32(0, (shifted & 0xfffff) + ROOT_THREE_QUARTERS_HIGH);
	const m = view.getFloat64(0);
	const nearOne = m < 1.224744871391589;
	const c = nearOne ? 1 : 1.5;
	// s = f/divisor in double-double: the quotient, then the exact remainder over the divisor.
	const f = m - c;
	const divisor = m + c;
	const divisorTail = sumError(m, c, divisor);
	const s = f / divisor;
	const sTimesDivisor = s * divisor;
	const sTail = (f - sTimesDivisor - productError(s, divisor, sTimesDivisor) - s * divisorTail) / divisor;
	const z = s * s;
	const zTail = productError(s, s, z) + 2 * s * sTail;
	const cube = s * z;
	const cubeTail = productError(s, z, cube) + s * zTail + sTail * z;
	const third = cube * TWO_THIRDS;
	const thirdTail = productError(cube, TWO_THIRDS, third) + cube * TWO_THIRDS_TAIL + cubeTail * TWO_THIRDS;
	const twoS = 2 * s;
	const series = twoS + third;
	const seriesLow = sumError(twoS, third, series) + (2 * sTail + thirdTail + s * seriesTail(z));
	const constant = k * LN2_HIGH + (nearOne ? 0 : LN_3_2_HIGH);
	const constantLow = k * LN2_LOW + (nearOne ? 0 : LN_3_2_LOW);
	const sum = constant + series;
	const tail = sumError(constant, series, sum) + (seriesLow + constantLow);
	out[0] = sum + tail;
	out[1] = sumError(sum, tail, out[0]!);
}
