/** Tables of another shape than base and fork, as grids. */
import type { Figure, Listing } from '../compare/document.ts';
import { plain, prose } from './escape.ts';
import { formatDifference, formatFigure, formatRelative } from './format.ts';
import { type Cell, type Column, cell, type Grid, signTone } from './grid.ts';

/** Terminal columns of a table's first column and of words. */
const LABEL_COLUMNS = 17;
const WORDS_COLUMNS = 15;

type ListedColumn = Listing['columns'][number];

function listedCell(figure: Figure | null, { form }: ListedColumn): Cell {
	if (form !== 'difference') return cell(form === 'words' ? prose(String(figure?.value ?? '')) : formatFigure(figure));
	const text = figure?.unit === 'ratio' ? formatRelative(figure) : formatDifference(figure);
	return cell(text, signTone(text));
}

function gridColumn({ title, form }: ListedColumn, words: number): Column {
	if (form !== 'words') return { title, align: 'right' };
	return words === 1 ? { title, align: 'left' } : { title, align: 'left', width: WORDS_COLUMNS };
}

/** A listing as a grid; without rows it has no columns either, and only its notes speak. */
export function listingGrid({ title, heading, columns, rows, notes }: Listing): Grid {
	const words = columns.filter(({ form }) => form === 'words').length;
	return {
		title: plain(title),
		columns: [
			{ title: heading, align: 'left', ...(rows.length === 0 ? {} : { width: LABEL_COLUMNS }) },
			...columns.map((column) => gridColumn(column, words)),
		],
		rows: rows.map(({ label, figures }) => [
			cell(prose(label)),
			...columns.map((column, i) => listedCell(figures[i] ?? null, column)),
		]),
		notes: notes.map(prose),
	};
}
