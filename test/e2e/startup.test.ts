/** What a command loads before it can answer. Time is not asserted: the modules are what it depends on. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import { HELP_LINES } from '../../src/cli/help.ts';
import { parseWithYargs } from '../../src/cli/parser.ts';

const folder = mkdtempSync(join(tmpdir(), 'rehearse-startup-'));

afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

/** "yargs" of a package, "cli/main.js" of the program; a file of dist/program holds several, and modules.json says which. */
function modulesOf(url: string): readonly string[] {
	const file = /\/dist\/program\/(.*)/.exec(url)?.[1];
	if (file !== undefined) {
		const modules = JSON.parse(readFileSync('dist/program/modules.json', 'utf8')) as Record<string, readonly string[]>;
		return modules[file] ?? [];
	}
	const path = /\/node_modules\/(?:@[^/]+\/)?[^/]+|\/dist\/.*/.exec(url)?.[0] ?? url;
	return [path.replace(/^\/(?:node_modules|dist)\//, '')];
}

/** Runs the built program; Node's coverage names every file that was loaded. */
async function start(args: readonly string[], home = folder) {
	const coverage = mkdtempSync(join(folder, 'coverage-'));
	const { stdout, stderr, exitCode } = await execa('node', ['dist/program/bin.js', ...args], {
		reject: false,
		stripFinalNewline: false,
		extendEnv: false,
		env: { PATH: process.env['PATH'] ?? '', HOME: home, NODE_V8_COVERAGE: coverage },
	});
	const urls = readdirSync(coverage).flatMap((file) => {
		const { result } = JSON.parse(readFileSync(join(coverage, file), 'utf8')) as { result: { url: string }[] };
		return result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
	});
	const loaded = new Set(urls.flatMap(modulesOf));
	// A package inside another one's folder counts as part of that one.
	const packages = urls.flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
	return { stdout, stderr, exitCode, loaded, packages };
}

/** What lists and shows of bundled files need not wait for. */
const PUT_OFF = [
	...['yargs', 'yargs-parser', 'cliui', 'ajv', 'jsonc-parser', 'string-width', 'chalk', 'piscina', 'cephes', 'vega'],
	...['csv-stringify', 'cli-progress'],
];
// The option table takes a bound from engine/shard.ts, which imports nothing.
const PUT_OFF_MODULES = /^(?:engine\/(?!shard\.js)|compare|fleet|params\/validators\/|mdast|micromark)/;

describe('the built program loads', () => {
	it.each([['--help'], ['run --help'], ['list -h'], ['--version']])('no package for %s', async (line) => {
		const { exitCode, loaded, packages } = await start(line.split(' '));
		expect(exitCode).toBe(0);
		expect(loaded).toContain('cli/main.js');
		expect(packages).toEqual([]);
	});

	it.each([['list forks --format json'], ['list --format csv'], ['show spacing60 --json']])(
		'no package but for tables, for %s',
		async (line) => {
			const { exitCode, packages } = await start(line.split(' '));
			expect(exitCode).toBe(0);
			expect(packages.filter((name) => name !== 'csv-stringify')).toEqual([]);
		},
	);

	it.each([['list'], ['show mainnet'], ['show spacing60']])('the table and nothing else for %s', async (line) => {
		const { exitCode, loaded, packages } = await start(line.split(' '));
		expect(exitCode).toBe(0);
		expect(loaded).toContain('params/files.js');
		expect(packages).toContain('cli-table3');
		for (const name of PUT_OFF) expect(packages).not.toContain(name);
		expect([...loaded].filter((name) => PUT_OFF_MODULES.test(name))).toEqual([]);
	});

	it("what a colour, a wide character and a user's file need, where there are some", async () => {
		expect((await start(['list', 'markets', '--color'])).packages).toContain('chalk');
		const home = mkdtempSync(join(folder, 'home-'));
		const markets = join(home, '.config/rehearse/markets');
		mkdirSync(markets, { recursive: true });
		const [file = ''] = readdirSync('profiles/markets').filter((name) => name.endsWith('.json'));
		const market = JSON.parse(readFileSync(join('profiles/markets', file), 'utf8')) as object;
		writeFileSync(join(markets, 'wide.json'), JSON.stringify({ ...market, id: 'wide', title: '漢字' }));
		const { stdout, stderr, loaded, packages } = await start(['list', 'markets'], home);
		expect([stdout, stderr]).toEqual([expect.stringMatching(/^ wide +漢字 /m), '']);
		expect(packages).toEqual(expect.arrayContaining(['jsonc-parser', 'string-width']));
		expect(loaded).toContain('params/validators/market.cjs');
		expect(packages).not.toContain('chalk');
	});

	it('no simulation where an option is wrong', async () => {
		const { exitCode, loaded } = await start(['--fork', 'spacing60', '--trials', '0']);
		expect(exitCode).toBe(2);
		expect([...loaded].filter((name) => /^(?:engine\/(?!shard\.js)|compare|params\/files|yargs)/.test(name))).toEqual(
			[],
		);
	});
});

it.each(HELP_LINES)('"%s" prints what yargs lays out', async (line) => {
	const { stdout } = await start(line.split(' '));
	expect(await parseWithYargs(line.split(' '), '')).toEqual({ output: stdout });
	expect(stdout).toContain('Options');
});
