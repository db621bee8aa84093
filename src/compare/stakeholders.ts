/**
 * Who decides by what. One table: a group, the row that decides for it, which way is better, how much matters,
 * and the rows that must not contradict it. A verdict is read off the rows by this table alone.
 */
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import { findRow } from './deferred.ts';
import type { Burst, Direction, Row, Table, Verdict } from './document.ts';

export interface Stakeholder {
	readonly group: string;
	/** Row that decides. */
	readonly decides: string;
	readonly better: 'higher' | 'lower';
	/** Relative difference, or percentage points as a fraction, below which nothing is said to have changed. */
	readonly materiality: number;
	/** Rows that weigh as much as the deciding one; if any points the other way, the verdict is open. */
	readonly with: readonly Companion[];
	/** Other readings of the world: unless they all agree, the verdict rests on a choice and is open. */
	readonly readings: readonly Reading[];
	/** Rows shown under the deciding one. */
	readonly also: readonly string[];
	/** What a better, a worse and an unchanged verdict mean to the group. */
	readonly meaning: { readonly better: string; readonly worse: string; readonly same: string };
}

/** A row that weighs as much as the deciding one, with its own direction and what either means. */
export interface Companion {
	readonly row: string;
	readonly better: 'higher' | 'lower';
	readonly meaning: { readonly better: string; readonly worse: string };
}

/** Another reading of the world: its row, and what to say when it disagrees. */
export interface Reading {
	readonly row: string;
	readonly better: 'higher' | 'lower';
	readonly otherwise: string;
}

/** Relative difference, or percentage points as a fraction, that counts as a change. */
export const MATERIALITY = 0.01;

/** Revenue if hashrate follows it (free entry), and if all coins together keep their worth. */
function readings(fleet: string): Reading[] {
	return [
		{ row: `${fleet}.usd-joined`, better: 'higher', otherwise: 'not if others join or leave with the revenue' },
		{ row: `${fleet}.usd-diluted`, better: 'higher', otherwise: 'not if all coins together keep their worth' },
	];
}

/** The groups of a report whose solo miner and renter are the fleets with the given ids; null: no such fleet. */
export function stakeholders(solo: string | null, rented: string | null): Stakeholder[] {
	const groups: Stakeholder[] = [
		{
			group: 'Holders',
			decides: 'coins-per-day',
			better: 'lower',
			materiality: MATERIALITY,
			with: [
				{
					row: 'final-supply',
					better: 'lower',
					meaning: { better: 'the final supply is lower', worse: 'the final supply is higher' },
				},
			],
			readings: [],
			also: ['window-nominal', 'window-coins', 'next-halving', 'final-supply'],
			meaning: {
				better: 'fewer new coins dilute those that exist',
				worse: 'more new coins dilute those that exist',
				same: 'as many new coins a day',
			},
		},
	];
	if (solo !== null) {
		groups.push({
			group: 'Solo miner',
			decides: `${solo}.none`,
			better: 'lower',
			materiality: MATERIALITY,
			with: [
				{
					row: `${solo}.usd`,
					better: 'higher',
					meaning: { better: 'revenue rises', worse: 'revenue falls' },
				},
			],
			readings: readings(solo),
			also: [`${solo}.coins`, `${solo}.usd-joined`, `${solo}.usd-diluted`],
			meaning: {
				better: 'a window without a block is rarer',
				worse: 'a window without a block is more frequent',
				same: 'luck and revenue stay',
			},
		});
	}
	if (rented !== null) {
		groups.push({
			group: 'Renter',
			decides: `${rented}.breakeven`,
			better: 'lower',
			materiality: MATERIALITY,
			with: [],
			readings: readings(rented),
			also: [`${rented}.loss`],
			meaning: {
				better: 'the rent is earned at a lower price',
				worse: 'the rent is earned only at a higher price',
				same: 'the rent is earned at the same price',
			},
		});
	}
	groups.push(
		{
			group: 'Exchange',
			decides: 'wait-6-p95',
			better: 'lower',
			materiality: MATERIALITY,
			with: [
				{
					row: 'buried-work',
					better: 'higher',
					meaning: { better: 'they hold more work', worse: 'they hold less work' },
				},
			],
			readings: [],
			also: ['reversal-30', 'buried-work'],
			meaning: {
				better: 'six confirmations come sooner',
				worse: 'six confirmations come later',
				same: 'six confirmations take as long',
			},
		},
		{
			group: 'Full node',
			decides: 'headers-year',
			better: 'lower',
			materiality: MATERIALITY,
			with: [],
			readings: [],
			also: [],
			meaning: { better: 'fewer headers to keep', worse: 'more headers to keep', same: 'as many headers to keep' },
		},
	);
	return groups;
}

/** After an edit in place nothing but the burst and the broken history decides. */
export function inPlaceStakeholders({ rows, baseBits, forkBits }: Burst): Stakeholder[] {
	const shared = { better: 'lower', materiality: MATERIALITY, with: [], readings: [] } as const;
	const stalls = rows.some(({ afterSeconds, blocks }) => afterSeconds >= SECONDS_PER_DAY && blocks === 0);
	const rejects = baseBits === forkBits ? '' : 'a fresh sync rejects the chain';
	return [
		{
			...shared,
			group: 'Holders',
			decides: 'burst-day',
			// Coins that nobody can move are no gain.
			better: stalls ? 'higher' : 'lower',
			also: ['final-supply'],
			meaning: {
				better: 'fewer coins are minted in a day than before',
				worse: stalls
					? 'no block is found for a day: nothing can be paid'
					: 'more coins are minted in a day than before',
				same: 'as many coins a day',
			},
		},
		{
			...shared,
			group: 'Full node',
			decides: 'burst-headers',
			also: [],
			meaning: {
				better: 'headers follow the clock',
				worse: `headers run ahead${rejects && `, and ${rejects}`}`,
				same: `headers follow the clock${rejects && `, but ${rejects}`}`,
			},
		},
	];
}

/**
 * Which way a row points: only a difference above both its own interval and the materiality counts. Relative where
 * the row has a relative difference, in percentage points otherwise.
 */
export function directionOf(row: Row, better: 'higher' | 'lower', materiality: number): 'better' | 'worse' | 'same' {
	const { difference, relative } = row;
	if (typeof difference?.value !== 'number' || row.indistinct === true) return 'same';
	const size = typeof relative?.value === 'number' ? relative.value : difference.value;
	if (!(Math.abs(size) > materiality)) return 'same';
	return size > 0 === (better === 'higher') ? 'better' : 'worse';
}

type Pointing = 'better' | 'worse' | 'same';

/** A row by its id; undefined where no table holds it. */
type FindRow = (id: string) => Row | undefined;

/** One verdict per group whose deciding row the tables hold. */
export function verdicts(groups: readonly Stakeholder[], tables: readonly Table[]): Verdict[] {
	const find: FindRow = (id) => findRow(tables, id);
	return groups.flatMap((stakeholder): Verdict[] => {
		const row = find(stakeholder.decides);
		if (row === undefined) return [];
		const also = stakeholder.also.flatMap((id) => find(id) ?? []);
		return [{ group: stakeholder.group, rowId: row.id, row, also, ...weigh(stakeholder, row, find) }];
	});
}

/** The deciding row and those that weigh as much settle a direction; every other reading must then agree. */
function weigh(
	{ better, materiality, with: companions, readings: others, meaning }: Stakeholder,
	row: Row,
	find: FindRow,
): { verdict: Direction; because: string } {
	const point = (other: Companion | Reading): Pointing | null => {
		const found = find(other.row);
		return found === undefined ? null : directionOf(found, other.better, materiality);
	};
	let settled: Pointing = directionOf(row, better, materiality);
	let because = meaning[settled];
	for (const companion of companions) {
		const direction = point(companion);
		if (direction === null || direction === 'same' || direction === settled) continue;
		if (settled !== 'same') return { verdict: 'unclear', because: `${because}, but ${companion.meaning[direction]}` };
		settled = direction;
		because = companion.meaning[direction];
	}
	const dissent = others.find((reading) => {
		const direction = point(reading);
		return direction !== null && direction !== settled;
	});
	if (dissent === undefined) return { verdict: settled, because };
	return { verdict: 'unclear', because: `${because}, but ${dissent.otherwise}` };
}
