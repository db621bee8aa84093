/** The data that the empty-block penalty and timestamp rules are applied to. Integers only. */

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
	/** The timewarp rule holds only where the height is a multiple of this (BIP 94: 2,016); unset at every height. */
	readonly timewarpIntervalBlocks?: bigint;
	/** Cap on header time above median-time-past, from a height on. */
	readonly futureMtpDrift?: { readonly fromHeight: bigint; readonly seconds: bigint };
	/** From this height the cap never lies below parent − maxTimewarp. */
	readonly timewarpReconcileHeight?: bigint;
	/** Seconds a header may lie ahead of a node's clock (7,200). */
	readonly maxFutureSeconds: bigint;
	/** Withdrawn BTX 0.33.4 rule: cap on header time above the parent's, from a height on. */
	readonly maxTimeAdvance?: { readonly fromHeight: bigint; readonly seconds: bigint };
}
