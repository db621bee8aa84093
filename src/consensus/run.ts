/** Runs of blocks with equal subsidies: what every issuance rule is made of. */

/** The blocks from a height on that create the same. */
export interface SubsidyRun {
	/** Base units per block. */
	readonly subsidy: bigint;
	/** Base units per block that its miner keeps, where that is less than the subsidy. */
	readonly minerSubsidy?: bigint;
	/** First height after the run; null: it never ends. The next run's subsidy may be the same. */
	readonly endHeight: bigint | null;
}

/** The least of some heights above a height, null standing for one that never comes. */
export function nextAbove(height: bigint, candidates: Iterable<bigint>): bigint | null {
	let next: bigint | null = null;
	for (const candidate of candidates) {
		if (candidate > height && (next === null || candidate < next)) next = candidate;
	}
	return next;
}
