/** A grid as aligned text for a terminal, without frames. */
import Table from 'cli-table3';
import type { Cell, Column, Grid } from './grid.ts';
import type { Paint } from './paint.ts';
import { SCREEN_COLUMNS, textWidth } from './width.ts';
import { hang, wrap } from './wrap.ts';

const GAP = 1;
const LEAST_WIDTH = 6;

/** No line of a table is drawn: the spacing alone carries it. */
const FRAMELESS = {
	top: '',
	'top-mid': '',
	'top-left': '',
	'top-right': '',
	bottom: '',
	'bottom-mid': '',
	'bottom-left': '',
	'bottom-right': '',
	left: ' ',
	'left-mid': '',
	mid: '',
	'mid-mid': '',
	right: '',
	'right-mid': '',
	middle: ' ',
};

/** Widths of the columns: the given ones, else what the texts need, the widest giving way until all fit. */
function widthsOf(columns: readonly Column[], rows: readonly (readonly Cell[])[], limit: number): number[] {
	const widths = columns.map(
		(column, i) =>
			column.width ??
			Math.max(textWidth(column.title), ...rows.map((row) => textWidth(row[i]?.text ?? '')), LEAST_WIDTH),
	);
	const available = limit - 1 - GAP * (columns.length - 1);
	let excess = widths.reduce((sum, width) => sum + width, 0) - available;
	while (excess > 0) {
		const widest = widths.indexOf(Math.max(...widths));
		if (widths[widest]! <= LEAST_WIDTH) break;
		widths[widest]! -= 1;
		excess -= 1;
	}
	return widths;
}

/** A cell's lines: wrapped first and coloured then, so that no line ends inside a colour. */
function cellLines(item: Cell, width: number, paint: Paint): string[] {
	return wrap(item.text, width).map((line) => paint(line, item.tone));
}

/**
 * Rows of a grid under their column titles.
 *
 * @param limit terminal columns that no line exceeds
 */
export function textGrid(grid: Grid, paint: Paint, limit: number = SCREEN_COLUMNS): string[] {
	const widths = widthsOf(grid.columns, grid.rows, limit);
	const table = new Table({
		chars: FRAMELESS,
		colWidths: widths,
		colAligns: grid.columns.map((column) => column.align),
		// cli-table3 0.6.5 colours heads and borders even when piped; with these it adds none of its own.
		style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
	});
	const spanned = (from: number, count: number) =>
		widths.slice(from, from + count).reduce((sum, width) => sum + width + GAP, -GAP);
	const titles = grid.columns.map((column) => ({ text: column.title, tone: 'title' as const }));
	for (const row of [titles, ...grid.rows]) {
		let at = 0;
		const cells = row.map((item: Cell) => {
			const colSpan = item.span ?? 1;
			const lines = cellLines(item, spanned(at, colSpan), paint);
			at += colSpan;
			return { colSpan, lines };
		});
		// One table row for each line: cli-table3 shortens a long cell character by character, in quadratic time.
		const height = Math.max(...cells.map(({ lines }) => lines.length));
		for (let i = 0; i < height; i++) {
			table.push(cells.map(({ colSpan, lines }) => ({ colSpan, content: lines[i] ?? '' })));
		}
	}
	return table
		.toString()
		.split('\n')
		.map((line) => line.trimEnd());
}

/** A titled grid with its notes, as `--full` and the smaller commands print it. */
export function textSection(grid: Grid, paint: Paint, limit: number = SCREEN_COLUMNS): string[] {
	const title = grid.title === '' ? [] : hang('', grid.title, limit).map((line) => paint(line, 'title'));
	const rows = grid.rows.length === 0 ? [' (none)'] : textGrid(grid, paint, limit);
	return [...title, ...rows, ...grid.notes.flatMap((note) => hang(' ', note, limit))];
}
