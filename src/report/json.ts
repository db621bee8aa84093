/** Documents as JSON: keys in the order in which they were built, two spaces, one line break at the end. */
import { visibleJson } from './escape.ts';

/**
 * A document as JSON text.
 *
 * @throws Error where it holds what JSON cannot carry unchanged: a BigInt, or a number that is not finite
 */
export function renderJson(document: unknown): string {
	const json = JSON.stringify(
		document,
		(key, value: unknown) => {
			if (typeof value === 'bigint') throw new Error(`the document holds a BigInt at "${key}"; write it as a string`);
			if (typeof value === 'number' && !Number.isFinite(value)) {
				throw new Error(`the document holds ${value} at "${key}"; write null where a figure is not defined`);
			}
			return value;
		},
		2,
	);
	return `${visibleJson(json)}\n`;
}
