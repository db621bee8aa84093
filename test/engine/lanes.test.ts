import { describe, expect, it } from 'vitest';
import { type GroupOutcome, preparePlan, simulateGroup } from '../../src/engine/group.ts';
import { simulateTrial } from '../../src/engine/oracle.ts';
import type { LanesPlan } from '../../src/engine/types.ts';
import { CASES, pastItsArms, STAMPED_CASES } from './cases.ts';
import { STANDARD } from './plans.ts';

/** Everything that a group found on one lane, in the oracle's form. */
function trialOf(outcome: GroupOutcome, lane: number, days: number) {
	return {
		activationSeconds: outcome.activationSeconds[lane],
		chains: outcome.chains.map((chain) => ({
			blocksPerDay: [...chain.blocksPerDay.subarray(lane * days, (lane + 1) * days)],
			firstInterval: chain.firstInterval[lane],
		})),
	};
}

function exactTrial(plan: LanesPlan, trial: number, days: readonly number[]) {
	const { activationSeconds, chains } = simulateTrial(plan, trial, days);
	return {
		activationSeconds,
		chains: chains.map(({ blocksPerDay, firstInterval }) => ({ blocksPerDay, firstInterval })),
	};
}

function expectExact(plan: LanesPlan, days: readonly number[], trials = 3): GroupOutcome {
	const outcome = simulateGroup(preparePlan(plan, days), 0, trials);
	for (let trial = 0; trial < trials; trial++) {
		const exact = exactTrial(plan, trial, days);
		expect(exact.chains.every(({ blocksPerDay }) => blocksPerDay.some((blocks) => blocks > 0))).toBe(true);
		expect(trialOf(outcome, trial, days.length), `trial ${trial}`).toEqual(exact);
	}
	return outcome;
}

describe('the lanes equal the exact rules block by block', () => {
	it.each(CASES)('$name', ({ plan, days }) => {
		expect(expectExact(plan, days).chains.map(({ adjustedHeaders }) => adjustedHeaders)).toEqual(
			plan.chains.map(() => 0),
		);
	});

	it.each(STAMPED_CASES)('$name', ({ plan, days }) => {
		const { chains } = expectExact(plan, days);
		expect(chains.at(-1)!.adjustedHeaders).toBeGreaterThan(0);
	});

	it.each([...CASES, ...STAMPED_CASES])('to the last bit of the clock, past the arms of: $name', (each) => {
		expectExact(pastItsArms(each), [20_000]);
	});

	it.each(CASES.filter(({ plan }) => plan.growthPerSecond !== 0))('in days of 20 s: $name', ({ plan }) => {
		expectExact(plan, new Array<number>(1500).fill(20));
	});
});

describe('a group of lanes', () => {
	const days = [20_000, 5000];

	it.each([...CASES, ...STAMPED_CASES])('gives each trial what it gets alone: $name', ({ plan }) => {
		const prepared = preparePlan(plan, days);
		const group = simulateGroup(prepared, 64, 64);
		for (const lane of [0, 1, 31, 63]) {
			const alone = simulateGroup(prepared, 64 + lane, 1);
			expect(trialOf(group, lane, 2)).toEqual(trialOf(alone, 0, 2));
		}
		expect(group.lanes).toBe(64);
		expect(new Set(group.activationSeconds.subarray(0, 64)).size).toBe(
			plan.activationHeight > plan.tip.height + 1 ? 64 : 1,
		);
	});

	it('counts the blocks up to activation once and those of the window per chain', () => {
		const group = simulateGroup(preparePlan(STANDARD, days), 0, 5);
		const inWindow = group.chains.flatMap(({ blocksPerDay }) => [...blocksPerDay]).reduce((a, b) => a + b, 0);
		expect(group.chainBlocks).toBe(5 * 3839 + inWindow);
	});

	it('counts the headers that the rules moved inside the window alone', () => {
		const rushed = STAMPED_CASES.find(({ name }) => name === 'several blocks a second from the tip on')!.plan;
		const base = { ...rushed, chains: rushed.chains.slice(0, 1) };
		const moved = (activationHeight: number) =>
			simulateGroup(preparePlan({ ...base, activationHeight }, days), 0, 8).chains[0]!.adjustedHeaders;
		// Thousands of headers on the way to a spacing of 90 s, which takes about 700 blocks; none from there on.
		expect(moved(base.tip.height + 1)).toBeGreaterThan(1000);
		expect(moved(base.tip.height + 1000)).toBe(0);
	});

	it('counts no moved header of a lane that nobody asked for', () => {
		for (const { plan } of STAMPED_CASES) {
			const prepared = preparePlan(plan, days);
			const moved = (first: number, lanes: number) =>
				simulateGroup(prepared, first, lanes).chains.map(({ adjustedHeaders }) => adjustedHeaders);
			const alone = [0, 1, 2, 3, 4].map((trial) => moved(trial, 1));
			expect(moved(0, 5)).toEqual(plan.chains.map((_, chain) => alone.reduce((sum, one) => sum + one[chain]!, 0)));
		}
	});

	it('gives the same figures with and without a second chain beside the first', () => {
		const alone = simulateGroup(preparePlan({ ...STANDARD, chains: STANDARD.chains.slice(0, 1) }, days), 0, 8);
		const paired = simulateGroup(preparePlan(STANDARD, days), 0, 8);
		for (let lane = 0; lane < 8; lane++) {
			expect(trialOf(paired, lane, 2).chains[0]).toEqual(trialOf(alone, lane, 2).chains[0]);
		}
	});

	it('gives two equal chains the same path', () => {
		const twins = { ...STANDARD, chains: [STANDARD.chains[1]!, { ...STANDARD.chains[1]!, id: 'twin' }] };
		const [first, second] = simulateGroup(preparePlan(twins, days), 0, 8).chains;
		expect(second).toEqual(first);
	});
});
