import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type AveragingRule,
	averagingBits,
	encodeCompact,
	formatBits,
	type HeaderSource,
	headerSource,
	MissingHeaderError,
	type NextBlock,
	retargetBits,
	targetOfBits,
} from '../../src/consensus/index.ts';
import { anyBranch, type Branch, between, branchOf, extended, limited, steadyBranch } from './branch.ts';
import { targetOfHex, vectors } from './vectors.ts';

interface Params {
	readonly powLimit: string;
	readonly N: number;
	readonly damping: number;
	readonly maxAdjustUp: number;
	readonly maxAdjustDown: number;
	readonly spacing: number;
}
interface Calculation {
	readonly params: Params;
	readonly avgTargetBits: string;
	readonly firstMTP: number;
	readonly lastMTP: number;
}

function ruleOf(params: Params): AveragingRule {
	return {
		kind: 'averaging',
		windowBlocks: BigInt(params.N),
		spacingSeconds: BigInt(params.spacing),
		damping: BigInt(params.damping),
		maxAdjustUpPercent: BigInt(params.maxAdjustUp),
		maxAdjustDownPercent: BigInt(params.maxAdjustDown),
		limitTarget: targetOfHex(params.powLimit),
	};
}

const limitTarget = (1n << 243n) - 1n;
const zcash: AveragingRule = {
	kind: 'averaging',
	windowBlocks: 17n,
	spacingSeconds: 75n,
	damping: 4n,
	maxAdjustUpPercent: 16n,
	maxAdjustDownPercent: 32n,
	limitTarget,
};
const limitBits = encodeCompact(limitTarget);
const bits = 0x1c40_0000;

function bitsAfter(rule: AveragingRule, { headers, tipHeight }: Branch, time?: bigint): string {
	const next: NextBlock = time === undefined ? { tipHeight } : { tipHeight, time };
	return formatBits(averagingBits(rule, headers, next));
}

/** 40 blocks of the same nBits whose medians 17 blocks apart are the two times. */
function mediansApart({ avgTargetBits, firstMTP, lastMTP }: Omit<Calculation, 'params'>): Branch {
	return branchOf(
		Array.from({ length: 40 }, (_, height) => [BigInt(height < 26 ? firstMTP : lastMTP), Number(avgTargetBits)]),
	);
}

describe('known answers', () => {
	test.each(vectors<Calculation, string>('consensus-averaging.json', 'calculate'))('$id', ({ inputs, expected }) => {
		expect(bitsAfter(ruleOf(inputs.params), mediansApart(inputs))).toBe(expected);
	});

	const below = vectors<Calculation, { below: string }>('consensus-averaging.json', 'below');
	test.each(below)('$id', ({ inputs, expected }) => {
		expect(Number(bitsAfter(ruleOf(inputs.params), mediansApart(inputs)))).toBeLessThan(Number(expected.below));
	});

	const steady = vectors<{ params: Params; bits: string }, string>('consensus-averaging.json', 'steady');
	test.each(steady)('$id', ({ inputs, expected }) => {
		const branch = steadyBranch(35, BigInt(inputs.params.spacing), Number(inputs.bits));
		expect(bitsAfter(ruleOf(inputs.params), branch)).toBe(expected);
	});
});

describe('recovery after a change of spacing at constant hashrate', () => {
	interface Recovery {
		readonly oldSpacing: number;
		readonly newSpacing: number;
		readonly N: number;
	}
	interface Expected {
		readonly activation_spacing: number;
		readonly blocks_to_30s: number;
		readonly blocks_to_26_25s: number;
		readonly minutes_to_30s?: number;
		readonly minutes_to_26_25s?: number;
	}
	const TICKS = 1n << 20n;

	/**
	 * Spacings in seconds from the first block under the new spacing on. Each block takes exactly oldSpacing × the steady
	 * target ÷ its own; the clock runs in 2^-20 s, header times are its whole seconds.
	 */
	function spacings({ oldSpacing, newSpacing, N }: Recovery, count: number): number[] {
		const rule = { ...zcash, windowBlocks: BigInt(N), spacingSeconds: BigInt(newSpacing) };
		const { blocks } = steadyBranch(N + 40, BigInt(oldSpacing), bits);
		const chain = [...blocks];
		const headers: HeaderSource = (height) => chain[Number(height)] ?? headerSource([])(height);
		const steady = targetOfBits(bits);
		const result: number[] = [];
		for (let clock = (chain.at(-1)?.time ?? 0n) * TICKS; result.length < count; ) {
			const nextBits = averagingBits(rule, headers, { tipHeight: BigInt(chain.length - 1) });
			const ticks = (BigInt(oldSpacing) * TICKS * steady) / targetOfBits(nextBits);
			clock += ticks;
			chain.push({ height: BigInt(chain.length), time: clock / TICKS, bits: nextBits });
			result.push(Number(ticks) / Number(TICKS));
		}
		return result;
	}
	/** Blocks before the first one at or below so many seconds, and the minutes that they take. */
	function until(seconds: number, list: readonly number[]): { blocks: number; minutes: number } {
		const blocks = list.findIndex((spacing) => spacing <= seconds);
		return { blocks, minutes: list.slice(0, blocks).reduce((sum, spacing) => sum + spacing, 0) / 60 };
	}

	test.each(vectors<Recovery, Expected>('consensus-averaging.json', 'recovery'))('$id', ({ inputs, expected }) => {
		const list = spacings(inputs, 600);
		expect(list[0]).toBeCloseTo(expected.activation_spacing, 1);
		const [to30, to26] = [until(30, list), until(26.25, list)];
		expect([to30.blocks, to26.blocks]).toEqual([expected.blocks_to_30s, expected.blocks_to_26_25s]);
		if (expected.minutes_to_30s !== undefined) expect(to30.minutes).toBeCloseTo(expected.minutes_to_30s, 1);
		if (expected.minutes_to_26_25s !== undefined) expect(to26.minutes).toBeCloseTo(expected.minutes_to_26_25s, 1);
	});
});

describe('the window', () => {
	test('gives the limit until the tip is as high as the window is long', () => {
		expect(bitsAfter(zcash, steadyBranch(17, 75n, bits))).toBe(formatBits(limitBits));
		expect(bitsAfter(zcash, steadyBranch(18, 75n, bits))).not.toBe(formatBits(limitBits));
	});

	test('near the genesis the older median has fewer times: the upper of two', () => {
		const times = [0n, 1000n, ...Array.from({ length: 17 }, (_, index) => 1000n + 75n * BigInt(index + 1))];
		const branch = branchOf(times.map((time) => [time, bits]));
		// Tip 18: medians are the time of block 13 and, of blocks 0 and 1, that of block 1.
		const seconds = 1275n + (75n * 12n - 1275n) / 4n;
		expect(bitsAfter(zcash, branch)).toBe(limited((targetOfBits(bits) / 1275n) * seconds, limitTarget));
	});

	test('looks at 28 blocks and no further', () => {
		const { blocks, tipHeight } = steadyBranch(100, 75n, bits);
		const expected = averagingBits(zcash, headerSource(blocks), { tipHeight });
		expect(averagingBits(zcash, headerSource(blocks.slice(-28)), { tipHeight })).toBe(expected);
		const short = headerSource(blocks.slice(-27));
		expect(() => averagingBits(zcash, short, { tipHeight })).toThrow(new MissingHeaderError(72n));
	});

	test('every target counts the same, the tip included', () => {
		const plain = steadyBranch(60, 75n, bits);
		const tipTime = (plain.blocks.at(-1)?.time ?? 0n) + 75n;
		const mean = (targetOfBits(bits) * 16n + targetOfBits(0x1c20_0000)) / 17n;
		expect(bitsAfter(zcash, extended(plain, tipTime, 0x1c20_0000))).toBe(limited((mean / 1275n) * 1275n, limitTarget));
	});

	test("a tip's own time does not matter before it is a median", () => {
		const plain = steadyBranch(60, 75n, bits);
		const early = extended(plain, 1n, bits);
		const late = extended(plain, 2_000_000_000n, bits);
		// One time at the wrong end moves the median by a block at most, 75 s of which a quarter counts.
		expect(bitsAfter(zcash, late)).toBe(limited((targetOfBits(bits) / 1275n) * 1275n, limitTarget));
		expect(bitsAfter(zcash, early)).toBe(limited((targetOfBits(bits) / 1275n) * (1275n - 18n), limitTarget));
	});
});

describe('bounds', () => {
	test.each([
		['harder', 0n, 1071n],
		['harder, with times running backwards', -75n, 1071n],
		['easier', 10_000n, 1683n],
	])('%s by its limit at most', (_, spacing, seconds) => {
		const target = (targetOfBits(bits) / 1275n) * seconds;
		expect(bitsAfter(zcash, steadyBranch(60, spacing, bits))).toBe(limited(target, limitTarget));
	});

	test('nothing is easier than the limit, and a target below the window is zero', () => {
		expect(bitsAfter(zcash, steadyBranch(60, 100n, limitBits))).toBe(formatBits(limitBits));
		expect(bitsAfter(zcash, steadyBranch(60, 75n, encodeCompact(1274n)))).toBe('0x00000000');
	});
});

describe('minimum difficulty on a test network', () => {
	const testnet: AveragingRule = { ...zcash, minimumDifficulty: { fromTipHeight: 50n, spacings: 6n } };
	const branch = steadyBranch(51, 75n, bits);
	const tipTime = branch.blocks.at(-1)?.time ?? 0n;

	test('more than six spacings after the tip the limit is enough', () => {
		expect(bitsAfter(testnet, branch, tipTime + 451n)).toBe(formatBits(limitBits));
		expect(bitsAfter(testnet, branch, tipTime + 450n)).toBe(bitsAfter(zcash, branch));
	});

	test('not below its height, without a time, or on a main network', () => {
		const lower = steadyBranch(50, 75n, bits);
		expect(bitsAfter(testnet, lower, tipTime + 10_000n)).toBe(bitsAfter(zcash, lower));
		expect(bitsAfter(testnet, branch)).toBe(bitsAfter(zcash, branch));
		expect(bitsAfter(zcash, branch, tipTime + 10_000n)).toBe(bitsAfter(zcash, branch));
	});
});

test("agrees with the protocol specification's form, one floor of the rational mean", () => {
	const median = (blocks: Branch['blocks']) =>
		blocks.map(({ time }) => time).sort((a, b) => Number(a - b))[Math.floor(blocks.length / 2)] ?? 0n;
	fc.assert(
		fc.property(anyBranch(40, 75n, limitTarget), (branch) => {
			const sum = branch.blocks.slice(-17).reduce((total, block) => total + targetOfBits(block.bits), 0n);
			const late = median(branch.blocks.slice(-11)) - median(branch.blocks.slice(-28, -17)) - 1275n;
			const seconds = between(1071n, 1275n + BigInt(Math.trunc(Number(late) / 4)), 1683n);
			const expected = limited((sum / (17n * 1275n)) * seconds, limitTarget);
			expect(bitsAfter(zcash, branch)).toBe(expected);
			expect(formatBits(retargetBits(zcash, branch.headers, branch))).toBe(expected);
		}),
		{ seed: 17, numRuns: 300 },
	);
});
