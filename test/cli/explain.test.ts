import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EXPLANATIONS } from '../../src/compare/glossary.ts';
import { LINT_EXPLANATIONS } from '../../src/compare/lintglossary.ts';
import { rehearse } from './harness.ts';

describe('rehearse explain', () => {
	it('says what a row means, with its formula, unit, kind, table and source', async () => {
		const { code, stdout, stderr } = await rehearse(['explain', 'operator.own.none']);
		expect([code, stderr]).toEqual([0, '']);
		const flat = stdout.replace(/\s+/g, ' ');
		for (const text of ['<fleet>.none Each fleet', 'finds no block', 'E Π (1 − p_d)^n_d', 'percent', 'estimated']) {
			expect(flat).toContain(text);
		}
		expect(flat).toContain('source docs/model.md, section 8');
	});

	it.each([
		['DAA-02', 'Finding'],
		['daa-02', 'soft'],
		['VAL-03', 'Rule of constants'],
		['blocks-fork', 'Checks'],
	])('knows %s', async (name, text) => {
		const { code, stdout } = await rehearse(['explain', name]);
		expect(code).toBe(0);
		expect(stdout).toContain(text);
		expect(stdout).not.toContain('`');
	});

	it('lists all by table, within 80 columns, and as JSON', async () => {
		const { stdout } = await rehearse(['explain']);
		for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
		for (const { id } of LINT_EXPLANATIONS) expect(stdout).toContain(id);
		const document = JSON.parse((await rehearse(['explain', '--json'])).stdout);
		expect(document.schema).toBe('rehearse/explanations@1');
		expect(document.metrics).toEqual(EXPLANATIONS);
		expect(document.lints.length).toBeGreaterThan(LINT_EXPLANATIONS.length);
	});

	it('lists a table by its id', async () => {
		const { code, stdout } = await rehearse(['explain', 'issuance', '--json']);
		expect(code).toBe(0);
		const { metrics } = JSON.parse(stdout);
		expect(metrics).toEqual(EXPLANATIONS.filter(({ table }) => table === 'issuance'));
	});

	it('is one CSV table with one header, of a single name too', async () => {
		const all = (await rehearse(['explain', '--format', 'csv'])).stdout.trimEnd().split('\n');
		expect(all[0]).toBe('id,table,kind,unit,says,formula,source');
		expect(all.filter((line) => line.startsWith('id,'))).toHaveLength(1);
		expect(all.length).toBeGreaterThan(EXPLANATIONS.length + LINT_EXPLANATIONS.length);
		const one = (await rehearse(['explain', 'next-halving', '--format', 'csv'])).stdout.trimEnd().split('\n');
		expect(one).toEqual([all[0], all.find((line) => line.startsWith('next-halving,'))]);
	});

	it.each([
		['halving', 'it is spoken of in halving-<n>-height, next-halving'],
		['nxt-halving', "did you mean 'next-halving'?"],
		['DAA-2', "did you mean 'DAA-02'?"],
		['nonsense\u001b[31m', 'rehearse explain lists all'],
	])('answers %j with the nearest name', async (name, message) => {
		const { code, stderr } = await rehearse(['explain', name]);
		expect(code).toBe(2);
		expect(stderr).toContain(message);
		expect(stderr).not.toContain('\u001b');
	});

	it('loads neither the simulation nor any file', () => {
		const source = fileURLToPath(new URL('../../src/', import.meta.url));
		const loaded = new Set<string>();
		const visit = (path: string): void => {
			if (loaded.has(path)) return;
			loaded.add(path);
			// Static imports of values: what `import type` names is gone at run time.
			const text = readFileSync(path, 'utf8').replace(/\bimport type [^;]*;/g, '');
			for (const [, from = ''] of text.matchAll(/^(?:import|export)[^;]*? from '(\.[^']+)';/gm)) {
				visit(join(dirname(path), from));
			}
		};
		visit(join(source, 'cli/commands/explain.ts'));
		const names = [...loaded].map((path) => relative(source, path));
		expect(names).toContain('compare/lintglossary.ts');
		expect(names.filter((name) => /^(?:engine|fleet|market|hashrate|numeric|difficulty|asert)\//.test(name))).toEqual(
			[],
		);
		expect(names.filter((name) => name.startsWith('compare/') && !name.includes('glossary'))).toEqual([]);
	});
});
