/** How safe a number of confirmations is, and how large an attacker or a selfish miner must be. */
import { exp, pow } from '../numeric/elementary.ts';
import { gammaCdf } from '../numeric/special.ts';
import { reversalProbability } from './network.ts';

/** Confirmations beyond which nobody waits; an attacker near half of the network has no finite answer. */
const MOST_CONFIRMATIONS = 100_000;

/** P(an attacker with a share overtakes n confirmations). */
export type ReversalModel = (confirmations: number, share: number) => number;

/**
 * The white paper's own formula, which lets the honest blocks take exactly their expected time, so that the
 * attacker's progress is Poisson with mean λ = n·q/p (S. Nakamoto, *Bitcoin*, 2008, section 11):
 *
 *     1 − Σ_{k=0…n} λ^k·e^−λ/k! · (1 − (q/p)^(n−k))
 *
 * Summed as Σ_{k≤n} P(k)·(q/p)^(n−k) + P(more than n), which loses no digits to the 1.
 */
export const nakamotoReversal: ReversalModel = (confirmations, share) => {
	if (share >= 0.5) return 1;
	if (share <= 0) return confirmations > 0 ? 0 : 1;
	const odds = share / (1 - share);
	const mean = confirmations * odds;
	let weight = exp(-mean);
	let caught = 0;
	for (let k = 0; k <= confirmations; k++) {
		if (k > 0) weight *= mean / k;
		caught += weight * pow(odds, confirmations - k);
	}
	return Math.min(1, caught + gammaCdf(confirmations + 1, mean));
};

/**
 * The exact race: the attacker's progress while n honest blocks are found is negative binomial (M. Rosenfeld,
 * *Analysis of hashrate-based double-spending*, 2014), which sums up to I_4pq(n, ½) (C. Grunspan and
 * R. Pérez-Marco, *Double spend races*, 2018, theorem 4.4).
 */
export const exactReversal: ReversalModel = (confirmations, share) =>
	confirmations === 0 ? 1 : reversalProbability(confirmations, share);

/**
 * Fewest confirmations whose risk of reversal stays below a bound; null for an attacker that no number stops.
 * The risk falls with every confirmation, so the bound is found by doubling and halving.
 */
export function confirmationsFor(risk: number, share: number, model: ReversalModel): number | null {
	if (share >= 0.5 || !(risk > 0)) return null;
	let high = 1;
	while (model(high, share) >= risk) {
		if (high >= MOST_CONFIRMATIONS) return null;
		high *= 2;
	}
	let low = Math.floor(high / 2);
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (model(middle, share) >= risk) low = middle;
		else high = middle;
	}
	return high;
}

/** A payment's confirmations under the fork that are worth what n are under the base. */
export interface EqualConfirmations {
	/** As many blocks: an attacker's chance depends on nothing else. */
	readonly byCount: number;
	/** As much work and as long a wait, n·T/T′, rounded up. */
	readonly byTime: number;
	/** As much reward buried, n·S/S′, rounded up; null where the fork's blocks pay nothing. */
	readonly byReward: number | null;
}

/** Three answers to "how many confirmations now?"; they agree only where neither spacing nor subsidy changes. */
export function equalConfirmations(
	confirmations: number,
	spacingRatio: number,
	subsidyRatio: number | null,
): EqualConfirmations {
	// A quotient such as 6·1.5 must not round up to 10 for its last bit.
	const up = (value: number): number => Math.ceil(value - 1e-9);
	return {
		byCount: confirmations,
		byTime: up(confirmations * spacingRatio),
		byReward: subsidyRatio === null ? null : up(confirmations * subsidyRatio),
	};
}

/** What a delay costs a longest chain. */
export interface DelayThreshold {
	/** Growth of the honest chain over that without delay: 1/(1 + Δ/T). */
	readonly growthEfficiency: number;
	/** Share from which an attacker outruns honest miners who are always one delay late. */
	readonly attackerShare: number;
}

/**
 * Security of the longest chain when honest blocks reach everyone within Δ seconds: the largest β with
 * β = (1 − β)/(1 + (1 − β)·Δ/T) (A. Dembo et al., *Everything is a race and Nakamoto always wins*, 2020; growth:
 * Y. Sompolinsky and A. Zohar, *Secure high-rate transaction processing in Bitcoin*, 2015). With x = Δ/T that is
 * x·β² − (2 + x)·β + 1 = 0; its root below 1 is written without a difference of near equals.
 */
export function delayThreshold(spacingSeconds: number, delaySeconds: number): DelayThreshold {
	const x = delaySeconds / spacingSeconds;
	return { growthEfficiency: 1 / (1 + x), attackerShare: 2 / (2 + x + Math.sqrt(4 + x * x)) };
}

/**
 * Share from which withholding blocks pays, when a fraction γ of the others mines on the withheld block in a tie:
 * (1 − γ)/(3 − 2γ) (I. Eyal and E. G. Sirer, *Majority is not enough*, 2014).
 */
export function selfishThreshold(gamma: number): number {
	return (1 - gamma) / (3 - 2 * gamma);
}

/** A selfish miner's share of the rewards (Eyal and Sirer 2014, equation 8), for a share below one half. */
export function selfishRevenue(share: number, gamma: number): number {
	const a = share;
	const gain = a * (1 - a) ** 2 * (4 * a + gamma * (1 - 2 * a)) - a ** 3;
	return gain / (1 - a * (1 + (2 - a) * a));
}
