/** Closed forms beside the simulation, inside every run. A failed check is printed, not hidden. */

import { eraAt } from '../difficulty/era.ts';
import { CLOCK_SCALE } from '../engine/reducer.ts';
import type { SimulationPlan, SimulationResult } from '../engine/types.ts';
import { exp } from '../numeric/elementary.ts';
import type { Check, Unit } from './document.ts';
import type { ExpectedBlocks } from './expectation.ts';
import { conditional, estimated } from './figure.ts';
import type { PathForecast } from './forecast.ts';
import { meanInterval, NORMAL_975 } from './interval.ts';
import type { SideLuck } from './luck.ts';
import { countSums, samplesIn, trialsOf } from './samples.ts';

/** Standard errors beyond which a mean contradicts its expectation: 6e-5 two-sided. */
const LARGEST_DEVIATION = 4;
/** Relative agreement asked of figures that differ by approximations, not by luck. */
const CLOSE = 1e-3;
/** Variance of the mean of an antithetic pair of exponential times, beside that of two independent ones: 1 + (1 − π²/6). */
const ANTITHETIC = 2 - Math.PI ** 2 / 6;
/** Relative distance from the mean path that a rule's own noise can bring about. */
const NOISE = 0.02;
/**
 * The same for rules that answer to a single block or a few, whose noise slows the chain for good: by 5.7 % under
 * Digishield and 5.1 % under Dark Gravity Wave, simulated (test/engine/noisyrules.test.ts). Dash's own source counts 200,700 blocks a year, 157.2 s each for 150
 * (dash src/chainparams.cpp, at nBudgetPaymentsCycleBlocks).
 */
const LARGE_NOISE = 0.08;
const NOISY_RULES: readonly string[] = ['digishield', 'dgw-v3'];

function noiseOf(plan: SimulationPlan, chain: number): number {
	if (!('history' in plan)) return NOISE;
	const { rule } = eraAt(plan.chains[chain]!.difficulty, BigInt(plan.activationHeight));
	return NOISY_RULES.includes(rule.kind) ? LARGE_NOISE : NOISE;
}

/** A simulated mean against its expectation, in standard errors. */
function meanCheck(
	id: string,
	label: string,
	unit: Unit,
	expected: number,
	found: number,
	standardError: number,
): Check {
	const deviation =
		standardError > 0 ? (found - expected) / standardError : found === expected ? 0 : Number.POSITIVE_INFINITY;
	return {
		id,
		label,
		expected: { ...conditional(expected, unit), ...(unit === 'percent' ? {} : { digits: 2 }) },
		found: estimated(found, unit, NORMAL_975 * standardError),
		deviation,
		pass: Math.abs(deviation) <= LARGEST_DEVIATION,
	};
}

/** Two figures of one thing, in units of the difference allowed between them. */
function closeCheck(id: string, label: string, unit: Unit, expected: number, found: number, allowed: number): Check {
	const deviation = expected === found ? 0 : (found - expected) / allowed;
	return {
		id,
		label,
		expected: { ...conditional(expected, unit), ...(unit === 'percent' ? {} : { digits: 2 }) },
		found: estimated(found, unit),
		deviation,
		pass: Math.abs(deviation) <= 1,
	};
}

export interface CheckInput {
	readonly plan: SimulationPlan;
	readonly result: SimulationResult;
	/** Base and fork; null where a rule has no closed form. */
	readonly expected: readonly (ExpectedBlocks | null)[];
	/** Expected seconds from the tip to activation's parent; null where there is no closed form. */
	readonly activationSeconds: number | null;
	/** What stands in for the closed forms where a rule has none. */
	readonly onPath?: PathForecast;
	/** A fleet with a small share, and everyone else, per side: their coins must be the chain's. */
	readonly partition: readonly { readonly fleet: SideLuck; readonly restUnits: number; readonly issuedUnits: number }[];
	readonly decimals: number;
}

const SIDES = ['base', 'fork'] as const;

/** Every check of a run; intervals need at least two trials. */
export function checksOf(input: CheckInput): Check[] {
	const { plan, result } = input;
	const checks: Check[] = [];
	if (samplesIn(result) >= 2) {
		const runUp = plan.activationHeight - 1 - plan.tip.height;
		if (runUp > 0 && input.activationSeconds !== null) {
			const sums = {
				...trialsOf(result),
				sum: result.activationSum,
				sumSquares: result.activationSampleSquareSum,
			};
			const { value, standardError } = meanInterval(sums);
			// The sums hold whole seconds, rounded down.
			checks.push(
				meanCheck(
					'activation',
					'activation after the tip',
					'seconds',
					input.activationSeconds,
					value + 0.5,
					standardError,
				),
			);
		}
		for (const [i, chain] of result.chains.entries()) {
			const expected = input.expected[i];
			if (expected !== null && expected !== undefined) {
				const { value, standardError } = meanInterval(countSums(result, i));
				checks.push(
					meanCheck(
						`blocks-${SIDES[i]}`,
						`blocks in the window, ${SIDES[i]}`,
						'blocks',
						expected.expected,
						value,
						standardError,
					),
				);
			}
			const first = expected?.firstIntervalSeconds;
			if (first !== undefined) {
				const found = Number(chain.firstIntervalSum) / CLOCK_SCALE / result.trials;
				// An exponential time has its mean for a standard deviation; two of one pair have the correlation 1 − π²/6.
				const standardError = first * Math.sqrt((result.trialsPerSample === 2 ? ANTITHETIC : 1) / result.trials);
				checks.push(
					meanCheck(`first-${SIDES[i]}`, `first interval, ${SIDES[i]}`, 'seconds', first, found, standardError),
				);
			}
		}
	}
	if (input.onPath !== undefined) checks.push(...pathChecks(input, input.onPath));
	for (const [i, { fleet, restUnits, issuedUnits }] of input.partition.entries()) {
		const coin = 10 ** input.decimals;
		const poisson = exp(-fleet.luck.meanFinds);
		checks.push(
			closeCheck(
				`none-${SIDES[i]}`,
				`no block, Poisson at the simulated mean, ${SIDES[i]}`,
				'percent',
				poisson,
				fleet.luck.probabilityNone,
				// Thinned blocks are nearly Poisson: within p of it at a share of p (Le Cam 1960).
				CLOSE * poisson + fleet.share,
			),
			closeCheck(
				`sum-${SIDES[i]}`,
				`a fleet's coins and everyone else's, ${SIDES[i]}`,
				'coins',
				issuedUnits / coin,
				(fleet.luck.meanUnits + restUnits) / coin,
				(CLOSE * issuedUnits) / coin,
			),
		);
	}
	return checks;
}

/**
 * Where there is no closed form: the simulation beside the schedule and the mean path. A rule without a schedule keeps
 * its spacing only about, since the mean of a noisy interval is not the interval of the mean target, so these differ by
 * the rule's noise and by luck.
 */
function pathChecks({ plan, result, activationSeconds }: CheckInput, onPath: PathForecast): Check[] {
	const checks: Check[] = [];
	const { runUpSeconds, spacingSeconds } = onPath;
	if (runUpSeconds > 0 && activationSeconds === null) {
		const found = Number(result.activationSum) / result.trials + 0.5;
		const luck = (LARGEST_DEVIATION * Math.sqrt(runUpSeconds * spacingSeconds)) / Math.sqrt(result.trials);
		const label = 'activation after the tip, on schedule';
		checks.push(
			closeCheck('activation', label, 'seconds', runUpSeconds, found, noiseOf(plan, 0) * runUpSeconds + luck),
		);
	}
	for (const [i, blocks] of onPath.blocks.entries()) {
		if (blocks === null) continue;
		const { n, sum } = countSums(result, i);
		const found = Number(sum) / n;
		// The count of blocks that come at random has its mean for a variance; a rule's feedback changes that little.
		const luck = (LARGEST_DEVIATION * Math.sqrt(blocks)) / Math.sqrt(n);
		const noise = noiseOf(plan, i);
		const label = `blocks in the window, on the mean path, ${SIDES[i]}`;
		checks.push(closeCheck(`blocks-${SIDES[i]}`, label, 'blocks', blocks, found, noise * blocks + luck + 1));
		if (i > 0 || plan.growthPerSecond !== 0) continue;
		const interval = plan.windowSeconds / found;
		const allowed = (noise + (luck + 1) / blocks) * spacingSeconds;
		checks.push(
			closeCheck('interval-base', 'mean interval, base, at the target', 'seconds', spacingSeconds, interval, allowed),
		);
	}
	return checks;
}
