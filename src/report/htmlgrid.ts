/** A grid as an accessible HTML table: caption, scopes, and on a narrow screen a card for each row. */
import type { Cell, Column, Grid, Tone } from './grid.ts';
import { element, type HtmlElement, type HtmlNode } from './htmlnode.ts';

export interface TableOptions {
	/** Level of the heading in the caption; a table without a title of its own gets a hidden caption. */
	readonly level: 2 | 3 | 4;
	/** Anchor of the table. */
	readonly id?: string;
	/** Caption where the grid's title already stands above as a heading. */
	readonly hidden?: string;
}

/** Figures of base and fork, in the columns of a stakeholder's table, or any texts. */
export type TableKind = 'figures' | 'listing';

/** Colour never speaks alone: what has no sign or word of its own gets a mark. */
const MARKS: Readonly<Partial<Record<Tone, string>>> = {
	better: '▲',
	worse: '▼',
	same: '=',
	unclear: '?',
	hard: '■',
	soft: '▲',
	note: '●',
	pass: '✓',
	fail: '✗',
};

/** A word with its mark; screen readers get the word alone. */
export function badge(text: string, tone: Tone): HtmlElement {
	const mark = MARKS[tone];
	return element(
		'span',
		{ class: `badge ${tone}` },
		...(mark === undefined ? [] : [element('span', { 'aria-hidden': 'true', class: 'mark' }, mark)]),
		text,
	);
}

/** A word that may be broken anywhere: a hash, a 256-bit target. */
const LONG_WORD = /\S{44}/;

/** A text of more characters is a sentence, which is not squeezed for the sake of its neighbours. */
const PROSE_CHARACTERS = 60;

function content(item: Cell, column: Column | undefined): HtmlNode[] {
	const text = item.text.replace(/^\u00a0+/, '');
	if (text === '') return [];
	if (item.tone !== undefined && MARKS[item.tone] !== undefined) return [badge(text, item.tone)];
	if (column?.code === true) return [element('code', {}, text)];
	return [text];
}

function classOf(item: Cell, column: Column | undefined, kind: TableKind): string | undefined {
	const classes = [
		kind === 'listing' && column?.align === 'right' ? 'number' : '',
		item.text.startsWith('\u00a0') ? 'under' : '',
		item.tone === 'plus' || item.tone === 'minus' ? item.tone : '',
		item.text === '' ? 'empty' : '',
		LONG_WORD.test(item.text) ? 'long' : '',
		item.text.length > PROSE_CHARACTERS && column?.code !== true ? 'prose' : '',
	].filter((name) => name !== '');
	return classes.length === 0 ? undefined : classes.join(' ');
}

/**
 * One row; the first cell is the header of the others. A listing's cells bear the titles that a narrow screen shows
 * beside them; the columns of figures stay columns.
 */
export function tableRow(row: readonly Cell[], columns: readonly Column[], kind: TableKind): HtmlElement {
	return element(
		'tr',
		{ role: 'row' },
		...row.map((item, i) => {
			const column = columns[i];
			const label = kind === 'listing' && i > 0 ? column?.title : undefined;
			const shared = { class: classOf(item, column, kind), 'data-label': label };
			return i === 0
				? element('th', { scope: 'row', role: 'rowheader', ...shared }, ...content(item, column))
				: element('td', { role: 'cell', ...shared }, ...content(item, column));
		}),
	);
}

/** Titles of the columns. */
function tableHead(columns: readonly Column[], kind: TableKind): HtmlElement {
	const titles = columns.map(({ title, align }) =>
		element(
			'th',
			{ scope: 'col', role: 'columnheader', class: kind === 'listing' && align === 'right' ? 'number' : undefined },
			title === '±' ? element('abbr', { title: 'half of the 95 % interval of the change' }, title) : title,
		),
	);
	return element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...titles));
}

/** A table with its titles. Explicit roles: where CSS lays rows out as cards, browsers drop the implied ones. */
export function tableBox(
	caption: HtmlElement,
	columns: readonly Column[],
	bodies: readonly HtmlElement[],
	kind: TableKind,
): HtmlElement {
	return element('table', { role: 'table', class: kind }, caption, tableHead(columns, kind), ...bodies);
}

/** A grid with its caption and notes. */
export function gridTable(grid: Grid, { level, id, hidden }: TableOptions): HtmlElement {
	const caption =
		grid.title === '' || hidden !== undefined
			? element('caption', {}, element('span', { class: 'unseen' }, hidden ?? ''))
			: element('caption', {}, element(`h${level}`, {}, grid.title));
	const kind = isFigures(grid) ? 'figures' : 'listing';
	const body = element('tbody', { role: 'rowgroup' }, ...grid.rows.map((row) => tableRow(row, grid.columns, kind)));
	const table = grid.rows.length === 0 ? element('p', {}, 'None.') : tableBox(caption, grid.columns, [body], kind);
	const notes = grid.notes.map((note) => element('p', { class: 'note' }, note));
	return element('div', { class: 'table', id }, table, ...notes);
}

function isFigures({ columns }: Grid): boolean {
	return columns[1]?.title === 'Base' && columns[2]?.title === 'Fork';
}
