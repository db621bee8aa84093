/**
 * Whether the run can tell two cells apart. A figure f that the window's growth-weighted blocks M decide has, to first
 * order, the error f′·M's; both cells read the same draws, so the error of f₂ − f₁ is that of f₂′·M₂ − f₁′·M₁, for which
 * the covariance of M₁ and M₂ is needed: the two chains run side by side.
 */
import { type SimulationOptions, simulate } from '../engine/simulate.ts';
import type { SimulationPlan, SimulationResult } from '../engine/types.ts';
import type { Figure } from './document.ts';
import { differenceEstimate, meanEstimate, type Sums } from './estimate.ts';
import { countSums, pairedSums, weightedSums } from './samples.ts';

const LEAST_FACTOR = 1e-25;

/** Both cells' chains on the same random numbers, the earlier one first. */
export function simulatePair(
	earlier: SimulationPlan,
	later: SimulationPlan,
	options: SimulationOptions,
): Promise<SimulationResult> {
	return simulate(pairOf(earlier, later), options);
}

/** Cells of one sweep differ in values of constants only, so one engine runs both. */
function pairOf(earlier: SimulationPlan, later: SimulationPlan): SimulationPlan {
	if ('history' in earlier && 'history' in later) return { ...later, chains: forksOf(earlier.chains, later.chains) };
	if (!('history' in earlier) && !('history' in later)) {
		return { ...later, chains: forksOf(earlier.chains, later.chains) };
	}
	throw new RangeError('the two plans are made for different engines');
}

function forksOf<Chain>(earlier: readonly Chain[], later: readonly Chain[]): Chain[] {
	return [earlier[1], later[1]].flatMap((chain) => chain ?? []);
}

/** A figure with the difference from the base that its cell's own run gives it. */
export interface Compared {
	readonly figure: Figure;
	readonly difference: Figure | null;
}

/**
 * Whether two figures lie so far apart that no correlation could join their intervals: the error of the difference is at
 * most the sum of those against the base, by the triangle inequality of standard errors.
 */
export function areFarApart(earlier: Compared, later: Compared): boolean {
	const halves = [earlier, later].map(({ difference }) => halfWidth(difference));
	const [a, b] = halves;
	return a !== undefined && b !== undefined && Math.abs(apart(earlier.figure, later.figure)) > a + b;
}

/**
 * Whether the paired 95 % interval of the difference covers zero.
 * @param counts true for figures of plain block counts, false for those of growth-weighted ones
 */
export function coversZero(earlier: Figure, later: Figure, pair: SimulationResult, counts: boolean): boolean {
	const [halfBefore, halfAfter] = [halfWidth(earlier), halfWidth(later)];
	if (halfBefore === undefined || halfAfter === undefined || pair.chains.length < 2) return false;
	const sums = counts ? countSums : weightedSums;
	const [x, y] = [sums(pair, 1), sums(pair, 0)];
	// What a half-width is in standard errors cancels: slopes hold it, and the estimate gives it back.
	const slope = (half: number, of: Sums) => {
		const { standardError } = meanEstimate(of);
		const factor = standardError > 0 ? half / standardError : 0;
		// Figures of extreme size carry no information.
		return factor < LEAST_FACTOR ? 0 : factor;
	};
	const { standardError } = differenceEstimate(
		pairedSums(x, y, counts ? pair.countCrossSum : pair.weightedCrossSum),
		slope(halfAfter, x),
		slope(halfBefore, y),
	);
	return Math.abs(apart(earlier, later)) <= standardError;
}

function halfWidth(figure: Figure | null): number | undefined {
	if (figure?.low === undefined || figure.high === undefined) return undefined;
	return (figure.high - figure.low) / 2;
}

function apart(earlier: Figure, later: Figure): number {
	return Number(later.value) - Number(earlier.value);
}
