/** What a fork decides for the constants that are counted in blocks, whose wall time moves with the spacing. */
import type { ForkFault } from './forkfault.ts';
import { didYouMean } from './suggest.ts';
import type { BlockCount, Constant, Fork, Rules } from './types.ts';

/**
 * The counts with the fork's decisions carried out. `scale` keeps the wall time: blocks × old spacing ÷
 * new spacing, rounded up so that nothing it protects gets shorter.
 * @throws what `fault` makes, for a decision on an unknown constant and, where the spacing changes, for a
 * constant without a decision.
 */
export function decideBlockCounts(
	base: Rules,
	fork: Fork,
	spacing: { readonly before: bigint; readonly after: bigint },
	fault: ForkFault,
): BlockCount[] {
	const names = base.blockCounts.map(({ name }) => name);
	for (const name of Object.keys(fork.blockCounts)) {
		if (names.includes(name)) continue;
		const hint = didYouMean(name, names) || `; known: ${names.join(', ')}`;
		throw fault(['blockCounts', name], `is not a constant counted in blocks${hint}`);
	}
	if (spacing.before !== spacing.after) {
		const undecided = names.filter((name) => fork.blockCounts[name] === undefined);
		if (undecided.length > 0) {
			throw fault(
				['blockCounts'],
				`the spacing changes, so each constant counted in blocks needs a decision (keep, scale or set); missing: ${undecided.join(', ')}`,
			);
		}
	}
	const scaled = (blocks: number) => Math.ceil((blocks * Number(spacing.before)) / Number(spacing.after));
	return base.blockCounts.map((count): BlockCount => {
		const choice = fork.blockCounts[count.name];
		if (choice === undefined || choice.decision === 'keep') return count;
		const blocks = choice.decision === 'set' ? choice.blocks : scaled(count.blocks);
		return blocks === count.blocks ? count : { ...count, blocks, source: { note: choice.why ?? `fork ${fork.id}` } };
	});
}

/** The constants with the values that were decided: rules read some of them, as Zcash's averaging window. */
export function countedConstants(
	constants: readonly Constant[],
	blockCounts: readonly BlockCount[],
	fork: Fork,
): Constant[] {
	const blocksOf = new Map(blockCounts.map(({ name, blocks }) => [name, blocks]));
	return constants.map((constant) => {
		const blocks = blocksOf.get(constant.name);
		return blocks === undefined || blocks === constant.value
			? constant
			: { ...constant, value: blocks, source: { note: `fork ${fork.id}` } };
	});
}
