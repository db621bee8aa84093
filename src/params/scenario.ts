/** A base, a fork and a state put together and checked against each other. */
import { anchorAt } from '../asert/index.ts';
import { applyFork } from './fork.ts';
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
import { faultAt } from './schema.ts';
import { workUnitAt } from './state.ts';
import type { ChainState, Fork, InputFile, Rules } from './types.ts';

/** What the user typed. */
export interface ScenarioNames {
	/** `mainnet`, `btx/main`, `btx/main@0.33.3` or a path. */
	readonly base: string;
	readonly fork: string;
	/** Without it, the state of the base's release. */
	readonly state?: string | undefined;
}

/** Two rule sets and where they start. */
export interface Scenario {
	readonly base: Rules;
	/** The base with the fork applied. */
	readonly fork: Rules;
	readonly forkFile: Fork;
	readonly state: ChainState;
	/** First height under the fork; null for an in-place edit. */
	readonly activationHeight: number | null;
	readonly inputs: readonly InputFile[];
	/** Bundled releases newer than the base, oldest first. */
	readonly newerReleases: readonly string[];
}

/**
 * Loads and combines the three files.
 * @throws InputError when one of them is faulty or they do not belong together; it says what to type instead.
 */
export function resolveScenario(names: ScenarioNames): Scenario {
	const fork = loadFork(names.fork);
	const { base, state } = baseAndState(names);
	assertForkBase(fork, base.value);
	assertStateFits(state, base.value);
	const activationHeight = activationOf(fork, state.value);
	const forked = applyFork(base.value, fork.value, activationHeight, (path, what) =>
		faultAt(fork.document, path, what),
	);
	assertUnits(forked, fork.value, state.value, activationHeight);
	return {
		base: base.value,
		fork: forked,
		forkFile: fork.value,
		state: state.value,
		activationHeight,
		inputs: [base.input, fork.input, state.input],
		newerReleases: newerReleases(networkOf(base.value), base.value.release),
	};
}

/** A network without a release takes the release that the state lived under. */
function baseAndState(names: ScenarioNames): { readonly base: Loaded<Rules>; readonly state: Loaded<ChainState> } {
	const network = networkNamed(names.base);
	if (network !== undefined) {
		const state = loadState(names.state ?? defaultState(network).id);
		if (state.value.network !== network) throw otherNetwork(state.value, network);
		return { base: loadBase(`${network}@${state.value.release}`), state };
	}
	const base = loadBase(names.base);
	return { base, state: loadState(names.state ?? defaultState(networkOf(base.value), base.value.release).id) };
}

function assertForkBase({ value: fork, document }: Loaded<Fork>, base: Rules): void {
	if (fork.base === base.id || fork.base === networkOf(base)) return;
	throw faultAt(
		document,
		['base'],
		`this fork is made for ${fork.base}, not for ${escapeText(base.id)}; type --base ${fork.base}`,
	);
}

function assertStateFits({ value: state }: Loaded<ChainState>, base: Rules): void {
	if (state.network !== networkOf(base)) throw otherNetwork(state, networkOf(base));
	const anchorHeight = anchorAt(base.asert, BigInt(state.tip.height))?.height;
	if (anchorHeight !== BigInt(state.anchor.height)) {
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

function activationOf({ value: fork, document }: Loaded<Fork>, state: ChainState): number | null {
	if (fork.activation === 'in-place') return null;
	if ('afterTip' in fork.activation) return state.tip.height + fork.activation.afterTip;
	const { height } = fork.activation;
	if (height > state.tip.height) return height;
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
