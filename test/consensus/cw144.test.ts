import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type BlockHeader,
	blockWork,
	type Cw144Rule,
	cw144Bits,
	encodeCompact,
	headerSource,
	MissingHeaderError,
	retargetBits,
	targetOfBits,
} from '../../src/consensus/index.ts';
import { targetOfHex, vectors } from './vectors.ts';

const rule: Cw144Rule = {
	kind: 'cw-144',
	spacingSeconds: 600n,
	limitTarget: targetOfHex('00000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff'),
	windowBlocks: 144n,
	minSpanSpacings: 72n,
	maxSpanSpacings: 288n,
};

/** The 147 blocks that the rule looks at, from height 1000 on. */
function evenWindow(seconds: number, bits = 0x1c0fffff): BlockHeader[] {
	return Array.from({ length: 147 }, (_, i) => ({
		height: BigInt(1000 + i),
		time: 1_500_000_000n + BigInt(i * seconds),
		bits,
	}));
}
const next = { tipHeight: 1146n };

/** nBits for `work` attempts in `seconds`, straight from the definition. */
function bitsFor(work: bigint, seconds: bigint): number {
	const perSpacing = (work * 600n) / seconds;
	return encodeCompact(2n ** 256n / perSpacing - 1n);
}

describe('cw-144', () => {
	interface Step {
		readonly blocks: number;
		readonly seconds: number;
		readonly moves: 'same' | 'harder' | 'easier';
		readonly change_below_shift?: number;
		readonly bits_after?: string;
	}
	interface Inputs {
		readonly limit_hex: string;
		readonly genesis_time: number;
		readonly initial_bits: string;
		readonly first_blocks: number;
		readonly first_seconds: number;
	}
	test.each(vectors<Inputs, { steps: Step[] }>('consensus-cw144.json', 'cw144'))('$id', ({ inputs, expected }) => {
		const network = { ...rule, limitTarget: targetOfHex(inputs.limit_hex) };
		let bits = Number(inputs.initial_bits);
		const headers = [{ height: 0n, time: BigInt(inputs.genesis_time), bits }];
		const mine = (seconds: number) => {
			const { height, time } = headers.at(-1)!;
			headers.push({ height: height + 1n, time: time + BigInt(seconds), bits });
		};
		const required = () => retargetBits(network, headerSource(headers), { tipHeight: headers.at(-1)!.height });
		for (let i = 0; i < inputs.first_blocks; i++) mine(inputs.first_seconds);
		bits = required();
		for (const { blocks, seconds, moves, change_below_shift, bits_after } of expected.steps) {
			for (let i = 0; i < blocks; i++) {
				mine(seconds);
				const before = targetOfBits(bits);
				bits = required();
				const change = targetOfBits(bits) - before;
				expect(change === 0n ? 'same' : change < 0n ? 'harder' : 'easier').toBe(moves);
				if (change_below_shift !== undefined) {
					expect(change < 0n ? -change : change).toBeLessThan(before >> BigInt(change_below_shift));
				}
			}
			if (bits_after !== undefined) expect(bits).toBe(Number(bits_after));
		}
	});

	test('the span counts as 72 to 288 spacings', () => {
		const work = 144n * blockWork(0x1c0fffff);
		for (const [seconds, counted] of [
			[0, 43_200n],
			[-100, 43_200n],
			[299, 43_200n],
			[301, 43_344n],
			[1199, 172_656n],
			[1201, 172_800n],
			[100_000, 172_800n],
		] as const) {
			expect(cw144Bits(rule, headerSource(evenWindow(seconds)), next)).toBe(bitsFor(work, counted));
		}
	});

	test('each end is the median of three blocks, whichever of them is skewed', () => {
		const steady = 0x1c0fffff;
		const work = blockWork(steady);
		// A late block at the tip leaves the one before it as the middle; the window grows or shrinks with it.
		for (const [position, offset, blocks, seconds] of [
			[146, 50_000n, 144n, 144n * 600n],
			[146, -50_000n, 143n, 143n * 600n],
			[145, 50_000n, 145n, 145n * 600n],
			[145, -50_000n, 143n, 143n * 600n],
			[144, 50_000n, 145n, 145n * 600n],
			[144, -50_000n, 144n, 144n * 600n],
			[145, 300n, 144n, 144n * 600n + 300n],
		] as const) {
			const headers = evenWindow(600, steady);
			headers[position] = { ...headers[position]!, time: headers[position]!.time + offset };
			const bits = cw144Bits(rule, headerSource(headers), next);
			expect([position, offset, bits]).toEqual([position, offset, bitsFor(blocks * work, seconds)]);
		}
	});

	test("among equal times the node's sorting network decides which block it is", () => {
		const late = (a: bigint, b: bigint, c: bigint) => {
			const headers = evenWindow(600);
			const base = headers[144]!.time;
			[a, b, c].forEach((time, i) => {
				headers[144 + i] = { ...headers[144 + i]!, time: base + time };
			});
			return cw144Bits(rule, headerSource(headers), next);
		};
		const work = blockWork(0x1c0fffff);
		const from = (blocks: bigint, seconds: bigint) => bitsFor(blocks * work, 143n * 600n + seconds);
		// Median 0 above block 144's time; the span starts at block 1, so 143, 144 or 145 blocks of work count.
		expect(late(0n, 0n, 0n)).toBe(from(144n, 0n));
		expect(late(0n, -50n, 0n)).toBe(from(143n, 0n));
		expect(late(0n, 0n, -50n)).toBe(from(144n, 0n));
		expect(late(-50n, 0n, 0n)).toBe(from(144n, 0n));
		expect(late(0n, 50n, 0n)).toBe(from(145n, 0n));
		expect(late(0n, 0n, 50n)).toBe(from(144n, 0n));
		expect(late(50n, 0n, 0n)).toBe(from(144n, 0n));
	});

	test('the limit is never passed', () => {
		expect(cw144Bits(rule, headerSource(evenWindow(1200, 0x1d00ffff)), next)).toBe(0x1d00ffff);
	});

	test('test networks: one second above the gap a block carries the limit', () => {
		const network: Cw144Rule = { ...rule, minimumDifficultyGapSeconds: 1200n };
		const headers = evenWindow(600);
		const { time } = headers.at(-1)!;
		const steady = cw144Bits(rule, headerSource(headers), next);
		expect(cw144Bits(network, headerSource(headers), { ...next, time: time + 1200n })).toBe(steady);
		expect(cw144Bits(network, headerSource(headers), { ...next, time: time + 1201n })).toBe(0x1d00ffff);
		expect(cw144Bits(network, headerSource(headers), next)).toBe(steady);
		expect(cw144Bits(rule, headerSource(headers), { ...next, time: time + 1201n })).toBe(steady);
		// Such a block needs no history.
		const tip = headerSource(headers.slice(-1));
		expect(cw144Bits(network, tip, { ...next, time: time + 1201n })).toBe(0x1d00ffff);
	});

	test('147 blocks are looked at', () => {
		const short = headerSource(evenWindow(600).slice(1));
		expect(() => cw144Bits(rule, short, next)).toThrow(new MissingHeaderError(1000n));
		// The oldest block would be the one before the genesis.
		const genesis = evenWindow(600)
			.slice(0, 146)
			.map((header) => ({ ...header, height: header.height - 1000n }));
		const young = headerSource(genesis);
		expect(() => cw144Bits(rule, young, { tipHeight: 145n })).toThrow(new MissingHeaderError(-1n));
	});

	test('less than one attempt per spacing has no target', () => {
		const easiest: Cw144Rule = { ...rule, limitTarget: 2n ** 256n - 1n };
		const headers = headerSource(evenWindow(1200, 0x2100ffff));
		expect(() => cw144Bits(easiest, headers, next)).toThrow(RangeError);
	});

	test('on random chains: cumulative work over the sorted middle blocks', () => {
		const chain = fc.array(
			fc.record({
				// Distinct times: equal ones are the sorting network's.
				gap: fc.integer({ min: -900, max: 2000 }),
				bits: fc.constantFrom(0x1c0fffff, 0x1c2ee9bf, 0x1b0404cb, 0x1d00ffff),
			}),
			{ minLength: 13, maxLength: 30 },
		);
		const small: Cw144Rule = { ...rule, windowBlocks: 9n, minSpanSpacings: 4n, maxSpanSpacings: 18n };
		fc.assert(
			fc.property(chain, (blocks) => {
				let time = 1_500_000_000;
				let work = 0n;
				const seen = blocks.map(({ gap, bits }, height) => {
					time += gap;
					work += 2n ** 256n / (targetOfBits(bits) + 1n);
					return { height, time, work, bits };
				});
				const middle = (tip: number) => seen.slice(tip - 2, tip + 1).toSorted((a, b) => a.time - b.time)[1]!;
				const tip = seen.length - 1;
				fc.pre(new Set(seen.map((one) => one.time)).size === seen.length);
				const [first, last] = [middle(tip - 9), middle(tip)];
				const seconds = BigInt(Math.min(Math.max(last.time - first.time, 2400), 10_800));
				const target = 2n ** 256n / (((last.work - first.work) * 600n) / seconds) - 1n;
				const headers = seen.map((one) => ({ height: BigInt(one.height), time: BigInt(one.time), bits: one.bits }));
				expect(cw144Bits(small, headerSource(headers), { tipHeight: BigInt(tip) })).toBe(
					encodeCompact(target > rule.limitTarget ? rule.limitTarget : target),
				);
			}),
			{ seed: 144, numRuns: 500 },
		);
	});
});
