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
	const leaflet = name === undefined ? allOf() : oneOf(name);
	await deliver(await renderLeaflet({ title: 'Explanations', ...leaflet }, options), values, shell);
	return EXIT.ok;
}

function oneOf(name: string) {
	const lint = lintExplanation(name);
	if (lint !== undefined) {
		return { grids: [lintGrid(lint)], document: { schema: SCHEMA, metrics: [], lints: [lint] } };
	}
	const metric = explanationNamed(name);
	if (metric === undefined) {
		const hint = didYouMean(name, explainedNames());
		throw new UsageError(`nothing is called "${plain(name, 80)}"${hint}; rehearse explain lists all`);
	}
	return { grids: [metricGrid(metric)], document: { schema: SCHEMA, metrics: [metric], lints: [] } };
}

function allOf() {
	const columns = (id: string, says: string): Column[] => [
		{ title: id, align: 'left', code: true },
		{ title: says, align: 'left' },
	];
	const lints: readonly (readonly [string, readonly LintExplanation[]])[] = [
		['Findings', LINT_EXPLANATIONS],
		['Rules that constants are held to', VIOLATION_EXPLANATIONS],
	];
	const grids: Grid[] = [
		...GLOSSARY_TABLES.map(({ title, entries }) => ({
			title,
			columns: columns('Id', 'Meaning'),
			rows: entries.map(({ id, says }) => [cell(id), cell(says)]),
			notes: [],
		})),
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
