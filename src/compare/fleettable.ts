/** One fleet, base against fork: revenue under three readings of the world, spread, luck and break-even. */

import type { SimulationResult } from '../engine/types.ts';
import { fleetCostUsd } from '../fleet/rate.ts';
import type { Fleet } from '../fleet/types.ts';
import type { Market } from '../market/types.ts';
import type { Figure, Row, Table, Unit } from '../report/types.ts';
import { type ClosedForm, type ClosedFormInput, closedForm } from './closedform.ts';
import { assumed, conditional, estimated, row } from './figure.ts';
import { lossProbability, lossSlope, quantileUnits } from './lattice.ts';
import { meanHalfWidth, pairedHalfWidth, type SideLuck } from './luck.ts';

/** What a fleet's table is made of. */
export interface FleetTableInput {
	readonly fleet: Fleet;
	/** Base, and the fork where it can be simulated. */
	readonly sides: readonly SideLuck[];
	readonly result: SimulationResult;
	readonly market: Market;
	readonly decimals: number;
	readonly windowSeconds: number;
	/** Coins a day under the fork ÷ under the base. */
	readonly coinsRatio: number;
	/** Base supply ÷ fork supply at the window's end. */
	readonly supplyRatio: number;
	/** Poisson closed forms per side, by convention. */
	readonly closedForms: readonly (readonly { readonly name: string; readonly form: ClosedForm }[])[];
}

const QUANTILES = [0.05, 0.5, 0.95] as const;

/** Estimated rows need each side's error and the paired error of their difference. */
class FleetRows {
	readonly #input: FleetTableInput;
	readonly #coin: number;
	readonly rows: Row[] = [];
	readonly #prefix: string;

	constructor(input: FleetTableInput) {
		this.#input = input;
		this.#coin = 10 ** input.decimals;
		this.#prefix = input.fleet.id;
	}

	/** Mean coins of a side. */
	coins(side: SideLuck): number {
		return side.luck.meanUnits / this.#coin;
	}

	/** Coins per growth-weighted block of a side. */
	slope(side: SideLuck): number {
		return (side.findsPerBlock * side.unitsPerFind) / this.#coin;
	}

	/**
	 * A row whose value moves by `slope` per growth-weighted block: the blocks' paired error gives the interval of
	 * the difference to first order.
	 */
	add(
		id: string,
		label: string,
		unit: Unit,
		value: (side: SideLuck, index: number) => number | null,
		slope: (side: SideLuck, index: number) => number,
		options: { readonly detail?: boolean; readonly level?: number; readonly kind?: 'assumed' } = {},
	): void {
		const { sides, result } = this.#input;
		const figures = sides.map((side, index): Figure => {
			const number = value(side, index);
			if (options.kind === 'assumed') return assumed(number, unit);
			return estimated(number, unit, meanHalfWidth(result, index, slope(side, index)));
		});
		const [base, fork] = figures;
		const half = sides[1] && pairedHalfWidth(result, slope(sides[1], 1), slope(sides[0]!, 0));
		const paired =
			options.kind === undefined && typeof base?.value === 'number' && typeof fork?.value === 'number'
				? { difference: estimated(fork.value - base.value, unit, half) }
				: {};
		this.rows.push(row(`${this.#prefix}.${id}`, label, base ?? null, fork ?? null, { ...options, ...paired }));
	}

	/** A row of figures that have no error of their own to print. */
	plain(
		id: string,
		label: string,
		of: (side: SideLuck, index: number) => Figure | null,
		detail = false,
		level = 0,
	): void {
		const [base, fork] = this.#input.sides.map(of);
		this.rows.push(
			row(`${this.#prefix}.${id}`, label, base ?? null, fork ?? null, { detail, ...(level ? { level } : {}) }),
		);
	}
}

function revenueRows(table: FleetRows, input: FleetTableInput): void {
	const { market, coinsRatio, supplyRatio } = input;
	const price = market.priceUsd;
	const coins = (side: SideLuck): number => table.coins(side);
	table.add('coins', 'coins, mean', 'coins', coins, (side) => table.slope(side));
	table.add(
		'usd',
		'revenue, USD',
		'usd',
		(s) => coins(s) * price,
		(s) => table.slope(s) * price,
	);
	if (coinsRatio === 1 || input.sides[1] === undefined) return;
	const base = coins(input.sides[0]!) * price;
	table.add(
		'usd-joined',
		'if others join',
		'usd',
		() => base,
		() => 0,
		{
			kind: 'assumed',
			level: 1,
		},
	);
	table.add(
		'usd-diluted',
		'if value stays',
		'usd',
		(side, index) => coins(side) * price * (index === 0 ? 1 : supplyRatio),
		() => 0,
		{ kind: 'assumed', level: 1 },
	);
}

function spreadRows(table: FleetRows, input: FleetTableInput): void {
	const coin = 10 ** input.decimals;
	const sd = (side: SideLuck): number => side.luck.sdUnits / coin;
	// The spread of finds grows with the root of their mean.
	const sdSlope = (side: SideLuck): number =>
		table.coins(side) > 0 ? (sd(side) * table.slope(side)) / (2 * table.coins(side)) : 0;
	table.add(
		'variance',
		'variance',
		'coins²',
		(s) => sd(s) ** 2,
		(s) => 2 * sd(s) * sdSlope(s),
		{},
	);
	table.add('sd', 'sd, luck alone', 'coins', sd, sdSlope);
	table.plain(
		'sd-measured',
		'and hashrate error',
		({ measured }) => (measured === null ? null : conditional(measured.sdUnits / coin, 'coins')),
		false,
		1,
	);
	table.add(
		'cv',
		'CV (sd ÷ mean)',
		'ratio',
		({ luck }) => luck.cv,
		(side) => (table.coins(side) > 0 ? ((side.luck.cv ?? 0) * table.slope(side)) / (2 * table.coins(side)) : 0),
	);
}

function luckRows(table: FleetRows, input: FleetTableInput, days: string): void {
	const coin = 10 ** input.decimals;
	table.add(
		'none',
		`no block in ${days}`,
		'percent',
		({ luck }) => luck.probabilityNone,
		(side) => side.luck.probabilityNone * side.findsPerBlock,
	);
	if (input.coinsRatio !== 1 && input.sides[1] !== undefined) {
		table.plain('none-joined', 'if others join', ({ joined }) => assumed(joined.probabilityNone, 'percent'), false, 1);
	}
	table.plain(
		'none-measured',
		'and hashrate error',
		({ measured }) => (measured === null ? null : conditional(measured.probabilityNone, 'percent')),
		true,
		1,
	);
	for (const q of QUANTILES) {
		const name = `P${q * 100}`;
		table.plain(name.toLowerCase(), `coins, ${name}`, ({ luck }) =>
			estimated(Number(quantileUnits(luck.coins, q)) / coin, 'coins'),
		);
	}
}

function costRows(table: FleetRows, input: FleetTableInput): void {
	const { fleet, market, windowSeconds } = input;
	const coin = 10 ** input.decimals;
	const cost = fleetCostUsd(fleet, windowSeconds).wholeUsd;
	if (!(cost > 0)) return;
	const breakEven = (side: SideLuck): number | null => (table.coins(side) > 0 ? cost / table.coins(side) : null);
	table.add('breakeven', 'break-even, USD', 'usd/coin', breakEven, (side) => {
		const coins = table.coins(side);
		return coins > 0 ? (cost / (coins * coins)) * table.slope(side) : 0;
	});
	table.add(
		'loss',
		`P(loss) at ${market.priceUsd}`,
		'percent',
		({ luck }) => lossProbability(luck.coins, cost, market.priceUsd, coin),
		(side) => lossSlope(side.luck.coins, cost, market.priceUsd, coin) * side.findsPerBlock,
	);
	table.plain(
		'loss-measured',
		'and hashrate error',
		({ measured }) =>
			measured === null ? null : conditional(lossProbability(measured.coins, cost, market.priceUsd, coin), 'percent'),
		true,
		1,
	);
}

function closedFormRows(table: FleetRows, input: FleetTableInput): void {
	const cost = fleetCostUsd(input.fleet, input.windowSeconds).wholeUsd;
	const names = input.closedForms[0]?.map(({ name }) => name) ?? [];
	for (const name of names) {
		const of = (value: (form: ClosedForm) => Figure) => (_: SideLuck, index: number) => {
			const form = input.closedForms[index]?.find((entry) => entry.name === name)?.form;
			return form === undefined ? null : value(form);
		};
		table.plain(
			`closed-${name}-coins`,
			`Poisson closed form (${name}): coins`,
			of((form) => conditional(form.expectedCoins, 'coins')),
			true,
		);
		table.plain(
			`closed-${name}-none`,
			'no block',
			of((form) => conditional(form.probabilityNone, 'percent')),
			true,
			1,
		);
		if (cost > 0) {
			table.plain(
				`closed-${name}-breakeven`,
				'break-even price',
				of((form) => conditional(cost / form.expectedCoins, 'usd/coin')),
				true,
				1,
			);
		}
	}
}

/** "30 days", "1 day", "0.5 days". */
export function daysText(windowSeconds: number): string {
	const days = windowSeconds / 86_400;
	return days === 1 ? '1 day' : `${days} days`;
}

/** The table of one fleet. */
export function fleetTable(input: FleetTableInput): Table {
	const table = new FleetRows(input);
	const days = daysText(input.windowSeconds);
	revenueRows(table, input);
	spreadRows(table, input);
	luckRows(table, input, days);
	costRows(table, input);
	closedFormRows(table, input);
	const share = input.sides.map((side) => (side.share * 100).toPrecision(4));
	const notes = [
		`Over ${days} from activation; share of the network on the first day ${share.join(' % base, ')} %${share.length > 1 ? ' fork' : ''}.`,
		'Intervals are the 95 % errors of the estimates, paired for differences; standard deviation, CV and quantiles are the risk that stays.',
	];
	return { id: `fleet.${input.fleet.id}`, title: input.fleet.title, rows: table.rows, notes };
}

/** The closed forms that stand beside a side's simulation. */
export function closedFormsOf(input: Omit<ClosedFormInput, 'convention'>): { name: string; form: ClosedForm }[] {
	const conventions = input.growthPerDay === 0 ? (['flat'] as const) : (['flat', 'day0', 'continuous'] as const);
	return conventions.map((convention) => ({ name: convention, form: closedForm({ ...input, convention }) }));
}
