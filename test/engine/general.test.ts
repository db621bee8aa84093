import { describe, expect, it } from 'vitest';
import { encodeCompact } from '../../src/consensus/compact.ts';
import type { BlockHeader } from '../../src/consensus/header.ts';
import type { TimeRules } from '../../src/consensus/rules.ts';
import type { DifficultyRule, DifficultyRules } from '../../src/difficulty/rules.ts';
import { type GeneralPlan, prepareGeneralPlan } from '../../src/engine/general.ts';
import { preparePlan, simulateGroup } from '../../src/engine/group.ts';
import { simulateTrial } from '../../src/engine/oracle.ts';
import { addOutcome, createSums } from '../../src/engine/reducer.ts';
import { dayWeights, growthPerSecond } from '../../src/hashrate/growth.ts';
import { CASES, pastItsArms, STAMPED_CASES } from './cases.ts';
import { exactTrial, generalPlan, simulateGeneral, trialOf } from './generalpaths.ts';

describe('chains of BTX equal the oracle of the lanes', () => {
	it.each([...CASES, ...STAMPED_CASES])('$name', ({ plan, days }) => {
		const outcome = simulateGeneral(generalPlan(plan), days, 0, 2);
		for (let trial = 0; trial < 2; trial++) {
			const { activationSeconds, chains } = simulateTrial(plan, trial, days);
			expect(chains.every(({ blocksPerDay }) => blocksPerDay.some((blocks) => blocks > 0))).toBe(true);
			expect(trialOf(outcome, trial, days.length)).toEqual({
				activationSeconds,
				chains: chains.map(({ blocksPerDay, firstInterval }) => ({ blocksPerDay, firstInterval })),
			});
		}
	});

	it.each([...CASES, ...STAMPED_CASES])('to the last bit of the clock, past the arms of: $name', (each) => {
		const plan = pastItsArms(each);
		const { activationSeconds } = simulateGeneral(generalPlan(plan), [20_000], 0, 2);
		for (let trial = 0; trial < 2; trial++) {
			expect(activationSeconds[trial]).toBe(simulateTrial(plan, trial, [20_000]).activationSeconds);
		}
	});
});

describe('sums', () => {
	it.each([...CASES.slice(0, 8), ...STAMPED_CASES.slice(0, 3)])('equal those of the lanes: $name', ({ plan, days }) => {
		const weights = dayWeights(plan.growthPerSecond, days);
		const general = createSums(plan.chains.length, days.length, 1);
		const lanes = createSums(plan.chains.length, days.length, 1);
		addOutcome(general, simulateGeneral(generalPlan(plan), days, 3, 4), weights);
		const group = simulateGroup(preparePlan(plan, days), 3, 4);
		addOutcome(lanes, group, weights);
		expect(general).toEqual(lanes);
		expect(general.chainBlocks).toBeGreaterThan(0);
	});
});

const LIMIT = (1n << 236n) - 1n;
const TIP = 400_000;
const ACTIVATION = TIP + 61;
const RATE = 1e12;
const TIME: TimeRules = { medianTimeSpan: 11, maxFutureSeconds: 7200n };

function only(rule: DifficultyRule): DifficultyRules {
	return [{ fromHeight: 0n, name: 'genesis', rule }];
}

function forking(before: DifficultyRule, after: DifficultyRule): DifficultyRules {
	return [...only(before), { fromHeight: BigInt(ACTIVATION), name: 'fork', rule: after }];
}

/** Blocks before the tip at the spacing that the hashrate holds, some of them out of order. */
function historyOf(spacing: number, blocks: number): BlockHeader[] {
	const bits = encodeCompact(2n ** 256n / BigInt(RATE * spacing));
	return Array.from({ length: blocks }, (_, i) => {
		const skew = i % 7 === 3 ? 2 * spacing : 0;
		return { height: BigInt(TIP - blocks + 1 + i), time: BigInt(1_700_000_000 + i * spacing - skew), bits };
	});
}

const averaging = {
	kind: 'averaging',
	windowBlocks: 17n,
	spacingSeconds: 75n,
	damping: 4n,
	maxAdjustUpPercent: 16n,
	maxAdjustDownPercent: 32n,
	limitTarget: LIMIT,
} as const;
const dgw = { kind: 'dgw-v3', windowBlocks: 24n, spacingSeconds: 150n, limitTarget: LIMIT } as const;
const digishield = { kind: 'digishield', spacingSeconds: 60n, limitTarget: LIMIT } as const;
const lwma = { kind: 'lwma', variant: 'lwma-1', windowBlocks: 45n, spacingSeconds: 60n, limitTarget: LIMIT } as const;
const wtema = { kind: 'wtema', alphaReciprocal: 104n, spacingSeconds: 60n, limitTarget: LIMIT } as const;
const cw144 = {
	kind: 'cw-144',
	spacingSeconds: 100n,
	limitTarget: LIMIT,
	windowBlocks: 144n,
	minSpanSpacings: 72n,
	maxSpanSpacings: 288n,
} as const;
const period = {
	kind: 'period',
	spacingSeconds: 100n,
	limitTarget: LIMIT,
	timespanSeconds: 3600n,
	intervalBlocks: 36n,
	clamps: [{ fromHeight: 0n, minDivisor: 4n, maxFactor: 4n }],
	spansFullInterval: false,
	shiftsNearLimit: false,
	baseIsFirstBlock: false,
	noRetargeting: false,
} as const;
const asert = {
	kind: 'asert',
	variant: 'bch',
	spacingSeconds: 60n,
	halfLifeSeconds: 7200n,
	limitTarget: LIMIT,
	anchor: { num: 3n, den: 4n },
} as const;

interface Case {
	readonly name: string;
	readonly base: DifficultyRules;
	readonly fork: DifficultyRules;
	readonly spacing: number;
	readonly time?: Partial<TimeRules>;
	readonly percentPerDay?: number;
	/** Hashrate of the fork from activation on, relative to the base's. */
	readonly hashrate?: number;
}

const OTHER_CASES: readonly Case[] = [
	{
		name: 'half the spacing, averaged',
		base: only({ ...averaging, spacingSeconds: 150n }),
		fork: forking({ ...averaging, spacingSeconds: 150n }, averaging),
		spacing: 150,
	},
	{
		name: 'a window of 102',
		base: only(averaging),
		fork: forking(averaging, { ...averaging, windowBlocks: 102n }),
		spacing: 75,
	},
	{
		name: 'averaging with a cap above median-time-past and a hundredth of the hashrate',
		base: only(averaging),
		fork: only(averaging),
		spacing: 75,
		time: { futureMtpDrift: { fromHeight: 0n, seconds: 5400n } },
		hashrate: 0.01,
	},
	{ name: 'Dark Gravity Wave, then ASERT', base: only(dgw), fork: forking(dgw, asert), spacing: 150, percentPerDay: 3 },
	{
		name: 'Digishield, then LWMA, under a timewarp rule and a hundred times the hashrate',
		base: only(digishield),
		fork: forking(digishield, lwma),
		spacing: 60,
		time: { maxTimewarpSeconds: 600n, timewarpIntervalBlocks: 20n },
		hashrate: 100,
	},
	{
		name: 'WTEMA, then Digishield, as hashrate falls',
		base: only(wtema),
		fork: forking(wtema, digishield),
		spacing: 60,
		percentPerDay: -20,
	},
	{ name: 'cw-144, then ASERT', base: only(cw144), fork: forking(cw144, asert), spacing: 100 },
	{
		name: 'a period, then WTEMA, under every cap',
		base: only(period),
		fork: forking(period, wtema),
		spacing: 100,
		time: {
			maxTimewarpSeconds: 10n,
			futureMtpDrift: { fromHeight: 0n, seconds: 300n },
			timewarpReconcileHeight: BigInt(ACTIVATION + 50),
			maxTimeAdvance: { fromHeight: BigInt(ACTIVATION + 20), seconds: 150n },
		},
		hashrate: 0.2,
	},
];

const DAYS = [20_000, 10_000, 5000];

function planOf({ base, fork, spacing, time, percentPerDay = 0, hashrate = 1 }: Case): GeneralPlan {
	const rates = [
		{ fromHeight: 0, perSecond: RATE },
		{ fromHeight: ACTIVATION, perSecond: RATE * hashrate },
	];
	return {
		seed: 7,
		trials: 2,
		history: historyOf(spacing, 160),
		activationHeight: ACTIVATION,
		windowSeconds: 35_000,
		growthPerSecond: growthPerSecond(percentPerDay),
		chains: [
			{ id: 'base', difficulty: base, time: { ...TIME, ...time }, hashrate: rates.slice(0, 1) },
			{ id: 'fork', difficulty: fork, time: { ...TIME, ...time }, hashrate: rates },
		],
	};
}

describe('chains under other rules equal the BigInt rules', () => {
	it.each(OTHER_CASES)('$name', (each) => {
		const plan = planOf(each);
		const outcome = simulateGeneral(plan, DAYS, 0, 2);
		const moved = [0, 0];
		for (let trial = 0; trial < 2; trial++) {
			const { adjustedHeaders, ...exact } = exactTrial(plan, trial, DAYS);
			expect(trialOf(outcome, trial, DAYS.length)).toEqual(exact);
			for (const [i, headers] of adjustedHeaders.entries()) moved[i]! += headers;
		}
		expect(outcome.chains.map(({ adjustedHeaders }) => adjustedHeaders)).toEqual(moved);
		expect(outcome.chainBlocks).toBeGreaterThan(2 * 60);
	});

	it.each(OTHER_CASES)('to the last bit of the clock past activation: $name', (each) => {
		const plan = planOf(each);
		const later = { ...plan, chains: plan.chains.slice(-1), activationHeight: ACTIVATION + 300, growthPerSecond: 0 };
		const { activationSeconds } = simulateGeneral(later, [1000], 5, 1);
		expect(activationSeconds[0]).toBe(exactTrial(later, 5, [1000]).activationSeconds);
	});

	it('gives the same trial alone and in a group, with and without a second chain', () => {
		const plan = planOf(OTHER_CASES[0]!);
		const group = simulateGeneral(plan, DAYS, 10, 4);
		expect(trialOf(simulateGeneral(plan, DAYS, 12, 1), 0, 3)).toEqual(trialOf(group, 2, 3));
		const alone = simulateGeneral({ ...plan, chains: plan.chains.slice(0, 1) }, DAYS, 10, 4);
		expect(trialOf(alone, 2, 3).chains[0]).toEqual(trialOf(group, 2, 3).chains[0]);
	});
});

describe('trials side by side', () => {
	const still = only({ ...period, noRetargeting: true });

	it('do not disturb each other past the end of their windows, where the hashrate runs out', () => {
		const name = 'falling';
		const plan = planOf({ name, base: still, fork: still, spacing: 100, percentPerDay: -99.9 });
		// On average 125 blocks are left to be found at all, 117 of them in the window: some lanes come to the end.
		const group = simulateGeneral(plan, DAYS, 0, 64);
		for (const trial of [0, 31, 63]) {
			const { adjustedHeaders, ...exact } = exactTrial(plan, trial, DAYS);
			expect(trialOf(group, trial, DAYS.length)).toEqual(exact);
			expect(adjustedHeaders).toHaveLength(2);
		}
		const last = { ...plan, windowSeconds: 1_000_000 };
		expect(() => simulateGeneral(last, [1_000_000], 0, 64)).toThrow('never finds another block');
	});

	it('are fewer where rules look far back, with the same outcome', () => {
		const far = only({ ...period, intervalBlocks: 16_384n });
		const plan = planOf({ name: 'far', base: far, fork: far, spacing: 100, percentPerDay: 5 });
		const group = simulateGeneral(plan, DAYS, 10, 20);
		expect(group.lanes).toBe(20);
		for (const lane of [0, 15, 16, 19]) {
			expect(trialOf(group, lane, 3)).toEqual(trialOf(simulateGeneral(plan, DAYS, 10 + lane, 1), 0, 3));
		}
		const near = planOf({ name: 'near', base: still, fork: still, spacing: 100, percentPerDay: 5 });
		expect(group).toEqual(simulateGeneral(near, DAYS, 10, 20));
	});
});

describe('plans that the engine refuses', () => {
	const plan = planOf(OTHER_CASES[0]!);
	const [base] = plan.chains;

	it('a median of other than eleven times', () => {
		const chains = [{ ...base!, time: { ...TIME, medianTimeSpan: 9 } }];
		expect(() => prepareGeneralPlan({ ...plan, chains }, DAYS)).toThrow('base: the engine takes the median of 11');
	});

	it('blocks of minimum difficulty', () => {
		const rule = { ...averaging, minimumDifficulty: { fromTipHeight: 0n, spacings: 6n } };
		const chains = [{ ...base!, difficulty: only(rule) }];
		expect(() => prepareGeneralPlan({ ...plan, chains }, DAYS)).toThrow(
			'base: the engine has no blocks of minimum difficulty',
		);
	});

	it('an activation at the tip, and no chain', () => {
		expect(() => prepareGeneralPlan({ ...plan, activationHeight: TIP }, DAYS)).toThrow(
			`activation at ${TIP} is not above`,
		);
		expect(() => prepareGeneralPlan({ ...plan, chains: [] }, DAYS)).toThrow('at least one chain');
	});

	it('a height without a hashrate', () => {
		const chains = [{ ...base!, hashrate: [{ fromHeight: ACTIVATION, perSecond: RATE }] }];
		expect(() => simulateGeneral({ ...plan, chains }, DAYS, 0, 1)).toThrow('base: no hashrate in the unit of work');
	});

	it('a chain that finds no block for 68 years', () => {
		const chains = [{ ...base!, hashrate: [{ fromHeight: 0, perSecond: 1e-3 }] }];
		expect(() => simulateGeneral({ ...plan, chains }, DAYS, 0, 1)).toThrow('within 68 years');
	});
});
