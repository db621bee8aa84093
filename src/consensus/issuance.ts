/**
 * Issuance schedules as data: by height, stages of one rule each. Every amount is in base units per block, every
 * height and count of blocks a whole number, all of them bigint.
 */

/** Rules of issuance by height: `fromHeight` strictly increasing, the first stage from 0, or from where a chain's are known. */
export type SubsidySchedule = readonly SubsidyStage[];

/** A stretch of heights under one rule, up to the next stage. */
export interface SubsidyStage {
	readonly fromHeight: bigint;
	/** What the network calls the stage ("Blossom", "tail emission"). */
	readonly name: string;
	readonly rule: SubsidyRule;
}

export type SubsidyRule =
	| HalvingSubsidy
	| ReductionSubsidy
	| TableSubsidy
	| GeometricSubsidy
	| SmoothSubsidy
	| EmissionSubsidy;

/** One stretch of heights with a constant initial subsidy and halving interval. */
export interface SubsidySegment {
	/** First height of the segment; the first segment's lies at or below the stage's, and halvings count from it. */
	readonly fromHeight: bigint;
	/** Base units per block before any halving. */
	readonly initialSubsidy: bigint;
	/** Blocks between halvings while this segment is in force. */
	readonly halvingIntervalBlocks: bigint;
}

/**
 * Halvings with a piecewise interval (Bitcoin and its family). The number of halvings at height h is
 * floor(Σ blocks_i ÷ interval_i) over the segments up to h, as Zcash's Blossom defines it (ZIP 208), in
 * exact rational arithmetic; the subsidy is the segment's initial subsidy shifted right by it.
 */
export interface HalvingSubsidy {
	readonly kind: 'halving';
	readonly rounding: 'floor';
	readonly segments: readonly SubsidySegment[];
	/** Number of halvings from which the subsidy is zero (64 in Bitcoin-derived code). */
	readonly maxHalvings: bigint;
	/**
	 * Zcash's ramp: the subsidy rises in a straight line over the first `blocks` blocks, and halvings are counted
	 * from `blocks` ÷ 2 on, so that the ramp issues what half as many full blocks would.
	 */
	readonly slowStart?: { readonly blocks: bigint };
}

/** How a reduction's subsidy is divided from a height on, in parts of their sum. */
export interface SubsidyShares {
	readonly fromHeight: bigint;
	readonly work: bigint;
	/** Divided once more, equally among the votes of a block. */
	readonly stake: bigint;
	readonly treasury: bigint;
}

/** Decred: every interval the subsidy becomes floor(subsidy · mul ÷ div), and a block's is divided in three. */
export interface ReductionSubsidy {
	readonly kind: 'reduction';
	readonly rounding: 'floor';
	/** Base units of the first interval's blocks, before division. */
	readonly baseSubsidy: bigint;
	readonly mul: bigint;
	readonly div: bigint;
	readonly intervalBlocks: bigint;
	/** The first distribution: what block 1 creates, all of it in its coinbase. Block 0 creates nothing. */
	readonly blockOneSubsidy: bigint;
	/** Strictly rising heights, the first 0. */
	readonly shares: readonly SubsidyShares[];
	/** Votes a block may hold (5); it needs more than half. */
	readonly votesPerBlock: bigint;
	/** First height whose block holds votes. Before it the stake's part is not created. */
	readonly votingFromHeight: bigint;
	/** From this height missing votes no longer lower the treasury's part (DCP-0006). */
	readonly fullTreasuryFromHeight?: bigint;
}

/** A subsidy per block from a height on. */
export interface TableStep {
	readonly fromHeight: bigint;
	readonly subsidy: bigint;
}

/** Subsidies written out by height (Dogecoin from 145,000 on, Grin, Kaspa). The last step holds for ever. */
export interface TableSubsidy {
	readonly kind: 'table';
	readonly rounding: 'none';
	/** Strictly rising heights, the first at or below the stage's. */
	readonly steps: readonly TableStep[];
}

/** Ethereum Classic's 5M20: floor(initial · num^era ÷ den^era), era = floor((height − firstHeight) ÷ eraBlocks). */
export interface GeometricSubsidy {
	readonly kind: 'geometric';
	readonly rounding: 'floor';
	readonly initialSubsidy: bigint;
	readonly num: bigint;
	readonly den: bigint;
	readonly eraBlocks: bigint;
	/** First height with a subsidy (1 where block 0 creates nothing). */
	readonly firstHeight: bigint;
}

/** ZIP 234: each block creates ceil(reserve · num ÷ den), the reserve being `cap` less all issued before. */
export interface SmoothSubsidy {
	readonly kind: 'smooth';
	readonly rounding: 'ceil';
	readonly num: bigint;
	readonly den: bigint;
	readonly cap: bigint;
}

/**
 * Monero: each block creates floor((supplyConstant − issued before) ÷ 2^shift), and never less than the tail. The
 * shift is stated for blocks of one minute and is one less for every further minute: shiftBits − (spacingMinutes − 1).
 */
export interface EmissionSubsidy {
	readonly kind: 'emission';
	readonly rounding: 'floor';
	/** 2^64 − 1 in Monero. Without a tail, issuance approaches it from below. */
	readonly supplyConstant: bigint;
	/** Shift at a spacing of one minute (20). */
	readonly shiftBits: bigint;
	readonly spacingMinutes: bigint;
	/** Base units per block (Monero: 3 · 10^11 for each minute of spacing); 0: no tail. */
	readonly tailSubsidy: bigint;
}
