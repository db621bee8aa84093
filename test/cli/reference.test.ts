import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OPTION_NAMES, optionsOf } from '../../src/cli/options.ts';
import { COMMAND_TEXTS } from '../../src/cli/parser.ts';
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
	for (const name of optionsOf('run')) expect(stdout).toContain(` --${name} `);
});

it.each(COMMAND_TEXTS)(
	'help of $name says what it does, gives examples and lists its options',
	async ({ name, examples }) => {
		const { stdout } = await rehearse([name, '--help']);
		// It wraps at 80 columns, a sentence too.
		const flat = stdout.replace(/\s+/g, ' ');
		expect(stdout).toMatch(/^[A-Z]/);
		for (const example of examples) expect(flat).toContain(`$ ${example}`);
		expect(flat.indexOf('Examples:')).toBeLessThan(flat.indexOf('Usage: rehearse'));
		for (const option of optionsOf(name)) expect(stdout).toContain(` --${option} `);
	},
);
