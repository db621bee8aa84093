/** Where the base's constants were read. */
import { type Found, found, type Lint, type LintSubject } from './lint.ts';

/** A commit shows under its repository's address although only somebody's fork of it has it. */
function unreachableCommit({ base }: LintSubject): Found[] {
	if (base.reachableFrom !== undefined) return [];
	const message = `no branch or tag is named that holds the commit of the base's constants, ${base.commit.slice(0, 8)}; it may be that of a repository's fork`;
	return [found('soft', message, { commit: base.commit })];
}

export const PROVENANCE_LINTS: readonly Lint[] = [{ id: 'PRV-01', severities: ['soft'], check: unreachableCommit }];
