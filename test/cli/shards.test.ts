import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { rangeOf, trialsPerSample } from '../../src/engine/shard.ts';
import { rehearse, type World } from './harness.ts';

const RUN = ['--fork', 'spacing60', '--fleet', 'share-1e-3', '--trials', '50', '--days', '0.5', '--workers', '1'];
const newFolder = () => `${mkdtempSync(join(tmpdir(), 'shards-'))}/`;
const shard = (which: string, folder: string, world: World = {}) =>
	rehearse([...RUN, ...(which === '' ? [] : ['--shard', which]), '-o', folder], world);
const merge = (folder: string, ...argv: string[]) => rehearse(['merge', folder, ...argv]);

/** A folder with copies of finished shards, to be damaged. */
function copies(of: string, names: readonly string[] = readdirSync(of)): string {
	const folder = newFolder();
	for (const name of names) copyFileSync(join(of, name), join(folder, name));
	return folder;
}

let whole = '';
let folder = '';

beforeAll(async () => {
	whole = (await rehearse([...RUN, '--json'])).stdout;
	folder = newFolder();
	for (const index of [2, 0, 1]) {
		const { code, stdout, stderr } = await shard(`${index}/3`, folder);
		expect([code, stdout]).toEqual([0, '']);
		expect(stderr).toContain(`shard ${index} of 3 written to`);
	}
}, 60_000);

test('shares of the trials are complete, in order and as equal as can be', () => {
	for (const [trials, count] of [
		[50, 3],
		[51, 4],
		[8000, 7],
		[2, 5],
		[10_000_000, 9999],
	] as const) {
		let next = 0;
		for (let index = 0; index < count; index++) {
			const range = rangeOf({ index, count }, trials);
			expect(range.firstTrial).toBe(next);
			// Pairs stay together.
			expect(range.trials % trialsPerSample(trials)).toBe(0);
			expect(Math.abs(range.trials - trials / count)).toBeLessThan(trialsPerSample(trials));
			next += range.trials;
		}
		expect(next).toBe(trials);
	}
});

describe('merge', () => {
	test('gives the bytes of the run in one piece', async () => {
		expect(readdirSync(folder).sort()).toEqual(['shard-0-of-3.json', 'shard-1-of-3.json', 'shard-2-of-3.json']);
		expect(await merge(folder, '--json')).toEqual({ code: 0, stdout: whole, stderr: '' });
		expect((await merge(folder)).stdout).toBe((await rehearse(RUN)).stdout);
	});

	test.each<[string, (dir: string) => void, string]>([
		[
			'a missing shard',
			(dir) => rmSync(join(dir, 'shard-1-of-3.json')),
			'shard 1 of 3 missing (counted from 0); type rehearse --fork spacing60',
		],
		[
			'all but one missing',
			(dir) => remove(dir, ['shard-0-of-3.json', 'shard-1-of-3.json']),
			'shards 0, 1 of 3 missing',
		],
		[
			'a shard twice',
			(dir) => copyFileSync(join(dir, 'shard-0-of-3.json'), join(dir, 'shard-0-copy.json')),
			'shard 0 is there twice: shard-0-copy.json and shard-0-of-3.json',
		],
		[
			'a shard that is cut off',
			(dir) => cut(join(dir, 'shard-2-of-3.json')),
			'shard-2-of-3.json is not JSON: it is cut off or damaged',
		],
		['a changed number', (dir) => change(dir, '"trials":16', '"trials":18'), 'is damaged: its SHA-256 does not match'],
		[
			'a file of another kind',
			(dir) => writeFileSync(join(dir, 'shard-x.json'), '{}'),
			'shard-x.json is no rehearse/shard@1 document',
		],
		['no shard', (dir) => remove(dir, readdirSync(dir)), 'holds no shard'],
	])('refuses %s with exit code 3', async (_, damage, message) => {
		const dir = copies(folder);
		damage(dir);
		const { code, stdout, stderr } = await merge(dir);
		expect([code, stdout]).toEqual([3, '']);
		expect(stderr).toContain(message);
		expect(stderr.trimEnd().split('\n')).toHaveLength(1);
	});

	test('refuses shards of different runs, naming what differs', async () => {
		const dir = copies(folder, ['shard-0-of-3.json', 'shard-1-of-3.json']);
		await rehearse([...RUN, '--seed', '2', '--shard', '2/3', '-o', dir]);
		const { code, stderr } = await merge(dir);
		expect(code).toBe(3);
		expect(stderr).toContain('shard-2-of-3.json is of another run than shard-0-of-3.json: seed 1 and 2');
	});

	test('refuses shards whose input files have changed', async () => {
		const own = join(newFolder(), 'own.json');
		const fork = JSON.parse(readFileSync('profiles/forks/spacing60.json', 'utf8'));
		writeFileSync(own, JSON.stringify({ ...fork, id: 'own' }));
		const dir = newFolder();
		const argv = ['--fork', own, '--fleet', 'share-1e-3', '--trials', '20', '--days', '0.5'];
		await rehearse([...argv, '--shard', '0/1', '-o', dir]);
		expect((await merge(dir)).code).toBe(0);
		writeFileSync(own, JSON.stringify({ ...fork, id: 'own', title: 'Another title' }));
		const { code, stderr } = await merge(dir);
		expect(code).toBe(3);
		expect(stderr).toContain("the fork 'own'");
		expect(stderr).toContain('has changed since the shards were computed');
	});

	test('bad usage', async () => {
		expect((await rehearse(['merge'])).stderr).toContain('merge needs the folder of the shards');
		expect(await merge('/no/such/folder')).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('there is no such folder'),
		});
	});
});

function remove(dir: string, names: readonly string[]): void {
	for (const name of names) rmSync(join(dir, name));
}

function cut(path: string): void {
	writeFileSync(path, readFileSync(path, 'utf8').slice(0, 700));
}

function change(dir: string, from: string, to: string): void {
	const path = join(dir, 'shard-1-of-3.json');
	const text = readFileSync(path, 'utf8');
	expect(text).toContain(from);
	writeFileSync(path, text.replace(from, to));
}

describe('a shard', () => {
	test('that is there is not computed again', async () => {
		const dir = copies(folder);
		const before = statSync(join(dir, 'shard-1-of-3.json')).mtimeMs;
		expect((await shard('1/3', dir)).stderr).toContain('shard 1 of 3 was already in');
		expect(statSync(join(dir, 'shard-1-of-3.json')).mtimeMs).toBe(before);
	});

	test('is not mixed with those of another run', async () => {
		const { code, stderr } = await rehearse([...RUN, '--seed', '7', '--shard', '1/3', '-o', copies(folder)]);
		expect(code).toBe(2);
		expect(stderr).toContain('holds shards of another run: seed 1 and 7');
	});

	test.each<[string, string, NodeJS.ProcessEnv]>([
		['Slurm, numbered from 0', '', { SLURM_ARRAY_TASK_ID: '1', SLURM_ARRAY_TASK_COUNT: '3' }],
		[
			'Slurm, numbered from 1',
			'',
			{ SLURM_ARRAY_TASK_ID: '2', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_COUNT: '3' },
		],
		['a Kubernetes Indexed Job', '3', { JOB_COMPLETION_INDEX: '1' }],
	])('by %s', async (_, which, env) => {
		const dir = newFolder();
		const { code, stderr } = await shard(which, dir, { env });
		expect(code).toBe(0);
		expect(stderr).toContain("shard 1/3, by the scheduler's array");
		expect(readFileSync(join(dir, 'shard-1-of-3.json'))).toEqual(readFileSync(join(folder, 'shard-1-of-3.json')));
	});

	test.each<[string[], World['env'], string]>([
		[['--shard', '3/3', '-o', 'x/'], {}, 'shards are counted from 0 to 2'],
		[['--shard', '0/0', '-o', 'x/'], {}, '--shard must be i/k'],
		[['--shard', 'a/b', '-o', 'x/'], {}, '--shard must be i/k'],
		[['--shard', '0/99999', '-o', 'x/'], {}, 'with k from 1 to 10000'],
		[['--shard', '3', '-o', 'x/'], {}, '--shard 3 needs an index'],
		[['--shard', '3', '-o', 'x/'], { JOB_COMPLETION_INDEX: '3' }, "the scheduler's index 3 is not below 3"],
		[['--shard', '3', '-o', 'x/'], { JOB_COMPLETION_INDEX: 'one' }, 'JOB_COMPLETION_INDEX is "one", not a number'],
		[['--shard', '0/3'], {}, '--shard writes into a folder: -o DIR/'],
		[['--shard', '0/3', '-o', 'file.json'], {}, '--shard writes into a folder: -o DIR/'],
		[['--shard', '0/3', '-o', 'x/', '--fork', 'subsidy10'], {}, '--shard takes one fork'],
		[['--shard', '0/3', '-o', 'x/', '--precision', '1'], {}, 'goes with neither'],
		[['--checkpoint', 'x', '--precision', '1'], {}, 'give one of them'],
		[['--checkpoint', 'x', '--fork', 'subsidy10'], {}, '--checkpoint takes one fork'],
		[['--shard', '0/3', '-o', '/dev/null/x/'], {}, 'cannot be a folder: ENOTDIR'],
	])('bad usage: %j', async (argv, env, message) => {
		const { code, stderr } = await rehearse([...RUN, ...argv], { env: env ?? {} });
		expect(code).toBe(2);
		expect(stderr).toContain(message);
	});
});

describe('checkpoint', () => {
	const argv = [...RUN.map((word) => ({ 50: '20000', 0.5: '0.1' })[word] ?? word), '--json'];

	test('goes on from finished parts to the same bytes', async () => {
		const dir = newFolder();
		const first = await rehearse([...argv, '--checkpoint', dir]);
		expect(first.code).toBe(0);
		expect(first.stdout).toBe((await rehearse(argv)).stdout);
		expect(readdirSync(dir).sort()).toEqual(['shard-0-of-2.json', 'shard-1-of-2.json']);
		cut(join(dir, 'shard-1-of-2.json'));
		const second = await rehearse([...argv, '--checkpoint', dir]);
		expect(second.stdout).toBe(first.stdout);
		expect(second.stderr).toContain('shard-1-of-2.json is not JSON: it is cut off or damaged; it is computed anew');
		expect(second.stderr).toContain('1 of 2 parts were in');
		expect((await merge(dir, '--json')).stdout).toBe(first.stdout);
	}, 120_000);
});

describe('precision', () => {
	test('doubles the trials until the decisive differences are sharp', async () => {
		const run = async (trials: string, ...argv: string[]) =>
			JSON.parse((await rehearse([...RUN.map((word) => (word === '50' ? trials : word)), ...argv, '--json'])).stdout);
		const rough = await run('50', '--precision', '50%');
		expect(rough.run.trials).toBe(50);
		const sharp = await run('50', '--precision', '0.02');
		expect(sharp.run.trials).toBeGreaterThan(50);
		expect(Math.log2(sharp.run.trials / 50) % 1).toBe(0);
		expect(sharp.command).toContain('--precision 0.02');
		// The same trials in one go give the same figures.
		const once = await run(String(sharp.run.trials));
		expect(once.tables).toEqual(sharp.tables);
	}, 120_000);
});
