/** A sweep as grids: by group, as a matrix of one metric, and in full. */
import type { Figure } from '../compare/document.ts';
import type { Sweep, SweepCell, SweepFigure } from '../compare/sweepdocument.ts';
import { shortName } from '../params/variation.ts';
import { plain, prose } from './escape.ts';
import { formatDifference, formatFigure, formatKind, formatPlusMinus } from './format.ts';
import { type Cell, type Column, cell, type Grid, signTone } from './grid.ts';
import { SCREEN_COLUMNS, textWidth } from './width.ts';

const REFUSED = 'refused';

/** What stands after a figure: "=b" for the base, "=1" and "=2" for the cell before along either constant. */
function markedText({ parameters }: Sweep, { figure, alike }: SweepFigure): string {
	const marks = alike.map((name) => {
		const axis = parameters.findIndex((parameter) => parameter.name === name);
		return axis === -1 ? '=b' : `=${axis + 1}`;
	});
	return [formatFigure(figure), ...marks].join(' ');
}

function figureText(sweep: Sweep, { refused, figures }: SweepCell, metric: number): string {
	if (refused !== null) return REFUSED;
	const figure = figures[metric];
	return figure === null || figure === undefined ? '–' : markedText(sweep, figure);
}

function baseText(figure: Figure | null | undefined): string {
	return figure === null || figure === undefined ? '–' : formatFigure(figure);
}

function parameterColumns({ parameters }: Sweep): Column[] {
	return parameters.map(({ name }) => ({ title: plain(shortName(name)), align: 'right' }));
}

/** The base's own values stand in the do-nothing row. */
function baseCells({ parameters }: Sweep): Cell[] {
	return parameters.map(({ base }, axis) => cell(axis === 0 ? `base ${plain(base)}` : plain(base)));
}

/** Of what some metrics show; marks are explained where a figure can bear one. */
function notesOf(sweep: Sweep, metrics: readonly number[]): string[] {
	const { parameters, cells, run, fork } = sweep;
	const simulated = cells.some(({ figures }) => metrics.some((at) => figures[at]?.figure.kind === 'estimated'));
	const marks = parameters.map(
		({ name }, axis) => `=${axis + 1} from the cell with the value of ${plain(shortName(name))} before it`,
	);
	const reasons = cells.flatMap(({ refused }) => (refused === null ? [] : [`Refused: ${prose(refused)}`]));
	const alike = `What ${run.trials} trials cannot tell apart: =b from the base, ${marks.join(', ')}; paired 95 % intervals. Exact figures bear no mark.`;
	return [
		...(simulated ? [alike] : []),
		fork === null
			? 'Beside the varied constants each cell anchors the schedule anew and keeps every constant counted in blocks.'
			: `The rest of the change is that of ${plain(fork.id)}.`,
		...reasons,
	];
}

/** One grid for each group, the do-nothing row first. */
export function groupGrids(sweep: Sweep): Grid[] {
	const { metrics, cells, doNothing } = sweep;
	const groups = [...new Set(metrics.map(({ group }) => group))];
	return groups.map((group, index): Grid => {
		const own = metrics.flatMap((metric, at) => (metric.group === group ? [{ ...metric, at }] : []));
		return {
			title: index === 0 ? `${titleOf(sweep)}: ${plain(group)}` : plain(group),
			columns: [
				...parameterColumns(sweep),
				...own.map(({ id, label }): Column => {
					return { title: plain(label), align: id === 'findings' ? 'left' : 'right' };
				}),
			],
			rows: [
				[...baseCells(sweep), ...own.map(({ at }) => cell(baseText(doNothing[at])))],
				...cells.map((each) => [
					...each.values.map((value) => cell(plain(value))),
					...own.map(({ at }) => cell(figureText(sweep, each, at))),
				]),
			],
			notes: index === groups.length - 1 ? notesOf(sweep, [...metrics.keys()]) : [],
		};
	});
}

export function titleOf({ base, parameters }: Pick<Sweep, 'base' | 'parameters'>): string {
	return `${plain(base.id)} by ${parameters.map(({ name }) => plain(name)).join(' and ')}`;
}

/** One metric: of one constant with its difference from the base, of two as a matrix. */
export function metricGrids(sweep: Sweep, metric: number): Grid[] {
	return sweep.parameters.length === 2 ? matrixGrids(sweep, metric) : [columnGrid(sweep, metric)];
}

function metricTitle(sweep: Sweep, metric: number): string {
	return `${titleOf(sweep)}: ${plain(sweep.metrics[metric]?.label ?? '')}`;
}

function columnGrid(sweep: Sweep, metric: number): Grid {
	const differenceCells = ({ figures }: SweepCell): Cell[] => {
		const found = figures[metric];
		const difference = found?.difference ?? null;
		const text = found?.alike.includes('base') === true ? 'no difference' : formatDifference(difference);
		return [
			cell(text, signTone(text)),
			cell(formatPlusMinus(difference)),
			cell(found === null || found === undefined ? '' : formatKind(found.figure.kind)),
		];
	};
	return {
		title: metricTitle(sweep, metric),
		columns: [
			...parameterColumns(sweep),
			{ title: plain(sweep.metrics[metric]?.id ?? ''), align: 'right' },
			{ title: 'Against base', align: 'right' },
			{ title: '±', align: 'right' },
			{ title: 'Kind', align: 'left' },
		],
		rows: [
			[...baseCells(sweep), cell(baseText(sweep.doNothing[metric])), cell(''), cell(''), cell('')],
			...sweep.cells.map((each) => [
				...each.values.map((value) => cell(plain(value))),
				cell(figureText(sweep, each, metric)),
				...differenceCells(each),
			]),
		],
		notes: notesOf(sweep, [metric]),
	};
}

/** Rows by the first constant, columns by the second; as many grids as the terminal's width asks for. */
function matrixGrids(sweep: Sweep, metric: number): Grid[] {
	const [first, second] = sweep.parameters;
	if (first === undefined || second === undefined) return [];
	const textAt = (row: string, column: string) => {
		const found = sweep.cells.find(({ values }) => values[0] === row && values[1] === column);
		return found === undefined ? '' : figureText(sweep, found, metric);
	};
	const corner = `${plain(shortName(first.name))} \\ ${plain(shortName(second.name))}`;
	const widest = Math.max(
		...second.values.flatMap((column) => [column, ...first.values.map((row) => textAt(row, column))]).map(textWidth),
	);
	const fitting = Math.max(1, Math.floor((SCREEN_COLUMNS - 2 - Math.min(textWidth(corner), 24)) / (widest + 1)));
	const grids: Grid[] = [];
	for (let from = 0; from < second.values.length; from += fitting) {
		const columns = second.values.slice(from, from + fitting);
		const isFirst = from === 0;
		const isLast = from + fitting >= second.values.length;
		const base = `base ${plain(first.base)}, ${plain(second.base)}`;
		grids.push({
			title: isFirst ? metricTitle(sweep, metric) : '',
			columns: [
				{ title: corner, align: 'right' },
				...columns.map((column): Column => ({ title: plain(column), align: 'right' })),
			],
			rows: [
				...(isFirst
					? [[cell(base), ...columns.map((_, index) => cell(index === 0 ? baseText(sweep.doNothing[metric]) : ''))]]
					: []),
				...first.values.map((row) => [cell(plain(row)), ...columns.map((column) => cell(textAt(row, column)))]),
			],
			notes: isLast ? notesOf(sweep, [metric]) : [],
		});
	}
	return grids;
}

/** Every figure of every cell, unrounded, for CSV: the do-nothing row first. */
export function recordGrid(sweep: Sweep): Grid {
	const { parameters, metrics, doNothing, cells } = sweep;
	const titles = [
		...parameters.map(({ name }) => plain(name)),
		...['cell', 'metric', 'value', 'low', 'high', 'unit', 'kind', 'difference', 'difference low', 'difference high'],
		...['alike'],
	];
	const number = (value: number | string | null | undefined) =>
		typeof value === 'string' ? plain(value) : String(value ?? '');
	const figureCells = (figure: Figure) =>
		[figure.value, figure.low, figure.high, figure.unit, figure.kind].map((value) => cell(number(value)));
	const base = doNothing.flatMap((figure, at) =>
		figure === null
			? []
			: [
					[
						...parameters.map((parameter) => cell(plain(parameter.base))),
						...[cell('base'), cell(plain(metrics[at]?.id ?? '')), ...figureCells(figure)],
						...[cell(''), cell(''), cell(''), cell('')],
					],
				],
	);
	const rows = cells.flatMap(({ values, refused, figures }) => {
		const own = values.map((value) => cell(plain(value)));
		if (refused !== null) {
			const reason = [REFUSED, '', prose(refused), '', '', 'text', '', '', '', '', ''];
			return [[...own, ...reason.map((text) => cell(text))]];
		}
		return figures.flatMap((found, at) => {
			if (found === null) return [];
			const { figure, difference, alike } = found;
			const texts = [difference?.value, difference?.low, difference?.high].map(number);
			return [
				[
					...own,
					...[cell('fork'), cell(plain(metrics[at]?.id ?? '')), ...figureCells(figure)],
					...[...texts, alike.map((name) => plain(name)).join(' ')].map((text) => cell(text)),
				],
			];
		});
	});
	return { title: '', columns: titles.map((title) => ({ title, align: 'left' })), rows: [...base, ...rows], notes: [] };
}
