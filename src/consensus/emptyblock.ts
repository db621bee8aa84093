/** BTX's temporary penalty on blocks that hold nothing but their coinbase. */
import type { SubsidySchedule } from './issuance.ts';
import type { EmptyBlockPenalty } from './rules.ts';
import { subsidyAt } from './subsidy.ts';

/** What the penalty looks at. Only emptiness counts: nobody can prove where a transaction came from. */
export interface BlockContents {
	readonly height: bigint;
	/** The block's only transaction is its coinbase. */
	readonly coinbaseOnly: boolean;
	readonly parentCoinbaseOnly: boolean;
	/** Length of the run of coinbase-only blocks that ends at the parent. */
	readonly consecutiveEmptyAncestors: bigint;
}

/**
 * Base units that this very block may create (GetBlockSubsidyForBlock, BTX src/validation.cpp:6691): an empty
 * block loses one halving more than its run of empty ancestors, up to `maxHalvings`; from the strict height
 * on a half, or three quarters after an empty parent. Without a penalty, or outside its heights, the
 * schedule's subsidy.
 * @throws RangeError when the height is negative or the schedule is malformed.
 */
export function subsidyForBlock(
	schedule: SubsidySchedule,
	penalty: EmptyBlockPenalty | undefined,
	block: BlockContents,
): bigint {
	const subsidy = subsidyAt(schedule, block.height);
	if (penalty === undefined || penalty.maxHalvings === 0n || !block.coinbaseOnly) return subsidy;
	if (block.height < penalty.fromHeight || block.height >= penalty.endHeight) return subsidy;
	if (block.height >= penalty.strictFromHeight) return subsidy / (block.parentCoinbaseOnly ? 4n : 2n);
	const halvings = block.consecutiveEmptyAncestors + 1n;
	return subsidy >> (halvings < penalty.maxHalvings ? halvings : penalty.maxHalvings);
}
