import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LINTS, lint } from '../../src/compare/lints.ts';
import { composed, ids, only, subjectOf } from './linting.ts';

const page = readFileSync(new URL('../../docs/lints.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| ([A-Z]{3}-\d\d) \| ([a-z, ]+) \| (.+) \| (.+) \|$/gm)].map(
	([, id = '', severities = '', says = '', source = '']) => ({ id, severities: severities.split(', '), says, source }),
);

it('findings come hard ones first', () => {
	const severities = lint(subjectOf({ fork: 'spacing60-forgot-subsidy' })).map(({ severity }) => severity);
	expect(severities).toEqual(
		[...severities].sort((a, b) => ['hard', 'soft', 'note'].indexOf(a) - ['hard', 'soft', 'note'].indexOf(b)),
	);
	expect(severities).toContain('hard');
	expect(severities).toContain('note');
});

describe('docs/lints.md', () => {
	it('names every lint once, with its severities, and no other', () => {
		const documented = rows.filter(({ id }) => !id.startsWith('VAL')).map(({ id, severities }) => ({ id, severities }));
		const known = LINTS.map(({ id, severities }) => ({ id, severities: [...severities] }));
		const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id, 'en');
		expect(documented.sort(byId)).toEqual(known.sort(byId));
		expect(known.length).toBeGreaterThan(15);
	});

	it.each(LINTS)('$id finds nothing of a severity that it does not state', ({ id, severities }) => {
		const subjects = [
			...['spacing60', 'spacing60-in-place', 'spacing60-neutral', 'spacing60-forgot-subsidy', 'subsidy10'].map((fork) =>
				subjectOf({ fork }),
			),
			composed('zcash/main', 'zip218+zip234'),
		];
		const found = subjects.flatMap(lint).filter((finding) => finding.id === id);
		for (const { severity } of found) expect(severities).toContain(severity);
	});
});

describe('PRV-01, where the constants come from', () => {
	const { base, ...rest } = subjectOf();
	const { reachableFrom: _, ...unnamed } = base;

	it('fires where no branch or tag is named that holds the commit', () => {
		const finding = only('PRV-01', { ...rest, base: unnamed });
		expect(finding).toMatchObject({ severity: 'soft', numbers: { commit: base.commit } });
		expect(finding.message).toContain(base.commit.slice(0, 8));
	});

	it('stays silent where one is, for one fork and for several', () => {
		expect(base.reachableFrom).toBe('refs/tags/v0.32.12');
		expect(ids({ ...rest, base })).not.toContain('PRV-01');
		const several = composed('zcash/main', 'zip218+zip234');
		expect(ids(several)).not.toContain('PRV-01');
		const { reachableFrom: __, ...zcash } = several.base;
		expect(ids({ ...several, base: zcash })).toContain('PRV-01');
		expect(several.fork.reachableFrom).toBe('refs/tags/v6.20.0');
	});
});
