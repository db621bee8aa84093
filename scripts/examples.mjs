/**
 * Writes examples/: evidence folders of real proposals, each as the command in its README writes it. With
 * --check it verifies those that are there instead; few trials, so that checking them takes seconds.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from './build.mjs';

const TRIALS = '300';

export const EXAMPLES = {
	'btx-spacing60': ['--base', 'mainnet', '--fork', 'spacing60'],
	'btx-dump-floor': ['--base', 'btx/main@0.33.2', '--state', 'btx-main-191713', '--fork', 'dump-floor'],
	'zcash-zip218': ['--base', 'zcash/main', '--fork', 'zip218'],
	'zcash-zip218-n17': ['--base', 'zcash/main', '--fork', 'zip218-n17'],
};

function rehearse(...args) {
	const program = fileURLToPath(new URL('../dist/program/bin.js', import.meta.url));
	const cwd = fileURLToPath(new URL('..', import.meta.url));
	return spawnSync(process.execPath, [program, ...args], { cwd, stdio: 'inherit' }).status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	if (buildIfStale() !== 0) process.exit(1);
	const check = process.argv.includes('--check');
	for (const [name, args] of Object.entries(EXAMPLES)) {
		const folder = `examples/${name}/`;
		const status = check ? rehearse('verify', folder) : rehearse(...args, '--trials', TRIALS, '--quiet', '-o', folder);
		if (status !== 0) {
			process.stderr.write(`examples: ${folder}: exit code ${status}\n`);
			process.exitCode = status;
		}
	}
}
