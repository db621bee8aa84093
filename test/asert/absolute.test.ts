import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type AbsoluteAsertRule,
	type AsertAnchor,
	type AsertRules,
	absoluteAsertBits,
	asertExponent,
	asertFactor,
	bchAsertTarget,
	FAIL_CLOSED_BITS,
	nextBits,
	resolveAnchor,
} from '../../src/asert/index.ts';
import { encodeCompact, formatBits, headerSource, roundToCompact, targetOfBits } from '../../src/consensus/index.ts';
import { branchOf } from '../consensus/branch.ts';
import { targetOfHex, vectors } from '../consensus/vectors.ts';

const inherit = { num: 1n, den: 1n };
const bch: AbsoluteAsertRule = {
	kind: 'asert',
	variant: 'bch',
	spacingSeconds: 600n,
	halfLifeSeconds: 172_800n,
	limitTarget: (1n << 224n) - 1n,
	anchor: inherit,
};
const btx: AbsoluteAsertRule = {
	...bch,
	variant: 'btx',
	spacingSeconds: 90n,
	halfLifeSeconds: 14_400n,
	limitTarget: targetOfBits(0x207f_ffff),
};
const dcr: AbsoluteAsertRule = { ...bch, variant: 'dcr', spacingSeconds: 300n, halfLifeSeconds: 43_200n };

describe('Bitcoin Cash', () => {
	interface Run {
		readonly id: string;
		readonly anchorHeight: string;
		readonly anchorParentTime: string;
		readonly anchorBits: string;
		readonly rows: readonly string[];
	}
	const file = readFileSync(new URL('bch-aserti3-2d.json', import.meta.url), 'utf8');
	const { runs } = JSON.parse(file) as { runs: Run[] };

	test('runs 1 to 6 are there in full', () => {
		expect(runs.map(({ rows }) => rows.length)).toEqual([10, 10, 10, 225, 225, 1000]);
	});

	test.each(runs)('$id', (run) => {
		const anchor: AsertAnchor = {
			height: BigInt(run.anchorHeight),
			time: BigInt(run.anchorParentTime),
			bits: Number(run.anchorBits),
		};
		const computed = run.rows.map((row) => {
			const [height = '', time = ''] = row.split(' ');
			const bits = absoluteAsertBits(bch, { height: BigInt(height), time: BigInt(time) }, anchor);
			return `${height} ${time} ${formatBits(bits)}`;
		});
		expect(computed).toEqual(run.rows);
	});

	interface Calculation {
		readonly refTarget: string;
		readonly timeDiff: number;
		readonly heightDiff: number;
		readonly spacing: number;
		readonly halfLife: number;
		readonly powLimit: string;
	}
	const calculations = vectors<Calculation, { target: string; bits: string }>(
		'asert-absolute.json',
		'calculate_asert_test',
	);

	test('the node has 18 edge cases', () => {
		expect(calculations).toHaveLength(18);
	});

	test.each(calculations)('$id', ({ inputs, expected }) => {
		const anchorTarget = targetOfHex(inputs.refTarget);
		const limitTarget = targetOfHex(inputs.powLimit);
		const spacingSeconds = BigInt(inputs.spacing);
		const halfLifeSeconds = BigInt(inputs.halfLife);
		const tip = { height: BigInt(inputs.heightDiff), time: BigInt(inputs.timeDiff) };
		const target = bchAsertTarget({
			anchorTarget,
			timeDiffSeconds: tip.time,
			heightDiff: tip.height,
			spacingSeconds,
			halfLifeSeconds,
			limitTarget,
		});
		expect([target, formatBits(encodeCompact(target))]).toEqual([targetOfHex(expected.target), expected.bits]);
		// The same from nBits, wherever they hold the reference target as it is.
		if (roundToCompact(anchorTarget) !== anchorTarget) return;
		const rule = { ...bch, spacingSeconds, halfLifeSeconds, limitTarget };
		const anchor = { height: 0n, time: 0n, bits: encodeCompact(anchorTarget) };
		expect(formatBits(absoluteAsertBits(rule, tip, anchor))).toBe(expected.bits);
	});

	interface Activation {
		readonly anchorBits: string;
		readonly heightDiff: number;
		readonly timeDiff: number;
	}
	test.each(vectors<Activation, string>('asert-absolute.json', 'activation'))('$id', ({ inputs, expected }) => {
		const parentTime = 1_605_441_600n;
		// The anchor's own time must not matter where a later block is the tip.
		const rows: [bigint, number][] = [[parentTime, 0x1802_a842]];
		for (let block = 0; block <= inputs.heightDiff; block++)
			rows.push([parentTime + 7_776_000n, Number(inputs.anchorBits)]);
		rows[rows.length - 1] = [parentTime + BigInt(inputs.timeDiff), Number(inputs.anchorBits)];
		const { blocks, headers } = branchOf(rows, 2000n);
		const anchor = resolveAnchor(bch, headers, 2002n);
		expect(anchor).toEqual({ height: 2001n, time: parentTime, bits: Number(inputs.anchorBits) });
		expect(formatBits(absoluteAsertBits(bch, blocks.at(-1)!, anchor))).toBe(expected);
	});

	const mainnet = vectors<{ height: number; bits: string; parentTime: number }, string>(
		'asert-absolute.json',
		'anchor',
	);
	test.each(mainnet)('$id', ({ inputs, expected }) => {
		const anchor = { height: BigInt(inputs.height), time: BigInt(inputs.parentTime), bits: Number(inputs.bits) };
		const rule = { ...bch, anchor };
		const onSchedule = (blocks: bigint) => ({
			height: anchor.height + blocks,
			time: anchor.time + 600n * (blocks + 1n),
		});
		const resolved = resolveAnchor(rule, headerSource([]), 661_648n);
		for (const blocks of [0n, 1n, 1n << 60n]) {
			expect(formatBits(absoluteAsertBits(rule, onSchedule(blocks), resolved))).toBe(expected);
		}
	});
});

interface FixedPoint {
	readonly spacing: number;
	readonly halfLife: number;
	readonly timeDiff: number;
	readonly heightDiff: number;
	readonly anchorBits: string;
}
const fixedPoints = vectors<FixedPoint, { nextBits: string; exponent: number; factor: number }>(
	'asert-absolute.json',
	'fixed-point',
);
test.each(fixedPoints)('$id', ({ inputs, expected }) => {
	const rule = { ...btx, spacingSeconds: BigInt(inputs.spacing), halfLifeSeconds: BigInt(inputs.halfLife) };
	const anchor = { height: 200_000n, time: 1_790_000_000n, bits: Number(inputs.anchorBits) };
	const heightDiff = BigInt(inputs.heightDiff);
	const timeDiffSeconds = BigInt(inputs.timeDiff);
	const tip = { height: anchor.height + heightDiff, time: anchor.time + timeDiffSeconds };
	const exponent = asertExponent({ ...rule, heightDiff, timeDiffSeconds });
	expect([exponent, asertFactor(exponent & 0xffffn)]).toEqual([BigInt(expected.exponent), BigInt(expected.factor)]);
	for (const variant of ['btx', 'bch'] as const) {
		expect(formatBits(absoluteAsertBits({ ...rule, variant }, tip, anchor))).toBe(expected.nextBits);
	}
});

describe('BTX', () => {
	interface Stall {
		readonly stallSeconds: number;
		readonly spacing: number;
	}
	interface Ease {
		readonly ease_tau3600: number;
		readonly ease_tau14400: number;
		readonly stallHoursFor4x_tau14400: number;
	}
	const stalls = vectors<Stall, Ease>('asert-absolute.json', 'stall');
	test.each(stalls)('$id', ({ inputs, expected }) => {
		const anchor = { height: 200_000n, time: 1_790_000_000n, bits: 0x1d01_0000 };
		/** How much easier the block after a stall is than the anchor. */
		const ease = (halfLifeSeconds: bigint, stallSeconds: bigint) => {
			const rule = { ...btx, halfLifeSeconds, spacingSeconds: BigInt(inputs.spacing) };
			const tip = { height: anchor.height, time: anchor.time + stallSeconds };
			return Number(targetOfBits(absoluteAsertBits(rule, tip, anchor))) / Number(targetOfBits(anchor.bits));
		};
		// The cubic is right within 1.2e-4, nBits within 2^-15.
		expect(ease(3600n, BigInt(inputs.stallSeconds)) / expected.ease_tau3600).toBeCloseTo(1, 3);
		expect(ease(14_400n, BigInt(inputs.stallSeconds)) / expected.ease_tau14400).toBeCloseTo(1, 3);
		const fourfold = BigInt(Math.round(expected.stallHoursFor4x_tau14400 * 3600));
		expect(ease(14_400n, fourfold)).toBe(4);
	});

	test('is the arms machine between two arms', () => {
		const rules: AsertRules = {
			genesisBits: 0x2066_c154,
			fastScale: 4n,
			powLimit: btx.limitTarget,
			spacingSeconds: 90n,
			halfLifeSeconds: 14_400n,
			arms: [{ height: 50_000n, name: 'start', operation: { kind: 'inherit' } }],
			epsilonBits: [{ fromHeight: 0n, bits: 0n }],
			noRetargeting: false,
		};
		const offset = fc.bigInt({ min: -1_000_000n, max: 1_000_000n });
		const target = fc.bigInt({ min: 0n, max: btx.limitTarget * 2n });
		fc.assert(
			fc.property(target, offset, fc.bigInt({ min: 0n, max: 10_000n }), (value, late, blocks) => {
				const anchor = { height: 50_000n, time: 1_780_000_000n, bits: encodeCompact(value) };
				const tip = { height: 50_000n + blocks, time: anchor.time + 90n * blocks + late, bits: anchor.bits };
				expect(absoluteAsertBits(btx, tip, anchor)).toBe(nextBits(rules, tip, anchor));
			}),
			{ seed: 90, numRuns: 300 },
		);
	});
});

test.each([bch, btx, dcr])('$variant: heights and times beyond 2^53 are as exact as small ones', (rule) => {
	const far = 1n << 62n;
	const anchor = { height: far, time: far, bits: 0x1b00_a5a6 };
	const near = { height: 0n, time: 0n, bits: anchor.bits };
	const answers = [0n, 1n, 2n, 3n, 7n, 61n, rule.halfLifeSeconds, -1n, -3601n].map((seconds) => {
		const tip = { height: 4n, time: rule.spacingSeconds * 4n + seconds };
		const bits = absoluteAsertBits(rule, { height: far + tip.height, time: far + tip.time }, anchor);
		expect(bits).toBe(absoluteAsertBits(rule, tip, near));
		return bits;
	});
	// A time cut to a double there would be a multiple of 1024 s and these answers fewer.
	expect(new Set(answers).size).toBeGreaterThan(5);
});

describe('bad input', () => {
	const tip = { height: 1000n, time: 600_000n };
	const good = { height: 1000n, time: 599_400n, bits: 0x1b00_a5a6 };
	const bad: [string, AsertAnchor, Partial<AbsoluteAsertRule>][] = [
		['an anchor of zero', { ...good, bits: 0 }, {}],
		['an anchor easier than the limit', { ...good, bits: 0x2100_ffff }, {}],
		['a tip below the anchor', { ...good, height: 1001n }, {}],
		['a half-life of zero', good, { halfLifeSeconds: 0n }],
		['a negative half-life', good, { halfLifeSeconds: -1n }],
		['a spacing of zero', good, { spacingSeconds: 0n }],
		['a negative spacing', good, { spacingSeconds: -600n }],
	];

	test.each(bad)('%s: bch and dcr stop, btx fails closed', (_, anchor, change) => {
		expect(() => absoluteAsertBits({ ...bch, ...change }, tip, anchor)).toThrow(RangeError);
		expect(() => absoluteAsertBits({ ...dcr, ...change }, tip, anchor)).toThrow(RangeError);
		expect(absoluteAsertBits({ ...btx, ...change }, tip, anchor)).toBe(FAIL_CLOSED_BITS);
	});

	test.each([
		['negative', 0x1b80_a5a6],
		['beyond 256 bits', 0x2300_ffff],
	])('nBits that are %s: bch and dcr stop', (_, bits) => {
		expect(() => absoluteAsertBits(bch, tip, { ...good, bits })).toThrow(RangeError);
		expect(() => absoluteAsertBits(dcr, tip, { ...good, bits })).toThrow(RangeError);
	});

	test.each([bch, btx, dcr])('$variant: never beyond 1 or the limit', (rule) => {
		const anchor = { ...good, bits: 0x1b00_a5a6 };
		const hard = { height: 1000n, time: -(1n << 70n) };
		const easy = { height: 1000n, time: 1n << 70n };
		expect(absoluteAsertBits(rule, hard, anchor)).toBe(0x0101_0000);
		expect(absoluteAsertBits(rule, easy, anchor)).toBe(encodeCompact(rule.limitTarget));
	});
});
