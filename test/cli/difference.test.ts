import { describe, expect, it } from 'vitest';
import { firstDifference } from '../../src/cli/difference.ts';

describe('the first difference', () => {
	it.each<[unknown, unknown, string, string, string]>([
		[{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, '$.a[1].b', '2', '3'],
		[{ a: 1 }, {}, '$.a', '1', 'nothing'],
		[{}, { 'a\u001b[2J': null }, '$.a', 'nothing', 'null'],
		[[1], [1, 2], '$[1]', 'nothing', '2'],
		[{ a: [] }, { a: {} }, '$.a', '[]', '{}'],
		[{ a: '1' }, { a: 1 }, '$.a', '"1"', '1'],
	])('of %j and %j', (first, second, place, left, right) => {
		const found = firstDifference(JSON.stringify(first), JSON.stringify(second), true);
		expect(found).toEqual({ place, first: left, second: right });
	});

	it('is a line where the data is the same or no data', () => {
		expect(firstDifference('{"a":1}', '{\n"a":1}', true)).toEqual({
			place: 'line 1',
			first: '"{"a":1}"',
			second: '"{"',
		});
		expect(firstDifference('a\nb\n', 'a\n', false)).toEqual({ place: 'line 2', first: '"b"', second: '""' });
		expect(firstDifference('a', 'a', true)).toBeUndefined();
		expect(firstDifference('{', '[', true)?.place).toBe('line 1');
	});

	it('shows a long line from where it parts, without what a terminal would act on', () => {
		const found = firstDifference(`${'x'.repeat(5000)}\u001b[31m1`, `${'x'.repeat(5000)}2`, false);
		expect(found?.first.length).toBeLessThan(130);
		expect(found?.first).toMatch(/^"x+1"$/);
		expect(found?.second).toMatch(/^"x+2"$/);
	});
});
