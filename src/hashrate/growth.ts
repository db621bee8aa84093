/** Steady growth of the network's hashrate. */
import { expm1, log1p } from '../numeric/elementary.ts';

export const SECONDS_PER_HOUR = 3600;
export const SECONDS_PER_DAY = 86_400;

/**
 * Continuous growth rate per second of a growth stated per day: +1 %/day means ln(1.01)/86,400 at every
 * instant, so that a day's end is 1.01 times its start.
 * @throws RangeError when the hashrate would fall to zero or below within a day
 */
export function growthPerSecond(percentPerDay: number): number {
	if (!(percentPerDay > -100 && percentPerDay < Number.POSITIVE_INFINITY)) {
		throw new RangeError('growth must be a finite number above -100 % per day');
	}
	return percentPerDay === 0 ? 0 : log1p(percentPerDay / 100) / SECONDS_PER_DAY;
}

/** Lengths in seconds of the days of a window; the last may be a part of one. */
export function daySegments(windowSeconds: number): number[] {
	const segments: number[] = [];
	for (let from = 0; from < windowSeconds; from += SECONDS_PER_DAY) {
		segments.push(Math.min(SECONDS_PER_DAY, windowSeconds - from));
	}
	return segments;
}

/**
 * Mean of e^(−r·t) over each day of a window: how far a small fleet's share has fallen on that day against a
 * network that grows at rate r.
 */
export function dayWeights(growth: number, segments: readonly number[]): number[] {
	let from = 0;
	return segments.map((seconds) => {
		const start = from;
		from += seconds;
		if (growth === 0) return 1;
		return ((1 + expm1(-growth * start)) * -expm1(-growth * seconds)) / (growth * seconds);
	});
}
