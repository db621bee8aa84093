import { describe, expect, it } from 'vitest';
import type { FleetBasis } from '../../src/compare/basis.ts';
import type { CoinDistribution } from '../../src/compare/lattice.ts';
import { type Bar, binsOf } from '../../src/report/page/bins.ts';
import { readEntry } from '../../src/report/page/entry.ts';
import { entriesOf, linkOf } from '../../src/report/page/link.ts';
import { type Fields, readOrder } from '../../src/report/page/order.ts';

describe('an entry', () => {
	it.each([
		['4574', 4574],
		[' 10,192 ', 10_192],
		['1 000 000', 1e6],
		['.5', 0.5],
		['0.49', 0.49],
		['1e6', 1e6],
		['4.5 k', 4500],
		['171.9M', 171_900_000],
		['2.5E', 2.5e18],
		['0', 0],
	])('%s is %d', (text, value) => {
		expect(readEntry(text)).toEqual({ value });
	});

	it('moves the point of a percentage before it rounds', () => {
		for (const [text, value] of [
			['0.1', 0.001],
			['0.001', 1e-5],
			['29', 0.29],
			['1e-3', 1e-5],
		] as const) {
			expect(readEntry(text, -2)).toEqual({ value });
		}
	});

	it.each([
		['', 'Enter a number.'],
		['0,49', 'Write decimals with a point: 0.49.'],
		['-5', 'Enter a number that is not negative.'],
		['−5', 'Enter a number that is not negative.'],
		['many', 'Enter a number such as 4574, 4.5 k or 1e6.'],
		['1.2.3', 'Enter a number such as 4574, 4.5 k or 1e6.'],
		['<script>', 'Enter a number such as 4574, 4.5 k or 1e6.'],
		['Infinity', 'Enter a number such as 4574, 4.5 k or 1e6.'],
		['1e999', 'Enter a smaller number.'],
		['.', 'Enter a number such as 4574, 4.5 k or 1e6.'],
	])('%j is refused', (text, fault) => {
		expect(readEntry(text)).toEqual({ fault });
	});
});

const network = { unit: 'digest', perSecond: 1000 };
const basis = {
	windowSeconds: 7200,
	chains: [{ stretches: [{ network, fromSecond: 0, toSecond: 7200 }] }],
} as unknown as FleetBasis;

function order(entries: Readonly<Record<string, string>>) {
	const fields: Fields = (name) => ({ size: 'rate', cost: 'hour', price: '400', ...entries })[name] ?? '';
	return readOrder(fields, basis);
}

describe('bars', () => {
	const distribution = (stepUnits: number, probabilities: readonly number[], first = 0): CoinDistribution => ({
		...{ stepUnits, exact: true },
		counts: { first, probabilities: Float64Array.from(probabilities) },
	});
	const sum = (bars: readonly Bar[]) => bars.reduce((total, { chance }) => total + chance, 0);

	it('stand for single amounts where these are few, each side by its own', () => {
		const { from, to, bars } = binsOf([distribution(300, [0.7, 0.3]), distribution(100, [0.4, 0.3, 0.2, 0.1])], 2);
		expect(bars[0]).toEqual([
			{ from: -1.5, to: 1.5, chance: 0.7 },
			{ from: 1.5, to: 4.5, chance: 0.3 },
		]);
		expect(bars[1]!.map(({ chance }) => chance)).toEqual([0.4, 0.3, 0.2, 0.1]);
		expect(bars[1]![0]).toEqual({ from: -0.5, to: 0.5, chance: 0.4 });
		expect([from, to]).toEqual([-1.5, 4.5]);
	});

	it('stand for ranges where amounts are many, and do not flicker', () => {
		const flat = (count: number) => new Array<number>(count).fill(1 / count);
		const { bars } = binsOf([distribution(2000, flat(301)), distribution(1333, flat(451))], 2);
		for (const each of bars) {
			expect(each.length).toBeLessThan(70);
			expect(sum(each)).toBeGreaterThan(0.9);
			const inner = each.slice(1, -1).map(({ chance }) => chance);
			expect(Math.max(...inner) / Math.min(...inner)).toBeLessThan(1.001);
		}
	});

	it('leave out the zero where everything is far from it', () => {
		const { from } = binsOf([distribution(100, [0.5, 0.5], 1000)], 2);
		expect(from).toBe(999.5);
		expect(binsOf([distribution(100, [1])], 2).to).toBe(0.5);
	});
});

describe('a link', () => {
	it('holds what is filled in, for one form', () => {
		const entries = [
			['size', 'share'],
			['share', '0.1'],
			['price', ''],
		] as const;
		expect(linkOf('fork-1-', entries)).toBe('#fork-1-fleet:size=share&share=0.1');
		expect(entriesOf('fork-1-', '#fork-1-fleet:size=share&share=0.1')).toEqual(new Map(entries.slice(0, 2)));
		expect(entriesOf('fork-2-', '#fork-1-fleet:size=share')).toBeNull();
		expect(entriesOf('', '#fleet')).toBeNull();
		expect(entriesOf('', `#fleet:share=${'9'.repeat(1e6)}`)?.get('share')).toHaveLength(40);
	});
});

describe('an order', () => {
	it('is machines inside and on top of the network, with their costs over the window', () => {
		const { fleet, costUsd, priceUsd } = order({ 'inside-0': '40', 'added-0': '1 k', 'usd-per-hour': '1.5' }) as never;
		expect({ costUsd, priceUsd }).toEqual({ costUsd: 3, priceUsd: 400 });
		expect(fleet).toMatchObject({
			kind: 'devices',
			title: 'Your fleet: 40 and 1,000 added digests/s, USD 1.5 an hour',
			devices: [
				{ inNetwork: true, rates: [{ unit: 'digest', perSecond: 40 }] },
				{ inNetwork: false, rates: [{ unit: 'digest', perSecond: 1000 }] },
			],
		});
	});

	it('is a share, whose power costs watts × price', () => {
		const power = { cost: 'power', watts: '3000', 'usd-per-kwh': '0.1' };
		expect(order({ size: 'share', share: '0.1', ...power })).toMatchObject({
			fleet: { kind: 'share', share: 0.001, title: 'Your fleet: 0.1 % of the network, USD 0.3 an hour' },
			costUsd: 0.6,
		});
	});

	it.each([
		[{}, 'inside-0', 'Enter a hashrate in digests/s, here or as added.'],
		[{ 'inside-0': '1001' }, 'inside-0', 'The whole network makes 1,000 digests/s; what is more belongs to the added.'],
		[{ 'inside-0': '1', price: '0' }, 'price', 'Enter a price above 0.'],
		[{ 'inside-0': '1', price: '' }, 'price', 'Enter a number.'],
		[{ 'inside-0': '1', cost: 'power', watts: '5' }, 'usd-per-kwh', 'Enter a number.'],
		[{ size: 'share', share: '100' }, 'share', 'Enter a percentage above 0 and below 100.'],
		[{ size: 'share', share: '0' }, 'share', 'Enter a percentage above 0 and below 100.'],
		[{ size: 'share' }, 'share', 'Enter a number.'],
	])('%j has a fault in %s', (entries, field, text) => {
		expect(order(entries)).toEqual([{ field, text }]);
	});

	it('names every wrong field at once', () => {
		const faults = order({ size: 'share', share: 'x', 'usd-per-hour': 'y', price: 'z' });
		expect(faults).toMatchObject([{ field: 'share' }, { field: 'usd-per-hour' }, { field: 'price' }]);
	});
});
