/** Chains driven through a stepper and through the BigInt rules side by side. */
import fc from 'fast-check';
import { encodeCompact, targetOfBits } from '../../src/consensus/compact.ts';
import { type BlockHeader, MissingHeaderError } from '../../src/consensus/header.ts';
import { requiredBits } from '../../src/difficulty/nextbits.ts';
import type { DifficultyRules } from '../../src/difficulty/rules.ts';
import { type Stepper, stepperOf } from '../../src/difficulty/stepper.ts';

/** How header times move along a stretch of blocks. */
export interface Stretch {
	readonly blocks: number;
	readonly pace: 'mined' | 'steady' | 'still' | 'anyhow';
	/** Hashrate relative to the one that holds the spacing at the first target. */
	readonly hashrate: number;
}

export interface Drive {
	readonly seed: number;
	readonly stretches: readonly Stretch[];
	/** The first target is the limit shifted right by this many bits. */
	readonly startBits: number;
	/** Spread of the targets in the history, in bits. */
	readonly spreadBits: number;
	readonly ordered: boolean;
}

/** What a drive came to. */
export interface Driven {
	readonly steps: number;
	/** Steps that the stepper left to the BigInt rules. */
	readonly exactSteps: number;
}

const START_TIME = 1_500_000_000n;

/** Uniform in [0, 1): mulberry32. */
function uniforms(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b_79f5) | 0;
		let z = Math.imul(state ^ (state >>> 15), 1 | state);
		z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
		return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
	};
}

export const anyStretch: fc.Arbitrary<Stretch> = fc.record({
	blocks: fc.integer({ min: 1, max: 120 }),
	pace: fc.constantFrom('mined', 'mined', 'mined', 'mined', 'steady', 'still', 'anyhow'),
	hashrate: fc.constantFrom(1, 1, 0.01, 0.1, 0.5, 2, 10, 100),
});

export const anyDrive: fc.Arbitrary<Drive> = fc.record({
	seed: fc.integer(),
	stretches: fc.array(anyStretch, { minLength: 4, maxLength: 12 }),
	startBits: fc.oneof(
		{ weight: 6, arbitrary: fc.integer({ min: 0, max: 60 }) },
		{ weight: 1, arbitrary: fc.integer({ min: 60, max: 120 }) },
	),
	spreadBits: fc.constantFrom(0, 0, 1, 12, 40),
	ordered: fc.boolean(),
});

function historyOf(drive: Drive, next: () => number, limit: bigint, spacing: bigint, from: bigint, blocks: number) {
	const history: BlockHeader[] = [];
	let time = START_TIME;
	for (let i = 0; i < blocks; i++) {
		const shift = BigInt(drive.startBits) + BigInt(Math.floor(next() * drive.spreadBits));
		const target = (limit >> shift) - BigInt(Math.floor(next() * 2 ** 40)) * (limit >> (shift + 60n));
		const wide = BigInt(Math.floor((drive.ordered ? next() * 2 : next() * 6 - 2) * Number(spacing)));
		time += wide;
		history.push({ height: from + BigInt(i), time, bits: encodeCompact(target > 0n ? target : 1n) });
	}
	return history;
}

/**
 * Compares every step of a drive.
 * @throws Error naming the height at which the two part
 */
export function drive(
	rules: DifficultyRules,
	own: Drive,
	{ limit, spacing, from, blocks }: { limit: bigint; spacing: bigint; from: bigint; blocks: number },
): Driven {
	const next = uniforms(own.seed);
	const history = historyOf(own, next, limit, spacing, from, blocks);
	const stepper = stepperOf(rules, history);
	const chain = [...history];
	const headers = (height: bigint): BlockHeader => {
		const header = chain[Number(height - from)];
		if (header === undefined) throw new MissingHeaderError(height);
		return header;
	};
	const first = Number(targetOfBits(history.at(-1)!.bits));
	let time = history.at(-1)!.time;
	let steps = 0;
	for (const { blocks: count, pace, hashrate } of own.stretches) {
		for (let i = 0; i < count; i++) {
			const tipHeight = chain.at(-1)!.height;
			const outcome = bothOutcomes(stepper, () => requiredBits(rules, headers, { tipHeight, time }), Number(time));
			steps++;
			if (outcome === undefined) return { steps, exactSteps: stepper.exactBlocks };
			const target = Number(targetOfBits(outcome));
			const draw = -Math.log(1 - next());
			const mined = Math.min(Math.floor((draw * Number(spacing) * first) / Math.max(target, 1) / hashrate), 10_000_000);
			if (pace === 'mined') time += BigInt(mined);
			else if (pace === 'steady') time += spacing;
			else if (pace === 'anyhow') time += BigInt(Math.floor((next() * 16 - 4) * Number(spacing)));
			stepper.push(Number(time));
			chain.push({ height: tipHeight + 1n, time, bits: outcome });
		}
	}
	return { steps, exactSteps: stepper.exactBlocks };
}

/** nBits on which both agree; undefined where both refuse with the same error. */
function bothOutcomes(stepper: Stepper, exact: () => number, time: number): number | undefined {
	const expected = outcomeOf(exact);
	const found = outcomeOf(() => {
		stepper.next(time);
		return stepper.nextBits(0);
	});
	if (found !== expected) {
		throw new Error(`after block ${stepper.track.tip}: ${String(found)} instead of ${String(expected)}`);
	}
	return typeof expected === 'number' ? expected : undefined;
}

function outcomeOf(compute: () => number): number | string {
	try {
		return compute();
	} catch (error) {
		if (error instanceof RangeError || error instanceof MissingHeaderError) return error.message;
		throw error;
	}
}
