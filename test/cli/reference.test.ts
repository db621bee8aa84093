import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OPTION_NAMES } from '../../src/cli/options.ts';
import { cliReference } from '../../src/cli/reference.ts';
import { rehearse } from './harness.ts';

it('docs/cli.md is in step with the option table (node scripts/docs.mjs writes it)', () => {
	const written = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
	expect(written).toBe(cliReference());
	for (const name of OPTION_NAMES) expect(written).toContain(`--${name}`);
});

it('help of the main job is the contract', async () => {
	const { stdout } = await rehearse(['--help']);
	await expect(stdout).toMatchFileSnapshot('../golden/help.txt');
	for (const name of OPTION_NAMES) expect(stdout).toContain(`--${name}`);
});
