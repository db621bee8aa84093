/** Findings of bundled, changed and composed forks, one lint at a time. */
import type { Finding } from '../../src/compare/document.ts';
import { type LintSubject, lint } from '../../src/compare/lints.ts';
import { composeForks } from '../../src/params/composition.ts';
import { forkNames } from '../../src/params/forknames.ts';
import { loadBase, loadFork, loadState } from '../../src/params/registry.ts';
import { placed } from '../../src/params/ruleset.ts';
import type { Fork, Rules } from '../../src/params/types.ts';
import { type ScenarioChanges, scenarioOf } from './fixtures.ts';

export function subjectOf(changes: ScenarioChanges = {}): LintSubject {
	return { ...scenarioOf(changes), devices: [] };
}

/** The findings of a bundled fork with keys of its file replaced. */
export function findings(id: string, changes: ScenarioChanges = {}): Finding[] {
	return lint(subjectOf(changes)).filter((finding) => finding.id === id);
}

/** The findings of a scenario with parts replaced, for what no valid file can say. */
export function crafted(id: string, changes: Partial<LintSubject>, from: ScenarioChanges = {}): Finding[] {
	return lint({ ...subjectOf(from), ...changes }).filter((finding) => finding.id === id);
}

/** Forks on any chain, joined by plus signs, some blocks before the first of them. */
export function composed(base: string, names: string, runway = 100_000): LintSubject {
	return joined(
		loadBase(base).value,
		forkNames(names).map((name) => loadFork(name)),
		runway,
	);
}

/** One fork of a chain that has no bundled state. */
export function alone(base: Rules, fork: Fork, runway = 100_000): LintSubject {
	const { document, input } = loadFork('spacing60');
	return joined(base, [{ value: fork, document, input }], runway);
}

function joined(base: Rules, forks: readonly ReturnType<typeof loadFork>[], runway: number): LintSubject {
	const {
		rules,
		summary,
		forks: ordered,
		activationHeight,
	} = composeForks(
		base,
		forks.map((fork) => placed(fork, undefined)),
	);
	const state = loadState('btx-main-2026-07-02').value;
	return {
		base,
		fork: rules,
		forkFile: summary,
		forkFiles: ordered.map(({ fork }) => fork),
		state: { ...state, observedSpacings: [], tip: { ...state.tip, height: (activationHeight ?? runway) - runway } },
		activationHeight,
		devices: [],
	};
}

/** The one finding of a lint about a subject; none and many both fail. */
export function only(id: string, subject: LintSubject): Finding {
	const found = lint(subject).filter((finding) => finding.id === id);
	const [first] = found;
	if (first === undefined || found.length > 1) throw new Error(`${found.length} findings of ${id}`);
	return first;
}

/** Ids of everything found. */
export function ids(subject: LintSubject): string[] {
	return lint(subject).map(({ id }) => id);
}
