/** Height and time on the schedule: when a height comes if every block takes its target spacing. */
import { halfLifeAt, spacingAt } from '../asert/btx.ts';
import type { ChainState, Rules } from '../params/types.ts';
import type { Figure } from './document.ts';
import { conditional } from './figure.ts';
import { NORMAL_975 } from './interval.ts';

interface Stretch {
	readonly fromHeight: number;
	readonly fromTime: number;
	readonly spacing: number;
}

/** The absolute schedule of a rule set from a state's tip, spacing changes included. */
export class Pace {
	readonly #stretches: readonly Stretch[];

	constructor(rules: Rules, state: ChainState) {
		const first = Number(spacingAt(rules.asert, BigInt(state.tip.height)));
		const stretches: Stretch[] = [{ fromHeight: state.tip.height, fromTime: state.tip.timeSeconds, spacing: first }];
		for (const arm of rules.asert.arms) {
			const last = stretches.at(-1)!;
			// A new spacing governs the arm's own block already: its target is rescaled with it.
			const parent = Number(arm.height) - 1;
			if (arm.spacingSeconds === undefined || parent < state.tip.height) continue;
			const fromTime = last.fromTime + last.spacing * (parent - last.fromHeight);
			stretches.push({ fromHeight: parent, fromTime, spacing: Number(arm.spacingSeconds) });
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

/** Date of a height on the schedule, with the 95 % interval of the schedule's own noise and of the tip's time. */
export function scheduledDate(rules: Rules, state: ChainState, pace: Pace, height: number): Figure {
	const tip = BigInt(state.tip.height);
	const spread = scheduleDeviationSeconds(Number(spacingAt(rules.asert, tip)), Number(halfLifeAt(rules.asert, tip)));
	const standardError = Math.sqrt(spread ** 2 + state.tipTimeStandardErrorSeconds ** 2);
	return conditional(pace.timeOf(height), 'utc', NORMAL_975 * standardError);
}
