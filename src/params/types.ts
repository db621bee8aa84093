/** What the loaded files become: rules, forks, states. Files are described in docs/profiles.md. */

import type { BlockHeader } from '../consensus/header.ts';
import type { SubsidySchedule } from '../consensus/issuance.ts';
import type { EmptyBlockPenalty, TimeRules } from '../consensus/rules.ts';
import type { DifficultyRules } from '../difficulty/rules.ts';
import type { ForkDifficulty } from './forkdifficulty.ts';
import type { ForkSubsidy } from './forksubsidy.ts';

/** Where a value was read. */
export interface Source {
	/** Path inside the repository, document or page. */
	readonly path?: string;
	/** Line or lines, as text ("138" or "729,814"). */
	readonly line?: string;
	readonly commit?: string;
	readonly url?: string;
	readonly note?: string;
}

/** exact: from consensus constants alone · conditional: closed form of inputs · estimated: simulated · assumed: an input or a choice. */
export type Kind = 'exact' | 'conditional' | 'estimated' | 'assumed';

/** One constant as the node's source names it. */
export interface Constant {
	readonly name: string;
	/** JSON value; amounts and 256-bit values are strings. */
	readonly value: string | number | boolean | null;
	readonly unit?: string;
	readonly source: Source;
	readonly note?: string;
}

/** A constant counted in blocks, whose wall time moves with spacing. */
export interface BlockCount {
	readonly name: string;
	readonly blocks: number;
	/** What the constant protects: a duration, a number of blocks, or security against reorganisation. */
	readonly means: 'time' | 'blocks' | 'security';
	readonly title: string;
	readonly source: Source;
}

export type WorkUnit = string; // 'digest', 'episode', 'hash', …

/** The complete rule set of one network under one release, with or without forks applied. */
export interface Rules {
	/** "btx/main@0.32.12", or with forks "btx/main@0.32.12+spacing60". */
	readonly id: string;
	readonly chain: string;
	/** The chain whose constants and rules this one has; its own name except for a clone. */
	readonly family: string;
	readonly network: string;
	readonly release: string;
	readonly title: string;
	readonly coin: { readonly symbol: string; readonly decimals: number };
	readonly commit: string;
	/** Branch or tag that is known to hold the commit. */
	readonly reachableFrom?: string;
	readonly genesis: { readonly timeSeconds: number; readonly bits: number };
	readonly maxMoney: bigint;
	readonly subsidy: SubsidySchedule;
	readonly emptyBlockPenalty?: EmptyBlockPenalty;
	readonly difficulty: DifficultyRules;
	readonly time: TimeRules;
	/** Unit of work by height, strictly increasing, the first from 0. */
	readonly workUnits: readonly { readonly fromHeight: number; readonly unit: WorkUnit }[];
	readonly blockCounts: readonly BlockCount[];
	readonly maxBlockBytes: number;
	readonly headerBytes: number;
	readonly constants: readonly Constant[];
}

export type BlockCountDecision =
	| { readonly decision: 'keep'; readonly why?: string }
	| { readonly decision: 'scale'; readonly why?: string }
	| { readonly decision: 'set'; readonly blocks: number; readonly why?: string };

export type Activation = { readonly height: number } | { readonly afterTip: number } | 'in-place';

export type Declared = 'preserve' | 'change';

/** A fork file after validation; constants still carry chainparams names. */
export interface Fork {
	readonly id: string;
	readonly title: string;
	readonly description?: string;
	/** Chain and network, optionally with release: "btx/main" or "btx/main@0.33.2". */
	readonly base: string;
	readonly activation: Activation;
	readonly expect: Readonly<Record<string, string | number | boolean>>;
	readonly set: Readonly<Record<string, string | number | boolean>>;
	/** Ordered difficulty operations; `offset` 0 is the activation height, 1 the block after it. */
	readonly arms: readonly ForkArm[];
	/** Rule of difficulty from the activation on, in place of the one in force. */
	readonly difficulty?: ForkDifficulty;
	/** Rule of issuance from the activation on, in place of the one in force. */
	readonly subsidy?: ForkSubsidy;
	readonly declares: { readonly issuancePerTime: Declared; readonly finalSupply: Declared };
	/** Mandatory when the fork derives amounts: how the rational subsidy became an integer. */
	readonly rounding?: 'floor' | 'ceil' | 'nearest';
	readonly blockCounts: Readonly<Record<string, BlockCountDecision>>;
	readonly predictions: readonly { readonly metric: string; readonly band: readonly [number, number] }[];
	readonly reviewAfterBlocks?: number;
	readonly source?: Source;
}

export interface ForkArm {
	readonly offset: number;
	readonly operation:
		| { readonly kind: 'ratio'; readonly num: string; readonly den: string }
		| { readonly kind: 'derive'; readonly num: string; readonly den: string }
		| { readonly kind: 'divide'; readonly factor: string }
		| { readonly kind: 'inherit' };
	readonly halfLifeSeconds?: number;
	/** 64 hex digits, the new easiest target. */
	readonly limitTarget?: string;
	/** Unit of work from this arm on. */
	readonly workUnit?: WorkUnit;
}

/** Recorded: published by the chain or project. Derived: computed from recorded values. Assumed: neither. */
export type StateKind = 'recorded' | 'derived' | 'assumed' | 'assumed-equilibrium';

/** The network's measured attempts per second in one unit of work. */
export interface NetworkHashrate {
	readonly unit: WorkUnit;
	readonly perSecond: number;
	/** Blocks of the measuring window; its relative standard error is 1/√n. Absent where assumed. */
	readonly windowBlocks?: number;
	readonly kind: 'measured' | 'assumed';
	readonly source: Source;
}

/** Mean spacing of the latest blocks. */
export interface ObservedSpacing {
	readonly seconds: number;
	/** Blocks of the measuring window. */
	readonly windowBlocks: number;
	readonly source: Source;
}

/** Share of blocks that were measured to become stale. */
export interface StaleMeasurement {
	/** Stale blocks over all blocks found, in (0, 1). */
	readonly share: number;
	/** Blocks found in the sample; absent where the source does not say. */
	readonly blocks?: number;
	readonly date: string;
	readonly source: Source;
}

/** The newest headers of a state: as the chain has them, the tip last, or assumed to be one spacing apart. */
export type StateHeaders =
	| { readonly kind: 'recorded'; readonly list: readonly BlockHeader[] }
	| { readonly kind: 'assumed-equilibrium'; readonly bits: number; readonly spacingSeconds: number };

/** A dated state of the chain: where a rehearsal starts. */
export interface ChainState {
	readonly id: string;
	readonly title: string;
	/** "btx/main" */
	readonly network: string;
	/** Release whose rules were in force. */
	readonly release: string;
	readonly date: string;
	readonly tip: { readonly height: number; readonly timeSeconds: number; readonly timeKind: StateKind };
	/** nBits required of the block after the tip, by the release's own rules. */
	readonly nextBits: number;
	/** ± seconds on the tip's time that one standard error of the hashrate means; 0 where recorded. */
	readonly tipTimeStandardErrorSeconds: number;
	/** Of an absolute schedule; absent where the difficulty rule in force has none. */
	readonly anchor?: {
		readonly height: number;
		readonly timeSeconds: number;
		readonly bits: number;
		readonly kind: StateKind;
	};
	readonly headers: StateHeaders;
	readonly hashrates: readonly NetworkHashrate[];
	/** Empty where nobody measured. */
	readonly observedSpacings: readonly ObservedSpacing[];
	/** Absent where nobody measured. */
	readonly staleRate?: StaleMeasurement;
	readonly notes: readonly string[];
	readonly source: Source;
}

/** One input file of a run, as the footer names it. */
export interface InputFile {
	readonly kind: 'base' | 'fork' | 'state' | 'fleet' | 'market' | 'device';
	readonly id: string;
	/** Path as the user would type it; bundled files are relative to the package. */
	readonly path: string;
	readonly sha256: string;
}
