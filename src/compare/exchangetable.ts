/** What an exchange or a merchant sees: waits, the risk that stays, and three answers to "how many confirmations now?". */
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import { ASSUMED } from './defaults.ts';
import type { Races } from './delays.ts';
import type { Figure, Table } from './document.ts';
import { exact } from './figure.ts';
import { DAYS_PER_YEAR } from './load.ts';
import type { Replica } from './race.ts';
import { addRace } from './racerow.ts';
import {
	confirmationsFor,
	equalConfirmations,
	exactReversal,
	nakamotoReversal,
	type ReversalModel,
} from './security.ts';
import { rounded, type Side, SidedRows, type Sides, unknown } from './sides.ts';
import { confirmationWait, pausesPerDay, probabilityLonger } from './waiting.ts';

/** Shares of an attacker that the literature tabulates. */
const THIEVES = [0.1, 0.2, 0.3, 0.4] as const;
const PAUSE_MINUTES = [10, 30] as const;
const LONG_MINUTES = 15;
const SIX = ASSUMED.confirmations.primary;
const SECONDS_PER_YEAR = DAYS_PER_YEAR * SECONDS_PER_DAY;

function waitRows(rows: SidedRows): void {
	for (const confirmations of [1, SIX]) {
		const of = (key: 'mean' | 'p50' | 'p95' | 'p99') => (side: Side) =>
			exact(confirmationWait(confirmations, side.spacingSeconds)[key], 'seconds', 0);
		rows.add(`wait-${confirmations}-mean`, `${confirmations} conf. wait, mean`, of('mean'));
		for (const key of ['p50', 'p95', 'p99'] as const) {
			rows.under(`wait-${confirmations}-${key}`, key.toUpperCase(), of(key));
		}
	}
	rows.add('wait-long', `${SIX} conf. take > ${LONG_MINUTES} min`, ({ spacingSeconds }) =>
		exact(probabilityLonger(SIX, spacingSeconds, LONG_MINUTES * 60), 'percent'),
	);
	for (const minutes of PAUSE_MINUTES) {
		rows.add(`pause-${minutes}`, `pauses > ${minutes} min a day`, ({ spacingSeconds }) =>
			exact(pausesPerDay(spacingSeconds, minutes * 60), 'ratio'),
		);
	}
}

/** Fewest confirmations for a risk, and their mean wait: as many blocks under either rule set. */
function riskRows(rows: SidedRows): void {
	const risk = ASSUMED.risk.primary;
	const models: readonly (readonly [string, string, ReversalModel])[] = [
		['exact', 'exact', exactReversal],
		['nakamoto', 'Nakamoto', nakamotoReversal],
	];
	for (const thief of THIEVES) {
		const percent = thief * 100;
		rows.add(`risk-${percent}`, `${SIX} conf., ${percent} % thief`, () => exact(exactReversal(SIX, thief), 'percent'));
		rows.under(`risk-${percent}-nakamoto`, 'Nakamoto', () => exact(nakamotoReversal(SIX, thief), 'percent'));
		for (const [id, name, model] of models) {
			const needed = confirmationsFor(risk, thief, model);
			rows.under(`needed-${percent}-${id}`, `for < ${risk * 100} %, ${name}`, () => exact(needed, 'blocks'));
			rows.under(`needed-${percent}-${id}-wait`, 'their mean wait', ({ spacingSeconds }) =>
				exact(needed === null ? null : needed * spacingSeconds, 'seconds', 0),
			);
		}
	}
}

/** Six confirmations of the base in the fork's blocks, by count, by time and by reward, each with what it means. */
function equalRows(rows: SidedRows, [base, fork]: Sides): void {
	const ratio = fork.coinsPerBlock > 0 ? base.coinsPerBlock / fork.coinsPerBlock : null;
	const equal = equalConfirmations(SIX, base.spacingSeconds / fork.spacingSeconds, ratio);
	const thief = ASSUMED.thief.primary;
	const models: readonly (readonly [string, string, number | null])[] = [
		['count', 'as many blocks', equal.byCount],
		['time', 'as much time and work', equal.byTime],
		['reward', 'as much reward buried', equal.byReward],
	];
	for (const [id, label, confirmations] of models) {
		const of = (figure: (confirmations: number, side: Side) => Figure) => (side: Side) => {
			const count = side.index === 0 ? SIX : confirmations;
			return count === null ? unknown('no reward') : figure(count, side);
		};
		rows.add(
			`equal-${id}`,
			label,
			of((count) => exact(count, 'blocks')),
		);
		rows.under(
			`equal-${id}-wait`,
			'mean wait',
			of((count, side) => exact(count * side.spacingSeconds, 'seconds', 0)),
		);
		rows.under(
			`equal-${id}-risk`,
			`risk, ${thief * 100} % thief`,
			of((count) => exact(exactReversal(count, thief), 'percent')),
		);
		rows.under(
			`equal-${id}-coins`,
			'reward buried',
			of((count, side) => rounded(exact(count * side.coinsPerBlock, 'coins'), side.rules.coin.decimals)),
		);
	}
}

/** Branches of several blocks that lose: what a node that sees all of them would have to take back. */
function reorgRows(rows: SidedRows, races: Races): void {
	const depths: readonly (readonly [number, (replica: Replica) => number])[] = [
		[2, ({ branchesOfTwo, branchesOfThree }) => branchesOfTwo + branchesOfThree],
		[3, ({ branchesOfThree }) => branchesOfThree],
	];
	for (const [depth, count] of depths) {
		addRace(rows, races, `reorg-${depth}`, `reorgs ≥ ${depth} a year`, 'ratio', (replica, side, stale) => {
			// Blocks kept are one spacing apart, so finds are as much closer as are lost.
			const years = (replica.finds * side.spacingSeconds * (1 - stale)) / SECONDS_PER_YEAR;
			return count(replica) / years;
		});
	}
}

export function exchangeTable(sides: Sides, races: Races): Table {
	const rows = new SidedRows(sides, 'exchange');
	waitRows(rows);
	riskRows(rows);
	equalRows(rows, sides);
	reorgRows(rows, races);
	return {
		id: 'exchange',
		title: 'Exchanges and merchants',
		rows: rows.rows,
		notes: [
			'Waits are Erlang at the target spacing. The race counts blocks: the same number of confirmations carries the same risk at any spacing.',
			`Three answers beside each other for ${SIX} confirmations of the base: as many blocks hold off the same attacker; as much time holds as much work; as much reward costs an attacker as much. They part wherever spacing or subsidy changes.`,
			`Reorgs: branches of so many blocks that lose, simulated at a relay of ${ASSUMED.relay.primary} s among assumed miners; none may be seen where they are rarer than one in a year.`,
		],
	};
}
