/** Other chains than BTX from the command line, with nothing named but base and fork. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'rehearse-chains-'));
afterAll(() => rmSync(folder, { recursive: true }));

function rehearse(...args: string[]) {
	return execa('node', ['dist/program/bin.js', ...args], { reject: false, env: { NO_COLOR: '1' } });
}

describe('Zcash', () => {
	it('is rehearsed from its own state, price and fleets, on one screen', async () => {
		const small = ['--trials', '2', '--days', '1', '--workers', '1'];
		const { stdout, exitCode } = await rehearse('--base', 'zcash/main', '--fork', 'zip218-n17', ...small);
		expect(exitCode).toBe(0);
		expect(stdout).toContain('zcash/main@6.20.0 → zip218-n17');
		const words = stdout.replace(/\s+/g, ' ');
		expect(words).toContain('1 ZEC = USD 265.00 (2026-02-19)');
		expect(words).toContain('expected first interval 56.8 s at a target spacing of 25 s; within 20 % after 30 blocks');
		expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
	}, 120_000);

	it('names the engine in the document and fits its schema', async () => {
		const { stdout } = await rehearse(
			...['--base', 'zcash/main', '--fork', 'zip218', '--trials', '2', '--days', '1', '--json'],
		);
		const report = JSON.parse(stdout);
		const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
		const validate = new Ajv2020({ strict: false }).compile(schema);
		expect(validate(report) || validate.errors).toBe(true);
		expect(report.run.engine).toBe('general');
		expect(report.request).toMatchObject({ base: 'zcash/main', market: 'zec-2026-02-19' });
		expect(report.command).toBe('rehearse --base zcash/main --fork zip218 --trials 2 --days 1');
	}, 120_000);
});

describe('another rule on BTX', () => {
	it('gives the same bytes on one thread and on two', async () => {
		const fork = join(folder, 'lwma.json');
		writeFileSync(
			fork,
			JSON.stringify({
				schema: 'rehearse/fork@1',
				id: 'lwma',
				title: 'LWMA over 90 blocks',
				base: 'btx/main',
				activation: { afterTip: 20 },
				expect: {},
				set: {},
				difficulty: { kind: 'lwma', variant: 'lwma-1', windowBlocks: 90 },
				declares: { issuancePerTime: 'preserve', finalSupply: 'preserve' },
				blockCounts: {},
			}),
		);
		const run = ['--fork', fork, '--trials', '1024', '--days', '1', '--json', '--quiet'];
		const [one, two] = await Promise.all(['1', '2'].map((workers) => rehearse(...run, '--workers', workers)));
		expect(JSON.parse(one!.stdout).run.engine).toBe('general');
		expect(two!.stdout).toBe(one!.stdout);
	}, 120_000);
});

describe('issuance', () => {
	it.each(['bitcoin', 'dogecoin', 'dash', 'decred'])(
		'of %s needs no state',
		async (chain) => {
			const { stdout, stderr, exitCode } = await rehearse('issuance', '--base', `${chain}/main`);
			expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
			expect(stdout).toContain('no state');
		},
		30_000,
	);
});
