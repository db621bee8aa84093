/** Closed forms of a scenario's chains, for the checks and the transition. */
import { halfLifeAt, spacingAt } from '../asert/btx.ts';
import type { SimulationPlan } from '../engine/types.ts';
import type { Scenario } from '../params/scenario.ts';
import { type ExpectedBlocks, expectedBlocks, expectedRunUpSeconds } from './expectation.ts';

export interface Forecast {
	/** Base, then the fork; null where a rule has no closed form. */
	readonly expected: readonly (ExpectedBlocks | null)[];
	/** Expected seconds from the tip to activation's parent. */
	readonly activationSeconds: number;
}

export function forecast({ base, state }: Scenario, plan: SimulationPlan): Forecast {
	const tip = BigInt(state.tip.height);
	const runUpBlocks = plan.activationHeight - 1 - state.tip.height;
	const spacingSeconds = Number(spacingAt(base.asert, tip));
	const halfLifeSeconds = Number(halfLifeAt(base.asert, tip));
	const { windowSeconds, growthPerSecond } = plan;
	const expected = plan.chains.map((chain) => {
		const arms = chain.asert.arms.filter((arm) => arm.height > tip);
		// An arm elsewhere than at activation has no closed form here.
		if (arms[0] !== undefined && arms[0].height !== BigInt(plan.activationHeight)) return null;
		return expectedBlocks({ windowSeconds, runUpBlocks, spacingSeconds, halfLifeSeconds, growthPerSecond, arms });
	});
	return { expected, activationSeconds: expectedRunUpSeconds(runUpBlocks, spacingSeconds, halfLifeSeconds) };
}
