/** A fleet's luck under a rule set, from the simulation's reducers. */
import { WEIGHT_SCALE } from '../engine/reducer.ts';
import { fleetRate } from '../fleet/rate.ts';
import { dailyShares } from '../fleet/share.ts';
import type { Fleet } from '../fleet/types.ts';
import { daySegments } from '../hashrate/growth.ts';
import { once } from '../params/once.ts';
import type { ChainBasis, FleetBasis } from './basis.ts';
import { type FleetDistribution, fleetDistribution } from './mixture.ts';

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

/** The fleet's mean share on each day of the window, over the days' parts in each unit of work. */
function sharesOf(fleet: Fleet, { stretches }: ChainBasis, basis: FleetBasis): number[] {
	const segmentsSeconds = daySegments(basis.windowSeconds);
	const shares = segmentsSeconds.map(() => 0);
	for (const { network, fromSecond, toSecond } of stretches) {
		const input = { ...fleetRate(fleet, network), networkPerSecond: network.perSecond };
		const inUnit = dailyShares({ ...input, growthPerSecond: basis.growthPerSecond, segmentsSeconds });
		let dayStart = 0;
		for (const [day, seconds] of segmentsSeconds.entries()) {
			const covered = Math.min(toSecond, dayStart + seconds) - Math.max(fromSecond, dayStart);
			shares[day]! += inUnit[day]! * (Math.max(0, covered) / seconds);
			dayStart += seconds;
		}
	}
	return shares;
}

/** What every distribution on the chain with the given index (0: base) shares. */
function chainInput({ chains, result }: FleetBasis, index: number) {
	const { windowBlocks, blocksPerDay } = result.chains[index]!;
	return { histogram: windowBlocks, dayProfile: blocksPerDay, eras: chains[index]!.eras };
}

/** The luck of a fleet on the chain with the given index of the basis (0: base). */
export function sideLuck(fleet: Fleet, basis: FleetBasis, index: number): SideLuck {
	const { result } = basis;
	const chain = basis.chains[index]!;
	const dailyShares = sharesOf(fleet, chain, basis);
	const common = chainInput(basis, index);
	const luck = fleetDistribution({ ...common, dailyShares, windowBlocks: null });
	const measuredOver = fleet.kind === 'share' ? undefined : chain.stretches[0]!.network.windowBlocks;
	const measured = once(() =>
		measuredOver === undefined ? null : fleetDistribution({ ...common, dailyShares, windowBlocks: measuredOver }),
	);
	// Under free entry a fork's others grow with its coins a day; the base stays as it is.
	const crowding = index === 0 ? 1 : basis.coinsRatio;
	const joinedShares = dailyShares.map((share) => Math.min(1, share / crowding));
	const joined = once(() =>
		crowding === 1 ? luck : fleetDistribution({ ...common, dailyShares: joinedShares, windowBlocks: null }),
	);
	const weightedBlocks = Number(result.chains[index]!.weightedSum) / WEIGHT_SCALE / result.trials;
	return {
		luck,
		get measured() {
			return measured();
		},
		get joined() {
			return joined();
		},
		share: dailyShares[0]!,
		findsPerBlock: weightedBlocks > 0 ? luck.meanFinds / weightedBlocks : 0,
		unitsPerFind: luck.meanFinds > 0 ? luck.meanUnits / luck.meanFinds : 0,
	};
}

/** Mean base units of everyone but a fleet: each block is theirs when it is not the fleet's. */
export function restUnits(fleet: Fleet, basis: FleetBasis, index: number): number {
	const shares = sharesOf(fleet, basis.chains[index]!, basis);
	const dailyShares = shares.map((share) => 1 - share);
	return fleetDistribution({ ...chainInput(basis, index), dailyShares, windowBlocks: null }).meanUnits;
}
