/** Work and difficulty, the two readings of a block's nBits. */
import { decodeCompact } from './compact.ts';

/**
 * Expected attempts that a block stands for: floor(2^256 ÷ (target + 1)); 0 for nBits no block can carry
 * (GetBlockProof, Bitcoin src/chain.cpp).
 * @throws RangeError when `bits` is not an unsigned 32-bit integer.
 */
export function blockWork(bits: number): bigint {
	const { target, negative, overflow } = decodeCompact(bits);
	if (negative || overflow || target === 0n) return 0n;
	return (1n << 256n) / (target + 1n);
}

/**
 * Difficulty as nodes print it: 65535 ÷ mantissa × 256^(29 − size) (GetDifficulty, Bitcoin
 * src/rpc/blockchain.cpp). One rounded division; the steps by 256 are exact, so the double equals the
 * node's. Infinity for a zero mantissa, as in the node.
 */
export function difficulty(bits: number): number {
	let result = 0xffff / (bits & 0x00ff_ffff);
	let size = bits >>> 24;
	for (; size < 29; size++) result *= 256;
	for (; size > 29; size--) result /= 256;
	return result;
}
