/** docs/metrics.md and docs/lints.md, written from the tables of explanations so that they cannot part from the program. */
import { GLOSSARY_TABLES } from '../compare/glossary.ts';
import { LINT_EXPLANATIONS, type LintExplanation } from '../compare/lintglossary.ts';
import { VIOLATION_EXPLANATIONS } from '../compare/violationglossary.ts';

/** A row of a Markdown table; the texts are our own. */
function line(cells: readonly string[]): string {
	return `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
	return [line(titles), `|${titles.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function code(text: string): string {
	return `\`${text}\``;
}

/** The text of docs/metrics.md. */
export function metricsPage(): string {
	const sections = GLOSSARY_TABLES.map(({ title, entries }) => {
		const rows = entries.map(({ id, says, formula, unit, kind, source }) => {
			return [code(id), says, formula === undefined ? '' : code(formula), unit, kind, source];
		});
		const id = entries[0]?.table ?? '';
		return `## ${title}\n\nTable ${code(id)}.\n\n${table(['id', 'meaning', 'formula', 'unit', 'kind', 'source'], rows)}`;
	});
	return `${[
		'# Metrics',
		'What every row of a report means, by its id; `rehearse explain ID` says the same. Words in angle brackets stand for what differs between rows: the id of a fleet or device, a constant, a number. Kinds and letters are those of `docs/model.md`. Written by scripts/docs.mjs from `src/compare/glossary.ts`; a test keeps the two in step.',
		...sections,
	].join('\n\n')}\n`;
}

function lintRows(lints: readonly LintExplanation[]): string[][] {
	return lints.map(({ id, severities, fires, source }) => [id, severities.join(', '), fires, source]);
}

/** The text of docs/lints.md. */
export function lintsPage(): string {
	return `${[
		'# Lints',
		'What a report says of a fork before anything is simulated. Each finding has an id, a severity and the numbers that fired it. Written by scripts/docs.mjs from `src/compare/lintglossary.ts` and `src/compare/violationglossary.ts`; a test keeps them in step.',
		table(
			['severity', 'means'],
			[
				['hard', "something breaks, or is not what the fork's file says"],
				['soft', 'a reviewer will ask; a good answer may exist'],
				['note', 'follows from what the fork declares, or holds under the base already'],
			],
		),
		'A lint that has no meaning for a rule says nothing: a rule that looks at a window of blocks has no anchor and no half-life, a chain whose issuance never ends has no final supply. Of several forks each is looked at where it begins, against what is in force just below it. Letters are those of `docs/model.md`: s spacing, τ half-life, a prime for the fork.',
		'## Findings',
		table(['id', 'severity', 'fires when, and its numbers', 'source'], lintRows(LINT_EXPLANATIONS)),
		'"Four years" in CPL-01 are 126,000,000 s, the 1,680,000 blocks of 75 s that ZIP 234\'s fraction was chosen for. 4126/10^10 of the reserve a block leaves 50.0 % of it after them, at 25 s 12.5 %; 1375/10^10 at 25 s leaves 50.007 %.',
		'## Rules that a node holds its constants to',
		'A base or fork that breaks one is refused, with the id at the end of the error: no node would run it.',
		table(['id', 'severity', 'broken by', 'source'], lintRows(VIOLATION_EXPLANATIONS)),
	].join('\n\n')}\n`;
}
