import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type AsertRules,
	anchorAt,
	type BlockHeader,
	epsilonAt,
	FAIL_CLOSED_BITS,
	halfLifeAt,
	limitAt,
	nextBits,
	spacingAt,
} from '../../src/asert/index.ts';
import { formatBits, targetOfBits } from '../../src/consensus/index.ts';
import { vectors } from '../consensus/vectors.ts';
import { type Block, headerOf, required } from './chain.ts';
import { mainnet, testnet, withArm } from './networks.ts';

describe('recorded and pinned nBits', () => {
	test.each(
		vectors<{ network: string; blocks: Block[]; next_height: number }, { bits: string }>('btx-asert.json', 'dispatch'),
	)('$id', ({ inputs, expected }) => {
		const rules = inputs.network === 'main' ? mainnet : testnet;
		expect(inputs.blocks.at(-1)?.height).toBe(inputs.next_height - 1);
		expect(required(rules, inputs.blocks.map(headerOf))).toBe(expected.bits);
	});
});

describe('what holds at a height', () => {
	test('anchor, limit, half-life and spacing follow the arms', () => {
		const heights = [49_999n, 50_000n, 184_999n, 185_000n, 191_713n, 191_714n, 191_715n, 500_000n];
		expect(heights.map((height) => anchorAt(mainnet, height)?.height)).toEqual([
			undefined,
			50_000n,
			50_000n,
			185_000n,
			185_000n,
			191_714n,
			191_715n,
			191_715n,
		]);
		const floor = targetOfBits(0x1f0a3d70);
		expect(limitAt(mainnet, 191_713n)).toBe(mainnet.powLimit);
		expect([limitAt(mainnet, 191_714n), limitAt(mainnet, 191_715n)]).toEqual([floor, floor]);
		expect([halfLifeAt(mainnet, 191_714n), halfLifeAt(mainnet, 191_715n)]).toEqual([3600n, 14_400n]);
		const faster = withArm(mainnet, {
			height: 200_000n,
			name: 'spacing60',
			operation: { kind: 'inherit' },
			spacingSeconds: 60n,
		});
		expect([spacingAt(faster, 199_999n), spacingAt(faster, 200_000n)]).toEqual([90n, 60n]);
		// What an arm leaves unset stays in force.
		expect([halfLifeAt(faster, 200_000n), limitAt(faster, 200_000n)]).toEqual([14_400n, floor]);
	});

	test('pre-hash epsilon bits', () => {
		expect([epsilonAt(mainnet, 0n), epsilonAt(mainnet, 49_999n), epsilonAt(mainnet, 50_000n)]).toEqual([10n, 10n, 18n]);
		expect(() => epsilonAt({ ...mainnet, epsilonBits: [] }, 7n)).toThrow(
			'no pre-hash epsilon bits are given for height 7',
		);
	});
});

describe('operations at an arm', () => {
	const at = (operation: AsertRules['arms'][number]['operation'], limitTarget?: bigint): AsertRules =>
		withArm(mainnet, {
			height: 200_000n,
			name: 'test',
			operation,
			...(limitTarget === undefined ? {} : { limitTarget }),
		});
	const parent: BlockHeader = { height: 199_999n, time: 1_787_700_000n, bits: 0x1e0fffff };
	const bits = (rules: AsertRules, tip = parent) => formatBits(nextBits(rules, tip, undefined));

	test('bootstrap, divide, ratio, inherit', () => {
		expect(bits(at({ kind: 'bootstrap', factor: 2n }))).toBe('0x1e1ffffe');
		expect(bits(at({ kind: 'divide', factor: 16n }))).toBe('0x1e00ffff');
		expect(bits(at({ kind: 'ratio', num: 3n, den: 7n }))).toBe('0x1e06db6d');
		expect(bits(at({ kind: 'inherit' }))).toBe('0x1e0fffff');
	});

	test('a ratio counts in lowest terms, which must fit in 32 bits', () => {
		expect(bits(at({ kind: 'ratio', num: 3n << 40n, den: 7n << 40n }))).toBe('0x1e06db6d');
		expect(bits(at({ kind: 'ratio', num: (1n << 32n) - 1n, den: 1n << 31n }))).toBe('0x1e1ffffd');
		expect(bits(at({ kind: 'ratio', num: (1n << 32n) + 1n, den: 2n }))).toBe('0x01010000');
		expect(bits(at({ kind: 'ratio', num: 2n, den: (1n << 32n) + 1n }))).toBe('0x01010000');
	});

	test('terms that the node refuses fail closed', () => {
		const refused: readonly AsertRules['arms'][number]['operation'][] = [
			{ kind: 'bootstrap', factor: 0n },
			{ kind: 'divide', factor: 0n },
			{ kind: 'ratio', num: 0n, den: 1n },
			{ kind: 'ratio', num: 1n, den: 0n },
			{ kind: 'derive', num: 0n, den: 1n },
			{ kind: 'derive', num: 1n, den: 0n },
			{ kind: 'derive', num: 1n << 63n, den: 1n },
			{ kind: 'derive', num: 1n, den: 1n << 63n },
		];
		for (const operation of refused) expect(nextBits(at(operation), parent, undefined)).toBe(FAIL_CLOSED_BITS);
	});

	test('a parent of target zero is inherited as 1, and nothing is derived from it', () => {
		const zero = { ...parent, bits: 0 };
		expect(bits(at({ kind: 'inherit' }), zero)).toBe('0x01010000');
		expect(bits(at({ kind: 'derive', num: 1n, den: 1n }), zero)).toBe('0x01010000');
	});

	test('the limit that the arm itself sets binds at the arm', () => {
		expect(bits(at({ kind: 'ratio', num: 4n, den: 1n }, targetOfBits(0x1e1fffff)))).toBe('0x1e1fffff');
	});

	test('derive takes the epsilon of the parent', () => {
		const rules = at({ kind: 'derive', num: 1n << 20n, den: 1n });
		const step = { ...rules, epsilonBits: [...rules.epsilonBits, { fromHeight: 200_000n, bits: 30n }] };
		const tip = { ...parent, bits: 0x1c487c56 };
		expect(nextBits(step, tip, undefined)).toBe(nextBits(rules, tip, undefined));
		const early = { ...rules, epsilonBits: [...rules.epsilonBits, { fromHeight: 199_999n, bits: 26n }] };
		expect(targetOfBits(nextBits(early, tip, undefined)) >> 8n).toBe(targetOfBits(nextBits(rules, tip, undefined)));
	});
});

describe('anchors', () => {
	const anchor: BlockHeader = { height: 191_715n, time: 1_787_000_000n, bits: 0x1e27264f };
	const tip: BlockHeader = { height: 191_716n, time: 1_787_000_090n, bits: 0x1e27264f };

	test('an absent, zero or too easy anchor fails closed', () => {
		expect(nextBits(mainnet, tip, undefined)).toBe(FAIL_CLOSED_BITS);
		expect(nextBits(mainnet, tip, { ...anchor, bits: 0 })).toBe(FAIL_CLOSED_BITS);
		expect(nextBits(mainnet, tip, { ...anchor, bits: 0x2066c154 })).toBe(FAIL_CLOSED_BITS);
		expect(nextBits(mainnet, tip, { ...anchor, bits: 0x1f0a3d70 })).not.toBe(FAIL_CLOSED_BITS);
	});

	test('a block of another height is a mistake of the caller', () => {
		expect(() => nextBits(mainnet, tip, tip)).toThrow(
			new RangeError('anchor is block 191716, the rules need block 191715'),
		);
	});

	test('an anchor at genesis serves from height 1 on', () => {
		const rules = { ...mainnet, arms: mainnet.arms.slice(0, 1).map((arm) => ({ ...arm, height: 0n })) };
		const genesis = { height: 0n, time: 1_773_878_400n, bits: 0x20147ae1 };
		expect(formatBits(nextBits(rules, genesis, genesis))).toBe('0x20142109');
	});

	test('the block after any anchor is 2^(-spacing/half-life) harder than the anchor', () => {
		const ratio = Number(targetOfBits(nextBits(mainnet, anchor, anchor))) / Number(targetOfBits(anchor.bits));
		expect(ratio).toBeCloseTo(2 ** (-90 / 14_400), 4);
	});
});

test('without retargeting every block repeats its parent', () => {
	const rules = { ...mainnet, noRetargeting: true };
	fc.assert(
		fc.property(fc.bigInt({ min: 0n, max: 300_000n }), fc.integer({ min: 0, max: 0xffff_ffff }), (height, bits) => {
			expect(nextBits(rules, { height, time: 0n, bits }, undefined)).toBe(bits);
		}),
	);
});

test('before the first arm the scaled genesis target holds, cut at the limit', () => {
	const genesis: BlockHeader = { height: 0n, time: 1_773_878_400n, bits: 0x20147ae1 };
	expect(required({ ...mainnet, fastScale: 2n }, [genesis])).toBe('0x2028f5c2');
	expect(required(mainnet, [genesis])).toBe('0x2066c154');
	expect(required({ ...mainnet, arms: [] }, [{ ...genesis, height: 10_000_000n }])).toBe('0x2066c154');
});
