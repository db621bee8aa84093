/**
 * Validators of the schemas in schemas/, all of them ajv's. The build writes code beside this file that only says
 * whether a document fits, for to load ajv and compile a schema takes longer than all else that reading a file
 * does. What is wrong with a document, ajv itself says, compiled when it is first asked.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ajv2020, ErrorObject, Options, ValidateFunction } from 'ajv/dist/2020.js';
import { packageRoot } from './package.ts';

/** Schemas of the files that are read. */
export const SCHEMA_NAMES = ['chainparams', 'fork', 'state', 'fleet', 'market', 'device'] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];

/** Those of files that are read at every start, and of the report, which is read back so rarely that ajv may be loaded. */
export type DocumentSchema = SchemaName | 'report';

/** The schemas are this project's own and checked against their meta-schema by a test, not at every start. */
const READING: Options = {
	discriminator: true,
	meta: false,
	strict: true,
	strictTypes: false,
	strictRequired: false,
	validateSchema: false,
};

/** Of the validators that the build writes: they stop at the first fault and say nothing of it. */
export const BUILT_OPTIONS: Options = { ...READING, messages: false, code: { source: true } };

/** CommonJS, as ajv is: a validator is needed in the middle of reading a file, which waits for nothing. */
const require = createRequire(import.meta.url);
const tests = new Map<DocumentSchema, (data: unknown) => boolean>();
const validators = new Map<DocumentSchema, ValidateFunction>();
let ajv: Ajv2020 | undefined;

/** A schema as it lies in the package. */
export function schemaOf(name: DocumentSchema): object {
	return JSON.parse(readFileSync(join(packageRoot, 'schemas', `${name}.schema.json`), 'utf8'));
}

/** The file that holds a validator's code once the package is built. */
export function builtPath(name: DocumentSchema): string {
	return fileURLToPath(new URL(`../params/validators/${name}.cjs`, import.meta.url));
}

/** Everything that is wrong with a document; empty where it fits its schema. */
export function schemaErrors(name: DocumentSchema, data: unknown): readonly ErrorObject[] {
	if (builtTest(name)?.(data) === true) return [];
	const validate = validatorOf(name);
	return validate(data) ? [] : (validate.errors ?? []);
}

/** Whether a document fits, as the build wrote it; undefined where there is no build. */
function builtTest(name: DocumentSchema): ((data: unknown) => boolean) | undefined {
	let test = tests.get(name);
	if (test === undefined && existsSync(builtPath(name))) {
		test = require(builtPath(name)) as (data: unknown) => boolean;
		tests.set(name, test);
	}
	return test;
}

function validatorOf(name: DocumentSchema): ValidateFunction {
	let validate = validators.get(name);
	if (validate === undefined) {
		const { Ajv2020 } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
		ajv ??= new Ajv2020({ ...READING, allErrors: true, verbose: true });
		validate = ajv.compile(schemaOf(name));
		validators.set(name, validate);
	}
	return validate;
}
