/** The same simulation in C and in numpy, where this machine has them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = (name) => fileURLToPath(new URL(name, import.meta.url));

/** What a program prints, as a number; undefined where it is missing or fails. */
function numberFrom(program, args) {
	const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
	return status === 0 ? Number(stdout) : undefined;
}

/**
 * Loops to be measured beside the engine's: each gives nanoseconds of processor time per chain-block.
 *
 * @returns the loops, and the names of those that this machine cannot run
 */
export function references() {
	const folder = mkdtempSync(join(tmpdir(), 'rehearse-bench-'));
	process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
	const program = join(folder, 'reference');
	spawnSync('gcc', ['-O3', '-march=native', source('reference.c'), '-o', program, '-lm']);
	const numpy = (kind, trials, blocks) =>
		numberFrom('python3', [source('reference.py'), kind, String(trials), String(blocks)]);
	const all = [
		{ id: 'c', name: 'plain loop in C', run: () => numberFrom(program, ['16', '30', '2']) },
		{ id: 'numpyObvious', name: 'numpy, a target per block', run: () => numpy('obvious', 8000, 60) },
		{ id: 'numpyCareful', name: 'numpy with the lag table', run: () => numpy('careful', 1000, 4000) },
	];
	const kinds = all.filter(({ run }) => run() !== undefined);
	return { kinds, missing: all.filter((kind) => !kinds.includes(kind)).map(({ name }) => name) };
}
