/** A base, forks and a state put together and checked against each other. */
import { anchorAt } from '../asert/index.ts';
import { btxAsert } from '../difficulty/era.ts';
import { composeForks } from './composition.ts';
import { forkNames } from './forknames.ts';
import { escapeText, InputError } from './json.ts';
import {
	bundledStates,
	defaultState,
	type Loaded,
	loadBase,
	loadFork,
	loadState,
	networkNamed,
	networkOf,
	newerReleases,
} from './registry.ts';
import { assertForkBase, placed } from './ruleset.ts';
import { faultAt } from './schema.ts';
import { workUnitAt } from './state.ts';
import type { ChainState, Fork, InputFile, Rules } from './types.ts';

/** What the user typed. */
export interface ScenarioNames {
	/** `mainnet`, `btx/main`, `btx/main@0.33.3` or a path. */
	readonly base: string;
	/** One fork, or several that apply together, joined by plus signs. */
	readonly fork: string;
	/** Without it, the state of the base's release. */
	readonly state?: string | undefined;
}

/** Two rule sets and where they start. */
export interface Scenario {
	readonly base: Rules;
	/** The base with the forks applied. */
	readonly fork: Rules;
	/** The fork's file; of several forks what they come to, seen from the first activation. */
	readonly forkFile: Fork;
	/** By rising activation. */
	readonly forkFiles: readonly Fork[];
	readonly state: ChainState;
	/** First height under the first fork; null for an in-place edit. */
	readonly activationHeight: number | null;
	readonly inputs: readonly InputFile[];
	/** Bundled releases newer than the base, oldest first. */
	readonly newerReleases: readonly string[];
}

/**
 * Loads and combines the files.
 * @throws InputError when one of them is faulty or they do not belong together; it says what to type instead.
 */
export function resolveScenario(names: ScenarioNames): Scenario {
	return scenarioOf(names, forkNames(names.fork).map(loadFork));
}

/**
 * Combines forks that are loaded already with the base and the state of the given names.
 * @param forks at least one
 * @throws InputError as `resolveScenario`
 */
export function scenarioOf(names: Omit<ScenarioNames, 'fork'>, forks: readonly Loaded<Fork>[]): Scenario {
	const { base, state } = fittingBaseAndState(names, forks);
	for (const fork of forks) assertForkBase(fork, base.value);
	assertStateFits(state, base.value);
	for (const fork of forks) assertAboveTip(fork, state.value);
	const composition = composeForks(
		base.value,
		forks.map((fork) => placed(fork, state.value.tip.height)),
	);
	const { rules, summary, activationHeight } = composition;
	assertUnits(rules, summary, state.value, activationHeight);
	return {
		base: base.value,
		fork: rules,
		forkFile: summary,
		forkFiles: composition.forks.map(({ fork }) => fork),
		state: state.value,
		activationHeight,
		inputs: [base.input, ...forks.map(({ input }) => input), state.input],
		newerReleases: newerReleases(networkOf(base.value), base.value.release),
	};
}

/** As `baseAndState`. A fork of another network is the better reason why no state is found. */
function fittingBaseAndState(names: Omit<ScenarioNames, 'fork'>, forks: readonly Loaded<Fork>[]) {
	try {
		return baseAndState(names);
	} catch (error) {
		const { value: base } = loadBase(names.base);
		for (const fork of forks) {
			if (fork.value.base.replace(/@.*$/, '') !== networkOf(base)) assertForkBase(fork, base);
		}
		throw error;
	}
}

/**
 * A network without a release takes the release that the state lived under.
 * @throws InputError where a file is missing or faulty, or the state is of another network
 */
export function baseAndState(names: Omit<ScenarioNames, 'fork'>): {
	readonly base: Loaded<Rules>;
	readonly state: Loaded<ChainState>;
} {
	const network = networkNamed(names.base);
	if (network !== undefined) {
		const state = loadState(names.state ?? defaultState(network).id);
		if (state.value.network !== network) throw otherNetwork(state.value, network);
		return { base: loadBase(`${network}@${state.value.release}`), state };
	}
	const base = loadBase(names.base);
	return { base, state: loadState(names.state ?? defaultState(networkOf(base.value), base.value.release).id) };
}

function assertStateFits({ value: state }: Loaded<ChainState>, base: Rules): void {
	if (state.network !== networkOf(base)) throw otherNetwork(state, networkOf(base));
	const asert = btxAsert(base.difficulty);
	if (asert === undefined) return;
	const anchorHeight = anchorAt(asert, BigInt(state.tip.height))?.height;
	if (state.anchor !== undefined && anchorHeight !== BigInt(state.anchor.height)) {
		throw new InputError(
			`state '${escapeText(state.id)}' is anchored at ${state.anchor.height}, but at its tip ${base.id} has its anchor at ${anchorHeight ?? 'no height'}; ` +
				`type --base ${state.network}@${state.release}`,
		);
	}
}

function otherNetwork(state: ChainState, network: string): InputError {
	return new InputError(
		`state '${escapeText(state.id)}' is of ${state.network}, not of ${escapeText(network)}; type --base ${state.network}`,
	);
}

/** What is mined is not rehearsed. */
function assertAboveTip({ value: fork, document }: Loaded<Fork>, state: ChainState): void {
	if (fork.activation === 'in-place' || !('height' in fork.activation)) return;
	const { height } = fork.activation;
	if (height > state.tip.height) return;
	const earlier = bundledStates(state.network).filter(
		({ tipHeight, release }) => tipHeight < height && (release === state.release || fork.base.endsWith(`@${release}`)),
	);
	const instead = earlier.length > 0 ? `; type --state ${earlier.map(({ id }) => id).join(' or --state ')}` : '';
	throw faultAt(
		document,
		['activation', 'height'],
		`height ${height} is mined already: the tip of state '${escapeText(state.id)}' is ${state.tip.height}${instead}`,
	);
}

/** Every unit of work that blocks are mined in from the tip to the fork's last arm needs a hashrate. */
function assertUnits(forked: Rules, fork: Fork, state: ChainState, activationHeight: number | null): void {
	const lastHeight = (activationHeight ?? state.tip.height + 1) + (fork.arms.at(-1)?.offset ?? 0);
	const heights = [state.tip.height + 1, ...forked.workUnits.map(({ fromHeight }) => fromHeight)].filter(
		(height) => height > state.tip.height && height <= lastHeight,
	);
	const missing = heights.find((height) => !state.hashrates.some(({ unit }) => unit === workUnitAt(forked, height)));
	if (missing === undefined) return;
	const units = new Set(heights.map((height) => workUnitAt(forked, height)));
	const fitting = bundledStates(state.network).filter(
		(candidate) => candidate.release === state.release && [...units].every((unit) => candidate.units.includes(unit)),
	);
	const instead = fitting.length > 0 ? `; type --state ${fitting.map(({ id }) => id).join(' or --state ')}` : '';
	throw new InputError(
		`state '${escapeText(state.id)}' has no hashrate in '${workUnitAt(forked, missing)}', the unit of work from height ${missing} under '${escapeText(fork.id)}'${instead}`,
	);
}
