/**
 * Finding and reading input files. A name is looked up in the project folder (./rehearse/<kind>/), the user's
 * (REHEARSE_HOME, else $XDG_CONFIG_HOME/rehearse/), then among the bundled files; a path is read as it is.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { copiedNames, copiesInForce, copyNamed } from './copies.ts';
import { isKnownToFit } from './fingerprints.ts';
import { acceptedJson, escapeText, InputError, type JsonDocument, MAX_FILE_BYTES, parseJson } from './json.ts';
import { packageRoot } from './package.ts';
import { assertSchema, faultAt } from './schema.ts';
import { didYouMean } from './suggest.ts';
import type { InputFile } from './types.ts';
import type { SchemaName } from './validators.ts';

/** Kinds of files people write, which are also the folder names. */
export type FileKind = 'chainparams' | 'forks' | 'states' | 'fleets' | 'markets' | 'devices';

/** A file that was read: its document, checked against its schema, and what a footer says of it. */
export interface LoadedFile {
	readonly document: JsonDocument;
	readonly input: InputFile;
}

interface KindFacts {
	readonly noun: InputFile['kind'];
	readonly schema: SchemaName;
	readonly folder: string;
	readonly pattern: RegExp;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

const KINDS: Readonly<Record<FileKind, KindFacts>> = {
	// The only kind whose names hold a slash: <chain>/<network>@<release>; without a release it is no file yet.
	chainparams: {
		noun: 'base',
		schema: 'chainparams',
		folder: 'chainparams',
		pattern: /^[a-z0-9-]+\/[a-z0-9-]+(@[A-Za-z0-9][A-Za-z0-9._-]*)?$/,
	},
	forks: { noun: 'fork', schema: 'fork', folder: 'profiles/forks', pattern: NAME },
	states: { noun: 'state', schema: 'state', folder: 'profiles/states', pattern: NAME },
	fleets: { noun: 'fleet', schema: 'fleet', folder: 'profiles/fleets', pattern: NAME },
	markets: { noun: 'market', schema: 'market', folder: 'profiles/markets', pattern: NAME },
	devices: { noun: 'device', schema: 'device', folder: 'profiles/devices', pattern: NAME },
};

export const FILE_KINDS = Object.keys(KINDS) as readonly FileKind[];

/** Whether a name given by the user means a path, not a profile. */
export function isPath(kind: FileKind, name: string): boolean {
	return name.endsWith('.json') || (name.includes('/') && !KINDS[kind].pattern.test(name));
}

/** Names of the bundled files of a kind, sorted. */
export function bundledNames(kind: FileKind): string[] {
	return namesIn(join(packageRoot, KINDS[kind].folder), kind === 'chainparams').sort();
}

/** Path of a bundled file, whether or not a user's file of the same name comes before it. */
export function bundledPath(kind: FileKind, name: string): string {
	return join(packageRoot, KINDS[kind].folder, `${name}.json`);
}

/** Names that a user can type for a kind: project, user and bundled files, sorted, each once. */
export function knownNames(kind: FileKind): string[] {
	const own = searchFolders(kind).flatMap(({ directory }) => namesIn(directory, kind === 'chainparams'));
	return [...new Set([...own, ...copiedNames(KINDS[kind].noun)])].sort();
}

/**
 * Reads the file that a name or path means and checks it against its schema.
 * @throws InputError when there is none, when it cannot be read, or when it does not fit.
 */
export function loadFile(kind: FileKind, name: string): LoadedFile {
	const { noun, schema } = KINDS[kind];
	const { path, label } = find(kind, name);
	const bytes = readBytes(path, label);
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const isChecked = isKnownToFit(kind, sha256);
	const document = (isChecked ? acceptedJson : parseJson)(textOf(bytes, label), label);
	if (!isChecked) assertSchema(schema, document);
	const { id } = document.value as { readonly id: string };
	const bareId = isPath(kind, name) ? id : name;
	if (id !== bareId)
		throw faultAt(document, ['id'], `expected '${bareId}', the file's name, found '${escapeText(id)}'`);
	return { document, input: { kind: noun, id, path: label, sha256 } };
}

/**
 * The bytes of an input, once more.
 * @throws InputError where no file at its path has them any longer
 */
export function inputBytes({ path: label, sha256 }: InputFile): Buffer {
	// A bundled file's path starts at the package, a user's where the command was typed.
	for (const path of [label, join(packageRoot, label)]) {
		if (!existsSync(path)) continue;
		const bytes = readBytes(path, label);
		if (sha256 === createHash('sha256').update(bytes).digest('hex')) return bytes;
	}
	throw new InputError(`${escapeText(label)}: has changed since it was read`);
}

function find(kind: FileKind, name: string): { readonly path: string; readonly label: string } {
	const { noun, pattern } = KINDS[kind];
	const copy = copyNamed(noun, name, isPath(kind, name));
	if (copy !== undefined) return { path: copy.path, label: copy.input.path };
	if (isPath(kind, name)) return { path: name, label: name };
	if (pattern.test(name)) {
		for (const { directory, label } of searchFolders(kind)) {
			const path = join(directory, `${name}.json`);
			if (existsSync(path)) return { path, label: `${label}/${name}.json` };
		}
	}
	const names = knownNames(kind);
	const hint = didYouMean(name, names) || `; known: ${names.join(', ')}`;
	throw new InputError(`no ${noun} named '${escapeText(name)}'${hint}`);
}

function searchFolders(kind: FileKind): { readonly directory: string; readonly label: string }[] {
	const bundled = { directory: join(packageRoot, KINDS[kind].folder), label: KINDS[kind].folder };
	if (copiesInForce()) return [bundled];
	const config = process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config');
	const home = process.env['REHEARSE_HOME'] || join(config, 'rehearse');
	return [
		{ directory: join('rehearse', kind), label: `rehearse/${kind}` },
		{ directory: join(home, kind), label: join(home, kind) },
		bundled,
	];
}

function namesIn(directory: string, nested: boolean): string[] {
	if (!existsSync(directory)) return [];
	const files = readdirSync(directory, { withFileTypes: true });
	if (nested) {
		const folders = files.filter((entry) => entry.isDirectory());
		return folders.flatMap(({ name }) => namesIn(join(directory, name), false).map((file) => `${name}/${file}`));
	}
	return files.filter(({ name }) => name.endsWith('.json')).map(({ name }) => name.slice(0, -'.json'.length));
}

function readBytes(path: string, label: string): Buffer {
	const shown = escapeText(label);
	try {
		const { size } = regularFile(path, shown);
		if (size > MAX_FILE_BYTES) {
			throw new InputError(`${shown}: ${size} bytes; input files have at most ${MAX_FILE_BYTES}`);
		}
		return readFileSync(path);
	} catch (error) {
		if (error instanceof InputError) throw error;
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
		throw new InputError(`${shown}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`);
	}
}

/** A pipe or device would block or never end. */
function regularFile(path: string, shown: string): { readonly size: number } {
	const status = statSync(path);
	if (!status.isFile()) throw new InputError(`${shown}: not a regular file`);
	return status;
}

function textOf(bytes: Buffer, label: string): string {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
	} catch {
		throw new InputError(`${escapeText(label)}: not UTF-8 text`);
	}
}
