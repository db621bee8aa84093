/**
 * The distribution of a fleet's finds and coins over a window, from what the simulation recorded of the chain's paths.
 *
 * Given a path, each block is the fleet's with the probability of its share that day: finds are a thinning of the path, so
 * expectation, variance and distribution follow without sampling finds (Rao–Blackwell). Four steps, with their errors:
 *
 * 1. A path of N blocks has the mean profile of blocks per day, scaled to N. What is lost is the day-to-day
 *    spread at given N, which moves the mean finds of a path only through the slope of the share over the window.
 * 2. Given the path, Σ Bernoulli(p_d) is a binomial with n' = (Σnp)²/Σnp² draws of p' = Σnp²/Σnp: equal mean and variance.
 *    The third cumulants differ by 2Σnp³ − 2n'p'³ = 2μV, with V the variance of p weighted by np and μ = Σnp, so the first Edgeworth
 *    term bounds the error of a cumulative probability by about 0.133·μ·V/σ³, σ² = Σnp(1 − p): 6e-9 for a 1 % fleet
 *    over 30 days at +1 %/day, 5e-6 for a 46 % fleet. Exact where p is constant.
 * 3. Paths are pooled while the finds they expect differ by less than 1/64 of the finds' standard deviation: the pooled
 *    variance lacks at most (1/64)²/12 = 2e-5 of itself, a cumulative probability errs by less than 3e-6. The moments and
 *    P(no block) below are summed over every N and have no such error.
 * 4. Where the subsidy changes inside the window, the finds of the eras are independent given N (a path fixes how many blocks
 *    lie before the boundary), and are convolved on the lattice of coins.
 *
 * Needs no more than these reducers, so the same figures can be computed for any fleet long after the simulation.
 */
import { type ShareFactor, shareFactors } from '../fleet/uncertainty.ts';
import { exp, log1p } from '../numeric/elementary.ts';
import { once } from '../params/once.ts';
import { accumulate, type CoinDistribution, createLattice, finish } from './lattice.ts';
import { binomialDistribution } from './poisson.ts';

/** A stretch of the window's blocks with one subsidy. */
export interface Era {
	/** Window blocks before the era's first: 0 for the first era, strictly increasing. */
	readonly fromBlockIndex: number;
	/** Base units per block. */
	readonly subsidy: bigint;
}

export interface FleetDistributionInput {
	/** Blocks in the window and the number of trials that had so many. */
	readonly histogram: readonly (readonly [number, number])[];
	/** Σ over trials of blocks found in each day of the window. */
	readonly dayProfile: readonly number[];
	/** The fleet's share of the network on each day. */
	readonly dailyShares: readonly number[];
	readonly eras: readonly Era[];
	/** Blocks over which the network's hashrate was measured, at least 3; null: the share is taken as known. */
	readonly windowBlocks: number | null;
}

/** A fleet's luck over the window, in finds and in base units. */
export interface FleetDistribution {
	readonly meanFinds: number;
	/** √(E[Var | path] + Var(E | path)), with the hashrate's own uncertainty where a measuring window was given. */
	readonly sdFinds: number;
	readonly meanUnits: number;
	readonly sdUnits: number;
	/** sdUnits/meanUnits; null where nothing is earned. */
	readonly cv: number | null;
	/** P(no block in the window). */
	readonly probabilityNone: number;
	/** Worked out when it is first read: the moments above do not need it. */
	readonly coins: CoinDistribution;
}

/** Pooled paths differ in expected finds by at most this fraction of the finds' standard deviation. */
const POOLING = 1 / 64;

/** Σnp and Σnp² of one era on one path. */
interface EraMoments {
	readonly first: number;
	readonly second: number;
}

/**
 * Distribution of a fleet's finds and coins.
 * @throws RangeError for reducers that do not fit together or a measuring window below 3 blocks
 */
export function fleetDistribution(input: FleetDistributionInput): FleetDistribution {
	requireInput(input);
	const paths = [...input.histogram].sort((a, b) => a[0] - b[0]);
	const trials = sumOf(paths.map(([, count]) => count));
	const profile = fractions(input.dayProfile);
	const meanBlocks = sumOf(paths.map(([blocks, count]) => blocks * count)) / trials;
	const typical = findMoments(profile, input.dailyShares, meanBlocks);
	const sdTypical = Math.sqrt(Math.max(0, typical.first - typical.second));
	const subsidies = input.eras.map((era) => Number(era.subsidy));
	const finds = new Moments();
	const units = new Moments();
	let probabilityNone = 0;
	const mixed = factorsOf(input.windowBlocks, sdTypical / typical.first).map(({ factor, weight }) => {
		const shares = input.dailyShares.map((share) => Math.min(1, share * factor));
		return { weight, shares, momentsOn: pathMoments(profile, shares, input.eras) };
	});
	for (const { weight, shares, momentsOn } of mixed) {
		const missPerBlock = meanLogMiss(profile, shares);
		for (const [blocks, count] of paths) {
			const probability = (weight * count) / trials;
			const perEra = momentsOn(blocks);
			const first = sumOf(perEra.map((era) => era.first));
			finds.add(probability, first, first - sumOf(perEra.map((era) => era.second)));
			units.add(
				probability,
				sumOf(perEra.map((era, i) => era.first * subsidies[i]!)),
				sumOf(perEra.map((era, i) => (era.first - era.second) * subsidies[i]! * subsidies[i]!)),
			);
			probabilityNone += probability * (blocks > 0 ? exp(blocks * missPerBlock) : 1);
		}
	}
	const sdUnits = units.standardDeviation();
	const coins = once((): CoinDistribution => {
		const largestShare = Math.max(...input.dailyShares);
		const pooled = pool(paths, largestShare > 0 ? (POOLING * sdTypical) / largestShare : Infinity);
		const lattice = createLattice(
			input.eras.map((era) => era.subsidy),
			sdUnits,
		);
		for (const { weight, momentsOn } of mixed) {
			for (const [blocks, count] of pooled) {
				const counts = momentsOn(blocks).map(({ first, second }) =>
					first > 0 ? binomialDistribution((first * first) / second, Math.min(1, second / first)) : null,
				);
				accumulate(lattice, (weight * count) / trials, counts);
			}
		}
		return finish(lattice);
	});
	return {
		meanFinds: finds.mean,
		sdFinds: finds.standardDeviation(),
		meanUnits: units.mean,
		sdUnits,
		cv: units.mean > 0 ? sdUnits / units.mean : null,
		probabilityNone,
		get coins() {
			return coins();
		},
	};
}

/** Factors on the share; the finds' own relative width decides how finely a measured rate is integrated. */
function factorsOf(windowBlocks: number | null, relativeWidth: number): readonly ShareFactor[] {
	if (windowBlocks === null) return [{ factor: 1, weight: 1 }];
	// A find count without spread of its own would ask for endless nodes; 1/32 of the rate's spread shows no ripple in print.
	const finest = 1 / (32 * Math.sqrt(windowBlocks));
	return shareFactors(windowBlocks, Number.isNaN(relativeWidth) ? Infinity : Math.max(relativeWidth, finest));
}

/** Mean and variance of a mixture: within-part variances plus the variance of the parts' means (West 1979 update). */
class Moments {
	mean = 0;
	private weight = 0;
	private within = 0;
	private between = 0;

	add(weight: number, mean: number, variance: number): void {
		this.weight += weight;
		const shift = mean - this.mean;
		this.mean += (shift * weight) / this.weight;
		this.between += weight * shift * (mean - this.mean);
		this.within += weight * variance;
	}

	standardDeviation(): number {
		return Math.sqrt(Math.max(0, (this.within + this.between) / this.weight));
	}
}

function sumOf(values: readonly number[]): number {
	let total = 0;
	for (const value of values) total += value;
	return total;
}

/** Share of the window's blocks that fall on each day. */
function fractions(dayProfile: readonly number[]): number[] {
	const total = sumOf(dayProfile);
	return dayProfile.map((blocks) => (total > 0 ? blocks / total : 0));
}

/** Σnp and Σnp² over all days of a path of `blocks` blocks. */
function findMoments(profile: readonly number[], shares: readonly number[], blocks: number): EraMoments {
	let first = 0;
	let second = 0;
	for (const [day, fraction] of profile.entries()) {
		const share = shares[day]!;
		first += blocks * fraction * share;
		second += blocks * fraction * share * share;
	}
	return { first, second };
}

/** The same for each era, as a function of the path's length: a day's blocks are spread evenly over its block indexes. */
function pathMoments(
	profile: readonly number[],
	shares: readonly number[],
	eras: readonly Era[],
): (blocks: number) => EraMoments[] {
	if (eras.length === 1) {
		const perBlock = findMoments(profile, shares, 1);
		return (blocks) => [{ first: blocks * perBlock.first, second: blocks * perBlock.second }];
	}
	return (blocks) =>
		eras.map(({ fromBlockIndex }, i) => {
			const toBlockIndex = eras[i + 1]?.fromBlockIndex ?? Infinity;
			let first = 0;
			let second = 0;
			let end = 0;
			for (let day = 0; day < profile.length; day++) {
				const start = end;
				end += blocks * profile[day]!;
				const inside = Math.max(0, Math.min(end, toBlockIndex) - Math.max(start, fromBlockIndex));
				first += inside * shares[day]!;
				second += inside * shares[day]! * shares[day]!;
			}
			return { first, second };
		});
}

/** Mean of ln(1 − p) over the window's blocks, so that a path of N of them holds no find with probability e^(N·mean). */
function meanLogMiss(profile: readonly number[], shares: readonly number[]): number {
	let mean = 0;
	for (const [day, fraction] of profile.entries()) {
		if (fraction > 0) mean += fraction * log1p(-shares[day]!);
	}
	return mean;
}

/** Neighbouring path lengths within `width` blocks of the group's first, replaced by their mean. */
function pool(paths: readonly (readonly [number, number])[], width: number): [number, number][] {
	const groups: { from: number; blocks: number; trials: number }[] = [];
	for (const [blocks, trials] of paths) {
		const group = groups.at(-1);
		if (group !== undefined && blocks - group.from <= width) {
			group.blocks += blocks * trials;
			group.trials += trials;
		} else groups.push({ from: blocks, blocks: blocks * trials, trials });
	}
	return groups.map((group) => [group.blocks / group.trials, group.trials]);
}

function requireInput({ histogram, dayProfile, dailyShares, eras }: FleetDistributionInput): void {
	const require = (condition: boolean, message: string): void => {
		if (!condition) throw new RangeError(message);
	};
	require(histogram.some(([, count]) => count > 0), 'the histogram of window blocks holds no trial');
	require(histogram.every(
		([blocks, count]) => blocks >= 0 && count >= 0,
	), 'block and trial counts must not be negative');
	require(dayProfile.length === dailyShares.length, 'the day profile and the daily shares differ in length');
	require(dailyShares.every((share) => share >= 0 && share <= 1), 'a share must lie in [0, 1]');
	require(eras[0]?.fromBlockIndex === 0, 'the first era must start at block index 0');
	require(eras.every(
		(era, i) => era.subsidy >= 0n && (i === 0 || era.fromBlockIndex > eras[i - 1]!.fromBlockIndex),
	), 'eras must start at increasing block indexes');
}
