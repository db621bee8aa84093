/** The main job from the command line: golden reports, one document behind all formats, exit codes, files. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';

const SMALL = ['--trials', '200', '--days', '2', '--workers', '1'];
const folder = mkdtempSync(join(tmpdir(), 'rehearse-e2e-'));
afterAll(() => rmSync(folder, { recursive: true }));

function rehearse(...args: string[]) {
	return execa('node', ['dist/program/bin.js', ...args], { reject: false, env: { NO_COLOR: '1' } });
}

describe('golden reports', () => {
	it.each([
		['spacing60', []],
		['spacing60-neutral', ['--growth', '1']],
		['spacing60-in-place', []],
		['spacing60-forgot-subsidy', []],
		['halving-earlier', []],
	] as const)('%s', async (fork, options) => {
		const { stdout, stderr, exitCode } = await rehearse(
			...['--base', 'mainnet', '--fork', fork, '--format', 'md'],
			...options,
			...SMALL,
		);
		expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
		await expect(`${stdout}\n`).toMatchFileSnapshot(`../golden/rehearsal-${fork}.md`);
	});

	it('prints the one screen in 80 columns', async () => {
		const { stdout } = await rehearse('--base', 'mainnet', '--fork', 'spacing60', ...SMALL);
		expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
		await expect(`${stdout}\n`).toMatchFileSnapshot('../golden/rehearsal-screen.txt');
	});
});

describe('one document', () => {
	it('gives JSON, CSV and Markdown the same figures', async () => {
		const run = ['--base', 'mainnet', '--fork', 'spacing60', ...SMALL];
		const [json, csv, markdown] = await Promise.all(
			['json', 'csv', 'md'].map(async (format) => (await rehearse(...run, '--format', format)).stdout),
		);
		const report = JSON.parse(json!);
		const validate = new Ajv2020({ strict: false }).compile(
			JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')),
		);
		expect(validate(report) || validate.errors).toBe(true);
		const rows = report.tables.flatMap(
			(table: { rows: { id: string; base: { value: unknown } | null }[] }) => table.rows,
		);
		expect(rows.length).toBeGreaterThan(50);
		// A label may hold a comma and then stands in quotes.
		const values = csv!.split('\n').map((line) => line.replace(/"[^"]*"/g, 'quoted').split(','));
		for (const { id, base } of rows) {
			if (typeof base?.value !== 'number') continue;
			const line = values.find((cells) => cells[1] === id && cells[3] === 'base');
			expect([id, Number(line?.[4])]).toEqual([id, base.value]);
		}
		for (const { sha256 } of report.inputs) expect(markdown).toContain(sha256);
	});
});

describe('several forks', () => {
	const pair = ['--base', 'mainnet', '--fork', 'spacing60', '--fork', 'subsidy10', ...SMALL];
	const alone = (fork: string, ...args: string[]) => rehearse('--base', 'mainnet', '--fork', fork, ...SMALL, ...args);

	it('are compared each on its own, one report after the other', async () => {
		const [both, first, second] = await Promise.all([rehearse(...pair), alone('spacing60'), alone('subsidy10')]);
		expect(both.exitCode).toBe(0);
		expect(both.stdout).toBe(`Fork 1 of 2: spacing60\n\n${first.stdout}\n\nFork 2 of 2: subsidy10\n\n${second.stdout}`);
	});

	it.each(['md', 'csv'])('are their reports as %s', async (format) => {
		const args = ['--format', format];
		const texts = await Promise.all([
			rehearse(...pair, ...args),
			alone('spacing60', ...args),
			alone('subsidy10', ...args),
		]);
		const [both, first, second] = texts.map(({ stdout }) => stdout);
		expect(both).toBe(`${first}\n${format === 'md' ? '\n' : ''}${second}`);
		if (format === 'md') expect(both).toMatch(/rehearse --fork spacing60 [\s\S]*rehearse --fork subsidy10 /);
	});

	it('are one JSON document of its own schema', async () => {
		const [both, first] = await Promise.all([rehearse(...pair, '--json'), alone('spacing60', '--json')]);
		const document = JSON.parse(both.stdout);
		const ajv = new Ajv2020({ strict: false });
		ajv.addSchema(JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')));
		const validate = ajv.compile(JSON.parse(readFileSync('schemas/reports.schema.json', 'utf8')));
		expect(validate(document) || validate.errors).toBe(true);
		expect(document.reports).toHaveLength(2);
		expect(document.reports[0]).toEqual(JSON.parse(first.stdout));
		const spoilt = { ...document, reports: [{ ...document.reports[0], title: 1 }, document.reports[1]] };
		expect(validate(spoilt)).toBe(false);
	});

	it('fail together where one of them fired', async () => {
		const args = ['--fork', 'half-life-4h', '--fork', 'spacing60-forgot-subsidy', '--fail-on', 'hard', ...SMALL];
		expect((await rehearse(...args)).exitCode).toBe(3);
	});

	it('apply together when joined', async () => {
		const { stdout, exitCode } = await rehearse('--fork', 'half-life-4h+subsidy10', '--json', ...SMALL);
		const report = JSON.parse(stdout);
		expect(exitCode).toBe(0);
		expect(report.fork.id).toBe('half-life-4h+subsidy10');
		expect(report.command).toContain('--fork half-life-4h+subsidy10');
		expect(report.inputs.filter(({ kind }: { kind: string }) => kind === 'fork')).toHaveLength(2);
		expect(report.changes.map(({ parameter }: { parameter: string }) => parameter)).toEqual(
			expect.arrayContaining(['nMatMulAsertHalfLife', 'nInitialSubsidy']),
		);
	});
});

describe('outcomes', () => {
	it('exits with 3 only when a finding is asked to fail', async () => {
		const run = ['--base', 'mainnet', '--fork', 'spacing60-forgot-subsidy', ...SMALL];
		expect((await rehearse(...run)).exitCode).toBe(0);
		expect((await rehearse(...run, '--fail-on', 'hard')).exitCode).toBe(3);
		const clean = ['--base', 'mainnet', '--fork', 'half-life-4h', '--fail-on', 'soft', ...SMALL];
		expect((await rehearse(...clean)).exitCode).toBe(0);
	});

	it('writes a file whole and leaves nothing else', async () => {
		const path = join(folder, 'report.json');
		const { exitCode, stdout } = await rehearse('--base', 'mainnet', '--fork', 'spacing60', '-o', path, ...SMALL);
		expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
		expect(JSON.parse(readFileSync(path, 'utf8')).schema).toBe('rehearse/report@1');
		expect(readdirSync(folder)).toEqual(['report.json']);
	});

	it.each([
		[['--fork', 'spacing6O'], /no fork .*spacing6O.*spacing60/],
		[['--base', 'mainet', '--fork', 'spacing60'], /mainnet/],
		[['--fork', 'spacing60', '--fleet', 'opertor'], /operator/],
		[['--fork', 'spacing60', '--trials', '0'], /trials/],
		[['--fork', 'spacing60', '--days', '-1'], /days/],
		[['--fork', 'spacing60', '--seed', 'abc'], /seed/],
		[['--fork', 'epoch-a'], /btx-main-179000/],
		[['--fork', 'spacing60', '--fork', 'spacing60'], /--fork spacing60 was given twice/],
		[['--fork', 'spacing60', '--fork', 'spacing6O'], /no fork .*spacing6O/],
		[['--fork', 'spacing60+half-life-4h'], /'spacing60' and 'half-life-4h' both set difficulty at height 151989/],
		[['--fork', 'spacing60+'], /lacks the name of a fork/],
		[['issuance', '--fork', 'spacing60', '--fork', 'subsidy10'], /issuance takes one fork/],
		[['--fork', 'dump-floor'], /btx\/main@0\.33\.2/],
		[['--fork', 'spacing60', '--fleet', 'rtx3090'], /episode/],
		[
			['--base', 'btx/main@0.33.3', '--state', 'btx-main-179000', '--fork', 'spacing60', '--fleet', 'm5'],
			/185000|episode/,
		],
	] as const)('%j is refused in one line with exit code 2', async (args, message) => {
		const { exitCode, stderr, stdout } = await rehearse(...args);
		expect({ exitCode, stdout, lines: stderr.split('\n').length }).toEqual({ exitCode: 2, stdout: '', lines: 1 });
		expect(stderr).toMatch(message);
	});
});
