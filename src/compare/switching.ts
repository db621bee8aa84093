/** What hashrate earns that comes and goes: a miner who runs a part of each day, under ASERT. */
import { exp, expm1, ln } from '../numeric/elementary.ts';

export interface SwitchingInput {
	/** The switcher's hashrate over that of the others. */
	readonly share: number;
	readonly onSeconds: number;
	readonly offSeconds: number;
	readonly halfLifeSeconds: number;
}

/**
 * Coins per unit of work of a miner who switches on and off by the clock, over those of one who never stops, minus 1.
 *
 * Along ASERT's mean path the difficulty D, in units of the others' hashrate, follows D′ = (H − D)/e with
 * e = τ/ln 2 and H = 1 + f while the switcher runs, 1 otherwise: it relaxes towards H. In the periodic state it
 * rises from D₀ to D₁ while on, D₁ − 1 = f(1 − p)/(1 − pq) and D₀ − 1 = q(D₁ − 1), p = e^(−on/e), q = e^(−off/e). Coins
 * per unit of work go as the mean of 1/D while on, whose integral is (e·ln(D₁/D₀) + on)/(1 + f). One who never
 * stops meets D = 1 + f. So the gain is e·ln(D₁/D₀)/on: it depends on the half-life, not on the spacing.
 */
export function switchingGain({ share, onSeconds, offSeconds, halfLifeSeconds }: SwitchingInput): number {
	const e = halfLifeSeconds / Math.LN2;
	const rise = -expm1(-onSeconds / e);
	const high = (share * rise) / -expm1(-(onSeconds + offSeconds) / e);
	const low = high * exp(-offSeconds / e);
	return (e * ln((1 + high) / (1 + low))) / onSeconds;
}
