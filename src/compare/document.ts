/** The report is this data; terminal, Markdown, CSV and JSON are renderings of it. */
import type { Kind } from '../params/types.ts';
import type { ShardRequest } from './shard.ts';

/** How a number is written. Percentages are stored as fractions (0.465) and differ in percentage points. */
export type Unit =
	| 'coins'
	| 'coins²'
	| 'coins/day'
	| 'base units'
	| 'blocks'
	| 'seconds'
	| 'hours'
	| 'days'
	| 'usd'
	| 'usd/coin'
	| 'percent'
	| 'ratio'
	| 'utc'
	| 'bytes'
	| 'attempts/s'
	| 'height'
	| 'bits'
	| 'count'
	| 'text';

/** One number with its origin and, where it has one, its 95 % interval. */
export interface Figure {
	/** Number; exact integers beyond 2^53 and texts (nBits, "none") are strings; 'utc' is Unix seconds; null: not defined. */
	readonly value: number | string | null;
	readonly unit: Unit;
	readonly kind: Kind;
	/** 95 % interval of the figure. For 'estimated' that of the estimate, never of the user's risk. */
	readonly low?: number;
	readonly high?: number;
	/** Digits after the point for exact figures; others follow their interval. */
	readonly digits?: number;
}

/** One line of a stakeholder table: base, fork and what the fork changes. */
export interface Row {
	readonly id: string;
	readonly label: string;
	readonly base: Figure | null;
	readonly fork: Figure | null;
	/** Absolute difference (percentage points for percentages). */
	readonly difference: Figure | null;
	/** Relative difference as a fraction; null for percentages and where it has no meaning. */
	readonly relative: Figure | null;
	/** True where the difference's interval covers zero. */
	readonly indistinct?: boolean;
	/** Shown only with --full. */
	readonly detail?: boolean;
	/** Indentation under the row above (0, 1). */
	readonly level?: number;
}

export interface Table {
	readonly id: string;
	readonly title: string;
	readonly rows: readonly Row[];
	readonly notes: readonly string[];
}

export type Direction = 'better' | 'worse' | 'same' | 'unclear';

/** One line per stakeholder group: the number that decides, and which way. */
export interface Verdict {
	readonly group: string;
	readonly verdict: Direction;
	/** Row id of the metric that decides. */
	readonly rowId: string;
	readonly row: Row;
	/** One clause that a lay reader understands. */
	readonly because: string;
	/** Further rows shown under the deciding one. */
	readonly also: readonly Row[];
}

export type Severity = 'hard' | 'soft' | 'note';

export interface Finding {
	/** Lint id, e.g. "SUP-01". */
	readonly id: string;
	readonly severity: Severity;
	readonly message: string;
	/** The numbers that fired it. */
	readonly numbers: Readonly<Record<string, string>>;
}

export interface Change {
	readonly parameter: string;
	readonly from: string;
	readonly to: string;
	readonly unit: string;
	/** Source of the base's value: "src/kernel/chainparams.cpp:155 @ f3c9eb77". */
	readonly source: string;
}

export interface Check {
	readonly id: string;
	readonly label: string;
	readonly expected: Figure;
	readonly found: Figure;
	/** |found − expected| in standard errors, or 0/1 for exact checks. */
	readonly deviation: number;
	readonly pass: boolean;
}

export interface Assumption {
	readonly id: string;
	readonly text: string;
	/** Which way the figures would move if it does not hold; empty where it has no direction. */
	readonly effect: string;
}

export interface CalendarRow {
	readonly height: number;
	readonly what: string;
	readonly base: Figure;
	readonly fork: Figure;
}

/** A curve: points by rising abscissa. */
export interface Series {
	readonly side: 'base' | 'fork';
	readonly points: readonly (readonly [number, number])[];
}

/** A quantity along an axis. */
export interface Axis {
	readonly title: string;
	readonly unit: 'utc' | 'coins' | 'coins/day' | 'percent' | 'blocks' | 'days' | 'seconds';
}

/** One coordinate system. A value holds up to the next point (after), since the one before it (before), or at it only. */
export interface Panel {
	readonly x: Axis;
	readonly y: Axis;
	readonly shape: 'line' | 'after' | 'before' | 'points';
	readonly series: readonly Series[];
}

/** A table of another shape than base and fork; without rows its notes say why. */
export interface Listing {
	readonly id: 'alternatives' | 'sensitivity' | 'composition' | 'backtest';
	readonly title: string;
	/** What its rows are. */
	readonly heading: string;
	/** A difference is written with its sign; words stand to the left. */
	readonly columns: readonly { readonly id: string; readonly title: string; readonly form?: 'difference' | 'words' }[];
	readonly rows: readonly {
		readonly id: string;
		readonly label: string;
		/** One for each column; null: not defined. */
		readonly figures: readonly (Figure | null)[];
	}[];
	readonly notes: readonly string[];
}

/** What a figure draws. */
export interface Chart {
	readonly id: 'issuance' | 'revenue' | 'transition';
	readonly title: string;
	/** What is to be seen, in words, for those who do not see it. */
	readonly description: string;
	readonly panels: readonly Panel[];
}

/** What the fork's file predicts of a metric, beside what this run expects of it. */
export interface Prediction {
	readonly metric: string;
	readonly label: string;
	readonly unit: Unit;
	readonly low: number;
	readonly high: number;
	/** Null where this run says nothing of it. */
	readonly expected: Figure | null;
	/** Height from which it can be held against the chain, and its date on the fork's schedule. */
	readonly reviewHeight: number | null;
	readonly reviewDate: Figure | null;
}

/** Blocks and coins after an in-place edit, at fixed times after it. */
export interface Burst {
	readonly firstDivergentHeight: number;
	readonly baseBits: string;
	readonly forkBits: string;
	readonly rows: readonly {
		readonly minIntervalSeconds: number;
		readonly afterSeconds: number;
		readonly blocks: number;
		readonly coins: string;
		readonly headerAheadSeconds: number;
		readonly bits: string;
		readonly halted: boolean;
	}[];
}

export interface Report {
	readonly schema: 'rehearse/report@1';
	readonly version: string;
	readonly title: string;
	readonly command: string;
	/** What was asked for, from which the report can be made again. */
	readonly request: ShardRequest;
	/** When it was written, where that was asked for; ISO 8601. */
	readonly writtenAt?: string;
	readonly run: {
		readonly seed: number;
		readonly trials: number;
		readonly days: number;
		readonly growthPerDay: number;
		readonly engine: string;
		readonly chainBlocks: number;
	};
	readonly base: {
		readonly id: string;
		readonly title: string;
		readonly coin: string;
		readonly decimals: number;
		readonly newerReleases: readonly string[];
	};
	readonly fork: {
		readonly id: string;
		readonly title: string;
		readonly activation: string;
		readonly activationHeight: number | null;
		readonly activationTime: Figure | null;
	};
	readonly state: { readonly id: string; readonly date: string; readonly lines: readonly string[] };
	readonly market: { readonly id: string; readonly date: string; readonly priceUsd: number; readonly source: string };
	readonly inputs: readonly {
		readonly kind: string;
		readonly id: string;
		readonly path: string;
		readonly sha256: string;
	}[];
	readonly verdicts: readonly Verdict[];
	readonly changes: readonly Change[];
	readonly findings: readonly Finding[];
	readonly tables: readonly Table[];
	readonly listings: readonly Listing[];
	/** Id of the fleet's table that belongs on the first screen; null: no fleet. */
	readonly fleetTableId: string | null;
	readonly calendar: readonly CalendarRow[];
	readonly burst: Burst | null;
	readonly transition: readonly string[];
	readonly checks: readonly Check[];
	readonly assumptions: readonly Assumption[];
	readonly predictions: readonly Prediction[];
	readonly charts: readonly Chart[];
	/** Reducers of the simulation, enough to recompute every estimated figure for any fleet. */
	readonly simulation: unknown;
}
