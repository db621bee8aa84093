/** Figures as text: number, unit, sign. The same bytes on every machine: one fixed locale, UTC. */

import type { Figure, Row, Unit } from '../compare/document.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import type { Kind } from '../params/types.ts';
import { decimalsOf, halfWidth, intervalDecimals } from './decimals.ts';
import { plain } from './escape.ts';
import { formatNumber, groupThousands, prefixed, trimmed } from './number.ts';

/** Digits beyond the usual ones that a narrow interval may add in a table. */
const EXTRA_DECIMALS = 2;

const SUFFIX: Readonly<Partial<Record<Unit, string>>> = { seconds: ' s', hours: ' h', days: ' d', percent: ' %' };

/** Below ten hours, two significant digits of a half-width end in minutes; above it the day is all that is known. */
const MINUTES_UP_TO_SECONDS = 36_000;

const KIND_SHORT: Readonly<Record<Kind, string>> = {
	exact: 'exact',
	conditional: 'cond.',
	estimated: 'est.',
	assumed: 'assumed',
};
const KINDS: readonly Kind[] = ['exact', 'conditional', 'estimated', 'assumed'];

/** "cond." for conditional, "est." for estimated. */
export function formatKind(kind: Kind): string {
	return KIND_SHORT[kind];
}

/** The weakest kind among a row's figures: a difference of an exact and an estimated figure is estimated. */
export function rowKind(row: Row): Kind | null {
	let weakest = -1;
	for (const figure of [row.base, row.fork, row.difference, row.relative]) {
		if (figure !== null) weakest = Math.max(weakest, KINDS.indexOf(figure.kind));
	}
	return KINDS[weakest] ?? null;
}

/** "2026-07-06", or with `minutes` "2026-07-06 12:34 UTC", from Unix seconds. */
export function formatUtc(unixSeconds: number, minutes = false): string {
	const date = new Date(unixSeconds * 1000);
	if (Number.isNaN(date.getTime())) return 'not defined';
	const [day = '', time = ''] = date.toISOString().split('T');
	return minutes ? `${day} ${time.slice(0, 5)} UTC` : day;
}

/** A length of time in the largest unit that holds it whole: "30 d", "90 s", "1.5 s". */
export function formatDuration(seconds: number): string {
	if (seconds >= SECONDS_PER_DAY && seconds % SECONDS_PER_DAY === 0)
		return `${formatNumber(seconds / SECONDS_PER_DAY, 0)} d`;
	if (seconds >= 3600 && seconds % 3600 === 0) return `${formatNumber(seconds / 3600, 0)} h`;
	if (seconds > 120 && seconds % 60 === 0) return `${formatNumber(seconds / 60, 0)} min`;
	return `${formatNumber(seconds, Number.isInteger(seconds) ? 0 : 1)} s`;
}

/** How a value is written: with a plus before what is positive, and with how many digits beyond the usual. */
interface Style {
	readonly sign: boolean;
	readonly extra: number;
}

/** Shares, chances and counts smaller than this, in percent or as they are, are written as less than it. */
const LEAST = 0.0001;
const LESS = `< ${LEAST}`;

/** Whether a number that is not zero is too small to be read for what it is. */
function isBelowNotice({ unit, digits }: Figure, value: number): boolean {
	if (value === 0) return false;
	if (unit === 'percent') return Math.abs(value) * 100 < LEAST;
	return (unit === 'ratio' || unit === 'count') && digits === undefined && Math.abs(value) < LEAST;
}

/** Number and unit of a value. */
function formatValue(figure: Figure, value: number, { sign, extra }: Style): string {
	if (isBelowNotice(figure, value)) return LESS + (SUFFIX[figure.unit] ?? '');
	const plus = (text: string) => (sign && value > 0 && /[1-9]/.test(text) ? `+${text}` : text);
	const number = (scale: number) => formatNumber(value * scale, decimalsOf(figure, value * scale, scale, extra));
	switch (figure.unit) {
		case 'utc': {
			const half = halfWidth(figure);
			const toTheMinute = half === null ? (figure.digits ?? 0) > 0 : half < MINUTES_UP_TO_SECONDS;
			return formatUtc(value, toTheMinute);
		}
		case 'bits':
			return `0x${value.toString(16).padStart(8, '0')}`;
		case 'bytes':
		case 'attempts/s': {
			const { scale, prefix } = prefixed(value);
			return plus(`${number(scale)} ${prefix}${figure.unit === 'bytes' ? 'B' : '/s'}`);
		}
		case 'usd':
		case 'usd/coin':
			// "$" opens a formula on GitHub, so the currency is written out.
			return `USD ${plus(number(1))}`;
		case 'percent':
			return plus(number(100)) + SUFFIX.percent;
		case 'coins':
		case 'coins/day':
			// An exact amount is known to the base unit; its idle zeros say nothing.
			return plus(figure.kind === 'exact' ? trimmed(number(1)) : number(1));
		default:
			return plus(number(1)) + (SUFFIX[figure.unit] ?? '');
	}
}

/** A value given as text: an exact number with thousands separators and no idle zeros, or words. */
function formatText(value: string, unit: Unit): string {
	const text = plain(value);
	const number = /^[-+]?\d+\.\d+$/.test(text) ? trimmed(text) : text;
	return groupThousands(number) + (SUFFIX[unit] ?? '');
}

/** One figure as a table cell prints it; "–" where it is not defined. */
export function formatFigure(figure: Figure | null): string {
	if (figure === null || figure.value === null) return '–';
	if (typeof figure.value === 'string') return formatText(figure.value, figure.unit);
	return formatValue(figure, figure.value, { sign: false, extra: EXTRA_DECIMALS });
}

/**
 * As `formatFigure`, for the one screen: the day alone of a time, no more digits than are usual for the unit,
 * and dollars without "USD", which `briefLabel` puts into the label.
 *
 * @param columns room in terminal columns; an amount that needs more loses decimals
 */
export function formatBrief(figure: Figure | null, columns: number): string {
	if (typeof figure?.value !== 'number') return formatFigure(figure);
	const { value } = figure;
	if (figure.unit === 'utc') return formatUtc(value);
	const write = (each: Figure) => formatValue(each, value, { sign: false, extra: 0 }).replace(/^USD /, '');
	let text = write(figure);
	for (let digits = 2; text.length > columns && digits >= 0; digits--)
		text = write({ ...figure, kind: 'exact', digits });
	return text;
}

/** The label of a row whose figures are printed by `formatBrief`. */
export function briefLabel(row: Row): string {
	const unit = (row.base ?? row.fork)?.unit;
	const dollars = unit === 'usd' || unit === 'usd/coin';
	return plain(row.label) + (dollars && !row.label.includes('USD') ? ', USD' : '');
}

function isZero(figure: Figure): boolean {
	return figure.value === 0 || (typeof figure.value === 'string' && /^[-+]?0+(?:\.0+)?$/.test(figure.value));
}

/** A difference with its sign: "+9,600", "-14.8 pp", "-129.5 d", "none" where it is exactly zero. */
export function formatDifference(figure: Figure | null, extra: number = EXTRA_DECIMALS): string {
	if (figure === null || figure.value === null) return '–';
	if (isZero(figure)) return 'none';
	if (typeof figure.value === 'string') {
		return formatText(/^\d/.test(figure.value) ? `+${figure.value}` : figure.value, figure.unit);
	}
	const text = formatValue(figure, figure.value, { sign: true, extra });
	return figure.unit === 'percent' ? text.replace(/ %$/, ' pp') : text;
}

/**
 * A relative difference, stored as a fraction: "+50.0 %", "none" where it is exactly zero. An exact one says how much it
 * is, however small: what rounding costs.
 */
export function formatRelative(figure: Figure | null, extra: number = EXTRA_DECIMALS): string {
	if (figure === null) return '–';
	const { value, kind } = figure;
	if (kind === 'exact' && typeof value === 'number' && isBelowNotice({ ...figure, unit: 'percent' }, value)) {
		const text = formatNumber(value * 100, decimalsOf({ ...figure, unit: 'percent' }, value * 100, 100, extra));
		return `${value > 0 && /[1-9]/.test(text) ? '+' : ''}${text} %`;
	}
	return formatDifference({ ...figure, unit: 'percent' }, extra).replace(/ pp$/, ' %');
}

/**
 * "±0.12" to two significant digits with the figure's unit; empty for exact figures and where there is none.
 *
 * @param points percentages are a difference, in percentage points
 */
export function formatPlusMinus(figure: Figure | null, points = true): string {
	if (figure === null || figure.kind === 'exact') return '';
	const half = halfWidth(figure);
	if (half === null || intervalDecimals(half) === null) return '';
	if (figure.unit === 'utc') return `±${formatNumber(half / SECONDS_PER_DAY, 1)} d`;
	const { scale, prefix } = plusMinusScale(figure);
	const suffix = figure.unit === 'percent' && points ? ' pp' : (SUFFIX[figure.unit] ?? prefix);
	if (figure.unit === 'percent' && isBelowNotice(figure, half)) return LESS + suffix;
	return `±${formatNumber(half * scale, intervalDecimals(half * scale) ?? 0)}${suffix}`;
}

function plusMinusScale({ unit, value }: Figure): { readonly scale: number; readonly prefix: string } {
	if (unit === 'percent') return { scale: 100, prefix: '' };
	if ((unit !== 'bytes' && unit !== 'attempts/s') || typeof value !== 'number') return { scale: 1, prefix: '' };
	const { scale, prefix } = prefixed(value);
	return { scale, prefix: ` ${prefix}${unit === 'bytes' ? 'B' : '/s'}` };
}
