/** Closed forms of a scenario's chains, for the checks and the transition. */
import { halfLifeAt, spacingAt } from '../asert/btx.ts';
import { targetOfBits } from '../consensus/compact.ts';
import type { SimulationPlan } from '../engine/types.ts';
import { log2 } from '../numeric/elementary.ts';
import type { Scenario } from '../params/scenario.ts';
import { type ExpectedBlocks, expectedBlocks, expectedRunUpSeconds, type RunUp } from './expectation.ts';
import { networkAt } from './plan.ts';

export interface Forecast {
	/** Base, then the fork; null where a rule has no closed form. */
	readonly expected: readonly (ExpectedBlocks | null)[];
	/** Expected seconds from the tip to activation's parent; null where an arm lies between. */
	readonly activationSeconds: number | null;
}

/** The schedule from the tip on, and how far the tip itself is from the equilibrium that its hashrate asks for. */
function runUpOf({ base, state }: Scenario, plan: SimulationPlan): RunUp {
	const tip = BigInt(state.tip.height);
	const spacingSeconds = Number(spacingAt(base.asert, tip));
	const halfLifeSeconds = Number(halfLifeAt(base.asert, tip));
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
	const tip = BigInt(scenario.state.tip.height);
	const activation = BigInt(plan.activationHeight);
	const runUp = runUpOf(scenario, plan);
	const { windowSeconds, growthPerSecond } = plan;
	const expected = plan.chains.map(({ asert }) => {
		const arms = asert.arms.filter((arm) => arm.height > tip);
		// An arm elsewhere than at activation has no closed form here.
		if (arms[0] !== undefined && arms[0].height !== activation) return null;
		return expectedBlocks({ windowSeconds, runUp, growthPerSecond, arms });
	});
	const between = scenario.base.asert.arms.some(({ height }) => height > tip && height < activation);
	return { expected, activationSeconds: between ? null : expectedRunUpSeconds(runUp) };
}
