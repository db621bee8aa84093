import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
	breakEven,
	type ClosedFormInput,
	closedForm,
	coinQuantile,
	poissonLossProbability,
	probabilityNever,
	waitQuantileDays,
} from '../../src/compare/closedform.ts';
import { poissonQuantile } from '../../src/compare/poisson.ts';
import { effectiveDays, type GrowthConvention } from '../../src/fleet/convention.ts';

interface EconomicsCase {
	readonly name: string;
	readonly inputs: Readonly<Record<string, number | string>>;
	readonly expected: number | Readonly<Record<string, number>>;
	readonly tolerance: Readonly<Record<string, number | string>>;
}

const cases: EconomicsCase[] = JSON.parse(
	readFileSync(new URL('../vectors/economics-fleet.json', import.meta.url), 'utf8'),
).cases;
if (cases.length === 0) throw new Error('no economics vectors');
const named = (pattern: RegExp): EconomicsCase[] => {
	const found = cases.filter(({ name }) => pattern.test(name));
	if (found.length === 0) throw new Error(`no vector matches ${pattern}`);
	return found;
};

const CONVENTIONS: Readonly<Record<string, GrowthConvention>> = {
	none: 'flat',
	daily_day0_at_N0: 'day0',
	daily_growth_first: 'growth-first',
	continuous: 'continuous',
};

function inputOf({ name, inputs }: EconomicsCase): ClosedFormInput {
	const compounding = String(inputs['compounding'] ?? name.split('.').at(-1));
	return {
		ratePerSecond: Number(inputs['rate']),
		networkPerSecond: Number(inputs['network_rate'] ?? 171.9e6),
		spacingSeconds: Number(inputs['spacing_s']),
		subsidyCoins: Number(inputs['subsidy']),
		days: Number(inputs['days'] ?? 1),
		growthPerDay: Number(inputs['growth_per_day'] ?? 0),
		convention: CONVENTIONS[compounding] ?? 'flat',
	};
}

function near(found: number, expected: number, relative = 1e-9): void {
	expect(Math.abs(found - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
}

/** Every figure that a case may expect; an unknown one fails. */
function figure(key: string, input: ClosedFormInput, costUsd: number, price: number): number {
	const found = closedForm(input);
	switch (key) {
		case 'expected_blocks':
			return found.expectedBlocks;
		case 'expected_coins':
			return found.expectedCoins;
		case 'sd_coins':
			return found.sdCoins;
		case 'cv':
			return found.cv;
		case 'p_zero':
			return found.probabilityNone;
		case 'expected_revenue_usd':
			return found.expectedCoins * price;
		case 'expected_net_usd':
			return found.expectedCoins * price - costUsd;
		case 'breakeven_price_usd':
			return breakEven(
				{ marginalCoins: found.expectedCoins, wholeCoins: found.expectedCoins },
				{ marginalUsd: costUsd, wholeUsd: costUsd },
			).wholeUsd!;
		case 'p10_blocks':
			return poissonQuantile(found.expectedBlocks, 0.1);
		default:
			throw new Error(`no figure for ${key}`);
	}
}

describe('fleets over 30 days', () => {
	it.each([...named(/^fork\.(?!.*issuance)/), ...named(/^twin\.rent\.(4x|M5)/)])('$name', (entry) => {
		const input = inputOf(entry);
		const expected = Object.entries(entry.expected);
		expect(expected.length).toBeGreaterThan(0);
		for (const [key, value] of expected) {
			near(figure(key, input, Number(entry.inputs['cost_usd']), Number(entry.inputs['price'])), value);
		}
	});

	it.each(named(/^twin\.rent\.published_mc$/))('$name: every convention lies within the published noise', (entry) => {
		for (const convention of ['day0', 'growth-first', 'continuous'] as const) {
			const input = { ...inputOf(entry), ratePerSecond: 14766, convention };
			for (const [key, value] of Object.entries(entry.expected)) {
				const found = figure(key, input, 1411.2, 399.25);
				expect(Math.abs(found - value), `${convention} ${key}`).toBeLessThanOrEqual(Number(entry.tolerance[key]));
			}
		}
	});

	it.each(named(/^twin\.rent\.fleet\.quantiles$/))('$name', (entry) => {
		const { expectedBlocks } = closedForm(inputOf(entry));
		for (const [key, value] of Object.entries(entry.expected)) {
			const q = Number(key.slice(1)) / 100;
			expect(poissonQuantile(expectedBlocks, q)).toBe(value);
			expect(coinQuantile(expectedBlocks, 20, q)).toBe(20 * value);
		}
	});

	it.each(named(/^twin\.rent\.marginal$/))('$name: the rental is not saved by a machine already owned', (entry) => {
		const expected = entry.expected as Readonly<Record<string, number>>;
		const base = { ...inputOf(entry), days: 30, growthPerDay: 0.01, convention: 'day0' as const };
		const rental = closedForm({ ...base, ratePerSecond: 10192 });
		const whole = closedForm({ ...base, ratePerSecond: 14766 });
		const prices = breakEven(
			{ marginalCoins: rental.expectedCoins, wholeCoins: whole.expectedCoins },
			{ marginalUsd: 1411.2, wholeUsd: 1411.2 },
		);
		near(rental.expectedBlocks, expected['incremental_blocks']!);
		near(prices.marginalUsd!, expected['marginal_breakeven_usd']!);
		near(prices.wholeUsd!, expected['fleet_breakeven_usd']!);
		near((1 - prices.wholeUsd! / prices.marginalUsd!) * 100, expected['understatement_pct']!);
	});
});

describe('the M5 alone', () => {
	const FIGURES: Readonly<Record<string, (entry: EconomicsCase) => number>> = {
		share_pct: (entry) => closedForm(inputOf(entry)).share * 100,
		blocks_per_day: (entry) => closedForm(inputOf(entry)).blocksPerDay,
		coins_per_day: (entry) => closedForm(inputOf(entry)).coinsPerDay,
		usd_per_day: (entry) => closedForm(inputOf(entry)).coinsPerDay * Number(entry.inputs['price']),
		mean_wait_days: (entry) => closedForm(inputOf(entry)).meanWaitDays,
		p_no_block_27d: (entry) => closedForm(inputOf(entry)).probabilityNone,
		p_no_block_90d: (entry) => closedForm(inputOf(entry)).probabilityNone,
		wait_p90_days: (entry) => waitQuantileDays(closedForm(inputOf(entry)).blocksPerDay, 0, Number(entry.inputs['q'])),
		p_never_again_growth_1pct: (entry) => probabilityNever(closedForm(inputOf(entry)).blocksPerDay, 0.01),
	};

	it.each(named(/^twin\.m5\./))('$name', (entry) => {
		const compute = FIGURES[entry.name.slice('twin.m5.'.length)];
		if (compute === undefined) throw new Error(`no figure for ${entry.name}`);
		near(compute(entry), Number(entry.expected));
	});

	it('prints the percentages and prices of the fact sheet', () => {
		const m5 = (convention: GrowthConvention): string =>
			(closedForm({ ...M5, convention }).probabilityNone * 100).toFixed(3);
		expect(m5('day0')).toBe('51.385');
		expect(m5('continuous')).toBe('51.555');
		const price = (ratePerSecond: number, convention: GrowthConvention): string =>
			(1411.2 / closedForm({ ...M5, ratePerSecond, convention }).expectedCoins).toFixed(3);
		expect(price(10192, 'day0')).toBe('47.559');
		expect(price(10192, 'continuous')).toBe('47.796');
		expect(price(14766, 'day0')).toBe('32.827');
		expect(price(14766, 'continuous')).toBe('32.990');
	});

	it('waits: median 27.1 days flat, 31.6 at +1 %/day, mean 39.1', () => {
		expect(closedForm({ ...M5, convention: 'flat' }).medianWaitDays).toBeCloseTo(27.135, 3);
		expect(closedForm({ ...M5, convention: 'continuous' }).medianWaitDays).toBeCloseTo(31.6, 1);
		expect(closedForm(M5).meanWaitDays).toBeCloseTo(39.148, 3);
	});
});

const M5: ClosedFormInput = {
	ratePerSecond: 4574,
	networkPerSecond: 171.9e6,
	spacingSeconds: 90,
	subsidyCoins: 20,
	days: 30,
	growthPerDay: 0.01,
	convention: 'day0',
};

describe('issuance', () => {
	it.each(named(/^fork\..*issuance$/))('$name: the whole network as one fleet', (entry) => {
		const expected = entry.expected as Readonly<Record<string, number>>;
		const network = closedForm({ ...inputOf(entry), ratePerSecond: 171.9e6, days: 30 });
		near(network.expectedCoins, expected['coins_30d']!);
		const blocks = Number(entry.inputs['halving']) - Number(entry.inputs['tip']);
		near(blocks / network.blocksPerDay, expected['days_to_next_halving']!);
	});
});

describe('edges', () => {
	it('an idle fleet earns nothing and waits forever', () => {
		const idle = closedForm({ ...M5, ratePerSecond: 0 });
		expect(idle).toMatchObject({
			expectedCoins: 0,
			probabilityNone: 1,
			cv: Infinity,
			meanWaitDays: Infinity,
			medianWaitDays: Infinity,
		});
	});

	it('half the paths never see a block when growth outruns the fleet', () => {
		const lambda = closedForm(M5).blocksPerDay;
		expect(waitQuantileDays(lambda, 0.01, 0.9)).toBeLessThan(Infinity);
		expect(waitQuantileDays(lambda, 0.01, 0.93)).toBe(Infinity);
		expect(waitQuantileDays(lambda, 0.04, 0.5)).toBe(Infinity);
		expect(waitQuantileDays(lambda, -0.01, 0.5)).toBeLessThan(27.135);
		expect(probabilityNever(lambda, 0)).toBe(0);
		expect(() => waitQuantileDays(lambda, 0, 1)).toThrow(RangeError);
	});

	it('the wait’s quantile is where the expected blocks reach −ln(1 − p)', () => {
		const lambda = closedForm(M5).blocksPerDay;
		const t = waitQuantileDays(lambda, 0.01, 0.5);
		expect(lambda * effectiveDays('continuous', t, 0.01)).toBeCloseTo(Math.LN2, 12);
	});

	it('loss is a count below cost over the price of a block', () => {
		// 34.15 coins flat: 1,411.20 USD at 399.25 needs one block of 7,985 USD, at 39.925 two of 798.50.
		const blocks = closedForm({ ...M5, ratePerSecond: 10192, convention: 'flat' }).expectedBlocks;
		expect(poissonLossProbability(blocks, 20, 1411.2, 399.25)).toBeCloseTo(0.1813, 4);
		expect(poissonLossProbability(blocks, 20, 1411.2, 39.925)).toBeCloseTo(0.1813 * (1 + blocks), 4);
		expect(poissonLossProbability(blocks, 20, 7985, 399.25)).toBeCloseTo(0.1813, 4);
		expect(poissonLossProbability(blocks, 20, 0, 399.25)).toBe(0);
	});

	it('there is no break-even without cost or coins', () => {
		const coins = { marginalCoins: 0, wholeCoins: 10 };
		expect(breakEven(coins, { marginalUsd: 5, wholeUsd: 0 })).toEqual({ marginalUsd: null, wholeUsd: null });
	});
});
