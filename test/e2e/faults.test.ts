/** What can go wrong with a long run, done to the built program: each has a clear outcome and nothing is lost. */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from './slurm.ts';

const folder = mkdtempSync(join(tmpdir(), 'faults-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RUN = ['--fork', 'spacing60', '--fleet', 'share-1e-3', '--days', '1'];

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
	return execa('node', ['dist/program/bin.js', ...args], {
		reject: false,
		extendEnv: false,
		env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
		timeout: 110_000,
	});
}

const shards = (of: string) => readdirSync(of).filter((name) => name.startsWith('shard-'));

describe('kill -9 in the middle', () => {
	it('loses no finished part, leaves no half one, and the same command goes on to the same bytes', async () => {
		const parts = join(folder, 'parts');
		const args = [...RUN, '--trials', '60000', '--format', 'md', '--checkpoint', parts];
		mkdirSync(parts);
		const running = start(args);
		await until(async () => shards(parts).length >= 1);
		running.kill('SIGKILL');
		expect((await running).signal).toBe('SIGKILL');
		const kept = shards(parts);
		expect(kept.length).toBeGreaterThan(0);
		expect(kept.length).toBeLessThan(4);

		const again = await start(args);
		expect(again.exitCode).toBe(0);
		expect(again.stderr).toMatch(/\d+ of 4 parts were in/);
		const whole = await start([...RUN, '--trials', '60000', '--format', 'md']);
		expect(again.stdout).toBe(whole.stdout);
		expect(readdirSync(parts).filter((name) => !name.startsWith('shard-'))).toEqual([]);
	}, 240_000);
});

describe('a worker that dies', () => {
	it('ends the run with one clear line and exit code 1, and keeps finished parts', async () => {
		// Loaded into every thread of the program; a worker ends itself in the middle of its work, while it counts.
		const deadly = join(folder, 'deadly.cjs');
		writeFileSync(
			deadly,
			`const { isMainThread } = require('node:worker_threads');
			const { set } = Map.prototype;
			let counted = 0;
			if (!isMainThread) Map.prototype.set = function (key, value) {
				if (++counted > 3000) process.exit(7);
				return set.call(this, key, value);
			};`,
		);
		const parts = join(folder, 'dying');
		const args = [...RUN, '--trials', '60000', '--workers', '2'];
		const { exitCode, stderr, stdout } = await start([...args, '--checkpoint', parts], {
			NODE_OPTIONS: `--require ${deadly}`,
		});
		expect(exitCode).toBe(1);
		expect(stdout).toBe('');
		expect(stderr).toContain('a worker thread died');
		expect(readdirSync(parts).filter((name) => !name.startsWith('shard-'))).toEqual([]);
	}, 120_000);
});

/** Mounts a disk of two pages; false where this user may not. */
function mountSmall(disk: string): boolean {
	mkdirSync(disk, { recursive: true });
	return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', disk]).status === 0;
}

const probe = join(folder, 'probe');
const canMount = mountSmall(probe);
if (canMount) spawnSync('umount', [probe]);
else process.stderr.write('skipped: a full disk, which needs the right to mount a small one\n');

describe.skipIf(!canMount)('a full disk', () => {
	const disk = join(folder, 'disk');
	beforeAll(() => {
		expect(mountSmall(disk)).toBe(true);
		// Nothing is left of it; a folder takes no block.
		writeFileSync(join(disk, 'filler'), Buffer.alloc(8192));
	});
	afterAll(() => void spawnSync('umount', [disk]));

	it.each([
		['a report', ['--format', 'json', '-o', join(disk, 'report.json')]],
		['a shard', ['--shard', '0/1', '-o', `${disk}/shards/`]],
		['a checkpoint', ['--checkpoint', join(disk, 'parts')]],
	])('%s: exit code 1, the reason, and no partial file', async (_, args) => {
		const { exitCode, stderr } = await start([...RUN, '--trials', '100', ...args]);
		expect(exitCode).toBe(1);
		expect(stderr).toMatch(/cannot write .*: ENOSPC/);
		const files = readdirSync(disk, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
		expect(files.map(({ name }) => name)).toEqual(['filler']);
	});
});

describe.skipIf(!existsSync('/dev/full'))('a full disk behind stdout', () => {
	it.each([['list'], ['--help'], ['explain']])('%s: exit code 1 and one line', (command) => {
		const full = openSync('/dev/full', 'w');
		const { status, stderr } = spawnSync('node', ['dist/program/bin.js', command], { stdio: ['ignore', full, 'pipe'] });
		closeSync(full);
		expect([status, String(stderr)]).toEqual([1, 'rehearse: cannot write to stdout: ENOSPC\n']);
	});
});

describe('numbers of workers', () => {
	it('refuses 0', async () => {
		const { exitCode, stderr } = await start([...RUN, '--trials', '20', '--workers', '0']);
		expect(exitCode).toBe(2);
		expect(stderr).toContain('--workers must be a whole number from 1');
	});

	it('takes 10,000 as one for each core, with a note', async () => {
		const { exitCode, stderr } = await start([...RUN, '--trials', '20', '--workers', '10000']);
		expect(exitCode).toBe(0);
		expect(stderr).toMatch(/--workers 10000 is more than the \d+ cores here; using \d+/);
	});
});
