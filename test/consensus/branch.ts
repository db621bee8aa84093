/** Branches of headers for the tests of difficulty rules. */
import fc from 'fast-check';
import {
	type BlockHeader,
	encodeCompact,
	formatBits,
	type HeaderSource,
	headerSource,
} from '../../src/consensus/index.ts';

export interface Branch {
	/** In order of height, the tip last. */
	readonly blocks: readonly BlockHeader[];
	readonly headers: HeaderSource;
	readonly tipHeight: bigint;
}

/** Consecutive blocks, the first at a height. */
export function branchOf(blocks: readonly (readonly [time: bigint, bits: number])[], firstHeight = 0n): Branch {
	const headers = blocks.map(([time, bits], index) => ({ height: firstHeight + BigInt(index), time, bits }));
	return { blocks: headers, headers: headerSource(headers), tipHeight: firstHeight + BigInt(blocks.length - 1) };
}

/** Blocks from the genesis on, equally far apart, all with the same nBits. */
export function steadyBranch(count: number, spacingSeconds: bigint, bits: number): Branch {
	return branchOf(Array.from({ length: count }, (_, index) => [1_000_000_000n + spacingSeconds * BigInt(index), bits]));
}

/** The branch with a tip of its own time on top. */
export function extended({ blocks }: Branch, time: bigint, bits: number): Branch {
	return branchOf([...blocks.map((block) => [block.time, block.bits] as const), [time, bits]], blocks[0]?.height);
}

/** Any branch from the genesis on: times out of order, targets from the limit down to 2^-24 of it. */
export function anyBranch(count: number, spacingSeconds: bigint, limitTarget: bigint): fc.Arbitrary<Branch> {
	const step = fc.bigInt({ min: -4n * spacingSeconds, max: 12n * spacingSeconds });
	const target = fc
		.tuple(fc.bigInt({ min: limitTarget >> 4n, max: limitTarget }), fc.bigInt({ min: 0n, max: 20n }))
		.map(([value, shift]) => value >> shift);
	return fc.array(fc.tuple(step, target), { minLength: count, maxLength: count }).map((rows) => {
		let time = 1_500_000_000n;
		return branchOf(
			rows.map(([seconds, value]) => {
				time += seconds;
				return [time, encodeCompact(value)];
			}),
		);
	});
}

/** The middle of three numbers: a value brought between two others. */
export function between(least: bigint, value: bigint, most: bigint): bigint {
	return value < least ? least : value > most ? most : value;
}

/** nBits of a target that may be beyond the limit. */
export function limited(target: bigint, limitTarget: bigint): string {
	return formatBits(encodeCompact(between(0n, target, limitTarget)));
}
