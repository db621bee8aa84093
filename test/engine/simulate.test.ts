import { describe, expect, it } from 'vitest';
import { InterruptedError, simulate } from '../../src/engine/simulate.ts';
import type { LanesPlan } from '../../src/engine/types.ts';
import { growthPerSecond } from '../../src/hashrate/growth.ts';
import { vectors } from '../consensus/vectors.ts';
import { BTX_ASERT, chain, STANDARD } from './plans.ts';

interface Recorded {
	readonly seed: number;
	readonly growthPercentPerDay: number;
}

interface RecordedSums {
	readonly activationSum: string;
	readonly activationSquareSum: string;
	readonly countCrossSum: string;
	readonly weightedCrossSum: string;
	readonly chainBlocks: number;
	readonly blocksPerDay: readonly (readonly number[])[];
	readonly firstIntervalSums: readonly string[];
}

const SHORT: LanesPlan = { ...STANDARD, trials: 130, windowSeconds: 100_000 };

describe('simulate', () => {
	it('gives the same result twice, and another for another seed', async () => {
		const first = await simulate(SHORT, { workers: 1 });
		expect(await simulate(SHORT, { workers: 1 })).toEqual(first);
		// Below 1,000 trials any number of workers is one thread.
		expect(await simulate(SHORT, { workers: 4 })).toEqual(first);
		const other = await simulate({ ...SHORT, seed: 2 }, { workers: 1 });
		expect(other.activationSum).not.toBe(first.activationSum);
	});

	it.each(vectors<Recorded, RecordedSums>('engine-run.json', 'runs'))(
		'repeats the recorded run $id',
		async (vector) => {
			const { seed, growthPercentPerDay } = vector.inputs;
			const plan = { ...STANDARD, seed, growthPerSecond: growthPerSecond(growthPercentPerDay) };
			const result = await simulate(plan, { workers: 1 });
			expect({
				activationSum: String(result.activationSum),
				activationSquareSum: String(result.activationSquareSum),
				countCrossSum: String(result.countCrossSum),
				weightedCrossSum: String(result.weightedCrossSum),
				chainBlocks: result.chainBlocks,
				blocksPerDay: result.chains.map(({ blocksPerDay }) => blocksPerDay),
				firstIntervalSums: result.chains.map(({ firstIntervalSum }) => String(firstIntervalSum)),
			}).toEqual(vector.expected);
		},
	);

	it('describes the run', async () => {
		const result = await simulate(SHORT, { workers: 1 });
		expect([result.engine, result.trials, result.dayWeights]).toEqual(['lanes', 130, [1, 1]]);
		expect(result.chains.map(({ blocksPerDay }) => blocksPerDay.length)).toEqual([2, 2]);
		for (const each of result.chains) {
			expect(each.windowBlocks.reduce((sum, [, trials]) => sum + trials, 0)).toBe(130);
			const days = each.blocksPerDay.reduce((sum, blocks) => sum + blocks, 0);
			expect(each.windowBlocks.reduce((sum, [blocks, trials]) => sum + blocks * trials, 0)).toBe(days);
		}
		expect(result.activationMinutes.reduce((sum, [, trials]) => sum + trials, 0)).toBe(130);
		const inWindow = result.chains.flatMap(({ blocksPerDay }) => blocksPerDay).reduce((a, b) => a + b, 0);
		expect(result.chainBlocks).toBe(130 * 3839 + inWindow);
	});

	it('reports its progress in order, up to the last trial', async () => {
		const calls: [number, number][] = [];
		await simulate({ ...SHORT, windowSeconds: 1000 }, { workers: 1, onProgress: (...call) => calls.push(call) });
		expect(calls.map(([done]) => done)).toEqual([64, 128, 130]);
		expect(new Set(calls.map(([, total]) => total))).toEqual(new Set([130]));
	});

	it('stops when its signal fires', async () => {
		const controller = new AbortController();
		let groups = 0;
		const run = simulate(
			{ ...SHORT, trials: 64 * 900 },
			{
				workers: 1,
				signal: controller.signal,
				onProgress: () => {
					if (++groups === 2) controller.abort();
				},
			},
		);
		await expect(run).rejects.toThrow(InterruptedError);
		expect(groups).toBe(2);
	});
});

describe('a chain that the engine cannot follow is refused', () => {
	it('when the hashrate dies away', async () => {
		const plan = { ...SHORT, windowSeconds: 40 * 86_400, growthPerSecond: growthPerSecond(-99), trials: 1 };
		await expect(simulate(plan, { workers: 1 })).rejects.toThrow(
			new RangeError('the falling hashrate never finds another block'),
		);
	});

	it('when header times fall behind the schedule for ever', async () => {
		// Under MTP + 3,600 s six blocks carry header time on by an hour at most: 600 s a block, not 1,800.
		const spacing1800 = chain('spacing1800', [
			{
				height: BigInt(STANDARD.activationHeight),
				name: 'spacing1800',
				operation: { kind: 'divide', factor: 20n },
				spacingSeconds: 1800n,
			},
		]);
		const plan = { ...SHORT, trials: 1, chains: [spacing1800], windowSeconds: 21_900 * 86_400 };
		await expect(simulate(plan, { workers: 1 })).rejects.toThrow(/^no block \d+ above the tip within 68 years$/);
	});

	it('when an edited schedule demands more than any target', async () => {
		const edited = { ...STANDARD.chains[0]!, asert: { ...BTX_ASERT, spacingSeconds: 120n } };
		const plan = { ...SHORT, trials: 1, chains: [edited] };
		await expect(simulate(plan, { workers: 1 })).rejects.toThrow(/^difficulty at lag -\d+ s is beyond/);
	});

	it('when no hashrate is known in the unit of work', async () => {
		const unknown = { ...STANDARD.chains[1]!, hashrate: [{ fromHeight: STANDARD.activationHeight, perSecond: 1 }] };
		const plan = { ...SHORT, trials: 1, chains: [unknown] };
		await expect(simulate(plan, { workers: 1 })).rejects.toThrow(
			/^spacing60: no hashrate in the unit of work in force at height \d+$/,
		);
	});

	it('when a hashrate is beyond all physics, changes where no arm is, or a time rule is not covered', async () => {
		const base = STANDARD.chains[0]!;
		const stray = { ...base, hashrate: [...base.hashrate, { fromHeight: STANDARD.tip.height + 7, perSecond: 1 }] };
		const capped = { ...base, time: { ...base.time, maxTimeAdvance: { fromHeight: 0n, seconds: 1080n } } };
		const wide = { ...base, time: { ...base.time, medianTimeSpan: 21 } };
		const endless = { ...base, hashrate: [{ fromHeight: 0, perSecond: 2 ** 127 }] };
		for (const [chain, message] of [
			[endless, /^base: the engine has no hashrate of 2\^127 attempts a second or more$/],
			[stray, /^base: the hashrate changes at 148156, where no difficulty arm is$/],
			[capped, /^base: the engine has no cap on a header's advance$/],
			[wide, /^base: the engine takes the median of 11 header times$/],
		] as const) {
			await expect(simulate({ ...SHORT, trials: 1, chains: [chain] }, { workers: 1 })).rejects.toThrow(message);
		}
	});
});
