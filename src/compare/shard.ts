/**
 * A shard of a run as a file: who computed which trials of what, and the sums. It says enough to be merged on
 * another machine, and enough to be refused there.
 */
import { createHash } from 'node:crypto';
import { mergeSums, type Sums } from '../engine/reducer.ts';
import { rangeOf, type Shard } from '../engine/shard.ts';
import { type SumsDocument, sumsDocument, sumsOf } from '../engine/sums.ts';
import type { InputFile } from '../params/types.ts';
import type { RehearsalRequest } from './rehearsal.ts';

export const SHARD_SCHEMA = 'rehearse/shard@1';

/** What of a request changes a figure. */
export type ShardRequest = Pick<
	RehearsalRequest,
	| 'base'
	| 'fork'
	| 'state'
	| 'fleets'
	| 'market'
	| 'trials'
	| 'days'
	| 'seed'
	| 'growthPerDayPercent'
	| 'minIntervalsSeconds'
	| 'command'
	| 'version'
>;

export interface ShardDocument {
	readonly schema: typeof SHARD_SCHEMA;
	/** Which of how many, counted from 0. */
	readonly shard: Shard;
	readonly request: ShardRequest;
	readonly inputs: readonly InputFile[];
	readonly sums: SumsDocument;
	/** SHA-256 of the document without this member. */
	readonly sha256: string;
}

/** The shard's file name; every shard of a run has one of its own. */
export function shardName({ index, count }: Shard): string {
	return `shard-${index}-of-${count}.json`;
}

/** A shard of a request as a document. */
export function shardDocument(
	request: RehearsalRequest,
	inputs: readonly InputFile[],
	shard: Shard,
	sums: Sums,
): ShardDocument {
	const body = {
		schema: SHARD_SCHEMA,
		shard,
		request: shardRequest(request),
		inputs,
		sums: sumsDocument(sums),
	} as const;
	return { ...body, sha256: hashOf(body) };
}

/** The part of a request that a shard holds. */
export function shardRequest(request: RehearsalRequest): ShardRequest {
	const { base, fork, state, fleets, market, trials, days, seed } = request;
	const { growthPerDayPercent, minIntervalsSeconds, command, version } = request;
	return {
		...{ base, fork, fleets, market, trials, days, seed, growthPerDayPercent, minIntervalsSeconds, command, version },
		...(state !== undefined && { state }),
	};
}

/**
 * The shard that a text holds.
 * @throws RangeError that says what is wrong with it
 */
export function parseShard(text: string): ShardDocument {
	let document: ShardDocument;
	try {
		document = JSON.parse(text) as ShardDocument;
	} catch {
		throw new RangeError('is not JSON: it is cut off or damaged');
	}
	if (document?.schema !== SHARD_SCHEMA) throw new RangeError(`is no ${SHARD_SCHEMA} document`);
	const { sha256, ...body } = document;
	if (hashOf(body) !== sha256) throw new RangeError('is damaged: its SHA-256 does not match its content');
	const expected = rangeOf(document.shard, document.request.trials).trials;
	if (document.sums.trials !== expected) {
		throw new RangeError(`holds ${document.sums.trials} trials; ${shardName(document.shard)} has ${expected}`);
	}
	return document;
}

/** Where two shards are of different runs: the first member that differs; undefined where they are of one. */
export function otherRun(a: ShardDocument, b: ShardDocument): string | undefined {
	const request = Object.keys({ ...a.request, ...b.request }) as (keyof ShardRequest)[];
	const differs = (left: unknown, right: unknown) => JSON.stringify(left) !== JSON.stringify(right);
	const name = request.find((key) => key !== 'command' && differs(a.request[key], b.request[key]));
	if (name !== undefined) return `${name} ${JSON.stringify(a.request[name])} and ${JSON.stringify(b.request[name])}`;
	if (a.shard.count !== b.shard.count) return `${a.shard.count} and ${b.shard.count} shards`;
	const input = a.inputs.find((file, i) => differs(file, b.inputs[i])) ?? b.inputs[a.inputs.length];
	return input && `the ${input.kind} '${input.id}'`;
}

/** Sums of all shards; the order does not matter. */
export function sumsOfShards([first, ...others]: readonly ShardDocument[]): Sums {
	if (first === undefined) throw new RangeError('no shard to merge');
	const sums = sumsOf(first.sums);
	for (const { sums: other } of others) mergeSums(sums, sumsOf(other));
	return sums;
}

function hashOf(body: Omit<ShardDocument, 'sha256'>): string {
	return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}
