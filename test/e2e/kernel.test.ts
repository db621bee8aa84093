/** The built package runs WebAssembly loops, the sources TypeScript ones: the two must agree to the last bit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/compare/plan.ts';
import { encodeCompact } from '../../src/consensus/compact.ts';
import type { preparePlan, simulateGroup } from '../../src/engine/group.ts';
import { type chooseLoops, loops } from '../../src/engine/kernel.ts';
import type { simulateTrial } from '../../src/engine/oracle.ts';
import type { plainLoops } from '../../src/engine/plainloops.ts';
import { simulateRange } from '../../src/engine/simulate.ts';
import type { LanesPlan } from '../../src/engine/types.ts';
import { engineOf } from '../../src/engine/types.ts';
import { daySegments, growthPerSecond } from '../../src/hashrate/growth.ts';
import { resolveScenario } from '../../src/params/scenario.ts';
import { CASES, STAMPED_CASES } from '../engine/cases.ts';
import { chain, SPACING60, STANDARD } from '../engine/plans.ts';

interface Built {
	readonly loops: typeof loops;
	readonly chooseLoops: typeof chooseLoops;
	readonly plainLoops: typeof plainLoops;
	readonly preparePlan: typeof preparePlan;
	readonly simulateGroup: typeof simulateGroup;
	readonly simulateTrial: typeof simulateTrial;
	readonly simulateRange: typeof simulateRange;
}

async function built(): Promise<Built> {
	const names = ['kernel.js', 'plainloops.js', 'group.js', 'oracle.js', 'simulate.js'];
	const dist = new URL('../../dist/engine/', import.meta.url);
	return Object.assign({}, ...(await Promise.all(names.map((name) => import(new URL(name, dist).href)))));
}

const engine = await built();
/** The target at which the plans' network finds a block in 90 s. */
const EQUILIBRIUM_BITS = encodeCompact(2n ** 256n / (171_900_000n * 90n));

function last<T>(steps: Generator<T, T>): T {
	for (;;) {
		const step = steps.next();
		if (step.done === true) return step.value;
	}
}

/** A group of trials on both kinds of loops of the package. */
function onBoth(plan: LanesPlan, days: readonly number[], firstTrial: number) {
	const own = engine.loops();
	const run = () => engine.simulateGroup(engine.preparePlan(plan, days), firstTrial, 64);
	const webassembly = run();
	engine.chooseLoops(engine.plainLoops);
	try {
		return { webassembly, typescript: run() };
	} finally {
		engine.chooseLoops(own);
	}
}

/** The standard plan with other numbers on both chains. */
function planWith(hashrate: number, halfLifeSeconds: bigint, change: Partial<LanesPlan>): LanesPlan {
	const chains = [chain('base', [], { halfLifeSeconds }), chain('spacing60', [SPACING60], { halfLifeSeconds })];
	return {
		...STANDARD,
		chains: chains.map((each) => ({ ...each, hashrate: [{ fromHeight: 0, perSecond: hashrate }] })),
		...change,
	};
}

describe('the kernel', () => {
	it('is WebAssembly in the package and TypeScript in the sources', () => {
		expect(engine.loops().name).toBe('webassembly');
		expect(loops().name).toBe('typescript');
	});

	it.each([
		['a standard window', {}],
		['growth', { growthPerSecond: growthPerSecond(1) }],
		['a falling hashrate', { growthPerSecond: growthPerSecond(-20) }],
		['another seed', { seed: 20261121 }],
		['a hashrate a hundred thousand times larger', { hashrate: 17_190_000_000_000 }],
		['a hashrate forty times smaller', { hashrate: 4_297_500 }],
		['a slower schedule', { halfLifeSeconds: 172_800n }],
	] as { 0: string; 1: Partial<LanesPlan> & { hashrate?: number; halfLifeSeconds?: bigint } }[])(
		'gives the same sums for $0',
		({ 1: { hashrate = 171_900_000, halfLifeSeconds = 3600n, ...change } }) => {
			const task = { plan: planWith(hashrate, halfLifeSeconds, change), firstTrial: 37, trials: 130 };
			const fromPackage = last(engine.simulateRange(task));
			const fromSources = last(simulateRange(task));
			expect(fromSources.trials).toBe(130);
			expect(fromPackage).toEqual(fromSources);
		},
	);

	it.each([...CASES, ...STAMPED_CASES])('gives the same trials on both loops for $name', ({ plan, days }) => {
		const { webassembly, typescript } = onBoth(plan, days, 7);
		expect(webassembly.chainBlocks).toBeGreaterThan(64 * 10);
		expect(webassembly).toEqual(typescript);
	});

	it('gives the same trials on both loops where a network cannot hold the floor and lags run above the table', () => {
		const scenario = resolveScenario({ base: 'btx/main@0.33.2', fork: 'dump-floor', state: 'btx-main-191713' });
		const plan = planOf(scenario, { trials: 64, days: 10, seed: 1, growthPerDayPercent: 0 });
		if (engineOf(plan) !== 'lanes') throw new Error('this plan is not for the lanes');
		const { webassembly, typescript } = onBoth(plan as LanesPlan, daySegments(plan.windowSeconds), 0);
		expect(webassembly).toEqual(typescript);
	});

	it('gives the same trials on both loops for any seed, hashrate, half-life and growth', () => {
		fc.assert(
			fc.property(
				fc.record({
					seed: fc.integer({ min: 0, max: 0xffff_ffff }),
					firstTrial: fc.integer({ min: 0, max: 1_000_000 }),
					hashrate: fc.double({ min: 2e7, max: 2e9, noNaN: true }),
					halfLife: fc.integer({ min: 600, max: 40_000 }),
					growth: fc.oneof(fc.constant(0), fc.double({ min: -30, max: 100, noNaN: true })),
					runUp: fc.integer({ min: 1, max: 100 }),
				}),
				({ seed, firstTrial, hashrate, halfLife, growth, runUp }) => {
					const activationHeight = STANDARD.tip.height + runUp;
					const arm = { ...SPACING60, height: BigInt(activationHeight) };
					const rules = { halfLifeSeconds: BigInt(halfLife) };
					const chains = [chain('base', [], rules), chain('fork', [arm], rules)].map((each) => ({
						...each,
						hashrate: [{ fromHeight: 0, perSecond: hashrate }],
					}));
					// On schedule at the tip, whatever the half-life.
					const { tip } = STANDARD;
					const timeSeconds = tip.timeSeconds - 90 * (tip.height - STANDARD.anchor.height);
					const anchor = { ...STANDARD.anchor, timeSeconds, bits: EQUILIBRIUM_BITS };
					const change = { seed, activationHeight, anchor, chains, growthPerSecond: growthPerSecond(growth) };
					const { webassembly, typescript } = onBoth({ ...STANDARD, ...change }, [5000, 3000], firstTrial);
					expect(webassembly).toEqual(typescript);
				},
			),
			{ numRuns: 15, seed: 2026 },
		);
	});

	it('takes less than a tenth of what the exact rules take for a block', () => {
		const days = [86_400];
		const processorTime = (run: () => number): number => {
			const before = process.cpuUsage();
			const blocks = run();
			const { user, system } = process.cpuUsage(before);
			return (user + system) / blocks;
		};
		const lanes = (): number => engine.simulateGroup(engine.preparePlan(STANDARD, days), 0, 64).chainBlocks;
		const exact = (): number => {
			const { chains } = engine.simulateTrial(STANDARD, 0, days);
			return 3839 + chains.flatMap(({ blocksPerDay }) => blocksPerDay).reduce((a, b) => a + b, 0);
		};
		lanes();
		expect(processorTime(lanes) / processorTime(exact)).toBeLessThan(0.1);
	});
});
