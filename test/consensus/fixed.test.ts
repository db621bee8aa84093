import { describe, expect, test } from 'vitest';
import {
	type FixedRule,
	fixedBits,
	headerSource,
	MissingHeaderError,
	retargetBits,
} from '../../src/consensus/index.ts';

const repeating: FixedRule = { kind: 'fixed', spacingSeconds: 600n, limitTarget: (1n << 255n) - 1n };
const headers = headerSource([
	{ height: 7n, time: 100n, bits: 0x207fffff },
	{ height: 8n, time: 200n, bits: 0x1f00ffff },
]);

describe('fixed difficulty', () => {
	test("repeats the parent's nBits, whatever the header time", () => {
		expect(fixedBits(repeating, headers, { tipHeight: 7n })).toBe(0x207fffff);
		expect(fixedBits(repeating, headers, { tipHeight: 8n, time: 1n << 40n })).toBe(0x1f00ffff);
		expect(retargetBits(repeating, headers, { tipHeight: 8n })).toBe(0x1f00ffff);
		expect(() => fixedBits(repeating, headers, { tipHeight: 9n })).toThrow(new MissingHeaderError(9n));
	});

	test('given nBits need no parent; zero is a number too', () => {
		for (const bits of [0x1e27264f, 0]) {
			expect(fixedBits({ ...repeating, bits }, headerSource([]), { tipHeight: 3n })).toBe(bits);
		}
	});
});
