/** Formulas behind the stakeholders' tables against published and derived numbers, and what must hold for any input. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINERS } from '../../src/compare/defaults.ts';
import { hoursOf, validationLoad } from '../../src/compare/load.ts';
import { poissonCdf, poissonDistribution } from '../../src/compare/poisson.ts';
import { exactReserve, payoutsPerDay, ppsReserve } from '../../src/compare/pool.ts';
import { raceDraws, rewardShares, staleRace } from '../../src/compare/race.ts';
import { concentration, groupStales, rewardFactors, transfers } from '../../src/compare/rewards.ts';
import { ruinProbability, shortestSafeHours } from '../../src/compare/ruin.ts';
import {
	confirmationsFor,
	delayThreshold,
	equalConfirmations,
	exactReversal,
	nakamotoReversal,
	selfishRevenue,
	selfishThreshold,
} from '../../src/compare/security.ts';
import {
	attemptEfficiency,
	exponentialStale,
	impliedDelay,
	ownStale,
	scaledStale,
	uninformedStale,
	wilsonInterval,
} from '../../src/compare/stale.ts';
import { switchingGain } from '../../src/compare/switching.ts';
import { lockDrift } from '../../src/compare/timelocks.ts';
import { confirmationWait, pausesPerDay, probabilityLonger } from '../../src/compare/waiting.ts';
import { vectors } from './fixtures.ts';

interface Case {
	// Each case has inputs and results of its own shape.
	readonly inputs: never;
	readonly expected: never;
}
const { cases } = vectors<{ readonly cases: Readonly<Record<string, Case>> }>('compare-stakeholders');
const used = new Set<string>();

/** Inputs and results of a case that must exist. */
function caseOf<Inputs, Expected>(name: string): { readonly inputs: Inputs; readonly expected: Expected } {
	const found = cases[name];
	if (found === undefined) throw new Error(`no case ${name}`);
	used.add(name);
	return found;
}

const names = (prefix: string): string[] => Object.keys(cases).filter((name) => name.startsWith(prefix));

function closeTo(found: number, expected: number, relative = 1e-9): void {
	expect(Math.abs(found - expected)).toBeLessThanOrEqual(relative * Math.max(Math.abs(expected), 1e-300));
}

describe('waits', () => {
	it('are Erlang quantiles', () => {
		const { expected } = caseOf<never, Record<string, Record<'mean' | 'p50' | 'p95' | 'p99', number>>>(
			'confirmation-wait-quantiles',
		);
		for (const [name, quantiles] of Object.entries(expected)) {
			const [confirmations, spacing] = name.split('@').map(Number);
			const wait = confirmationWait(confirmations!, spacing!);
			for (const key of ['mean', 'p50', 'p95', 'p99'] as const) expect(wait[key]).toBeCloseTo(quantiles[key], 1);
		}
	});

	it('have the tails that were published for ten-minute and one-minute blocks', () => {
		const { expected } = caseOf<never, Record<string, number>>('confirmation-wait-tail');
		closeTo(probabilityLonger(6, 10, 80), expected['P_6x10min_exceeds_80min']!, 1e-9);
		closeTo(probabilityLonger(60, 1, 80), expected['P_60x1min_exceeds_80min']!, 1e-9);
		closeTo(confirmationWait(1, 10).p95, expected['p95_1conf_10min']!, 1e-9);
		closeTo(probabilityLonger(1, 10, expected['quartile_1conf_10min']!), 0.25, 1e-9);
	});

	it.each(names('security.confirm_time'))('%s', (name) => {
		const { inputs, expected } = caseOf<
			{ spacing_s: number; confirmations: number },
			{ mean_min: number; p95_min: number; p_within_60min: number }
		>(name);
		const wait = confirmationWait(inputs.confirmations, inputs.spacing_s);
		closeTo(wait.mean / 60, expected.mean_min);
		closeTo(wait.p95 / 60, expected.p95_min, 1e-7);
		closeTo(1 - probabilityLonger(inputs.confirmations, inputs.spacing_s, 3600), expected.p_within_60min, 1e-7);
	});

	it('longer than a pause happen (86,400/T)·e^(−t/T) times a day', () => {
		closeTo(pausesPerDay(90, 600), 960 * Math.exp(-600 / 90), 1e-12);
		expect(pausesPerDay(60, 600)).toBeLessThan(pausesPerDay(90, 600));
	});
});

describe('reversal', () => {
	it.each(names('security.double_spend'))('%s', (name) => {
		const { inputs, expected } = caseOf<
			{ q: number; confirmations: number[] },
			{ nakamoto: number[]; exact: number[] }
		>(name);
		for (const [i, confirmations] of inputs.confirmations.entries()) {
			closeTo(nakamotoReversal(confirmations, inputs.q), expected.nakamoto[i]!, 1e-8);
			closeTo(exactReversal(confirmations, inputs.q), expected.exact[i]!, 1e-8);
		}
	});

	it('needs the confirmations of both tables for less than 0.1 %', () => {
		const { inputs, expected } = caseOf<{ q: number[] }, { nakamoto: number[]; exact: number[] }>(
			'security.z_for_0.1pct',
		);
		expect(inputs.q.map((q) => confirmationsFor(0.001, q, nakamotoReversal))).toEqual(expected.nakamoto);
		expect(inputs.q.map((q) => confirmationsFor(0.001, q, exactReversal))).toEqual(expected.exact);
		expect(confirmationsFor(0.001, 0.5, exactReversal)).toBeNull();
		expect(confirmationsFor(0.001, 0.4999999, exactReversal)).toBeNull();
	});

	it('is the sum over the negative binomial race (Rosenfeld 2014)', () => {
		for (const q of [0.1, 0.25, 0.4]) {
			for (const n of [1, 2, 5, 12]) {
				let sum = 1;
				let binomial = 1;
				for (let m = 0; m <= n; m++) {
					if (m > 0) binomial *= (n + m - 1) / m;
					sum -= binomial * ((1 - q) ** n * q ** m - (1 - q) ** m * q ** n);
				}
				closeTo(exactReversal(n, q), sum, 1e-9);
			}
		}
	});

	it('is a probability that falls with confirmations and rises with the share', () => {
		const share = fc.double({ min: 0.001, max: 0.499, noNaN: true });
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 60 }), share, share, (n, a, b) => {
				const [low, high] = [Math.min(a, b), Math.max(a, b)];
				for (const model of [nakamotoReversal, exactReversal]) {
					const risk = model(n, low);
					expect(risk).toBeGreaterThanOrEqual(0);
					expect(risk).toBeLessThanOrEqual(1);
					expect(model(n + 1, low)).toBeLessThanOrEqual(risk * (1 + 1e-9));
					expect(model(n, high)).toBeGreaterThanOrEqual(risk * (1 - 1e-9));
				}
			}),
		);
	});

	it('has three equals of six confirmations', () => {
		expect(equalConfirmations(6, 90 / 60, 1)).toEqual({ byCount: 6, byTime: 9, byReward: 6 });
		expect(equalConfirmations(6, 90 / 60, 2e9 / 1_333_333_333)).toEqual({ byCount: 6, byTime: 9, byReward: 10 });
		expect(equalConfirmations(6, 1, null).byReward).toBeNull();
	});
});

describe('attackers', () => {
	it.each(names('security.threshold'))('%s', (name) => {
		const { inputs, expected } = caseOf<
			{ spacing_s: number; delay_s: number },
			{ growth_efficiency: number; beta_threshold: number }
		>(name);
		const { growthEfficiency, attackerShare } = delayThreshold(inputs.spacing_s, inputs.delay_s);
		closeTo(growthEfficiency, expected.growth_efficiency);
		closeTo(attackerShare, expected.beta_threshold);
	});

	it('need half of the network where nothing is late', () => {
		expect(delayThreshold(90, 0)).toEqual({ growthEfficiency: 1, attackerShare: 0.5 });
	});

	it('gain by withholding from a third, a quarter or nothing on', () => {
		expect(selfishThreshold(0)).toBeCloseTo(1 / 3, 15);
		expect(selfishThreshold(0.5)).toBe(0.25);
		expect(selfishThreshold(1)).toBe(0);
		const { inputs, expected } = caseOf<{ alpha_gamma: [number, number][] }, number[]>('security.selfish');
		for (const [i, [share, gamma]] of inputs.alpha_gamma.entries()) closeTo(selfishRevenue(share, gamma), expected[i]!);
		for (const gamma of [0, 0.3, 0.7]) {
			const threshold = selfishThreshold(gamma);
			closeTo(selfishRevenue(threshold, gamma), threshold, 1e-12);
		}
	});
});

describe('stale blocks', () => {
	it.each(names('stale.exp_tau'))('%s', (name) => {
		const { inputs, expected } = caseOf<{ spacing_s: number; delays_s: number[] }, number[]>(name);
		for (const [i, delay] of inputs.delays_s.entries())
			closeTo(exponentialStale(delay, inputs.spacing_s), expected[i]!);
	});

	it('at 90 and 60 s for relay and device delays', () => {
		const { inputs, expected } = caseOf<{ D: number[] }, { at90: number[]; at60: number[] }>('stale-table-90-vs-60');
		for (const [i, delay] of inputs.D.entries()) {
			closeTo(exponentialStale(delay, 90), expected.at90[i]!);
			closeTo(exponentialStale(delay, 60), expected.at60[i]!);
		}
	});

	it('of Bitcoin in 2013 (Decker and Wattenhofer)', () => {
		const { inputs, expected } = caseOf<{ mean_block_s: number; integral_uninformed_s: number }, number>(
			'stale.decker_wattenhofer',
		);
		closeTo(uninformedStale(inputs.integral_uninformed_s, inputs.mean_block_s), expected);
	});

	it('scale from a measurement at 75 s to 25 s', () => {
		const { inputs, expected } = caseOf<
			{ stale_at_75s: number; new_spacing: number },
			{ tau_s: number; stale_at_25s: number }
		>('zip25.stale.from_current_rate');
		closeTo(impliedDelay(inputs.stale_at_75s, 75), expected.tau_s);
		closeTo(scaledStale(inputs.stale_at_75s, 75, inputs.new_spacing), expected.stale_at_25s);
	});

	it('spare a large miner its own blocks, and rewards follow', () => {
		expect(ownStale(1, 10, 90)).toBeCloseTo(0, 15);
		expect(ownStale(0.3, 10, 90)).toBeLessThan(ownStale(0.01, 10, 90));
		const groups = MINERS.map((miner) => ({ ...miner, validationSeconds: 0 }));
		const factors = rewardFactors(groupStales(groups, 5, 60), groups);
		expect(factors[0]).toBeGreaterThan(1);
		expect(factors.at(-1)).toBeLessThan(1);
		const paid = groups.reduce((sum, { share, count }, i) => sum + share * count * factors[i]!, 0);
		closeTo(paid, 1, 1e-12);
		// Three miners of a third who lose 20, 1 and 1 %.
		const thirds = [{ share: 1 / 3, count: 1, validationSeconds: 0 }];
		const uneven = rewardFactors([0.2, 0.01, 0.01], [...thirds, ...thirds, ...thirds]).map((each) => each / 3);
		expect(uneven.map((each) => Number(each.toFixed(3)))).toEqual([0.288, 0.356, 0.356]);
	});

	it('measured have Wilson’s interval', () => {
		const { low, high } = wilsonInterval(0.1, 100, 1.959963984540054);
		expect(low).toBeCloseTo(0.05523, 4);
		expect(high).toBeCloseTo(0.17437, 4);
		expect(wilsonInterval(0, 50, 1.96).low).toBe(0);
	});
});

describe('the race', () => {
	const groups = MINERS.map((miner) => ({ ...miner, validationSeconds: 0 }));
	const draws = raceDraws(groups, 1);
	const at = (delay: number, spacing: number) =>
		staleRace({ groups, commonDelaySeconds: delay, spacingSeconds: spacing, draws });

	it('has no stale block without delay', () => {
		const race = at(0, 90)!;
		expect(race.stale).toBe(0);
		expect(rewardShares(groups, race.replicas)[0]).toBeCloseTo(0.25, 12);
	});

	it('agrees with the closed form of two equal miners', () => {
		// A find is followed within the delay by the other's: of two of one height one is stale. To first order in
		// x = D/T that is x/2 of the blocks, less x²-terms.
		const twins = [{ share: 0.5, count: 2, validationSeconds: 0 }];
		const x = 0.02;
		const race = staleRace({
			groups: twins,
			commonDelaySeconds: x * 100,
			spacingSeconds: 100,
			draws: raceDraws(twins, 3),
		})!;
		const error = Math.sqrt(x / 2 / race.replicas.reduce((sum, { finds }) => sum + finds, 0));
		expect(Math.abs(race.stale - x / 2)).toBeLessThan(4 * error + x * x);
	});

	it('loses more at a shorter spacing, and is the same for the same seed', () => {
		const base = at(5, 90)!;
		const fork = at(5, 60)!;
		expect(fork.stale).toBeGreaterThan(base.stale);
		expect(at(5, 90)).toEqual(base);
		expect(base.stale).toBeLessThan(exponentialStale(5, 90));
		expect(rewardShares(groups, base.replicas)[0]).toBeGreaterThan(0.25);
	});

	it('gives up where no find rate keeps the spacing', () => {
		expect(at(300, 60)).toBeNull();
	});

	it('moves coins without making any', () => {
		const moved = transfers(groups, rewardShares(groups, at(5, 60)!.replicas), 28_800);
		expect(moved[0]).toBeGreaterThan(0);
		expect(moved.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0, 8);
		const shares = groups.map(({ share, count }) => share * count);
		expect(concentration(groups, shares)).toBeCloseTo(0.25 ** 2 + 0.2 ** 2 + 0.15 ** 2 + 2 * 0.01 + 20 * 1e-4, 12);
	});
});

describe('devices', () => {
	it('check a block for a third of the spacing, then for half', () => {
		const { inputs, expected } = caseOf<
			{ tipValidationSeconds_p50: number; spacing: number[] },
			{ utilisation: number[]; pNextBlockBeforeDone: number[] }
		>('btx-validation-utilisation');
		for (const [i, spacing] of inputs.spacing.entries()) {
			const seconds = inputs.tipValidationSeconds_p50;
			closeTo(validationLoad(seconds, spacing, 7).utilisation, expected.utilisation[i]!, 1e-6);
			closeTo(exponentialStale(seconds, spacing), expected.pNextBlockBeforeDone[i]!, 1e-6);
		}
	});

	it('catch up in ρ/(1 − ρ) of the time they were away, or never', () => {
		expect(validationLoad(30, 90, 3).syncSeconds).toBeCloseTo((3 * 86_400) / 2, 6);
		expect(validationLoad(90, 90, 3).syncSeconds).toBeNull();
	});

	it('waste the attempt that a new tip discards: 3.4 and 9.2 % more at 60 s, 6 % of the slow one’s share', () => {
		const ratio = (seconds: number) => attemptEfficiency(seconds, 60) / attemptEfficiency(seconds, 90);
		expect(1 - ratio(12.07)).toBeCloseTo(0.034, 3);
		expect(1 - ratio(32.18)).toBeCloseTo(0.092, 3);
		expect(1 - ratio(32.18) / ratio(12.07)).toBeCloseTo(0.06, 3);
		expect(attemptEfficiency(0, 90)).toBe(1);
	});
});

describe('luck and ruin', () => {
	it.each(names('solo-variance-share'))('%s', (name) => {
		const { inputs, expected } = caseOf<{ share: number }, Record<'60' | '90', Record<string, number>>>(name);
		for (const spacing of [60, 90] as const) {
			const blocksPerDay = (inputs.share * 86_400) / spacing;
			closeTo(blocksPerDay, expected[spacing]['blocksPerDay']!);
			closeTo(Math.exp(-blocksPerDay), expected[spacing]['pZeroDay']!);
			closeTo(1 / Math.sqrt(30 * blocksPerDay), expected[spacing]['cv30d']!);
			closeTo(Math.LN2 / blocksPerDay, expected[spacing]['medianDaysToBlock']!);
		}
	});

	it('ruin agrees with a walk over every block', () => {
		const input = { blocksPerDay: 0.4, reserveDays: 10, daysPerBlock: 3, horizonDays: 60 };
		// Survivors by blocks found, carried from one time at which the money could end to the next.
		let alive = new Map([[0, 1]]);
		let time = 0;
		let ruined = 0;
		for (let k = 0; input.reserveDays + k * input.daysPerBlock <= input.horizonDays; k++) {
			const end = input.reserveDays + k * input.daysPerBlock;
			const { first, probabilities } = poissonDistribution(input.blocksPerDay * (end - time));
			const next = new Map<number, number>();
			for (const [blocks, weight] of alive) {
				for (const [i, probability] of probabilities.entries()) {
					const total = blocks + first + i;
					next.set(total, (next.get(total) ?? 0) + weight * probability);
				}
			}
			ruined += next.get(k) ?? 0;
			next.delete(k);
			alive = next;
			time = end;
		}
		expect(ruinProbability(input)).toBeCloseTo(ruined, 12);
	});

	it('ruin is a probability that falls with the reserve', () => {
		const positive = fc.double({ min: 0.1, max: 50, noNaN: true });
		fc.assert(
			fc.property(positive, positive, positive, (blocksPerDay, reserveDays, daysPerBlock) => {
				const ruin = ruinProbability({ blocksPerDay, reserveDays, daysPerBlock, horizonDays: 90 });
				expect(ruin).toBeGreaterThanOrEqual(0);
				expect(ruin).toBeLessThanOrEqual(1);
				const richer = { blocksPerDay, reserveDays: reserveDays + 1, daysPerBlock, horizonDays: 90 };
				expect(ruinProbability(richer)).toBeLessThanOrEqual(ruin + 1e-9);
			}),
		);
		expect(ruinProbability({ blocksPerDay: 1, reserveDays: 0, daysPerBlock: 1, horizonDays: 9 })).toBe(1);
	});

	it('the shortest safe rental is safe, and a shorter one is not', () => {
		const [rate, worth] = [0.05, 60];
		const hours = shortestSafeHours(rate, worth, 0.1)!;
		const loss = (time: number) => poissonCdf(rate * time, Math.ceil(time / worth) - 1);
		expect(loss(hours * 1.0001)).toBeLessThan(0.1);
		for (let time = 1; time < hours * 0.999; time += 0.5) expect(loss(time)).toBeGreaterThanOrEqual(0.1);
		expect(shortestSafeHours(0.05, 20, 0.1)).toBeNull();
	});
});

describe('pools', () => {
	it('keep the reserve that Rosenfeld names', () => {
		const { inputs, expected } = caseOf<{ block_reward: number; fee: number; bankruptcy_prob: number }, number>(
			'pool.pps_reserve.rosenfeld',
		);
		closeTo(inputs.block_reward * ppsReserve(inputs.bankruptcy_prob, inputs.fee), expected);
	});

	it.each(names('pool.pps_reserve.exact'))('%s', (name) => {
		const { inputs, expected } = caseOf<
			{ fee: number; bankruptcy_prob: number },
			{ reserve_blocks_exact: number; reserve_blocks_diffusion: number }
		>(name);
		closeTo(exactReserve(inputs.bankruptcy_prob, inputs.fee), expected.reserve_blocks_exact);
		closeTo(ppsReserve(inputs.bankruptcy_prob, inputs.fee), expected.reserve_blocks_diffusion);
	});

	it('pay a member with every block, or when enough has come together', () => {
		expect(payoutsPerDay(96, 0.1, 0.01)).toBe(96);
		expect(payoutsPerDay(96, 0.004, 0.01)).toBe(32);
	});
});

describe('counted in blocks', () => {
	it('constants last two thirds of the time', () => {
		const { expected } = caseOf<never, Record<string, { blocks: number; at90s: number; at60s: number }>>(
			'block-count-constants-wall-time',
		);
		for (const { blocks, at90s, at60s } of Object.values(expected)) {
			closeTo(hoursOf(blocks, 90) * 3600, at90s, 1e-12);
			closeTo(hoursOf(blocks, 60) * 3600, at60s, 1e-12);
		}
	});

	it('a height comes 1,500,000 s earlier', () => {
		const { inputs, expected } = caseOf<
			{ forkHeight: number; lockHeight: number; tipHeight: number },
			{ earlierSeconds: number }
		>('height-locktime-drift');
		const schedule = (after: number) => ({
			timeOf: (height: number) => 90 * (inputs.forkHeight - inputs.tipHeight) + after * (height - inputs.forkHeight),
		});
		expect(lockDrift(schedule(90), schedule(60), inputs.lockHeight)).toBe(-expected.earlierSeconds);
	});

	it('Kaspa’s and Zcash’s constants had these wall times', () => {
		const kaspa = caseOf<
			{ bpsBefore: number; bpsAfter: number },
			{ finalityDepth: [number, number]; finalityHours: [number, number] }
		>('kaspa-block-counts-rescaled');
		const spacings = [1 / kaspa.inputs.bpsBefore, 1 / kaspa.inputs.bpsAfter] as const;
		for (const i of [0, 1] as const) {
			closeTo(hoursOf(kaspa.expected.finalityDepth[i], spacings[i]), kaspa.expected.finalityHours[i], 1e-12);
		}
		const { inputs, expected } = caseOf<{ ratio: number }, Record<string, [number, number]>>('zip218-constant-table');
		const scaled = Object.keys(expected).filter((name) => expected[name]![1] === inputs.ratio * expected[name]![0]);
		expect(scaled).toEqual([
			'MIN_BLOCKS_TO_KEEP',
			'BLOCK_DOWNLOAD_WINDOW',
			'MAX_BLOCKS_IN_TRANSIT_PER_PEER',
			'txExpiryDelta',
		]);
		for (const name of scaled) closeTo(hoursOf(expected[name]![0], 75), hoursOf(expected[name]![1], 25), 1e-12);
	});

	it('luck is the root of the spacings’ ratio, and 25-second blocks keep the emission but for rounding', () => {
		const ratio = caseOf<{ spacing: [number, number] }, { cvRatio: number }>('variance-ratio');
		const cv = (share: number, spacing: number, days: number) => 1 / Math.sqrt((days * share * 86_400) / spacing);
		const [before, after] = ratio.inputs.spacing;
		closeTo(cv(0.003, after, 5) / cv(0.003, before, 5), ratio.expected.cvRatio, 1e-12);
		const { inputs, expected } = caseOf<
			{ miner_share: number; days: number; spacing: number[] },
			{ revenue_cv: number[]; p_zero_day: number[] }
		>('zip25.variance');
		for (const [i, spacing] of inputs.spacing.entries()) {
			closeTo(cv(inputs.miner_share, spacing, inputs.days), expected.revenue_cv[i]!);
			closeTo(Math.exp((-inputs.miner_share * 86_400) / spacing), expected.p_zero_day[i]!);
		}
		const emission = caseOf<Record<string, number>, Record<string, number>>('zip25.emission');
		closeTo((emission.expected['per_block_after_zat']! * 86_400) / 25 / 1e8, emission.expected['per_day_after_zec']!);
	});
});

describe('switching', () => {
	it('gains nothing where it hardly stops, and more with a slower rule', () => {
		expect(switchingGain({ share: 0.3, onSeconds: 86_399, offSeconds: 1, halfLifeSeconds: 3600 })).toBeCloseTo(0, 3);
		const half = (halfLifeSeconds: number) =>
			switchingGain({ share: 0.3, onSeconds: 43_200, offSeconds: 43_200, halfLifeSeconds });
		expect(half(14_400)).toBeGreaterThan(half(3600));
		expect(half(3600)).toBeGreaterThan(0);
		// A rule that never reacts leaves the mean difficulty between the two.
		expect(half(1e9)).toBeCloseTo(1.3 / 1.15 - 1, 4);
	});

	it('agrees with the path followed step by step', () => {
		const [share, on, off, e] = [0.3, 43_200, 43_200, 14_400 / Math.LN2];
		let difficulty = 1;
		let earned = 0;
		for (let second = 0; second < 20 * (on + off); second++) {
			const running = second % (on + off) < on;
			if (running && second >= 19 * (on + off)) earned += 1 / difficulty;
			difficulty += ((running ? 1 + share : 1) - difficulty) / e;
		}
		const gain = (1 + share) * (earned / on) - 1;
		expect(switchingGain({ share, onSeconds: on, offSeconds: off, halfLifeSeconds: 14_400 })).toBeCloseTo(gain, 4);
	});
});

it('every case is used', () => {
	expect(Object.keys(cases).length).toBeGreaterThan(30);
	expect(Object.keys(cases).filter((name) => !used.has(name))).toEqual([]);
});
