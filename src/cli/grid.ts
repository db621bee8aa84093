/** Options of `sweep`. Part of the one table in options.ts. */
import type { Variation } from '../params/variation.ts';
import { plain } from '../report/escape.ts';
import type { Option } from './options.ts';
import { UsageError } from './usage.ts';
import { type Reader, text } from './values.ts';

/** What the options come to. */
export interface GridValues {
	/** As `NAME=a,b,c`, in the order in which they were given; `variationOf` takes one apart. */
	readonly vary: readonly string[];
	readonly metric: string | undefined;
	readonly figure: string | undefined;
}

/** Cells of a sweep: more would be a search, not a table. */
export const MOST_CELLS = 100;
/** One or two, so that the grid can be drawn. */
const MOST_CONSTANTS = 2;
const NUMBER = /^(?:0|[1-9]\d{0,18})$/;
const RANGE = /^(\d+)\.\.(\d+)(?::(\d+))?$/;

/** "30..120:15" or a number, as texts; undefined where it is neither. */
function numbersOf(part: string): string[] | undefined {
	if (NUMBER.test(part)) return [part];
	const [, from = '', to = '', step = '1'] = RANGE.exec(part) ?? [];
	if (![from, to, step].every((each) => NUMBER.test(each))) return undefined;
	const [low, high, by] = [BigInt(from), BigInt(to), BigInt(step)];
	if (by === 0n || low > high || (high - low) / by >= BigInt(MOST_CELLS)) return undefined;
	return Array.from({ length: Number((high - low) / by) + 1 }, (_, index) => String(low + BigInt(index) * by));
}

/** Name and values of what the option's reader has accepted. */
export function variationOf(text: string): Variation {
	const [name = '', values = ''] = text.split('=');
	return { name, values: values.split(',') };
}

const vary: Reader<readonly string[]> = (given, option) => {
	const variations = given.map((each): Variation => {
		const at = each.indexOf('=');
		const name = each.slice(0, Math.max(at, 0)).trim();
		const values = each
			.slice(at + 1)
			.split(',')
			.map((part) => numbersOf(part.trim()));
		if (name === '' || values.some((value) => value === undefined)) {
			throw new UsageError(
				`--${option} must be NAME=a,b,c or NAME=from..to:step with whole numbers, at most ${MOST_CELLS} of them, not "${plain(each, 80)}"`,
			);
		}
		const flat = values.flatMap((value) => value ?? []);
		const twice = flat.find((value, index) => flat.indexOf(value) !== index);
		if (twice !== undefined) throw new UsageError(`--${option} ${plain(name, 80)} has the value ${twice} twice`);
		return { name, values: flat };
	});
	const [first, second] = variations;
	if (variations.length > MOST_CONSTANTS) throw new UsageError(`--${option} takes at most two constants`);
	if (first?.name !== undefined && first.name === second?.name) {
		throw new UsageError(`--${option} ${plain(first.name, 80)} was given twice; list its values in one`);
	}
	const cells = variations.reduce((product, { values }) => product * values.length, 1);
	if (cells > MOST_CELLS) throw new UsageError(`a sweep has at most ${MOST_CELLS} cells, not ${cells}`);
	return variations.map(({ name, values }) => `${name}=${values.join(',')}`);
};

const GRID = { group: 'Sweep:', commands: ['sweep'] } as const;

export const GRID_OPTIONS: { readonly [Name in keyof GridValues]: Option<GridValues[Name]> } = {
	vary: {
		...GRID,
		type: 'list',
		placeholder: 'NAME=LIST',
		default: [],
		describe:
			'constant and its values: nPowTargetSpacing=30..120:15 or nMatMulAsertHalfLife=3600,14400; spacing and half-life are short for these; given twice for a grid',
		reproduces: true,
		read: vary,
	},
	metric: {
		...GRID,
		type: 'value',
		placeholder: 'ID',
		default: undefined,
		defaultText: 'those that decide',
		describe: 'one row of the report instead: a matrix where two constants are varied; names by rehearse explain',
		reproduces: true,
		read: text,
	},
	figure: {
		...GRID,
		type: 'value',
		placeholder: 'FILE.svg',
		default: undefined,
		describe: 'draw the metric over the grid',
		reproduces: false,
		read: text,
	},
};
