/** Curves for figures: as many points as an eye can tell apart, each as precise as it can read. */
import type { Series } from './document.ts';

/** Digits kept of a coordinate: the widest figure has some thousand pixels. */
const SIGNIFICANT_DIGITS = 9;

/** Points of a curve, rounded. */
export function curve(side: Series['side'], points: readonly (readonly [number, number])[]): Series {
	return { side, points: points.map(([x, y]) => [rounded(x), rounded(y)]) };
}

function rounded(value: number): number {
	return Number(value.toPrecision(SIGNIFICANT_DIGITS));
}

/** Whole numbers from `first` to `last`, evenly spread and both among them, at most `most` of them. */
export function spread(first: number, last: number, most: number): number[] {
	const count = Math.min(most, last - first + 1);
	if (count < 2) return [first];
	return Array.from({ length: count }, (_, i) => first + Math.round((i * (last - first)) / (count - 1)));
}

/** Name of the side with an index: the base first. */
export function sideOf(index: number): Series['side'] {
	return index === 0 ? 'base' : 'fork';
}
