/** Writes docs/cli.md from the option table. Run it after a change of an option: `node scripts/docs.mjs`. */
import { writeFileSync } from 'node:fs';
import { buildIfStale } from './build.mjs';

const failure = buildIfStale();
if (failure === 0) {
	const { cliReference } = await import('../dist/cli/reference.js');
	writeFileSync(new URL('../docs/cli.md', import.meta.url), cliReference());
} else {
	process.exitCode = failure;
}
