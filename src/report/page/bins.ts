/** Bars of distributions on one axis: one for each amount where there are few, for equal ranges where there are many. */
import { type CoinDistribution, unitsAt } from '../../compare/lattice.ts';
import { quantile } from '../../compare/poisson.ts';

export interface Bar {
	/** Coins at its edges. */
	readonly from: number;
	readonly to: number;
	/** Chance of the amount in its middle, or of the amounts in a range as wide as the axis's bars. */
	readonly chance: number;
}

export interface Bins {
	/** Coins at the ends of the axis. */
	readonly from: number;
	readonly to: number;
	/** Of each distribution, in their order. */
	readonly bars: readonly (readonly Bar[])[];
}

const MOST_BARS = 60;
/** What the axis leaves out at either end of a distribution. */
const TAIL = 0.001;

/** Coins that are not exceeded with probability q. */
export function quantileCoins(coins: CoinDistribution, q: number, decimals: number): number {
	return Number(unitsAt(coins, quantile(coins.counts, q))) / 10 ** decimals;
}

/**
 * Bars for each distribution. A side whose amounts lie closer has narrower bars: were they pooled into the other's,
 * its chance of nothing would be hidden in that of little.
 *
 * @param decimals digits of a coin after the point
 */
export function binsOf(distributions: readonly CoinDistribution[], decimals: number): Bins {
	const steps = distributions.map(({ stepUnits }) => stepUnits / 10 ** decimals);
	const highest = Math.max(...distributions.map((coins) => quantileCoins(coins, 1 - TAIL, decimals)));
	const lowest = Math.min(...distributions.map((coins) => quantileCoins(coins, TAIL, decimals)));
	// Zero belongs on the axis unless everything is far from it.
	const first = lowest < highest / 2 ? 0 : lowest;
	const range = Math.max(highest - first, ...steps);
	const isPooled = steps.some((step) => range / step > MOST_BARS);
	// A whole number of each side's own steps: were one bar to hold seven amounts and its neighbour eight, the bars
	// would rise and fall where the chances do not.
	const shared = isPooled ? Math.max(range / MOST_BARS, ...steps) : 0;
	const perBar = steps.map((step) => Math.max(1, Math.round(shared / step)));
	const bars = distributions.map((coins, i) => barsOf(coins, steps[i]!, perBar[i]!, shared, { first, highest }));
	const all = bars.flat();
	return { from: Math.min(...all.map(({ from }) => from)), to: Math.max(...all.map(({ to }) => to)), bars };
}

function barsOf(
	{ counts }: CoinDistribution,
	step: number,
	perBar: number,
	shared: number,
	{ first, highest }: { readonly first: number; readonly highest: number },
): Bar[] {
	const width = step * perBar;
	const chances = new Map<number, number>();
	for (const [i, probability] of counts.probabilities.entries()) {
		const coins = (counts.first + i) * step;
		const bin = Math.floor((counts.first + i) / perBar);
		if (coins >= first - width / 2 && coins <= highest + width / 2 && probability > 0) {
			chances.set(bin, (chances.get(bin) ?? 0) + probability);
		}
	}
	return [...chances].map(([bin, chance]) => {
		// The first amount of a bar lies half a step inside it.
		const from = (bin * perBar - 0.5) * step;
		return { from, to: from + width, chance: shared === 0 ? chance : (chance * shared) / width };
	});
}
