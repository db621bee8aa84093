/** `rehearse explain`: what a figure, a finding or a check means and where it comes from. */
import {
	EXPLANATIONS,
	type Explanation,
	explainedNames,
	explanationNamed,
	GLOSSARY_TABLES,
	lintExplanation,
} from '../../compare/glossary.ts';
import { LINT_EXPLANATIONS, type LintExplanation } from '../../compare/lintglossary.ts';
import { VIOLATION_EXPLANATIONS } from '../../compare/violationglossary.ts';
import { didYouMean } from '../../params/suggest.ts';
import { plain } from '../../report/escape.ts';
import { type Column, cell, type Grid } from '../../report/grid.ts';
import { renderLeaflet } from '../../report/render.ts';
import type { Invocation } from '../invocation.ts';
import { checkTarget, deliver, renderOptions } from '../output.ts';
import { EXIT, type Shell } from '../shell.ts';
import { UsageError } from '../usage.ts';

const SCHEMA = 'rehearse/explanations@1';

/**
 * Prints one explanation, or all of them by table.
 *
 * @returns exit code
 * @throws UsageError for a name that nothing has, with the nearest one
 */
export async function explain({ positionals, values }: Invocation, shell: Shell): Promise<number> {
	const options = renderOptions(values, shell);
	await checkTarget(values);
	const [name] = positionals;
	const { grids, document } = name === undefined ? allOf() : named(name);
	const leaflet = { title: 'Explanations', grids: options.format === 'csv' ? [recordGrid(document)] : grids, document };
	await deliver(await renderLeaflet(leaflet, options), values, shell);
	return EXIT.ok;
}

interface Explanations {
	readonly grids: readonly Grid[];
	readonly document: {
		readonly schema: typeof SCHEMA;
		readonly metrics: readonly Explanation[];
		readonly lints: readonly LintExplanation[];
	};
}

/** A metric, a lint, or every metric of a table. */
function named(name: string): Explanations {
	const lint = lintExplanation(name);
	if (lint !== undefined) {
		return { grids: [lintGrid(lint)], document: { schema: SCHEMA, metrics: [], lints: [lint] } };
	}
	const metric = explanationNamed(name);
	if (metric !== undefined) {
		return { grids: [metricGrid(metric)], document: { schema: SCHEMA, metrics: [metric], lints: [] } };
	}
	const table = GLOSSARY_TABLES.find(({ entries }) => entries.some(({ table }) => table === name));
	if (table !== undefined) {
		return { grids: [tableGrid(table)], document: { schema: SCHEMA, metrics: table.entries, lints: [] } };
	}
	const hint = didYouMean(name, explainedNames());
	throw new UsageError(
		`nothing is called "${plain(name, 80)}"${hint === '' ? mentioning(name) : hint}; rehearse explain lists all`,
	);
}

const MOST_NAMED = 6;

/** Names of what speaks of a word: for those who know the label on the screen and not the id. */
function mentioning(word: string): string {
	const wanted = word.toLowerCase();
	const metrics = EXPLANATIONS.filter(({ id, says }) => id.includes(wanted) || says.toLowerCase().includes(wanted));
	const lints = [...LINT_EXPLANATIONS, ...VIOLATION_EXPLANATIONS].filter(({ fires }) => fires.includes(wanted));
	const ids = [...metrics, ...lints].map(({ id }) => id);
	if (ids.length === 0) return '';
	const more = ids.length > MOST_NAMED ? ` and ${ids.length - MOST_NAMED} more` : '';
	return `; it is spoken of in ${ids.slice(0, MOST_NAMED).join(', ')}${more}`;
}

function columns(id: string, says: string): Column[] {
	return [
		{ title: id, align: 'left', code: true },
		{ title: says, align: 'left' },
	];
}

function tableGrid({ title, entries }: (typeof GLOSSARY_TABLES)[number]): Grid {
	const rows = entries.map(({ id, says }) => [cell(id), cell(says)]);
	return { title, columns: columns('Id', 'Meaning'), rows, notes: [] };
}

const RECORD = ['id', 'table', 'kind', 'unit', 'says', 'formula', 'source'] as const;

/** One header for all, which a spreadsheet needs; of a finding the severity stands for the kind. */
function recordGrid({ metrics, lints }: Explanations['document']): Grid {
	const metricRows = metrics.map((metric) => RECORD.map((key) => cell(metric[key] ?? '')));
	const lintRows = lints.map(({ id, severities, fires, source }) =>
		[id, '', severities.join(' or '), '', bare(fires), '', source].map((text) => cell(text)),
	);
	return {
		title: '',
		columns: RECORD.map((title) => ({ title, align: 'left' })),
		rows: [...metricRows, ...lintRows],
		notes: [],
	};
}

function allOf(): Explanations {
	const lints: readonly (readonly [string, readonly LintExplanation[]])[] = [
		['Findings', LINT_EXPLANATIONS],
		['Rules that constants are held to', VIOLATION_EXPLANATIONS],
	];
	const grids: Grid[] = [
		...GLOSSARY_TABLES.map(tableGrid),
		...lints.map(([title, entries]) => ({
			title,
			columns: columns('Id', 'Fires when'),
			rows: entries.map(({ id, fires }) => [cell(id), cell(bare(fires))]),
			notes: [],
		})),
	];
	const all = [...LINT_EXPLANATIONS, ...VIOLATION_EXPLANATIONS];
	return { grids, document: { schema: SCHEMA, metrics: EXPLANATIONS, lints: all } };
}

/** What is said of one id, under the id and what it is. */
function listed(id: string, noun: string, items: readonly (readonly [string, string | undefined])[]): Grid {
	return {
		title: '',
		columns: [
			{ title: id, align: 'left' },
			{ title: noun, align: 'left' },
		],
		rows: items.flatMap(([word, says]) => (says === undefined ? [] : [[cell(word), cell(bare(says))]])),
		notes: [],
	};
}

function metricGrid({ id, table, unit, kind, says, formula, source }: Explanation): Grid {
	return listed(id, titleOf(table), [
		['means', says],
		['formula', formula],
		['unit', unit],
		['kind', kind],
		['table', table],
		['source', source],
	]);
}

function lintGrid({ id, severities, fires, source }: LintExplanation): Grid {
	return listed(id, id.startsWith('VAL') ? 'Rule of constants' : 'Finding', [
		['severity', severities.join(' or ')],
		['fires when', fires],
		['source', source],
	]);
}

/** What the table of an explanation is called. */
function titleOf(table: string): string {
	return GLOSSARY_TABLES.find(({ entries }) => entries[0]?.table === table)?.title ?? table;
}

/** The texts are Markdown in docs/lints.md; elsewhere their backticks would only be in the way. */
function bare(text: string): string {
	return text.replaceAll('`', '');
}
