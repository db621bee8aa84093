/** What only the built program can show: its worker threads, and what Ctrl-C does to a long run. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import type { SimulationOptions } from '../../src/engine/simulate.ts';
import type { LanesPlan, SimulationResult } from '../../src/engine/types.ts';
import { growthPerSecond } from '../../src/hashrate/growth.ts';
import { STANDARD } from '../engine/plans.ts';

const folder = mkdtempSync(join(tmpdir(), 'rehearse-workers-'));

afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

const RUN = ['--base', 'mainnet', '--fork', 'spacing60', '--trials', '1500', '--days', '3'];

function start(args: readonly string[]) {
	return execa('node', ['dist/program/bin.js', ...args], {
		reject: false,
		stripFinalNewline: false,
		extendEnv: false,
		env: { PATH: process.env['PATH'] ?? '', HOME: folder },
		// A guard against a hang; the longest of these runs takes a few seconds.
		timeout: 100_000,
	});
}

/** The built engine: worker threads load the built worker, so a pool cannot run from the sources. */
async function builtSimulate() {
	const module = await import(pathToFileURL(resolve('dist/engine/simulate.js')).href);
	return module.simulate as (plan: LanesPlan, options: SimulationOptions) => Promise<SimulationResult>;
}

const PLAN: LanesPlan = { ...STANDARD, trials: 1300, windowSeconds: 40_000 };

describe('a run on worker threads', () => {
	it.each(['json', 'md'])('prints the same %s for one worker, for two and a second time', async (format) => {
		const runs = [];
		for (const workers of ['1', '2', '2']) runs.push(await start([...RUN, '--format', format, '--workers', workers]));
		const [one, two, again] = runs.map(({ stdout }) => stdout);
		// One core clamps two workers to one, with a note.
		for (const { exitCode, stderr } of runs) {
			expect([exitCode, stderr.replace(/^rehearse: --workers 2 is more than .*\n$/, '')]).toEqual([0, '']);
		}
		expect(one!.length).toBeGreaterThan(1000);
		expect(two).toBe(one);
		expect(again).toBe(two);
	});

	it('has the same sums for any number of workers', async () => {
		const simulate = await builtSimulate();
		const one = await simulate(PLAN, { workers: 1 });
		expect(one.trials).toBe(1300);
		for (const workers of [2, 3]) expect(await simulate(PLAN, { workers })).toEqual(one);
	});

	it('reports its progress up to the last trial', async () => {
		const simulate = await builtSimulate();
		const done: number[] = [];
		await simulate(PLAN, { workers: 2, onProgress: (trials) => done.push(trials) });
		expect(done.length).toBeGreaterThan(1);
		expect(done).toEqual([...done].sort((a, b) => a - b));
		expect(done.at(-1)).toBe(1300);
	});

	it('passes on the error of a worker, and does not hang', async () => {
		const simulate = await builtSimulate();
		const dying = { ...PLAN, windowSeconds: 40 * 86_400, growthPerSecond: growthPerSecond(-99) };
		const error = await simulate(dying, { workers: 2 }).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(RangeError);
		expect((error as RangeError).message).toBe('the falling hashrate never finds another block');
	});

	it('prints that error as one line', async () => {
		const args = ['--fork', 'spacing60', '--growth', '-99', '--days', '40', '--trials', '1500', '--workers', '2'];
		const { exitCode, stdout, stderr } = await start([...args, '--quiet']);
		expect([exitCode, stdout]).toEqual([1, '']);
		expect(stderr).toMatch(/^rehearse: .*the falling hashrate never finds another block.*\n$/);
	});

	it('stops when its signal fires', async () => {
		const simulate = await builtSimulate();
		const controller = new AbortController();
		const run = simulate(
			{ ...PLAN, trials: 200_000 },
			{ workers: 2, signal: controller.signal, onProgress: () => controller.abort() },
		);
		await expect(run).rejects.toMatchObject({ name: 'InterruptedError', message: 'interrupted' });
	});
});

describe('an interrupted run', () => {
	it.each(['1', '2'])('ends with 130 and leaves no file, on %s worker(s)', async (workers) => {
		const file = join(folder, `interrupted-${workers}.json`);
		// Many minutes of work, so that it is certainly under way when the signal comes.
		const child = start(['--fork', 'spacing60', '--trials', '2000000', '--workers', workers, '-o', file]);
		await new Promise((settle) => setTimeout(settle, 3000));
		child.kill('SIGINT');
		const { exitCode, stdout, stderr, timedOut } = await child;
		expect([exitCode, timedOut, stdout, stderr]).toEqual([130, false, '', 'rehearse: interrupted\n']);
		expect(readdirSync(folder).filter((name) => name.includes('interrupted'))).toEqual([]);
	});
});
