import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	encodeCompact,
	formatBits,
	headerSource,
	type LwmaRule,
	lwmaBits,
	MissingHeaderError,
	retargetBits,
	targetOfBits,
} from '../../src/consensus/index.ts';
import { anyBranch, type Branch, between, branchOf, extended, limited, steadyBranch } from './branch.ts';
import { targetOfHex, vectors } from './vectors.ts';

const limitTarget = (1n << 244n) - 1n;
const constants = { kind: 'lwma', windowBlocks: 60n, spacingSeconds: 120n, limitTarget } as const;
const lwma1: LwmaRule = { ...constants, variant: 'lwma-1' };
const zawy2018: LwmaRule = { ...constants, variant: 'zawy-2018', maxFutureSeconds: 360n };
const bits = 0x1c40_0000;
/** k of these constants. */
const ON_SCHEDULE = 219_600n;

function bitsAfter(rule: LwmaRule, branch: Branch): string {
	return formatBits(lwmaBits(rule, branch.headers, branch));
}
/** The target after a window of blocks at `bits` whose weighted solve times sum up to so many seconds. */
function weighted(seconds: bigint): string {
	return limited((targetOfBits(bits) / (ON_SCHEDULE * 60n)) * 60n * seconds, limitTarget);
}

describe('known answers', () => {
	interface Sequence {
		readonly params: { readonly N: number; readonly T: number; readonly powLimit: string; readonly FTL: number };
		readonly genesisTime: number;
		readonly initialBits: string;
		/** Each step: blocks and their seconds, mined one after another. */
		readonly steps: readonly (readonly (readonly [blocks: number, seconds: number])[])[];
	}
	test.each(vectors<Sequence, string[]>('consensus-lwma.json', 'zawy-2018'))('$id', ({ inputs, expected }) => {
		const rule: LwmaRule = {
			kind: 'lwma',
			variant: 'zawy-2018',
			windowBlocks: BigInt(inputs.params.N),
			spacingSeconds: BigInt(inputs.params.T),
			limitTarget: targetOfHex(inputs.params.powLimit),
			maxFutureSeconds: BigInt(inputs.params.FTL),
		};
		let minedBits = Number(inputs.initialBits);
		let branch = branchOf([[BigInt(inputs.genesisTime), minedBits]]);
		const computed = inputs.steps.map((step, index) => {
			for (const [blocks, seconds] of step) {
				for (let mined = 0; mined < blocks; mined++) {
					branch = extended(branch, (branch.blocks.at(-1)?.time ?? 0n) + BigInt(seconds), minedBits);
					if (index > 0) minedBits = lwmaBits(rule, branch.headers, branch);
				}
			}
			minedBits = lwmaBits(rule, branch.headers, branch);
			return formatBits(minedBits);
		});
		expect(computed).toEqual(expected);
	});

	interface Steady {
		readonly N: number;
		readonly T: number;
		readonly bits: string;
		readonly blocks: number;
		readonly solveSeconds: number;
	}
	test.each(vectors<Steady, string>('consensus-lwma.json', 'lwma-1'))('$id', ({ inputs, expected }) => {
		const rule: LwmaRule = { ...lwma1, windowBlocks: BigInt(inputs.N), spacingSeconds: BigInt(inputs.T) };
		expect(bitsAfter(rule, steadyBranch(inputs.blocks + 1, BigInt(inputs.solveSeconds), Number(inputs.bits)))).toBe(
			expected,
		);
	});
});

describe('the window', () => {
	const limitBits = formatBits(encodeCompact(limitTarget));

	test('lwma-1 needs a tip as high as the window is long, zawy-2018 one more', () => {
		expect(bitsAfter(lwma1, steadyBranch(60, 120n, bits))).toBe(limitBits);
		expect(bitsAfter(lwma1, steadyBranch(61, 120n, bits))).toBe(weighted(ON_SCHEDULE));
		expect(bitsAfter(zawy2018, steadyBranch(61, 120n, bits))).toBe(limitBits);
		expect(bitsAfter(zawy2018, steadyBranch(62, 120n, bits))).toBe(weighted(ON_SCHEDULE));
	});

	test.each([lwma1, zawy2018])('$variant looks at 61 blocks and no further', (rule) => {
		const { blocks, tipHeight } = steadyBranch(200, 120n, bits);
		expect(formatBits(lwmaBits(rule, headerSource(blocks.slice(-61)), { tipHeight }))).toBe(weighted(ON_SCHEDULE));
		const short = headerSource(blocks.slice(-60));
		expect(() => lwmaBits(rule, short, { tipHeight })).toThrow(new MissingHeaderError(139n));
	});

	test('the newest solve time weighs 60 times the oldest', () => {
		const plain = steadyBranch(100, 120n, bits);
		const late = extended(plain, (plain.blocks.at(-1)?.time ?? 0n) + 240n, bits);
		expect(bitsAfter(lwma1, late)).toBe(weighted(ON_SCHEDULE + 60n * 120n));
		expect(bitsAfter(zawy2018, late)).toBe(weighted(ON_SCHEDULE + 60n * 120n));
	});
});

describe('times out of order', () => {
	const plain = steadyBranch(100, 120n, bits);
	const last = plain.blocks.at(-1)?.time ?? 0n;

	test('lwma-1 counts one second and takes it off the blocks after', () => {
		const back = extended(plain, last - 50n, bits);
		expect(bitsAfter(lwma1, back)).toBe(weighted(ON_SCHEDULE - 60n * 119n));
		// The next block is measured from the walked clock, last + 1, not from last − 50.
		const on = extended(back, last + 121n, bits);
		expect(bitsAfter(lwma1, on)).toBe(weighted(ON_SCHEDULE - 59n * 119n));
	});

	test('lwma-1 walks over the bound on a solve time: the clock is the time itself', () => {
		const late = extended(extended(plain, last + 10_000n, bits), last + 10_120n, bits);
		expect(bitsAfter(lwma1, late)).toBe(weighted(ON_SCHEDULE + 59n * 600n));
	});

	test('zawy-2018 counts the difference as it is, down to the future limit', () => {
		const back = extended(plain, last - 50n, bits);
		expect(bitsAfter(zawy2018, back)).toBe(weighted(ON_SCHEDULE - 60n * 170n));
		const far = extended(plain, last - 5000n, bits);
		expect(bitsAfter(zawy2018, far)).toBe(weighted(ON_SCHEDULE - 60n * 480n));
	});
});

describe('bounds', () => {
	test.each([lwma1, zawy2018])('$variant: a solve time counts as six spacings at most', (rule) => {
		const slow = steadyBranch(100, 721n, bits);
		expect(bitsAfter(rule, slow)).toBe(weighted(6n * ON_SCHEDULE));
		expect(bitsAfter(rule, steadyBranch(100, 720n, bits))).toBe(weighted(6n * ON_SCHEDULE));
		expect(bitsAfter(rule, steadyBranch(100, 719n, bits))).not.toBe(weighted(6n * ON_SCHEDULE));
	});

	test('blocks at one time: lwma-1 counts seconds, zawy-2018 a tenth of the schedule', () => {
		const still = steadyBranch(100, 0n, bits);
		expect(bitsAfter(lwma1, still)).toBe(weighted(1830n));
		expect(bitsAfter(zawy2018, still)).toBe(weighted(21_960n));
		expect(bitsAfter(zawy2018, steadyBranch(100, -100n, bits))).toBe(weighted(21_960n));
	});

	test.each([lwma1, zawy2018])('$variant: nothing is easier than the limit', (rule) => {
		const limitBits = encodeCompact(limitTarget);
		expect(bitsAfter(rule, steadyBranch(100, 500n, limitBits))).toBe(formatBits(limitBits));
	});
});

describe('agrees with suffix sums of solve times', () => {
	/** Each solve time counted once for itself and once for every older one in the window. */
	function straightforward(branch: Branch, solve: (time: bigint, before: bigint) => [bigint, bigint], least: bigint) {
		const window = branch.blocks.slice(-60);
		let before = branch.blocks.at(-61)?.time ?? 0n;
		const solved = window.map(({ time }) => {
			const [seconds, clock] = solve(time, before);
			before = clock;
			return seconds;
		});
		const suffixes = solved.map((_, from) => solved.slice(from).reduce((sum, seconds) => sum + seconds, 0n));
		const sum = suffixes.reduce((total, suffix) => total + suffix, 0n);
		const targets = window.reduce((total, block) => total + targetOfBits(block.bits) / 60n / ON_SCHEDULE, 0n);
		return limited(targets * (sum < least ? least : sum), limitTarget);
	}

	test('lwma-1', () => {
		fc.assert(
			fc.property(anyBranch(70, 120n, limitTarget), (branch) => {
				const expected = straightforward(
					branch,
					(time, before) => {
						const clock = time > before ? time : before + 1n;
						return [between(1n, clock - before, 720n), clock];
					},
					0n,
				);
				expect(bitsAfter(lwma1, branch)).toBe(expected);
				expect(formatBits(retargetBits(lwma1, branch.headers, branch))).toBe(expected);
			}),
			{ seed: 60, numRuns: 200 },
		);
	});

	test('zawy-2018', () => {
		fc.assert(
			fc.property(anyBranch(70, 120n, limitTarget), (branch) => {
				const solve = (time: bigint, before: bigint): [bigint, bigint] => [between(-360n, time - before, 720n), time];
				expect(bitsAfter(zawy2018, branch)).toBe(straightforward(branch, solve, 21_960n));
			}),
			{ seed: 61, numRuns: 200 },
		);
	});
});
