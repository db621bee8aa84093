/** Builds dist/ where it is stale. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const inputs = ['src', 'assembly', 'tsconfig.json', 'tsconfig.build.json', 'package.json'].map((name) =>
	join(root, name),
);
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

/** No runtime, no checks, memory from outside: the kernel is loops over addresses. */
const KERNEL = [
	...['assembly/kernel.ts', '--outFile', 'dist/engine/kernel.wasm'],
	...['-O3', '--runtime', 'stub', '--noAssert', '--importMemory', '--enable', 'simd', '--use', 'abort='],
];

/** Exit code of a compiler from node_modules; what it says goes to stderr, for stdout is for results. */
function run(name, program, args) {
	const compiler = join(root, 'node_modules', name, program);
	const { status, error } = spawnSync(process.execPath, [compiler, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
	if (error !== undefined) process.stderr.write(`build: ${error.message}\n`);
	return status ?? 1;
}

/**
 * Builds dist/ if a source is newer than it.
 *
 * @returns the compiler's exit code, 0 where nothing was to be done
 */
export function buildIfStale() {
	if (!isStale()) return 0;
	// An edit during the build must leave dist stale, so the stamp gets the time of the start.
	const started = new Date();
	// Output of removed sources would live on, and tsc trusts its record of what it once wrote.
	rmSync(dist, { recursive: true, force: true });
	const status =
		run('typescript', 'bin/tsc', ['-p', 'tsconfig.build.json']) || run('assemblyscript', 'bin/asc.js', KERNEL);
	if (status === 0) {
		writeFileSync(stamp, '');
		utimesSync(stamp, started, started);
	}
	return status;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = buildIfStale();
