import { describe, expect, it } from 'vitest';
import { assumed, baseUnits, coins, conditional, estimated, exact, row, weaker } from '../../src/compare/figure.ts';

describe('figures', () => {
	it('take the weaker of two kinds', () => {
		expect(weaker('exact', 'conditional')).toBe('conditional');
		expect(weaker('estimated', 'conditional')).toBe('estimated');
		expect(weaker('assumed', 'exact')).toBe('assumed');
		expect(weaker('exact', 'exact')).toBe('exact');
	});

	it('carry the interval of a number and none of a text', () => {
		expect(estimated(10, 'blocks', 2)).toEqual({ value: 10, unit: 'blocks', kind: 'estimated', low: 8, high: 12 });
		expect(conditional('none', 'text', 2)).toEqual({ value: 'none', unit: 'text', kind: 'conditional' });
		expect(estimated(null, 'coins', 2)).not.toHaveProperty('low');
		expect(assumed(1, 'usd')).toEqual({ value: 1, unit: 'usd', kind: 'assumed' });
		expect(exact(1, 'usd')).not.toHaveProperty('digits');
	});

	it('print amounts exactly at every size', () => {
		expect(coins(2_099_999_993_175_000n, 8)).toEqual({
			value: 20_999_999.93175,
			unit: 'coins',
			kind: 'exact',
			digits: 8,
		});
		// 2,099,999,999,972,700,000 base units are beyond 2^53.
		expect(coins(2_099_999_999_972_700_000n, 8).value).toBe('20999999999.72700000');
		expect(coins(-2_099_999_999_972_700_001n, 8).value).toBe('-20999999999.72700001');
		expect(coins(-5n, 8).value).toBe(-5e-8);
		expect(baseUnits(2n ** 53n - 1n).value).toBe(Number.MAX_SAFE_INTEGER);
		expect(baseUnits(2n ** 53n).value).toBe('9007199254740992');
		expect(baseUnits(-(2n ** 53n)).value).toBe('-9007199254740992');
	});
});

describe('rows', () => {
	it('differ by fork − base, in days between dates and in points between percentages', () => {
		const amounts = row('a', 'a', exact(20, 'coins', 8), exact(30, 'coins', 8));
		expect(amounts.difference).toEqual({ value: 10, unit: 'coins', kind: 'exact', digits: 8 });
		expect(amounts.relative).toEqual({ value: 0.5, unit: 'ratio', kind: 'exact' });
		const dates = row('d', 'd', conditional(86_400, 'utc'), conditional(0, 'utc'));
		expect(dates.difference).toEqual({ value: -1, unit: 'days', kind: 'conditional' });
		expect(dates.relative).toBeNull();
		expect(row('h', 'h', exact(10, 'height'), exact(12, 'height')).difference).toMatchObject({
			value: 2,
			unit: 'blocks',
		});
		const shares = row('p', 'p', estimated(0.5, 'percent'), conditional(0.25, 'percent'));
		expect(shares.difference).toEqual({ value: -0.25, unit: 'percent', kind: 'estimated' });
		expect(shares.relative).toBeNull();
	});

	it('have no difference where a side has no number', () => {
		expect(row('n', 'n', exact(1, 'coins'), null)).toMatchObject({ difference: null, relative: null });
		expect(row('n', 'n', exact('one', 'text'), exact('two', 'text'))).toMatchObject({ difference: null });
		expect(row('n', 'n', exact(0, 'coins'), exact(5, 'coins')).relative).toBeNull();
	});

	it('scale a given difference and its interval, and say when it covers zero', () => {
		const clear = row('c', 'c', estimated(10, 'coins'), estimated(12, 'coins'), {
			difference: estimated(2, 'coins', 1),
		});
		expect(clear.relative).toEqual({ value: 0.2, unit: 'ratio', kind: 'estimated', low: 0.1, high: 0.3 });
		expect(clear).not.toHaveProperty('indistinct');
		const covered = row('c', 'c', estimated(10, 'coins'), estimated(12, 'coins'), {
			difference: estimated(2, 'coins', 3),
		});
		expect(covered.indistinct).toBe(true);
		const none = row('c', 'c', estimated(10, 'coins'), estimated(10, 'coins'), {
			difference: estimated(0, 'coins', 0),
		});
		expect(none).not.toHaveProperty('indistinct');
	});

	it('pass on how they are shown', () => {
		const shown = row('s', 's', exact(1, 'coins'), exact(2, 'coins'), { relative: false, detail: true, level: 1 });
		expect(shown).toMatchObject({ relative: null, detail: true, level: 1 });
		expect(row('s', 's', null, null)).not.toHaveProperty('detail');
	});
});
