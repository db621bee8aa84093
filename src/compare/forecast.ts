/** What a scenario's chains are expected to do, for the checks and the transition: in closed form or on the mean path. */
import { targetOfBits } from '../consensus/compact.ts';
import { btxAsert, changeHeights, eraAt, halfLifeAt, spacingAt } from '../difficulty/era.ts';
import { meanPathBlocks } from '../engine/path.ts';
import type { GeneralRunPlan, SimulationPlan } from '../engine/types.ts';
import { log2 } from '../numeric/elementary.ts';
import type { Scenario } from '../params/scenario.ts';
import type { Rules } from '../params/types.ts';
import { type ExpectedBlocks, expectedBlocks, expectedRunUpSeconds, type RunUp } from './expectation.ts';
import { Pace } from './pace.ts';
import { lastHeight, networkAt } from './plan.ts';

export interface Forecast {
	/** Base, then the fork; null where a rule has no closed form. */
	readonly expected: readonly (ExpectedBlocks | null)[];
	/** Expected seconds from the tip to activation's parent; null where an arm lies between, and without a closed form. */
	readonly activationSeconds: number | null;
	/** Present where a rule is not BTX's arms. */
	readonly onPath?: PathForecast;
}

/** What the mean path and the schedule say where closed forms do not hold. */
export interface PathForecast {
	/** Blocks of the window on the mean path, base and fork; null where a closed form stands instead. */
	readonly blocks: readonly (number | null)[];
	/** Seconds that the base's schedule gives the blocks from the tip to activation's parent. */
	readonly runUpSeconds: number;
	/** The base's target spacing at activation. */
	readonly spacingSeconds: number;
}

/** The schedule from the tip on, and how far the tip itself is from the equilibrium that its hashrate asks for. */
export function runUpOf({ base, state }: Scenario, plan: SimulationPlan): RunUp | null {
	const tip = BigInt(state.tip.height);
	const halfLife = halfLifeAt(base.difficulty, tip);
	if (halfLife === undefined) return null;
	const halfLifeSeconds = Number(halfLife);
	const spacingSeconds = Number(spacingAt(base.difficulty, tip));
	// Attempts that the next target asks for; log2(2^256) − log2(target), since the quotient needs no big integers.
	const attempts = 256 - log2(Number(targetOfBits(state.nextBits)));
	const { perSecond } = networkAt(base, state, state.tip.height + 1);
	return {
		blocks: plan.activationHeight - 1 - state.tip.height,
		spacingSeconds,
		halfLifeSeconds,
		tipLagSeconds: halfLifeSeconds * (log2(perSecond * spacingSeconds) - attempts),
	};
}

export function forecast(scenario: Scenario, plan: SimulationPlan): Forecast {
	const { base, fork } = scenario;
	const runUp = runUpOf(scenario, plan);
	const sides = plan.chains.length === 1 ? [base] : [base, fork];
	const expected = sides.map((rules) => (runUp === null ? null : closedForm(rules, plan, runUp)));
	return {
		expected,
		activationSeconds: runUp === null || changesBetween(base, plan) ? null : expectedRunUpSeconds(runUp),
		...('history' in plan ? { onPath: pathForecast(scenario, plan, expected) } : {}),
	};
}

function pathForecast(
	{ base, state }: Scenario,
	plan: GeneralRunPlan,
	expected: readonly (ExpectedBlocks | null)[],
): PathForecast {
	const parent = plan.activationHeight - 1;
	return {
		blocks: meanPathBlocks(plan).map((blocks, i) => (expected[i] === null ? blocks : null)),
		runUpSeconds: new Pace(base, state).timeOf(parent) - state.tip.timeSeconds,
		spacingSeconds: Number(spacingAt(base.difficulty, BigInt(parent))),
	};
}

function closedForm(rules: Rules, plan: SimulationPlan, runUp: RunUp): ExpectedBlocks | null {
	const { difficulty } = rules;
	const tip = BigInt(plan.tip.height);
	const { activationHeight, windowSeconds, growthPerSecond } = plan;
	const asert = btxAsert(difficulty);
	if (asert === undefined) {
		// One absolute schedule all the way needs no arm; of several only BTX's have closed forms.
		const isOne = eraAt(difficulty, tip + 1n) === difficulty.at(-1);
		return isOne ? expectedBlocks({ windowSeconds, runUp, growthPerSecond, arms: [] }) : null;
	}
	const reach = lastHeight(rules, activationHeight, windowSeconds);
	const arms = asert.arms.filter((arm) => arm.height > tip && arm.height <= reach);
	// An arm elsewhere than at activation has no closed form here.
	if (arms[0] !== undefined && arms[0].height !== BigInt(activationHeight)) return null;
	return expectedBlocks({ windowSeconds, runUp, growthPerSecond, arms });
}

/** Whether the base's schedule changes on the way to activation. */
function changesBetween({ difficulty }: Rules, { tip, activationHeight }: SimulationPlan): boolean {
	return changeHeights(difficulty).some((height) => height > tip.height && height < activationHeight);
}
