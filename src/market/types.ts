/** A dated price. A price is never a constant without a date. */
import type { Source } from '../params/types.ts';

export interface Market {
	readonly id: string;
	readonly coin: string;
	/** US dollars per coin. */
	readonly priceUsd: number;
	readonly date: string;
	readonly source: Source;
}
