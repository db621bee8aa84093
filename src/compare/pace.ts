/** Height and time on the schedule: when a height comes if every block takes its target spacing. */
import { changeHeights, halfLifeAt, spacingAt } from '../difficulty/era.ts';
import type { SimulationPlan, SimulationResult } from '../engine/types.ts';
import type { ChainState, Rules } from '../params/types.ts';
import type { Figure } from './document.ts';
import { conditional } from './figure.ts';
import { NORMAL_975 } from './interval.ts';

interface Stretch {
	readonly fromHeight: number;
	readonly fromTime: number;
	readonly spacing: number;
}

/** The schedule of a rule set from a state's tip, a spacing a block, changes of the spacing included. */
export class Pace {
	readonly #stretches: readonly Stretch[];

	constructor({ difficulty }: Rules, { tip }: Pick<ChainState, 'tip'>) {
		const first = Number(spacingAt(difficulty, BigInt(tip.height)));
		const stretches: Stretch[] = [{ fromHeight: tip.height, fromTime: tip.timeSeconds, spacing: first }];
		for (const height of changeHeights(difficulty)) {
			const last = stretches.at(-1)!;
			// A new spacing governs the first block under its rule already: that block's target follows from it.
			const parent = Number(height) - 1;
			if (parent < tip.height) continue;
			const spacing = Number(spacingAt(difficulty, height));
			const fromTime = last.fromTime + last.spacing * (parent - last.fromHeight);
			if (spacing !== last.spacing) stretches.push({ fromHeight: parent, fromTime, spacing });
		}
		this.#stretches = stretches;
	}

	/** Unix seconds at which a height at or above the tip comes on the schedule. */
	timeOf(height: number): number {
		const stretch = this.#stretches.findLast((candidate) => candidate.fromHeight <= height) ?? this.#stretches[0]!;
		return stretch.fromTime + stretch.spacing * (height - stretch.fromHeight);
	}

	/** The last height that has come by a time, the tip at the earliest. */
	heightAt(timeSeconds: number): number {
		const stretch = this.#stretches.findLast((candidate) => candidate.fromTime <= timeSeconds) ?? this.#stretches[0]!;
		const blocks = Math.floor((timeSeconds - stretch.fromTime) / stretch.spacing);
		return stretch.fromHeight + Math.max(0, blocks);
	}
}

/**
 * Standard deviation of a block's time around the schedule at constant hashrate: ASERT's stationary spread of
 * ln(target) is √(k/2), k = spacing·ln 2/τ, which is √(spacing·τ ÷ (2 ln 2)) seconds of schedule.
 */
export function scheduleDeviationSeconds(spacingSeconds: number, halfLifeSeconds: number): number {
	return Math.sqrt((spacingSeconds * halfLifeSeconds) / (2 * Math.LN2));
}

/** Seconds by which simulated activations miss the schedule: the root of their mean square distance from it. */
export interface SimulatedSpread {
	/** Blocks from the tip to activation's parent. */
	readonly blocks: number;
	readonly seconds: number;
}

/** How far a run's activations lie from the base's schedule; undefined where only one block, or none, led there. */
export function simulatedSpread(
	pace: Pace,
	{ tip, activationHeight }: SimulationPlan,
	{ trials, activationSum, activationSquareSum }: SimulationResult,
): SimulatedSpread | undefined {
	const blocks = activationHeight - 1 - tip.height;
	if (blocks < 2) return undefined;
	const nominal = BigInt(pace.timeOf(activationHeight - 1) - tip.timeSeconds);
	const squares = activationSquareSum - 2n * nominal * activationSum + nominal * nominal * BigInt(trials);
	return { blocks, seconds: Math.sqrt(Number(squares) / trials) };
}

/**
 * Date of a height on the schedule, with the 95 % interval of its noise and of the tip's time. The noise of an absolute
 * schedule is known; that of any other rule adds up as blocks pass, so it is given up to the activation, as simulated.
 */
export function scheduledDate(
	rules: Rules,
	state: ChainState,
	pace: Pace,
	height: number,
	simulated?: SimulatedSpread,
): Figure {
	const spread = spreadSeconds(rules, state.tip.height, height, simulated);
	const standardError =
		spread === null ? undefined : NORMAL_975 * Math.sqrt(spread ** 2 + state.tipTimeStandardErrorSeconds ** 2);
	return conditional(pace.timeOf(height), 'utc', standardError);
}

function spreadSeconds(
	{ difficulty }: Rules,
	tipHeight: number,
	height: number,
	simulated: SimulatedSpread | undefined,
): number | null {
	const tip = BigInt(tipHeight);
	const halfLife = halfLifeAt(difficulty, tip);
	const isAbsolute = halfLife !== undefined && halfLifeAt(difficulty, BigInt(height) - 1n) !== undefined;
	if (isAbsolute) return scheduleDeviationSeconds(Number(spacingAt(difficulty, tip)), Number(halfLife));
	if (simulated === undefined || height - 1 - tipHeight > simulated.blocks) return null;
	return simulated.seconds;
}
