import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type AsertInput,
	asertExponent,
	asertFactor,
	asertTarget,
	bchAsertTarget,
	scaleByExponent,
} from '../../src/asert/index.ts';
import { encodeCompact, formatBits, MAX_TARGET, targetOfBits } from '../../src/consensus/index.ts';
import { targetOfHex, vectors } from '../consensus/vectors.ts';
import { floorExponent } from './floor.ts';

interface Inputs {
	readonly anchor_bits: string;
	readonly time_diff: number;
	readonly height_diff: number;
	readonly half_life: number;
	readonly spacing: number;
	readonly pow_limit_hex: string;
}
interface Expected {
	readonly bits: string;
	readonly target_hex: string;
	readonly exponent: string;
	readonly shifts: string;
	readonly frac: number;
	readonly floor_division_would_give_bits?: string;
	readonly floor_division_would_give_target_hex?: string;
}
const cases = vectors<Inputs, Expected>('btx-asert.json', 'asert');

function inputOf(inputs: Inputs): AsertInput {
	return {
		anchorTarget: targetOfBits(Number(inputs.anchor_bits)),
		timeDiffSeconds: BigInt(inputs.time_diff),
		heightDiff: BigInt(inputs.height_diff),
		spacingSeconds: BigInt(inputs.spacing),
		halfLifeSeconds: BigInt(inputs.half_life),
		limitTarget: targetOfHex(inputs.pow_limit_hex),
	};
}

describe('BTX ASERT', () => {
	test.each(cases)('$id', ({ inputs, expected }) => {
		const input = inputOf(inputs);
		const exponent = asertExponent(input);
		expect(exponent).toBe(BigInt(expected.exponent));
		expect([exponent >> 16n, exponent & 0xffffn]).toEqual([BigInt(expected.shifts), BigInt(expected.frac)]);
		const target = asertTarget(input);
		expect(target).toBe(targetOfHex(expected.target_hex));
		expect(formatBits(encodeCompact(target))).toBe(expected.bits);
	});

	const floored = cases.filter(({ expected }) => expected.floor_division_would_give_bits !== undefined);

	test('cases that tell truncation from floor are there', () => {
		expect(floored.length).toBeGreaterThan(20);
	});

	test.each(floored)('$id under floor division is another target', ({ inputs, expected }) => {
		const input = inputOf(inputs);
		const target = scaleByExponent(input.anchorTarget, floorExponent(input));
		expect(target).toBe(targetOfHex(expected.floor_division_would_give_target_hex ?? ''));
		expect(formatBits(encodeCompact(target))).toBe(expected.floor_division_would_give_bits);
	});

	const base: AsertInput = {
		anchorTarget: 1n << 200n,
		timeDiffSeconds: 0n,
		heightDiff: 0n,
		spacingSeconds: 90n,
		halfLifeSeconds: 3600n,
		limitTarget: 1n << 250n,
	};

	test('guards: no anchor gives the limit, impossible parameters the hardest target', () => {
		expect(asertTarget({ ...base, anchorTarget: 0n })).toBe(base.limitTarget);
		expect(asertTarget({ ...base, anchorTarget: base.limitTarget + 1n })).toBe(base.limitTarget);
		expect(asertTarget({ ...base, heightDiff: -1n })).toBe(1n);
		expect(asertTarget({ ...base, halfLifeSeconds: 0n })).toBe(1n);
		expect(asertTarget({ ...base, spacingSeconds: 0n })).toBe(1n);
	});

	test('the exponent is cut to 64 bits on both sides', () => {
		const position = { ...base, halfLifeSeconds: 1n };
		expect(asertExponent({ ...position, timeDiffSeconds: 1n << 62n })).toBe((1n << 63n) - 1n);
		expect(asertExponent({ ...position, timeDiffSeconds: -(1n << 62n) })).toBe(-(1n << 63n));
		expect(asertTarget({ ...position, timeDiffSeconds: 1n << 62n })).toBe(base.limitTarget);
		expect(asertTarget({ ...position, timeDiffSeconds: -(1n << 62n) })).toBe(1n);
	});

	test('near 2^256 bits are lost before the multiplication, as in the node', () => {
		const anchor = MAX_TARGET - 0xffffn;
		const exponent = -70_001n;
		const factor = asertFactor(exponent & 0xffffn);
		expect(scaleByExponent(anchor + 0xffffn, exponent)).toBe((anchor >> 18n) * factor);
		expect(scaleByExponent(anchor + 0xffffn, exponent)).not.toBe((MAX_TARGET * factor) >> 18n);
	});

	test('a half-life late doubles and a half-life early halves, exactly', () => {
		const halfLives = fc.bigInt({ min: -40n, max: 40n });
		fc.assert(
			fc.property(halfLives, fc.bigInt({ min: 0n, max: 100_000n }), (count, heightDiff) => {
				const timeDiffSeconds = 90n * (heightDiff + 1n) + count * base.halfLifeSeconds;
				const target = asertTarget({ ...base, heightDiff, timeDiffSeconds });
				expect(target).toBe(1n << (200n + count));
			}),
		);
	});

	test('a later tip never gives a harder target, a higher one never an easier', () => {
		const seconds = fc.bigInt({ min: -60_000n, max: 60_000n });
		const steps = fc.bigInt({ min: 0n, max: 20_000n });
		const halfLife = fc.bigInt({ min: 1800n, max: 172_800n });
		fc.assert(
			fc.property(seconds, steps, halfLife, fc.bigInt({ min: 0n, max: 400n }), (time, step, tau, heightDiff) => {
				const tip = { ...base, timeDiffSeconds: time, halfLifeSeconds: tau, heightDiff };
				const target = asertTarget(tip);
				expect(asertTarget({ ...tip, timeDiffSeconds: time + step }) >= target).toBe(true);
				expect(asertTarget({ ...tip, heightDiff: heightDiff + step }) <= target).toBe(true);
			}),
		);
	});

	test('the result lies in 1 … limit whatever the input', () => {
		const wide = fc.bigInt({ min: -(1n << 62n), max: 1n << 62n });
		const target = fc.bigInt({ min: 0n, max: MAX_TARGET });
		fc.assert(
			fc.property(wide, wide, wide, wide, target, target, (time, height, spacing, tau, anchor, rawLimit) => {
				const limitTarget = rawLimit + 1n > MAX_TARGET ? MAX_TARGET : rawLimit + 1n;
				const result = asertTarget({
					anchorTarget: anchor,
					timeDiffSeconds: time,
					heightDiff: height,
					spacingSeconds: spacing,
					halfLifeSeconds: tau,
					limitTarget,
				});
				expect(result >= 1n && result <= limitTarget).toBe(true);
			}),
		);
	});
});

describe('the cubic exponential', () => {
	test.each(vectors<{ frac: number }, { factor: number }>('btx-asert.json', 'asert_factor'))(
		'$id',
		({ inputs, expected }) => {
			expect(asertFactor(BigInt(inputs.frac))).toBe(BigInt(expected.factor));
		},
	);

	test('rises from 2^16 to below 2^17 within the stated error', () => {
		let previous = 0n;
		let worst = 0;
		let least = 0;
		let falls = 0;
		for (let frac = 0n; frac < 65_536n; frac++) {
			const factor = asertFactor(frac);
			if (factor < previous) falls += 1;
			previous = factor;
			const error = Number(factor) / 65_536 / 2 ** (Number(frac) / 65_536) - 1;
			worst = Math.max(worst, error);
			least = Math.min(least, error);
		}
		expect([asertFactor(0n), previous, falls]).toEqual([65_536n, 131_071n, 0]);
		expect(worst).toBeLessThan(1.18e-4);
		expect(least).toBeGreaterThan(-9.1e-5);
	});

	test('no shift takes the result out of 1 … 2^256 - 1', () => {
		expect(scaleByExponent(1n, -(1n << 63n))).toBe(1n);
		// A net shift of 256 is zero by rule, and zero becomes 1; one bit less is an ordinary shift.
		expect(scaleByExponent(1n << 255n, -240n << 16n)).toBe(1n);
		expect(scaleByExponent(1n << 255n, -239n << 16n)).toBe(1n << 16n);
		expect(scaleByExponent(MAX_TARGET, (1n << 63n) - 1n)).toBe(MAX_TARGET);
		expect(scaleByExponent(1n, 16n << 16n)).toBe(65_536n);
	});
});

describe('Bitcoin Cash aserti3-2d', () => {
	const input: AsertInput = {
		anchorTarget: targetOfBits(0x1d00ffff),
		timeDiffSeconds: 600n,
		heightDiff: 0n,
		spacingSeconds: 600n,
		halfLifeSeconds: 172_800n,
		limitTarget: (1n << 224n) - 1n,
	};

	test('refuses what BCHN asserts against', () => {
		expect(() => bchAsertTarget({ ...input, anchorTarget: 0n })).toThrow('anchor target 0 is not in 1');
		expect(() => bchAsertTarget({ ...input, anchorTarget: 1n << 224n })).toThrow('is not in 1');
		expect(() => bchAsertTarget({ ...input, heightDiff: -2n })).toThrow('tip lies 2 blocks below the anchor');
		expect(() => bchAsertTarget({ ...input, halfLifeSeconds: 0n })).toThrow('half-life 0 s is not positive');
		expect(() => bchAsertTarget({ ...input, spacingSeconds: 0n })).toThrow('spacing 0 s is not positive');
	});

	test('clamps at both ends', () => {
		expect(bchAsertTarget({ ...input, timeDiffSeconds: 1n << 50n })).toBe(input.limitTarget);
		expect(bchAsertTarget({ ...input, timeDiffSeconds: -(1n << 50n) })).toBe(1n);
	});

	interface VsInputs {
		readonly anchor_bits: string;
		readonly anchor_time: number;
		readonly anchor_parent_time: number;
		readonly anchor_height: number;
		readonly tip_time: number;
		readonly tip_height: number;
		readonly half_life: number;
		readonly spacing: number;
	}
	test.each(vectors<VsInputs, { btx_bits: string; bch_aserti3_2d_bits: string }>('btx-asert.json', 'asert_vs_bch'))(
		'$id: the anchor time is all that differs from BTX',
		({ inputs, expected }) => {
			const since = (time: number): AsertInput => ({
				anchorTarget: targetOfBits(Number(inputs.anchor_bits)),
				timeDiffSeconds: BigInt(inputs.tip_time - time),
				heightDiff: BigInt(inputs.tip_height - inputs.anchor_height),
				spacingSeconds: BigInt(inputs.spacing),
				halfLifeSeconds: BigInt(inputs.half_life),
				limitTarget: targetOfBits(0x2066c154),
			});
			const btx = asertTarget(since(inputs.anchor_time));
			const bch = bchAsertTarget(since(inputs.anchor_parent_time));
			expect(formatBits(encodeCompact(btx))).toBe(expected.btx_bits);
			expect(formatBits(encodeCompact(bch))).toBe(expected.bch_aserti3_2d_bits);
			expect(bchAsertTarget(since(inputs.anchor_time))).toBe(btx);
		},
	);
});
