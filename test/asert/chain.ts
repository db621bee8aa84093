/** Sparse chains as the vectors write them. */
import { type AsertRules, anchorAt, type BlockHeader, nextBits } from '../../src/asert/index.ts';
import { formatBits } from '../../src/consensus/index.ts';

export interface Block {
	readonly height: number;
	readonly time: number;
	readonly bits: string;
}

export function headerOf(block: Block): BlockHeader {
	return { height: BigInt(block.height), time: BigInt(block.time), bits: Number(block.bits) };
}

/** nBits after the last block of a chain that holds at least the tip and the anchor. */
export function required(rules: AsertRules, chain: readonly BlockHeader[]): string {
	const tip = chain.at(-1);
	if (tip === undefined) throw new Error('a chain needs a tip');
	const anchorHeight = anchorAt(rules, tip.height)?.height;
	const anchor = chain.find(({ height }) => height === anchorHeight);
	return formatBits(nextBits(rules, tip, anchor));
}
