/** Builds dist/ where it is stale. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
/** What the compilers read. */
const SOURCES = [
	'src',
	'assembly',
	'schemas',
	'tsconfig.json',
	'tsconfig.build.json',
	'package.json',
	'scripts/page.mjs',
	'scripts/program.mjs',
];
/** What is needed only afterwards, when nothing need be compiled again. */
const DATA = ['chainparams', 'profiles', 'scripts/precompute.mjs'];
/** Dated when the last successful build began; tsc leaves files that would not change untouched. */
const stamp = join(dist, '.built');

/** The built program. */
export const program = join(dist, 'program', 'bin.js');

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

function isNewer(names) {
	return newest(names.map((name) => join(root, name))) > statSync(stamp).mtimeMs;
}

/** No runtime, no checks, memory from outside: the kernel is loops over addresses. */
const KERNEL = [
	...['assembly/kernel.ts', '--outFile', 'dist/engine/kernel.wasm'],
	...['-O3', '--runtime', 'stub', '--noAssert', '--importMemory', '--enable', 'simd', '--use', 'abort='],
];

/** Exit code of a script; what it says goes to stderr, for stdout is for results. */
function run(script, args) {
	const path = join(root, script);
	const { status, error } = spawnSync(process.execPath, [path, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
	if (error !== undefined) process.stderr.write(`build: ${error.message}\n`);
	return status ?? 1;
}

/** Exit code of the compiler that failed; dist/ then holds the programs, and nothing else. */
function compile() {
	// Output of removed sources would live on, and tsc trusts its record of what it once wrote.
	rmSync(dist, { recursive: true, force: true });
	return (
		run('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.build.json']) ||
		run('node_modules/assemblyscript/bin/asc.js', KERNEL) ||
		run('scripts/page.mjs', []) ||
		run('scripts/program.mjs', [])
	);
}

/**
 * Builds dist/ if a source or a bundled file is newer than it.
 *
 * @returns exit code of the step that failed, 0 where nothing was to be done
 */
export function buildIfStale() {
	// An installed package has no sources: what it has is what was built for it.
	if (!existsSync(join(root, 'src'))) return 0;
	// An edit during the build must leave dist stale, so the stamp gets the time of the start.
	const started = new Date();
	const isCompiled = existsSync(program) && existsSync(stamp) && !isNewer(SOURCES);
	if (isCompiled && !isNewer(DATA)) return 0;
	const status = (isCompiled ? 0 : compile()) || run('scripts/precompute.mjs', []);
	if (status === 0) {
		writeFileSync(stamp, '');
		utimesSync(stamp, started, started);
	}
	return status;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = buildIfStale();
