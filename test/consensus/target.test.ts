import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	clampTarget,
	deriveEpochTarget,
	encodeCompact,
	formatBits,
	MAX_TARGET,
	multiplyTarget,
	reduceRatio,
	roundToCompact,
	scaleTarget,
	shiftTargetLeft,
	targetOfBits,
} from '../../src/consensus/index.ts';
import { targetOfHex, vectors } from './vectors.ts';

const anyTarget = fc
	.tuple(fc.bigInt({ min: 0n, max: MAX_TARGET }), fc.bigInt({ min: 0n, max: 256n }))
	.map(([target, shift]) => target >> shift);
const term = fc.bigInt({ min: 1n, max: 0xffff_ffffn });

interface RescaleInputs {
	readonly parent_bits: string;
	readonly num: string;
	readonly den: string;
	readonly pow_limit_hex: string;
}
interface DeriveInputs {
	readonly parent_target_hex: string;
	readonly eps_bits: number;
	readonly num: string;
	readonly den: string;
	readonly pow_limit_hex: string;
}
interface DeriveExpected {
	readonly target_hex: string;
	readonly bits: string;
	readonly k_floor_target_over_parent: string;
}

describe('target arithmetic', () => {
	test.each(vectors<RescaleInputs, { bits: string }>('btx-asert.json', 'rescale'))(
		'$id scales a target',
		({ inputs, expected }) => {
			const target = scaleTarget(targetOfBits(Number(inputs.parent_bits)), BigInt(inputs.num), BigInt(inputs.den));
			const clamped = clampTarget(target, targetOfHex(inputs.pow_limit_hex));
			expect(formatBits(encodeCompact(clamped))).toBe(expected.bits);
		},
	);

	test.each(vectors<DeriveInputs, DeriveExpected>('btx-asert.json', 'epoch_a_derive'))(
		'$id derives the Epoch A target',
		({ inputs, expected }) => {
			const parent = targetOfHex(inputs.parent_target_hex);
			const derived = deriveEpochTarget(parent, BigInt(inputs.eps_bits), BigInt(inputs.num), BigInt(inputs.den));
			const target = clampTarget(derived, targetOfHex(inputs.pow_limit_hex));
			expect(target).toBe(targetOfHex(expected.target_hex));
			expect(formatBits(encodeCompact(target))).toBe(expected.bits);
			expect(target / parent).toBe(BigInt(expected.k_floor_target_over_parent));
		},
	);

	test('half the parent derives a quarter of the target', () => {
		const parent = 1n << 200n;
		const whole = deriveEpochTarget(parent, 18n, 1n << 30n, 1n);
		expect(deriveEpochTarget(parent >> 1n, 18n, 1n << 30n, 1n)).toBe(whole >> 2n);
	});

	test('results are cut at 2^256 - 1', () => {
		expect(multiplyTarget(MAX_TARGET, 2n)).toBe(MAX_TARGET);
		expect(multiplyTarget(3n, 5n)).toBe(15n);
		expect(scaleTarget(MAX_TARGET, 3n, 2n)).toBe(MAX_TARGET);
		expect(deriveEpochTarget(MAX_TARGET, 18n, 100n, 1n)).toBe(MAX_TARGET);
		expect(shiftTargetLeft(1n, 255n)).toBe(1n << 255n);
		expect(shiftTargetLeft(2n, 255n)).toBe(MAX_TARGET);
		expect(shiftTargetLeft(1n, 1n << 60n)).toBe(MAX_TARGET);
		expect(shiftTargetLeft(0n, 1n << 60n)).toBe(0n);
	});

	test('ratios have positive terms and a lowest form', () => {
		expect(reduceRatio(1n << 40n, 1n << 39n)).toEqual({ num: 2n, den: 1n });
		expect(reduceRatio(6150n, 1027n)).toEqual({ num: 6150n, den: 1027n });
		expect(() => scaleTarget(1n, 0n, 1n)).toThrow(new RangeError('ratio 0/1 must have positive terms'));
		expect(() => deriveEpochTarget(1n, 18n, 1n, -1n)).toThrow(new RangeError('ratio 1/-1 must have positive terms'));
		expect(() => reduceRatio(-4n, 2n)).toThrow(new RangeError('ratio -4/2 must have positive terms'));
	});

	test('scaling equals quotient times num plus scaled remainder, cut', () => {
		fc.assert(
			fc.property(anyTarget, term, term, (target, num, den) => {
				const quotient = target / den;
				const sum = quotient * num + ((target - quotient * den) * num) / den;
				const scaled = scaleTarget(target, num, den);
				expect(sum <= MAX_TARGET ? scaled === sum : scaled === MAX_TARGET).toBe(true);
			}),
		);
	});

	test('scaling by a ratio equals scaling by its lowest form', () => {
		fc.assert(
			fc.property(anyTarget, term, term, (target, num, den) => {
				const reduced = reduceRatio(num, den);
				expect(scaleTarget(target, reduced.num, reduced.den)).toBe(scaleTarget(target, num, den));
			}),
		);
	});

	test('clamping stays within 1 and the limit and commutes with rounding to nBits', () => {
		fc.assert(
			fc.property(anyTarget, anyTarget, (target, rawLimit) => {
				const limit = clampTarget(roundToCompact(rawLimit), MAX_TARGET);
				const clamped = clampTarget(target, limit);
				expect(clamped >= 1n && clamped <= limit).toBe(true);
				expect(roundToCompact(clamped)).toBe(clampTarget(roundToCompact(target), limit));
			}),
		);
	});
});
