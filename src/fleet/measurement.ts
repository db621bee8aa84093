/** Error of a hashrate measured as chainwork over time. */
import { gammaQuantile } from '../numeric/special.ts';

export interface MeasurementError {
	/** Relative standard error 1/√n. */
	readonly relativeStandardError: number;
	/** E[work/time] over the true rate: n/(n − 1). */
	readonly biasFactor: number;
	/** The 95 % interval of the true rate is [low, high] times work/time. */
	readonly low: number;
	readonly high: number;
}

/**
 * Error of a rate from the work of n blocks over the time they took: that time is Gamma(n) distributed, so true rate over
 * measured rate is Gamma(n)/n exactly.
 * @param windowBlocks blocks of the measuring window, at least 2
 * @throws RangeError for a shorter window
 */
export function measurementError(windowBlocks: number): MeasurementError {
	if (!(windowBlocks >= 2)) throw new RangeError('a rate needs a window of at least two blocks');
	return {
		relativeStandardError: 1 / Math.sqrt(windowBlocks),
		biasFactor: windowBlocks / (windowBlocks - 1),
		low: gammaQuantile(windowBlocks, 0.025) / windowBlocks,
		high: gammaQuantile(windowBlocks, 0.975) / windowBlocks,
	};
}
