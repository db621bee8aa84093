/**
 * A report as a comment on a pull request: verdicts, findings and tables as far as they fit, cut between blocks.
 */
import type { RootContent } from 'mdast';
import type { Report, Table } from '../compare/document.ts';
import { plain } from './escape.ts';
import { footer, subsection, verdictGrid } from './markdown.ts';
import { heading, markdown, markdownGrid, paragraph } from './mdgrid.ts';
import { code, literal, phrasing } from './phrasing.ts';
import { findingsGrid, sortedFindings, tableGrid } from './sections.ts';

/** Characters that GitHub accepts in the body of an issue, a pull request or a comment on one. */
export const COMMENT_CHARACTERS = 65_536;

/** How much is said of what was left out. */
const NAME_CHARACTERS = 60;
const MOST_NAMED = 40;

/** Tables beside the leading fleet's, in the order in which they are asked for. */
const MAIN_TABLES = ['issuance', 'window', 'holder', 'exchange', 'network', 'wallet', 'pool', 'large', 'developer'];

/** A part of the comment that is there whole or not at all. */
interface Block {
	readonly name: string;
	readonly nodes: readonly RootContent[];
}

/** The report as a comment of at most so many characters. */
export function renderComment(report: Report, most: number = COMMENT_CHARACTERS): string {
	const parts = blocksOf(report).map(({ name, nodes }) => ({ name, text: markdown(nodes) }));
	const title = markdown([heading(2, `Rehearsal: ${plain(report.title)}`)]);
	const never = elsewhere(report, parts);
	const shown = new Set<(typeof parts)[number]>();
	const text = (): string => {
		const left = parts.filter((part) => !shown.has(part)).map(({ name }) => name);
		const kept = parts.filter((part) => shown.has(part)).map((part) => part.text);
		return [title, ...kept, closing(report, [...left, ...never])].join('\n');
	};
	for (const part of parts) {
		shown.add(part);
		// A later, shorter block may still fit where a long one does not.
		if (text().length > most) shown.delete(part);
	}
	return text();
}

/** Tables that a comment never holds. */
function elsewhere({ tables }: Report, parts: readonly { readonly name: string }[]): string[] {
	return tables.map(({ title }) => title).filter((title) => !parts.some(({ name }) => name === title));
}

/** What was left out, and the command that shows it. */
function closing({ command }: Report, left: readonly string[]): string {
	const names = left.slice(0, MOST_NAMED).map((name) => plain(name, NAME_CHARACTERS));
	const more = left.length > names.length ? ` and ${left.length - names.length} more` : '';
	const said = left.length === 0 ? 'The whole report: ' : `Left out: ${names.join('; ')}${more}. The whole report: `;
	return markdown([
		{ type: 'paragraph', children: [...phrasing(said), literal(' '), ...code(`${plain(command)} --format md`)] },
	]);
}

function blocksOf(report: Report): Block[] {
	const { verdicts, findings, fleetTableId, tables } = report;
	const named = MAIN_TABLES.flatMap((id) => tables.filter((table) => table.id === id));
	const fleet = tables.filter((table) => table.id === fleetTableId);
	const others = tables.filter((table) => isOwn(table) && !fleet.includes(table));
	const severities = sortedFindings(findings).map(({ severity }) => severity);
	const count = (severity: string) => severities.filter((each) => each === severity).length;
	return [
		...(verdicts.length === 0 ? [] : [{ name: 'verdicts', nodes: markdownGrid(verdictGrid(report)) }]),
		{
			name: 'count of findings',
			nodes: [paragraph(`Findings: ${count('hard')} hard, ${count('soft')} soft, ${count('note')} to note.`)],
		},
		...(findings.length === 0 ? [] : [{ name: 'findings', nodes: markdownGrid(findingsGrid(report)) }]),
		...[...fleet, ...named, ...others].map((table) => ({ name: table.title, nodes: subsection(tableGrid(table)) })),
		{ name: 'inputs', nodes: footer(report) },
	];
}

/** Tables of a miner's own. */
function isOwn({ id }: Table): boolean {
	return id.startsWith('solo.') || id.startsWith('rent.');
}
