/** What fleets' figures are computed from, out of rule sets, the state of the chain and the simulation's reducers. */

import type { SubsidySchedule } from '../consensus/issuance.ts';
import {
	issuedThrough,
	minerIssuedBetween,
	minerSubsidyAt,
	startsAtGenesis,
	subsidyEras,
} from '../consensus/subsidy.ts';
import { spacingAt } from '../difficulty/era.ts';
import type { SimulationPlan, SimulationResult } from '../engine/types.ts';
import type { ChainState, Rules } from '../params/types.ts';
import type { ChainBasis, FleetBasis, UnitStretch } from './basis.ts';
import { halfWidthPoint } from './interval.ts';
import type { Era } from './mixture.ts';
import { networkAt } from './plan.ts';
import { samplesIn } from './samples.ts';
import { meanBlocks } from './windowtable.ts';

/** Stretches of different subsidy that a window is divided into at most. */
const MOST_ERAS = 8;

/** What a basis is made of. */
export interface BasisInput {
	readonly plan: SimulationPlan;
	readonly result: SimulationResult;
	/** Base, and the fork where it is simulated. */
	readonly rules: readonly Rules[];
	readonly state: ChainState;
	/** Coins a day under the fork ÷ under the base; 1 where they differ by rounding only. */
	readonly coinsRatio: number;
	/** Growth of the network's hashrate per day as a fraction. */
	readonly growthPerDay: number;
}

/**
 * What miners are paid for the window's blocks by their index from activation, as far as a path of `most` blocks
 * reaches. A subsidy that changes more often than MOST_ERAS times is averaged over so many stretches of equal length:
 * a block is then off by at most 1/(2 · MOST_ERAS) of the subsidy's change over the window (ZIP 234, 30 days: 0.1 %).
 */
export function windowEras({ subsidy: schedule }: Rules, firstHeight: number, most: number): Era[] {
	const eras: Era[] = [];
	for (const { fromHeight, minerSubsidy } of subsidyEras(schedule, BigInt(firstHeight))) {
		const fromBlockIndex = Number(fromHeight) - firstHeight;
		if (fromBlockIndex > 0 && fromBlockIndex >= most) break;
		if (eras.at(-1)?.subsidy === minerSubsidy) continue;
		eras.push({ fromBlockIndex, subsidy: minerSubsidy });
		if (eras.length > MOST_ERAS) return averagedEras(schedule, firstHeight, most);
	}
	return eras;
}

function averagedEras(schedule: SubsidySchedule, firstHeight: number, most: number): Era[] {
	const starts = Array.from({ length: MOST_ERAS + 1 }, (_, i) => Math.floor((i * most) / MOST_ERAS));
	return starts.slice(0, -1).map((fromBlockIndex, i) => {
		const [from, end] = [BigInt(firstHeight + fromBlockIndex), BigInt(firstHeight + starts[i + 1]!)];
		return { fromBlockIndex, subsidy: minerIssuedBetween(schedule, from, end) / (end - from) };
	});
}

/**
 * The window by unit of work; a change inside it is placed where the schedule expects its height.
 * @throws InputError for a unit in which the state has no rate
 */
export function unitStretches(rules: Rules, { plan, state }: Pick<BasisInput, 'plan' | 'state'>): UnitStretch[] {
	const first = plan.activationHeight;
	const spacing = Number(spacingAt(rules.difficulty, BigInt(first)));
	const starts = rules.workUnits
		.map(({ fromHeight }) => ({
			height: Math.max(first, fromHeight),
			second: Math.max(0, fromHeight - first) * spacing,
		}))
		.filter(({ second }, i, all) => second < plan.windowSeconds && (all[i + 1]?.second ?? 1) > 0);
	return starts.map(({ height, second }, i) => {
		const { unit, perSecond, windowBlocks } = networkAt(rules, state, height);
		return {
			network: { unit, perSecond, ...(windowBlocks === undefined ? {} : { windowBlocks }) },
			fromSecond: second,
			toSecond: starts[i + 1]?.second ?? plan.windowSeconds,
		};
	});
}

function chainBasis(input: BasisInput, index: number): ChainBasis {
	const { plan, result } = input;
	const rules = input.rules[index]!;
	const height = BigInt(plan.activationHeight);
	return {
		stretches: unitStretches(rules, input),
		eras: windowEras(rules, plan.activationHeight, result.chains[index]!.windowBlocks.at(-1)?.[0] ?? 0),
		spacingSeconds: Number(spacingAt(rules.difficulty, height)),
		subsidyCoins: Number(minerSubsidyAt(rules.subsidy, height)) / 10 ** rules.coin.decimals,
	};
}

/** Base supply ÷ fork supply at the window's end, or null. */
function supplyRatioOf({ rules, plan, result }: BasisInput): number | null {
	const supplies = rules.map((each, i) => {
		const height = plan.activationHeight - 1 + Math.round(meanBlocks(result.chains[i]!));
		return startsAtGenesis(each.subsidy) ? Number(issuedThrough(each.subsidy, BigInt(height))) : null;
	});
	const [base = null, fork = null] = supplies;
	return base === null || fork === null ? null : base / fork;
}

/**
 * The basis of every fleet's figures.
 * @throws InputError for a unit of work in which the state has no rate
 */
export function fleetBasis(input: BasisInput): FleetBasis {
	const { rules, plan, result, coinsRatio, growthPerDay } = input;
	return {
		chains: rules.map((_, i) => chainBasis(input, i)),
		windowSeconds: plan.windowSeconds,
		growthPerSecond: plan.growthPerSecond,
		growthPerDay,
		coinsRatio,
		supplyRatio: supplyRatioOf(input),
		decimals: rules[0]!.coin.decimals,
		halfWidthPoint: samplesIn(result) < 2 ? 0 : halfWidthPoint(samplesIn(result)),
		result,
	};
}
