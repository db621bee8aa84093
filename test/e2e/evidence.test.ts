/** Evidence from the built program: others' tools check it, and it is the same in every time zone and language. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'rehearse-evidence-'));
const evidence = join(folder, 'evidence');
const RUN = ['--fork', 'spacing60', '--trials', '60', '--days', '1', '--workers', '1'];

function rehearse(args: readonly string[], env: Record<string, string> = {}) {
	const bare = { PATH: process.env['PATH'] ?? '', HOME: folder, ...env };
	return execa('node', ['dist/program/bin.js', ...args], { reject: false, extendEnv: false, env: bare });
}

beforeAll(async () => {
	const { exitCode, stdout } = await rehearse([...RUN, '-o', `${evidence}/`], { TZ: 'UTC', LANG: 'C' });
	expect([exitCode, stdout]).toEqual([0, '']);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('evidence', () => {
	it('passes sha256sum', async () => {
		const { stdout, exitCode } = await execa('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: evidence });
		expect(exitCode).toBe(0);
		expect(stdout.split('\n').length).toBeGreaterThan(20);
	});

	it('holds a report that fits its schema', () => {
		const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
		const validate = new Ajv2020({ strict: false }).compile(schema);
		const report = JSON.parse(readFileSync(join(evidence, 'report.json'), 'utf8'));
		expect(validate(report) || validate.errors).toBe(true);
		expect(report.charts).toHaveLength(3);
	});

	it('is the same bytes in another time zone and language, and when two workers made it', async () => {
		const other = join(folder, 'other');
		const env = { TZ: 'Asia/Tokyo', LANG: 'de_DE.UTF-8' };
		expect((await rehearse([...RUN.slice(0, -1), '2', '-o', `${other}/`], env)).exitCode).toBe(0);
		expect(readFileSync(join(other, 'SHA256SUMS'), 'utf8')).toBe(readFileSync(join(evidence, 'SHA256SUMS'), 'utf8'));
	});

	it('is verified, until a byte of it changes', async () => {
		const { stdout, exitCode } = await rehearse(['verify', evidence]);
		expect(exitCode).toBe(0);
		expect(stdout).toMatch(/^\d+ files agree/);
		const figure = join(evidence, 'figures', 'revenue-light.svg');
		writeFileSync(figure, `${readFileSync(figure, 'utf8')} `);
		const changed = await rehearse(['verify', evidence]);
		expect([changed.exitCode, changed.stdout]).toEqual([3, '']);
		expect(changed.stderr).toMatch(/^rehearse: figures\/revenue-light\.svg: SHA-256 recorded /);
	});

	it('loads no plotting library where no figure is asked for', async () => {
		const script = `
			import { register } from 'node:module';
			const hook = 'export async function resolve(name, context, next) { if (name.startsWith("vega")) throw new Error("vega is loaded"); return next(name, context); }';
			register('data:text/javascript,' + encodeURIComponent(hook));
			process.argv = [process.argv[0], 'rehearse', ...${JSON.stringify([...RUN, '--format', 'md'])}];
			await import('./dist/program/bin.js');`;
		const { stdout, stderr } = await execa('node', ['--input-type=module', '-e', script], { reject: false });
		expect(stderr).not.toContain('vega is loaded');
		expect(stdout).toContain('# Rehearsal: ');
	});
});
