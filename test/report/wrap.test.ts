import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { hang, wrap } from '../../src/report/wrap.ts';

describe('wrap', () => {
	it('breaks between words', () => {
		expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
		expect(wrap('', 8)).toEqual(['']);
	});

	it('cuts a long word after a separator where there is one', () => {
		expect(wrap('src/kernel/chainparams.cpp:155', 20)).toEqual(['src/kernel/', 'chainparams.cpp:155']);
		expect(wrap('aaaaaaaaaa', 4)).toEqual(['aaaa', 'aaaa', 'aa']);
	});

	it('keeps a percentage and what a no-break space joins together', () => {
		expect(wrap('reversal of 6, 30 % thief', 17)).toEqual(['reversal of 6,', '30 % thief']);
		expect(wrap('a b\u00a0c', 4)).toEqual(['a', 'b c']);
	});

	it('counts wide characters as two', () => {
		expect(wrap('漢字漢字', 4)).toEqual(['漢字', '漢字']);
	});

	it('loses nothing and never exceeds the width', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme-ascii', maxLength: 200 }),
				fc.integer({ min: 2, max: 80 }),
				(text, width) => {
					const lines = wrap(text, width);
					for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
					expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
				},
			),
		);
	});
});

it('hangs further lines under the first', () => {
	expect(hang(' - ', 'one two three', 10)).toEqual([' - one two', '   three']);
});
