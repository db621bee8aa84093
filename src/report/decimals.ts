/** How many digits a figure is worth: those of its own precision, or those that its interval supports. */

import type { Figure, Unit } from '../compare/document.ts';
import { MAX_DECIMALS, vanishes } from './number.ts';

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

/**
 * Digits after the point of a figure.
 *
 * @param shown the printed number: a percentage ×100, bytes by their prefix
 * @param scale what multiplies the figure's value to give it
 * @param extra digits beyond the unit's usual ones that an interval may add: narrower than that interests nobody
 */
export function decimalsOf(figure: Figure, shown: number, scale: number, extra: number): number {
	if (figure.kind !== 'exact') {
		const half = halfWidth(figure);
		const supported = intervalDecimals(half === null ? null : half * scale);
		if (supported !== null) return Math.min(supported, DEFAULT_DECIMALS[figure.unit] + extra);
	}
	const always = figure.unit === 'usd' || figure.unit === 'usd/coin' || figure.unit === 'percent';
	const usual = Number.isInteger(shown) && !always ? 0 : DEFAULT_DECIMALS[figure.unit];
	const decimals = figure.digits ?? usual;
	// A difference of 0.0000048 is not "0.00": where nothing would be left, two significant digits are.
	if (!vanishes(shown, decimals)) return decimals;
	const significant = intervalDecimals(Math.abs(shown)) ?? decimals;
	// What no number of decimals would show is not worth their zeros.
	return significant <= MAX_DECIMALS ? significant : decimals;
}
