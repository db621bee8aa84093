import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundledNames, type FileKind, isPath, knownNames, loadFile } from '../../src/params/files.ts';
import { messageOf, userFolder } from './folder.ts';

const folder = userFolder();
const MARKET = {
	schema: 'rehearse/market@1',
	id: 'mine',
	title: 'Mine',
	coin: 'BTX',
	price: { usdPerCoin: '1.5' },
	date: '2026-07-02',
	source: { note: 'test' },
};

describe('lookup', () => {
	test('a bundled file is named relative to the package, with the hash of its bytes', () => {
		const { input } = loadFile('forks', 'spacing60');
		const bytes = readFileSync(new URL('../../profiles/forks/spacing60.json', import.meta.url));
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		expect(input).toEqual({ kind: 'fork', id: 'spacing60', path: 'profiles/forks/spacing60.json', sha256 });
		expect(loadFile('chainparams', 'btx/main@0.33.3').input.path).toBe('chainparams/btx/main@0.33.3.json');
	});

	test('the project comes before the user, the user before what is bundled', () => {
		const home = process.cwd();
		const project = mkdtempSync(join(tmpdir(), 'rehearse-project-'));
		process.chdir(project);
		try {
			const path = folder.write('markets', 'btx-2026-07-02', { ...MARKET, id: 'btx-2026-07-02', title: 'user' });
			expect(loadFile('markets', 'btx-2026-07-02').input.path).toBe(path);
			mkdirSync('rehearse/markets', { recursive: true });
			writeFileSync('rehearse/markets/btx-2026-07-02.json', JSON.stringify({ ...MARKET, id: 'btx-2026-07-02' }));
			expect(loadFile('markets', 'btx-2026-07-02').input.path).toBe('rehearse/markets/btx-2026-07-02.json');
		} finally {
			process.chdir(home);
			rmSync(project, { recursive: true });
			rmSync(join(folder.path(), 'markets'), { recursive: true });
		}
		expect(loadFile('markets', 'btx-2026-07-02').input.path).toBe('profiles/markets/btx-2026-07-02.json');
	});

	test('a path is read as it is, and names the file by its own id', () => {
		const path = folder.write('elsewhere', 'other-name', MARKET);
		expect(loadFile('markets', path).input).toMatchObject({ id: 'mine', path });
	});

	test('a file found by name must carry that name', () => {
		folder.write('markets', 'yours', MARKET);
		expect(messageOf(() => loadFile('markets', 'yours'))).toMatch(
			/yours\.json:3:\d+: \/id: expected 'yours', .* found 'mine'$/,
		);
	});

	test.each<[FileKind, string, boolean]>([
		['chainparams', 'btx/main@0.33.3', false],
		['chainparams', 'btx/main', false],
		['chainparams', './main@1.json', true],
		['chainparams', '/a/b/c', true],
		['forks', 'spacing60', false],
		['forks', 'spacing60.json', true],
		['forks', '../spacing60', true],
	])('%s %s is a path: %s', (kind, name, expected) => {
		expect(isPath(kind, name)).toBe(expected);
	});

	test('names are listed', () => {
		const releases = bundledNames('chainparams').filter((name) => name.startsWith('btx/main@'));
		expect(releases).toEqual(['btx/main@0.32.12', 'btx/main@0.33.2', 'btx/main@0.33.3']);
		folder.write('fleets', 'own', {});
		expect(knownNames('fleets')).toContain('own');
		expect(knownNames('fleets')).toContain('operator');
		expect(bundledNames('fleets')).not.toContain('own');
	});
});

describe('refusals', () => {
	test.each([
		['spacing6', "no fork named 'spacing6'; did you mean 'spacing60'?"],
		['qqqqqqq', "no fork named 'qqqqqqq'; known: dump-floor, epoch-a, "],
		['a\u202e\nb', "no fork named 'a\\u{202e}\\u{a}b'"],
		['..', "no fork named '..'"],
		['', "no fork named ''"],
		['./no-such-file.json', './no-such-file.json: no such file'],
		['nowhere/\u001b[2J.json', 'nowhere/\\u{1b}[2J.json: no such file'],
	])('%j', (name, message) => {
		expect(messageOf(() => loadFile('forks', name))).toContain(message);
	});

	test('a directory, a device and a huge file', () => {
		expect(messageOf(() => loadFile('forks', `${folder.path()}/`))).toContain('not a regular file');
		const huge = folder.write('forks', 'huge', `"${'x'.repeat(1_000_000)}"`);
		expect(messageOf(() => loadFile('forks', huge))).toBe(`${huge}: 1000002 bytes; input files have at most 1000000`);
		const link = join(folder.path(), 'forks', 'endless.json');
		symlinkSync('/dev/zero', link);
		expect(messageOf(() => loadFile('forks', link))).toContain('not a regular file');
	});

	test('bytes that are not UTF-8', () => {
		const path = folder.write('forks', 'bytes', new Uint8Array([0x7b, 0xff, 0x7d]));
		expect(messageOf(() => loadFile('forks', path))).toBe(`${path}: not UTF-8 text`);
	});
});
