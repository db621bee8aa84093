/** Locks and constants that count blocks: what their wall time becomes. */
import type { BlockCount, BlockCountDecision, Fork, Rules } from '../params/types.ts';

/** Largest relative lock in blocks: 16 bits (BIP 68). */
export const LONGEST_RELATIVE_LOCK_BLOCKS = 0xffff;
/** Unit of a relative lock in time, seconds (BIP 68); it does not count blocks. */
export const RELATIVE_LOCK_UNIT_SECONDS = 512;

/** Two places on a schedule. */
interface Schedule {
	timeOf(height: number): number;
}

/** Seconds by which a locked height comes later under the fork; negative: earlier. */
export function lockDrift(base: Schedule, fork: Schedule, lockHeight: number): number {
	return fork.timeOf(lockHeight) - base.timeOf(lockHeight);
}

/** A constant counted in blocks under both rule sets. */
export interface CountedConstant {
	readonly name: string;
	readonly title: string;
	readonly means: BlockCount['means'];
	readonly baseBlocks: number;
	readonly forkBlocks: number;
	/** What the fork says of it; undecided: nothing. */
	readonly decision: BlockCountDecision['decision'] | 'undecided';
}

/** Every constant counted in blocks, as the base lists them. */
export function constantsInBlocks(base: Rules, fork: Rules, { blockCounts }: Fork): CountedConstant[] {
	return base.blockCounts.map(({ name, title, means, blocks }) => ({
		name,
		title,
		means,
		baseBlocks: blocks,
		forkBlocks: fork.blockCounts.find((count) => count.name === name)?.blocks ?? blocks,
		decision: blockCounts[name]?.decision ?? 'undecided',
	}));
}

/** What the chains call the constants that several tables speak of. */
const NAMES = {
	/** Blocks before a coinbase can be spent. */
	maturity: ['COINBASE_MATURITY', 'CoinbaseMaturity', 'digishieldConsensus.nCoinbaseMaturity'],
	/** Deepest reorganisation that a node follows. */
	reorganisation: ['nMaxReorgDepth', 'MAX_REORG_LENGTH', 'nMaxReorganizationDepth', 'DEFAULT_MAX_REORG_DEPTH'],
	/** Latest blocks that a pruned node keeps. */
	pruning: ['MIN_BLOCKS_TO_KEEP'],
	/** Blocks after which an unmined transaction expires. */
	expiry: ['DEFAULT_POST_BLOSSOM_TX_EXPIRY_DELTA', 'DEFAULT_TX_EXPIRY_DELTA'],
} as const;

/** Blocks of a constant under a rule set; null where it has none. */
export function countOf({ blockCounts }: Rules, what: keyof typeof NAMES): number | null {
	const names: readonly string[] = NAMES[what];
	return blockCounts.find(({ name }) => names.includes(name))?.blocks ?? null;
}
