/**
 * Strict JSON with positions. Files come from other people: whatever is wrong with one is said in a single
 * line that names the place, and nothing of their text reaches a terminal unescaped.
 */
import { createRequire } from 'node:module';
import type { Node, ParseError } from 'jsonc-parser';
import { escapeText, InputError } from './inputerror.ts';

export { escapeText, InputError };

/** Largest file that is read; the largest bundled one has 10 kB. */
export const MAX_FILE_BYTES = 1_000_000;

/** Steps from the root of a document to a value: keys and indexes. */
export type JsonPath = readonly (string | number)[];

/** A parsed file that can still say where each of its values stands. */
export interface JsonDocument {
	readonly value: unknown;
	/** The file's name as messages show it. */
	readonly label: string;
	/**
	 * `file:line:column` of the value at a path, of its key with `at: 'key'`, or of the nearest enclosing value
	 * where the path leads nowhere. Lines and columns count from 1.
	 */
	readonly locate: (path: JsonPath, at?: 'key' | 'value') => string;
}

/** CommonJS, so that the parser is loaded for the first document that it is needed for. */
const require = createRequire(import.meta.url);
const jsonc = () => require('jsonc-parser') as typeof import('jsonc-parser');

// The parser's names of the faults that people make most.
const FAULTS: Readonly<Record<string, string>> = {
	InvalidCommentToken: 'comments are not part of JSON',
	EndOfFileExpected: 'text after the end of the document',
	PropertyNameExpected: 'a key in double quotes expected',
	ValueExpected: 'a value expected',
	CommaExpected: "',' expected",
	ColonExpected: "':' expected",
	CloseBraceExpected: "'}' expected",
	CloseBracketExpected: "']' expected",
};

/**
 * Parses one JSON document: no comments, no trailing commas, no second key of one name, nothing after the end.
 * @throws InputError naming the place of the first fault.
 */
export function parseJson(text: string, label: string): JsonDocument {
	const shownLabel = escapeText(label);
	const lineStarts = startsOfLines(text);
	const place = (offset: number): string => `${shownLabel}:${position(lineStarts, offset)}`;
	const errors: ParseError[] = [];
	let root: Node | undefined;
	try {
		root = jsonc().parseTree(text, errors, {
			disallowComments: true,
			allowTrailingComma: false,
			allowEmptyContent: false,
		});
		if (root !== undefined && errors.length === 0) refuseKeys(root, place);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		throw new InputError(`${place(0)}: not readable as JSON: nested too deeply`);
	}
	const fault = errors[0];
	if (fault !== undefined || root === undefined) {
		throw new InputError(`${place(fault?.offset ?? 0)}: not valid JSON: ${describe(fault)}`);
	}
	const tree = root;
	return {
		value: jsonc().getNodeValue(tree),
		label: shownLabel,
		locate: (path, at = 'value') => place(nodeAt(tree, path, at).offset),
	};
}

/** As `parseJson`, of a text that it is known to accept: without the parser until a place is asked for. */
export function acceptedJson(text: string, label: string): JsonDocument {
	let parsed: JsonDocument | undefined;
	return {
		value: JSON.parse(text),
		label: escapeText(label),
		locate: (path, at) => {
			parsed ??= parseJson(text, label);
			return parsed.locate(path, at);
		},
	};
}

/** A second key of one name would win in silence; `__proto__` is no plain property to every reader. */
function refuseKeys(node: Node, place: (offset: number) => string): void {
	const seen = new Set<string>();
	for (const child of node.children ?? []) {
		if (child.type === 'property') {
			const key = child.children?.[0];
			const name: unknown = key?.value;
			if (typeof name !== 'string') continue;
			if (seen.has(name)) throw new InputError(`${place(child.offset)}: the key '${escapeText(name)}' occurs twice`);
			if (name === '__proto__') throw new InputError(`${place(child.offset)}: the key '__proto__' is not allowed`);
			seen.add(name);
		}
		refuseKeys(child, place);
	}
}

function nodeAt(root: Node, path: JsonPath, at: 'key' | 'value'): Node {
	let node = root;
	for (const [index, step] of path.entries()) {
		const property = node.children?.find((child) => child.type === 'property' && child.children?.[0]?.value === step);
		const last = index === path.length - 1;
		const next = typeof step === 'number' ? node.children?.[step] : property?.children?.[last && at === 'key' ? 0 : 1];
		if (next === undefined) break;
		node = next;
	}
	return node;
}

function describe(fault: ParseError | undefined): string {
	if (fault === undefined) return 'the file is empty';
	const code = jsonc().printParseErrorCode(fault.error);
	return FAULTS[code] ?? code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function startsOfLines(text: string): number[] {
	const starts = [0];
	for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
	return starts;
}

function position(lineStarts: readonly number[], offset: number): string {
	const line = lineStarts.findLastIndex((start) => start <= offset);
	return `${line + 1}:${offset - (lineStarts[line] ?? 0) + 1}`;
}
