/** A fleet's luck under both rule sets, from the simulation's reducers. */

import { spacingAt } from '../asert/btx.ts';
import { firstZeroHeight, subsidyEras } from '../consensus/subsidy.ts';
import { WEIGHT_SCALE } from '../engine/reducer.ts';
import type { SimulationPlan, SimulationResult } from '../engine/types.ts';
import { fleetRate } from '../fleet/rate.ts';
import { dailyShares } from '../fleet/share.ts';
import type { Fleet } from '../fleet/types.ts';
import { daySegments } from '../hashrate/growth.ts';
import type { ChainState, NetworkHashrate, Rules } from '../params/types.ts';
import { differenceInterval, meanInterval } from './interval.ts';
import { type Era, type FleetDistribution, fleetDistribution } from './mixture.ts';
import { networkAt } from './plan.ts';

/** One side's figures. */
export interface SideLuck {
	readonly luck: FleetDistribution;
	/** The same with the hashrate's own uncertainty; null where the share is known. */
	readonly measured: FleetDistribution | null;
	/** The same if the network's hashrate follows the coins a day (free entry). */
	readonly joined: FleetDistribution;
	/** The fleet's mean share of the network on the window's first day. */
	readonly share: number;
	/** Finds per growth-weighted block: the slope that turns an error of the count into one of the finds. */
	readonly findsPerBlock: number;
	/** Base units per find, averaged over the window. */
	readonly unitsPerFind: number;
}

/** What the sides are computed from. */
export interface LuckInput {
	readonly plan: SimulationPlan;
	readonly result: SimulationResult;
	readonly rules: readonly Rules[];
	readonly state: ChainState;
	/** Coins a day under the fork ÷ under the base. */
	readonly coinsRatio: number;
}

/** Subsidies of the window's blocks by their index from activation, as far as a path of `most` blocks reaches. */
function windowEras(rules: Rules, firstHeight: number, most: number): Era[] {
	const eras = subsidyEras(rules.subsidy).map(({ fromHeight, subsidy }) => ({
		fromBlockIndex: Number(fromHeight) - firstHeight,
		subsidy,
	}));
	eras.push({ fromBlockIndex: Number(firstZeroHeight(rules.subsidy)) - firstHeight, subsidy: 0n });
	const first = eras.findLast(({ fromBlockIndex }) => fromBlockIndex <= 0)!;
	const later = eras.filter(({ fromBlockIndex }) => fromBlockIndex > 0 && fromBlockIndex < most);
	return [{ ...first, fromBlockIndex: 0 }, ...later];
}

/** A stretch of the window in one unit of work. */
interface UnitStretch {
	readonly network: NetworkHashrate;
	readonly fromSecond: number;
	readonly toSecond: number;
}

/**
 * The window by unit of work; a change inside it is placed where the schedule expects its height.
 * @throws InputError for a unit in which the state has no rate
 */
export function unitStretches(rules: Rules, { plan, state }: Pick<LuckInput, 'plan' | 'state'>): UnitStretch[] {
	const first = plan.activationHeight;
	const spacing = Number(spacingAt(rules.asert, BigInt(first)));
	const starts = rules.workUnits
		.map(({ fromHeight }) => ({
			height: Math.max(first, fromHeight),
			second: Math.max(0, fromHeight - first) * spacing,
		}))
		.filter(({ second }, i, all) => second < plan.windowSeconds && (all[i + 1]?.second ?? 1) > 0);
	return starts.map(({ height, second }, i) => ({
		network: networkAt(rules, state, height),
		fromSecond: second,
		toSecond: starts[i + 1]?.second ?? plan.windowSeconds,
	}));
}

/** The fleet's mean share on each day of the window, over the days' parts in each unit of work. */
function sharesOf(fleet: Fleet, stretches: readonly UnitStretch[], plan: SimulationPlan): number[] {
	const segmentsSeconds = daySegments(plan.windowSeconds);
	const shares = segmentsSeconds.map(() => 0);
	for (const { network, fromSecond, toSecond } of stretches) {
		const input = { ...fleetRate(fleet, network), networkPerSecond: network.perSecond };
		const inUnit = dailyShares({ ...input, growthPerSecond: plan.growthPerSecond, segmentsSeconds });
		let dayStart = 0;
		for (const [day, seconds] of segmentsSeconds.entries()) {
			const covered = Math.min(toSecond, dayStart + seconds) - Math.max(fromSecond, dayStart);
			shares[day]! += inUnit[day]! * (Math.max(0, covered) / seconds);
			dayStart += seconds;
		}
	}
	return shares;
}

/** What every distribution on the chain with the given index of the plan (0: base) shares. */
function chainInput({ plan, result, rules }: LuckInput, index: number) {
	const { windowBlocks, blocksPerDay } = result.chains[index]!;
	const most = windowBlocks.at(-1)?.[0] ?? 0;
	const eras = windowEras(rules[index]!, plan.activationHeight, most);
	return { histogram: windowBlocks, dayProfile: blocksPerDay, eras };
}

/** The luck of a fleet on the chain with the given index of the plan (0: base). */
export function sideLuck(fleet: Fleet, input: LuckInput, index: number): SideLuck {
	const { plan, result } = input;
	const stretches = unitStretches(input.rules[index]!, input);
	const dailyShares = sharesOf(fleet, stretches, plan);
	const common = chainInput(input, index);
	const luck = fleetDistribution({ ...common, dailyShares, windowBlocks: null });
	const measuredOver = fleet.kind === 'share' ? undefined : stretches[0]!.network.windowBlocks;
	const measured =
		measuredOver === undefined ? null : fleetDistribution({ ...common, dailyShares, windowBlocks: measuredOver });
	// Under free entry a fork's others grow with its coins a day; the base stays as it is.
	const crowding = index === 0 ? 1 : input.coinsRatio;
	const joinedShares = dailyShares.map((share) => Math.min(1, share / crowding));
	const joined =
		crowding === 1 ? luck : fleetDistribution({ ...common, dailyShares: joinedShares, windowBlocks: null });
	const weightedBlocks = Number(result.chains[index]!.weightedSum) / WEIGHT_SCALE / result.trials;
	return {
		luck,
		measured,
		joined,
		share: dailyShares[0]!,
		findsPerBlock: weightedBlocks > 0 ? luck.meanFinds / weightedBlocks : 0,
		unitsPerFind: luck.meanFinds > 0 ? luck.meanUnits / luck.meanFinds : 0,
	};
}

/** Mean base units of everyone but a fleet: each block is theirs when it is not the fleet's. */
export function restUnits(fleet: Fleet, input: LuckInput, index: number): number {
	const shares = sharesOf(fleet, unitStretches(input.rules[index]!, input), input.plan);
	const dailyShares = shares.map((share) => 1 - share);
	return fleetDistribution({ ...chainInput(input, index), dailyShares, windowBlocks: null }).meanUnits;
}

/** Half-width of the 95 % interval of factor × growth-weighted blocks; undefined below two trials. */
export function meanHalfWidth(result: SimulationResult, index: number, factor: number): number | undefined {
	if (result.trials < 2) return undefined;
	const { weightedSum, weightedSquareSum } = result.chains[index]!;
	const interval = meanInterval(
		{ n: result.trials, sum: weightedSum, sumSquares: weightedSquareSum },
		1 / WEIGHT_SCALE,
	);
	return interval.halfWidth * Math.abs(factor);
}

/** Half-width of the paired 95 % interval of forkFactor × fork's blocks − baseFactor × base's. */
export function pairedHalfWidth(result: SimulationResult, forkFactor: number, baseFactor: number): number | undefined {
	const [base, fork] = result.chains;
	if (result.trials < 2 || base === undefined || fork === undefined) return undefined;
	const sums = {
		n: result.trials,
		sumX: fork.weightedSum,
		sumSquaresX: fork.weightedSquareSum,
		sumY: base.weightedSum,
		sumSquaresY: base.weightedSquareSum,
		sumProducts: result.weightedCrossSum,
	};
	// Factors of extreme size carry no information; the interval is zero with them.
	const usable = (factor: number): number => (Math.abs(factor) < 1e-25 ? 0 : factor);
	return differenceInterval(sums, usable(forkFactor), usable(baseFactor)).halfWidth / WEIGHT_SCALE;
}
