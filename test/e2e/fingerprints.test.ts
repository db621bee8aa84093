/** A bundled file that the build has checked reads as any other; a changed one is checked like a stranger's. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as source from '../../src/params/files.ts';
import * as sourceFingerprints from '../../src/params/fingerprints.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = new URL('../../dist/params/', import.meta.url);
const built = (await import(new URL('files.js', dist).href)) as typeof source;
const fingerprints = (await import(new URL('fingerprints.js', dist).href)) as typeof sourceFingerprints;

const bundled = source.FILE_KINDS.flatMap((kind) => source.bundledNames(kind).map((name) => [kind, name] as const));

/** Paths to everything in a document. */
function pathsOf(value: unknown): (string | number)[][] {
	if (typeof value !== 'object' || value === null) return [[]];
	const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
	return [[], ...entries.flatMap(([key, inner]) => pathsOf(inner).map((path) => [key, ...path]))];
}

describe('what the build writes', () => {
	it('holds every bundled file and nothing else, and is not there without a build', () => {
		const written = JSON.parse(readFileSync(fingerprints.fingerprintsPath, 'utf8'));
		const expected = source.FILE_KINDS.map((kind) => {
			const ofKind = bundled.filter(([each]) => each === kind);
			return [kind, ofKind.map(([, name]) => source.loadFile(kind, source.bundledPath(kind, name)).input.sha256)];
		});
		expect(written).toEqual(Object.fromEntries(expected));
		expect(bundled.length).toBeGreaterThan(0);
		expect(existsSync(sourceFingerprints.fingerprintsPath)).toBe(false);
	});

	it.each(bundled)('%s %s reads as it does without a build', (kind, name) => {
		const path = source.bundledPath(kind, name);
		const [expected, found] = [source.loadFile(kind, path), built.loadFile(kind, path)];
		expect(fingerprints.isKnownToFit(kind, found.input.sha256)).toBe(true);
		expect(sourceFingerprints.isKnownToFit(kind, found.input.sha256)).toBe(false);
		expect(found.input).toEqual(expected.input);
		expect(found.document.value).toEqual(expected.document.value);
		for (const each of pathsOf(expected.document.value)) {
			expect(found.document.locate(each)).toBe(expected.document.locate(each));
		}
	});

	it('holds for one kind alone', () => {
		const { sha256 } = built.loadFile('forks', built.bundledPath('forks', 'spacing60')).input;
		expect(fingerprints.isKnownToFit('forks', sha256)).toBe(true);
		expect(fingerprints.isKnownToFit('states', sha256)).toBe(false);
	});

	it('is part of the package', async () => {
		const { stdout } = await execa('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
		const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
		const paths = files.map(({ path }) => path);
		expect(paths).toEqual(
			expect.arrayContaining([
				'dist/params/fingerprints.json',
				'dist/params/validators/fork.cjs',
				'dist/cli/help.json',
				'profiles/forks/spacing60.json',
			]),
		);
	});
});

describe('in a copy of the package', () => {
	const copy = mkdtempSync(join(tmpdir(), 'rehearse-copy-'));
	const fork = join(copy, 'profiles/forks/spacing60.json');
	const original = readFileSync(join(root, 'profiles/forks/spacing60.json'), 'utf8');

	beforeAll(() => {
		for (const name of ['dist', 'chainparams', 'profiles', 'schemas', 'package.json']) {
			cpSync(join(root, name), join(copy, name), { recursive: true });
		}
		symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
	});

	afterAll(() => {
		rmSync(copy, { recursive: true, force: true });
	});

	/** Title of spacing60 in the list, once its file holds a text. */
	async function titleWith(text: string): Promise<string> {
		writeFileSync(fork, text);
		const { stdout } = await execa('node', [join(copy, 'dist/program/bin.js'), 'list', 'forks', '--json'], {
			cwd: copy,
		});
		const { items } = JSON.parse(stdout) as { items: { id: string; title: string }[] };
		return items.find(({ id }) => id === 'spacing60')?.title ?? '';
	}

	it('a changed file is listed as it now is', async () => {
		const document = JSON.parse(original) as { title: string };
		expect(await titleWith(original)).toBe(document.title);
		expect(await titleWith(JSON.stringify({ ...document, title: 'Another title' }))).toBe('Another title');
	});

	it('a change that makes it wrong is told with its place', async () => {
		const misspelt = original.replace('"title"', '"titel"');
		expect(await titleWith(misspelt)).toMatch(/^cannot be read: .*spacing60\.json:\d+:\d+: \/titel: unknown key/);
		const twice = original.replace('{', '{ "id": "spacing60",');
		expect(await titleWith(twice)).toMatch(/^cannot be read: .*spacing60\.json:\d+:\d+: the key 'id' occurs twice$/);
	});
});
