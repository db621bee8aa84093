/** How a request's trials are simulated: at once, in parts that are kept, or until a difference is sharp. */
import type { Report } from '../compare/document.ts';
import { type PreparedRehearsal, prepare, type RehearsalRequest } from '../compare/rehearsal.ts';
import { otherRun, type ShardDocument, shardDocument, shardRequest, sumsOfShards } from '../compare/shard.ts';
import { mergeSums, type Sums } from '../engine/reducer.ts';
import { rangeOf, type Shard } from '../engine/shard.ts';
import { resultOfSums, type SimulationOptions, simulateSums } from '../engine/simulate.ts';
import { plain } from '../report/escape.ts';
import { makeFolder, readShard, writeShard } from './shards.ts';
import { CheckError, UsageError } from './usage.ts';

type Note = (text: string) => void;

/** Trials of a kept part: some seconds of work, so that little is lost and little is written. */
const PART_TRIALS = 16_384;
const MOST_TRIALS = 10_000_000;

/** Simulates one shard into a folder, or finds it there. Returns whether it had to be computed. */
export async function simulateShard(request: RehearsalRequest, shard: Shard, folder: string): Promise<boolean> {
	const prepared = prepare(request);
	await makeFolder(folder);
	const present = await presentShard(folder, shard, request, prepared);
	if (present !== undefined) return false;
	await computeShard(folder, shard, request, prepared, request);
	return true;
}

/**
 * Simulates in parts that stay in a folder as shards, and reads those that are there.
 * @throws UsageError where the folder holds parts of another run
 */
export async function simulateInParts(request: RehearsalRequest, folder: string, note: Note): Promise<Report> {
	const prepared = prepare(request);
	await makeFolder(folder);
	const count = Math.max(1, Math.ceil(request.trials / PART_TRIALS));
	const parts: ShardDocument[] = [];
	let found = 0;
	for (let index = 0; index < count; index++) {
		const shard = { index, count };
		const { firstTrial } = rangeOf(shard, request.trials);
		const onProgress = (done: number) => request.onProgress?.(firstTrial + done, request.trials);
		const kept = await keptPart(folder, shard, request, prepared, note);
		if (kept !== undefined) found++;
		parts.push(kept ?? (await computeShard(folder, shard, request, prepared, { ...request, onProgress })));
	}
	if (found > 0) note(`${found} of ${count} parts were in ${plain(folder)} already`);
	return prepared.reportOf(resultOfSums(prepared.plan, sumsOfShards(parts)));
}

/**
 * Doubles the trials until every decisive difference is known to `percent` of itself, or there are ten million.
 * The same request takes the same number of trials everywhere.
 */
export async function simulateToPrecision(request: RehearsalRequest, percent: number, note: Note): Promise<Report> {
	let sums: Sums | undefined;
	for (let done = 0, trials = request.trials; ; done = trials, trials = Math.min(2 * trials, MOST_TRIALS)) {
		const prepared = prepare({ ...request, trials });
		const more = await simulateSums(prepared.plan, { firstTrial: done, trials: trials - done }, request);
		if (sums === undefined) sums = more;
		else mergeSums(sums, more);
		const report = prepared.reportOf(resultOfSums(prepared.plan, sums));
		const width = widest(report);
		if (width <= percent / 100) return report;
		if (trials === MOST_TRIALS) {
			note(`after ${MOST_TRIALS} trials a decisive difference is known to ${(width * 100).toPrecision(2)} % only`);
			return report;
		}
	}
}

/** Largest half-width of a decisive difference, as a part of the difference; what covers zero is not counted. */
function widest({ verdicts }: Report): number {
	const widths = verdicts.map(({ row: { difference, indistinct } }) => {
		if (indistinct === true || difference?.kind !== 'estimated' || typeof difference.value !== 'number') return 0;
		const { low = difference.value, high = difference.value } = difference;
		return (high - low) / 2 / Math.abs(difference.value);
	});
	return Math.max(0, ...widths);
}

async function computeShard(
	folder: string,
	shard: Shard,
	request: RehearsalRequest,
	{ plan, inputs }: PreparedRehearsal,
	options: SimulationOptions,
): Promise<ShardDocument> {
	const sums = await simulateSums(plan, rangeOf(shard, request.trials), options);
	const document = shardDocument(request, inputs, shard, sums);
	await writeShard(folder, document);
	return document;
}

/** A part that is there and whole; a damaged one is computed anew. */
async function keptPart(
	folder: string,
	shard: Shard,
	request: RehearsalRequest,
	prepared: PreparedRehearsal,
	note: Note,
): Promise<ShardDocument | undefined> {
	try {
		return await presentShard(folder, shard, request, prepared);
	} catch (error) {
		if (!(error instanceof CheckError)) throw error;
		note(`${error.message}; it is computed anew`);
		return undefined;
	}
}

async function presentShard(
	folder: string,
	shard: Shard,
	request: RehearsalRequest,
	{ inputs }: PreparedRehearsal,
): Promise<ShardDocument | undefined> {
	const present = await readShard(folder, shard);
	if (present === undefined) return undefined;
	const own = { ...present, request: shardRequest(request), inputs, shard };
	const difference = otherRun(present, own);
	if (difference === undefined) return present;
	throw new UsageError(
		`${plain(folder)} holds shards of another run: ${plain(difference, 200)}; name another folder or empty it`,
	);
}
