import { describe, expect, it } from 'vitest';
import { plain, prose, visibleJson } from '../../src/report/escape.ts';
import { hostile, hostileTexts } from './hostile.ts';

describe('plain', () => {
	it.each([
		['colours', '\u001b[31mred\u001b[0m', 'red'],
		['a cursor move', 'a\u001b[2J\u001b[1;1Hb', 'ab'],
		['an 8-bit sequence', 'a\u009b31mb', 'ab'],
		['a window title', 'a\u001b]0;owned\u0007b', 'ab'],
		['a hyperlink', '\u001b]8;;http://evil\u001b\\click\u001b]8;;\u001b\\', 'click'],
		['an unfinished string sequence', 'a\u001b]0;and the rest', 'a'],
		['a lone escape', 'a\u001b', 'a'],
		['line ends and tabs', 'a\r\nb\tc\u2028d\u2029e', 'a b c d e'],
		['bidirectional controls', 'a\u202eb\u2066c\u2069d\u200fe\u061cf', 'abcdef'],
		['zero-width characters', 'a\u200bb\ufeffc\u2060d', 'abcd'],
		['controls', 'a\u0000b\u0008c\u007fd\u0085e', 'abcd e'],
		['half a surrogate pair', 'a\ud800b', 'a\ufffdb'],
		['nothing else', 'Ä 漢字 😀 | <b> =1+1', 'Ä 漢字 😀 | <b> =1+1'],
	])('removes %s', (_, text, expected) => {
		expect(plain(text)).toBe(expected);
	});

	it('caps at 200 characters, not code units', () => {
		expect([...plain('😀'.repeat(201))]).toHaveLength(200);
		expect(plain('😀'.repeat(201)).endsWith('…')).toBe(true);
		expect(plain('x'.repeat(200))).toBe('x'.repeat(200));
	});

	it('says that something was cut although all of it was invisible', () => {
		expect(plain(`a${'\u200b'.repeat(1_000_000)}b`)).toBe('a…');
	});

	it.each(hostileTexts)('leaves nothing active of %s', (_, text) => {
		expect(plain(text)).not.toMatch(hostile);
		expect(prose(text)).not.toMatch(hostile);
	});
});

describe('visibleJson', () => {
	it('keeps the data and shows what cannot be seen', () => {
		const text = 'a\u202eb\u009b31m\u2028\u{e0001}c';
		const json = visibleJson(JSON.stringify(text));
		expect(JSON.parse(json)).toBe(text);
		expect(json).toMatch(/^[ -~]+$/);
	});
});
