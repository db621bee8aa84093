/**
 * Figures as text, in one fixed locale: "," between thousands, "." before decimals, UTC. No platform Intl, so
 * every machine prints the same bytes.
 */
import type { Kind } from '../params/types.ts';
import { plain } from './escape.ts';
import type { Figure, Row, Unit } from './types.ts';

/** Decimals where neither `digits` nor an interval says how many. */
const DEFAULT_DECIMALS: Readonly<Record<Unit, number>> = {
	coins: 2,
	'coins²': 1,
	'coins/day': 2,
	'base units': 0,
	blocks: 0,
	seconds: 0,
	hours: 1,
	days: 1,
	usd: 2,
	'usd/coin': 2,
	percent: 1,
	ratio: 3,
	utc: 0,
	bytes: 1,
	'attempts/s': 1,
	height: 0,
	bits: 0,
	count: 0,
	text: 0,
};

/** An interval narrower than a reader cares about adds no more than this many decimals to the default. */
const EXTRA_DECIMALS = 2;

const MAX_DECIMALS = 12;

const SUFFIX: Readonly<Partial<Record<Unit, string>>> = { seconds: ' s', hours: ' h', days: ' d', percent: ' %' };
const PREFIXES = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const SECONDS_PER_DAY = 86_400;

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

/** Thousands separators for a decimal number already in text. */
export function groupThousands(decimal: string): string {
	const [, sign = '', whole = '', rest = ''] = /^([-+]?)(\d+)(\.\d+)?$/.exec(decimal) ?? [];
	if (whole === '') return decimal;
	return sign + whole.replace(/\B(?=(?:\d{3})+$)/g, ',') + rest;
}

/**
 * Fixed decimals with thousands separators; negative decimals round to tens, hundreds, … "-0.00" is "0.00".
 *
 * @param decimals digits after the point, at most 12
 */
export function formatNumber(value: number, decimals: number): string {
	if (!Number.isFinite(value)) return 'not defined';
	const step = 10 ** Math.max(0, -decimals);
	const rounded = decimals < 0 ? Math.round(value / step) * step : value;
	const fixed = rounded.toFixed(Math.max(0, Math.min(decimals, MAX_DECIMALS)));
	return groupThousands(/^-0(?:\.0+)?$/.test(fixed) ? fixed.slice(1) : fixed);
}

/** "2026-07-06", or with `minutes` "2026-07-06 12:34 UTC", from Unix seconds. */
export function formatUtc(unixSeconds: number, minutes = false): string {
	const date = new Date(unixSeconds * 1000);
	if (Number.isNaN(date.getTime())) return 'not defined';
	const iso = date.toISOString();
	const [day = '', time = ''] = iso.split('T');
	return minutes ? `${day} ${time.slice(0, 5)} UTC` : day;
}

/**
 * Decimals that an interval supports: its half-width is rounded to two significant digits, and the figure ends
 * where that ends (Particle Data Group, Review of Particle Physics, section 5.3).
 *
 * @returns null where there is no interval or it has no width
 */
export function intervalDecimals(halfWidth: number | null): number | null {
	if (halfWidth === null || !(halfWidth > 0) || !Number.isFinite(halfWidth)) return null;
	return 1 - Number(halfWidth.toExponential(1).split('e')[1]);
}

/** Half of the 95 % interval in the figure's own unit, or null. */
export function halfWidth(figure: Figure): number | null {
	if (figure.low === undefined || figure.high === undefined) return null;
	return (figure.high - figure.low) / 2;
}

/** Decimals of a figure whose printed number is `shown` (a percentage is shown ×100, bytes by their prefix). */
function decimalsOf(figure: Figure, shown: number, scale: number): number {
	if (figure.kind !== 'exact') {
		const half = halfWidth(figure);
		const supported = intervalDecimals(half === null ? null : half * scale);
		if (supported !== null) return Math.min(supported, DEFAULT_DECIMALS[figure.unit] + EXTRA_DECIMALS);
	}
	const always = figure.unit === 'usd' || figure.unit === 'usd/coin' || figure.unit === 'percent';
	const usual = Number.isInteger(shown) && !always ? 0 : DEFAULT_DECIMALS[figure.unit];
	const decimals = figure.digits ?? usual;
	// A difference of 0.0000048 is not "0.00": where nothing would be left, two significant digits are.
	const vanishes = shown !== 0 && Number(shown.toFixed(Math.min(decimals, MAX_DECIMALS))) === 0;
	return vanishes ? (intervalDecimals(Math.abs(shown)) ?? decimals) : decimals;
}

/** An exact amount is known to the base unit; its idle zeros say nothing. */
function trimmed(text: string, exact: boolean): string {
	return exact ? text.replace(/(?:\.0+|(\.\d*?[1-9])0+)$/, '$1') : text;
}

/** SI prefix and scale that leave one to three digits before the point: 63.8 MB, 171.9 M/s. */
function prefixed(value: number): { readonly scale: number; readonly prefix: string } {
	let index = 0;
	let scale = 1;
	while (index < PREFIXES.length - 1 && Math.abs(value) * scale >= 999.95) {
		scale /= 1000;
		index += 1;
	}
	return { scale, prefix: PREFIXES[index] ?? '' };
}

/** Number and unit of a finite value; `sign` puts a plus before what is positive. */
function formatValue(figure: Figure, value: number, sign: boolean): string {
	const plus = (text: string) => (sign && value > 0 && /[1-9]/.test(text) ? `+${text}` : text);
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
			const decimals = scale === 1 && Number.isInteger(value) ? 0 : decimalsOf(figure, value * scale, scale);
			const unit = figure.unit === 'bytes' ? 'B' : '/s';
			return plus(`${formatNumber(value * scale, Math.max(0, decimals))} ${prefix}${unit}`);
		}
		case 'usd':
		case 'usd/coin':
			// "$" opens a formula on GitHub, so the currency is written out.
			return `USD ${plus(formatNumber(value, decimalsOf(figure, value, 1)))}`;
		case 'percent':
			return plus(formatNumber(value * 100, decimalsOf(figure, value * 100, 100))) + SUFFIX.percent;
		case 'coins':
		case 'coins/day':
			return plus(trimmed(formatNumber(value, decimalsOf(figure, value, 1)), figure.kind === 'exact'));
		default:
			return plus(formatNumber(value, decimalsOf(figure, value, 1))) + (SUFFIX[figure.unit] ?? '');
	}
}

/** As `formatFigure`, with the day alone of a time: the one screen has no room for minutes. */
export function formatBrief(figure: Figure | null): string {
	const isTime = figure?.unit === 'utc' && typeof figure.value === 'number';
	return isTime ? formatUtc(figure.value as number) : formatFigure(figure);
}

/** One figure as a table cell prints it; "–" where it is not defined. */
export function formatFigure(figure: Figure | null): string {
	if (figure === null || figure.value === null) return '–';
	if (typeof figure.value === 'number') return formatValue(figure, figure.value, false);
	return formatText(figure.value) + (SUFFIX[figure.unit] ?? '');
}

/** A value given as text: an exact number with thousands separators and no idle zeros, or words. */
function formatText(value: string): string {
	const text = plain(value);
	return groupThousands(trimmed(text, /^[-+]?\d+\.\d+$/.test(text)));
}

function isZero(figure: Figure): boolean {
	return figure.value === 0 || (typeof figure.value === 'string' && /^[-+]?0+(?:\.0+)?$/.test(figure.value));
}

/** A difference with its sign: "+9,600", "-14.8 pp", "-129.5 d", "none" where it is exactly zero. */
export function formatDifference(figure: Figure | null): string {
	if (figure === null || figure.value === null) return '–';
	if (isZero(figure)) return 'none';
	if (typeof figure.value === 'string') {
		const signed = /^\d/.test(figure.value) ? `+${figure.value}` : figure.value;
		return formatText(signed) + (SUFFIX[figure.unit] ?? '');
	}
	const text = formatValue(figure, figure.value, true);
	return figure.unit === 'percent' ? text.replace(/ %$/, ' pp') : text;
}

/** A relative difference, stored as a fraction: "+50.0 %", "none" where it is exactly zero. */
export function formatRelative(figure: Figure | null): string {
	if (figure === null || figure.value === null) return '–';
	if (isZero(figure)) return 'none';
	return formatDifference({ ...figure, unit: 'percent' }).replace(/ pp$/, ' %');
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
	const scale = figure.unit === 'percent' ? 100 : prefixedScale(figure);
	const suffix = figure.unit === 'percent' && points ? ' pp' : (SUFFIX[figure.unit] ?? '');
	return `±${formatNumber(half * scale, intervalDecimals(half * scale) ?? 0)}${suffix}`;
}

function prefixedScale(figure: Figure): number {
	const scales = figure.unit === 'bytes' || figure.unit === 'attempts/s';
	return scales && typeof figure.value === 'number' ? prefixed(figure.value).scale : 1;
}
