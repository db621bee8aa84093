/** Integers as people type them in lines and options: heights, times, nBits, targets, never through a float. */
import { decodeCompact, formatBits, targetOfBits } from '../consensus/compact.ts';

export const INT64_MAX = (1n << 63n) - 1n;
export const UINT64_MAX = (1n << 64n) - 1n;

/** Digits that any 64-bit number has room in; longer ones are refused before they are read. */
const DECIMAL = /^-?\d{1,20}$/;
const HEX_BITS = /^(?:0x([0-9a-fA-F]{1,8})|([0-9a-fA-F]{8}))$/;
const DECIMAL_BITS = /^\d{9,10}$/;
const HEX_TARGET = /^(?:0x)?([0-9a-fA-F]{64})$/;

/**
 * A whole number from `low` to `high`, written in decimal digits.
 * @throws RangeError that says what was expected
 */
export function readInteger(text: string, what: string, low: bigint, high: bigint): bigint {
	if (!DECIMAL.test(text)) {
		throw new RangeError(/^-?\d+$/.test(text) ? `${what} is out of range` : `${what} must be a whole number`);
	}
	const value = BigInt(text);
	if (value < low) throw new RangeError(low === 0n ? `${what} must not be negative` : `${what} is below ${low}`);
	if (value > high) throw new RangeError(`${what} is above ${high}`);
	return value;
}

/** A height of 0 … 2^63 − 1. @throws RangeError */
export function readHeight(text: string): bigint {
	return readInteger(text, 'the height', 0n, INT64_MAX);
}

/** Seconds of Unix time in 64 bits; before 1970 is negative. @throws RangeError */
export function readTime(text: string): bigint {
	return readInteger(text, 'the time', -INT64_MAX - 1n, INT64_MAX);
}

/**
 * nBits that a block can carry: 0x and up to eight hex digits, eight bare ones as nodes print them, or the
 * decimal number of block explorers, which has nine digits or ten.
 * @throws RangeError for any other text and for a target that is negative, zero or beyond 256 bits
 */
export function readBits(text: string): number {
	const [, prefixed, bare] = HEX_BITS.exec(text) ?? [];
	const digits = prefixed ?? bare;
	const bits = digits !== undefined ? Number.parseInt(digits, 16) : DECIMAL_BITS.test(text) ? Number(text) : Number.NaN;
	if (!(bits <= 0xffff_ffff)) throw new RangeError('nBits must be 0x and eight hex digits');
	const { target, negative, overflow } = decodeCompact(bits);
	if (negative) throw new RangeError(`nBits ${formatBits(bits)} is a negative target`);
	if (overflow) throw new RangeError(`nBits ${formatBits(bits)} is a target beyond 256 bits`);
	if (target === 0n) throw new RangeError(`nBits ${formatBits(bits)} is a target of zero`);
	return bits;
}

/**
 * A target: 64 hex digits, or nBits.
 * @throws RangeError for any other text and for zero
 */
export function readTarget(text: string): bigint {
	const [, digits] = HEX_TARGET.exec(text) ?? [];
	if (digits === undefined) return targetOfBits(readBits(text));
	const target = BigInt(`0x${digits}`);
	if (target === 0n) throw new RangeError('a target of zero');
	return target;
}
