/** The data that issuance and timestamp rules are applied to. Integers only. */

/** One stretch of heights with a constant initial subsidy and halving interval. */
export interface SubsidySegment {
	/** First height of the segment. The first segment starts at 0. */
	readonly fromHeight: bigint;
	/** Base units per block before any halving. */
	readonly initialSubsidy: bigint;
	/** Blocks between halvings while this segment is in force. */
	readonly halvingIntervalBlocks: bigint;
}

/**
 * Halving schedule with a piecewise interval. The number of halvings at height h is
 * floor(Σ blocks_i ÷ interval_i) over the segments up to h, as Zcash's Blossom defines it (ZIP 208), in
 * exact rational arithmetic; the subsidy is the segment's initial subsidy shifted right by it.
 */
export interface SubsidySchedule {
	readonly segments: readonly SubsidySegment[];
	/** Number of halvings from which the subsidy is zero (64 in Bitcoin-derived code). */
	readonly maxHalvings: bigint;
}

/** BTX's penalty on blocks that hold nothing but their coinbase (validation.cpp GetBlockSubsidyForBlock). */
export interface EmptyBlockPenalty {
	readonly fromHeight: bigint;
	readonly strictFromHeight: bigint;
	readonly endHeight: bigint;
	readonly maxHalvings: bigint;
}

/** Header-time rules of a network. Heights that never come are `undefined`. */
export interface TimeRules {
	/** Blocks in the median-time-past window (11). */
	readonly medianTimeSpan: number;
	/** Seconds a header may lie before its parent (600), or undefined where no such rule holds. */
	readonly maxTimewarpSeconds?: bigint;
	/** Cap on header time above median-time-past, from a height on. */
	readonly futureMtpDrift?: { readonly fromHeight: bigint; readonly seconds: bigint };
	/** From this height the cap never lies below parent − maxTimewarp. */
	readonly timewarpReconcileHeight?: bigint;
	/** Seconds a header may lie ahead of a node's clock (7,200). */
	readonly maxFutureSeconds: bigint;
	/** Withdrawn BTX 0.33.4 rule: cap on header time above the parent's, from a height on. */
	readonly maxTimeAdvance?: { readonly fromHeight: bigint; readonly seconds: bigint };
}
