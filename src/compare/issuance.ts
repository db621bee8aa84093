/** Issuance of two rule sets: exact by height, conditional on the schedule by date. */

import {
	firstZeroHeight,
	halvingHeights,
	issuedBetween,
	issuedThrough,
	startsAtGenesis,
	subsidyAt,
	subsidyEras,
	totalSupply,
} from '../consensus/subsidy.ts';
import { halfLifeAt, spacingAt } from '../difficulty/era.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import type { ChainState, Rules } from '../params/types.ts';
import type { Figure, Row, Table } from './document.ts';
import { baseUnits, coins, exact, row } from './figure.ts';
import { Pace, scheduledDate } from './pace.ts';

const DAYS_PER_YEAR = 365;
const SUPPLY_YEARS = [1, 2, 4, 10] as const;
/** Halvings listed one by one. */
const LISTED_HALVINGS = 6;

/** Blocks a day at a target spacing. */
function blocksPerDay(spacingSeconds: number): number {
	return SECONDS_PER_DAY / spacingSeconds;
}

/** Coins a day by the schedule: subsidy × 86,400 ÷ spacing, exact as a fraction of base units. */
export function coinsPerDay(rules: Rules, height: number): Figure {
	const spacing = Number(spacingAt(rules.difficulty, BigInt(height)));
	const subsidy = Number(subsidyAt(rules.subsidy, BigInt(height)));
	const value = (subsidy * SECONDS_PER_DAY) / spacing / 10 ** rules.coin.decimals;
	return exact(value, 'coins/day', rules.coin.decimals);
}

/** One side of the comparison, and the first height at which the sides differ. */
export interface Side {
	readonly rules: Rules;
	readonly pace: Pace | null;
	readonly height: number;
}

/** A figure on each side that has what it needs; `undefined` sides print as a dash. */
export function both(sides: readonly Side[], of: (side: Side) => Figure | null): [Figure | null, Figure | null] {
	return [of(sides[0]!), sides[1] === undefined ? null : of(sides[1])];
}

function dateFigure(side: Side, height: number, state: ChainState): Figure | null {
	if (side.pace === null || height < state.tip.height) return null;
	return scheduledDate(side.rules, state, side.pace, height);
}

function halvingRows(sides: readonly Side[], state: ChainState): Row[] {
	const schedules = sides.map(({ rules }) => halvingHeights(rules.subsidy));
	const next = schedules[0]!.findIndex((height) => height > BigInt(state.tip.height));
	const rows: Row[] = [];
	for (let k = Math.max(0, next); k < Math.max(0, next) + LISTED_HALVINGS; k++) {
		const heights = schedules.map((schedule) => schedule[k]);
		if (heights.every((height) => height === undefined)) break;
		const at = (i: number): number | null => (heights[i] === undefined ? null : Number(heights[i]));
		const name = k === next ? 'next halving' : `halving ${k + 1}`;
		const detail = k !== next;
		const heightOf = (i: number): Figure | null => (at(i) === null ? null : exact(at(i), 'height'));
		const dateOf = (i: number): Figure | null => {
			const side = sides[i];
			const height = at(i);
			return side === undefined || height === null ? null : dateFigure(side, height, state);
		};
		rows.push(row(`halving-${k + 1}-height`, `${name}, height`, heightOf(0), heightOf(1), { detail }));
		rows.push(
			row(k === next ? 'next-halving' : `halving-${k + 1}-date`, `${name}, date`, dateOf(0), dateOf(1), { detail }),
		);
	}
	return rows;
}

/**
 * The first height above `height` whose block creates another amount than the one before it; null where none comes, and
 * where every block creates another amount.
 */
export function nextSubsidyChange({ subsidy }: Rules, height: number): number | null {
	const { rule } = subsidy.findLast(({ fromHeight }) => fromHeight <= height)!;
	if (rule.kind === 'smooth' || rule.kind === 'emission') return null;
	const { value: era } = subsidyEras(subsidy, BigInt(height)).next();
	return typeof era?.endHeight === 'bigint' ? Number(era.endHeight) : null;
}

/** Where nothing halves: when the subsidy changes next. */
function changeRows(sides: readonly Side[], state: ChainState): Row[] {
	if (sides.some(({ rules }) => halvingHeights(rules.subsidy).length > 0)) return [];
	const heights = sides.map(({ rules }) => nextSubsidyChange(rules, state.tip.height));
	if (heights.every((height) => height === null)) return [];
	const heightOf = (side: Side): number | null => heights[sides.indexOf(side)] ?? null;
	const height = both(sides, (side) => (heightOf(side) === null ? null : exact(heightOf(side), 'height')));
	const date = both(sides, (side) => {
		const change = heightOf(side);
		return change === null ? null : dateFigure(side, change, state);
	});
	return [
		row('subsidy-change-height', 'next change of the subsidy, height', ...height),
		row('subsidy-change', 'next change of the subsidy, date', ...date),
	];
}

function supplyRows(sides: readonly Side[], state: ChainState): Row[] {
	return SUPPLY_YEARS.map((years) => {
		const time = state.tip.timeSeconds + years * DAYS_PER_YEAR * SECONDS_PER_DAY;
		const supply = both(sides, ({ rules, pace }) => {
			if (pace === null || !startsAtGenesis(rules.subsidy)) return null;
			const issued = issuedThrough(rules.subsidy, BigInt(pace.heightAt(time)));
			return { ...coins(issued, rules.coin.decimals, 'conditional'), digits: 0 };
		});
		return row(`supply-${years}y`, `supply after ${years} ${years === 1 ? 'year' : 'years'}`, ...supply, {
			detail: years > 1,
		});
	});
}

export function rateRows(sides: readonly Side[]): Row[] {
	const perBlock = both(sides, ({ rules, height }) =>
		coins(subsidyAt(rules.subsidy, BigInt(height)), rules.coin.decimals),
	);
	const spacing = both(sides, ({ rules, height }) =>
		exact(Number(spacingAt(rules.difficulty, BigInt(height))), 'seconds'),
	);
	const perDayBlocks = both(sides, ({ rules, height }) =>
		exact(blocksPerDay(Number(spacingAt(rules.difficulty, BigInt(height)))), 'blocks'),
	);
	const perDay = both(sides, ({ rules, height }) => coinsPerDay(rules, height));
	return [
		row('spacing', 'target spacing', ...spacing),
		row('coins-per-block', 'coins a block', ...perBlock),
		row('blocks-per-day', 'blocks a day', ...perDayBlocks, { detail: true }),
		row('coins-per-day', 'coins a day', ...perDay),
	];
}

/** What new coins do to the supply; where the first blocks' subsidies are no function of height, what the others created. */
function dilutionRow(sides: readonly Side[]): Row {
	const schedule = sides[0]!.rules.subsidy;
	if (startsAtGenesis(schedule)) {
		const inflation = both(sides, ({ rules, height }) => {
			const supply = issuedThrough(rules.subsidy, BigInt(height - 1));
			const yearly = Number(coinsPerDay(rules, height).value) * DAYS_PER_YEAR;
			return exact(yearly / (Number(supply) / 10 ** rules.coin.decimals), 'percent');
		});
		return row('inflation', 'new coins a year ÷ supply', ...inflation, { detail: true });
	}
	const { fromHeight } = schedule[0]!;
	const known = both(sides, ({ rules, height }) =>
		coins(issuedBetween(rules.subsidy, fromHeight, BigInt(height)), rules.coin.decimals),
	);
	return row('issued-since', `created by blocks ${fromHeight} to ${sides[0]!.height - 1}`, ...known, { detail: true });
}

export function finalRows(sides: readonly Side[]): Row[] {
	const totals = sides.map(({ rules }) => (isKnown(rules) ? totalSupply(rules.subsidy) : null));
	const decimals = sides[0]!.rules.coin.decimals;
	const totalOf = (side: Side): bigint | null => totals[sides.indexOf(side)] ?? null;
	const total = both(sides, (side) => {
		const supply = totalOf(side);
		if (!isKnown(side.rules)) return exact('not known', 'text');
		return supply === null ? exact('none: issuance never ends', 'text') : coins(supply, decimals);
	});
	const margin = both(sides, (side) => {
		const supply = totalOf(side);
		return supply === null ? null : coins(side.rules.maxMoney - supply, decimals);
	});
	const rows = [
		row('final-supply', 'final supply', ...total),
		row('cap-margin', 'cap minus final supply', ...margin, { detail: true }),
	];
	const [base, fork] = totals;
	if (typeof base === 'bigint' && typeof fork === 'bigint') {
		const difference = baseUnits(fork - base);
		rows.push(
			row('final-supply-units', 'final supply, base units', baseUnits(base), baseUnits(fork), {
				difference,
				detail: true,
			}),
		);
	}
	return rows;
}

/** Whether a total exists, or is known not to: the sum of all blocks is not where the first ones are no function of height. */
export function isKnown({ subsidy }: Rules): boolean {
	return startsAtGenesis(subsidy) || firstZeroHeight(subsidy) === null;
}

/** What sums over blocks leave out. */
export function supplyNotes({ subsidy, emptyBlockPenalty: penalty }: Rules): string[] {
	const givenFrom = subsidy[0]!.fromHeight;
	const notes = [
		givenFrom === 0n
			? 'Supply counts block 0 and every subsidy in full.'
			: `What blocks below height ${givenFrom} created is no function of height, so no supply is given.`,
	];
	if (penalty !== undefined) {
		notes.push(
			`Blocks ${penalty.fromHeight} to ${penalty.endHeight - 1n} that held only a coinbase earned less; how many did is not recorded here, so supply may be lower by what they lost.`,
		);
	}
	return notes;
}

function datesNote(sides: readonly Side[], { tip }: ChainState): string {
	const isAbsolute = sides.every(({ rules, height }) =>
		[BigInt(tip.height), BigInt(height)].every((at) => halfLifeAt(rules.difficulty, at) !== undefined),
	);
	return isAbsolute
		? "Dates assume blocks on schedule from the state's tip; their intervals are those of the schedule's own noise and of the tip's time."
		: "Dates are nominal: a spacing a block from the state's tip. A rule without an absolute schedule lets its noise add up, so they have no interval.";
}

/**
 * Issuance tables of a base and, where given, a fork of it.
 * @param activationHeight first height under the fork's rules; null for an edit of constants in place, whose
 * dates follow no schedule and print as a dash
 */
export function issuanceTables(
	base: Rules,
	fork: Rules | null,
	state: ChainState,
	activationHeight: number | null,
): Table[] {
	const height = activationHeight ?? state.tip.height + 1;
	const sides: Side[] = [{ rules: base, pace: new Pace(base, state), height }];
	if (fork !== null) {
		sides.push({ rules: fork, pace: activationHeight === null ? null : new Pace(fork, state), height });
	}
	const notes = [`Rates are those at height ${height}. ${datesNote(sides, state)}`, ...supplyNotes(base)];
	return [
		{
			id: 'issuance',
			title: 'Issuance',
			rows: [
				...rateRows(sides),
				dilutionRow(sides),
				...halvingRows(sides, state),
				...changeRows(sides, state),
				...supplyRows(sides, state),
				...finalRows(sides),
			],
			notes,
		},
	];
}
