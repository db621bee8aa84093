/** Rules by the names that a user types, for questions that need no simulation and so no state of the chain. */
import { activationHeightOf, composeForks, type PlacedFork } from './composition.ts';
import { loadFile } from './files.ts';
import { forkNames } from './forknames.ts';
import { escapeText, InputError } from './json.ts';
import { defaultState, type Loaded, loadBase, loadFork, networkOf } from './registry.ts';
import { faultAt } from './schema.ts';
import type { Fork, InputFile, Rules } from './types.ts';

/** What the user typed. */
export interface RuleSetNames {
	/** `mainnet`, `btx/main`, `btx/main@0.33.3` or a path. */
	readonly base: string;
	/** One fork, or several joined by plus signs. */
	readonly fork?: string | undefined;
	/** Where forks that activate so many blocks after a tip count from; by default the base's own state. */
	readonly state?: string | undefined;
}

/** A base and what forks make of it. */
export interface RuleSet {
	readonly base: Rules;
	/** The base with the forks applied. */
	readonly fork: Rules | undefined;
	/** By rising activation. */
	readonly forkFiles: readonly Fork[];
	/** First height under each fork; null for an in-place edit. */
	readonly activationHeights: readonly (number | null)[];
	readonly inputs: readonly InputFile[];
}

/**
 * Loads a base and applies forks. A state is read only where a fork activates after its tip, and only for its height.
 * @throws InputError when a file is faulty or they do not belong together, and where such a fork has no state
 */
export function resolveRuleSet(names: RuleSetNames): RuleSet {
	const base = loadBase(names.base);
	if (names.fork === undefined) {
		return { base: base.value, fork: undefined, forkFiles: [], activationHeights: [], inputs: [base.input] };
	}
	const forks = forkNames(names.fork).map(loadFork);
	for (const fork of forks) assertForkBase(fork, base.value);
	const relative = forks.find(({ value: { activation } }) => activation !== 'in-place' && 'afterTip' in activation);
	const tip = relative === undefined ? undefined : tipOf(names.state, base.value, relative);
	const composition = composeForks(
		base.value,
		forks.map((fork) => placed(fork, tip?.height)),
	);
	return {
		base: base.value,
		fork: composition.rules,
		forkFiles: composition.forks.map(({ fork }) => fork),
		activationHeights: composition.forks.map(({ activationHeight }) => activationHeight),
		inputs: [base.input, ...forks.map(({ input }) => input), ...(tip === undefined ? [] : [tip.input])],
	};
}

/** @throws InputError where the fork is made for another network or release */
export function assertForkBase({ value: fork, document }: Loaded<Fork>, base: Rules): void {
	if (fork.base === base.id || fork.base === networkOf(base)) return;
	throw faultAt(
		document,
		['base'],
		`this fork is made for ${fork.base}, not for ${escapeText(base.id)}; type --base ${fork.base}`,
	);
}

/**
 * A fork with its activation height.
 * @param tipHeight the state's, which a fork that activates after the tip counts from
 */
export function placed({ value: fork, document }: Loaded<Fork>, tipHeight: number | undefined): PlacedFork {
	const fault: PlacedFork['fault'] = (path, what) => faultAt(document, path, what);
	const activationHeight = activationHeightOf(fork, tipHeight);
	if (activationHeight !== undefined) return { fork, activationHeight, fault };
	throw fault(['activation'], 'counts from the tip of a state; name one with --state');
}

function tipOf(
	name: string | undefined,
	base: Rules,
	{ document: fork }: Loaded<Fork>,
): { readonly height: number; readonly input: InputFile } {
	const network = networkOf(base);
	const { document, input } = loadFile('states', name ?? defaultName(base, fork));
	const state = document.value as { readonly network: string; readonly tip: { readonly height: number } };
	if (state.network !== network) {
		throw faultAt(document, ['network'], `the state is of ${state.network}, not of ${escapeText(network)}`);
	}
	return { height: state.tip.height, input };
}

function defaultName(base: Rules, fork: Loaded<Fork>['document']): string {
	try {
		return defaultState(networkOf(base), base.release).id;
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		throw faultAt(fork, ['activation'], `counts from the tip of a state: ${error.message}`);
	}
}
