/** What the report draws: three figures as numbers, which every rendering may plot. */
import type { SimulationPlan, SimulationResult } from '../engine/types.ts';
import type { Scenario } from '../params/scenario.ts';
import type { Chart } from './document.ts';
import type { LeadingFleet } from './fleets.ts';
import { issuanceChart } from './issuancechart.ts';
import { revenueChart } from './revenuechart.ts';
import { transitionChart } from './transitionchart.ts';

export interface ChartsInput {
	readonly scenario: Scenario;
	readonly plan: SimulationPlan;
	readonly result: SimulationResult;
	/** The fleet of the first screen; null: there is none. */
	readonly leading: LeadingFleet | null;
}

/** Issuance and supply by date, the leading fleet's revenue, and the spacing after the activation. */
export function chartsOf({ scenario, plan, result, leading }: ChartsInput): Chart[] {
	const { base, fork, state, activationHeight } = scenario;
	return [
		issuanceChart(base, activationHeight === null ? null : fork, state),
		...(leading === null ? [] : [revenueChart(leading, base.coin.decimals, plan.windowSeconds)]),
		transitionChart(plan, result),
	];
}
