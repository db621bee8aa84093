/** How likely a fleet is to earn at least so many coins in the window. */
import { curve, sideOf, spread } from './curve.ts';
import type { Chart } from './document.ts';
import type { LeadingFleet } from './fleets.ts';
import { daysText } from './fleettable.ts';
import type { CoinDistribution } from './lattice.ts';
import { quantile } from './poisson.ts';

/** What is less likely than this, on either end, is not drawn. */
const TAIL = 0.0005;
const MOST_POINTS = 120;

export function revenueChart({ fleet, sides }: LeadingFleet, decimals: number, windowSeconds: number): Chart {
	const days = daysText(windowSeconds);
	return {
		id: 'revenue',
		title: `Revenue in ${days}: ${fleet.title}`,
		description: `The chance of earning at least so many coins in ${days} from the activation, from the distribution of finds over the simulated paths. What is less likely than 0.05 % at either end is not drawn.`,
		panels: [
			{
				x: { title: `coins in ${days}`, unit: 'coins' },
				y: { title: 'chance of at least so many', unit: 'percent' },
				shape: 'before',
				series: sides.map(({ luck }, i) => curve(sideOf(i), chancesOf(luck.coins, 10 ** decimals))),
			},
		],
	};
}

/** P(coins ≥ x) at amounts that can be earned. */
function chancesOf({ counts, stepUnits }: CoinDistribution, unitsPerCoin: number): [number, number][] {
	const { first, probabilities } = counts;
	const [from, to] = [quantile(counts, TAIL), quantile(counts, 1 - TAIL)];
	const chances = new Map<number, number>();
	let chance = 0;
	for (let i = probabilities.length - 1; i >= 0; i--) {
		chance += probabilities[i]!;
		chances.set(first + i, Math.min(1, chance));
	}
	// Amounts that nobody can earn, between the multiples of a subsidy, would only repeat their neighbours.
	const possible = [...chances.keys()].filter((k) => k >= from && k <= to && probabilities[k - first]! > 0).reverse();
	return spread(0, possible.length - 1, MOST_POINTS).map((i) => {
		const k = possible[i]!;
		return [(k * stepUnits) / unitsPerCoin, chances.get(k)!];
	});
}
