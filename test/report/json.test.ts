import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Unit } from '../../src/compare/document.ts';
import { renderJson } from '../../src/report/json.ts';
import { inPlace, report } from './fixture.ts';
import { hostileTexts, infested } from './hostile.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

function errorsOf(document: unknown): string[] {
	validate(JSON.parse(renderJson(document)));
	return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.keyword}`);
}

describe('report.schema.json', () => {
	it.each([
		['a run', report],
		['an edit in place', inPlace],
	])('accepts %s', (_, document) => {
		expect(errorsOf(document)).toEqual([]);
	});

	it('knows every unit and kind', () => {
		const units: Record<Unit, true> = {
			coins: true,
			'coins²': true,
			'coins/day': true,
			'base units': true,
			blocks: true,
			seconds: true,
			hours: true,
			days: true,
			usd: true,
			'usd/coin': true,
			percent: true,
			ratio: true,
			utc: true,
			bytes: true,
			'attempts/s': true,
			height: true,
			bits: true,
			count: true,
			text: true,
		};
		expect(schema.$defs.figure.properties.unit.enum).toEqual(Object.keys(units));
	});

	it.each<[string, object, string]>([
		['another version', { schema: 'rehearse/report@2' }, '/schema const'],
		['an unknown key', { author: 'nobody' }, ' additionalProperties'],
		['a missing key', { checks: undefined }, ' required'],
		['an unknown verdict', { verdicts: [{ ...report.verdicts[0], verdict: 'good' }] }, '/verdicts/0/verdict enum'],
		[
			'half an interval',
			{ calendar: [{ ...report.calendar[0], base: { value: 1, unit: 'utc', kind: 'exact', low: 0 } }] },
			'/calendar/0/base dependentRequired',
		],
		['a short hash', { inputs: [{ ...report.inputs[0], sha256: 'abc' }] }, '/inputs/0/sha256 pattern'],
	])('refuses %s', (_, change, error) => {
		expect(errorsOf({ ...report, ...change })).toContain(error);
	});
});

describe('json', () => {
	it('keeps order and data', () => {
		const text = renderJson(report);
		expect(JSON.parse(text)).toEqual(report);
		expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(report));
		expect(text).toMatch(/^\{\n {2}"schema": "rehearse\/report@1",\n/);
		expect(text.endsWith('}\n')).toBe(true);
		expect(renderJson(report)).toBe(text);
	});

	it.each([
		['a BigInt', 1n, 'BigInt at "value"'],
		['NaN', Number.NaN, 'NaN at "value"'],
		['Infinity', Number.POSITIVE_INFINITY, 'Infinity at "value"'],
	])('refuses %s', (_, value, message) => {
		expect(() => renderJson({ figure: { value } })).toThrow(message);
	});

	it.each(hostileTexts)('carries %s unchanged and invisible to a terminal', (_, text) => {
		const document = infested(text);
		const json = renderJson(document);
		expect(JSON.parse(json)).toEqual(document);
		expect(json).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Zl}|\p{Zp}/u);
		expect(errorsOf(document)).toEqual([]);
	});
});
