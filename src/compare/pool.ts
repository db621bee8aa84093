/** What a pool's operator carries. */
import { expm1, ln } from '../numeric/elementary.ts';

/**
 * Reserve in blocks that keeps a pay-per-share pool solvent for ever with probability 1 − δ, in the diffusion
 * limit: ln(1/δ)/(2f) blocks (M. Rosenfeld, *Analysis of Bitcoin pooled mining reward systems*, 2011,
 * arXiv:1112.4980, section 2.2 and appendix C; 50 coins, a fee of 5 % and δ of 0.1 % give 3,454 coins there).
 */
export function ppsReserve(ruin: number, fee: number): number {
	return -ln(ruin) / (2 * fee);
}

/**
 * The same without the limit. The pool pays 1 − f blocks for every block's worth of shares and receives whole blocks, so
 * its ruin falls off as e^(−x·reserve) with the positive root x of e^(−x) = 1 − (1 − f)·x (adjustment
 * coefficient of the dual risk model, H. U. Gerber 1979): ln(1/δ)/x blocks.
 */
export function exactReserve(ruin: number, fee: number): number {
	const excess = (x: number): number => expm1(-x) + (1 - fee) * x;
	let low = fee;
	let high = 2 * fee;
	// The function is negative from 0 to the root and rises behind it.
	while (excess(high) < 0) high *= 2;
	while (excess(low) > 0) low /= 2;
	for (let i = 0; i < 100 && high - low > 1e-15 * high; i++) {
		const middle = (low + high) / 2;
		if (excess(middle) < 0) low = middle;
		else high = middle;
	}
	return -ln(ruin) / ((low + high) / 2);
}

/** Relative spread of a pool's revenue in one day: 1/√(blocks a day). */
export function dailyLuck(blocksPerDay: number): number {
	return 1 / Math.sqrt(blocksPerDay);
}

/** Share of the shares that miners send for a tip that is already old: 1 − e^(−latency/T). */
export function staleShares(latencySeconds: number, spacingSeconds: number): number {
	return -expm1(-latencySeconds / spacingSeconds);
}

/** Payouts a day to a member by the block: one each where its part exceeds dust, else when enough has come together. */
export function payoutsPerDay(poolBlocksPerDay: number, coinsPerBlock: number, dustCoins: number): number {
	if (coinsPerBlock >= dustCoins) return poolBlocksPerDay;
	return poolBlocksPerDay / Math.ceil(dustCoins / coinsPerBlock);
}
