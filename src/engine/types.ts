/** What the simulation is given and what it returns. Reducers are integers: their merge has no order. */
import type { AsertRules } from '../asert/rules.ts';
import type { BlockHeader } from '../consensus/header.ts';
import type { TimeRules } from '../consensus/rules.ts';
import type { GeneralChainPlan } from './generalchain.ts';

/** One rule set as the lanes need it. */
export interface ChainPlan {
	readonly id: string;
	readonly asert: AsertRules;
	readonly time: TimeRules;
	/** Network attempts per second at the tip's time, by the height from which the unit is in force. */
	readonly hashrate: readonly { readonly fromHeight: number; readonly perSecond: number }[];
}

/** Which engine runs a plan: BTX's arms are simulated from tables, every other rule by working out its targets. */
export type EngineName = 'lanes' | 'general';

/** What plans of both engines have. */
interface PlanTerms {
	readonly seed: number;
	readonly trials: number;
	readonly tip: { readonly height: number; readonly timeSeconds: number };
	/** First height under the fork's rules. Both chains are one chain below it. */
	readonly activationHeight: number;
	/** Length of the metric window in seconds, from each trial's own activation time. */
	readonly windowSeconds: number;
	/** Continuous growth of the network's hashrate from activation on, per second (ln(1.01)/86400 for +1 %/day). */
	readonly growthPerSecond: number;
}

/** A plan whose rule sets are BTX's arms. */
export interface LanesPlan extends PlanTerms {
	readonly anchor: { readonly height: number; readonly timeSeconds: number; readonly bits: number };
	/** Base first, then the fork. */
	readonly chains: readonly ChainPlan[];
}

/** A plan of rule sets of any kind. */
export interface GeneralRunPlan extends PlanTerms {
	/** In order of height and ending at the tip, with every block that the chains' rules look back to. */
	readonly history: readonly BlockHeader[];
	/** Base first, then the fork. */
	readonly chains: readonly GeneralChainPlan[];
}

export type SimulationPlan = LanesPlan | GeneralRunPlan;

/** The engine that a plan is made for. */
export function engineOf(plan: SimulationPlan): EngineName {
	return 'history' in plan ? 'general' : 'lanes';
}

/** Sums over trials for one chain. All integers; counts are blocks after the activation's parent. */
export interface ChainReducer {
	/** Σ over trials of blocks found in each day of the window (last day may be partial). */
	readonly blocksPerDay: readonly number[];
	/** Histogram of blocks in the whole window: [count, trials], ascending. */
	readonly windowBlocks: readonly (readonly [number, number])[];
	/** Σ over samples of the square of a sample's blocks in the window. */
	readonly countSquareSum: bigint;
	/** Fixed-point (×2^10) growth-weighted block counts M = Σ_d n_d·w_d: Σ over trials of M, Σ over samples of M². */
	readonly weightedSum: bigint;
	readonly weightedSquareSum: bigint;
	/** Σ of the first interval after activation, in 2^-20 s. */
	readonly firstIntervalSum: bigint;
	/** Headers whose time the timestamp rules moved away from the miner's clock. */
	readonly adjustedHeaders: number;
}

export interface SimulationResult {
	readonly engine: EngineName;
	readonly trials: number;
	/** Trials of one independent sample: 2 for antithetic pairs. What a sample has of a quantity is the sum over its trials. */
	readonly trialsPerSample: 1 | 2;
	/** Expected share weight of each day relative to the window's start: (1/Δ)∫ e^(−r·t) dt. */
	readonly dayWeights: readonly number[];
	readonly chains: readonly ChainReducer[];
	/** Σ over samples of M_base·M_fork, fixed point ×2^20. */
	readonly weightedCrossSum: bigint;
	/** Σ over samples of N_base·N_fork, the blocks in the window. */
	readonly countCrossSum: bigint;
	/** Activation time minus the tip's time: histogram in whole minutes [minute, trials]. */
	readonly activationMinutes: readonly (readonly [number, number])[];
	/** Activation time minus the tip's time, in whole seconds: Σ and Σ² over trials, Σ² over samples. */
	readonly activationSum: bigint;
	readonly activationSquareSum: bigint;
	readonly activationSampleSquareSum: bigint;
	/** Chain-blocks simulated, run-up counted once. */
	readonly chainBlocks: number;
}
