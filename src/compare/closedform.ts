/**
 * A fleet under a rule set in closed form: blocks arrive as a Poisson process at the target spacing, the network's rate is the
 * measured one (without what the fleet adds) and grows by a named convention. These figures stand beside
 * the simulated ones as a check, and are what a calculator would print.
 */

import { effectiveDays, type GrowthConvention } from '../fleet/convention.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import { exp, log1p } from '../numeric/elementary.ts';
import { poissonCdf, poissonQuantile } from './poisson.ts';

export interface ClosedFormInput {
	/** The fleet's attempts per second. */
	readonly ratePerSecond: number;
	/** The network's attempts per second at the window's start: the denominator of the share. */
	readonly networkPerSecond: number;
	readonly spacingSeconds: number;
	readonly subsidyCoins: number;
	readonly days: number;
	/** Growth of the network per day as a fraction: 0.01 for +1 %/day. */
	readonly growthPerDay: number;
	readonly convention: GrowthConvention;
}

export interface ClosedForm {
	/** Fraction of the network at the window's start. */
	readonly share: number;
	/** At the window's start. */
	readonly blocksPerDay: number;
	readonly coinsPerDay: number;
	/** Over the window. */
	readonly expectedBlocks: number;
	readonly expectedCoins: number;
	/** Standard deviation of the coins over the window: subsidy·√blocks. */
	readonly sdCoins: number;
	/** Coefficient of variation 1/√blocks; Infinity for a fleet that expects none. */
	readonly cv: number;
	/** P(no block in the window) = e^−blocks. */
	readonly probabilityNone: number;
	/** Mean wait for a block at the starting rate; Infinity for an idle fleet. */
	readonly meanWaitDays: number;
	/** Median wait for a block under the input's growth; Infinity where half the paths never see one. */
	readonly medianWaitDays: number;
}

/** Break-even prices in dollars per coin; null where there is nothing to pay or nothing earned. */
export interface BreakEven {
	/** What the decision adds, judged on its own coins. */
	readonly marginalUsd: number | null;
	/** All costs over all coins of the fleet. */
	readonly wholeUsd: number | null;
}

/** All closed-form figures of a fleet (economics of solo mining: N ~ Poisson(λ·effective days)). */
export function closedForm(input: ClosedFormInput): ClosedForm {
	const share = input.ratePerSecond / input.networkPerSecond;
	const blocksPerDay = (share * SECONDS_PER_DAY) / input.spacingSeconds;
	const expectedBlocks = blocksPerDay * effectiveDays(input.convention, input.days, input.growthPerDay);
	return {
		share,
		blocksPerDay,
		coinsPerDay: blocksPerDay * input.subsidyCoins,
		expectedBlocks,
		expectedCoins: expectedBlocks * input.subsidyCoins,
		sdCoins: Math.sqrt(expectedBlocks) * input.subsidyCoins,
		cv: 1 / Math.sqrt(expectedBlocks),
		probabilityNone: exp(-expectedBlocks),
		meanWaitDays: 1 / blocksPerDay,
		medianWaitDays: waitQuantileDays(blocksPerDay, growthOf(input), 0.5),
	};
}

/** Growth that the input's convention really applies. */
function growthOf(input: ClosedFormInput): number {
	return input.convention === 'flat' ? 0 : input.growthPerDay;
}

/**
 * Days within which the first block falls with the given probability, growth compounding continuously:
 * λ(1 − g^−t)/ln g = −ln(1 − p). Infinity where all the blocks ever expected do not reach that.
 */
export function waitQuantileDays(blocksPerDay: number, growthPerDay: number, probability: number): number {
	if (!(probability > 0 && probability < 1)) throw new RangeError('a probability must lie strictly between 0 and 1');
	const needed = -log1p(-probability);
	if (growthPerDay === 0) return needed / blocksPerDay;
	const rate = log1p(growthPerDay);
	const remaining = (needed * rate) / blocksPerDay;
	return remaining < 1 ? -log1p(-remaining) / rate : Infinity;
}

/** P(the fleet never finds another block) under growth forever: e^(−λ/ln g); 0 without growth. */
export function probabilityNever(blocksPerDay: number, growthPerDay: number): number {
	return growthPerDay > 0 ? exp(-blocksPerDay / log1p(growthPerDay)) : 0;
}

/** Coins that the fleet's earnings do not exceed with probability q: the quantile of the Poisson count, times the subsidy. */
export function coinQuantile(expectedBlocks: number, subsidyCoins: number, q: number): number {
	return poissonQuantile(expectedBlocks, q) * subsidyCoins;
}

/** P(revenue < cost) at a price: the count stays below cost/(subsidy·price). */
export function poissonLossProbability(
	expectedBlocks: number,
	subsidyCoins: number,
	costUsd: number,
	priceUsd: number,
): number {
	if (costUsd <= 0) return 0;
	return poissonCdf(expectedBlocks, Math.ceil(costUsd / (subsidyCoins * priceUsd)) - 1);
}

/** Prices at which expected revenue equals cost, for what a decision adds and for the whole fleet. */
export function breakEven(
	coins: { readonly marginalCoins: number; readonly wholeCoins: number },
	cost: { readonly marginalUsd: number; readonly wholeUsd: number },
): BreakEven {
	return {
		marginalUsd: priceFor(cost.marginalUsd, coins.marginalCoins),
		wholeUsd: priceFor(cost.wholeUsd, coins.wholeCoins),
	};
}

function priceFor(costUsd: number, coins: number): number | null {
	return costUsd > 0 && coins > 0 ? costUsd / coins : null;
}
