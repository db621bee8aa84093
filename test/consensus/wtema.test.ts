import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	encodeCompact,
	formatBits,
	headerSource,
	MissingHeaderError,
	retargetBits,
	targetOfBits,
	type WtemaRule,
	wtemaBits,
} from '../../src/consensus/index.ts';
import { anyBranch, type Branch, branchOf, limited, steadyBranch } from './branch.ts';
import { vectors } from './vectors.ts';

const limitTarget = (1n << 224n) - 1n;
const wtema: WtemaRule = { kind: 'wtema', alphaReciprocal: 144n, spacingSeconds: 600n, limitTarget };
const bits = 0x1802_aee8;

function solvedIn(seconds: bigint, tipBits = bits): Branch {
	return branchOf([
		[1_600_000_000n, tipBits],
		[1_600_000_000n + seconds, tipBits],
	]);
}
function bitsAfter(branch: Branch, rule = wtema): string {
	return formatBits(wtemaBits(rule, branch.headers, branch));
}

interface Inputs {
	readonly priorBits: string;
	readonly solvetime: number;
	readonly alphaRecip: number;
	readonly T: number;
}
test.each(vectors<Inputs, string>('consensus-wtema.json', 'wtema'))('$id', ({ inputs, expected }) => {
	const rule = { ...wtema, alphaReciprocal: BigInt(inputs.alphaRecip), spacingSeconds: BigInt(inputs.T) };
	expect(bitsAfter(solvedIn(BigInt(inputs.solvetime), Number(inputs.priorBits)), rule)).toBe(expected);
});

describe('solve times', () => {
	test.each([
		['none', 0n, 85_800n],
		['on schedule', 600n, 86_400n],
		['before the parent', -7200n, 78_600n],
		['six hours', 21_600n, 107_400n],
	])('%s', (_, seconds, factor) => {
		expect(bitsAfter(solvedIn(seconds))).toBe(limited((targetOfBits(bits) / 86_400n) * factor, limitTarget));
	});
});

describe('edges', () => {
	test('the limit after the genesis block', () => {
		expect(bitsAfter(steadyBranch(1, 600n, bits))).toBe(formatBits(encodeCompact(limitTarget)));
	});

	test('nothing is easier than the limit', () => {
		expect(bitsAfter(solvedIn(10_000n, encodeCompact(limitTarget)))).toBe(formatBits(encodeCompact(limitTarget)));
	});

	test('the tip and its parent are needed', () => {
		const { blocks, tipHeight } = steadyBranch(10, 600n, bits);
		expect(() => wtemaBits(wtema, headerSource(blocks.slice(-1)), { tipHeight })).toThrow(new MissingHeaderError(8n));
		expect(() => wtemaBits(wtema, headerSource(blocks), { tipHeight: 10n })).toThrow(new MissingHeaderError(10n));
	});

	test('a target that is not positive is refused', () => {
		expect(bitsAfter(solvedIn(-85_799n))).toBe(limited(targetOfBits(bits) / 86_400n, limitTarget));
		expect(() => bitsAfter(solvedIn(-85_800n))).toThrow(
			new RangeError('target 0 after block 1, solved in -85800 s, is not positive'),
		);
		expect(() => bitsAfter(solvedIn(-90_000n))).toThrow(RangeError);
		expect(() => bitsAfter(solvedIn(600n, encodeCompact(86_399n)))).toThrow(RangeError);
	});
});

test('lies within its bound below the exact average', () => {
	fc.assert(
		fc.property(anyBranch(3, 600n, limitTarget), (branch) => {
			const [, parent, tip] = branch.blocks;
			if (parent === undefined || tip === undefined) throw new Error('three blocks expected');
			const factor = tip.time - parent.time + 85_800n;
			const exact = (targetOfBits(tip.bits) * factor) / 86_400n;
			fc.pre(exact <= limitTarget);
			const computed = wtemaBits(wtema, branch.headers, branch);
			expect(computed).toBe(retargetBits(wtema, branch.headers, branch));
			// What the division loses is below the factor, what nBits lose below 2^-15 of the target.
			expect(targetOfBits(computed)).toBeLessThanOrEqual(exact);
			expect(targetOfBits(computed)).toBeGreaterThan(exact - factor - (exact >> 15n) - 1n);
		}),
		{ seed: 144, numRuns: 500 },
	);
});
