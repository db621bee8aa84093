/**
 * How a calculator compounds the growth of a network over a window. A fleet that finds λ blocks a day at the start expects
 * λ·effectiveDays over the window; the conventions differ by up to one day's growth and are named, because published
 * figures rarely say which they use.
 */
import { expm1, log1p } from '../numeric/elementary.ts';

/**
 * flat: no growth at all. day0: whole days, the first at the starting rate (Σ g^−d, d = 0…D−1). growth-first: whole days, the
 * first already grown (d = 1…D). continuous: ∫ g^−t dt = (1 − g^−D)/ln g.
 */
export type GrowthConvention = 'flat' | 'day0' | 'growth-first' | 'continuous';

export const GROWTH_CONVENTIONS: readonly GrowthConvention[] = ['flat', 'day0', 'growth-first', 'continuous'];

/**
 * Days at the starting rate that bring as many blocks as `days` days of growth. For the two conventions in whole
 * days a fraction of a last day counts in proportion.
 * @param growthPerDay growth of the network per day as a fraction: 0.01 for +1 %/day; above −1
 */
export function effectiveDays(convention: GrowthConvention, days: number, growthPerDay: number): number {
	if (!(growthPerDay > -1)) throw new RangeError('growth must stay above -100 % per day');
	if (!(days >= 0)) throw new RangeError('days must not be negative');
	if (convention === 'flat' || growthPerDay === 0) return days;
	const rate = log1p(growthPerDay);
	if (convention === 'continuous') return -expm1(-days * rate) / rate;
	const whole = Math.floor(days);
	// Σ_{d=1…D} g^−d = (1 − g^−D)/(g − 1); from day 0 it is g times that.
	const grownFirst =
		-expm1(-whole * rate) / growthPerDay + ((days - whole) * (1 + expm1(-whole * rate))) / (1 + growthPerDay);
	return convention === 'growth-first' ? grownFirst : grownFirst * (1 + growthPerDay);
}
