/** Forks that go together: what is found of each pair that is not found of either alone. */
import { activationHeightOf, composeForks, type PlacedFork } from '../params/composition.ts';
import { plainFault } from '../params/forkfault.ts';
import type { Scenario } from '../params/scenario.ts';
import type { Fork } from '../params/types.ts';
import type { Finding, Listing } from './document.ts';
import { exact } from './figure.ts';
import { type LintSubject, lint } from './lints.ts';

type Devices = LintSubject['devices'];

/** Findings of some of a scenario's forks on its base. */
function findingsOf({ base, state }: Scenario, files: readonly Fork[], devices: Devices): Finding[] {
	const placed = files.map((fork): PlacedFork => {
		return { fork, activationHeight: activationHeightOf(fork, state.tip.height) ?? null, fault: plainFault(fork) };
	});
	const { rules, summary, forks, activationHeight } = composeForks(base, placed);
	const forkFiles = forks.map(({ fork }) => fork);
	return lint({ base, fork: rules, forkFile: summary, forkFiles, state, activationHeight, devices });
}

type Row = Listing['rows'][number];

/** One row for each finding that a pair has and neither fork alone, and for each that the other takes away. */
function pairRows(scenario: Scenario, [a, b]: readonly [Fork, Fork], devices: Devices): Row[] {
	const alone = [a, b].map((file) => findingsOf(scenario, [file], devices));
	const together = findingsOf(scenario, [a, b], devices);
	const key = ({ id, severity }: Finding) => `${id} ${severity}`;
	const before = new Set(alone.flat().map(key));
	const after = new Set(together.map(key));
	const row = (finding: Finding, what: string, i: number): Row => ({
		id: `${a.id}-${b.id}-${what}-${finding.id}-${i}`,
		label: `${a.id} + ${b.id}`,
		figures: [
			exact(finding.id, 'text'),
			exact(finding.severity, 'text'),
			exact(what, 'text'),
			exact(finding.message, 'text'),
		],
	});
	const rows = [
		...together.filter((finding) => !before.has(key(finding))).map((finding, i) => row(finding, 'appears', i)),
		...alone
			.flat()
			.filter((finding) => !after.has(key(finding)))
			.map((finding, i) => row(finding, 'goes away', i)),
	];
	if (rows.length > 0) return rows;
	const none = { id: `${a.id}-${b.id}-none`, label: `${a.id} + ${b.id}` };
	return [{ ...none, figures: [exact('none', 'text'), null, null, exact('as each alone', 'text')] }];
}

export function compositions(scenario: Scenario, devices: Devices): Listing {
	const { forkFiles } = scenario;
	const pairs = forkFiles.flatMap((a, i) => forkFiles.slice(i + 1).map((b) => [a, b] as const));
	const shared = { id: 'composition', title: 'Pairs of these forks', heading: 'Forks' } as const;
	if (pairs.length === 0) {
		const notes = [
			scenario.activationHeight === null
				? 'An edit in place goes alone: it cannot be composed with another fork.'
				: 'This fork was rehearsed alone. --fork a+b applies several together; this section then says what is found of each pair and of neither alone.',
		];
		return { ...shared, columns: [], rows: [], notes };
	}
	return {
		...shared,
		columns: [
			{ id: 'finding', title: 'Finding', form: 'words' },
			{ id: 'severity', title: 'Severity', form: 'words' },
			{ id: 'together', title: 'Together', form: 'words' },
			{ id: 'message', title: 'What', form: 'words' },
		],
		rows: pairs.flatMap((pair) => pairRows(scenario, pair, devices)),
		notes: ['Findings of both together that neither has alone, and those of one that the other takes away.'],
	};
}
