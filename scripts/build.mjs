/** Builds dist/ where it is stale. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const inputs = ['src', 'tsconfig.json', 'tsconfig.build.json', 'package.json'].map((name) => join(root, name));
/** Dated when the last successful build began; tsc leaves files that would not change untouched. */
const stamp = join(dist, '.built');

/** The built program. */
export const program = join(dist, 'cli', 'bin.js');

/** Time of the newest of some files; folders are searched, and a removed file shows in its folder's own time. */
function newest(paths) {
	let latest = 0;
	for (const path of paths) {
		const status = statSync(path);
		latest = Math.max(latest, status.mtimeMs);
		if (status.isDirectory()) latest = Math.max(latest, newest(readdirSync(path).map((name) => join(path, name))));
	}
	return latest;
}

function isStale() {
	// An installed package has no sources: what it has is what was built for it.
	if (!existsSync(join(root, 'src'))) return false;
	if (!existsSync(program) || !existsSync(stamp)) return true;
	return newest(inputs) > statSync(stamp).mtimeMs;
}

/**
 * Builds dist/ if a source is newer than it. What the compiler says goes to stderr: stdout is for results.
 *
 * @returns the compiler's exit code, 0 where nothing was to be done
 */
export function buildIfStale() {
	if (!isStale()) return 0;
	// An edit during the build must leave dist stale, so the stamp gets the time of the start.
	const started = new Date();
	// Output of removed sources would live on, and tsc trusts its record of what it once wrote.
	rmSync(dist, { recursive: true, force: true });
	const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
	const { status, error } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
		cwd: root,
		stdio: ['ignore', 2, 2],
	});
	if (error !== undefined) process.stderr.write(`build: ${error.message}\n`);
	if (status === 0) {
		writeFileSync(stamp, '');
		utimesSync(stamp, started, started);
	}
	return status ?? 1;
}
