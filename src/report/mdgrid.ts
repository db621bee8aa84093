/** Grids and other blocks as mdast nodes, and mdast as GitHub-flavoured Markdown. */
import type { Blockquote, Heading, List, Paragraph, Root, RootContent, TableRow } from 'mdast';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown } from 'mdast-util-to-markdown';
import type { Grid } from './grid.ts';
import { code, literal, phrasing } from './phrasing.ts';
import { textWidth } from './width.ts';

export function heading(depth: 1 | 2 | 3, text: string): Heading {
	return { type: 'heading', depth, children: phrasing(text) };
}

export function paragraph(text: string): Paragraph {
	return { type: 'paragraph', children: phrasing(text) };
}

/** A bullet list; each item is the children of one paragraph. */
export function bullets(items: readonly Paragraph['children'][]): List {
	return {
		type: 'list',
		ordered: false,
		spread: false,
		children: items.map((children) => ({
			type: 'listItem',
			spread: false,
			children: [{ type: 'paragraph', children }],
		})),
	};
}

/** Marks a quote as a GitHub alert. A plain text "[!WARNING]" would be escaped, as it should be. */
const ALERT = { type: 'alertMarker' } as const;

declare module 'mdast' {
	interface PhrasingContentMap {
		alertMarker: typeof ALERT;
	}
	interface RootContentMap {
		alertMarker: typeof ALERT;
	}
}

/** `> [!WARNING]` followed by one line for each text. */
export function warning(lines: readonly string[]): Blockquote {
	const children: Paragraph['children'] = [ALERT];
	for (const line of lines) children.push(literal('\n'), ...phrasing(line));
	return { type: 'blockquote', children: [{ type: 'paragraph', children }] };
}

/** A grid as a table with its notes under it; numbers stand to the right. */
export function markdownGrid(grid: Grid): RootContent[] {
	const titles: TableRow = {
		type: 'tableRow',
		children: grid.columns.map((column) => ({ type: 'tableCell', children: phrasing(column.title) })),
	};
	const rows = grid.rows.map((row): TableRow => {
		return {
			type: 'tableRow',
			children: row.map((item, i) => ({
				type: 'tableCell',
				children: grid.columns[i]?.code === true ? code(item.text) : indented(item.text),
			})),
		};
	});
	const align = grid.columns.map((column) => (column.align === 'right' ? ('right' as const) : null));
	return [{ type: 'table', align, children: [titles, ...rows] }, ...grid.notes.map(paragraph)];
}

/** A label under the row above keeps its indentation as a dash: leading spaces have no meaning in Markdown. */
function indented(text: string): Paragraph['children'] {
	return phrasing(text.startsWith('\u00a0') ? `– ${text.trimStart()}` : text);
}

/**
 * The document as text with LF line ends.
 *
 * @param aligned whether a table's columns are lined up for those who read the text itself
 */
export function markdown(children: readonly RootContent[], aligned = true): string {
	const root: Root = { type: 'root', children: [...children] };
	return toMarkdown(root, {
		bullet: '-',
		rule: '-',
		extensions: [gfmTableToMarkdown({ stringLength: textWidth, tablePipeAlign: aligned })],
		handlers: { alertMarker: () => '[!WARNING]' },
	});
}
