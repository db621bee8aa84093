/** Names that a user types → loaded rules, forks and states, alone or put together as a scenario. */
import { rulesOf } from './chainparams.ts';
import { bundledNames, isPath, knownNames, loadFile } from './files.ts';
import { forkOf } from './fork.ts';
import { escapeText, InputError, type JsonDocument } from './json.ts';
import { compareReleases } from './release.ts';
import { stateOf } from './state.ts';
import { didYouMean } from './suggest.ts';
import type { ChainState, Fork, InputFile, Rules } from './types.ts';

/** A thing read from a file, with the file. */
export interface Loaded<T> {
	readonly value: T;
	readonly document: JsonDocument;
	readonly input: InputFile;
}

/** The network that `mainnet` means. */
export const MAINNET = 'btx/main';

/** The state that `mainnet` starts from. */
export const MAINNET_STATE = 'btx-main-2026-07-02';

const NETWORK = /^[a-z0-9-]+\/[a-z0-9-]+$/;

/** "btx/main" for `mainnet` and `btx/main`; undefined where the name says a release or is a path. */
export function networkNamed(name: string): string | undefined {
	if (name === 'mainnet') return MAINNET;
	return NETWORK.test(name) && networks().includes(name) ? name : undefined;
}

/**
 * Rules of `btx/main@0.33.3`, of a chainparams file by path, or, for a network such as `btx/main` or `mainnet`, of
 * the release that its default state lived under; a network without one is that of its newest release.
 * @throws InputError naming the nearest base where there is none of that name.
 */
export function loadBase(name: string): Loaded<Rules> {
	const network = networkNamed(name);
	const release = network === undefined ? undefined : releaseOf(network);
	if (release !== undefined) return loadBase(`${network}@${release}`);
	if (!isPath('chainparams', name) && !knownNames('chainparams').includes(name)) {
		const names = ['mainnet', ...networks(), ...knownNames('chainparams')];
		const hint = didYouMean(name, names) || `; known: ${names.join(', ')}`;
		throw new InputError(`no base named '${escapeText(name)}'${hint}`);
	}
	const { document, input } = loadFile('chainparams', name);
	return { value: rulesOf(document), document, input };
}

/**
 * A state under the rules of the release it lived under.
 * @throws InputError when there is none of that name or it does not fit its release.
 */
export function loadState(name: string): Loaded<ChainState> {
	const { document, input } = loadFile('states', name);
	const { network, release } = document.value as Pick<ChainState, 'network' | 'release'>;
	return { value: stateOf(document, loadBase(`${network}@${release}`).value), document, input };
}

/** @throws InputError when there is no fork of that name or its file does not fit. */
export function loadFork(name: string): Loaded<Fork> {
	const { document, input } = loadFile('forks', name);
	return { value: forkOf(document), document, input };
}

/** "btx/main" of rules. */
export function networkOf({ chain, network }: Rules): string {
	return `${chain}/${network}`;
}

/** What a bundled state file says of itself. */
export interface StateSummary {
	readonly id: string;
	readonly network: string;
	readonly release: string;
	readonly tipHeight: number;
	readonly units: readonly string[];
	/** Whether its release is rehearsed from it when no state is named. */
	readonly isDefault: boolean;
}

/** Bundled states of a network, by rising tip. */
export function bundledStates(network: string): StateSummary[] {
	return bundledNames('states')
		.map((name) => {
			const file = loadFile('states', name).document.value as {
				readonly id: string;
				readonly network: string;
				readonly release: string;
				readonly default?: boolean;
				readonly tip: { readonly height: number };
				readonly hashrates: readonly { readonly unit: string }[];
			};
			const { id, release, tip, hashrates } = file;
			const units = hashrates.map(({ unit }) => unit);
			return { id, network: file.network, release, tipHeight: tip.height, units, isDefault: file.default === true };
		})
		.filter((state) => state.network === network)
		.sort((a, b) => a.tipHeight - b.tipHeight);
}

/**
 * The state that a network, or one release of it, is rehearsed from when no state is named.
 * @throws InputError when no bundled state is the default of it.
 */
export function defaultState(network: string, release?: string): StateSummary {
	const state = findDefaultState(network, release);
	if (state !== undefined) return state;
	const what = release === undefined ? network : `${network}@${release}`;
	throw new InputError(`no bundled state of ${escapeText(what)} exists; name one with --state`);
}

/** Whether `defaultState` finds one. */
export function hasDefaultState(network: string, release?: string): boolean {
	return findDefaultState(network, release) !== undefined;
}

function findDefaultState(network: string, release?: string): StateSummary | undefined {
	const states = bundledStates(network).filter(({ isDefault }) => isDefault);
	if (release !== undefined) return states.find((candidate) => candidate.release === release);
	return states.find(({ id }) => id === MAINNET_STATE) ?? states[0];
}

/** The release that a network means where none is named. */
function releaseOf(network: string): string | undefined {
	return findDefaultState(network)?.release ?? releasesOf(network, knownNames('chainparams')).at(-1);
}

/** Bundled releases of a network that are newer than a release, oldest first. */
export function newerReleases(network: string, release: string): string[] {
	return releasesOf(network, bundledNames('chainparams')).filter(
		(candidate) => compareReleases(candidate, release) > 0,
	);
}

/** Releases of a network among names of bases, oldest first. */
function releasesOf(network: string, names: readonly string[]): string[] {
	return names
		.filter((name) => name.startsWith(`${network}@`))
		.map((name) => name.slice(network.length + 1))
		.sort(compareReleases);
}

function networks(): string[] {
	return [...new Set(knownNames('chainparams').flatMap((name) => name.match(/^.*(?=@)/) ?? []))];
}
