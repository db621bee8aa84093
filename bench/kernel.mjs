/** What one block on one chain costs in this process, on the plan of the standard run. */

import { planOf } from '../dist/compare/plan.js';
import { preparePlan, simulateGroup } from '../dist/engine/group.js';
import { chooseLoops, drawRows, loops, startStreams } from '../dist/engine/kernel.js';
import { CHUNK_ROWS } from '../dist/engine/memory.js';
import { simulateTrial } from '../dist/engine/oracle.js';
import { plainLoops } from '../dist/engine/plainloops.js';
import { daySegments } from '../dist/hashrate/growth.js';
import { resolveScenario } from '../dist/params/scenario.js';
import { references } from './reference.mjs';

const LANES = 64;
const DAYS = 30;
/** Groups of 64 trials timed together: about fifty million blocks. */
const GROUPS = 10;

/** User and system time of this process in nanoseconds. Other programs on the machine do not add to it. */
function cpuNanoseconds() {
	const { user, system } = process.cpuUsage();
	return (user + system) * 1000;
}

function planFor(fork, growthPerDayPercent) {
	const scenario = resolveScenario({ base: 'mainnet', fork });
	return planOf(scenario, { trials: 8000, days: DAYS, seed: 1, growthPerDayPercent });
}

/** Nanoseconds per chain-block of the lanes on a plan. */
function lanes(plan, groups) {
	const prepared = preparePlan(plan, daySegments(plan.windowSeconds));
	const start = cpuNanoseconds();
	let blocks = 0;
	for (let group = 0; group < groups; group++) blocks += simulateGroup(prepared, group * LANES, LANES).chainBlocks;
	return (cpuNanoseconds() - start) / blocks;
}

/** Nanoseconds per chain-block of the plain loop: one trial, every target from the BigInt rules. */
function oracle(plan, trial) {
	const start = cpuNanoseconds();
	const { chains } = simulateTrial(plan, trial, daySegments(plan.windowSeconds));
	const nanoseconds = cpuNanoseconds() - start;
	const inWindow = chains.flatMap(({ blocksPerDay }) => blocksPerDay).reduce((sum, blocks) => sum + blocks, 0);
	return nanoseconds / (plan.activationHeight - 1 - plan.tip.height + inWindow);
}

/** Nanoseconds per exponential variate: a random word and its logarithm. */
function exponentials(fills) {
	const streams = startStreams({ seed: 1, trials: LANES }, 0);
	const start = cpuNanoseconds();
	for (let fill = 1; fill <= fills; fill++) drawRows(streams, fill * CHUNK_ROWS, CHUNK_ROWS);
	return (cpuNanoseconds() - start) / (fills * CHUNK_ROWS * LANES);
}

/** Runs something on the TypeScript loops instead of the package's. */
function inTypeScript(measure) {
	const own = loops();
	chooseLoops(plainLoops);
	const result = measure();
	chooseLoops(own);
	return result;
}

export function median(values) {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Every kind of loop `repetitions` times in turn, after one round to warm up, so that a disturbance of the
 * machine meets all of them alike.
 *
 * @returns name, unit and the times of each, and the names of what this machine cannot run
 */
export function measureKernel(repetitions) {
	const flat = planFor('spacing60', 0);
	const growing = planFor('spacing60', 1);
	const shared = planFor('halving-earlier', 0);
	const others = references();
	const baseOnly = { ...flat, chains: flat.chains.slice(0, 1) };
	const kinds = [
		{ id: 'lanesShared', name: 'lanes, one anchor for all trials', run: () => lanes(shared, GROUPS) },
		{
			id: 'lanesSharedPlain',
			name: 'the same, loops in TypeScript',
			run: () => inTypeScript(() => lanes(shared, GROUPS)),
		},
		{ id: 'lanes', name: 'lanes, base and fork', run: () => lanes(flat, GROUPS) },
		{ id: 'lanesPlain', name: 'the same, loops in TypeScript', run: () => inTypeScript(() => lanes(flat, GROUPS)) },
		{ id: 'lanesGrowth', name: 'lanes, base and fork, +1 % a day', run: () => lanes(growing, GROUPS) },
		{ id: 'lanesBase', name: 'lanes, base alone', run: () => lanes(baseOnly, GROUPS) },
		{ id: 'exponential', name: 'one random exponential', run: () => exponentials(20_000) },
		{ id: 'oracle', name: 'plain loop in BigInt', run: (repetition) => oracle(flat, repetition) },
		...others.kinds,
	];
	for (const { run } of kinds) run(0);
	const times = kinds.map(() => []);
	for (let repetition = 0; repetition < repetitions; repetition++) {
		for (const [i, { run }] of kinds.entries()) times[i].push(run(repetition));
	}
	return {
		measured: kinds.map(({ id, name }, i) => ({ id, name, unit: 'ns', times: times[i] })),
		missing: others.missing,
	};
}
