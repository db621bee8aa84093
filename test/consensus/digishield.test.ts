import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type DigishieldRule,
	digishieldBits,
	encodeCompact,
	formatBits,
	headerSource,
	MissingHeaderError,
	retargetBits,
	targetOfBits,
} from '../../src/consensus/index.ts';
import { anyBranch, branchOf, limited, steadyBranch } from './branch.ts';
import { targetOfHex, vectors } from './vectors.ts';

interface Inputs {
	readonly params: { readonly spacing: number; readonly powLimit: string };
	readonly tipHeight: number;
	readonly parentTime: number;
	readonly tipTime: number;
	readonly tipBits: string;
}

const limitTarget = (1n << 236n) - 1n;
const doge: DigishieldRule = { kind: 'digishield', spacingSeconds: 60n, limitTarget };
const bits = 0x1b40_0000;

/** The next block's target in sixtieths of the tip's, after a tip solved in so many seconds. */
function sixtieths(solveSeconds: bigint): string {
	const branch = branchOf([
		[1_400_000_000n, bits],
		[1_400_000_000n + solveSeconds, bits],
	]);
	return formatBits(digishieldBits(doge, branch.headers, branch));
}
function ofTip(count: bigint): string {
	return limited((targetOfBits(bits) * count) / 60n, limitTarget);
}

describe('known answers', () => {
	test.each(vectors<Inputs, string>('consensus-digishield.json', 'digishield'))('$id', ({ inputs, expected }) => {
		const rule = {
			...doge,
			spacingSeconds: BigInt(inputs.params.spacing),
			limitTarget: targetOfHex(inputs.params.powLimit),
		};
		const tipBits = Number(inputs.tipBits);
		const parentHeight = BigInt(inputs.tipHeight - 1);
		const branch = branchOf(
			[
				[BigInt(inputs.parentTime), tipBits],
				[BigInt(inputs.tipTime), tipBits],
			],
			parentHeight,
		);
		expect(formatBits(digishieldBits(rule, branch.headers, branch))).toBe(expected);
	});
});

describe('an eighth of the deviation, truncated toward zero', () => {
	test.each([
		[60n, 60n],
		[53n, 60n],
		[67n, 60n],
		[52n, 59n],
		[68n, 61n],
		[48n, 59n],
		[44n, 58n],
		[300n, 90n],
		[307n, 90n],
		[299n, 89n],
		[308n, 90n],
		[1_000_000n, 90n],
		[-60n, 45n],
		[-59n, 46n],
		[-68n, 45n],
		[-1_000_000n, 45n],
	])('a block in %i s counts as %i s', (solveSeconds, counted) => {
		expect(sixtieths(solveSeconds)).toBe(ofTip(counted));
	});
});

describe('edges', () => {
	test('the genesis block counts as solved in no time', () => {
		const { headers, tipHeight } = steadyBranch(1, 60n, bits);
		expect(formatBits(digishieldBits(doge, headers, { tipHeight }))).toBe(ofTip(53n));
	});

	test('a spacing that four does not divide: the bounds are floored as in the node', () => {
		const rule = { ...doge, spacingSeconds: 75n };
		for (const [time, seconds] of [
			[-100_000n, 57n],
			[100_000n, 112n],
		] as const) {
			const branch = branchOf([
				[0n, bits],
				[time, bits],
			]);
			const target = (targetOfBits(bits) * seconds) / 75n;
			expect(formatBits(digishieldBits(rule, branch.headers, branch))).toBe(limited(target, limitTarget));
		}
	});

	test('nothing is easier than the limit', () => {
		const limitBits = encodeCompact(limitTarget);
		const branch = steadyBranch(5, 600n, limitBits);
		expect(digishieldBits(doge, branch.headers, branch)).toBe(limitBits);
	});

	test('the tip and its parent are needed', () => {
		const { blocks, tipHeight } = steadyBranch(10, 60n, bits);
		expect(() => digishieldBits(doge, headerSource(blocks.slice(-1)), { tipHeight })).toThrow(
			new MissingHeaderError(8n),
		);
		expect(() => digishieldBits(doge, headerSource(blocks), { tipHeight: 10n })).toThrow(new MissingHeaderError(10n));
	});
});

test('agrees with the formula in doubles', () => {
	fc.assert(
		fc.property(anyBranch(2, 60n, limitTarget), (branch) => {
			const [parent, tip] = branch.blocks;
			if (parent === undefined || tip === undefined) throw new Error('two blocks expected');
			const solved = Number(tip.time - parent.time);
			const seconds = Math.max(45, Math.min(90, 60 + Math.trunc((solved - 60) / 8)));
			const expected = limited((targetOfBits(tip.bits) * BigInt(seconds)) / 60n, limitTarget);
			expect(formatBits(digishieldBits(doge, branch.headers, branch))).toBe(expected);
			expect(formatBits(retargetBits(doge, branch.headers, branch))).toBe(expected);
		}),
		{ seed: 8, numRuns: 500 },
	);
});
