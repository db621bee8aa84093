/** What a fork decides for the constants that are counted in blocks, whose wall time moves with the spacing. */
import type { ForkFault } from './forkarms.ts';
import { didYouMean } from './suggest.ts';
import type { BlockCount, Fork, Rules } from './types.ts';

/**
 * The forked rules with the fork's decisions carried out. `scale` keeps the wall time: blocks × old spacing ÷
 * new spacing, rounded up so that nothing it protects gets shorter.
 * @throws what `fault` makes, for a decision on an unknown constant and, where the spacing changes, for a
 * constant without a decision.
 */
export function decideBlockCounts(forked: Rules, base: Rules, fork: Fork, fault: ForkFault): Rules {
	const names = base.blockCounts.map(({ name }) => name);
	for (const name of Object.keys(fork.blockCounts)) {
		if (names.includes(name)) continue;
		const hint = didYouMean(name, names) || `; known: ${names.join(', ')}`;
		throw fault(['blockCounts', name], `is not a constant counted in blocks${hint}`);
	}
	const oldSpacing = spacingOf(base);
	const newSpacing = spacingOf(forked);
	if (oldSpacing !== newSpacing) {
		const undecided = names.filter((name) => fork.blockCounts[name] === undefined);
		if (undecided.length > 0) {
			throw fault(
				['blockCounts'],
				`the spacing changes, so each constant counted in blocks needs a decision (keep, scale or set); missing: ${undecided.join(', ')}`,
			);
		}
	}
	const blockCounts = base.blockCounts.map((count): BlockCount => {
		const choice = fork.blockCounts[count.name];
		if (choice === undefined || choice.decision === 'keep') return count;
		const blocks = choice.decision === 'set' ? choice.blocks : Math.ceil((count.blocks * oldSpacing) / newSpacing);
		return blocks === count.blocks ? count : { ...count, blocks, source: { note: choice.why ?? `fork ${fork.id}` } };
	});
	const blocksOf = new Map(blockCounts.map(({ name, blocks }) => [name, blocks]));
	return {
		...forked,
		blockCounts,
		constants: forked.constants.map((constant) => {
			const blocks = blocksOf.get(constant.name);
			return blocks === undefined || blocks === constant.value
				? constant
				: { ...constant, value: blocks, source: { note: `fork ${fork.id}` } };
		}),
	};
}

/** The spacing after the last change that the rules know. */
function spacingOf({ asert }: Rules): number {
	return Number(
		asert.arms.findLast(({ spacingSeconds }) => spacingSeconds !== undefined)?.spacingSeconds ?? asert.spacingSeconds,
	);
}
