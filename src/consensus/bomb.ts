/**
 * The block number that an ice age runs on. A difficulty bomb grows with the height; a fork that delays it computes it
 * from a smaller one.
 */

/**
 * Block number for the bomb after a delay: height − delay, and 0 before that (EIP-649, EIP-1234, ethereum/EIPs at
 * 02e6ea45: "fake_block_number").
 */
export function delayedHeight(height: bigint, delayBlocks: bigint): bigint {
	return height > delayBlocks ? height - delayBlocks : 0n;
}

/** Where a bomb stands still: from one height on, up to another. */
export interface BombPause {
	readonly fromHeight: bigint;
	readonly toHeight: bigint;
}

/** Block number for the bomb under a pause: it stops at the pause's start and resumes there (ECIP-1010, ethereumclassic/ECIPs at 0adb4207). */
export function pausedHeight(height: bigint, { fromHeight, toHeight }: BombPause): bigint {
	if (height <= fromHeight) return height;
	return height < toHeight ? fromHeight : height - (toHeight - fromHeight);
}

/** Binary logarithm of the bomb at a block number: height ÷ 100,000 − 2, a step every 100,000 blocks (Ethereum's Homestead rule). */
export function bombExponent(blockNumber: bigint): bigint {
	return blockNumber / 100_000n - 2n;
}
