/** Sums as JSON and back: what shards hold. Integers beyond 2^53 are decimal text. */
import type { Sums } from './reducer.ts';

/** Sums in JSON's own types. */
export interface SumsDocument {
	readonly trials: number;
	readonly trialsPerSample: 1 | 2;
	readonly chainBlocks: number;
	readonly chains: readonly {
		readonly blocksPerDay: readonly number[];
		/** [blocks, trials], ascending. */
		readonly windowBlocks: readonly (readonly [number, number])[];
		readonly countSquareSum: string;
		readonly weightedSum: string;
		readonly weightedSquareSum: string;
		readonly firstIntervalSum: string;
		readonly adjustedHeaders: number;
	}[];
	readonly weightedCrossSum: string;
	readonly countCrossSum: string;
	readonly activationMinutes: readonly (readonly [number, number])[];
	readonly activationSum: string;
	readonly activationSquareSum: string;
	readonly activationSampleSquareSum: string;
}

/** Sums as a document; the same sums give the same document, whatever order they were added in. */
export function sumsDocument(sums: Sums): SumsDocument {
	return {
		trials: sums.trials,
		trialsPerSample: sums.trialsPerSample,
		chainBlocks: sums.chainBlocks,
		chains: sums.chains.map((chain) => ({
			blocksPerDay: chain.blocksPerDay,
			windowBlocks: ascending(chain.windowBlocks),
			countSquareSum: String(chain.countSquareSum),
			weightedSum: String(chain.weightedSum),
			weightedSquareSum: String(chain.weightedSquareSum),
			firstIntervalSum: String(chain.firstIntervalSum),
			adjustedHeaders: chain.adjustedHeaders,
		})),
		weightedCrossSum: String(sums.weightedCrossSum),
		countCrossSum: String(sums.countCrossSum),
		activationMinutes: ascending(sums.activationMinutes),
		activationSum: String(sums.activationSum),
		activationSquareSum: String(sums.activationSquareSum),
		activationSampleSquareSum: String(sums.activationSampleSquareSum),
	};
}

/** Sums of a document that `sumsDocument` made. */
export function sumsOf(document: SumsDocument): Sums {
	return {
		trials: document.trials,
		trialsPerSample: document.trialsPerSample,
		chainBlocks: document.chainBlocks,
		chains: document.chains.map((chain) => ({
			blocksPerDay: [...chain.blocksPerDay],
			windowBlocks: new Map(chain.windowBlocks),
			countSquareSum: BigInt(chain.countSquareSum),
			weightedSum: BigInt(chain.weightedSum),
			weightedSquareSum: BigInt(chain.weightedSquareSum),
			firstIntervalSum: BigInt(chain.firstIntervalSum),
			adjustedHeaders: chain.adjustedHeaders,
		})),
		weightedCrossSum: BigInt(document.weightedCrossSum),
		countCrossSum: BigInt(document.countCrossSum),
		activationMinutes: new Map(document.activationMinutes),
		activationSum: BigInt(document.activationSum),
		activationSquareSum: BigInt(document.activationSquareSum),
		activationSampleSquareSum: BigInt(document.activationSampleSquareSum),
	};
}

function ascending(histogram: ReadonlyMap<number, number>): (readonly [number, number])[] {
	return [...histogram].sort(([a], [b]) => a - b);
}
