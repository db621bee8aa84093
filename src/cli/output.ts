/** Where a result goes: stdout, or a file that appears whole or not at all. */
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { plain } from '../report/escape.ts';
import type { Format, RenderOptions } from '../report/render.ts';
import { colorLevel } from './color.ts';
import type { Values } from './options.ts';
import type { Shell } from './shell.ts';
import { UsageError } from './usage.ts';

const FORMAT_BY_ENDING: Readonly<Record<string, Format>> = {
	'.md': 'md',
	'.json': 'json',
	'.csv': 'csv',
	'.html': 'html',
	'.htm': 'html',
	'.txt': 'table',
	'': 'table',
};

type OutputValues = Pick<Values, 'format' | 'json' | 'output' | 'color' | 'full' | 'quiet'>;

/** Whether a path means a folder: it ends like one, or is one. */
export function isFolderName(path: string): boolean {
	if (/[\\/]$/.test(path)) return true;
	try {
		return statSync(path).isDirectory();
	} catch {
		return false;
	}
}

function fileOf({ output }: OutputValues): string | null {
	return output === undefined || output === '-' ? null : output;
}

/**
 * The format that a file's name asks for; a folder's name asks for none.
 * @throws UsageError for an ending that no format has
 */
function formatOfFile(file: string): Format {
	if (isFolderName(file)) return 'table';
	const ending = extname(file);
	const format = FORMAT_BY_ENDING[ending.toLowerCase()];
	if (format !== undefined) return format;
	const known = Object.keys(FORMAT_BY_ENDING).filter((each) => each !== '');
	throw new UsageError(
		`--output ${plain(file)}: no format ends in ${plain(ending)}; use ${known.join(', ')}, or name one with --format`,
	);
}

/**
 * Format and colour of a result: --format or --json, else the output file's ending, else a table.
 *
 * @throws UsageError where --format and --json contradict each other, and for an ending that no format has
 */
export function renderOptions(values: OutputValues, shell: Shell): RenderOptions {
	const { format: asked, json, full } = values;
	if (json && asked !== undefined && asked !== 'json') {
		throw new UsageError(`--json and --format ${asked} contradict each other`);
	}
	const file = fileOf(values);
	const format = json ? 'json' : (asked ?? (file === null ? 'table' : formatOfFile(file)));
	const level = file === null ? colorLevel(values.color, shell.env, shell.stdout.isTTY === true) : 0;
	return { format, level, full };
}

/**
 * Refuses a file that cannot be written before hours of work are spent on what should go into it.
 *
 * @throws UsageError where the folder does not exist or the path is a folder
 */
export async function checkTarget(values: OutputValues): Promise<void> {
	const file = fileOf(values);
	if (file === null) return;
	const shown = plain(file);
	const isFolder = async (path: string) => (await stat(path).catch(() => null))?.isDirectory();
	if (isFolderName(file)) throw new UsageError(`--output ${shown} is a folder; name a file`);
	if (!(await isFolder(dirname(file)))) {
		throw new UsageError(`--output ${shown}: there is no folder ${plain(dirname(file))}`);
	}
}

/** Writes a result to stdout or to the file that --output names. */
export async function deliver(text: string, values: OutputValues, shell: Shell): Promise<void> {
	const file = fileOf(values);
	if (file === null) {
		shell.stdout.write(text);
		return;
	}
	await writeAtomically(file, text);
	if (!values.quiet) shell.stderr.write(`rehearse: wrote ${plain(file)}\n`);
}

/**
 * Writes a file so that no reader ever sees half of it: under a temporary name in the same folder, flushed to
 * the disk, then renamed. On failure the temporary file is removed. A link stays one: the file behind it is replaced, with
 * its permissions. What is no plain file, a device or a pipe (/dev/null, /dev/stdout), is written to, not replaced.
 *
 * @throws Error that names the path
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
	const target = await realpath(path).catch(() => path);
	const present = await stat(target).catch(() => null);
	const isSpecial = present !== null && !present.isFile() && !present.isDirectory();
	const temporary = join(dirname(target), `.${basename(target)}.tmp-${randomBytes(6).toString('hex')}`);
	try {
		const handle = isSpecial ? await open(path, 'w') : await open(temporary, 'wx', present?.mode);
		try {
			await handle.writeFile(text, 'utf8');
			if (!isSpecial) await handle.sync();
		} finally {
			await handle.close();
		}
		if (!isSpecial) await rename(temporary, target);
	} catch (error) {
		await rm(temporary, { force: true });
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		throw new Error(`cannot write ${plain(path)}: ${code}`, { cause: error });
	}
}
