/** Tables as CSV (RFC 4180 with LF): one row for each figure of each metric, numbers unrounded. */
import { type CastingContext, stringify } from 'csv-stringify/sync';
import type { Figure, Listing, Report, Row, Table } from '../compare/document.ts';
import { plain } from './escape.ts';
import type { Grid } from './grid.ts';

const HEADER = ['table', 'row', 'label', 'column', 'value', 'low', 'high', 'unit', 'kind'] as const;
const COLUMNS = ['base', 'fork', 'difference', 'relative'] as const;
const DECIMAL = /^-?\d+(?:\.\d+)?$/;

type Value = string | number | null | undefined;

function csv(records: readonly (readonly Value[])[]): string {
	return stringify(
		records.map((record) => [...record]),
		{
			record_delimiter: 'unix',
			// A cell that begins with "=", "+", "-" or "@" runs as a formula in a spreadsheet.
			escape_formulas: true,
			cast: { string: (text: string, _: CastingContext) => guarded(text) },
		},
	);
}

/** Exact amounts are strings and may be negative: a plain decimal is no formula and stays a number. */
function guarded(text: string): string | { value: string; escape_formulas: boolean } {
	return DECIMAL.test(text) ? { value: text, escape_formulas: false } : text;
}

function record(table: Table, row: Row, column: (typeof COLUMNS)[number], figure: Figure): Value[] {
	const { value, low, high, unit, kind } = figure;
	const text = typeof value === 'string' ? plain(value) : value;
	return [plain(table.id), plain(row.id), plain(row.label), column, text, low, high, unit, kind];
}

function listedRecords({ id, columns, rows }: Listing): Value[][] {
	return rows.flatMap((row) =>
		columns.flatMap((column, i): Value[][] => {
			const figure = row.figures[i];
			if (figure === null || figure === undefined) return [];
			const { value, low, high, unit, kind } = figure;
			const text = typeof value === 'string' ? plain(value) : value;
			return [[id, plain(row.id), plain(row.label), column.id, text, low, high, unit, kind]];
		}),
	);
}

/** As `renderCsv`, with the listings, whose columns have names of their own. */
export function renderReportCsv({ tables, listings }: Pick<Report, 'tables' | 'listings'>): string {
	return csv([HEADER, ...tables.flatMap(recordsOf), ...listings.flatMap(listedRecords)]);
}

/** A listing alone. */
export function renderListingCsv(listing: Listing): string {
	return csv([HEADER, ...listedRecords(listing)]);
}

function recordsOf(table: Table): Value[][] {
	return table.rows.flatMap((row) =>
		COLUMNS.flatMap((column) => {
			const figure = row[column];
			return figure === null ? [] : [record(table, row, column, figure)];
		}),
	);
}

/** Every figure of the tables: table, row, label, column (base, fork, difference, relative), value, low, high, unit, kind. */
export function renderCsv(tables: readonly Table[]): string {
	return csv([HEADER, ...tables.flatMap(recordsOf)]);
}

/** Titles in lower case, but names keep their capitals: nPowTargetSpacing. */
function heading(title: string): string {
	return /^\p{Lu}?[^\p{Lu}]*$/u.test(title) ? title.toLowerCase() : title;
}

/** Grids as they are printed: a header and its rows, one grid after the other. */
export function csvGrids(grids: readonly Grid[]): string {
	return csv(
		grids.flatMap((grid) => [
			grid.columns.map(({ title }) => heading(title)),
			...grid.rows.map((row) => row.map((item) => item.text)),
		]),
	);
}
