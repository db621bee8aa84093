/** Decimal numbers as text in one fixed locale: "," between thousands, "." before decimals. No platform Intl. */

/** Most digits after the point that are ever printed. */
export const MAX_DECIMALS = 12;

const PREFIXES = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const;

/** Thousands separators for a decimal number already in text; other text is returned as it is. */
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

/** Whether a number that is not zero would be printed as zero. */
export function vanishes(value: number, decimals: number): boolean {
	return value !== 0 && Number(value.toFixed(Math.max(0, Math.min(decimals, MAX_DECIMALS)))) === 0;
}

/** A number without the zeros that end its decimals. */
export function trimmed(decimal: string): string {
	return decimal.replace(/(?:\.0+|(\.\d*?[1-9])0+)$/, '$1');
}

/** SI prefix and scale that leave one to three digits before the point: 63.8 M, 171.9 M. */
export function prefixed(value: number): { readonly scale: number; readonly prefix: string } {
	let index = 0;
	let scale = 1;
	while (index < PREFIXES.length - 1 && Math.abs(value) * scale >= 999.95) {
		scale /= 1000;
		index += 1;
	}
	return { scale, prefix: PREFIXES[index] ?? '' };
}
