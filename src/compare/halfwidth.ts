/** 95 % intervals of what growth-weighted block counts decide, and of its paired difference. */
import { WEIGHT_SCALE } from '../engine/reducer.ts';
import type { FleetBasis } from './basis.ts';
import { differenceEstimate, meanEstimate } from './estimate.ts';

type ErrorBasis = Pick<FleetBasis, 'result' | 'halfWidthPoint'>;

/** Half-width of the 95 % interval of factor × growth-weighted blocks; undefined below two trials. */
export function meanHalfWidth(basis: ErrorBasis, index: number, factor: number): number | undefined {
	const { result, halfWidthPoint } = basis;
	if (result.trials < 2) return undefined;
	const { weightedSum, weightedSquareSum } = result.chains[index]!;
	const sums = { n: result.trials, sum: weightedSum, sumSquares: weightedSquareSum };
	return halfWidthPoint * meanEstimate(sums, 1 / WEIGHT_SCALE).standardError * Math.abs(factor);
}

/** Half-width of the paired 95 % interval of forkFactor × fork's blocks − baseFactor × base's. */
export function pairedHalfWidth(basis: ErrorBasis, forkFactor: number, baseFactor: number): number | undefined {
	const { result, halfWidthPoint } = basis;
	const [base, fork] = result.chains;
	if (result.trials < 2 || base === undefined || fork === undefined) return undefined;
	const sums = {
		n: result.trials,
		sumX: fork.weightedSum,
		sumSquaresX: fork.weightedSquareSum,
		sumY: base.weightedSum,
		sumSquaresY: base.weightedSquareSum,
		sumProducts: result.weightedCrossSum,
	};
	// Factors of extreme size carry no information; the interval is zero with them.
	const usable = (factor: number): number => (Math.abs(factor) < 1e-25 ? 0 : factor);
	return (
		(halfWidthPoint * differenceEstimate(sums, usable(forkFactor), usable(baseFactor)).standardError) / WEIGHT_SCALE
	);
}
