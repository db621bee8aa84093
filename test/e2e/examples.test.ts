/** The evidence folders under examples/ are what the tool writes today: each verifies itself. */
import { readdirSync } from 'node:fs';
import { execa } from 'execa';
import { expect, it } from 'vitest';

const examples = readdirSync('examples');

it('are the ones that scripts/examples.mjs writes', async () => {
	const { stdout } = await execa('node', [
		'-e',
		"import('./scripts/examples.mjs').then(({ EXAMPLES }) => console.log(Object.keys(EXAMPLES).sort().join()))",
	]);
	expect(stdout.split(',')).toEqual(examples.sort());
});

it.each(examples)(
	'%s verifies',
	async (name) => {
		const { exitCode, stdout, stderr } = await execa('node', ['dist/program/bin.js', 'verify', `examples/${name}/`], {
			reject: false,
		});
		expect(stderr).toBe('');
		expect(exitCode).toBe(0);
		expect(stdout).toContain('agree with their checksums and with the report made again');
	},
	120_000,
);
