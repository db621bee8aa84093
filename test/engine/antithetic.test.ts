import { describe, expect, it } from 'vitest';
import { preparePlan, simulateGroup } from '../../src/engine/group.ts';
import { simulate } from '../../src/engine/simulate.ts';
import type { LanesPlan } from '../../src/engine/types.ts';
import { STANDARD } from './plans.ts';

const DAYS = [86_400, 86_400, 86_400];
const PLAN: LanesPlan = { ...STANDARD, trials: 512 };

/** Seconds to activation, and blocks of base and fork in the window, of every trial. */
function figures(plan: LanesPlan): number[][] {
	const prepared = preparePlan(plan, DAYS);
	return Array.from({ length: plan.trials / 64 }, (_, group) => simulateGroup(prepared, 64 * group, 64)).flatMap(
		({ activationSeconds, chains }) =>
			Array.from({ length: 64 }, (_, lane) => [
				activationSeconds[lane]!,
				...chains.map(({ blocksPerDay }) => blocksPerDay.slice(3 * lane, 3 * lane + 3).reduce((a, b) => a + b)),
			]),
	);
}

function variance(values: readonly number[]): number {
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

describe('antithetic pairs', () => {
	const trials = figures(PLAN);

	it.each([
		['the activation time', ([activation]: number[]) => activation!],
		['the base’s blocks', ([, base]: number[]) => base!],
		['the fork’s blocks', ([, , fork]: number[]) => fork!],
		['the difference of the paces', ([, base, fork]: number[]) => 2 * fork! - 3 * base!],
	])('have means that spread less than those of independent trials: %s', (_, of) => {
		const each = trials.map(of);
		const pairs = Array.from({ length: each.length / 2 }, (_, i) => (each[2 * i]! + each[2 * i + 1]!) / 2);
		// Independent trials would give 1; the pairs give 2.1 to 2.8, known here to about a tenth.
		expect(variance(each) / 2 / variance(pairs)).toBeGreaterThan(1.6);
	});

	it('leave each trial as it would be alone', () => {
		const odd = figures({ ...PLAN, trials: 512 }).filter((_, i) => i % 2 === 1);
		const even = trials.filter((_, i) => i % 2 === 0);
		for (const k of [0, 1, 2]) {
			const [a, b] = [odd, even].map((half) => half.map((each) => each[k]!));
			const error = Math.sqrt((variance(a!) + variance(b!)) / 256);
			const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
			expect(Math.abs(mean(a!) - mean(b!))).toBeLessThan(4 * error);
			expect(variance(a!) / variance(b!)).toBeGreaterThan(0.6);
			expect(variance(a!) / variance(b!)).toBeLessThan(1.6);
		}
	});

	it('are not made of an odd number of trials', async () => {
		const odd = await simulate({ ...PLAN, trials: 65 }, { workers: 1 });
		const even = await simulate({ ...PLAN, trials: 64 }, { workers: 1 });
		expect([odd.trialsPerSample, even.trialsPerSample]).toEqual([1, 2]);
		const squares = odd.chains[1]!.windowBlocks.reduce((sum, [n, times]) => sum + BigInt(n * n * times), 0n);
		expect(odd.chains[1]!.countSquareSum).toBe(squares);
		expect(even.chains[1]!.countSquareSum).not.toBe(squares);
	});
});
