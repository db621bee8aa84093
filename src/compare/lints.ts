/** What a reviewer asks of a fork before any simulation; docs/lints.md says of each lint where it comes from. */
import { COUNT_LINTS } from './countlints.ts';
import { COUPLING_LINTS } from './couplinglints.ts';
import { DEVICE_LINTS } from './devicelints.ts';
import { DIFFICULTY_LINTS } from './difficultylints.ts';
import type { Finding, Severity } from './document.ts';
import { HEIGHT_LINTS } from './heightlints.ts';
import type { Lint, LintSubject } from './lint.ts';
import { PROVENANCE_LINTS } from './provenancelints.ts';
import { SUPPLY_LINTS } from './supplylints.ts';

export type { LintSubject } from './lint.ts';

/** In the order in which reviewers ask. */
export const LINTS: readonly Lint[] = [
	...DIFFICULTY_LINTS,
	...SUPPLY_LINTS,
	...COUPLING_LINTS,
	...HEIGHT_LINTS,
	...COUNT_LINTS,
	...DEVICE_LINTS,
	...PROVENANCE_LINTS,
];

/** Every finding about a fork, hard ones first. */
export function lint(subject: LintSubject): Finding[] {
	const order: readonly Severity[] = ['hard', 'soft', 'note'];
	const findings = LINTS.flatMap(({ id, check }) => check(subject).map((finding) => ({ id, ...finding })));
	return findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
