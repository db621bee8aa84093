/**
 * Recorded headers from a file: CSV whose first line names the columns height, time and bits, or JSON Lines with
 * those keys. A wrong line is named; no line is passed over.
 */
import { readFileSync, statSync } from 'node:fs';
import type { BlockHeader } from '../consensus/header.ts';
import { readBits, readHeight, readTime } from './integers.ts';
import { escapeText, InputError } from './json.ts';

/** Largest file that is read: some four million headers. */
export const MAX_HEADERS_BYTES = 256_000_000;

const COLUMNS = ['height', 'time', 'bits'] as const;
type Fields = Readonly<Record<(typeof COLUMNS)[number], string>>;

/**
 * Reads a headers file.
 * @param standsAlone heights after which the file may leave blocks out: anchors, which rules look back to
 * @throws InputError with `file:line` for a line of another form, a height that is repeated, out of order or
 * after a gap, and for nBits that no block can carry
 */
export function loadHeaders(path: string, standsAlone: (height: bigint) => boolean): BlockHeader[] {
	return parseHeaders(readText(path), path, standsAlone);
}

/** The headers of a text; see loadHeaders. */
export function parseHeaders(text: string, label: string, standsAlone: (height: bigint) => boolean): BlockHeader[] {
	const shown = escapeText(label);
	const lines = text.split(/\r?\n/);
	while (lines.at(-1) === '') lines.pop();
	const first = lines[0];
	if (first === undefined) throw new InputError(`${shown}: the file is empty`);
	const isJson = first.trimStart().startsWith('{');
	const place = (index: number) => `${shown}:${index + 1}`;
	const fieldsOf = isJson ? jsonFields : csvFields(first, place(0));
	const headers: BlockHeader[] = [];
	for (let index = isJson ? 0 : 1; index < lines.length; index++) {
		const header = headerOf(lines[index] ?? '', fieldsOf, place(index));
		assertFollows(headers.at(-1), header, standsAlone, place(index));
		headers.push(header);
	}
	if (headers.length === 0) throw new InputError(`${shown}: no header after the line that names the columns`);
	return headers;
}

function headerOf(line: string, fieldsOf: (line: string) => Fields, place: string): BlockHeader {
	try {
		const { height, time, bits } = fieldsOf(line);
		return { height: readHeight(height), time: readTime(time), bits: readBits(bits) };
	} catch (error) {
		if (error instanceof RangeError) throw new InputError(`${place}: ${escapeText(error.message)}`);
		throw error;
	}
}

function assertFollows(
	before: BlockHeader | undefined,
	header: BlockHeader,
	standsAlone: (height: bigint) => boolean,
	place: string,
): void {
	if (before === undefined || header.height === before.height + 1n) return;
	const heights = `height ${header.height} after ${before.height}`;
	if (header.height === before.height) throw new InputError(`${place}: height ${header.height} is there twice`);
	if (header.height < before.height) throw new InputError(`${place}: ${heights}: heights must rise`);
	if (standsAlone(before.height)) return;
	const missing = header.height - before.height - 1n;
	throw new InputError(
		`${place}: ${heights}: a gap of ${missing} ${missing === 1n ? 'block' : 'blocks'}; only an anchor may stand alone`,
	);
}

function jsonFields(line: string): Fields {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		throw new RangeError('expected a JSON object on one line');
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw new RangeError('expected a JSON object');
	const entries = COLUMNS.map((name) => {
		const field = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
		if (typeof field === 'string') return [name, field] as const;
		if (typeof field === 'number' && Number.isSafeInteger(field)) return [name, String(field)] as const;
		const what =
			typeof field === 'number' ? 'must be below 2^53, or written as a string' : 'must be an integer or a string';
		throw new RangeError(field === undefined ? `'${name}' is missing` : `'${name}' ${what}`);
	});
	return Object.fromEntries(entries) as unknown as Fields;
}

function csvFields(first: string, place: string): (line: string) => Fields {
	const names = cells(first.replace(/^\uFEFF/, '')).map((name) => name.toLowerCase());
	const missing = COLUMNS.find((name) => !names.includes(name));
	if (missing !== undefined) {
		throw new InputError(`${place}: the first line must name the columns height,time,bits; '${missing}' is missing`);
	}
	const repeated = COLUMNS.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
	if (repeated !== undefined) throw new InputError(`${place}: the column '${repeated}' is there twice`);
	return (line) => {
		const values = cells(line);
		if (values.length !== names.length) {
			throw new RangeError(`expected ${names.length} values separated by commas, found ${values.length}`);
		}
		const entries = COLUMNS.map((name) => [name, values[names.indexOf(name)] ?? ''] as const);
		return Object.fromEntries(entries) as unknown as Fields;
	};
}

/** Cells of a line. Heights, times and nBits hold no comma, so a quoted comma has no meaning here. */
function cells(line: string): string[] {
	return line.split(',').map((text) => text.trim().replace(/^"(.*)"$/, '$1'));
}

function readText(path: string): string {
	const shown = escapeText(path);
	try {
		const status = statSync(path);
		if (!status.isFile()) throw new InputError(`${shown}: not a regular file`);
		if (status.size > MAX_HEADERS_BYTES) {
			throw new InputError(`${shown}: ${status.size} bytes; headers files have at most ${MAX_HEADERS_BYTES}`);
		}
		return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
	} catch (error) {
		if (error instanceof InputError) throw error;
		if (error instanceof TypeError) throw new InputError(`${shown}: not UTF-8 text`);
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
		throw new InputError(`${shown}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`);
	}
}
