/** What a report's page holds for its fleet form, as JSON. */
import type { Simulation } from '../compare/reducers.ts';

export interface FleetData {
	/** Before the ids of the form's elements. */
	readonly prefix: string;
	/** Level of the headings inside the form's section. */
	readonly level: 3 | 4;
	readonly coin: string;
	readonly priceUsd: number;
	readonly simulation: Simulation;
}
