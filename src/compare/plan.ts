/** A scenario and the user's numbers → what the engine simulates. */

import { spacingAt } from '../asert/btx.ts';
import type { ChainPlan, SimulationPlan } from '../engine/types.ts';
import { growthPerSecond, SECONDS_PER_DAY } from '../hashrate/growth.ts';
import { escapeText, InputError } from '../params/json.ts';
import type { Scenario } from '../params/scenario.ts';
import { workUnitAt } from '../params/state.ts';
import type { ChainState, NetworkHashrate, Rules } from '../params/types.ts';

/** What of a request the simulation depends on. */
export interface PlanRequest {
	readonly trials: number;
	readonly days: number;
	readonly seed: number;
	/** Growth of the network's hashrate from activation on, percent per day. */
	readonly growthPerDayPercent: number;
}

/** Beyond its expected end by this factor and this many blocks a run has never been seen. */
const REACH_FACTOR = 1.02;
const REACH_BLOCKS = 1000;

/** The network's hashrate in the unit of work in force at a height. */
export function networkAt(rules: Rules, state: ChainState, height: number): NetworkHashrate {
	const unit = workUnitAt(rules, height);
	const rate = state.hashrates.find((entry) => entry.unit === unit);
	if (rate !== undefined) return rate;
	throw new InputError(
		`state '${escapeText(state.id)}' has no hashrate in ${escapeText(unit)}s, the unit of work of ${escapeText(rules.id)} at height ${height}`,
	);
}

/** "171.9 M digests/s". */
export function rateText({ perSecond, unit }: NetworkHashrate): string {
	const million = perSecond >= 1e6;
	return `${(million ? perSecond / 1e6 : perSecond).toPrecision(4)}${million ? ' M' : ''} ${unit}s/s`;
}

/** Height that a chain reaches at the window's end, with room for luck. */
function lastHeight(rules: Rules, firstHeight: number, windowSeconds: number): number {
	const spacing = Number(spacingAt(rules.asert, BigInt(firstHeight)));
	return Math.ceil(firstHeight + (windowSeconds / spacing) * REACH_FACTOR + REACH_BLOCKS);
}

/**
 * One rule set as the kernel needs it: the arms that the run can reach, and the hashrate in each unit of work.
 * @throws InputError where the run crosses into a unit of work in which the state has no rate
 */
function chainPlan(rules: Rules, state: ChainState, firstHeight: number, windowSeconds: number): ChainPlan {
	const reach = lastHeight(rules, firstHeight, windowSeconds);
	const crossing = rules.workUnits.find(
		({ fromHeight, unit }) =>
			fromHeight > state.tip.height && fromHeight <= reach && !state.hashrates.some((entry) => entry.unit === unit),
	);
	if (crossing !== undefined) {
		const before = workUnitAt(rules, crossing.fromHeight - 1);
		throw new InputError(
			`the run reaches height ${crossing.fromHeight}, where the unit of work of ${escapeText(rules.id)} changes from ${escapeText(before)}s to ${escapeText(crossing.unit)}s, and state '${escapeText(state.id)}' has no rate in ${escapeText(crossing.unit)}s; shorten --days or name a state with rates in both`,
		);
	}
	const units = rules.workUnits.filter(({ fromHeight }) => fromHeight <= reach);
	const used = units.filter(({ fromHeight }, i) => {
		const end = units[i + 1]?.fromHeight ?? Number.POSITIVE_INFINITY;
		return end > state.tip.height && fromHeight <= reach;
	});
	return {
		id: rules.id,
		asert: { ...rules.asert, arms: rules.asert.arms.filter((arm) => arm.height <= BigInt(reach)) },
		time: rules.time,
		hashrate: used.map(({ fromHeight, unit }) => ({
			fromHeight,
			perSecond: state.hashrates.find((entry) => entry.unit === unit)!.perSecond,
		})),
	};
}

/** The plan of a rehearsal. An edit in place has no common path with its base: only the base is simulated. */
export function planOf(scenario: Scenario, request: PlanRequest): SimulationPlan {
	const { base, fork, state, activationHeight } = scenario;
	const windowSeconds = request.days * SECONDS_PER_DAY;
	const firstHeight = activationHeight ?? state.tip.height + 1;
	const rules = activationHeight === null ? [base] : [base, fork];
	return {
		seed: request.seed,
		trials: request.trials,
		tip: { height: state.tip.height, timeSeconds: state.tip.timeSeconds },
		anchor: { height: state.anchor.height, timeSeconds: state.anchor.timeSeconds, bits: state.anchor.bits },
		activationHeight: firstHeight,
		windowSeconds,
		growthPerSecond: growthPerSecond(request.growthPerDayPercent),
		chains: rules.map((each) => chainPlan(each, state, firstHeight, windowSeconds)),
	};
}

/** The edited constants as a chain, for the burst. */
export function editedChain(scenario: Scenario, windowSeconds: number): ChainPlan {
	return chainPlan(scenario.fork, scenario.state, scenario.state.tip.height + 1, windowSeconds);
}
