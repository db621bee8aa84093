/**
 * A report as a comment on a pull request: verdicts and findings first, every table folded under its title, as far as
 * they fit; cut between tables, and saying where.
 */
import type { Html, RootContent } from 'mdast';
import type { Report, Table } from '../compare/document.ts';
import { plain } from './escape.ts';
import { alert, facts, footer, verdicts } from './markdown.ts';
import { heading, markdown, markdownGrid, paragraph } from './mdgrid.ts';
import { code, literal, phrasing, phrasingHtml } from './phrasing.ts';
import { findingsGrid, sortedFindings, tableGrid } from './sections.ts';

/** Characters that GitHub accepts in the body of an issue, a pull request or a comment on one. */
export const COMMENT_CHARACTERS = 65_536;

/** How much is said of what was left out. */
const NAME_CHARACTERS = 60;
const MOST_NAMED = 40;

/** Tables behind the leading fleet's, in the order in which they are asked for; then come miners' own and the rest. */
const MAIN_TABLES = ['issuance', 'window', 'holder', 'exchange', 'network', 'wallet', 'pool', 'large', 'developer'];

/** A part of the comment that is there whole or not at all. */
interface Block {
	readonly name: string;
	readonly nodes: readonly RootContent[];
}

/** The report as a comment of at most so many characters. */
export function renderComment(report: Report, most: number = COMMENT_CHARACTERS): string {
	// Spaces that line columns up would be a third of the room.
	const written = ({ name, nodes }: Block) => ({ name, text: markdown(nodes, false) });
	const leading = leadingBlocks(report).map(written);
	const tables = orderedTables(report).map(folded).map(written);
	const end = written({ name: 'inputs', nodes: footer(report) });
	const parts = [...leading, ...tables, end];
	const title = markdown([heading(2, `Rehearsal: ${plain(report.title)}`)]);
	const shown = new Set<(typeof parts)[number]>();
	const text = (): string => {
		const left = parts.filter((part) => !shown.has(part)).map(({ name }) => name);
		const kept = parts.filter((part) => shown.has(part)).map((part) => part.text);
		return [title, ...kept, closing(report, left)].join('\n');
	};
	// What reproduces the report matters more than any table.
	for (const part of [...leading, end, ...tables]) {
		shown.add(part);
		// A later, shorter block may still fit where a long one does not.
		if (text().length > most) shown.delete(part);
	}
	return text();
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

/** What is read without unfolding anything. */
function leadingBlocks(report: Report): Block[] {
	const { findings } = report;
	const severities = sortedFindings(findings).map(({ severity }) => severity);
	const count = (severity: string) => severities.filter((each) => each === severity).length;
	const counts = `Findings: ${count('hard')} hard, ${count('soft')} soft, ${count('note')} to note.`;
	return [
		{ name: 'hard findings', nodes: alert(report) },
		{ name: 'what it rests on', nodes: [facts(report)] },
		{ name: 'verdicts', nodes: verdicts(report) },
		{ name: 'count of findings', nodes: [paragraph(counts)] },
		{ name: 'findings', nodes: findings.length === 0 ? [] : markdownGrid(findingsGrid(report)) },
	].filter(({ nodes }) => nodes.length > 0);
}

/** Every table, the most asked for first. */
function orderedTables({ fleetTableId, tables }: Report): readonly Table[] {
	const ranked = [
		tables.filter(({ id }) => id === fleetTableId),
		...MAIN_TABLES.map((main) => tables.filter(({ id }) => id === main)),
		tables.filter(({ id }) => id.startsWith('solo.') || id.startsWith('rent.')),
	].flat();
	return [...new Set([...ranked, ...tables])];
}

/** A table that its reader unfolds. */
function folded(table: Table): Block {
	const grid = tableGrid(table);
	const html = (value: string): Html => ({ type: 'html', value });
	const start = html(`<details>\n<summary>${phrasingHtml(grid.title)}</summary>`);
	return { name: table.title, nodes: [start, ...markdownGrid(grid), html('</details>')] };
}
