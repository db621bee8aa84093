/**
 * What the figures of any fleet are computed from once the simulation is done: plain data, without rule sets or
 * files, so that a document can hold it and a page can compute the fleet of its reader with the same code.
 */
import type { SimulationResult } from '../engine/types.ts';
import type { NetworkHashrate } from '../params/types.ts';
import type { Era } from './mixture.ts';

/** A stretch of the window in one unit of work. */
export interface UnitStretch {
	/** The network's rate at the window's start. */
	readonly network: Pick<NetworkHashrate, 'unit' | 'perSecond' | 'windowBlocks'>;
	readonly fromSecond: number;
	readonly toSecond: number;
}

/** One rule set over the window. */
export interface ChainBasis {
	readonly stretches: readonly UnitStretch[];
	readonly eras: readonly Era[];
	/** At activation. */
	readonly spacingSeconds: number;
	/** Paid to the miner of the block at activation. */
	readonly subsidyCoins: number;
}

/** What every chain of a rehearsal shares. */
export interface FleetBasis {
	/** Base, and the fork where it is simulated. */
	readonly chains: readonly ChainBasis[];
	readonly windowSeconds: number;
	/** Growth of the network's hashrate: continuous per second, and as a fraction per day. */
	readonly growthPerSecond: number;
	readonly growthPerDay: number;
	/** Coins a day under the fork ÷ under the base; 1 where they differ by rounding only. */
	readonly coinsRatio: number;
	/** Base supply ÷ fork supply at the window's end; null without a fork, and where no supply is known. */
	readonly supplyRatio: number | null;
	/** Digits of a coin after the point. */
	readonly decimals: number;
	/** Half of a 95 % interval in standard errors, at the number of samples. */
	readonly halfWidthPoint: number;
	readonly result: SimulationResult;
}
