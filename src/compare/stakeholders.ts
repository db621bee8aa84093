/**
 * Who decides by what. One table: a group, the row that decides for it, which way is better, how much matters,
 * and the rows that must not contradict it. A verdict is read off the rows by this table alone.
 */
import type { Direction, Row, Table, Verdict } from '../report/types.ts';

export interface Stakeholder {
	readonly group: string;
	/** Row that decides. */
	readonly decides: string;
	readonly better: 'higher' | 'lower';
	/** Relative difference, or percentage points as a fraction, below which nothing is said to have changed. */
	readonly materiality: number;
	/** Rows that must point the same way before anything is called better or worse, with their own direction. */
	readonly unless: readonly { readonly row: string; readonly better: 'higher' | 'lower'; readonly then: string }[];
	/** Rows shown under the deciding one. */
	readonly also: readonly string[];
	/** What a better, a worse and an unchanged number mean to the group. */
	readonly meaning: { readonly better: string; readonly worse: string; readonly same: string };
}

const MATERIALITY = 0.01;

/** The groups of a report whose solo miner and renter are the fleets with the given ids; null: no such fleet. */
export function stakeholders(solo: string | null, rented: string | null): Stakeholder[] {
	const groups: Stakeholder[] = [
		{
			group: 'Holders',
			decides: 'coins-per-day',
			better: 'lower',
			materiality: MATERIALITY,
			unless: [{ row: 'final-supply', better: 'lower', then: 'the final supply moves the other way' }],
			also: ['next-halving', 'final-supply'],
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
			unless: [
				{ row: `${solo}.usd`, better: 'higher', then: 'revenue does not follow' },
				{ row: `${solo}.usd-joined`, better: 'higher', then: 'not if others join or leave with the revenue' },
				{ row: `${solo}.usd-diluted`, better: 'higher', then: 'not if all coins together keep their worth' },
			],
			also: [`${solo}.coins`, `${solo}.usd-joined`, `${solo}.usd-diluted`],
			meaning: {
				better: 'a month without a block is rarer',
				worse: 'a month without a block is more frequent',
				same: 'luck and revenue stay',
			},
		});
	}
	if (rented !== null) {
		groups.push({
			group: 'Rented machines',
			decides: `${rented}.breakeven`,
			better: 'lower',
			materiality: MATERIALITY,
			unless: [
				{ row: `${rented}.usd-joined`, better: 'higher', then: 'not if others join or leave with the revenue' },
				{ row: `${rented}.usd-diluted`, better: 'higher', then: 'not if all coins together keep their worth' },
			],
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
			unless: [{ row: 'buried-work', better: 'higher', then: 'as many confirmations hold less work' }],
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
			unless: [],
			also: [],
			meaning: { better: 'fewer headers to keep', worse: 'more headers to keep', same: 'as many headers to keep' },
		},
	);
	return groups;
}

/** After an edit in place nothing but the burst and the broken history decides. */
export function inPlaceStakeholders(): Stakeholder[] {
	const shared = { better: 'lower', materiality: MATERIALITY, unless: [] } as const;
	return [
		{
			...shared,
			group: 'Holders',
			decides: 'burst-day',
			also: ['final-supply'],
			meaning: {
				better: 'the chain stands still: fewer coins than scheduled',
				worse: 'years of coins are minted in a day',
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
				worse: 'headers run ahead, and a fresh sync rejects the chain',
				same: 'headers follow the clock, but a fresh sync rejects the chain',
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

/** One verdict per group whose rows the tables hold. */
export function verdicts(groups: readonly Stakeholder[], tables: readonly Table[]): Verdict[] {
	const rows = new Map(tables.flatMap((table) => table.rows.map((row) => [row.id, row] as const)));
	return groups.flatMap((stakeholder): Verdict[] => {
		const row = rows.get(stakeholder.decides);
		if (row === undefined) return [];
		const also = stakeholder.also.flatMap((id) => rows.get(id) ?? []);
		const shared = { group: stakeholder.group, rowId: row.id, row, also };
		const direction = directionOf(row, stakeholder.better, stakeholder.materiality);
		const contradiction = stakeholder.unless.find((guard) => {
			const guarded = rows.get(guard.row);
			if (guarded === undefined) return false;
			const other = directionOf(guarded, guard.better, stakeholder.materiality);
			return contradicts(direction, other, guard.row);
		});
		if (contradiction === undefined) {
			return [{ ...shared, verdict: direction, because: stakeholder.meaning[direction] }];
		}
		const verdict: Direction = 'unclear';
		const first = direction === 'same' ? '' : `${stakeholder.meaning[direction]}, but `;
		return [{ ...shared, verdict, because: `${first}${contradiction.then}` }];
	});
}

/**
 * A guard contradicts when it points the other way; a reading of the world in which nothing changes (others join)
 * contradicts any change that rests on a fixed hashrate.
 */
function contradicts(direction: 'better' | 'worse' | 'same', guard: 'better' | 'worse' | 'same', id: string): boolean {
	if (guard === direction) return false;
	if (id.endsWith('.usd-joined')) return direction !== 'same';
	return guard !== 'same' && direction !== 'same';
}
