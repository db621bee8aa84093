import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fired, workerCount } from '../../src/cli/commands/run.ts';
import { version } from '../../src/cli/version.ts';
import { report } from '../report/fixture.ts';
import { rehearse } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'rehearse-main-'));

afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

describe('help and version', () => {
	it.each([['--help'], ['-h']])('%s says what it is, then examples, on stdout', async (flag) => {
		const { code, stdout, stderr } = await rehearse([flag]);
		expect([code, stderr]).toEqual([0, '']);
		expect(stdout).toMatch(
			/^Rehearses a change of [^\n]*\.\n\nExamples:\n\$ rehearse --base mainnet --fork spacing60\n/,
		);
		expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
	});

	it('has help for each command', async () => {
		for (const command of ['run', 'list', 'show', 'issuance']) {
			const { code, stdout } = await rehearse([command, '--help']);
			expect(code).toBe(0);
			expect(stdout).toContain('--format');
			expect(stdout.includes('--trials')).toBe(command === 'run');
		}
	});

	it('speaks English whatever the locale', async () => {
		const { stdout } = await rehearse(['--help'], { env: { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' } });
		expect(stdout).toContain('Show help');
	});

	it('prints the version', async () => {
		expect(await rehearse(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
		expect(version).toMatch(/^\d+\.\d+\.\d+$/);
	});

	it('prints a completion script, and completes options and choices', async () => {
		const { code, stdout } = await rehearse(['completion']);
		expect(code).toBe(0);
		expect(stdout).toContain('--get-yargs-completions');
		const options = await rehearse(['--get-yargs-completions', 'rehearse', 'issuance', '--f']);
		expect(options.stdout).toContain('--fork');
		const choices = await rehearse(['--get-yargs-completions', 'rehearse', 'issuance', '--format', '']);
		expect(choices.stdout.split('\n')).toEqual(expect.arrayContaining(['table', 'md', 'json', 'csv']));
	});
});

describe('errors', () => {
	it.each<[string, string]>([
		['', '--fork is required: a name from "rehearse list forks" or a path; see rehearse --help'],
		['run', '--fork is required: a name from "rehearse list forks" or a path; see rehearse --help'],
		['--fork x --trials 0', '--trials must be a whole number from 1 to 10,000,000, not "0"'],
		['--fork x --json --format md', '--json and --format md contradict each other'],
		['--fork x -o /no/such/folder/x.md', '--output /no/such/folder/x.md: there is no folder /no/such/folder'],
		[
			'list frks',
			'unknown kind "frks"; did you mean \'forks\'?; kinds: bases, forks, fleets, states, markets, devices',
		],
		['show', 'show needs a name; see rehearse list'],
		[
			'--base bitcoin/main --fork spacing60',
			'profiles/forks/spacing60.json:6:10: /base: this fork is made for btx/main, not for bitcoin/main@29.0; type --base btx/main',
		],
		['--fork -', '--fork takes a name or the path of a file, not standard input'],
		['diff mainnet spacing60', '"spacing60" is a fork; name the rules it changes too: mainnet+spacing60'],
		['--fork spacing60 --shard 0/2 -o shards/ --json', 'a shard has no format: leave out --json, merge takes it'],
		[
			'--fork spacing60 --shard 0/2 -o shards/ --format md',
			'a shard has no format: leave out --format md, merge takes it',
		],
		['show spacing6', 'nothing is named "spacing6"; did you mean \'spacing60\'?; see rehearse list'],
		['issuance --base mainet', "no base named 'mainet'; did you mean 'mainnet'?"],
		['issuance --fork spacing6', "no fork named 'spacing6'; did you mean 'spacing60'?"],
	])('"%s" is one line on stderr, exit 2', async (line, message) => {
		const { code, stdout, stderr } = await rehearse(line.split(' ').filter((word) => word !== ''));
		expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `rehearse: ${message}\n` });
	});

	it('shows no stack without --debug', async () => {
		expect((await rehearse(['show', 'nothing'])).stderr.split('\n')).toHaveLength(2);
		expect((await rehearse(['show', 'nothing', '--debug'])).stderr).toMatch(/\n {4}at /);
	});

	it('says where a file is wrong', async () => {
		const path = join(folder, 'broken.json');
		writeFileSync(path, '{\n\t"schema": "rehearse/fork@1",\n\t"id": \u0007}');
		const { code, stderr } = await rehearse(['issuance', '--fork', path]);
		expect(code).toBe(2);
		expect(stderr).toMatch(/^rehearse: \S*broken\.json:3:\d+: not valid JSON: .*\n$/);
	});

	it('lets no argument move the terminal', async () => {
		const { stderr } = await rehearse(['show', 'a\u001b[2J\u202eb\nc']);
		expect(stderr).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
		expect(stderr.split('\n')).toHaveLength(2);
	});

	it('notes an unknown variable, and not when quiet', async () => {
		const env = { REHEARSE_FORMATT: 'md' };
		const loud = await rehearse(['list', 'markets'], { env });
		expect([loud.code, loud.stderr]).toEqual([
			0,
			'rehearse: the variable REHEARSE_FORMATT is unknown and ignored (REHEARSE_FORMAT?)\n',
		]);
		expect((await rehearse(['list', 'markets', '--quiet'], { env })).stderr).toBe('');
	});
});

describe('list', () => {
	it('names every kind', async () => {
		const { code, stdout, stderr } = await rehearse(['list']);
		expect([code, stderr]).toEqual([0, '']);
		for (const name of [
			'bases',
			'forks',
			'fleets',
			'states',
			'markets',
			'btx/main@0.32.12',
			'spacing60',
			'share-1e-3',
		]) {
			expect(stdout).toContain(name);
		}
		expect(stdout).not.toContain('cannot be read');
		expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
	});

	it('prints one kind, in every format', async () => {
		expect((await rehearse(['list', 'fork'])).stdout).not.toContain('btx-2026-07-02');
		const { items, schema } = JSON.parse((await rehearse(['list', 'forks', '--json'])).stdout);
		expect(schema).toBe('rehearse/list@1');
		expect(items.map(({ id }: { id: string }) => id)).toContain('spacing60');
		expect((await rehearse(['list', 'forks', '--format', 'md'])).stdout).toContain('| `spacing60`');
		const csv = (await rehearse(['list', '--format', 'csv'])).stdout;
		expect(csv.startsWith('kind,id,title,for,date,source\n')).toBe(true);
		expect(csv).toContain('\nforks,spacing60,');
	});

	it('says which network or coin each is for, and spends no column on what none has', async () => {
		const forks = (await rehearse(['list', 'forks'])).stdout;
		expect(forks).toMatch(/^ Name +Title +For$/m);
		expect(forks).toMatch(/^ zip218 +.* zcash\/main$/m);
		expect((await rehearse(['list', 'bases'])).stdout).toMatch(/^ Name +Title +Date$/m);
		expect((await rehearse(['list', 'markets'])).stdout).toMatch(/^ Name +Title +For +Date$/m);
	});
});

describe('show', () => {
	it('gives the source of each constant of a base', async () => {
		const { code, stdout } = await rehearse(['show', 'mainnet', '--format', 'csv']);
		expect(code).toBe(0);
		expect(stdout).toContain('nPowTargetSpacing,90,seconds,src/kernel/chainparams.cpp:155@f3c9eb77');
		expect((await rehearse(['show', 'btx/main@0.32.12', '--format', 'csv'])).stdout).toBe(stdout);
	});

	it('gives what a fork sets', async () => {
		const { stdout } = await rehearse(['show', 'spacing60']);
		expect(stdout).toMatch(/set\.nPowTargetSpacing\s+60/);
		const { profiles } = JSON.parse((await rehearse(['show', 'spacing60', '--json'])).stdout);
		expect(profiles).toHaveLength(1);
		expect(profiles[0]).toMatchObject({ kind: 'fork', profile: { id: 'spacing60' } });
		expect(profiles[0].sha256).toMatch(/^[0-9a-f]{64}$/);
	});

	it.each(['m5', 'btx-main-2026-07-02', 'btx-2026-07-02', 'share-1e-3'])('shows %s', async (name) => {
		const { code, stdout } = await rehearse(['show', name]);
		expect(code).toBe(0);
		expect(stdout).toContain('SHA-256');
	});

	it('finds the kind of a file by itself', async () => {
		const { code, stdout } = await rehearse(['show', 'profiles/forks/spacing60.json', '--json']);
		expect(code).toBe(0);
		expect(JSON.parse(stdout).profiles[0].kind).toBe('fork');
	});
});

describe('issuance', () => {
	it('prints the schedule of a base and of a fork', async () => {
		const base = await rehearse(['issuance']);
		expect([base.code, base.stderr]).toEqual([0, '']);
		expect(base.stdout).toMatch(/coins a day\s+19,200/);
		const fork = await rehearse(['issuance', '--fork', 'spacing60']);
		expect(fork.stdout).toMatch(/coins a day\s+19,200\s+28,800\s+\+50\.0 %\s+exact/);
		expect(Math.max(...fork.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
	});

	it('writes files', async () => {
		const path = join(folder, 'issuance.csv');
		const { code, stdout, stderr } = await rehearse(['issuance', '-o', path]);
		expect([code, stdout, stderr]).toEqual([0, '', `rehearse: wrote ${path}\n`]);
		expect(readFileSync(path, 'utf8').startsWith('table,row,label,column,value,low,high,unit,kind\n')).toBe(true);
	});
});

describe('colour', () => {
	it.each<[string, string[], Record<string, string>, boolean, boolean]>([
		['a terminal', [], {}, true, true],
		['a pipe', [], {}, false, false],
		['NO_COLOR', [], { NO_COLOR: '1' }, true, false],
		['FORCE_COLOR', [], { FORCE_COLOR: '1' }, false, true],
		['--no-color', ['--no-color'], { FORCE_COLOR: '1' }, true, false],
		['--color', ['--color'], { NO_COLOR: '1' }, false, true],
	])('%s', async (_, flags, env, tty, coloured) => {
		const { stdout } = await rehearse(['list', 'markets', ...flags], { env, tty });
		expect(stdout.includes('\u001b[')).toBe(coloured);
	});
});

describe('run', () => {
	it('clamps workers to the cores with a note', () => {
		const notes: string[] = [];
		const note = (text: string) => notes.push(text);
		expect(workerCount(undefined, 4, note)).toBe(4);
		expect(workerCount(3, 4, note)).toBe(3);
		expect(notes).toEqual([]);
		expect(workerCount(9, 4, note)).toBe(4);
		expect(notes).toEqual(['--workers 9 is more than the 4 cores here; using 4']);
	});

	it('fails on the severity that was asked for, or a harder one', () => {
		const only = (severity: 'hard' | 'soft' | 'note') => ({ findings: [{ ...report.findings[0]!, severity }] });
		expect([fired(only('hard'), 'hard'), fired(only('soft'), 'hard'), fired(only('note'), 'hard')]).toEqual([
			true,
			false,
			false,
		]);
		expect([fired(only('hard'), 'soft'), fired(only('soft'), 'soft'), fired(only('note'), 'soft')]).toEqual([
			true,
			true,
			false,
		]);
		expect(fired(only('hard'), undefined)).toBe(false);
	});
});
