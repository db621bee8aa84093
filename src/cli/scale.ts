/** Options of runs beyond one sitting or one machine. Part of the one table in options.ts. */
import { MOST_SHARDS, type Shard } from '../engine/shard.ts';
import { plain } from '../report/escape.ts';
import type { Option } from './options.ts';
import { UsageError } from './usage.ts';
import { decimal, type Reader, text } from './values.ts';

/** A shard as typed: its index may be the scheduler's to say. */
export interface AskedShard {
	readonly index: number | undefined;
	readonly count: number;
}

/** What the options come to. Undefined: not given. */
export interface ScaleValues {
	readonly shard: AskedShard | undefined;
	readonly checkpoint: string | undefined;
	/** Percent of the decisive difference. */
	readonly precision: number | undefined;
}

const SHARD = /^(?:(0|[1-9]\d{0,5})\/)?([1-9]\d{0,5})$/;

const shard: Reader<AskedShard> = ([first = ''], name) => {
	const [, index, count] = SHARD.exec(first) ?? [];
	const asked = { index: index === undefined ? undefined : Number(index), count: Number(count ?? 0) };
	if (asked.count < 1 || asked.count > MOST_SHARDS) {
		throw new UsageError(
			`--${name} must be i/k, or k where a scheduler says i, with k from 1 to ${MOST_SHARDS}, not "${plain(first, 80)}"`,
		);
	}
	if (asked.index !== undefined && asked.index >= asked.count) {
		throw new UsageError(`--${name} ${asked.index}/${asked.count}: shards are counted from 0 to ${asked.count - 1}`);
	}
	return asked;
};

const SCALE = { group: 'Scale:', type: 'value', default: undefined, commands: ['run'] } as const;

export const SCALE_OPTIONS: { readonly [Name in keyof ScaleValues]: Option<ScaleValues[Name]> } = {
	shard: {
		...SCALE,
		placeholder: 'I/K',
		defaultText: "a scheduler's array index where -o names a folder",
		describe: 'compute share I of K, counted from 0, into the folder that -o names; see merge',
		reproduces: false,
		read: shard,
	},
	checkpoint: {
		...SCALE,
		placeholder: 'FOLDER',
		describe: 'keep finished parts of the run there; the same command goes on from them',
		reproduces: false,
		read: text,
	},
	precision: {
		...SCALE,
		placeholder: 'PERCENT',
		describe: 'double the trials until every decisive difference is known to this part of itself',
		reproduces: true,
		read: decimal(0, 100, '%'),
	},
};

/**
 * The shard that a scheduler gives: Slurm's array task, or a Kubernetes Indexed Job's completion, whose number of
 * completions only --shard can say.
 * @throws UsageError where the scheduler's numbers cannot be
 */
export function shardOf(
	asked: AskedShard | undefined,
	env: Readonly<Record<string, string | undefined>>,
): Shard | undefined {
	const index = asked?.index ?? schedulerIndex(env);
	const count = asked?.count ?? numberOf(env, 'SLURM_ARRAY_TASK_COUNT');
	if (index === undefined || count === undefined) {
		if (asked === undefined) return undefined;
		throw new UsageError(
			`--shard ${asked.count} needs an index: type i/${asked.count}, or run under SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX`,
		);
	}
	if (index >= count) {
		throw new UsageError(
			`the scheduler's index ${index} is not below ${count}: number the tasks from 0 to ${count - 1}`,
		);
	}
	return { index, count };
}

function schedulerIndex(env: Readonly<Record<string, string | undefined>>): number | undefined {
	const task = numberOf(env, 'SLURM_ARRAY_TASK_ID');
	// Slurm numbers an array as it was asked to; shards are numbered from 0.
	if (task !== undefined) return task - (numberOf(env, 'SLURM_ARRAY_TASK_MIN') ?? 0);
	return numberOf(env, 'JOB_COMPLETION_INDEX');
}

function numberOf(env: Readonly<Record<string, string | undefined>>, name: string): number | undefined {
	const value = env[name];
	if (value === undefined || value === '') return undefined;
	if (/^\d{1,9}$/.test(value)) return Number(value);
	throw new UsageError(`${name} is "${plain(value, 40)}", not a number`);
}
