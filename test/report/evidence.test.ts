/** The files of an evidence folder: safe names whatever the report holds, and checksums that others can check. */
import { describe, expect, it } from 'vitest';
import { checksumsOf, parseChecksums, sha256Of } from '../../src/report/checksums.ts';
import { evidenceFiles } from '../../src/report/evidence.ts';
import { copyPaths } from '../../src/report/inputcopies.ts';
import { safeName } from '../../src/report/safename.ts';
import { report } from './fixture.ts';
import { hostile, hostileTexts, infested } from './hostile.ts';

const bytes = report.inputs.map(() => Buffer.from('{}'));

describe('evidence', () => {
	it('is in order, with checksums of every file', async () => {
		const files = await evidenceFiles(report, bytes);
		const paths = files.map(({ path }) => path);
		expect(paths.slice(0, -1)).toEqual(paths.slice(0, -1).toSorted());
		expect(paths.at(-1)).toBe('SHA256SUMS');
		const sums = parseChecksums(String(files.at(-1)!.content));
		for (const { path, content } of files.slice(0, -1))
			expect([path, sums.get(path)]).toEqual([path, sha256Of(content)]);
		expect(sums.size).toBe(files.length - 1);
	});

	it.each(hostileTexts)('has safe names and pages with %s', async (_name, text) => {
		const bad = infested(text);
		const files = await evidenceFiles(
			{ ...bad, tables: [bad.tables[0]!, bad.tables[0]!], inputs: [bad.inputs[0]!, bad.inputs[0]!] },
			[Buffer.from('{}'), Buffer.from('{}')],
		);
		expect(new Set(files.map(({ path }) => path.toLowerCase())).size).toBe(files.length);
		for (const { path, content } of files) {
			expect(path).toMatch(
				/^(?:README\.md|SHA256SUMS|report\.json|(?:figures|inputs|tables)\/[A-Za-z0-9][\w@.-]{0,90})$/,
			);
			if (!path.startsWith('inputs/')) expect(String(content)).not.toMatch(hostile);
		}
		const page = String(files.find(({ path }) => path === 'README.md')!.content);
		const html = page.match(/^<.*$/gm) ?? [];
		expect(html).toHaveLength(4 * report.charts.length);
		for (const line of html)
			expect(line).toMatch(/^<\/?picture>$|^<source [^<>]*>$|^<img alt="[^"<>]*" src="figures\/[a-z-]+\.svg">$/);
		const rest = page
			.replace(/^<.*$/gm, '')
			.replace(/(`+)(?!`).*?[^`]\1(?!`)/g, 'CODE')
			.replace(/\\[!-/:-@[-`{-~]/g, 'ESCAPED');
		expect(rest).not.toMatch(/<[!/?A-Za-z]|\$|@[\w-]|\]\(|#\d/);
		for (const { path, content } of files.filter((file) => file.path.endsWith('.csv'))) {
			expect([path, /^"?[=+@]/m.test(String(content))]).toEqual([path, false]);
		}
	});
});

describe('names of files', () => {
	it.each([
		['fleet.operator.own', 'fleet.operator.own'],
		['btx/main@0.32.12', 'btx-main@0.32.12'],
		['../../etc/passwd', 'etc-passwd'],
		['.hidden', 'hidden'],
		['-rf', 'rf'],
		['\u202e\u0000\n', 'unnamed'],
		['', 'unnamed'],
		['CON:|<>', 'CON'],
		[`${'x'.repeat(1_000_000)}/`, 'x'.repeat(80)],
	])('%j becomes %j', (text, name) => {
		expect(safeName(text, new Set())).toBe(name);
	});

	it('are told apart, also where case is not', () => {
		const taken = new Set<string>();
		expect(['a', 'A', 'a!', 'b'].map((text) => safeName(text, taken))).toEqual(['a', 'A-2', 'a-3', 'b']);
		const input = { kind: 'fork', path: 'x', sha256: '' };
		expect(
			copyPaths([
				{ ...input, id: 'a' },
				{ ...input, id: 'a' },
			]),
		).toEqual(['inputs/fork-a.json', 'inputs/fork-a-2.json']);
	});
});

describe('checksums', () => {
	it('are what sha256sum prints for "abc" (FIPS 180-4, example B.1)', () => {
		expect(
			checksumsOf([
				{ path: 'b', content: 'abc' },
				{ path: 'a', content: '' },
			]),
		).toBe(
			'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n' +
				'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b\n',
		);
	});

	it.each([
		['0  a'],
		[`${'0'.repeat(64)} *a`],
		[`${'0'.repeat(64)}  /etc/passwd`],
		[`${'0'.repeat(64)}  a/../b`],
		[`${'0'.repeat(64)}  .a`],
		[`${'0'.repeat(64)}  a\n${'1'.repeat(64)}  a`],
		['\n'],
	])('refuse %j', (text) => {
		expect(() => parseChecksums(text)).toThrow(/^line [12] is no SHA-256 of a file/);
	});
});
