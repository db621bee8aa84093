import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'rehearse-e2e-'));

afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

/** The built program with a bare environment: the tester's own variables must not decide the result. */
function rehearse(args: readonly string[], env: Record<string, string> = {}) {
	return execa('node', ['dist/program/bin.js', ...args], {
		reject: false,
		stripFinalNewline: false,
		extendEnv: false,
		env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
	});
}

describe('the built program', () => {
	it('prints help and its version', async () => {
		const help = await rehearse(['--help']);
		expect([help.exitCode, help.stderr]).toEqual([0, '']);
		expect(help.stdout).toContain('rehearse --base mainnet --fork spacing60');
		const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
		expect((await rehearse(['--version'])).stdout).toBe(`${version}\n`);
	});

	it('lists and shows what is bundled', async () => {
		const list = await rehearse(['list', 'forks']);
		expect([list.exitCode, list.stderr]).toEqual([0, '']);
		expect(list.stdout).toContain('spacing60');
		const show = await rehearse(['show', 'mainnet', '--json']);
		expect(show.exitCode).toBe(0);
		expect(JSON.parse(show.stdout).profiles[0].profile.params.nPowTargetSpacing).toBe(90);
	});

	it('computes issuance, the same bytes every time', async () => {
		const first = await rehearse(['issuance', '--fork', 'spacing60', '--format', 'md']);
		const second = await rehearse(['issuance', '--fork', 'spacing60', '--format', 'md'], {
			TZ: 'Asia/Tokyo',
			LANG: 'de_DE.UTF-8',
		});
		expect(first.exitCode).toBe(0);
		expect(first.stdout).toContain('| coins a day');
		expect(second.stdout).toBe(first.stdout);
	});

	it.each<[string[], number, RegExp]>([
		[['--fork'], 2, /^rehearse: --fork needs a value\n$/],
		[['--frok', 'x'], 2, /^rehearse: unknown option --frok; did you mean '--fork'\?\n$/],
		[['shwo', 'x'], 2, /^rehearse: unknown command "shwo"; did you mean 'show'\?/],
		[['--fork', 'spacing60', '--trials', '0'], 2, /^rehearse: --trials must be a whole number .*\n$/],
		[['show', 'nothing-of-that-name'], 2, /^rehearse: nothing is named .*\n$/],
		[['issuance', '--fork', 'no/such/file.json'], 2, /^rehearse: no\/such\/file\.json: no such file\n$/],
	])('%j exits with %d and one line on stderr', async (args, code, message) => {
		const { exitCode, stdout, stderr } = await rehearse(args);
		expect([exitCode, stdout]).toEqual([code, '']);
		expect(stderr).toMatch(message);
	});

	it('colours a pipe only when it is told to', async () => {
		expect((await rehearse(['list', 'markets'])).stdout).not.toContain('\u001b');
		expect((await rehearse(['list', 'markets'], { FORCE_COLOR: '1' })).stdout).toContain('\u001b[1m');
		expect((await rehearse(['list', 'markets'], { FORCE_COLOR: '1', NO_COLOR: '1' })).stdout).not.toContain('\u001b');
		expect((await rehearse(['list', 'markets', '--color'], { NO_COLOR: '1' })).stdout).toContain('\u001b[1m');
	});

	it('writes a file and nothing on stdout', async () => {
		const path = join(folder, 'list.json');
		const { exitCode, stdout, stderr } = await rehearse(['list', '-o', path]);
		expect([exitCode, stdout, stderr]).toEqual([0, '', `rehearse: wrote ${path}\n`]);
		expect(JSON.parse(readFileSync(path, 'utf8')).schema).toBe('rehearse/list@1');
	});

	it('does not mind a reader that has seen enough', async () => {
		const { stdout, exitCode } = await execa(
			'bash',
			['-o', 'pipefail', '-c', 'node dist/program/bin.js show mainnet --json | head -n 1'],
			{
				reject: false,
			},
		);
		expect([stdout, exitCode]).toEqual(['{', 0]);
	});

	it('is started by npm start, with arguments and exit code', async () => {
		expect(existsSync('dist/program/bin.js')).toBe(true);
		const { exitCode, stdout, stderr } = await execa('node', ['scripts/start.mjs', '--trials', '0', '--fork', 'x'], {
			reject: false,
		});
		expect([exitCode, stdout]).toEqual([2, '']);
		expect(stderr).toContain('--trials must be');
	});
});
