/** Plans that take the engine through every kind of arm and every clamp, each a fork of BTX's constants. */
import type { DifficultyArm } from '../../src/asert/rules.ts';
import { encodeCompact, targetOfBits } from '../../src/consensus/compact.ts';
import type { ChainPlan, LanesPlan } from '../../src/engine/types.ts';
import { growthPerSecond } from '../../src/hashrate/growth.ts';
import { chain, STANDARD } from './plans.ts';

export interface Case {
	readonly name: string;
	readonly plan: LanesPlan;
	/** Lengths of the days in seconds; short ones, because the oracle is slow. */
	readonly days: readonly number[];
}

const TIP = STANDARD.tip.height;
const ACTIVATION = TIP + 151;
const RATE = 171_900_000;
/** Target at which the network of the plans finds a block in 90 s. */
const EQUILIBRIUM = 2n ** 256n / BigInt(RATE * 90);
/** A compact target at which the same network needs 150 s. */
const HARD_LIMIT = targetOfBits(encodeCompact((EQUILIBRIUM * 3n) / 5n));
const DAYS = [40_000, 20_000, 7777];

function arm(fields: Partial<DifficultyArm> = {}): DifficultyArm {
	return { height: BigInt(ACTIVATION), name: 'fork', operation: { kind: 'inherit' }, ...fields };
}

const SPACING60 = arm({ operation: { kind: 'ratio', num: 3n, den: 2n }, spacingSeconds: 60n });
const HALF_LIFE_LATER = arm({ height: BigInt(ACTIVATION + 200), name: 'half-life', halfLifeSeconds: 14_400n });

function plan(forkArms: readonly DifficultyArm[], fields: Partial<LanesPlan> = {}): LanesPlan {
	return {
		...STANDARD,
		activationHeight: ACTIVATION,
		chains: [chain('base', []), chain('fork', forkArms)],
		...fields,
	};
}

/** The same plan with another hashrate on every chain. */
function withRate(from: LanesPlan, perSecond: number): LanesPlan {
	return { ...from, chains: from.chains.map((each) => ({ ...each, hashrate: [{ fromHeight: 0, perSecond }] })) };
}

/** The plan of a fork that counts work in another unit from activation on. */
function inNewUnit(forkArm: DifficultyArm, perSecond: number): LanesPlan {
	const from = plan([forkArm]);
	const hashrate: ChainPlan['hashrate'] = [
		{ fromHeight: 0, perSecond: RATE },
		{ fromHeight: ACTIVATION, perSecond },
	];
	return { ...from, chains: from.chains.map((each, i) => (i === 0 ? each : { ...each, hashrate })) };
}

function growing(percentPerDay: number): LanesPlan {
	return plan([SPACING60], { growthPerSecond: growthPerSecond(percentPerDay) });
}

/** A chain whose latest arm is the tip's own block, so that the tip is the anchor. */
function anchoredAtTip(activationHeight: number): LanesPlan {
	const tipArm = arm({ height: BigInt(TIP), name: 'tip' });
	const fork = { ...SPACING60, height: BigInt(activationHeight) };
	return plan([], {
		activationHeight,
		anchor: { height: TIP, timeSeconds: STANDARD.tip.timeSeconds, bits: encodeCompact(EQUILIBRIUM) },
		chains: [chain('base', [tipArm]), chain('fork', [tipArm, fork])],
	});
}

/** A spacing arm below the tip, on both chains. */
function spacedBelowTip(): LanesPlan {
	const earlier = arm({ height: 100_000n, name: 'earlier', spacingSeconds: 60n });
	return plan([], {
		anchor: { height: 100_000, timeSeconds: STANDARD.tip.timeSeconds - 60 * 48_150, bits: encodeCompact(EQUILIBRIUM) },
		chains: [chain('base', [earlier]), chain('fork', [earlier, arm({ spacingSeconds: 90n })])],
	});
}

export const CASES: readonly Case[] = [
	{ name: 'the base alone', plan: plan([], { chains: [chain('base', [])] }), days: DAYS },
	{ name: 'the whole run-up of the standard run', plan: STANDARD, days: [30_000] },
	{ name: 'spacing 60 with the target raised by 3/2', plan: plan([SPACING60]), days: DAYS },
	{ name: 'spacing 60, +1 % a day', plan: growing(1), days: DAYS },
	{ name: 'spacing 60, −1 % a day', plan: growing(-1), days: DAYS },
	{ name: 'spacing 60, growth beyond the series', plan: growing(400), days: DAYS },
	{ name: 'spacing 60, decline beyond the series', plan: growing(-60), days: DAYS },
	{ name: 'a longer half-life', plan: plan([arm({ halfLifeSeconds: 14_400n })]), days: DAYS },
	{
		name: 'a limit that binds, and a half-life at the next height',
		plan: plan([
			arm({ limitTarget: EQUILIBRIUM }),
			arm({ height: BigInt(ACTIVATION + 1), name: 'half-life', halfLifeSeconds: 14_400n }),
		]),
		days: DAYS,
	},
	{
		name: 'a derived target in a new unit of work',
		plan: inNewUnit(arm({ operation: { kind: 'derive', num: 6_931_159_304n, den: 1n } }), 1463),
		days: DAYS,
	},
	{ name: 'activation at the block after the tip', plan: tipPlusOne(), days: DAYS },
	{ name: 'a second arm inside the window, on both chains', plan: secondArm(), days: DAYS },
	{ name: 'an arm of both chains before activation', plan: armBefore(), days: DAYS },
	{ name: 'the anchor at the tip', plan: anchoredAtTip(ACTIVATION), days: DAYS },
	{ name: 'the anchor at the tip, activation right above it', plan: anchoredAtTip(TIP + 1), days: DAYS },
	{ name: 'a spacing arm below the tip', plan: spacedBelowTip(), days: DAYS },
	{
		name: 'targets on both sides of a compact size',
		// 9/5 of the equilibrium target is 2^222.999, where nBits goes from 28 to 29 bytes.
		plan: plan([arm({ operation: { kind: 'ratio', num: 9n, den: 5n }, spacingSeconds: 50n })]),
		days: DAYS,
	},
	{
		name: 'a divided target and twice the spacing',
		plan: plan([arm({ operation: { kind: 'divide', factor: 2n }, spacingSeconds: 180n })]),
		days: DAYS,
	},
];

/** Plans in which the rules move header times away from the miner's clock. */
export const STAMPED_CASES: readonly Case[] = [
	{
		// The chain falls behind for good: the lag of every lane runs above its table.
		name: 'a limit harder than the network can hold, for weeks',
		plan: plan([arm({ operation: { kind: 'ratio', num: 1n, den: 1n }, limitTarget: HARD_LIMIT })]),
		days: [900_000, 900_000],
	},
	{
		name: 'a target raised a thousandfold, far off the schedule',
		plan: plan([arm({ operation: { kind: 'bootstrap', factor: 1000n } })]),
		days: DAYS,
	},
	{
		name: 'several blocks a second from the tip on',
		plan: withRate(plan([SPACING60]), RATE * 1e5),
		days: [9000, 9000],
	},
	{
		name: 'several blocks a second from activation on',
		plan: inNewUnit(SPACING60, RATE * 1e5),
		days: [9000, 9000],
	},
	{
		name: 'slow blocks under the cap above median-time-past, from the tip on',
		plan: withRate(tipPlusOne(), RATE / 50),
		days: [300_000, 100_000],
	},
	{
		name: 'slow blocks under the cap above median-time-past, from activation on',
		plan: inNewUnit(SPACING60, RATE / 100),
		days: [300_000, 100_000],
	},
	{
		name: 'a chain whose own spacing is slow',
		plan: plan([arm({ operation: { kind: 'divide', factor: 5n }, spacingSeconds: 450n })]),
		days: [200_000, 100_000],
	},
];

function tipPlusOne(): LanesPlan {
	return plan([{ ...SPACING60, height: BigInt(TIP + 1) }], { activationHeight: TIP + 1 });
}

function secondArm(): LanesPlan {
	return plan([], { chains: [chain('base', [HALF_LIFE_LATER]), chain('fork', [SPACING60, HALF_LIFE_LATER])] });
}

function armBefore(): LanesPlan {
	const before = { ...HALF_LIFE_LATER, height: BigInt(ACTIVATION - 100) };
	return plan([], { chains: [chain('base', [before]), chain('fork', [before, SPACING60])] });
}

/**
 * The fork alone, with activation long after its arms: the activation time is then the clock of 400 blocks
 * behind each trial's own anchor, compared to its last bit.
 */
export function pastItsArms({ plan: from }: Case): LanesPlan {
	return { ...from, chains: from.chains.slice(-1), activationHeight: from.activationHeight + 400, growthPerSecond: 0 };
}
