/** A scenario and the user's numbers → what the engine simulates. */

import { asertOf, btxAsert, spacingAt } from '../difficulty/era.ts';
import type { ChainPlan, SimulationPlan } from '../engine/types.ts';
import { growthPerSecond, SECONDS_PER_DAY } from '../hashrate/growth.ts';
import { historyOf } from '../params/history.ts';
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
		`state '${escapeText(state.id)}' has no hashrate in ${escapeText(plural(unit))}, the unit of work of ${escapeText(rules.id)} at height ${height}`,
	);
}

const PREFIXES = [
	[1e18, ' E'],
	[1e15, ' P'],
	[1e12, ' T'],
	[1e9, ' G'],
	[1e6, ' M'],
] as const;

/** "171.9 M digests/s". */
export function rateText({ perSecond, unit }: NetworkHashrate): string {
	const [scale, prefix] = PREFIXES.find(([from]) => perSecond >= from) ?? [1, ''];
	return `${(perSecond / scale).toPrecision(4)}${prefix} ${plural(unit)}/s`;
}

/** A unit of work in the plural. */
export function plural(unit: string): string {
	return unit.endsWith('sh') ? `${unit}es` : `${unit}s`;
}

/** Height that a chain reaches at the window's end, with room for luck. */
export function lastHeight(rules: Rules, firstHeight: number, windowSeconds: number): number {
	const spacing = Number(spacingAt(rules.difficulty, BigInt(firstHeight)));
	return Math.ceil(firstHeight + (windowSeconds / spacing) * REACH_FACTOR + REACH_BLOCKS);
}

/**
 * Hashrate in each unit of work that a run reaches.
 * @throws InputError where it crosses into a unit of work in which the state has no rate
 */
function hashratesOf(rules: Rules, state: ChainState, reach: number): ChainPlan['hashrate'] {
	const crossing = rules.workUnits.find(
		({ fromHeight, unit }) =>
			fromHeight > state.tip.height && fromHeight <= reach && !state.hashrates.some((entry) => entry.unit === unit),
	);
	if (crossing !== undefined) {
		const before = workUnitAt(rules, crossing.fromHeight - 1);
		throw new InputError(
			`the run reaches height ${crossing.fromHeight}, where the unit of work of ${escapeText(rules.id)} changes from ${escapeText(plural(before))} to ${escapeText(plural(crossing.unit))}, and state '${escapeText(state.id)}' has no rate in ${escapeText(plural(crossing.unit))}; shorten --days or name a state with rates in both`,
		);
	}
	const units = rules.workUnits.filter(({ fromHeight }) => fromHeight <= reach);
	const used = units.filter(({ fromHeight }, i) => {
		const end = units[i + 1]?.fromHeight ?? Number.POSITIVE_INFINITY;
		return end > state.tip.height && fromHeight <= reach;
	});
	return used.map(({ fromHeight, unit }) => ({
		fromHeight,
		perSecond: state.hashrates.find((entry) => entry.unit === unit)!.perSecond,
	}));
}

/** One rule set as the lanes need it: the arms that the run can reach, and the hashrates. */
function lanesChain(rules: Rules, state: ChainState, firstHeight: number, windowSeconds: number): ChainPlan {
	const reach = lastHeight(rules, firstHeight, windowSeconds);
	const asert = asertOf(rules.difficulty);
	return {
		id: rules.id,
		asert: { ...asert, arms: asert.arms.filter((arm) => arm.height <= BigInt(reach)) },
		time: rules.time,
		hashrate: hashratesOf(rules, state, reach),
	};
}

/** Whether the lanes can simulate it: BTX's arms, and no rule on header times that only test networks have. */
function fitsLanes({ difficulty, time }: Rules): boolean {
	return btxAsert(difficulty) !== undefined && time.maxTimeAdvance === undefined;
}

/**
 * The plan of a rehearsal. An edit in place has no common path with its base: only the base is simulated.
 * @throws InputError where the state lacks a hashrate or headers that the run needs, and for an edit in place of rules
 * that are not BTX's arms
 */
export function planOf(scenario: Scenario, request: PlanRequest): SimulationPlan {
	const { base, fork, state, activationHeight } = scenario;
	const windowSeconds = request.days * SECONDS_PER_DAY;
	const firstHeight = activationHeight ?? state.tip.height + 1;
	const rules = activationHeight === null ? [base] : [base, fork];
	const terms = {
		seed: request.seed,
		trials: request.trials,
		tip: { height: state.tip.height, timeSeconds: state.tip.timeSeconds },
		activationHeight: firstHeight,
		windowSeconds,
		growthPerSecond: growthPerSecond(request.growthPerDayPercent),
	};
	const { anchor } = state;
	if (anchor !== undefined && [base, fork].every(fitsLanes)) {
		return {
			...terms,
			anchor: { height: anchor.height, timeSeconds: anchor.timeSeconds, bits: anchor.bits },
			chains: rules.map((each) => lanesChain(each, state, firstHeight, windowSeconds)),
		};
	}
	if (activationHeight === null) {
		throw new InputError(
			`an edit in place is rehearsed for BTX's own difficulty rule only, which ${escapeText(base.id)} does not have; give the fork an activation height`,
		);
	}
	return {
		...terms,
		history: historyOf(state, rules),
		chains: rules.map((each) => ({
			id: each.id,
			difficulty: each.difficulty,
			time: each.time,
			hashrate: hashratesOf(each, state, lastHeight(each, firstHeight, windowSeconds)),
		})),
	};
}

/** The edited constants as a chain, for the burst. */
export function editedChain(scenario: Scenario, windowSeconds: number): ChainPlan {
	return lanesChain(scenario.fork, scenario.state, scenario.state.tip.height + 1, windowSeconds);
}
