import { describe, expect, test } from 'vitest';
import { type AbsoluteAsertRule, resolveAnchor } from '../../src/asert/index.ts';
import {
	headerSource,
	MissingHeaderError,
	roundToCompact,
	scaleTarget,
	targetOfBits,
} from '../../src/consensus/index.ts';
import { branchOf } from '../consensus/branch.ts';

const bch: AbsoluteAsertRule = {
	kind: 'asert',
	variant: 'bch',
	spacingSeconds: 600n,
	halfLifeSeconds: 172_800n,
	limitTarget: (1n << 224n) - 1n,
	anchor: { num: 1n, den: 1n },
};
const btx: AbsoluteAsertRule = { ...bch, variant: 'btx' };
const dcr: AbsoluteAsertRule = { ...bch, variant: 'dcr' };

describe('the anchor of an era', () => {
	const bits = 0x1b00_a5a6;
	const { headers } = branchOf(
		[
			[1000n, 0x1c00_ffff],
			[1300n, bits],
			[9999n, 0x1a00_ffff],
		],
		500n,
	);

	test('given outright, it needs no header', () => {
		const anchor = { height: 7n, time: 8n, bits };
		expect(resolveAnchor({ ...bch, anchor }, headerSource([]), 100n)).toEqual(anchor);
	});

	test('relative, it is the last block before the era; its time is its parent’s for bch alone', () => {
		expect(resolveAnchor(bch, headers, 502n)).toEqual({ height: 501n, time: 1000n, bits });
		expect(resolveAnchor(btx, headers, 502n)).toEqual({ height: 501n, time: 1300n, bits });
		expect(resolveAnchor(dcr, headers, 502n)).toEqual({ height: 501n, time: 1300n, bits });
	});

	test('with nBits of its own, they stand and the block gives height and time', () => {
		const own = { bits: 0x1b01_0000 };
		expect(resolveAnchor({ ...bch, anchor: own }, headers, 502n)).toEqual({ height: 501n, time: 1000n, ...own });
		expect(resolveAnchor({ ...dcr, anchor: own }, headers, 502n)).toEqual({ height: 501n, time: 1300n, ...own });
	});

	test('scaled, it is what nBits keep of target × num ÷ den', () => {
		for (const [num, den] of [
			[2n, 3n],
			[3n, 2n],
			[1n, 1000n],
		] as const) {
			const scaled = resolveAnchor({ ...dcr, anchor: { num, den } }, headers, 502n);
			expect(targetOfBits(scaled.bits)).toBe(roundToCompact(scaleTarget(targetOfBits(bits), num, den)));
		}
	});

	test('scaled, it stays between 1 and the limit', () => {
		const easiest = resolveAnchor({ ...bch, anchor: { num: 1n << 200n, den: 1n } }, headers, 502n);
		expect(easiest.bits).toBe(0x1d00_ffff);
		const hardest = resolveAnchor({ ...bch, anchor: { num: 1n, den: 1n << 250n } }, headers, 502n);
		expect(hardest.bits).toBe(0x0101_0000);
	});

	test('the genesis block has no parent and stands for it', () => {
		const genesis = headerSource([{ height: 0n, time: 1000n, bits }]);
		expect(resolveAnchor(bch, genesis, 1n)).toEqual({ height: 0n, time: 1000n, bits });
		expect(resolveAnchor(btx, genesis, 1n)).toEqual({ height: 0n, time: 1000n, bits });
	});

	test('a header that is needed and not known', () => {
		expect(() => resolveAnchor(bch, headers, 501n)).toThrow(new MissingHeaderError(499n));
		expect(resolveAnchor(btx, headers, 501n).height).toBe(500n);
		expect(() => resolveAnchor(btx, headers, 500n)).toThrow(new MissingHeaderError(499n));
		expect(() => resolveAnchor(btx, headers, 0n)).toThrow(new MissingHeaderError(-1n));
	});

	test('a ratio with terms that are not positive, or nBits that no block carries', () => {
		for (const anchor of [
			{ num: 0n, den: 1n },
			{ num: 1n, den: 0n },
			{ num: -1n, den: -1n },
		]) {
			expect(() => resolveAnchor({ ...btx, anchor }, headers, 502n)).toThrow(RangeError);
		}
		const negative = headerSource([{ height: 0n, time: 0n, bits: 0x1b80_a5a6 }]);
		expect(() => resolveAnchor(btx, negative, 1n)).toThrow('nBits 0x1b80a5a6 is negative');
	});
});
