/** The first section of an HTML report: hard findings, a verdict for each group, and what the kinds mean. */
import type { Report, Row, Verdict } from '../compare/document.ts';
import { plain, prose } from './escape.ts';
import { definitions } from './htmlfacts.ts';
import { badge, tableBox, tableRow } from './htmlgrid.ts';
import { element, type HtmlElement } from './htmlnode.ts';
import { KINDS, sortedFindings, tableGrid } from './sections.ts';

function warning(report: Report): HtmlElement[] {
	const hard = sortedFindings(report.findings).filter(({ severity }) => severity === 'hard');
	if (hard.length === 0) return [];
	const count = `${hard.length} hard ${hard.length === 1 ? 'finding' : 'findings'}`;
	return [
		element(
			'div',
			{ class: 'warning', role: 'note' },
			element('p', {}, element('strong', {}, count)),
			element(
				'ul',
				{},
				...hard.map(({ id, message }) => element('li', {}, element('code', {}, plain(id)), ` ${prose(message)}`)),
			),
		),
	];
}

/** One table; each group's rows under its name, its verdict and the reason. */
function verdictTable(report: Report): HtmlElement {
	const gridOf = (rows: readonly Row[]) => tableGrid({ id: '', title: '', rows, notes: [] });
	const { columns } = gridOf([]);
	const bodies = report.verdicts.map((verdict: Verdict) =>
		element(
			'tbody',
			{ role: 'rowgroup' },
			element(
				'tr',
				{ role: 'row', class: 'group' },
				element(
					'th',
					{ scope: 'rowgroup', role: 'rowheader', colspan: String(columns.length) },
					element('span', { class: 'who' }, plain(verdict.group)),
					' ',
					badge(verdict.verdict, verdict.verdict),
					' ',
					element('span', { class: 'because' }, prose(verdict.because)),
				),
			),
			...gridOf([verdict.row, ...verdict.also]).rows.map((row) => tableRow(row, columns, 'figures')),
		),
	);
	const caption = element(
		'caption',
		{},
		element('span', { class: 'unseen' }, 'Verdict for each group, and what decides'),
	);
	return element('div', { class: 'table' }, tableBox(caption, columns, bodies, 'figures'));
}

function legend(): HtmlElement {
	return element('div', { class: 'legend' }, element('p', {}, 'Every figure has a kind:'), definitions(KINDS));
}

/** Everything of the first section. */
export function verdicts(report: Report): HtmlElement[] {
	return [...warning(report), ...(report.verdicts.length === 0 ? [] : [verdictTable(report)]), legend()];
}
