/** The one screen that a stakeholder sees first: findings, one deciding number for each group, checks. */

import type { Report, Row, Verdict } from '../compare/document.ts';
import { plain, prose } from './escape.ts';
import { briefLabel, formatBrief, formatFigure, formatUtc } from './format.ts';
import { type Cell, cell, type Grid } from './grid.ts';
import { formatNumber } from './number.ts';
import type { Paint } from './paint.ts';
import {
	briefChangeCell,
	burstGrid,
	CHANGE_COLUMNS,
	checksSummary,
	indented,
	kindText,
	sortedFindings,
} from './sections.ts';
import { textGrid, textSection } from './textgrid.ts';
import { SCREEN_COLUMNS, textWidth } from './width.ts';
import { hang } from './wrap.ts';

/** Findings and assumptions beyond these are counted, and printed by --full. */
const FINDINGS_SHOWN = 6;
const ASSUMED_CHARACTERS = 180;

/** A fleet's id beside its rows. */
const FLEET_CHARACTERS = 9;

/** Room for a group's name. */
const WHO_COLUMNS = 11;

/** Longest lint id beside a finding; the column must leave room for the sentence. */
const ID_CHARACTERS = 12;

/** Fits the column of changes, where "no difference detected" does not; a legend line explains it. */
const INDISTINCT = 'undetected';
const LEGEND = 'undetected: the 95 % interval of the difference covers zero';

/** Title, run, state, price and activation: what every figure below rests on. */
export function headLines(report: Report, paint: Paint): string[] {
	const title = `rehearse · ${plain(report.title)}`;
	const run =
		report.burst === null
			? `${formatNumber(report.run.trials, 0)} trials · seed ${report.run.seed}`
			: `seed ${report.run.seed}`;
	const gap = SCREEN_COLUMNS - textWidth(title) - textWidth(run);
	const first =
		gap >= 2
			? [paint(title, 'title') + ' '.repeat(gap) + run]
			: [...hang('', title, SCREEN_COLUMNS).map((line) => paint(line, 'title')), run];
	const price = formatFigure({ value: report.market.priceUsd, unit: 'usd', kind: 'exact' });
	const dated = report.market.date === report.state.date ? '' : ` (${plain(report.market.date)})`;
	const state = [
		`state ${plain(report.state.date)}`,
		...report.state.lines.slice(0, 1).map(prose),
		`1 ${plain(report.base.coin)} = ${price}${dated}`,
	].join(' · ');
	const releases = report.base.newerReleases.map((release) => plain(release)).join(', ');
	return [
		...first,
		...hang('', state, SCREEN_COLUMNS),
		...hang('', activationText(report), SCREEN_COLUMNS),
		...(releases === '' ? [] : hang('', `newer releases of the base: ${releases}`, SCREEN_COLUMNS)),
	];
}

/** When the fork's rules begin, and over how long its effects are measured. */
export function activationText(report: Report): string {
	const { activationHeight, activationTime, activation } = report.fork;
	if (activationHeight === null) return prose(activation);
	const when =
		activationTime === null || typeof activationTime.value !== 'number'
			? ''
			: `, about ${formatUtc(activationTime.value)}`;
	const { days: length } = report.run;
	const days = length === 1 ? '1 day' : `${Number.isInteger(length) ? formatNumber(length, 0) : length} days`;
	return `activates at ${formatNumber(activationHeight, 0)}${when}; ${days} from there`;
}

function findingLines(report: Report, paint: Paint): string[] {
	const findings = sortedFindings(report.findings);
	const lines = findings.slice(0, FINDINGS_SHOWN).flatMap((finding) => {
		const severity = finding.severity.padEnd(4);
		const [first = '', ...rest] = hang(
			` ${severity} ${plain(finding.id, ID_CHARACTERS).padEnd(7)} `,
			prose(finding.message),
			SCREEN_COLUMNS,
		);
		return [` ${paint(severity, finding.severity)}${first.slice(1 + severity.length)}`, ...rest];
	});
	const more = findings.length - FINDINGS_SHOWN;
	return more > 0 ? [...lines, ` and ${more} more: --full`] : lines;
}

function figureCells(row: Row, columns: number): Cell[] {
	return [
		cell(indented(row, briefLabel(row))),
		cell(formatBrief(row.base, columns)),
		cell(formatBrief(row.fork, columns)),
		briefChangeCell(row, INDISTINCT),
		cell(kindText(row)),
	];
}

/** The deciding row beside the group, the verdict beside the next row or, where there is none, its reason. */
function verdictRows(verdict: Verdict, columns: number): Cell[][] {
	const word = cell(`\u00a0\u00a0${verdict.verdict}`, verdict.verdict);
	const [second, ...rest] = verdict.also;
	return [
		[cell(plain(verdict.group)), ...figureCells(verdict.row, columns)],
		second === undefined ? [word, { text: prose(verdict.because), span: 5 }] : [word, ...figureCells(second, columns)],
		...rest.map((row) => [cell(''), ...figureCells(row, columns)]),
		// An open verdict needs its reason beside it.
		...(second !== undefined && verdict.verdict === 'unclear'
			? [[cell(''), { text: prose(verdict.because), span: 5 }]]
			: []),
	];
}

/** Room for a figure; one column more, taken from the labels, where a figure needs it. */
const FIGURE_COLUMNS = 11;

function verdictGrid(report: Report): Grid {
	const rows = [...report.verdicts.flatMap(({ row, also }) => [row, ...also]), ...fleetRows(report)];
	const wide = rows.some((row) =>
		[row.base, row.fork].some((figure) => formatBrief(figure, FIGURE_COLUMNS + 1).length > FIGURE_COLUMNS),
	);
	const columns = FIGURE_COLUMNS + (wide ? 1 : 0);
	return {
		title: '',
		columns: [
			{ title: 'WHO', align: 'left', width: WHO_COLUMNS },
			{ title: 'WHAT DECIDES', align: 'left', width: wide ? 22 : 24 },
			{ title: 'BASE', align: 'right', width: columns },
			{ title: 'FORK', align: 'right', width: columns },
			{ title: 'CHANGE', align: 'right', width: CHANGE_COLUMNS },
			{ title: 'KIND', align: 'left', width: 7 },
		],
		rows: [
			...report.verdicts.flatMap((verdict) => verdictRows(verdict, columns)),
			...fleetRows(report).map((row, i) => [
				cell(i === 0 ? 'Fleet' : i === 1 ? fleetName(report) : ''),
				...figureCells(row, columns),
			]),
		],
		notes: [],
	};
}

/** The rows of the fleet that belongs on the screen; its details are for --full. */
function fleetRows({ tables, fleetTableId }: Report): readonly Row[] {
	const table = tables.find(({ id }) => id === fleetTableId);
	return (table?.rows ?? []).filter((row) => row.detail !== true);
}

/** "  operator" of "fleet.operator". */
function fleetName({ fleetTableId }: Report): string {
	return `\u00a0\u00a0${plain((fleetTableId ?? '').replace(/^fleet\./, ''), FLEET_CHARACTERS)}`;
}

/** "nPowTargetSpacing 90 → 60 s; target at 151989: parent × 3/2; new anchor". */
function changesText({ changes }: Report): string {
	return changes
		.map(({ parameter, from, to, unit }) =>
			/^\S+$/.test(from)
				? `${plain(parameter)} ${plain(from)} → ${plain(to)}${unit === '' ? '' : ` ${plain(unit)}`}`
				: `${plain(parameter)}: ${plain(to)}`,
		)
		.join('; ');
}

/** Assumptions that fit into three lines, at least one, and how many more there are. */
function assumptionsText({ assumptions }: Report): string {
	const texts = assumptions.map(({ text }) => prose(text));
	let shown = Math.min(1, texts.length);
	while (shown < texts.length && texts.slice(0, shown + 1).join('; ').length <= ASSUMED_CHARACTERS) shown += 1;
	const more = texts.length - shown;
	return texts.slice(0, shown).join('; ') + (more > 0 ? `; and ${more} more (--full)` : '');
}

function footLines(report: Report, paint: Paint): string[] {
	const labelled = (label: string, text: string) => hang(` ${label.padEnd(11)} `, text, SCREEN_COLUMNS);
	const failed = report.checks.filter((check) => !check.pass);
	const failures = failed.flatMap((check) =>
		labelled('', `FAIL ${plain(check.label)}: ${formatFigure(check.found)}, expected ${formatFigure(check.expected)}`),
	);
	const assumptions = assumptionsText(report);
	return [
		...(report.changes.length === 0 ? [] : labelled('Changes', changesText(report))),
		...report.transition.slice(0, 1).flatMap((line) => labelled('Transition', prose(line))),
		...(report.checks.length === 0 ? [] : labelled('Checks', checksSummary(report))),
		...failures.map((line) => paint(line, 'fail')),
		...(assumptions === '' ? [] : labelled('Assumed', assumptions)),
		...labelled('More', '--full · -o report.md · rehearse issuance · rehearse list'),
	];
}

/** The screen as lines of at most 80 columns. */
export function screenLines(report: Report, paint: Paint): string[] {
	const findings = findingLines(report, paint);
	const grid = textGrid(verdictGrid(report), paint);
	const shown = [...report.verdicts.flatMap(({ row, also }) => [row, ...also]), ...fleetRows(report)];
	const undetected = shown.some((row) => row.indistinct === true);
	return [
		...headLines(report, paint),
		'',
		...(findings.length === 0 ? [' no findings'] : findings),
		'',
		...(report.verdicts.length === 0 ? [] : [...grid, '']),
		...(undetected ? [` ${LEGEND}`, ''] : []),
		...(report.burst === null ? [] : [...textSection(burstGrid(report.burst), paint), '']),
		...footLines(report, paint),
	];
}
