/**
 * Files against their JSON Schemas (schemas/*.schema.json, draft 2020-12). A file that does not fit gets one
 * line: where, what stands there, what was expected, and the nearest valid name.
 */
import type { ErrorObject } from 'ajv/dist/2020.js';
import { escapeText, InputError, type JsonDocument } from './json.ts';
import { didYouMean } from './suggest.ts';
import { type DocumentSchema, schemaErrors } from './validators.ts';

/**
 * Refuses a document that does not fit its schema. Cross-checks that a schema cannot express are the loaders'.
 * @throws InputError with one line for the fault that says most.
 */
export function assertSchema(name: DocumentSchema, document: JsonDocument): void {
	const errors = schemaErrors(name, document.value);
	if (errors.length === 0) return;
	const error = mostTelling(errors);
	throw new InputError(error === undefined ? `${document.label}: not a ${name} file` : sentence(error, document));
}

/** One line for a fault found by a loader: `file:line:column: /json/path: what`. */
export function faultAt(document: JsonDocument, path: readonly (string | number)[], what: string): InputError {
	return new InputError(`${document.locate(path)}: ${pointer(path)}: ${what}`);
}

// An unknown key explains most other faults (a misspelt required key is also missing); the branches of a
// choice (oneOf, anyOf) are told by the choice's own description instead of one by one.
const RANK: Readonly<Record<string, number>> = { const: 1, additionalProperties: 2, propertyNames: 3, required: 4 };

function mostTelling(errors: readonly ErrorObject[]): ErrorObject | undefined {
	const choices = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf');
	const outsideChoices = errors.filter(
		(error) => !choices.some((choice) => choice !== error && error.schemaPath.startsWith(`${choice.schemaPath}/`)),
	);
	return [...outsideChoices].sort((a, b) => rank(a) - rank(b))[0];
}

function rank({ keyword, instancePath }: ErrorObject): number {
	// A wrong "schema" line means that the file is of another kind: nothing else needs saying.
	if (keyword === 'const' && instancePath !== '/schema') return 5;
	return RANK[keyword] ?? 5;
}

function sentence(error: ErrorObject, document: JsonDocument): string {
	const path = pathOf(error.instancePath);
	const { keyword, params, data } = error;
	const parent = error.parentSchema ?? {};
	if (keyword === 'additionalProperties') {
		const key = String(params['additionalProperty']);
		const place = document.locate([...path, key], 'key');
		return `${place}: ${pointer([...path, key])}: unknown key${didYouMean(key, Object.keys(parent['properties'] ?? {}))}`;
	}
	if (keyword === 'propertyNames') {
		const key = String(params['propertyName']);
		return `${document.locate([...path, key], 'key')}: ${pointer([...path, key])}: not a valid name here`;
	}
	const place = `${document.locate(path)}: ${pointer(path)}`;
	if (keyword === 'required' || keyword === 'dependentRequired')
		return `${place}: the key '${String(params['missingProperty'])}' is missing`;
	const found = keyword === 'discriminator' ? params['tagValue'] : data;
	const hint = typeof found === 'string' ? didYouMean(found, validTexts(error, parent)) : '';
	return `${place}: expected ${expectation(error, parent)}, found ${shown(found)}${hint}`;
}

function expectation({ keyword, params, message }: ErrorObject, parent: Record<string, unknown>): string {
	if (keyword === 'enum') return `one of ${enumOf(params).join(', ')}`;
	if (keyword === 'const') return JSON.stringify(params['allowedValue']);
	const description = parent['description'];
	// "A day …" goes on a sentence as "a day …"; "US dollars" stays as it is.
	if (typeof description === 'string') {
		return /^[A-Z](?![A-Z])/.test(description)
			? description.charAt(0).toLowerCase() + description.slice(1)
			: description;
	}
	if (keyword === 'type') return String(params['type']).replace(',', ' or ');
	return (message ?? 'another value').replace(/^must be /, '').replace(/^must /, 'a value that must ');
}

/** Texts that would have been right in place of a wrong one. */
function validTexts({ keyword, params }: ErrorObject, parent: Record<string, unknown>): string[] {
	if (keyword === 'enum') return enumOf(params);
	if (keyword !== 'discriminator' || !Array.isArray(parent['oneOf'])) return [];
	const tag = String(params['tag']);
	return parent['oneOf'].map((branch) => String(branch.properties?.[tag]?.const));
}

function enumOf(params: Record<string, unknown>): string[] {
	const allowed = params['allowedValues'];
	return Array.isArray(allowed) ? allowed.map(String) : [];
}

function shown(data: unknown): string {
	if (Array.isArray(data)) return 'a list';
	if (typeof data === 'object' && data !== null) return 'an object';
	return escapeText(JSON.stringify(data) ?? 'nothing');
}

function pathOf(instancePath: string): (string | number)[] {
	return instancePath
		.split('/')
		.slice(1)
		.map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')));
}

/** JSON Pointer of a path, as messages show it; the root is "/". */
function pointer(path: readonly (string | number)[]): string {
	return escapeText(`/${path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`);
}
