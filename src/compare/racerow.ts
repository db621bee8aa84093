/** Rows of simulated races: the mean over independent replicas, and the paired difference between base and fork. */
import type { Races } from './delays.ts';
import type { Figure, Unit } from './document.ts';
import type { RowOptions } from './figure.ts';
import { NORMAL_975 } from './interval.ts';
import { MOST_STALE, type Replica } from './race.ts';
import { type Side, type SidedRows, unknown } from './sides.ts';

/** A quantity of one replica of a side's race. */
export type OfReplica = (replica: Replica, side: Side, stale: number) => number;

/** What is printed where more is lost. */
const TOO_MUCH = `over ${MOST_STALE * 100} % stale`;

/**
 * Adds a row of a race's quantity.
 * @param races null: a side's delays are not known
 */
export function addRace(
	rows: SidedRows,
	races: Races | null,
	id: string,
	label: string,
	unit: Unit,
	of: OfReplica,
	options: RowOptions = {},
): void {
	const values = (side: Side): readonly number[] | null => {
		const race = races?.[side.index] ?? null;
		return race === null ? null : race.replicas.map((replica) => of(replica, side, race.stale));
	};
	const figure = (side: Side): Figure => {
		const each = values(side);
		if (each === null) return unknown(races === null ? undefined : TOO_MUCH);
		return replicated(each, unit);
	};
	const [base, fork] = [values(rows.sides[0]), values(rows.sides[1])];
	if (base === null || fork === null) {
		rows.add(id, label, figure, options);
		return;
	}
	const changes = fork.map((value, i) => value - base[i]!);
	rows.add(id, label, figure, { ...options, difference: replicated(changes, unit) });
}

/** Mean with its 95 % interval; assumed as the delays are. There are enough replicas for the normal point. */
function replicated(values: readonly number[], unit: Unit): Figure {
	const n = values.length;
	const mean = values.reduce((sum, each) => sum + each, 0) / n;
	const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
	const half = NORMAL_975 * Math.sqrt(squares / (n * (n - 1)));
	return { value: mean, unit, kind: 'assumed', low: mean - half, high: mean + half };
}
