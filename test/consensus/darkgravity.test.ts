import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type DarkGravityRule,
	darkGravityBits,
	encodeCompact,
	formatBits,
	headerSource,
	MissingHeaderError,
	retargetBits,
	targetOfBits,
} from '../../src/consensus/index.ts';
import { anyBranch, type Branch, between, branchOf, limited, steadyBranch } from './branch.ts';
import { targetOfHex, vectors } from './vectors.ts';

interface Params {
	readonly N: number;
	readonly spacing: number;
	readonly powLimit: string;
}

function ruleOf({ N, spacing, powLimit }: Params): DarkGravityRule {
	return {
		kind: 'dgw-v3',
		windowBlocks: BigInt(N),
		spacingSeconds: BigInt(spacing),
		limitTarget: targetOfHex(powLimit),
	};
}

const limitTarget = (1n << 236n) - 1n;
const dash: DarkGravityRule = { kind: 'dgw-v3', windowBlocks: 24n, spacingSeconds: 150n, limitTarget };
const steadyBits = 0x1b10_0000;

function bitsAfter(rule: DarkGravityRule, branch: Branch, time?: bigint): string {
	return formatBits(darkGravityBits(rule, branch.headers, { ...branch, ...(time === undefined ? {} : { time }) }));
}

describe('known answers', () => {
	const recorded = vectors<{ params: Params; headers: [number, number, string][] }, string>(
		'consensus-darkgravity.json',
		'headers',
	);
	test.each(recorded)('$id', ({ inputs, expected }) => {
		const blocks = inputs.headers.map(([, time, bits]) => [BigInt(time), Number(bits)] as const);
		expect(inputs.headers).toHaveLength(24);
		expect(bitsAfter(ruleOf(inputs.params), branchOf(blocks, BigInt(inputs.headers[0]?.[0] ?? 0)))).toBe(expected);
	});

	const steady = vectors<{ params: Params; lastHeight: number; bits: string; step: number }, string>(
		'consensus-darkgravity.json',
		'steady',
	);
	test.each(steady)('$id', ({ inputs, expected }) => {
		const branch = steadyBranch(inputs.lastHeight + 1, BigInt(inputs.step), Number(inputs.bits));
		expect(bitsAfter(ruleOf(inputs.params), branch)).toBe(expected);
	});
});

describe('the window', () => {
	test('gives the limit until the tip is as high as the window is long', () => {
		expect(bitsAfter(dash, steadyBranch(24, 150n, steadyBits))).toBe(formatBits(encodeCompact(limitTarget)));
		expect(bitsAfter(dash, steadyBranch(25, 150n, steadyBits))).not.toBe(formatBits(encodeCompact(limitTarget)));
	});

	test('looks at its own blocks and no further', () => {
		const { blocks, tipHeight } = steadyBranch(200, 150n, steadyBits);
		const bits = darkGravityBits(dash, headerSource(blocks), { tipHeight });
		expect(darkGravityBits(dash, headerSource(blocks.slice(-24)), { tipHeight })).toBe(bits);
		const short = headerSource(blocks.slice(-23));
		expect(() => darkGravityBits(dash, short, { tipHeight })).toThrow(new MissingHeaderError(176n));
	});

	test('counts 23 intervals against 24 spacings, so a chain on schedule gets harder', () => {
		const target = (targetOfBits(steadyBits) * 23n) / 24n;
		expect(bitsAfter(dash, steadyBranch(60, 150n, steadyBits))).toBe(limited(target, limitTarget));
	});
});

describe('bounds', () => {
	test.each([
		['a third', 1n, 1n, 3n],
		['a third, with times running backwards', -1n, 1n, 3n],
		['three times', 100_000n, 3n, 1n],
	])('the target moves by %s at most', (_, spacing, num, den) => {
		const target = (targetOfBits(steadyBits) * num) / den;
		expect(bitsAfter(dash, steadyBranch(60, spacing, steadyBits))).toBe(limited(target, limitTarget));
	});

	test('nothing is easier than the limit', () => {
		const bits = encodeCompact(limitTarget);
		expect(bitsAfter(dash, steadyBranch(60, 1000n, bits))).toBe(formatBits(bits));
	});

	test('a window of one block is the least span times its target', () => {
		const target = targetOfBits(steadyBits) / 3n;
		expect(bitsAfter({ ...dash, windowBlocks: 1n }, steadyBranch(5, 150n, steadyBits))).toBe(
			limited(target, limitTarget),
		);
	});
});

describe("a switch of algorithm, Ravencoin's KawPoW", () => {
	const switchTime = 1_588_788_000n;
	const kawpowLimit = (1n << 216n) - 1n;
	const plain: DarkGravityRule = { kind: 'dgw-v3', windowBlocks: 180n, spacingSeconds: 60n, limitTarget };
	const raven: DarkGravityRule = { ...plain, algorithmSwitch: { time: switchTime, limitTarget: kawpowLimit } };
	const easy = formatBits(encodeCompact(kawpowLimit));

	/** 300 blocks, of which the last `after` are dated at the switch or later. */
	function aroundSwitch(after: number): Branch {
		const first = switchTime - 60n * BigInt(300 - after);
		return branchOf(Array.from({ length: 300 }, (_, index) => [first + 60n * BigInt(index), steadyBits]));
	}

	test.each([0, 1, 179])('%i blocks after it: a new block dated after it gets its limit', (after) => {
		expect(bitsAfter(raven, aroundSwitch(after), switchTime)).toBe(easy);
		expect(bitsAfter(raven, aroundSwitch(after), switchTime + 1_000_000n)).toBe(easy);
	});

	test('a whole window of blocks after it: the average again', () => {
		expect(bitsAfter(raven, aroundSwitch(180), switchTime + 10_800n)).toBe(bitsAfter(plain, aroundSwitch(180)));
	});

	test('one block in the window dated before it is enough, wherever it stands', () => {
		const { blocks } = aroundSwitch(200);
		const rows = blocks.map(({ time, bits }, index) => [index === 250 ? switchTime - 1n : time, bits] as const);
		expect(bitsAfter(raven, branchOf(rows), switchTime + 12_000n)).toBe(easy);
	});

	test('a new block dated before it, or at a time not given, gets the average', () => {
		const branch = aroundSwitch(10);
		expect(bitsAfter(raven, branch, switchTime - 1n)).toBe(bitsAfter(plain, branch));
		expect(bitsAfter(raven, branch)).toBe(bitsAfter(plain, branch));
	});

	test('below the window the limit comes first', () => {
		expect(bitsAfter(raven, steadyBranch(180, 60n, steadyBits), switchTime)).toBe(
			formatBits(encodeCompact(limitTarget)),
		);
	});
});

test('agrees with the sum of differences that older Dash nodes take', () => {
	fc.assert(
		fc.property(anyBranch(30, 150n, limitTarget), (branch) => {
			const newestFirst = branch.blocks.slice(-24).reverse();
			const average = newestFirst
				.map(({ bits }) => targetOfBits(bits))
				.reduce((mean, target, index) => (mean * BigInt(index + 1) + target) / BigInt(index + 2));
			const differences = newestFirst.slice(1).map(({ time }, index) => (newestFirst[index]?.time ?? 0n) - time);
			const span = differences.reduce((sum, seconds) => sum + seconds, 0n);
			const expected = limited((average * between(1200n, span, 10_800n)) / 3600n, limitTarget);
			expect(bitsAfter(dash, branch)).toBe(expected);
			expect(formatBits(retargetBits(dash, branch.headers, branch))).toBe(expected);
		}),
		{ seed: 24, numRuns: 300 },
	);
});
