/** Every row, check and lint is explained, and every explanation is of one. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { lintsPage, metricsPage } from '../../src/cli/glossarypage.ts';
import type { Figure, Listing, Report, Row } from '../../src/compare/document.ts';
import { EXPLANATIONS, explanationNamed, explanationOf, lintExplanation } from '../../src/compare/glossary.ts';
import { issuanceTables } from '../../src/compare/issuance.ts';
import { LINT_EXPLANATIONS } from '../../src/compare/lintglossary.ts';
import { LINTS } from '../../src/compare/lints.ts';
import { defaultMarket } from '../../src/market/load.ts';
import { loadBase, loadState } from '../../src/params/registry.ts';
import type { Kind } from '../../src/params/types.ts';
import { rehearsal } from './fixtures.ts';

const KINDS: readonly Kind[] = ['exact', 'conditional', 'estimated', 'assumed'];

interface Found {
	readonly table: string;
	readonly id: string;
	readonly figures: readonly (Figure | null)[];
}

/** Of alternatives each column is explained, of other listings each row. */
function foundInListing({ id, columns, rows }: Listing): Found[] {
	if (id === 'alternatives') {
		return columns.map((column, i) => ({
			...{ table: id, id: `${id}-${column.id}` },
			figures: rows.map(({ figures }) => figures[i] ?? null),
		}));
	}
	return rows.map((row) => ({ table: id, id: `${id}-${row.id}`, figures: [] }));
}

/** What the reports hold: rows, listings, and checks with what they expect and find. */
function foundIn({ tables, listings, checks }: Pick<Report, 'tables' | 'listings' | 'checks'>): Found[] {
	const rowOf = (table: string, { id, base, fork }: Row) => ({ table, id, figures: [base, fork] });
	return [
		...listings.flatMap(foundInListing),
		...tables.flatMap((table) => table.rows.map((row) => rowOf(table.id, row))),
		...checks.map(({ id, expected, found }) => ({ table: 'checks', id, figures: [expected, found] })),
	];
}

describe('the glossary', () => {
	let found: Found[];

	beforeAll(async () => {
		const reports = [
			await rehearsal(),
			// Under growth calculators part; an edit in place has rows of its own.
			await rehearsal({ growthPerDayPercent: 1, fleets: ['operator'] }),
			await rehearsal({ fork: 'spacing60-in-place', fleets: ['operator'] }),
			// A half-life in place of a spacing; forks that go together; blocks that a device was measured on.
			await rehearsal({ fork: 'half-life-4h+subsidy10', fleets: ['share-1e-3'] }),
			await rehearsal({ base: 'btx/main@0.33.3', state: 'btx-main-199398', fleets: ['share-1e-3'] }),
			// A chain of another family.
			await rehearsal({ base: 'zcash/main', fork: 'zip218', market: defaultMarket('ZEC'), fleets: ['share-1e-3'] }),
		];
		// Where nothing halves.
		const decred = loadBase('decred/main').value;
		const { tip, ...state } = loadState('btx-main-2026-07-02').value;
		const later = { ...state, tip: { ...tip, height: Number(decred.difficulty.at(-1)?.fromHeight) + 1000 } };
		found = [
			...reports.flatMap(foundIn),
			...foundIn({ tables: issuanceTables(decred, null, later, null), listings: [], checks: [] }),
		];
	}, 120_000);

	it('explains every row and check of a full report, of one under growth and of an edit in place', () => {
		expect(found.length).toBeGreaterThan(500);
		expect(found.filter(({ id }) => explanationOf(id) === undefined).map(({ id }) => id)).toEqual([]);
	});

	it('names the table, the unit and the weakest kind of each', () => {
		for (const { table, id, figures } of found) {
			const explanation = explanationOf(id);
			expect([id, table.split('.')[0]]).toEqual([id, explanation?.table.split('.')[0]]);
			for (const figure of figures) {
				if (figure === null || figure.unit === 'text') continue;
				expect([id, figure.unit]).toEqual([id, explanation?.unit]);
				expect([id, KINDS.indexOf(figure.kind)]).toEqual([id, expect.any(Number)]);
				expect(KINDS.indexOf(figure.kind)).toBeLessThanOrEqual(KINDS.indexOf(explanation?.kind ?? 'exact'));
			}
		}
	});

	it('explains nothing else', () => {
		const used = new Set(found.map(({ id }) => explanationOf(id)?.id));
		// A sweep's own, a row that says that a chain has no halvings, and one of states with recorded headers.
		const others = ['findings', 'holder-halving', 'backtest-bits'];
		expect(EXPLANATIONS.map(({ id }) => id).filter((id) => !used.has(id))).toEqual(
			EXPLANATIONS.map(({ id }) => id).filter((id) => others.includes(id)),
		);
	});
});

describe('an explanation', () => {
	it('has an id of its own, a meaning and a source', () => {
		expect(new Set(EXPLANATIONS.map(({ id }) => id)).size).toBe(EXPLANATIONS.length);
		for (const { says, source, formula } of EXPLANATIONS) {
			expect(says).toMatch(/^[A-Z].*\.$/);
			expect(source).not.toBe('');
			expect(formula).not.toBe('');
		}
	});

	it.each([
		['operator.own.none', '<fleet>.none'],
		['solo-share-1e-5-first-p95', 'solo-<fleet>-first-p95'],
		['solo-share-1e-5-p95', 'solo-<fleet>-<quantile>'],
		['rent-operator-break-rent', 'rent-<fleet>-break-rent'],
		['developer-count-nMaxReorgDepth-blocks', 'developer-count-<constant>-blocks'],
		['none-fork', 'none-<side>'],
		['cv', '<fleet>.cv'],
		['<fleet>.cv', '<fleet>.cv'],
	])('of %s is that of %s', (name, id) => {
		expect(explanationNamed(name)?.id).toBe(id);
	});

	it.each(['', 'operator', 'window-', 'halving-x-height', 'none-other', 'constructor'])('of "%s" is none', (name) => {
		expect(explanationNamed(name)).toBeUndefined();
	});
});

describe('lints', () => {
	it('are explained in their order, with their severities', () => {
		const known = LINTS.map(({ id, severities }) => ({ id, severities: [...severities] }));
		expect(LINT_EXPLANATIONS.map(({ id, severities }) => ({ id, severities: [...severities] }))).toEqual(known);
		expect(lintExplanation('daa-02')?.id).toBe('DAA-02');
		expect(lintExplanation('VAL-01')?.severities).toEqual(['error']);
		expect(lintExplanation('DAA-99')).toBeUndefined();
	});
});

describe('docs', () => {
	const read = (name: string) => readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8');

	it('metrics.md and lints.md are in step with the explanations (node scripts/docs.mjs writes them)', () => {
		expect(read('metrics')).toBe(metricsPage());
		expect(read('lints')).toBe(lintsPage());
	});

	it('have the sources that explanations name', () => {
		const sections = [...read('model').matchAll(/^## (\d+)\./gm)].map(([, number]) => number);
		const named = EXPLANATIONS.flatMap(({ source }) =>
			[...source.matchAll(/sections? (\d+)(?: and (\d+))?/g)]
				.filter(() => source.includes('docs/model.md'))
				.flatMap(([, first, second]) => [first, second].filter((number) => number !== undefined)),
		);
		expect(named.length).toBeGreaterThan(50);
		expect(named.filter((number) => !sections.includes(number) && number !== '2')).toEqual([]);
	});
});
