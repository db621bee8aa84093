/** Shards in a folder: written whole or not at all, read back and checked, and what is missing among them. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { otherRun, parseShard, type ShardDocument, shardName } from '../compare/shard.ts';
import type { Shard } from '../engine/shard.ts';
import { plain } from '../report/escape.ts';
import { writeAtomically } from './output.ts';
import { CheckError, UsageError } from './usage.ts';

const SHARD_FILE = /^shard-.*\.json$/;

/** Makes the folder of a run's shards. @throws UsageError where its path cannot be a folder */
export async function makeFolder(folder: string): Promise<void> {
	try {
		await mkdir(folder, { recursive: true });
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
		throw new UsageError(`${plain(folder)} cannot be a folder: ${code}`);
	}
}

/** Writes a shard. */
export async function writeShard(folder: string, document: ShardDocument): Promise<void> {
	await writeAtomically(join(folder, shardName(document.shard)), `${JSON.stringify(document)}\n`);
}

/**
 * The shard that a folder holds already; undefined where it holds none.
 * @throws CheckError where the file is damaged
 */
export async function readShard(folder: string, shard: Shard): Promise<ShardDocument | undefined> {
	const name = shardName(shard);
	const text = await readFile(join(folder, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw new CheckError(`${plain(join(folder, name))}: cannot be read (${error.code})`);
	});
	return text === undefined ? undefined : parsed(folder, name, text);
}

/**
 * All shards of the one run in a folder.
 * @throws CheckError that names the shards that are missing, there twice, damaged or of another run
 */
export async function readShards(folder: string): Promise<readonly ShardDocument[]> {
	const names = await shardFiles(folder);
	const shards: { readonly name: string; readonly document: ShardDocument }[] = [];
	for (const name of names) {
		shards.push({ name, document: parsed(folder, name, await readFile(join(folder, name), 'utf8')) });
	}
	const first = shards[0];
	if (first === undefined) throw new CheckError(`${plain(folder)} holds no shard (shard-<i>-of-<k>.json)`);
	const byIndex = new Map<number, string>();
	for (const { name, document } of shards) {
		const difference = otherRun(first.document, document);
		if (difference !== undefined) {
			throw new CheckError(`${plain(name)} is of another run than ${plain(first.name)}: ${plain(difference, 200)}`);
		}
		const { index } = document.shard;
		const twin = byIndex.get(index);
		if (twin !== undefined) throw new CheckError(`shard ${index} is there twice: ${plain(twin)} and ${plain(name)}`);
		byIndex.set(index, name);
	}
	assertComplete(folder, first.document, byIndex);
	return shards.map(({ document }) => document).sort((a, b) => a.shard.index - b.shard.index);
}

const MOST_NAMED = 8;

function assertComplete(
	folder: string,
	{ shard, request }: ShardDocument,
	present: ReadonlyMap<number, unknown>,
): void {
	const missing = Array.from({ length: shard.count }, (_, index) => index).filter((index) => !present.has(index));
	const next = missing[0];
	if (next === undefined) return;
	const named = missing.slice(0, MOST_NAMED).join(', ');
	const more = missing.length > MOST_NAMED ? ` and ${missing.length - MOST_NAMED} more` : '';
	const noun = missing.length === 1 ? 'shard' : 'shards';
	throw new CheckError(
		`${noun} ${named}${more} of ${shard.count} missing (counted from 0); type ${plain(request.command, 400)} --shard ${next}/${shard.count} -o ${plain(join(folder, '/'))}`,
	);
}

async function shardFiles(folder: string): Promise<string[]> {
	try {
		return (await readdir(folder)).filter((name) => SHARD_FILE.test(name)).sort();
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
		throw new UsageError(
			`${plain(folder)}: ${code === 'ENOENT' ? 'there is no such folder' : `not a folder (${code})`}`,
		);
	}
}

function parsed(folder: string, name: string, text: string): ShardDocument {
	try {
		return parseShard(text);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		throw new CheckError(`${plain(join(folder, name))} ${error.message}`);
	}
}
