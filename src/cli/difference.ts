/** Where two texts part: by the path in a JSON document, else by the line. */
import { plain } from '../report/escape.ts';

/** Longest value that is shown. */
const SHOWN_CHARACTERS = 120;

export interface Difference {
	/** "$.tables[3].rows[2].fork.value" or "line 12". */
	readonly place: string;
	readonly first: string;
	readonly second: string;
}

/** The first place where two JSON documents or texts differ; undefined where their text is the same. */
export function firstDifference(first: string, second: string, isJson: boolean): Difference | undefined {
	if (first === second) return undefined;
	const found = isJson ? jsonDifference(parsed(first), parsed(second), '$') : undefined;
	return found ?? lineDifference(first, second);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function jsonDifference(first: unknown, second: unknown, place: string): Difference | undefined {
	if (isNested(first) && isNested(second) && Array.isArray(first) === Array.isArray(second)) {
		const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])];
		for (const key of keys) {
			const inner = Array.isArray(first) ? `${place}[${key}]` : `${place}.${plain(key, 80)}`;
			const found = jsonDifference(valueAt(first, key), valueAt(second, key), inner);
			if (found !== undefined) return found;
		}
		return undefined;
	}
	return Object.is(first, second) ? undefined : { place, first: shown(first), second: shown(second) };
}

function isNested(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

function valueAt(value: object, key: string): unknown {
	return Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

function shown(value: unknown): string {
	return value === undefined ? 'nothing' : plain(JSON.stringify(value), SHOWN_CHARACTERS);
}

function lineDifference(first: string, second: string): Difference {
	const [left, right] = [first.split('\n'), second.split('\n')];
	let index = 0;
	while (left[index] === right[index]) index++;
	const line = (text: string | undefined) => (text === undefined ? 'nothing' : `"${around(text)}"`);
	/** A long line from a little before the place where the two part. */
	const around = (text: string) =>
		plain(text.slice(Math.max(0, parting(left[index] ?? '', right[index] ?? '') - 40)), SHOWN_CHARACTERS);
	return { place: `line ${index + 1}`, first: line(left[index]), second: line(right[index]) };
}

function parting(first: string, second: string): number {
	let at = 0;
	while (at < first.length && first[at] === second[at]) at++;
	return at;
}
