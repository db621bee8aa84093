import { describe, expect, test } from 'vitest';
import { acceptedJson, escapeText, InputError, parseJson } from '../../src/params/json.ts';
import { messageOf } from './folder.ts';

describe('parseJson', () => {
	test('gives the value and the places of its parts', () => {
		const document = parseJson('{\n\t"a": { "b": [1,\n 22] }\n}\n', 'x.json');
		expect(document.value).toEqual({ a: { b: [1, 22] } });
		expect(document.locate([])).toBe('x.json:1:1');
		expect(document.locate(['a'])).toBe('x.json:2:7');
		expect(document.locate(['a'], 'key')).toBe('x.json:2:2');
		expect(document.locate(['a', 'b', 1])).toBe('x.json:3:2');
	});

	test('locates what is not there by what encloses it', () => {
		expect(parseJson('{ "a": {} }', 'x.json').locate(['a', 'b', 3, 'c'])).toBe('x.json:1:8');
	});

	test.each([
		['', 'x.json:1:1: not valid JSON: a value expected'],
		['{"a": 1,}', 'x.json:1:9: not valid JSON: a key in double quotes expected'],
		['{"a": 1} {}', 'x.json:1:10: not valid JSON: text after the end of the document'],
		['{"a": 1}\n\nx', 'x.json:3:1: not valid JSON: '],
		['{"a" 1}', "x.json:1:6: not valid JSON: ':' expected"],
		['{"a": 1 "b": 2}', "x.json:1:9: not valid JSON: ',' expected"],
		['{"a": /* no */ 1}', 'x.json:1:7: not valid JSON: comments are not part of JSON'],
		['{"a": 01}', 'x.json:1:8: not valid JSON: '],
		['{"a": nan}', 'x.json:1:7: not valid JSON: invalid symbol'],
		['[1, 2', 'x.json:1:6: not valid JSON: '],
		['{"a": 1, "b": {"a": 2, "a": 3}}', "x.json:1:24: the key 'a' occurs twice"],
		['{"a": 1,\n "\\u0061": 2}', "x.json:2:2: the key 'a' occurs twice"],
		['{"__proto__": {}}', "x.json:1:2: the key '__proto__' is not allowed"],
		['['.repeat(200_000), 'x.json:1:1: not readable as JSON: nested too deeply'],
	])('refuses %.40s', (text, message) => {
		const action = () => parseJson(text, 'x.json');
		expect(action).toThrow(InputError);
		expect(messageOf(action)).toContain(message);
		expect(messageOf(action)).not.toContain('\n');
	});

	test('an input error means exit code 2', () => {
		expect(new InputError('x').exitCode).toBe(2);
	});

	test('escapes the label and keys', () => {
		expect(messageOf(() => parseJson('{', 'a\n\u202eb.json'))).toMatch(/^a\\u\{a\}\\u\{202e\}b\.json:1:2: /);
		expect(messageOf(() => parseJson('{"\\u001b[31m":1,"\\u001b[31m":2}', 'x'))).toContain(
			"'\\u{1b}[31m' occurs twice",
		);
	});
});

test('acceptedJson gives what parseJson does', () => {
	const text = '{\n\t"a": { "b": [1, -0.5e3, "\\u00e9", null, true] }\n}\n';
	const [accepted, parsed] = [acceptedJson(text, 'a\nb.json'), parseJson(text, 'a\nb.json')];
	expect(accepted.value).toEqual(parsed.value);
	expect(accepted.label).toBe(parsed.label);
	for (const path of [[], ['a'], ['a', 'b', 2], ['x']]) expect(accepted.locate(path)).toBe(parsed.locate(path));
	expect(accepted.locate(['a', 'b'], 'key')).toBe('a\\u{a}b.json:2:9');
});

describe('escapeText', () => {
	test.each([
		['plain text, ä ✓', 'plain text, ä ✓'],
		['a\nb\rc\td', 'a\\u{a}b\\u{d}c\\u{9}d'],
		['\u001b[2J\u009b', '\\u{1b}[2J\\u{9b}'],
		['\u202e\u2066\u200f\u061c', '\\u{202e}\\u{2066}\\u{200f}\\u{61c}'],
		['\u200b\ufeff\u2028\u2029', '\\u{200b}\\u{feff}\\u{2028}\\u{2029}'],
		['\ud800x\u{e0001}', '\\u{d800}x\\u{e0001}'],
	])('%j', (text, expected) => {
		expect(escapeText(text)).toBe(expected);
	});

	test('shortens long text', () => {
		expect(escapeText('x'.repeat(1000))).toBe(`${'x'.repeat(79)}…`);
	});
});
