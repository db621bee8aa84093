import { execFileSync } from 'node:child_process';
import {
	chmodSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkTarget, deliver, renderOptions, writeAtomically } from '../../src/cli/output.ts';
import { capture } from './harness.ts';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'rehearse-output-'));
});

afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

const base = { format: undefined, json: false, output: undefined, color: undefined, full: false, quiet: false };

function shellOf(tty = false) {
	const stdout = capture(tty);
	const stderr = capture(tty);
	const shell = {
		argv: [],
		env: {},
		stdin: Readable.from([]),
		stdout: stdout.stream,
		stderr: stderr.stream,
		signal: new AbortController().signal,
		cores: 2,
		clock: () => 0,
	};
	return { shell, stdout, stderr };
}

describe('writeAtomically', () => {
	it('replaces a file whole', async () => {
		const path = join(folder, 'report.md');
		writeFileSync(path, 'old and longer');
		await writeAtomically(path, 'new\n');
		expect(readFileSync(path, 'utf8')).toBe('new\n');
		expect(readdirSync(folder)).toEqual(['report.md']);
	});

	it('writes through a link and keeps the permissions of the file behind it', async () => {
		const behind = join(folder, 'behind.md');
		const link = join(folder, 'link.md');
		writeFileSync(behind, 'old');
		chmodSync(behind, 0o600);
		symlinkSync('behind.md', link);
		await writeAtomically(link, 'new\n');
		expect(lstatSync(link).isSymbolicLink()).toBe(true);
		expect(readFileSync(behind, 'utf8')).toBe('new\n');
		expect(lstatSync(behind).mode & 0o777).toBe(0o600);
		expect(readdirSync(folder).sort()).toEqual(['behind.md', 'link.md']);
	});

	it('writes to what is no plain file instead of replacing it', async () => {
		// A pipe, as `-o >(less)` gives one: nobody reads a device in its place.
		const pipe = join(folder, 'pipe');
		execFileSync('mkfifo', [pipe]);
		const reading = readFile(pipe, 'utf8');
		await writeAtomically(pipe, 'new\n');
		expect(await reading).toBe('new\n');
		expect(lstatSync(pipe).isFIFO()).toBe(true);
		expect(readdirSync(folder)).toEqual(['pipe']);
	});

	it('names the path and leaves nothing behind when it fails', async () => {
		// A folder cannot be replaced by a file: the rename fails after the temporary file was written.
		const path = join(folder, 'taken');
		writeFileSync(join(folder, 'other'), '');
		const { mkdirSync } = await import('node:fs');
		mkdirSync(path);
		await expect(writeAtomically(path, 'text')).rejects.toThrow(`cannot write ${path}: EISDIR`);
		expect(readdirSync(folder).sort()).toEqual(['other', 'taken']);
		await expect(writeAtomically(join(folder, 'no', 'where'), 'text')).rejects.toThrow('ENOENT');
	});
});

describe('checkTarget', () => {
	it('accepts a new file, an old one and stdout', async () => {
		await expect(checkTarget({ ...base, output: join(folder, 'new.md') })).resolves.toBeUndefined();
		await expect(checkTarget({ ...base, output: 'new.md' })).resolves.toBeUndefined();
		await expect(checkTarget({ ...base, output: '-' })).resolves.toBeUndefined();
		await expect(checkTarget(base)).resolves.toBeUndefined();
	});

	it('refuses a folder, and a file in no folder', async () => {
		await expect(checkTarget({ ...base, output: folder })).rejects.toThrow('is a folder; name a file');
		await expect(checkTarget({ ...base, output: 'new/' })).rejects.toThrow('is a folder; name a file');
		await expect(checkTarget({ ...base, output: join(folder, 'no', 'x') })).rejects.toThrow('there is no folder');
	});
});

describe('renderOptions', () => {
	it.each([
		[{}, 'table'],
		[{ output: 'a.md' }, 'md'],
		[{ output: 'a.JSON' }, 'json'],
		[{ output: 'a.csv' }, 'csv'],
		[{ output: 'a.html' }, 'html'],
		[{ output: 'a.HTM' }, 'html'],
		[{ output: 'a.txt' }, 'table'],
		[{ output: 'a.md', format: 'csv' as const }, 'csv'],
		[{ output: 'a.md', json: true }, 'json'],
		[{ json: true, format: 'json' as const }, 'json'],
	])('%j is %s', (values, format) => {
		expect(renderOptions({ ...base, ...values }, shellOf().shell).format).toBe(format);
	});

	it('takes no ending for a format that it is not, but a folder has none', () => {
		expect(() => renderOptions({ ...base, output: 'a.svg' }, shellOf().shell)).toThrow(
			'--output a.svg: no format ends in .svg; use .md, .json, .csv, .html, .htm, .txt, or name one with --format',
		);
		expect(renderOptions({ ...base, output: 'a.svg', format: 'md' }, shellOf().shell).format).toBe('md');
		expect(renderOptions({ ...base, output: 'evidence.v2/' }, shellOf().shell).format).toBe('table');
		const old = join(folder, 'old.v1');
		mkdirSync(old);
		expect(renderOptions({ ...base, output: old }, shellOf().shell).format).toBe('table');
	});

	it('refuses a contradiction', () => {
		expect(() => renderOptions({ ...base, json: true, format: 'md' }, shellOf().shell)).toThrow('contradict');
	});

	it('writes no colour into a file, whatever the terminal', () => {
		const { shell } = shellOf(true);
		expect(renderOptions(base, shell).level).toBe(1);
		expect(renderOptions({ ...base, output: 'a.txt' }, shell).level).toBe(0);
		expect(renderOptions({ ...base, output: '-' }, shell).level).toBe(1);
	});
});

describe('deliver', () => {
	it('prints on stdout and nothing on stderr', async () => {
		const { shell, stdout, stderr } = shellOf();
		await deliver('text\n', { ...base, output: '-' }, shell);
		expect([stdout.text(), stderr.text()]).toEqual(['text\n', '']);
	});

	it('writes the file and says so on stderr', async () => {
		const { shell, stdout, stderr } = shellOf();
		const output = join(folder, 'a.md');
		await deliver('text\n', { ...base, output }, shell);
		expect([readFileSync(output, 'utf8'), stdout.text(), stderr.text()]).toEqual([
			'text\n',
			'',
			`rehearse: wrote ${output}\n`,
		]);
		await deliver('again\n', { ...base, output, quiet: true }, shell);
		expect([readFileSync(output, 'utf8'), stderr.text()]).toEqual(['again\n', `rehearse: wrote ${output}\n`]);
	});
});
