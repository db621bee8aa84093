/** The recipes of docs/scale.md with the schedulers they name, and fewer trials. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Slurm, startSlurm, until } from './slurm.ts';

const guide = readFileSync('docs/scale.md', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'scale-'));
const programs = join(folder, 'bin');
const TRIALS = 3000;
const RUN = ['--base', 'mainnet', '--fork', 'spacing60', '--trials', String(TRIALS)];

/** Whether the programs are here; says which tests are skipped where they are not. */
function present(what: string, ...commands: readonly string[]): boolean {
	const missing = commands.filter((command) => spawnSync('which', [command]).status !== 0);
	if (missing.length > 0) process.stderr.write(`skipped: ${what}, for want of ${missing.join(', ')}\n`);
	return missing.length === 0;
}

/** A recipe's block of the guide that holds a text, with fewer trials. */
function recipe(holding: string): string {
	const block = guide.split('```').find((each, index) => index % 2 === 1 && each.includes(holding));
	if (block === undefined) throw new Error(`docs/scale.md shows no ${holding}`);
	return block.replaceAll('8000000', String(TRIALS)).trim();
}

/** Runs a shell script with `rehearse` on its path, in a folder of its own. */
function shell(script: string, cwd: string, env: Readonly<Record<string, string>> = {}) {
	mkdirSync(cwd, { recursive: true });
	return execa('bash', ['-euc', script], {
		cwd,
		reject: false,
		env: { ...env, PATH: `${programs}:${process.env['PATH']}`, HOME: folder },
		stripFinalNewline: false,
		timeout: 300_000,
		// A group of its own, so that all of it can be killed at once.
		detached: true,
	});
}

let whole = '';

beforeAll(async () => {
	mkdirSync(programs);
	const program = join(programs, 'rehearse');
	writeFileSync(program, `#!/bin/sh\nexec ${process.execPath} ${resolve('dist/program/bin.js')} "$@"\n`);
	chmodSync(program, 0o755);
	whole = (await shell(`rehearse ${RUN.join(' ')} --format md`, folder)).stdout;
	expect(whole).toContain('spacing60');
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!present('GNU parallel', 'parallel'))('GNU parallel', () => {
	it('computes shards, goes on after a kill and merges to the same bytes', async () => {
		const cwd = join(folder, 'parallel');
		const [line = ''] = recipe('parallel -j').split('\n');
		const running = shell(line, cwd);
		await until(async () => finished(join(cwd, 'shards')).length >= 2);
		// The shell, GNU parallel and what it has started: none may go on.
		process.kill(-running.pid!, 'SIGKILL');
		await running;
		spawnSync('pkill', ['-KILL', '-f', `${resolve('dist/program/bin.js')} .*--shard`]);
		const kept = finished(join(cwd, 'shards'));
		expect(kept.length).toBeGreaterThanOrEqual(2);
		expect(kept.length).toBeLessThan(8);
		const times = new Map(kept.map((name) => [name, statSync(join(cwd, 'shards', name)).mtimeMs]));
		expect((await shell('rehearse merge shards/', cwd)).exitCode).toBe(3);

		const again = await shell(line, cwd);
		expect(again.exitCode).toBe(0);
		expect(finished(join(cwd, 'shards'))).toHaveLength(8);
		for (const [name, time] of times) expect(statSync(join(cwd, 'shards', name)).mtimeMs).toBe(time);
		const merged = await shell('rehearse merge shards/ --format md', cwd);
		expect(merged.stdout).toBe(whole);
	}, 300_000);
});

function finished(shards: string): string[] {
	const names = statSync(shards, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(shards);
	return names.filter((name) => name.startsWith('shard-'));
}

const slurmPackages = ['sbatch', 'slurmctld', 'slurmd', 'munged'];
const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stderr.write('skipped: Slurm, whose daemons need root\n');

describe.skipIf(!isRoot || !present('Slurm', ...slurmPackages))('Slurm', () => {
	let slurm: Slurm;
	beforeAll(async () => {
		slurm = await startSlurm();
	}, 120_000);
	afterAll(() => slurm.stop());

	it('runs an array and a merge that depends on it', async () => {
		const cwd = join(folder, 'slurm');
		mkdirSync(cwd);
		const script = recipe('#SBATCH').replace('--cpus-per-task=2', '--cpus-per-task=1').replace('--mem=1G ', '');
		writeFileSync(join(cwd, 'rehearse.sbatch'), `${script}\n`);
		const submitted = await shell(recipe('sbatch --parsable'), cwd, slurm.env);
		expect(submitted.stderr).toBe('');
		expect(submitted.exitCode).toBe(0);
		await until(async () => (await shell('squeue -h', cwd, slurm.env)).stdout.trim() === '', 240);
		expect(finished(join(cwd, 'shards'))).toHaveLength(8);
		expect(readFileSync(join(cwd, 'report.md'), 'utf8')).toBe(whole);
	}, 300_000);
});

describe('Kubernetes', () => {
	const manifest = parse(readFileSync('docs/kubernetes-job.yaml', 'utf8'));

	it('has a manifest that fits the published schema', () => {
		expect(() => new Job(manifest).validate()).not.toThrow();
		const broken = { ...manifest, spec: { ...manifest.spec, completions: 'eight' } };
		expect(() => new Job(broken).validate()).toThrow('completions');
	});

	it('asks for as many shards as there are completions, and its command runs', async () => {
		const { completions, completionMode, template } = manifest.spec;
		const [container] = template.spec.containers;
		const command: string[] = container.command;
		expect(completionMode).toBe('Indexed');
		expect(command[command.indexOf('--shard') + 1]).toBe(String(completions));
		const cwd = join(folder, 'kubernetes');
		const own = command.map((word) => (word === '8000000' ? '80' : word === '/shards/' ? `${cwd}/` : word));
		const { exitCode } = await shell(own.join(' '), cwd, { JOB_COMPLETION_INDEX: '7' });
		expect(exitCode).toBe(0);
		expect(readdirSync(cwd)).toEqual(['shard-7-of-8.json']);
	});
});
