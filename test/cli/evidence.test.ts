/** Evidence folders: written whole, checked to the byte, and refused where something else would be lost. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checksumsOf } from '../../src/report/checksums.ts';
import { renderJson } from '../../src/report/json.ts';
import { rehearse } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'rehearse-evidence-'));
const RUN = ['--fleet', 'share-1e-3', '--trials', '40', '--days', '1', '--workers', '1'];
const evidence = join(folder, 'evidence');
const forkFile = join(folder, 'my-fork.json');

/** Paths of a folder's files. */
function filesOf(path: string): string[] {
	return readdirSync(path, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
		.sort();
}

/** A copy of the evidence, changed and with checksums that fit the change. */
function changed(name: string, change: (path: string) => void, mends = true): string {
	const path = join(folder, name);
	cpSync(evidence, path, { recursive: true });
	change(path);
	if (mends) {
		const files = filesOf(path).filter((each) => each !== 'SHA256SUMS');
		const contents = files.map((each) => ({ path: each, content: readFileSync(join(path, each)) }));
		writeFileSync(join(path, 'SHA256SUMS'), checksumsOf(contents));
	}
	return path;
}

const verify = (path: string) => rehearse(['verify', path, '--workers', '1']);

beforeAll(async () => {
	const fork = JSON.parse(readFileSync('profiles/forks/spacing60.json', 'utf8'));
	writeFileSync(forkFile, JSON.stringify({ ...fork, id: 'my-fork' }));
	const { code, stdout, stderr } = await rehearse(['--fork', forkFile, ...RUN, '-o', `${evidence}/`]);
	expect([code, stdout]).toEqual([0, '']);
	expect(stderr).toMatch(/wrote \d+ files to .*evidence/);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('an evidence folder', () => {
	it('holds report, tables, figures, inputs and their checksums', () => {
		const files = filesOf(evidence);
		expect(files).toEqual(
			expect.arrayContaining([
				...['README.md', 'SHA256SUMS', 'report.json', 'tables/issuance.csv', 'tables/fleet.share-1e-3.csv'],
				...['issuance', 'revenue', 'transition'].flatMap((id) => [`figures/${id}-dark.svg`, `figures/${id}-light.svg`]),
				...['inputs/fork-my-fork.json', 'inputs/base-btx-main@0.32.12.json'],
			]),
		);
		const sums = readFileSync(join(evidence, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
		expect(sums.map((line) => line.slice(66))).toEqual(files.filter((each) => each !== 'SHA256SUMS'));
		for (const line of sums) {
			const sha256 = createHash('sha256')
				.update(readFileSync(join(evidence, line.slice(66))))
				.digest('hex');
			expect(line).toBe(`${sha256}  ${line.slice(66)}`);
		}
		expect(readdirSync(folder).filter((name) => name.includes('tmp-'))).toEqual([]);
	});

	it('keeps the inputs byte for byte', () => {
		expect(readFileSync(join(evidence, 'inputs/fork-my-fork.json'))).toEqual(readFileSync(forkFile));
		const { inputs } = JSON.parse(readFileSync(join(evidence, 'report.json'), 'utf8'));
		expect(filesOf(join(evidence, 'inputs'))).toHaveLength(inputs.length);
	});

	it('shows its figures in its first page and says what it cannot settle', () => {
		const readme = readFileSync(join(evidence, 'README.md'), 'utf8');
		const links = [...readme.matchAll(/(?:src|srcset)="([^"]*)"/g)].map((match) => match[1]!);
		expect(links).toHaveLength(6);
		for (const link of links) expect(filesOf(evidence)).toContain(link);
		for (const heading of [
			'## 4. Issuance',
			'## 13. Predictions',
			'## What this cannot settle',
			'## Method',
			'## Revision',
		]) {
			expect(readme).toContain(heading);
		}
		expect(readme).toMatch(/^Status: a rehearsal that authorizes nothing; \d+ hard/m);
	});

	it('is the same however often it is written', async () => {
		const again = join(folder, 'again');
		await rehearse(['--fork', forkFile, ...RUN, '-o', `${again}/`, '--quiet']);
		for (const file of filesOf(evidence))
			expect([file, readFileSync(join(again, file))]).toEqual([file, readFileSync(join(evidence, file))]);
		// And replaces one of its kind, of which nothing stays.
		writeFileSync(join(again, 'stray.txt'), 'stray');
		expect((await rehearse(['--fork', 'spacing60', ...RUN, '-o', again, '--quiet'])).code).toBe(0);
		expect(filesOf(again)).not.toContain('stray.txt');
		expect(filesOf(again)).toContain('inputs/fork-spacing60.json');
		expect(readdirSync(folder).filter((name) => name.includes('tmp-'))).toEqual([]);
	});

	it('is the one that merged shards give', async () => {
		const shards = `${mkdtempSync(join(folder, 'shards-'))}/`;
		for (const index of [0, 1]) await rehearse(['--fork', forkFile, ...RUN, '--shard', `${index}/2`, '-o', shards]);
		const merged = join(folder, 'merged');
		expect((await rehearse(['merge', shards, '-o', `${merged}/`])).code).toBe(0);
		expect(readFileSync(join(merged, 'SHA256SUMS'), 'utf8')).toBe(readFileSync(join(evidence, 'SHA256SUMS'), 'utf8'));
	});

	it.each<[string, (path: string) => void, RegExp]>([
		[
			'other files',
			(path) => writeFileSync(join(path, 'thesis.txt'), 'mine'),
			/holds other files than this command writes/,
		],
		[
			'a checksum file alone',
			(path) => writeFileSync(join(path, 'SHA256SUMS'), ''),
			/holds other files than this command writes/,
		],
	])('does not replace %s', async (_what, fill, message) => {
		const path = mkdtempSync(join(folder, 'taken-'));
		fill(path);
		const before = filesOf(path);
		const { code, stderr } = await rehearse(['--fork', forkFile, ...RUN, '-o', path]);
		expect([code, filesOf(path)]).toEqual([2, before]);
		expect(stderr).toMatch(message);
	});

	it.each<[string[], RegExp]>([
		[['-o', join(folder, 'no', 'where/')], /there is no folder/],
		[['-o', `${forkFile}/`], /is a file, not a folder/],
		[['-o', './'], /holds the current folder/],
		[['-o', `${evidence}/`, '--json'], /holds every format; leave out --json/],
		[['-o', `${evidence}/`, '--fork', 'subsidy10'], /takes one fork/],
	])('is refused before anything is simulated: %j', async (args, message) => {
		const { code, stderr } = await rehearse(['--fork', forkFile, '--trials', '9000000', ...args]);
		expect(code).toBe(2);
		expect(stderr).toMatch(message);
	});
});

describe('text that nobody vouches for', () => {
	it.each([
		['a pipe and markup', 'a | b <script>alert(1)</script> **c** [d](javascript:e) $f$ @octocat #1'],
		['a formula', "=cmd|' /C calc'!A0"],
		['controls', 'x\u001b[2J\u001b]0;t\u0007\u202egpj.exe\u2066\nsecond line'],
	])('in a fork stays text: %s', async (what, title) => {
		const fork = JSON.parse(readFileSync('profiles/forks/spacing60.json', 'utf8'));
		const path = join(folder, 'hostile-fork.json');
		writeFileSync(path, JSON.stringify({ ...fork, id: 'hostile-fork', title, description: title.repeat(5) }));
		const target = join(folder, `hostile ${what}`);
		const { code, stderr } = await rehearse(['--fork', path, ...RUN, '-o', `${target}/`]);
		expect(stderr).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
		expect(code).toBe(0);
		for (const file of filesOf(target)) {
			expect(file).toMatch(/^[A-Za-z0-9@._/-]+$/);
			if (!file.startsWith('inputs/'))
				expect(readFileSync(join(target, file), 'utf8')).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
		}
		expect(readFileSync(join(target, 'README.md'), 'utf8')).not.toMatch(/(?<!\\)<script/);
		expect((await verify(target)).code).toBe(0);
	});
});

describe('verify', () => {
	it('agrees, also where the inputs are gone', async () => {
		const kept = readFileSync(forkFile);
		rmSync(forkFile);
		try {
			const { code, stdout, stderr } = await verify(evidence);
			expect([code, stderr]).toEqual([0, '']);
			expect(stdout).toMatch(/^\d+ files agree with their checksums and with the report made again\n$/);
		} finally {
			writeFileSync(forkFile, kept);
		}
	});

	it.each<[string, (path: string) => void, RegExp]>([
		[
			'a changed file',
			(path) => writeFileSync(join(path, 'README.md'), 'x'),
			/^rehearse: README\.md: SHA-256 recorded [0-9a-f]{64}, found [0-9a-f]{64}\n$/,
		],
		['a missing file', (path) => rmSync(join(path, 'tables/issuance.csv')), /tables\/issuance\.csv is missing/],
		['a stray file', (path) => writeFileSync(join(path, 'stray'), ''), /stray is not in SHA256SUMS/],
		['a link', (path) => symlinkSync('/etc/hosts', join(path, 'link')), /link is neither a file nor a folder/],
		['no checksums', (path) => rmSync(join(path, 'SHA256SUMS')), /is no evidence folder: it has no SHA256SUMS/],
		[
			'a path that leads out',
			(path) => writeFileSync(join(path, 'SHA256SUMS'), `${'0'.repeat(64)}  ../x\n`),
			/SHA256SUMS: line 1 is no SHA-256/,
		],
	])('names %s', async (what, change, message) => {
		const { code, stdout, stderr } = await verify(changed(`bad ${what}`, change, false));
		expect([code, stdout]).toEqual([3, '']);
		expect(stderr).toMatch(message);
	});

	it('names the first number that is not what the request gives', async () => {
		const path = changed('number', (each) => {
			const report = JSON.parse(readFileSync(join(each, 'report.json'), 'utf8'));
			report.tables[0].rows[0].fork.value = 61;
			writeFileSync(join(each, 'report.json'), renderJson(report));
		});
		const { code, stderr } = await verify(path);
		expect(code).toBe(3);
		expect(stderr).toBe('rehearse: report.json, $.tables[0].rows[0].fork.value: recorded 61, made again 60\n');
	});

	it('names the line of a page, a figure that was drawn otherwise and a file that was added', async () => {
		const readme = changed('readme', (each) => {
			const text = readFileSync(join(each, 'README.md'), 'utf8');
			writeFileSync(join(each, 'README.md'), text.replace('authorizes nothing', 'authorizes all'));
		});
		expect((await verify(readme)).stderr).toMatch(
			/README\.md, line 3: recorded ".*authorizes all.*", made again ".*authorizes nothing/,
		);
		const figure = changed('figure', (each) => {
			const file = join(each, 'figures/revenue-dark.svg');
			writeFileSync(file, readFileSync(file, 'utf8').replace('M0', 'M1'));
		});
		expect((await verify(figure)).stderr).toMatch(/figures\/revenue-dark\.svg, line 1: recorded /);
		const added = changed('added', (each) => writeFileSync(join(each, 'tables/more.csv'), 'a\n'));
		expect((await verify(added)).stderr).toMatch(
			/tables\/more\.csv: the report made again has no such file|SHA256SUMS, line/,
		);
	});

	it('refuses another version, a report that is none, a copy that is another, and a missing folder', async () => {
		const edit = (name: string, of: (report: Record<string, unknown>) => void) =>
			changed(name, (each) => {
				const report = JSON.parse(readFileSync(join(each, 'report.json'), 'utf8'));
				of(report);
				writeFileSync(join(each, 'report.json'), renderJson(report));
			});
		const version = await verify(
			edit('version', (report) => {
				report['version'] = '9.9.9';
			}),
		);
		expect([version.code, version.stderr]).toEqual([
			3,
			expect.stringMatching(/of version 9\.9\.9, this is .*; verify it with the same/),
		]);
		const none = await verify(
			edit('none', (report) => {
				delete report['request'];
			}),
		);
		expect([none.code, none.stderr]).toEqual([3, expect.stringMatching(/report\.json:.*'request' is missing/)]);
		const copy = await verify(changed('copy', (each) => writeFileSync(join(each, 'inputs/fork-my-fork.json'), '{}')));
		expect([copy.code, copy.stderr]).toEqual([
			3,
			expect.stringMatching(/inputs\/fork-my-fork\.json: SHA-256 in report\.json/),
		]);
		const missing = await verify(join(folder, 'nowhere'));
		expect([missing.code, missing.stderr]).toEqual([2, expect.stringMatching(/there is no such folder/)]);
		expect((await rehearse(['verify'])).stderr).toMatch(/verify needs an evidence folder/);
		mkdirSync(join(folder, 'empty'));
		expect((await verify(join(folder, 'empty'))).code).toBe(3);
	});

	it('makes a stamped report again at its own time', async () => {
		const stamped = join(folder, 'stamped');
		const world = { clock: () => Date.UTC(2026, 6, 3, 4, 5, 6, 789) };
		await rehearse(['--fork', 'spacing60', ...RUN, '--stamp', '-o', `${stamped}/`], world);
		expect(readFileSync(join(stamped, 'README.md'), 'utf8')).toContain('written at 2026-07-03T04:05:06Z');
		expect((await verify(stamped)).code).toBe(0);
		expect(readFileSync(join(evidence, 'report.json'), 'utf8')).not.toContain('writtenAt');
	});
});
