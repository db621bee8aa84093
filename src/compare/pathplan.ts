/** A plan whose mean path can be disturbed: the same chains, for the engine that follows any rule block by block. */
import { changeHeights } from '../difficulty/era.ts';
import type { GeneralRunPlan, SimulationPlan } from '../engine/types.ts';
import { historyOf } from '../params/history.ts';
import type { Scenario } from '../params/scenario.ts';
import { runUpOf } from './forecast.ts';

/** Relaxation times e = τ/ln 2 after which nothing is left of a tip's own lag. */
const RELAXATIONS = 10;
/** Blocks that are left to go, which the first medians of header times look back over. */
const BLOCKS_LEFT = 12;

/**
 * The chains of a plan for the general engine. Where a run-up on one absolute schedule is long enough for the tip's own
 * lag to be gone, all but its last blocks are skipped: the tip moves along the schedule and is on it.
 */
export function pathPlanOf(scenario: Scenario, plan: SimulationPlan): GeneralRunPlan {
	if ('history' in plan) return plan;
	const { base, fork, state } = scenario;
	const { anchor: _, chains, ...terms } = plan;
	const rules = chains.length === 1 ? [base] : [base, fork];
	const start = { ...state, ...skippedTo(scenario, plan) };
	return {
		...terms,
		tip: { height: start.tip.height, timeSeconds: start.tip.timeSeconds },
		history: historyOf(start, rules),
		chains: rules.map(({ id, difficulty, time }, i) => ({ id, difficulty, time, hashrate: chains[i]!.hashrate })),
	};
}

/** Tip and headers a few blocks below activation's parent; none where the run-up has to be gone. */
function skippedTo(scenario: Scenario, plan: SimulationPlan): Partial<Pick<Scenario['state'], 'tip' | 'headers'>> {
	const { base, state } = scenario;
	const { tip } = state;
	const runUp = runUpOf(scenario, plan);
	if (runUp === null) return {};
	const { blocks, spacingSeconds, halfLifeSeconds, tipLagSeconds } = runUp;
	const relaxations = (blocks * spacingSeconds * Math.LN2) / halfLifeSeconds;
	const changes = changeHeights(base.difficulty).some(
		(height) => height > tip.height && height < plan.activationHeight,
	);
	const skipped = blocks - BLOCKS_LEFT;
	if (changes || relaxations < RELAXATIONS || skipped <= 0) return {};
	const timeSeconds = tip.timeSeconds + Math.round(skipped * spacingSeconds - tipLagSeconds);
	return {
		tip: { ...tip, height: tip.height + skipped, timeSeconds },
		headers: { kind: 'assumed-equilibrium', bits: state.nextBits, spacingSeconds },
	};
}
