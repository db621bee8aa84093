/** The validators that the build writes accept what ajv accepts, and a document that they refuse gets ajv's words. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/params/json.ts';
import { assertSchema } from '../../src/params/schema.ts';
import * as source from '../../src/params/validators.ts';

const dist = new URL('../../dist/params/', import.meta.url);
const built = (await import(new URL('validators.js', dist).href)) as typeof source;
const builtSchema = (await import(new URL('schema.js', dist).href)) as { assertSchema: typeof assertSchema };

const FOLDERS: Readonly<Record<source.SchemaName, string>> = {
	chainparams: 'chainparams',
	fork: 'profiles/forks',
	state: 'profiles/states',
	fleet: 'profiles/fleets',
	market: 'profiles/markets',
	device: 'profiles/devices',
};

/** Values that stand in for one that was right, of every type of JSON. */
const STRANGERS: readonly unknown[] = [null, true, -1, 0.5, 1e300, '', '\u001b[2J', 'x'.repeat(1000), [], {}];

/** Bundled documents of a schema. */
function documentsOf(name: source.SchemaName): unknown[] {
	const files = readdirSync(FOLDERS[name], { recursive: true, encoding: 'utf8' }).filter((file) =>
		file.endsWith('.json'),
	);
	return files.map((file) => JSON.parse(readFileSync(join(FOLDERS[name], file), 'utf8')));
}

/** A document with one fault, for each of its values: left out, replaced, or with an unknown neighbour. */
function* faults(value: unknown, wrap: (inner: unknown) => unknown = (inner) => inner): Generator<unknown> {
	for (const stranger of STRANGERS) yield wrap(stranger);
	if (Array.isArray(value)) {
		yield wrap([...value, ...value]);
		for (const [index, item] of value.entries()) yield* faults(item, (inner) => wrap(value.with(index, inner)));
	} else if (typeof value === 'object' && value !== null) {
		yield wrap({ ...value, unknownKey: 1 });
		for (const [key, item] of Object.entries(value)) {
			yield wrap(Object.fromEntries(Object.entries(value).filter(([each]) => each !== key)));
			yield* faults(item, (inner) => wrap({ ...value, [key]: inner }));
		}
	}
}

function messageOf(check: typeof assertSchema, name: source.SchemaName, data: unknown): string {
	const document = parseJson(JSON.stringify(data, null, '\t'), 'some.json');
	try {
		check(name, document);
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	return 'fits';
}

describe.each(source.SCHEMA_NAMES)('the built validator of %s', (name) => {
	const documents = documentsOf(name);

	it('is there, and only there', () => {
		expect(existsSync(built.builtPath(name))).toBe(true);
		expect(existsSync(source.builtPath(name))).toBe(false);
		expect(documents.length).toBeGreaterThan(0);
	});

	it('accepts what is bundled', () => {
		for (const document of documents) expect(built.schemaErrors(name, document)).toEqual([]);
	});

	it('agrees with ajv on documents with one fault', () => {
		const verdicts = { fits: 0, refused: 0 };
		for (const bad of documents.slice(0, 3).flatMap((document) => [...faults(document)])) {
			const expected = source.schemaErrors(name, bad).length === 0;
			if ((built.schemaErrors(name, bad).length === 0) !== expected) expect.fail(JSON.stringify(bad));
			verdicts[expected ? 'fits' : 'refused'] += 1;
		}
		expect(Math.min(verdicts.fits, verdicts.refused)).toBeGreaterThan(0);
	});

	it('gives the same line for a fault', () => {
		const bad = [...faults(documents[0])];
		const some = bad.filter((_, index) => index % Math.ceil(bad.length / 50) === 0);
		const lines = some.map((data) => messageOf(assertSchema, name, data));
		expect(some.map((data) => messageOf(builtSchema.assertSchema, name, data))).toEqual(lines);
		expect(new Set(lines).size).toBeGreaterThan(10);
	});
});
