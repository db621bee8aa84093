/**
 * Forks that apply together, in order of activation. What one of them would hide of another is refused: a fork that
 * is right alone may be wrong beside another, and nobody would see it in the result.
 */
import { applyFork } from './fork.ts';
import type { ForkFault } from './forkfault.ts';
import type { BlockCountDecision, Fork, Rules } from './types.ts';

/** A fork and when it activates. */
export interface PlacedFork {
	readonly fork: Fork;
	/** First height under the fork; null for an in-place edit. */
	readonly activationHeight: number | null;
	/** Makes the error for a place in the fork's file. */
	readonly fault: ForkFault;
}

/**
 * First height under a fork: null for an in-place edit, undefined where it counts from a tip that is not given.
 * @param tipHeight the state's
 */
export function activationHeightOf({ activation }: Fork, tipHeight: number | undefined): number | null | undefined {
	if (activation === 'in-place') return null;
	if ('height' in activation) return activation.height;
	return tipHeight === undefined ? undefined : tipHeight + activation.afterTip;
}

/** Several forks as one. */
export interface Composition {
	readonly rules: Rules;
	/** By rising activation; those of one height in the order in which they were typed. */
	readonly forks: readonly PlacedFork[];
	/** What they come to: the fork itself where there is one. */
	readonly summary: Fork;
	/** The first one's. */
	readonly activationHeight: number | null;
}

type Decisions = Readonly<Record<string, BlockCountDecision>>;

/**
 * Applies forks one after the other, each on what is in force at its activation.
 * @param placed at least one, in the order in which they were typed
 * @throws InputError where one does not fit the rules before it, or hides something of another
 */
export function composeForks(base: Rules, placed: readonly PlacedFork[]): Composition {
	const forks = placed.toSorted((a, b) => (a.activationHeight ?? 0) - (b.activationHeight ?? 0));
	for (const [index, later] of forks.entries()) {
		for (const earlier of forks.slice(0, index)) assertBothActing(earlier, later);
	}
	let rules = base;
	let decided: Decisions = {};
	for (const { fork, activationHeight, fault } of forks) {
		const { blockCounts } = withoutDecided(fork, decided);
		rules = applyFork(rules, { ...fork, blockCounts }, activationHeight, fault);
		decided = mergedDecisions(decided, blockCounts);
	}
	const first = forks[0];
	if (first === undefined) throw new RangeError('there is no fork to apply');
	const summary = forks
		.slice(1)
		.reduce(
			(sum, { fork, activationHeight }) => together(sum, fork, (activationHeight ?? 0) - (first.activationHeight ?? 0)),
			first.fork,
		);
	const title = `${base.title} with ${summary.title}`;
	return { rules: { ...rules, title }, forks, summary, activationHeight: first.activationHeight };
}

function assertBothActing(earlier: PlacedFork, later: PlacedFork): void {
	const [a, b] = [earlier.fork, later.fork];
	const { fault } = later;
	if (a.id === b.id) throw fault(['id'], `the fork '${a.id}' is given twice`);
	if (earlier.activationHeight === null || later.activationHeight === null) {
		const [edit, other] = earlier.activationHeight === null ? [a, b] : [b, a];
		throw fault(['activation'], `'${edit.id}' is an in-place edit and goes alone, not with '${other.id}'`);
	}
	const [heightA, heightB] = [earlier.activationHeight, later.activationHeight];
	const twice = Object.keys(b.set).find((name) => name in a.set);
	if (twice !== undefined) {
		throw fault(['set', twice], `is set by '${a.id}' already, from height ${heightA}; '${b.id}' would hide it`);
	}
	const armsOf = (fork: Fork, height: number) => fork.arms.map(({ offset }) => height + offset);
	const heightsA = armsOf(a, heightA);
	const shared = armsOf(b, heightB).findIndex((height) => heightsA.includes(height));
	if (shared !== -1) {
		const height = heightB + (b.arms[shared]?.offset ?? 0);
		throw fault(['arms', shared], `'${a.id}' and '${b.id}' both set difficulty at height ${height}`);
	}
	if (b.difficulty !== undefined) {
		const hidden = heightsA.find((height) => height >= heightB);
		if (hidden !== undefined) {
			throw fault(['difficulty'], `'${b.id}' would hide the arm of '${a.id}' at height ${hidden}`);
		}
	}
	for (const key of ['difficulty', 'subsidy'] as const) {
		if (a[key] === undefined || b[key] === undefined || heightA !== heightB) continue;
		throw fault([key], `'${a.id}' and '${b.id}' both replace the rule of ${key} at height ${heightB}`);
	}
}

/** The fork without its decisions on constants that an earlier one did not keep: those stand. */
function withoutDecided(fork: Fork, decided: Decisions): Fork {
	const blockCounts = Object.fromEntries(
		Object.entries(fork.blockCounts).map(([name, choice]) => {
			const before = decided[name];
			return [name, before === undefined || before.decision === 'keep' ? choice : ({ decision: 'keep' } as const)];
		}),
	);
	return { ...fork, blockCounts };
}

/** The earlier decision, unless it is to keep and there is another. */
function mergedDecisions(earlier: Decisions, later: Decisions): Decisions {
	const kept = Object.entries(earlier).filter(
		([name, { decision }]) => decision !== 'keep' || (later[name]?.decision ?? 'keep') === 'keep',
	);
	return { ...later, ...Object.fromEntries(kept) };
}

/**
 * Two forks as one file would say them, seen from the first one's activation.
 * @param delay blocks from that activation to the second one's
 */
function together(first: Fork, second: Fork, delay: number): Fork {
	const declared = (key: keyof Fork['declares']) =>
		first.declares[key] === 'change' || second.declares[key] === 'change' ? 'change' : 'preserve';
	const rounding = second.rounding ?? first.rounding;
	const difficulty = second.difficulty ?? first.difficulty;
	const subsidy = second.subsidy ?? first.subsidy;
	const descriptions = [first.description, second.description].filter((text) => text !== undefined);
	const reviews = [first.reviewAfterBlocks, second.reviewAfterBlocks && second.reviewAfterBlocks + delay];
	const review = Math.max(...reviews.map((blocks) => blocks ?? 0));
	const arms = [...first.arms, ...second.arms.map((arm) => ({ ...arm, offset: arm.offset + delay }))];
	return {
		id: `${first.id}+${second.id}`,
		title: `${first.title}; ${second.title}`,
		...(descriptions.length > 0 && { description: descriptions.join(' ') }),
		base: second.base.includes('@') ? second.base : first.base,
		activation: first.activation,
		// What the first one sets, the second expects of it, not of the base.
		expect: {
			...Object.fromEntries(Object.entries(second.expect).filter(([name]) => !(name in first.set))),
			...first.expect,
		},
		set: { ...first.set, ...second.set },
		arms: arms.toSorted((a, b) => a.offset - b.offset),
		...(difficulty !== undefined && { difficulty }),
		...(subsidy !== undefined && { subsidy }),
		declares: { issuancePerTime: declared('issuancePerTime'), finalSupply: declared('finalSupply') },
		...(rounding !== undefined && { rounding }),
		blockCounts: mergedDecisions(first.blockCounts, second.blockCounts),
		predictions: [...first.predictions, ...second.predictions],
		...(review > 0 && { reviewAfterBlocks: review }),
	};
}
