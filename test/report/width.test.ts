import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../src/report/width.ts';

/** Texts whose clusters have widths of their own: letters, CJK, halfwidth forms, marks, jamo, emoji, what joins them. */
const PIECES = [
	...'aZ0#* ~é½×\u00a0\u00ad\u02ffΣτ–…→−≤',
	...'漢字カタｶﾞﾟ　Ａ',
	...'\u0301\u0308\u20e3\u0bcd\u0903\u200b\u200d\ufe0e\ufe0f\u3099',
	...'\u1100\u1161\u11a8한글',
	...'😀👍🏽❤©®™☺⌚🇩🇪🏴',
	'👨‍👩‍👧',
	'1️⃣',
	'❤️',
	'क्षि',
];
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''));

describe('textWidth', () => {
	it('is string-width of every character up to CJK', () => {
		const different: number[] = [];
		for (let code = 0; code < 0x3000; code++) {
			const character = String.fromCharCode(code);
			if (textWidth(character) !== stringWidth(character)) different.push(code);
		}
		expect(different).toEqual([]);
	});

	it.each([
		['pieces of many scripts', text, 5_000],
		['plain characters', fc.string({ unit: fc.constantFrom(...'aZ09 ~¡¬®ÿ˿ΑΣω‐—‘…→∀≤⋿'), maxLength: 40 }), 5_000],
		['anything', fc.string({ unit: 'binary', maxLength: 40 }), 5_000],
	])('is string-width of %s', (_, texts, numRuns) => {
		fc.assert(
			fc.property(texts, (each) => textWidth(each) === stringWidth(each)),
			{ numRuns },
		);
	});

	it.each([
		['', 0],
		['-0.7 % … 90 → 60 s · Στ ≤ ½', 27],
		['漢字', 4],
		['e\u0301', 1],
		['\u00ad', 0],
		['👨‍👩‍👧', 2],
	])('%j has %i columns', (each, columns) => {
		expect(textWidth(each)).toBe(columns);
	});
});
