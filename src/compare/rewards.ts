/** Who gets which part of the coins where blocks race: reward shares by size, concentration, what is moved. */
import { ownStale } from './stale.ts';

/** One miner, or several alike. */
export interface MinerGroup {
	/** Share of the hashrate of ONE of them. */
	readonly share: number;
	readonly count: number;
	/** Extra seconds until the group knows a block of others: checking it on its own device. */
	readonly validationSeconds: number;
}

/**
 * Reward share ÷ hash share of each group: blocks kept over the mean kept, (1 − o_i)/Σ h_j·(1 − o_j), since
 * difficulty makes up for what all lose alike. Above 1 for the large, below for the small.
 */
export function rewardFactors(stales: readonly number[], groups: readonly MinerGroup[]): number[] {
	const kept = groups.reduce((sum, { share, count }, i) => sum + share * count * (1 - stales[i]!), 0);
	return stales.map((stale) => (1 - stale) / kept);
}

/**
 * Blocks lost by each group by the own-miner model. A block's delay is its way to all the others: relay, sealing, and the checking
 * of those who receive it, in the mean over their hashrate.
 */
export function groupStales(
	groups: readonly MinerGroup[],
	commonDelaySeconds: number,
	spacingSeconds: number,
): number[] {
	const total = groups.reduce((sum, { share, count, validationSeconds }) => sum + share * count * validationSeconds, 0);
	return groups.map(({ share, validationSeconds }) => {
		const others = 1 - share;
		const validation = others > 0 ? (total - share * validationSeconds) / others : 0;
		return ownStale(share, commonDelaySeconds + validation, spacingSeconds);
	});
}

/** Herfindahl-Hirschman index of groups of equal members: Σ share², from their joint shares. */
export function concentration(groups: readonly MinerGroup[], jointShares: readonly number[]): number {
	return groups.reduce((sum, { count }, i) => sum + jointShares[i]! ** 2 / count, 0);
}

/** What each group earns beyond its part of the hashrate. The sum over all is zero: whatever one gains others lose. */
export function transfers(groups: readonly MinerGroup[], jointShares: readonly number[], amount: number): number[] {
	const hashrate = groups.reduce((sum, { share, count }) => sum + share * count, 0);
	return groups.map(({ share, count }, i) => (jointShares[i]! - (share * count) / hashrate) * amount);
}
