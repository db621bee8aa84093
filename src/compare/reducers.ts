/** The simulation's reducers as a document holds them: amounts beyond 2^53 as decimal text. */
import type { SimulationResult } from '../engine/types.ts';

/** Everything that the estimated figures were computed from, for any other fleet to be computed from later. */
export function serialise(result: SimulationResult): unknown {
	return {
		engine: result.engine,
		trials: result.trials,
		chainBlocks: result.chainBlocks,
		dayWeights: result.dayWeights,
		chains: result.chains.map((chain) => ({
			blocksPerDay: chain.blocksPerDay,
			windowBlocks: chain.windowBlocks,
			weightedSum: chain.weightedSum.toString(),
			weightedSquareSum: chain.weightedSquareSum.toString(),
			firstIntervalSum: chain.firstIntervalSum.toString(),
			adjustedHeaders: chain.adjustedHeaders,
		})),
		weightedCrossSum: result.weightedCrossSum.toString(),
		countCrossSum: result.countCrossSum.toString(),
		activationMinutes: result.activationMinutes,
		activationSum: result.activationSum.toString(),
		activationSquareSum: result.activationSquareSum.toString(),
	};
}
