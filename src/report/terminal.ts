/** A report for a terminal of 80 columns: one screen, or with `full` every table. */
import type { ColorSupportLevel } from 'chalk';
import type { Report } from '../compare/document.ts';
import { plain, prose } from './escape.ts';
import type { Grid } from './grid.ts';
import { listingGrid } from './listinggrid.ts';
import { type Paint, painter } from './paint.ts';
import { predictionsGrid } from './predictiongrid.ts';
import { headLines, screenLines } from './screen.ts';
import { burstGrid, calendarGrid, changesGrid, checksGrid, findingsGrid, tableGrid } from './sections.ts';
import { textSection } from './textgrid.ts';
import { SCREEN_COLUMNS } from './width.ts';
import { hang } from './wrap.ts';

export interface TerminalOptions {
	/** 0 none, 1 sixteen colours. */
	readonly level: ColorSupportLevel;
	/** Every table, check, assumption and input. */
	readonly full: boolean;
}

function list(title: string, items: readonly string[], paint: Paint): string[] {
	if (items.length === 0) return [];
	const head = hang('', title, SCREEN_COLUMNS).map((line) => paint(line, 'title'));
	return ['', ...head, ...items.flatMap((item) => hang(' - ', item, SCREEN_COLUMNS))];
}

/** Grids one under the other, each after an empty line. */
export function terminalGrids(grids: readonly Grid[], level: ColorSupportLevel): string {
	const paint = painter(level);
	return `${grids.map((grid) => textSection(grid, paint).join('\n')).join('\n\n')}\n`;
}

function fullLines(report: Report, paint: Paint): string[] {
	const section = (grid: Grid) => ['', ...textSection(grid, paint)];
	return [
		...headLines(report, paint),
		...list(
			'Verdicts',
			report.verdicts.map((each) => `${plain(each.group)}: ${each.verdict}, ${prose(each.because)}`),
			paint,
		),
		...list('State', report.state.lines.map(prose), paint),
		...section(changesGrid(report)),
		...section(findingsGrid(report)),
		...report.tables.flatMap((table) => section(tableGrid(table))),
		...(report.calendar.length === 0 ? [] : section(calendarGrid(report))),
		...(report.burst === null ? [] : section(burstGrid(report.burst))),
		...list('Transition', report.transition.map(prose), paint),
		...section(checksGrid(report)),
		...report.listings.flatMap((listing) =>
			listing.rows.length === 0
				? list(plain(listing.title), listing.notes.map(prose), paint)
				: section(listingGrid(listing)),
		),
		...(report.predictions.length === 0 ? [] : section(predictionsGrid(report.predictions))),
		...list('Assumed', report.assumptions.map(assumptionText), paint),
		...list(
			'Inputs',
			report.inputs.map((input) => `${plain(input.path)} sha256 ${plain(input.sha256)}`),
			paint,
		),
		'',
		...hang('Reproduce: ', prose(report.command), SCREEN_COLUMNS),
		`rehearse ${plain(report.version)}, engine ${plain(report.run.engine)}, seed ${report.run.seed}${stampText(report)}`,
	];
}

/** When the report was written, where it says so. */
export function stampText({ writtenAt }: Report): string {
	return writtenAt === undefined ? '' : `, written at ${plain(writtenAt)}`;
}

/** An assumption and, where it has a direction, what its failing would do. */
export function assumptionText(assumption: Report['assumptions'][number]): string {
	const effect = prose(assumption.effect);
	return effect === '' ? prose(assumption.text) : `${prose(assumption.text)} (if not: ${effect})`;
}

/** The report as text that ends in a line break. */
export function renderTerminal(report: Report, { level, full }: TerminalOptions): string {
	const paint = painter(level);
	return `${(full ? fullLines(report, paint) : screenLines(report, paint)).join('\n')}\n`;
}
