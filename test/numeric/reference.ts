/** High-precision references in BigInt fixed point, independent of the code under test and of the platform's Math. */

/** Fractional bits of every fixed-point value here. */
export const FRACTION_BITS = 300n;
const ONE = 1n << FRACTION_BITS;

/** A finite double as an exact fraction significand·2^exponent. */
export function exactParts(x: number): { significand: bigint; exponent: number } {
	const view = new DataView(new ArrayBuffer(8));
	view.setFloat64(0, x);
	const bits = view.getBigUint64(0);
	const field = Number((bits >> 52n) & 0x7ffn);
	const fraction = bits & ((1n << 52n) - 1n);
	const magnitude = field === 0 ? fraction : fraction | (1n << 52n);
	return { significand: bits >> 63n ? -magnitude : magnitude, exponent: (field === 0 ? 1 : field) - 1075 };
}

/** Fixed-point value of a double; bits below 2^-FRACTION_BITS are cut. */
export function toFixed(x: number): bigint {
	const { significand, exponent } = exactParts(x);
	const shift = BigInt(exponent) + FRACTION_BITS;
	return shift >= 0n ? significand << shift : significand >> -shift;
}

/** 2·artanh(y) for a fixed-point |y| ≤ 1/3, by its power series. */
function twiceArtanh(y: bigint): bigint {
	const square = (y * y) >> FRACTION_BITS;
	let power = y;
	let sum = 0n;
	for (let j = 1n; power !== 0n && power !== -1n; j += 2n) {
		sum += power / j;
		power = (power * square) >> FRACTION_BITS;
	}
	return 2n * sum;
}

/** ln 2 = 2·artanh(1/3). */
export const LN2_FIXED = twiceArtanh(ONE / 3n);

/** ln of the positive rational numerator/denominator, fixed point, error below 2^-285. */
export function lnFixed(numerator: bigint, denominator: bigint): bigint {
	let k = BigInt(numerator.toString(2).length - denominator.toString(2).length);
	const scaled = (kBits: bigint): bigint =>
		kBits >= 0n
			? (numerator << FRACTION_BITS) / (denominator << kBits)
			: (numerator << (FRACTION_BITS - kBits)) / denominator;
	let m = scaled(k);
	if (m < ONE) {
		k -= 1n;
		m = scaled(k);
	}
	return k * LN2_FIXED + twiceArtanh(((m - ONE) << FRACTION_BITS) / (m + ONE));
}

/** ln of a positive double. */
export function lnOfDouble(x: number): bigint {
	const { significand, exponent } = exactParts(x);
	return exponent >= 0 ? lnFixed(significand << BigInt(exponent), 1n) : lnFixed(significand, 1n << BigInt(-exponent));
}

/** e^x of a fixed-point x as mantissa·2^exponent with a fixed-point mantissa in [1, 2), relative error below 2^-280. */
export function expFixed(x: bigint): { mantissa: bigint; exponent: number } {
	let k = x / LN2_FIXED;
	let r = x - k * LN2_FIXED;
	if (r < 0n) {
		k -= 1n;
		r += LN2_FIXED;
	}
	r >>= 8n;
	let term = ONE;
	let sum = 0n;
	for (let j = 1n; term !== 0n; j++) {
		sum += term;
		term = ((term * r) >> FRACTION_BITS) / j;
	}
	for (let i = 0; i < 8; i++) sum = (sum * sum) >> FRACTION_BITS;
	return { mantissa: sum, exponent: Number(k) };
}

/**
 * |found − value·2^exponent| in units in the last place of a double of the value's size (subnormal spacing included).
 * `value` is fixed point and not zero.
 */
export function ulpError(found: number, value: bigint, exponent = 0): number {
	const size = value < 0n ? -value : value;
	const leading = size.toString(2).length - 1 - Number(FRACTION_BITS) + exponent;
	const ulpExponent = Math.max(leading, -1022) - 52;
	// Both sides in units of 2^(exponent − FRACTION_BITS − 64): exact for every double above that unit.
	const guard = 64;
	const base = exponent - Number(FRACTION_BITS) - guard;
	const parts = exactParts(found);
	const shift = BigInt(parts.exponent - base);
	const foundScaled = shift >= 0n ? parts.significand << shift : parts.significand >> -shift;
	const difference = foundScaled - (value << BigInt(guard));
	const resolution = 1n << BigInt(ulpExponent - base - 30);
	return Number(difference < 0n ? -difference : difference) / Number(resolution) / 2 ** 30;
}

/** Deterministic 32-bit generator (mulberry32) for test arguments. */
export function generator(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

/** A double in (low, high) with 53 random bits. */
export function uniform(random: () => number, low: number, high: number): number {
	return low + (high - low) * (random() + random() / 4294967296);
}

/** A positive double with a random significand and a random binary exponent in [low, high]. */
export function withExponent(random: () => number, low: number, high: number): number {
	const view = new DataView(new ArrayBuffer(8));
	view.setUint32(
		0,
		(Math.floor(random() * 1048576) | ((low + 1023 + Math.floor(random() * (high - low + 1))) << 20)) >>> 0,
	);
	view.setUint32(4, Math.floor(random() * 4294967296));
	return view.getFloat64(0);
}
