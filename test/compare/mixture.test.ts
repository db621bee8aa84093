import { describe, expect, it } from 'vitest';
import { closedForm } from '../../src/compare/closedform.ts';
import { lossProbability, quantileUnits, unitsAt } from '../../src/compare/lattice.ts';
import { type Era, type FleetDistributionInput, fleetDistribution } from '../../src/compare/mixture.ts';
import { binomialDistribution, cumulative } from '../../src/compare/poisson.ts';
import { dailyShares } from '../../src/fleet/share.ts';
import { ln, pow } from '../../src/numeric/elementary.ts';

const COIN = 100_000_000n;
const TWENTY: readonly Era[] = [{ fromBlockIndex: 0, subsidy: 20n * COIN }];

/** Sum of independent counts by brute force: probabilities from 0 up. */
function convolve(a: readonly number[], b: readonly number[]): number[] {
	const sum = new Array<number>(a.length + b.length - 1).fill(0);
	for (const [i, p] of a.entries()) for (const [j, q] of b.entries()) sum[i + j]! += p * q;
	return sum;
}

/** Binomial with whole n, as probabilities from 0 to n. */
function binomial(n: number, p: number): number[] {
	const { first, probabilities } = binomialDistribution(n, p);
	return Array.from({ length: n + 1 }, (_, k) => probabilities[k - first] ?? 0);
}

/** Largest difference of two distribution functions on the lattice of finds. */
function distance(coins: ReturnType<typeof fleetDistribution>['coins'], exact: readonly number[]): number {
	let running = 0;
	let largest = 0;
	for (const [k, p] of exact.entries()) {
		running += p;
		largest = Math.max(largest, Math.abs(cumulative(coins.counts, k) - running));
	}
	return largest;
}

/** Mean and standard deviation of probabilities from 0 up, in multiples of `step`. */
function momentsOf(probabilities: readonly number[], step = 1): { mean: number; sd: number } {
	let mean = 0;
	for (const [k, p] of probabilities.entries()) mean += k * step * p;
	let variance = 0;
	for (const [k, p] of probabilities.entries()) variance += p * (k * step - mean) ** 2;
	return { mean, sd: Math.sqrt(variance) };
}

function mix(parts: readonly (readonly [number, readonly number[]])[]): number[] {
	const total = parts.reduce((sum, [weight]) => sum + weight, 0);
	const mixed = new Array<number>(Math.max(...parts.map(([, p]) => p.length))).fill(0);
	for (const [weight, p] of parts) for (const [k, value] of p.entries()) mixed[k]! += (weight * value) / total;
	return mixed;
}

function input(change: Partial<FleetDistributionInput>): FleetDistributionInput {
	return {
		histogram: [[300, 10]],
		dayProfile: [1000, 1000, 1000],
		dailyShares: [0.02, 0.02, 0.02],
		eras: TWENTY,
		windowBlocks: null,
		...change,
	};
}

/** Trial counts of a bell-shaped histogram around `centre`. */
function bell(centre: number, sd: number): [number, number][] {
	const width = Math.ceil(4 * sd);
	return Array.from({ length: 2 * width + 1 }, (_, i): [number, number] => [
		centre - width + i,
		Math.round(10000 / (1 + ((i - width) / sd) ** 4)),
	]);
}

describe('luck on a known path', () => {
	it('is the binomial where the share is constant', () => {
		const found = fleetDistribution(input({}));
		const exact = binomial(300, 0.02);
		expect(distance(found.coins, exact)).toBeLessThan(1e-13);
		expect(found.meanFinds).toBeCloseTo(6, 12);
		expect(found.sdFinds).toBeCloseTo(Math.sqrt(300 * 0.02 * 0.98), 12);
		expect(found.probabilityNone / exact[0]!).toBeCloseTo(1, 12);
		expect(found.meanUnits).toBeCloseTo(6 * 2e9, 2);
		expect(found.sdUnits / found.sdFinds).toBeCloseTo(2e9, 2);
		expect(found.cv).toBeCloseTo(found.sdFinds / 6, 12);
	});

	it.each([
		['a falling share', [0.03, 0.02, 0.01]],
		['a +1 %/day month in three days', [0.46, 0.4, 0.35]],
		['a share that stops', [0.2, 0.2, 0]],
	] as const)('stays within the stated bound of the exact sum: %s', (_, list) => {
		const shares: readonly number[] = list;
		const found = fleetDistribution(input({ dailyShares: shares }));
		const exact = shares.map((share) => binomial(100, share)).reduce(convolve);
		const mean = shares.reduce((sum, share) => sum + 100 * share, 0);
		const second = shares.reduce((sum, share) => sum + 100 * share ** 2, 0);
		const third = shares.reduce((sum, share) => sum + 100 * share ** 3, 0);
		const spread = third / mean - (second / mean) ** 2;
		const bound = (0.133 * mean * spread) / (mean - second) ** 1.5;
		expect(distance(found.coins, exact)).toBeLessThan(1.3 * bound + 1e-13);
		const { mean: exactMean, sd } = momentsOf(exact);
		expect(found.meanFinds).toBeCloseTo(exactMean, 10);
		expect(found.sdFinds).toBeCloseTo(sd, 10);
		const none = shares.reduce((product, share) => product * pow(1 - share, 100), 1);
		expect(found.probabilityNone / none).toBeCloseTo(1, 12);
	});

	it('comes near the closed form for a small fleet', () => {
		const shares = dailyShares({
			insidePerSecond: 0,
			addedPerSecond: 14766,
			networkPerSecond: 171.9e6,
			growthPerSecond: ln(1.01) / 86400,
			segmentsSeconds: new Array<number>(30).fill(86400),
		});
		const profile = new Array<number>(30).fill(960 * 8000);
		const found = fleetDistribution(input({ histogram: [[28800, 8000]], dayProfile: profile, dailyShares: shares }));
		const closed = closedForm({
			ratePerSecond: 14766,
			networkPerSecond: 171.9e6,
			spacingSeconds: 90,
			subsidyCoins: 20,
			days: 30,
			growthPerDay: 0.01,
			convention: 'continuous',
		});
		expect(Math.abs(found.meanFinds / closed.expectedBlocks - 1)).toBeLessThan(1e-4);
		expect(Math.abs(found.probabilityNone / closed.probabilityNone - 1)).toBeLessThan(4e-4);
		expect(quantileUnits(found.coins, 0.05)).toBe(0n);
		expect(quantileUnits(found.coins, 0.5)).toBe(40n * COIN);
		expect(quantileUnits(found.coins, 0.95)).toBe(100n * COIN);
	});
});

describe('many paths', () => {
	it.each([
		['a pool', 0.05, 40],
		['half the network', 0.46, 12],
	] as const)('mixes the binomials of their lengths: %s', (_, share, sd) => {
		const histogram = bell(2880, sd);
		const found = fleetDistribution(input({ histogram, dailyShares: [share, share, share] }));
		const exact = mix(histogram.map(([blocks, trials]) => [trials, binomial(blocks, share)]));
		expect(distance(found.coins, exact)).toBeLessThan(3e-6);
		const { mean, sd: exactSd } = momentsOf(exact);
		expect(found.meanFinds / mean).toBeCloseTo(1, 12);
		expect(found.sdFinds / exactSd).toBeCloseTo(1, 10);
	});

	it('takes them in any order', () => {
		const histogram = bell(2880, 12);
		const reversed = [...histogram].reverse();
		expect(fleetDistribution(input({ histogram: reversed }))).toEqual(fleetDistribution(input({ histogram })));
	});

	it('sums P(no block) over every path', () => {
		const histogram = bell(200, 20);
		const total = histogram.reduce((sum, [, trials]) => sum + trials, 0);
		const expected = histogram.reduce(
			(sum, [blocks, trials]) => sum + (trials / total) * binomial(blocks, 0.02)[0]!,
			0,
		);
		expect(fleetDistribution(input({ histogram })).probabilityNone / expected).toBeCloseTo(1, 11);
	});
});

describe('a subsidy that changes inside the window', () => {
	const halving: readonly Era[] = [
		{ fromBlockIndex: 0, subsidy: 20n * COIN },
		{ fromBlockIndex: 150, subsidy: 10n * COIN },
	];

	it('convolves the eras on the lattice of coins, exact amounts', () => {
		const found = fleetDistribution(input({ eras: halving }));
		const before = binomial(150, 0.02).flatMap((p, k) => (k === 0 ? [p] : [0, p]));
		const exact = convolve(before, binomial(150, 0.02));
		expect(found.coins.stepUnits).toBe(1e9);
		expect(found.coins.exact).toBe(true);
		expect(distance(found.coins, exact)).toBeLessThan(1e-13);
		const { mean, sd } = momentsOf(exact, 1e9);
		expect(found.meanUnits / mean).toBeCloseTo(1, 12);
		expect(found.sdUnits / sd).toBeCloseTo(1, 12);
		expect(found.meanFinds).toBeCloseTo(6, 12);
		expect(quantileUnits(found.coins, 0.5)).toBe(90n * COIN);
	});

	it('reaches the later era only on the paths that are long enough', () => {
		const histogram: [number, number][] = [
			[140, 3],
			[170, 1],
		];
		const found = fleetDistribution(input({ histogram, eras: halving, dailyShares: [0.5, 0.5, 0.5] }));
		const twice = (p: readonly number[]): number[] => p.flatMap((value, k) => (k === 0 ? [value] : [0, value]));
		const exact = mix([
			[3, twice(binomial(140, 0.5))],
			[1, convolve(twice(binomial(150, 0.5)), binomial(20, 0.5))],
		]);
		const { mean, sd } = momentsOf(exact, 1e9);
		expect(distance(found.coins, exact)).toBeLessThan(1e-12);
		expect(found.meanUnits / mean).toBeCloseTo(1, 12);
		expect(found.sdUnits / sd).toBeCloseTo(1, 12);
	});

	it('follows the share across the boundary, day by day', () => {
		// Blocks 0–99, 100–199, 200–299 at three shares; the boundary lies in the middle of the second day.
		const shares = [0.06, 0.04, 0.02];
		const found = fleetDistribution(input({ eras: halving, dailyShares: shares }));
		const mean = 2e9 * (100 * 0.06 + 50 * 0.04) + 1e9 * (50 * 0.04 + 100 * 0.02);
		const variance = 4e18 * (100 * 0.06 * 0.94 + 50 * 0.04 * 0.96) + 1e18 * (50 * 0.04 * 0.96 + 100 * 0.02 * 0.98);
		expect(found.meanUnits / mean).toBeCloseTo(1, 12);
		expect(found.sdUnits / Math.sqrt(variance)).toBeCloseTo(1, 12);
	});

	it('finds a lattice for subsidies without a common divisor', () => {
		const thirds: readonly Era[] = [
			{ fromBlockIndex: 0, subsidy: 1_333_333_333n },
			{ fromBlockIndex: 150, subsidy: 666_666_666n },
		];
		const found = fleetDistribution(input({ eras: thirds }));
		const plain = fleetDistribution(input({ eras: halving }));
		expect(found.coins.exact).toBe(false);
		expect(found.coins.stepUnits).toBe(666_666_666);
		expect(found.coins.counts).toEqual(plain.coins.counts);
		// One base unit per find of the first era is what the lattice misses.
		expect(Number(quantileUnits(found.coins, 0.5))).toBeLessThanOrEqual(6_000_000_000);
		expect(Number(quantileUnits(found.coins, 0.5))).toBeGreaterThan(6_000_000_000 - 10);
		expect(found.meanUnits).toBeCloseTo(3 * 1_333_333_333 + 3 * 666_666_666, 3);
	});

	it('resolves a subsidy cut by a third, 20 to 13.33333333', () => {
		const cut: readonly Era[] = [
			{ fromBlockIndex: 0, subsidy: 2_000_000_000n },
			{ fromBlockIndex: 150, subsidy: 1_333_333_333n },
		];
		const { coins } = fleetDistribution(input({ eras: cut }));
		expect(coins.stepUnits).toBe(666_666_666.5);
		expect(unitsAt(coins, 3)).toBe(2_000_000_000n);
		expect(unitsAt(coins, 2)).toBe(1_333_333_333n);
	});

	it('stays small over twelve halvings, and keeps mean, spread and quantiles', () => {
		// Ten years of 60-second blocks cross more than ten halvings: steps of the last subsidy would be millions.
		const eras = Array.from({ length: 13 }, (_, n) => ({
			fromBlockIndex: n * 1000,
			subsidy: (20n * COIN) >> BigInt(n),
		}));
		const { coins, meanUnits, sdUnits } = fleetDistribution(
			input({ histogram: [[13_000, 1]], dayProfile: [13_000], dailyShares: [0.01], eras }),
		);
		expect(coins.exact).toBe(false);
		expect(coins.counts.probabilities.length).toBeLessThan(20_000);
		const units = Array.from(coins.counts.probabilities, (p, i) => ({
			p,
			at: (coins.counts.first + i) * coins.stepUnits,
		}));
		const mean = units.reduce((sum, { p, at }) => sum + p * at, 0);
		const variance = units.reduce((sum, { p, at }) => sum + p * (at - mean) ** 2, 0);
		expect(mean / meanUnits).toBeCloseTo(1, 9);
		expect(Math.sqrt(variance) / sdUnits).toBeCloseTo(1, 3);
		// By hand: Σ 1000·p(1 − p)·subsidy².
		const expected = Math.sqrt(eras.reduce((sum, { subsidy }) => sum + 9.9 * Number(subsidy) ** 2, 0));
		expect(sdUnits / expected).toBeCloseTo(1, 9);
		const median = Number(quantileUnits(coins, 0.5));
		expect(Math.abs(median - meanUnits)).toBeLessThan(0.2 * sdUnits);
	});

	it('pays nothing in an era without subsidy', () => {
		const ended: readonly Era[] = [
			{ fromBlockIndex: 0, subsidy: 1n },
			{ fromBlockIndex: 150, subsidy: 0n },
		];
		const found = fleetDistribution(input({ eras: ended }));
		expect(distance(found.coins, binomial(150, 0.02))).toBeLessThan(1e-13);
		expect(found.meanUnits).toBeCloseTo(3, 12);
		expect(found.meanFinds).toBeCloseTo(6, 12);
		expect(found.probabilityNone).toBeCloseTo(binomial(300, 0.02)[0]!, 12);
		const never = fleetDistribution(input({ eras: [{ fromBlockIndex: 0, subsidy: 0n }] }));
		expect(never).toMatchObject({ meanUnits: 0, cv: null });
		expect(quantileUnits(never.coins, 0.95)).toBe(0n);
	});
});

describe('a hashrate that was measured over 500 blocks', () => {
	const month = (share: number, blocks = 28800): FleetDistributionInput =>
		input({ histogram: [[blocks, 1]], dailyShares: [share, share, share], windowBlocks: 500 });

	it.each([
		['the M5', 4574 / 171.9e6],
		['a pool', 0.01],
	] as const)('has Var = E[Var] + Var(E) in closed form: %s', (_, share) => {
		const found = fleetDistribution(month(share));
		const meanFactor = 500 / 499;
		const squareFactor = 500 ** 2 / (499 * 498);
		const mean = 28800 * share * meanFactor;
		const within = 28800 * (share * meanFactor - share ** 2 * squareFactor);
		const between = (28800 * share) ** 2 * (squareFactor - meanFactor ** 2);
		expect(found.meanFinds / mean).toBeCloseTo(1, 12);
		expect(found.sdFinds / Math.sqrt(within + between)).toBeCloseTo(1, 12);
	});

	// Integrals of the binomial over n/Gamma(n), n = 500, to 15 digits (mpmath, 30 digits, adaptive quadrature).
	it('has the P(no block) of the M5', () => {
		expect(fleetDistribution(month(4574 / 171.9e6)).probabilityNone).toBeCloseTo(0.464274274770134, 12);
	});

	it.each([
		[0.01, 28800, 250, 0.0330691962009685],
		[0.01, 28800, 288, 0.506541514432372],
		[0.01, 28800, 330, 0.972379331272356],
		[0.2, 2880, 520, 0.0422061235789221],
		[0.2, 2880, 576, 0.500225541555788],
		[0.2, 2880, 640, 0.966912909503734],
	])('share %d of %i blocks: P(finds ≤ %i)', (share, blocks, k, expected) => {
		expect(cumulative(fleetDistribution(month(share, blocks)).coins.counts, k)).toBeCloseTo(expected, 9);
	});

	it('shows no ripple where luck is far narrower than the measurement', () => {
		const { coins } = fleetDistribution(month(0.46));
		const { probabilities } = coins.counts;
		const largest = Math.max(...probabilities);
		const peaks = probabilities.filter(
			(p, i) => p > 1e-6 * largest && p > (probabilities[i - 1] ?? 0) && p > (probabilities[i + 1] ?? 0),
		);
		expect(peaks.length).toBe(1);
	});

	it('never makes a share of more than the whole network', () => {
		const found = fleetDistribution(input({ dailyShares: [1, 1, 1], windowBlocks: 10 }));
		expect(found.meanFinds).toBeLessThan(300);
		expect(cumulative(found.coins.counts, 300)).toBeCloseTo(1, 12);
		expect(found.probabilityNone).toBeLessThan(1e-6);
	});
});

describe('loss and edges', () => {
	it('is revenue strictly below cost', () => {
		const { coins } = fleetDistribution(input({}));
		const exact = binomial(300, 0.02);
		const unitsPerCoin = 1e8;
		expect(lossProbability(coins, 100, 10, unitsPerCoin)).toBeCloseTo(exact[0]!, 13);
		expect(lossProbability(coins, 200, 10, unitsPerCoin)).toBeCloseTo(exact[0]!, 13);
		expect(lossProbability(coins, 200.01, 10, unitsPerCoin)).toBeCloseTo(exact[0]! + exact[1]!, 13);
		expect(lossProbability(coins, 0, 10, unitsPerCoin)).toBe(0);
		expect(lossProbability(coins, 1e12, 10, unitsPerCoin)).toBe(1);
	});

	it('an idle fleet finds nothing', () => {
		for (const windowBlocks of [null, 500]) {
			const found = fleetDistribution(input({ dailyShares: [0, 0, 0], windowBlocks }));
			expect(found).toMatchObject({ meanFinds: 0, sdFinds: 0, meanUnits: 0, cv: null });
			expect(found.probabilityNone).toBeCloseTo(1, 14);
			expect(quantileUnits(found.coins, 0.95)).toBe(0n);
		}
	});

	it('the whole network finds every block', () => {
		const found = fleetDistribution(
			input({
				dailyShares: [1, 1, 1],
				histogram: [
					[300, 1],
					[302, 1],
				],
			}),
		);
		expect(found.meanFinds).toBe(301);
		expect(found.sdFinds).toBe(1);
		expect(found.probabilityNone).toBe(0);
		expect(quantileUnits(found.coins, 0.5)).toBe(6000n * COIN);
		expect(quantileUnits(found.coins, 0.51)).toBe(6040n * COIN);
	});

	it('a window without blocks pays nothing', () => {
		const found = fleetDistribution(input({ histogram: [[0, 5]], dayProfile: [0, 0, 0] }));
		expect(found).toMatchObject({ meanFinds: 0, probabilityNone: 1 });
	});

	it('refuses reducers that do not fit together', () => {
		expect(() => fleetDistribution(input({ histogram: [] }))).toThrow(/no trial/);
		expect(() => fleetDistribution(input({ dailyShares: [0.02] }))).toThrow(/differ in length/);
		expect(() => fleetDistribution(input({ dailyShares: [0.02, 1.2, 0] }))).toThrow(/\[0, 1\]/);
		expect(() => fleetDistribution(input({ eras: [] }))).toThrow(/first era/);
		expect(() => fleetDistribution(input({ eras: [...TWENTY, ...TWENTY] }))).toThrow(/increasing/);
		expect(() => fleetDistribution(input({ windowBlocks: 2 }))).toThrow(/at least 3/);
	});
});
