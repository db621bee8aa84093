/** Recorded blocks under the rules of a bundled network. */
import { type BlockHeader, formatBits, type HeaderSource, MissingHeaderError } from '../../src/consensus/index.ts';
import { requiredBits } from '../../src/difficulty/nextbits.ts';
import { chainNamed } from '../../src/params/chains.ts';
import { loadBase } from '../../src/params/registry.ts';
import type { Rules } from '../../src/params/types.ts';
import type { ConstantValues } from '../../src/params/validity.ts';

/** Height, header time, nBits. */
export type Recorded = readonly [height: number, time: number, bits: string | number];

export const networkOf = (name: string): Rules => loadBase(name).value;

/** A source that knows these blocks and no others. */
export function recorded(blocks: readonly Recorded[]): HeaderSource {
	const known = new Map<bigint, BlockHeader>();
	for (const [height, time, bits] of blocks) {
		known.set(BigInt(height), { height: BigInt(height), time: BigInt(time), bits: Number(bits) });
	}
	return (height) => {
		const block = known.get(height);
		if (block === undefined) throw new MissingHeaderError(height);
		return block;
	};
}

/** nBits required of the block after the last of some. */
export function bitsAfter(rules: Rules, blocks: readonly Recorded[], time?: number): string {
	const tip = blocks.at(-1);
	if (tip === undefined) throw new Error('no blocks');
	const candidate = { tipHeight: BigInt(tip[0]), ...(time !== undefined && { time: BigInt(time) }) };
	return formatBits(requiredBits(rules.difficulty, recorded(blocks), candidate));
}

/** First heights and kinds of the difficulty rules. */
export const erasOf = ({ difficulty }: Rules): [bigint, string][] =>
	difficulty.map(({ fromHeight, rule }) => [fromHeight, rule.kind]);

/** The constants that a node would refuse if some were different, each with the reason. */
export function refused(rules: Rules, edits: ConstantValues): string[] {
	const constants = Object.fromEntries(rules.constants.map(({ name, value }) => [name, value ?? '']));
	return chainNamed(rules.family)
		.violations({ ...constants, ...edits })
		.map(({ name, reason }) => `${name} ${reason}`);
}
