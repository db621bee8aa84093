/**
 * Exact ASERT targets in doubles, for the simulation's inner loop.
 *
 * Goal: T = compact(anchor × 2^(lag/τ)) with the bits of src/asert, without big integers.
 * Representation: a compact mantissa is below 2^23 and the polynomial factor below 2^17, so their product is
 * below 2^40 and exact in a double; multiplying by a power of two is exact too. Rounding: compact encoding keeps
 * the bits above 2^(8·⌊L/8⌋ − 16) of an L-bit number (three bytes, one fewer when the sign bit would be set), and
 * floors by powers of two compose, so one floor replaces the shift and the encoding. Error: none while targets
 * stay above 2^64; test/engine proves equality with the BigInt rules over millions of inputs.
 */

const FACTOR_SCALE = 65536;
const LOW_BITS = 2 ** 24;
/** Powers of two by exponent + 1200: a table, because the power operator costs more than a whole block. */
const POWERS = new Float64Array(2400);
for (let exponent = -1074; exponent <= 1023; exponent++) POWERS[exponent + 1200] = 2 ** exponent;

/** 971,821,376 = 64 × 15,184,709: the odd part keeps the square's product below 2^53. */
const SQUARE_ODD_PART = 15184709;

/**
 * aserti3's cubic factor 65536·2^(fraction/65536), equal to the 64-bit integer polynomial
 * 65536 + ((195766423245049 f + 971821376 f² + 5127 f³ + 2^47) >> 48).
 * The sum reaches 2^64, so it is carried in two limbs of 24 low bits and the rest.
 */
export function asertFactorNumber(fraction: number): number {
	const square = fraction * fraction;
	const cube = square * fraction;
	// 195766423245049 = 11668588 × 2^24 + 7827705.
	let high = 11668588 * fraction;
	let low = 195766423245049 - 11668588 * LOW_BITS;
	low *= fraction;
	const squareHigh = Math.floor(square / LOW_BITS);
	high += 64 * SQUARE_ODD_PART * squareHigh;
	const squareLow = SQUARE_ODD_PART * (square - squareHigh * LOW_BITS);
	const squareCarry = Math.floor(squareLow / 2 ** 18);
	high += squareCarry;
	low += 64 * (squareLow - squareCarry * 2 ** 18);
	const cubeHigh = Math.floor(cube / LOW_BITS);
	high += 5127 * cubeHigh;
	low += 5127 * (cube - cubeHigh * LOW_BITS);
	high += 2 ** 23; // 2^47, the rounding term
	return FACTOR_SCALE + Math.floor((high + Math.floor(low / LOW_BITS)) / LOW_BITS);
}

/**
 * 2^(lag/τ) as ASERT approximates it: factor × 2^(shifts − 16), exact in a double.
 * @param lagSeconds header time since the anchor minus the schedule, in whole seconds; |lag| < 2^36 and within
 * 1000 half-lives
 */
export function asertMultiplier(lagSeconds: number, halfLifeSeconds: number): number {
	// Truncation toward zero, as C++ and BigInt divide; exact because lag × 65536 stays below 2^53.
	const exponent = Math.trunc((lagSeconds * FACTOR_SCALE) / halfLifeSeconds);
	const shifts = Math.floor(exponent / FACTOR_SCALE);
	const fraction = exponent - shifts * FACTOR_SCALE;
	return asertFactorNumber(fraction) * POWERS[shifts + 1184]!;
}

const word = new Float64Array(1);
const halves = new Uint32Array(word.buffer);
const HIGH_HALF = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** The target that compact encoding keeps of a positive target (a normal double below 2^1000). */
export function truncateToCompact(target: number): number {
	word[0] = target;
	const bitLength = (halves[HIGH_HALF]! >>> 20) - 1022;
	const granuleExponent = 8 * Math.floor(bitLength / 8) - 16;
	return Math.floor(target * POWERS[1200 - granuleExponent]!) * POWERS[1200 + granuleExponent]!;
}
