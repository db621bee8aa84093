/**
 * Writes docs/cli.md from the option table, docs/metrics.md and docs/lints.md from the explanations. Run it after a change
 * of any: `node scripts/docs.mjs`.
 */
import { writeFileSync } from 'node:fs';
import { buildIfStale } from './build.mjs';

const failure = buildIfStale();
if (failure === 0) {
	const { cliReference } = await import('../dist/cli/reference.js');
	const { lintsPage, metricsPage } = await import('../dist/cli/glossarypage.js');
	const pages = { cli: cliReference(), metrics: metricsPage(), lints: lintsPage() };
	for (const [name, text] of Object.entries(pages)) {
		writeFileSync(new URL(`../docs/${name}.md`, import.meta.url), text);
	}
} else {
	process.exitCode = failure;
}
