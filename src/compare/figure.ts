/** Figures and rows: every number with its kind, and what the fork changes in it. */
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import type { Kind } from '../params/types.ts';
import type { Figure, Row, Unit } from './document.ts';

const KINDS: readonly Kind[] = ['exact', 'conditional', 'estimated', 'assumed'];

/** The weaker of two kinds: what a number computed from both is. */
export function weaker(a: Kind, b: Kind): Kind {
	return KINDS[Math.max(KINDS.indexOf(a), KINDS.indexOf(b))]!;
}

export function exact(value: number | string | null, unit: Unit, digits?: number): Figure {
	return { value, unit, kind: 'exact', ...(digits === undefined ? {} : { digits }) };
}

/** A closed form of inputs, with the 95 % interval that the inputs' own errors give it, where they have one. */
export function conditional(value: number | string | null, unit: Unit, halfWidth?: number): Figure {
	return { value, unit, kind: 'conditional', ...around(value, halfWidth) };
}

/** A simulated figure with the 95 % interval of its estimate. */
export function estimated(value: number | null, unit: Unit, halfWidth?: number): Figure {
	return { value, unit, kind: 'estimated', ...around(value, halfWidth) };
}

export function assumed(value: number | string | null, unit: Unit): Figure {
	return { value, unit, kind: 'assumed' };
}

function around(value: number | string | null, halfWidth: number | undefined): { low?: number; high?: number } {
	if (typeof value !== 'number' || halfWidth === undefined) return {};
	return { low: value - halfWidth, high: value + halfWidth };
}

/** An amount of base units in coins. Exact: a number where a double holds it, decimal text beyond. */
export function coins(amount: bigint, decimals: number, kind: Kind = 'exact', unit: Unit = 'coins'): Figure {
	const magnitude = amount < 0n ? -amount : amount;
	const scale = 10n ** BigInt(decimals);
	const value =
		magnitude < 2n ** 53n
			? Number(amount) / Number(scale)
			: `${amount < 0n ? '-' : ''}${magnitude / scale}.${(magnitude % scale).toString().padStart(decimals, '0')}`;
	return { value, unit, kind, digits: decimals };
}

/** A count of base units, exact whatever its size. */
export function baseUnits(amount: bigint): Figure {
	const safe = amount < 2n ** 53n && amount > -(2n ** 53n);
	return { value: safe ? Number(amount) : amount.toString(), unit: 'base units', kind: 'exact', digits: 0 };
}

export interface RowOptions {
	/** Replaces fork − base: a paired difference with its own interval, or an exact one computed in integers. */
	readonly difference?: Figure;
	/** False: a relative difference has no meaning (a ratio of dates, a text). */
	readonly relative?: boolean;
	readonly detail?: boolean;
	readonly level?: number;
}

const DIFFERENCE_UNIT: Readonly<Partial<Record<Unit, Unit>>> = { utc: 'days', height: 'blocks' };
const WITHOUT_RELATIVE: readonly Unit[] = ['percent', 'utc', 'height', 'bits', 'text'];

/** One line of a table. The difference is fork − base unless given; dates differ in days. */
export function row(
	id: string,
	label: string,
	base: Figure | null,
	fork: Figure | null,
	options: RowOptions = {},
): Row {
	const difference = options.difference ?? subtract(base, fork);
	const covered = difference?.low !== undefined && difference.high !== undefined;
	const indistinct = covered && difference.low! <= 0 && difference.high! >= 0 && difference.low! < difference.high!;
	return {
		id,
		label,
		base,
		fork,
		difference,
		relative: options.relative === false ? null : divide(base, difference),
		...(indistinct ? { indistinct } : {}),
		...(options.detail === true ? { detail: true } : {}),
		...(options.level === undefined ? {} : { level: options.level }),
	};
}

function subtract(base: Figure | null, fork: Figure | null): Figure | null {
	if (typeof base?.value !== 'number' || typeof fork?.value !== 'number') return null;
	const unit = DIFFERENCE_UNIT[base.unit] ?? base.unit;
	const scale = base.unit === 'utc' ? SECONDS_PER_DAY : 1;
	const digits = base.digits ?? fork.digits;
	return {
		value: (fork.value - base.value) / scale,
		unit,
		kind: weaker(base.kind, fork.kind),
		...(digits === undefined ? {} : { digits }),
	};
}

function divide(base: Figure | null, difference: Figure | null): Figure | null {
	if (typeof base?.value !== 'number' || typeof difference?.value !== 'number' || base.value === 0) return null;
	if (WITHOUT_RELATIVE.includes(base.unit)) return null;
	const scale = Math.abs(base.value);
	return {
		value: difference.value / scale,
		unit: 'ratio',
		kind: difference.kind,
		...(difference.low === undefined ? {} : { low: difference.low / scale }),
		...(difference.high === undefined ? {} : { high: difference.high / scale }),
	};
}
