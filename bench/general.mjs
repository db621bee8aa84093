/** What one block costs under rules other than BTX's: the general engine beside the BigInt rules. */
import { encodeCompact } from '../dist/consensus/compact.js';
import { requiredBits } from '../dist/difficulty/nextbits.js';
import { prepareGeneralPlan, simulateGeneralGroup } from '../dist/engine/general.js';
import { daySegments } from '../dist/hashrate/growth.js';

const DAYS = 30;
const TIP = 1_000_080;
const RATE = 1e15;
const limitTarget = (1n << 236n) - 1n;
/** Trials that the engine steps side by side, and the fewest blocks timed together. */
const GROUP_TRIALS = 64;
const FAST_BLOCKS = 1_000_000;
const EXACT_BLOCKS = 2000;

const averaging = {
	kind: 'averaging',
	spacingSeconds: 75n,
	damping: 4n,
	maxAdjustUpPercent: 16n,
	maxAdjustDownPercent: 32n,
};
const RULES = [
	{
		id: 'Period',
		name: 'period of 2,016',
		kind: 'period',
		spacingSeconds: 600n,
		timespanSeconds: 1_209_600n,
		intervalBlocks: 2016n,
		clamps: [{ fromHeight: 0n, minDivisor: 4n, maxFactor: 4n }],
		spansFullInterval: false,
		shiftsNearLimit: false,
		baseIsFirstBlock: false,
		noRetargeting: false,
	},
	{ id: 'Digishield', name: 'Digishield', kind: 'digishield', spacingSeconds: 60n },
	{ id: 'Averaging17', name: 'averaging, N = 17', ...averaging, windowBlocks: 17n },
	{ id: 'Averaging102', name: 'averaging, N = 102', ...averaging, windowBlocks: 102n },
	{ id: 'DarkGravity', name: 'Dark Gravity Wave, N = 24', kind: 'dgw-v3', spacingSeconds: 150n, windowBlocks: 24n },
	{ id: 'Lwma', name: 'LWMA, N = 144', kind: 'lwma', variant: 'lwma-1', spacingSeconds: 600n, windowBlocks: 144n },
	{ id: 'Wtema', name: 'WTEMA', kind: 'wtema', alphaReciprocal: 104n, spacingSeconds: 600n },
	{
		id: 'Cw144',
		name: 'cw-144',
		kind: 'cw-144',
		spacingSeconds: 600n,
		windowBlocks: 144n,
		minSpanSpacings: 72n,
		maxSpanSpacings: 288n,
	},
	{
		id: 'Asert',
		name: 'ASERT of Bitcoin Cash',
		kind: 'asert',
		variant: 'bch',
		spacingSeconds: 600n,
		halfLifeSeconds: 172_800n,
		anchor: { num: 1n, den: 1n },
	},
].map(({ id, name, ...rule }) => ({
	id,
	name,
	// An era of its own, so that ASERT's anchor lies in the history.
	rules: [
		{ fromHeight: 0n, name: 'genesis', rule: { kind: 'fixed', spacingSeconds: rule.spacingSeconds, limitTarget } },
		{ fromHeight: BigInt(TIP - 300), name: 'own', rule: { ...rule, limitTarget } },
	],
	spacing: Number(rule.spacingSeconds),
}));

/** Blocks up to the tip, one spacing apart at the target that the hashrate holds. */
function historyOf(spacing) {
	const bits = encodeCompact(2n ** 256n / BigInt(RATE * spacing));
	const length = 2100;
	return Array.from({ length }, (_, i) => ({
		height: BigInt(TIP - length + 1 + i),
		time: BigInt(1_700_000_000 + i * spacing),
		bits,
	}));
}

/** User and system time of this process in nanoseconds. */
function cpuNanoseconds() {
	const { user, system } = process.cpuUsage();
	return (user + system) * 1000;
}

/** Base and fork under one rule, on the same random numbers. */
function general({ rules, spacing }) {
	const chain = {
		id: 'chain',
		difficulty: rules,
		time: { medianTimeSpan: 11, maxFutureSeconds: 7200n },
		hashrate: [{ fromHeight: 0, perSecond: RATE }],
	};
	const windowSeconds = DAYS * 86_400;
	const plan = {
		seed: 1,
		trials: GROUP_TRIALS,
		history: historyOf(spacing),
		activationHeight: TIP + 1,
		windowSeconds,
		growthPerSecond: 0,
		chains: [chain, { ...chain, id: 'fork' }],
	};
	const prepared = prepareGeneralPlan(plan, daySegments(windowSeconds));
	const groups = Math.ceil((FAST_BLOCKS * spacing) / (2 * windowSeconds * GROUP_TRIALS));
	return () => {
		let blocks = 0;
		const start = cpuNanoseconds();
		for (let group = 0; group < groups; group++) {
			blocks += simulateGeneralGroup(prepared, GROUP_TRIALS * group, GROUP_TRIALS).chainBlocks;
		}
		return (cpuNanoseconds() - start) / blocks;
	};
}

/** The rule alone over a chain as it grows, without random numbers, clock or stamps. */
function exact({ rules, spacing }) {
	const history = historyOf(spacing);
	return () => {
		const byHeight = new Map(history.map((header) => [header.height, header]));
		const headers = (height) => byHeight.get(height);
		let { height: tipHeight, time } = history.at(-1);
		const start = cpuNanoseconds();
		for (let i = 0; i < EXACT_BLOCKS; i++) {
			const bits = requiredBits(rules, headers, { tipHeight });
			tipHeight++;
			// Intervals from 0.2 to 1.8 spacings, none of them special.
			time += BigInt(Math.floor(spacing * (0.2 + ((i * 0.618034) % 1.6))));
			byHeight.set(tipHeight, { height: tipHeight, time, bits });
		}
		return (cpuNanoseconds() - start) / EXACT_BLOCKS;
	};
}

/**
 * Every rule `repetitions` times in turn, after one round to warm up.
 *
 * @returns name, unit and the times of each
 */
export function measureGeneral(repetitions) {
	const kinds = RULES.flatMap((rule) => [
		{ id: `general${rule.id}`, name: rule.name, run: general(rule) },
		{ id: `exact${rule.id}`, name: `${rule.name}, the rule in BigInt`, run: exact(rule) },
	]);
	for (const { run } of kinds) run();
	const times = kinds.map(() => []);
	for (let repetition = 0; repetition < repetitions; repetition++) {
		for (const [i, { run }] of kinds.entries()) times[i].push(run());
	}
	return kinds.map(({ id, name }, i) => ({ id, name, unit: 'ns', times: times[i] }));
}
