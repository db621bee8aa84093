/** The parts of a report as grids, in the order in which every rendering shows them. */

import type { Burst, Figure, Finding, Report, Row, Severity, Table } from '../compare/document.ts';
import { plain, prose } from './escape.ts';
import {
	formatDifference,
	formatDuration,
	formatFigure,
	formatKind,
	formatPlusMinus,
	formatRelative,
	rowKind,
} from './format.ts';
import { type Cell, cell, type Grid, signTone } from './grid.ts';
import { formatNumber } from './number.ts';

/** What is printed where the interval of a difference covers zero. */
export const NO_DIFFERENCE = 'no difference detected';

/** Terminal columns of a stakeholder table's labels and of its base and fork. */
const LABEL_COLUMNS = 22;
const FIGURE_COLUMNS = 11;
const MOST_EXTRA_COLUMNS = 4;

/** What the kind of a figure says, for its reader. */
export const KINDS: readonly (readonly [kind: string, meaning: string])[] = [
	['exact', 'from consensus constants alone'],
	['cond.', 'a closed form of measured or assumed inputs'],
	['est.', 'simulated; ± is the 95 % interval of the estimate, not of anyone’s luck'],
	['assumed', 'an input or a choice of the model'],
];

const SEVERITIES: readonly Severity[] = ['hard', 'soft', 'note'];

/** The figure that tells a row's change best: relative where it has a meaning, else the difference. */
function changeFigure(row: Row): { readonly figure: Figure | null; readonly relative: boolean } {
	return row.relative === null ? { figure: row.difference, relative: false } : { figure: row.relative, relative: true };
}

/** Change of a row in one cell: "+50.0 %", "-14.8 pp", "none", or that none was detected. */
export function changeCell(row: Row): Cell {
	if (row.indistinct === true) return cell(NO_DIFFERENCE);
	const { figure, relative } = changeFigure(row);
	const text = relative ? formatRelative(figure) : formatDifference(figure);
	return cell(text, signTone(text));
}

/** Room for a change on the first screen. */
export const CHANGE_COLUMNS = 10;

/** As `changeCell`, with the usual digits only; `indistinct` is what fits where no difference was detected. */
export function briefChangeCell(row: Row, indistinct: string): Cell {
	if (row.indistinct === true) return cell(indistinct);
	const { figure, relative } = changeFigure(row);
	const text = fitted(relative ? formatRelative(figure, 0) : formatDifference(figure, 0));
	return cell(text, signTone(text));
}

/** A tiny percentage with one significant digit where more would not fit the screen's column. */
function fitted(text: string): string {
	if (text.length <= CHANGE_COLUMNS) return text;
	const [, sign = '', digits = '', unit = ''] = /^([+-])(0\.0\d+)( (?:pp|%))$/.exec(text) ?? [];
	return digits === '' ? text.replace(/^< /, '<') : `${sign}${Number(Number(digits).toPrecision(1))}${unit}`;
}

/** "±" of what `changeCell` shows. */
export function changePlusMinus(row: Row): string {
	const { figure, relative } = changeFigure(row);
	return formatPlusMinus(relative && figure !== null ? { ...figure, unit: 'percent' } : figure, !relative);
}

/** Kind of a row, short; empty where it has no figure. */
export function kindText(row: Row): string {
	const kind = rowKind(row);
	return kind === null ? '' : formatKind(kind);
}

/** A label indented under the row above. */
export function indented(row: Row, label: string): string {
	return '\u00a0\u00a0'.repeat(row.level ?? 0) + label;
}

/** One stakeholder table. Seven columns at most, numbers to the right. */
export function tableGrid(table: Table): Grid {
	const rows = table.rows.map((row) => [
		cell(indented(row, plain(row.label))),
		cell(formatFigure(row.base)),
		cell(formatFigure(row.fork)),
		changeCell(row),
		cell(changePlusMinus(row)),
		cell(kindText(row)),
	]);
	// Long amounts take their room from the labels, which can wrap.
	const longest = Math.max(...rows.map(([, base, fork]) => Math.max(base?.text.length ?? 0, fork?.text.length ?? 0)));
	const extra = Math.min(Math.max(longest - FIGURE_COLUMNS, 0), MOST_EXTRA_COLUMNS);
	return {
		title: plain(table.title),
		columns: [
			{ title: 'Quantity', align: 'left', width: LABEL_COLUMNS - 2 * extra },
			{ title: 'Base', align: 'right', width: FIGURE_COLUMNS + extra },
			{ title: 'Fork', align: 'right', width: FIGURE_COLUMNS + extra },
			{ title: 'Change', align: 'right', width: 13 },
			{ title: '±', align: 'right', width: 9 },
			{ title: 'Kind', align: 'left', width: 7 },
		],
		rows,
		notes: table.notes.map(prose),
	};
}

/** Day of the state and what is known of it: words and figures first, then sentences of their own. */
export function stateText({ state }: Report): string {
	const parts = state.lines.map((line, i) => {
		const text = prose(line).replace(/\.$/, '');
		return i === 0 ? text : `${/^\p{Lu}/u.test(text) ? '. ' : '; '}${text}`;
	});
	return `${plain(state.date)}: ${parts.join('')}`;
}

/** Constants that the fork changes, each with the source of the base's value. */
export function changesGrid(report: Report): Grid {
	return {
		title: 'What changes',
		columns: [
			{ title: 'Parameter', align: 'left', width: 23, code: true },
			{ title: 'From', align: 'right', width: 12 },
			{ title: 'To', align: 'right', width: 12 },
			{ title: 'Unit', align: 'left', width: 8 },
			{ title: 'Source of the base', align: 'left', width: 19, code: true },
		],
		rows: report.changes.map((change) =>
			[change.parameter, change.from, change.to, change.unit, change.source].map((text) => cell(plain(text))),
		),
		notes: [],
	};
}

/** Findings, hardest first. */
export function sortedFindings(findings: readonly Finding[]): readonly Finding[] {
	return [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

/** Findings with the numbers that fired them. */
export function findingsGrid(report: Report): Grid {
	return {
		title: 'Findings',
		columns: [
			{ title: 'Id', align: 'left', width: 7, code: true },
			{ title: 'Severity', align: 'left', width: 8 },
			{ title: 'Finding', align: 'left', width: 38 },
			{ title: 'Numbers', align: 'left', width: 23 },
		],
		rows: sortedFindings(report.findings).map((finding) => [
			cell(plain(finding.id)),
			cell(finding.severity, finding.severity),
			cell(prose(finding.message)),
			cell(
				Object.entries(finding.numbers)
					.map(([name, value]) => `${plain(name)} ${plain(value)}`)
					.join('; '),
			),
		]),
		notes: [],
	};
}

/** Closed forms beside what the simulation found. */
export function checksGrid(report: Report): Grid {
	return {
		title: 'Checks',
		columns: [
			{ title: 'Check', align: 'left', width: 34 },
			{ title: 'Expected', align: 'right', width: 13 },
			{ title: 'Found', align: 'right', width: 13 },
			{ title: 'Off by', align: 'right', width: 8 },
			{ title: 'Result', align: 'left', width: 6 },
		],
		rows: report.checks.map((check) => [
			cell(plain(check.label)),
			cell(formatFigure(check.expected)),
			cell(formatFigure(check.found)),
			// An exact check agrees or does not; only a simulated one is off by so many standard errors.
			cell(check.found.kind === 'exact' ? '' : `${formatNumber(check.deviation, 1)} σ`),
			check.pass ? cell('pass', 'pass') : cell('FAIL', 'fail'),
		]),
		notes: [],
	};
}

/** "12 of 12 agree". */
export function checksSummary(report: Report): string {
	const passed = report.checks.filter((check) => check.pass).length;
	return `${passed} of ${report.checks.length} agree`;
}

/** Scheduled heights and when they come under either rule set. */
export function calendarGrid(report: Report): Grid {
	return {
		title: 'Calendar',
		columns: [
			{ title: 'Height', align: 'right', width: 10 },
			{ title: 'What', align: 'left', width: 24 },
			{ title: 'Base', align: 'right', width: 20 },
			{ title: 'Fork', align: 'right', width: 20 },
		],
		rows: report.calendar.map((entry) => [
			cell(formatNumber(entry.height, 0)),
			cell(plain(entry.what)),
			cell(formatFigure(entry.base)),
			cell(formatFigure(entry.fork)),
		]),
		notes: [],
	};
}

/** Blocks and coins after an in-place edit. */
export function burstGrid(burst: Burst): Grid {
	return {
		title: 'After the edit',
		columns: [
			{ title: 'After', align: 'right', width: 11 },
			{ title: 'Least interval', align: 'right', width: 8 },
			{ title: 'Blocks', align: 'right', width: 10 },
			{ title: 'Coins', align: 'right', width: 16 },
			{ title: 'Header ahead', align: 'right', width: 10 },
			{ title: 'nBits', align: 'left', width: 10, code: true },
			{ title: 'State', align: 'left', width: 7 },
		],
		rows: burst.rows.map((row) => [
			cell(formatDuration(row.afterSeconds)),
			cell(formatDuration(row.minIntervalSeconds)),
			cell(formatNumber(row.blocks, 0)),
			cell(formatFigure({ value: row.coins, unit: 'coins', kind: 'exact' })),
			cell(formatDuration(row.headerAheadSeconds)),
			cell(plain(row.bits)),
			row.halted ? cell('halted', 'fail') : cell('running'),
		]),
		notes: [
			`The first block whose nBits differ is ${formatNumber(burst.firstDivergentHeight, 0)}: ` +
				`${plain(burst.baseBits)} under the base, ${plain(burst.forkBits)} under the fork.`,
		],
	};
}
