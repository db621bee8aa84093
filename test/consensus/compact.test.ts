import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	decodeCompact,
	encodeCompact,
	formatBits,
	MAX_TARGET,
	roundToCompact,
	targetOfBits,
} from '../../src/consensus/index.ts';
import { targetOfHex, vectors } from './vectors.ts';

const anyTarget = fc.bigInt({ min: 0n, max: MAX_TARGET });
/** Evenly over bit lengths, so that small targets occur too. */
const anyMagnitude = fc.tuple(anyTarget, fc.bigInt({ min: 0n, max: 256n })).map(([target, shift]) => target >> shift);

interface Inputs {
	readonly bits?: string;
	readonly target_hex?: string;
}
interface Expected {
	readonly bits?: string;
	readonly roundtrip_target_hex?: string;
	readonly target_hex?: string;
	readonly negative?: boolean;
	readonly overflow?: boolean;
}
const cases = vectors<Inputs, Expected>('btx-consensus.json', 'compact');
const encodings = cases.filter(({ inputs }) => inputs.target_hex !== undefined);
const decodings = cases.filter(({ inputs }) => inputs.bits !== undefined);

describe('compact', () => {
	test('every case is an encoding or a decoding', () => {
		expect([encodings.length, decodings.length]).toEqual([5, 5]);
	});

	test.each(encodings)('$id encodes', ({ inputs, expected }) => {
		const target = targetOfHex(inputs.target_hex ?? '');
		expect(formatBits(encodeCompact(target))).toBe(expected.bits);
		expect(roundToCompact(target)).toBe(targetOfHex(expected.roundtrip_target_hex ?? ''));
	});

	test.each(decodings)('$id decodes', ({ inputs, expected }) => {
		expect(decodeCompact(Number(inputs.bits))).toEqual({
			target: targetOfHex(expected.target_hex ?? ''),
			negative: expected.negative,
			overflow: expected.overflow,
		});
	});

	test('overflow begins where the mantissa leaves 256 bits', () => {
		const overflows = (bits: number) => decodeCompact(bits).overflow;
		expect([0x2100ffff, 0x22_0000ff, 0x207fffff].map(overflows)).toEqual([false, false, false]);
		expect([0x21010000, 0x22000100, 0x23000001, 0xff000001].map(overflows)).toEqual([true, true, true, true]);
		// The value wraps as a 256-bit register does.
		expect(decodeCompact(0x21123456).target).toBe(0x3456n << 240n);
	});

	test('zero encodes as zero', () => {
		expect(encodeCompact(0n)).toBe(0);
		expect(decodeCompact(0)).toEqual({ target: 0n, negative: false, overflow: false });
	});

	test('nBits that no block can carry have no target', () => {
		expect(() => targetOfBits(0x01fedcba)).toThrow(new RangeError('nBits 0x01fedcba is negative'));
		expect(() => targetOfBits(0xff123456)).toThrow(new RangeError('nBits 0xff123456 does not fit in 256 bits'));
		expect(targetOfBits(0x1d00ffff)).toBe(0xffffn << 208n);
	});

	test('numbers outside their width are refused', () => {
		for (const bits of [-1, 0x1_0000_0000, 1.5, Number.NaN]) {
			expect(() => decodeCompact(bits)).toThrow('is not an unsigned 32-bit integer');
		}
		expect(() => encodeCompact(-1n)).toThrow('is not an unsigned 256-bit integer');
		expect(() => encodeCompact(MAX_TARGET + 1n)).toThrow('is not an unsigned 256-bit integer');
	});

	test('an encoded target decodes to itself cut to three bytes', () => {
		fc.assert(
			fc.property(anyMagnitude, (target) => {
				const rounded = roundToCompact(target);
				expect(rounded <= target).toBe(true);
				// At least 15 significant bits survive.
				expect((target - rounded) << 15n <= target).toBe(true);
				expect(encodeCompact(rounded)).toBe(encodeCompact(target));
			}),
		);
	});

	test('canonical nBits survive a round trip', () => {
		const canonical = fc
			.tuple(fc.integer({ min: 3, max: 32 }), fc.integer({ min: 0x8000, max: 0x7fffff }))
			.map(([size, mantissa]) => size * 0x1000000 + mantissa);
		fc.assert(fc.property(canonical, (bits) => encodeCompact(targetOfBits(bits)) === bits));
	});

	test('rounding keeps the order of targets', () => {
		fc.assert(
			fc.property(anyMagnitude, anyMagnitude, (a, b) => {
				const [low, high] = a < b ? [a, b] : [b, a];
				expect(roundToCompact(low) <= roundToCompact(high)).toBe(true);
			}),
		);
	});
});
