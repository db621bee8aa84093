/** One fleet, base against fork: revenue under three readings of the world, spread, luck and break-even. */

import type { Fleet } from '../fleet/types.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import type { ClosedForm } from './closedform.ts';
import type { Figure, Table } from './document.ts';
import { assumed, conditional, estimated } from './figure.ts';
import { FleetRows, type FleetTableInput } from './fleetrows.ts';
import { lossProbability, lossSlope, quantileUnits } from './lattice.ts';
import type { SideLuck } from './luck.ts';

const QUANTILES = [0.05, 0.5, 0.95] as const;

/** What the ids of the fleets' tables begin with. */
export const FLEET_TABLE = 'fleet.';

/** Id of a fleet's table; the ids of its rows begin with the fleet's own and a point. */
export function fleetTableId({ id }: Pick<Fleet, 'id'>): string {
	return `${FLEET_TABLE}${id}`;
}

function revenueRows(table: FleetRows, input: FleetTableInput): void {
	const { market } = input;
	const { coinsRatio, supplyRatio } = input.basis;
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
	if (supplyRatio === null) return;
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
	const coin = 10 ** input.basis.decimals;
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
	const coin = 10 ** input.basis.decimals;
	table.add(
		'none',
		`no block in ${days}`,
		'percent',
		({ luck }) => luck.probabilityNone,
		(side) => side.luck.probabilityNone * side.findsPerBlock,
	);
	if (input.basis.coinsRatio !== 1 && input.sides[1] !== undefined) {
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
	const { market, costUsd: cost } = input;
	const coin = 10 ** input.basis.decimals;
	if (!(cost > 0)) return;
	table.add(
		'profit',
		'profit, USD',
		'usd',
		(side) => table.coins(side) * market.priceUsd - cost,
		(side) => table.slope(side) * market.priceUsd,
		{ detail: true },
	);
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
	const { costUsd: cost } = input;
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
	const days = windowSeconds / SECONDS_PER_DAY;
	return days === 1 ? '1 day' : `${days} days`;
}

/** The table of one fleet. */
export function fleetTable(input: FleetTableInput): Table {
	const table = new FleetRows(input);
	const days = daysText(input.basis.windowSeconds);
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
	return { id: fleetTableId(input.fleet), title: input.fleet.title, rows: table.rows, notes };
}
