/** 95 % intervals of what growth-weighted block counts decide, and of its paired difference. */
import { WEIGHT_SCALE } from '../engine/reducer.ts';
import type { FleetBasis } from './basis.ts';
import { differenceEstimate, meanEstimate } from './estimate.ts';
import { pairedSums, samplesIn, weightedSums } from './samples.ts';

type ErrorBasis = Pick<FleetBasis, 'result' | 'halfWidthPoint'>;

/** Half-width of the 95 % interval of factor × growth-weighted blocks; undefined below two samples. */
export function meanHalfWidth(basis: ErrorBasis, index: number, factor: number): number | undefined {
	const { result, halfWidthPoint } = basis;
	if (samplesIn(result) < 2) return undefined;
	const { standardError } = meanEstimate(weightedSums(result, index), 1 / WEIGHT_SCALE);
	return halfWidthPoint * standardError * Math.abs(factor);
}

/** Half-width of the paired 95 % interval of forkFactor × fork's blocks − baseFactor × base's. */
export function pairedHalfWidth(basis: ErrorBasis, forkFactor: number, baseFactor: number): number | undefined {
	const { result, halfWidthPoint } = basis;
	if (samplesIn(result) < 2 || result.chains.length < 2) return undefined;
	const sums = pairedSums(weightedSums(result, 1), weightedSums(result, 0), result.weightedCrossSum);
	// Factors of extreme size carry no information; the interval is zero with them.
	const usable = (factor: number): number => (Math.abs(factor) < 1e-25 ? 0 : factor);
	return (
		(halfWidthPoint * differenceEstimate(sums, usable(forkFactor), usable(baseFactor)).standardError) / WEIGHT_SCALE
	);
}
