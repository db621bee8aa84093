/** What the fork predicts beside what this run expects, and when to look. */
import type { Prediction } from '../compare/document.ts';
import { plain } from './escape.ts';
import { formatBrief, formatFigure, formatKind } from './format.ts';
import { cell, type Grid } from './grid.ts';
import { formatNumber } from './number.ts';

/** "58.5 s to 61.5 s". */
export function bandText({ low, high, unit }: Prediction): string {
	const bound = (value: number) => formatFigure({ value, unit, kind: 'exact', digits: decimalsOf(value) });
	return `${bound(low)} to ${bound(high)}`;
}

/** Digits after the point with which a bound was written. */
function decimalsOf(value: number): number {
	return /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;
}

/** Whether a run's expectation lies in the band; empty where it has none. */
function placeOf({ low, high, expected }: Prediction): string {
	if (typeof expected?.value !== 'number') return '';
	return expected.value >= low && expected.value <= high ? 'inside' : 'OUTSIDE';
}

export function predictionsGrid(predictions: readonly Prediction[]): Grid {
	return {
		title: 'Predictions',
		columns: [
			{ title: 'Metric', align: 'left', width: 13, code: true },
			{ title: 'Band', align: 'right', width: 16 },
			{ title: 'This run expects', align: 'right', width: 12 },
			{ title: 'Of the band', align: 'left', width: 7 },
			{ title: 'Kind', align: 'left', width: 6 },
			{ title: 'Review height', align: 'right', width: 8 },
			{ title: 'Review date', align: 'right', width: 10 },
		],
		rows: predictions.map((each) => {
			const place = placeOf(each);
			return [
				cell(plain(each.metric)),
				cell(bandText(each)),
				cell(formatFigure(each.expected)),
				cell(place, place === 'OUTSIDE' ? 'fail' : undefined),
				cell(each.expected === null ? '' : formatKind(each.expected.kind)),
				cell(each.reviewHeight === null ? '–' : formatNumber(each.reviewHeight, 0)),
				cell(formatBrief(each.reviewDate, 10)),
			];
		}),
		notes: [],
	};
}
