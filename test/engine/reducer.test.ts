import { describe, expect, it } from 'vitest';
import { type GroupOutcome, preparePlan, simulateGroup } from '../../src/engine/group.ts';
import { addOutcome, createSums, mergeSums, resultOf, type Sums } from '../../src/engine/reducer.ts';
import { simulateRange } from '../../src/engine/simulate.ts';
import type { LanesPlan } from '../../src/engine/types.ts';
import { growthPerSecond } from '../../src/hashrate/growth.ts';
import { STANDARD } from './plans.ts';

const ACTIVATION = STANDARD.tip.height + 101;

/** A short run that grows, so that day weights differ. */
const PLAN: LanesPlan = {
	...STANDARD,
	activationHeight: ACTIVATION,
	windowSeconds: 20_000,
	growthPerSecond: growthPerSecond(1),
	chains: [
		STANDARD.chains[0]!,
		{
			...STANDARD.chains[1]!,
			asert: {
				...STANDARD.chains[1]!.asert,
				arms: STANDARD.chains[1]!.asert.arms.map((arm) =>
					arm.spacingSeconds === undefined ? arm : { ...arm, height: BigInt(ACTIVATION) },
				),
			},
		},
	],
};

function sumsOf(firstTrial: number, trials: number): Sums {
	const range = simulateRange({ plan: PLAN, firstTrial, trials });
	for (;;) {
		const step = range.next();
		if (step.done === true) return step.value;
	}
}

function merged(parts: readonly (readonly [number, number])[]): Sums {
	const total = createSums(2, 1, 2);
	for (const [firstTrial, trials] of parts) mergeSums(total, sumsOf(firstTrial, trials));
	return total;
}

describe('sums over trials', () => {
	/** Two trials on two chains over two days, small enough to add up by hand. */
	const outcome: GroupOutcome = {
		lanes: 2,
		activationSeconds: Float64Array.of(119.75, 3600.5),
		chains: [
			{
				blocksPerDay: Int32Array.of(10, 8, 9, 9),
				firstInterval: Float64Array.of(1.5, 2 ** -20),
				adjustedHeaders: 3,
			},
			{ blocksPerDay: Int32Array.of(15, 12, 14, 13), firstInterval: Float64Array.of(0.25, 60), adjustedHeaders: 0 },
		],
		chainBlocks: 100,
	};
	const WEIGHTS = [1, 0.5];

	it('are what the trials add up to by hand', () => {
		const sums = createSums(2, 2, 1);
		addOutcome(sums, outcome, WEIGHTS);
		expect(resultOf(sums, WEIGHTS)).toEqual({
			engine: 'lanes',
			trials: 2,
			trialsPerSample: 1,
			dayWeights: WEIGHTS,
			chains: [
				{
					blocksPerDay: [19, 17],
					windowBlocks: [[18, 2]],
					countSquareSum: 2n * 18n ** 2n,
					weightedSum: 1024n * 14n + 512n * 27n,
					weightedSquareSum: (1024n * 14n) ** 2n + (512n * 27n) ** 2n,
					firstIntervalSum: 3n * 2n ** 19n + 1n,
					adjustedHeaders: 3,
				},
				{
					blocksPerDay: [29, 25],
					windowBlocks: [[27, 2]],
					countSquareSum: 2n * 27n ** 2n,
					weightedSum: 1024n * 21n + 512n * 41n,
					weightedSquareSum: (1024n * 21n) ** 2n + (512n * 41n) ** 2n,
					firstIntervalSum: 2n ** 18n + 60n * 2n ** 20n,
					adjustedHeaders: 0,
				},
			],
			weightedCrossSum: 1024n * 14n * (1024n * 21n) + 512n * 27n * (512n * 41n),
			countCrossSum: 2n * 18n * 27n,
			activationMinutes: [
				[1, 1],
				[60, 1],
			],
			activationSum: 119n + 3600n,
			activationSquareSum: 119n ** 2n + 3600n ** 2n,
			activationSampleSquareSum: 119n ** 2n + 3600n ** 2n,
			chainBlocks: 100,
		});
	});

	it('square what a pair has together, and count its trials one by one', () => {
		const [pairs, trials] = [createSums(2, 2, 2), createSums(2, 2, 1)];
		addOutcome(pairs, outcome, WEIGHTS);
		addOutcome(trials, outcome, WEIGHTS);
		const [base, fork] = pairs.chains;
		expect([base!.countSquareSum, fork!.countSquareSum]).toEqual([36n ** 2n, 54n ** 2n]);
		expect(base!.weightedSquareSum).toBe((1024n * 14n + 512n * 27n) ** 2n);
		expect(pairs.weightedCrossSum).toBe((1024n * 14n + 512n * 27n) * (1024n * 21n + 512n * 41n));
		expect(pairs.countCrossSum).toBe(36n * 54n);
		expect(pairs.activationSampleSquareSum).toBe((119n + 3600n) ** 2n);
		const whole = (sums: Sums) => [sums.trials, sums.activationSquareSum, sums.activationMinutes, sums.chainBlocks];
		expect(whole(pairs)).toEqual(whole(trials));
		expect(pairs.chains.map(({ windowBlocks }) => windowBlocks)).toEqual(
			trials.chains.map(({ windowBlocks }) => windowBlocks),
		);
	});

	it('take whole pairs only, and merge with sums of pairs only', () => {
		const pairs = createSums(2, 2, 2);
		expect(() => addOutcome(pairs, { ...outcome, lanes: 1 }, WEIGHTS)).toThrow('1 trials are no whole samples');
		expect(pairs.trials).toBe(0);
		expect(() => mergeSums(pairs, createSums(2, 2, 1))).toThrow('different samples');
	});

	it('keep one histogram cell per distinct count, not per trial', () => {
		const cells = (sums: Sums) => [sums.activationMinutes.size, ...sums.chains.map((chain) => chain.windowBlocks.size)];
		const [few, many] = [createSums(2, 2, 1), createSums(2, 2, 1)];
		addOutcome(few, outcome, WEIGHTS);
		for (let i = 0; i < 1000; i++) addOutcome(many, outcome, WEIGHTS);
		expect(many.trials).toBe(2000);
		expect(cells(many)).toEqual(cells(few));
		expect(cells(few)).toEqual([2, 1, 1]);
		expect(Object.keys(many)).toEqual(Object.keys(few));
		expect(many.chains.map((chain) => Object.keys(chain))).toEqual(few.chains.map((chain) => Object.keys(chain)));
		expect(many.chains[0]!.blocksPerDay).toHaveLength(2);
		expect(many.chains[0]!.weightedSquareSum).toBe(1000n * few.chains[0]!.weightedSquareSum);
	});

	it('merge field by field', () => {
		const [both, first, second] = [createSums(2, 2, 1), createSums(2, 2, 1), createSums(2, 2, 1)];
		const other = { ...outcome, chains: [...outcome.chains].reverse(), activationSeconds: Float64Array.of(119, 7000) };
		addOutcome(both, outcome, WEIGHTS);
		addOutcome(both, other, WEIGHTS);
		addOutcome(first, outcome, WEIGHTS);
		addOutcome(second, other, WEIGHTS);
		mergeSums(first, second);
		expect(first).toEqual(both);
		expect(first.chains.map(({ adjustedHeaders }) => adjustedHeaders)).toEqual([3, 3]);
	});

	it('sort histograms by number, not by text', () => {
		const sums = createSums(1, 1, 1);
		for (const blocks of [100, 20, 3]) {
			addOutcome(
				sums,
				{
					lanes: 1,
					activationSeconds: Float64Array.of(0),
					chains: [{ blocksPerDay: Int32Array.of(blocks), firstInterval: Float64Array.of(1), adjustedHeaders: 0 }],
					chainBlocks: blocks,
				},
				[1],
			);
		}
		expect(resultOf(sums, [1]).chains[0]!.windowBlocks.map(([blocks]) => blocks)).toEqual([3, 20, 100]);
	});

	it('need no second chain', () => {
		const sums = createSums(1, 2, 1);
		addOutcome(sums, { ...outcome, chains: outcome.chains.slice(0, 1) }, WEIGHTS);
		expect([sums.weightedCrossSum, sums.countCrossSum]).toEqual([0n, 0n]);
		expect(sums.chains[0]!.weightedSum).toBe(1024n * 14n + 512n * 27n);
	});
});

describe('a run split into parts', () => {
	const whole = sumsOf(0, 200);

	it('agrees with its own trials added one by one', () => {
		const prepared = preparePlan(PLAN, [20_000]);
		let [base, cross, square, pairs] = [0n, 0n, 0n, 0n];
		const counts = Array.from({ length: 200 }, (_, trial) =>
			simulateGroup(prepared, trial, 1).chains.map((chain) => BigInt(chain.blocksPerDay[0]!)),
		);
		for (let trial = 0; trial < 200; trial += 2) {
			const [[one, other], [twin, otherTwin]] = [counts[trial]!, counts[trial + 1]!];
			base += one! + twin!;
			cross += (one! + twin!) * (other! + otherTwin!);
			square += other! * other! + otherTwin! * otherTwin!;
			pairs += (other! + otherTwin!) ** 2n;
		}
		expect(BigInt(whole.chains[0]!.blocksPerDay[0]!)).toBe(base);
		expect(whole.countCrossSum).toBe(cross);
		expect(whole.chains[1]!.countSquareSum).toBe(pairs);
		const ofHistogram = [...whole.chains[1]!.windowBlocks].reduce((sum, [n, times]) => sum + BigInt(n * n * times), 0n);
		expect(ofHistogram).toBe(square);
		expect(whole.trials).toBe(200);
	});

	it.each([
		[
			'in groups of 64',
			[
				[0, 64],
				[64, 64],
				[128, 64],
				[192, 8],
			],
		],
		[
			'at numbers that are no multiple of 64',
			[
				[0, 38],
				[38, 64],
				[102, 98],
			],
		],
		[
			'in single pairs and a rest',
			[
				[0, 2],
				[2, 2],
				[4, 196],
			],
		],
		[
			'merged backwards',
			[
				[150, 50],
				[66, 84],
				[2, 64],
				[0, 2],
			],
		],
		[
			'with an empty part',
			[
				[0, 100],
				[100, 0],
				[100, 100],
			],
		],
	] as [string, [number, number][]][])('has the same sums %s', (_, parts) => {
		expect(resultOf(merged(parts), [1])).toEqual(resultOf(whole, [1]));
	});

	it('has the same sums merged as a tree', () => {
		const left = merged([
			[100, 30],
			[0, 100],
		]);
		mergeSums(
			left,
			merged([
				[180, 20],
				[130, 50],
			]),
		);
		expect(resultOf(left, [1])).toEqual(resultOf(whole, [1]));
	});

	it('survives being copied to another thread', () => {
		expect(structuredClone(whole)).toEqual(whole);
	});
});
