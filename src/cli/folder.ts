/** Folders of files: written so that they appear whole or not at all, and read back without following a link. */
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { CHECKSUMS, type FolderFile } from '../report/checksums.ts';
import { plain } from '../report/escape.ts';
import { CheckError, UsageError } from './usage.ts';

/** More than any evidence folder has; a folder of another kind is not walked to its end. */
const MOST_FILES = 10_000;

/**
 * Refuses a folder that a result must not replace, before hours of work are spent on it.
 *
 * @param document the file by which a folder of the same kind is known: only such a one is replaced
 * @throws UsageError where it would lie in no folder, is none, or holds something else
 */
export async function checkFolder(path: string, document: string): Promise<void> {
	const shown = plain(path);
	const target = resolve(path);
	const here = relative(target, process.cwd());
	if (here === '' || !(here.startsWith('..') || isAbsolute(here)))
		throw new UsageError(`--output ${shown} holds the current folder; name one below it`);
	const kind = async (each: string) => (await stat(each).catch(() => null))?.isDirectory();
	if ((await kind(dirname(target))) !== true) {
		throw new UsageError(`--output ${shown}: there is no folder ${plain(dirname(target))}`);
	}
	const present = await kind(target);
	if (present === undefined) return;
	if (!present) throw new UsageError(`--output ${shown} is a file, not a folder`);
	const names = await readdir(target);
	if (names.length === 0 || (names.includes(CHECKSUMS) && names.includes(document))) return;
	throw new UsageError(
		`--output ${shown} holds other files than this command writes (${CHECKSUMS}, ${document}); name another`,
	);
}

/**
 * Writes a folder under a temporary name beside its own and renames it; what stood there before goes when the new one
 * is in its place. On failure the old one stays.
 *
 * @throws Error that names the path
 */
export async function writeFolder(path: string, files: readonly FolderFile[]): Promise<void> {
	const target = resolve(path);
	const suffix = `tmp-${randomBytes(6).toString('hex')}`;
	const fresh = join(dirname(target), `.${basename(target)}.new.${suffix}`);
	const old = join(dirname(target), `.${basename(target)}.old.${suffix}`);
	try {
		for (const file of files) await writeFileIn(fresh, file);
		const replaces = (await lstat(target).catch(() => null)) !== null;
		if (replaces) await rename(target, old);
		try {
			await rename(fresh, target);
		} catch (error) {
			if (replaces) await rename(old, target);
			throw error;
		}
		if (replaces) await rm(old, { recursive: true, force: true });
	} catch (error) {
		await rm(fresh, { recursive: true, force: true });
		throw new Error(`cannot write ${plain(path)}: ${codeOf(error)}`, { cause: error });
	}
}

async function writeFileIn(folder: string, { path, content }: FolderFile): Promise<void> {
	const full = join(folder, path);
	await mkdir(dirname(full), { recursive: true });
	const handle = await open(full, 'wx');
	try {
		await handle.writeFile(content);
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/**
 * Every file of a folder by its path with slashes, in order.
 * @throws UsageError where there is no such folder, CheckError where something in it is no plain file
 */
export async function readFolder(path: string): Promise<Map<string, Buffer>> {
	const files = new Map<string, Buffer>();
	for (const each of await pathsIn(path)) files.set(each.split(sep).join('/'), await readFile(join(path, each)));
	return files;
}

async function pathsIn(path: string): Promise<string[]> {
	let entries: Awaited<ReturnType<typeof entriesOf>>;
	try {
		entries = await entriesOf(path);
	} catch (error) {
		const code = codeOf(error);
		throw new UsageError(`${plain(path)}: ${code === 'ENOENT' ? 'there is no such folder' : `not a folder (${code})`}`);
	}
	if (entries.length > MOST_FILES)
		throw new UsageError(`${plain(path)} holds more than ${MOST_FILES} files; it is no evidence folder`);
	const paths: string[] = [];
	for (const entry of entries) {
		const own = relative(path, join(entry.parentPath, entry.name));
		if (entry.isFile()) paths.push(own);
		else if (!entry.isDirectory()) throw new CheckError(`${plain(own)} is neither a file nor a folder`);
	}
	return paths.sort();
}

function entriesOf(path: string) {
	return readdir(path, { recursive: true, withFileTypes: true });
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
