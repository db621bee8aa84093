/** What a sweep finds: a grid over one or two constants, as data. */
import type { InputFile } from '../params/types.ts';
import type { Figure, Unit } from './document.ts';

/** What is read off each cell's report. */
export interface SweepMetric {
	/** Of the report's row; `transition-blocks` and `findings` are the sweep's own. */
	readonly id: string;
	readonly group: string;
	readonly label: string;
	readonly unit: Unit;
}

/** One metric of a cell. */
export interface SweepFigure {
	readonly figure: Figure;
	/** Against the base; null where there is none (texts, or no figure of the base). */
	readonly difference: Figure | null;
	/**
	 * What the run cannot tell it from: `base`, and a constant's name for the cell with that constant's value before this
	 * one. Exact figures never.
	 */
	readonly alike: readonly string[];
}

export interface SweepCell {
	/** Of the parameters, in their order. */
	readonly values: readonly string[];
	/** Why a node would refuse it, or why it cannot be simulated; it then has no figures. */
	readonly refused: string | null;
	/** In the order of the metrics; null where the cell has none. */
	readonly figures: readonly (SweepFigure | null)[];
}

export interface Sweep {
	readonly schema: 'rehearse/sweep@1';
	readonly version: string;
	/** What makes it again. */
	readonly command: string;
	readonly run: {
		readonly seed: number;
		readonly trials: number;
		readonly days: number;
		readonly growthPerDay: number;
	};
	readonly base: { readonly id: string; readonly title: string };
	/** The fork that gives the rest of the change; null where none was given. */
	readonly fork: { readonly id: string; readonly title: string } | null;
	readonly state: { readonly id: string; readonly date: string };
	/** One or two constants with the values in the order asked for, and the base's own. */
	readonly parameters: readonly {
		readonly name: string;
		readonly base: string;
		readonly values: readonly string[];
	}[];
	readonly metrics: readonly SweepMetric[];
	/** The metrics of the base, which nothing is done to. */
	readonly doNothing: readonly (Figure | null)[];
	/** By the first parameter's value, then by the second's. */
	readonly cells: readonly SweepCell[];
	readonly inputs: readonly InputFile[];
}
