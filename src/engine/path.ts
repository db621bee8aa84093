/**
 * The mean path: the chain on which every block takes exactly its expected time. It shows a transition without
 * noise, by the same rules and the same code as the simulation.
 */
import { loops } from './kernel.ts';
import { NO_DAYS } from './lanes.ts';
import { CHUNK_ROWS } from './loops.ts';
import { ChainRunner, prepareChain } from './runner.ts';
import type { SimulationPlan } from './types.ts';

/**
 * Intervals in seconds of the first `blocks` blocks above activation's parent, one list per chain of the plan,
 * at constant hashrate.
 */
export function meanIntervals(plan: SimulationPlan, blocks: number): number[][] {
	const prepared = plan.chains.map((chain) => prepareChain(plan, chain));
	// Every draw is its mean.
	loops().exponentials.fill(1);
	const still = { ...plan, growthPerSecond: 0 };
	const common = ChainRunner.start(still, prepared[0]!);
	for (let left = plan.activationHeight - 1 - plan.tip.height; left > 0; left -= CHUNK_ROWS) {
		common.step(0, Math.min(left, CHUNK_ROWS));
	}
	return prepared.map((chain) => {
		const runner = common.branch(chain, NO_DAYS);
		return Array.from({ length: blocks }, () => {
			const before = runner.state.clock[0]!;
			runner.step(0, 1);
			return runner.state.clock[0]! - before;
		});
	});
}
