/**
 * nBits, the 32-bit floating form of a target: one size byte and a 24-bit signed mantissa, base 256.
 * Semantics of SetCompact and GetCompact (Bitcoin src/arith_uint256.cpp).
 */

/** Largest 256-bit number, the saturation value of all target arithmetic. */
export const MAX_TARGET = (1n << 256n) - 1n;

const SIGN_BIT = 0x0080_0000;
const MANTISSA_MASK = 0x007f_ffff;

/** What 32 bits mean as a compact number. */
export interface DecodedCompact {
	/** Magnitude, modulo 2^256 where `overflow` holds. */
	readonly target: bigint;
	readonly negative: boolean;
	/** The magnitude does not fit in 256 bits. */
	readonly overflow: boolean;
}

/**
 * Decodes nBits without judging it, as SetCompact does.
 * @throws RangeError when `bits` is not an unsigned 32-bit integer.
 */
export function decodeCompact(bits: number): DecodedCompact {
	if (!Number.isInteger(bits) || bits < 0 || bits > 0xffff_ffff) {
		throw new RangeError(`nBits ${bits} is not an unsigned 32-bit integer`);
	}
	const size = bits >>> 24;
	let mantissa = bits & MANTISSA_MASK;
	let target: bigint;
	if (size <= 3) {
		mantissa >>>= 8 * (3 - size);
		target = BigInt(mantissa);
	} else {
		target = (BigInt(mantissa) << BigInt(8 * (size - 3))) & MAX_TARGET;
	}
	// Both flags look at the mantissa after the shift: 0x01003456 is a plain zero.
	const negative = mantissa !== 0 && (bits & SIGN_BIT) !== 0;
	const overflow = mantissa !== 0 && (size > 34 || (mantissa > 0xff && size > 33) || (mantissa > 0xffff && size > 32));
	return { target, negative, overflow };
}

/**
 * Encodes a target as nBits, truncating to its three most significant bytes, or two where the sign bit would be set.
 * @throws RangeError when the target is not in 0 … 2^256 − 1.
 */
export function encodeCompact(target: bigint): number {
	if (target < 0n || target > MAX_TARGET) {
		throw new RangeError(`target ${target} is not an unsigned 256-bit integer`);
	}
	let size = target === 0n ? 0 : (target.toString(16).length + 1) >> 1;
	let mantissa = Number(size <= 3 ? target << BigInt(8 * (3 - size)) : target >> BigInt(8 * (size - 3)));
	if ((mantissa & SIGN_BIT) !== 0) {
		mantissa >>>= 8;
		size += 1;
	}
	// Multiplied, not shifted: a size of 0x80 or more would make a 32-bit shift negative.
	return size * 0x0100_0000 + mantissa;
}

/**
 * Target of an nBits value that a block may carry.
 * @throws RangeError when it is negative, beyond 256 bits, or not an unsigned 32-bit integer.
 */
export function targetOfBits(bits: number): bigint {
	const { target, negative, overflow } = decodeCompact(bits);
	if (negative) throw new RangeError(`nBits ${formatBits(bits)} is negative`);
	if (overflow) throw new RangeError(`nBits ${formatBits(bits)} does not fit in 256 bits`);
	return target;
}

/** nBits as it is written everywhere: 0x and eight lower-case hex digits. */
export function formatBits(bits: number): string {
	return `0x${bits.toString(16).padStart(8, '0')}`;
}

/**
 * The target that miners really work on: what is left after a trip through nBits.
 * @throws RangeError when the target is not in 0 … 2^256 − 1.
 */
export function roundToCompact(target: bigint): bigint {
	return decodeCompact(encodeCompact(target)).target;
}
