/**
 * Issuance as a fixed fraction of what is left (ZIP 234).
 *
 * With R the reserve (cap less everything issued before), block by block: s = ceil(R·num ÷ den), R ← R − s. The
 * ceiling makes s at least 1 while R is, so the reserve reaches zero: the total is the cap, exactly.
 *
 * Blocks with the same s: the j-th block after R creates s too while (R − j·s)·num > (s − 1)·den, hence
 * ceil((R·num − (s − 1)·den) ÷ (s·num)) blocks in a row do. Runs are one block long while s·num > den, and longer and
 * longer after, up to the last R ≤ den ÷ num base units, one per block. So all blocks to zero are as many
 * steps as ln(s₀·num ÷ den)·den ÷ num, plus one for each s below den ÷ num: for ZIP 234, 13 million, not 48.
 */
import type { SmoothSubsidy } from './issuance.ts';
import type { SubsidyRun } from './run.ts';

/** The run of equal subsidies from a height on, given the base units that all blocks below it created. */
export function smoothRun({ num, den, cap }: SmoothSubsidy, height: bigint, issued: bigint): SubsidyRun {
	const reserve = cap - issued;
	if (reserve <= 0n) return { subsidy: 0n, endHeight: null };
	const scaled = reserve * num;
	const subsidy = (scaled + den - 1n) / den;
	const step = subsidy * num;
	return { subsidy, endHeight: height + (scaled - (subsidy - 1n) * den + step - 1n) / step };
}

/** @throws RangeError when a block would create nothing, or more than there is. */
export function assertSmooth({ num, den, cap }: SmoothSubsidy): void {
	if (num <= 0n || num > den)
		throw new RangeError(`fraction ${num}/${den} of the reserve must lie in 0 … 1, 0 excluded`);
	if (cap < 0n) throw new RangeError(`cap ${cap} is negative`);
}
