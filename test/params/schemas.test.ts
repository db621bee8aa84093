/** The schemas are used unchecked at run time; here each is checked against the meta-schema it names. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../schemas/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.schema.json'));

describe('schemas', () => {
	it('are all here', () => {
		expect(names.length).toBeGreaterThanOrEqual(6);
	});

	it.each(names)('%s is valid under its meta-schema', (name) => {
		const schema = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
		expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
		const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, discriminator: true });
		expect(ajv.validateSchema(schema)).toBe(true);
	});
});
