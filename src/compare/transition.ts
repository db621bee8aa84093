/** What the mean path says of the first days after the activation: each block takes exactly its expected time. */
import { type Disturbance, type Response, responsesTo } from '../engine/response.ts';
import type { GeneralRunPlan } from '../engine/types.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import { once } from '../params/once.ts';

/** Days that a transition is followed for. */
export const TRANSITION_DAYS = 14;
export const TRANSITION_SECONDS = TRANSITION_DAYS * SECONDS_PER_DAY;
/** "Adjusted" means that the expected interval is within this of the new spacing. */
export const ADJUSTED_WITHIN = 0.05;
/** Closer to the spacing than this an interval differs by the rounding of nBits only. */
const ROUNDING = 0.0005;

/** A course of the hashrate beside a steady one. */
export interface Move extends Disturbance {
	readonly id: string;
	readonly name: string;
}

/** Rises and falls that Decred put its rule to (DCP-0011), and a stall that BTX's floor was sized for. */
export const MOVES: readonly Move[] = [
	{ id: 'up', name: 'hash × 20', hashrateFactor: 20, stallSeconds: 0 },
	{ id: 'down', name: 'hash ÷ 3.3', hashrateFactor: 1 / 3.3, stallSeconds: 0 },
	{ id: 'stall', name: 'stall of 11 h', hashrateFactor: 1, stallSeconds: 39_600 },
];

/** Mean paths of base and fork under a course of the hashrate. */
export interface MovedPaths {
	readonly move: Move;
	readonly responses: readonly Response[];
}

/** Mean paths of base and fork from the activation's parent on. */
export interface TransitionPaths {
	readonly steady: readonly Response[];
	/** Followed when they are first asked for. */
	readonly moves: () => readonly MovedPaths[];
}

export function transitionPaths(plan: GeneralRunPlan): TransitionPaths {
	const of = (disturbance: Disturbance): Response[] => responsesTo(disturbance, plan, TRANSITION_SECONDS);
	return {
		steady: of({ hashrateFactor: 1, stallSeconds: 0 }),
		moves: once(() => MOVES.map((move) => ({ move, responses: of(move) }))),
	};
}

/** How long a chain takes until its expected intervals stay close to the spacing. */
export interface Adjustment {
	/** Largest relative distance from the spacing. */
	readonly within: number;
	/** Blocks found before the expected interval stays that close; null: more than were followed. */
	readonly blocks: number | null;
	/** What these blocks take. */
	readonly seconds: number;
}

/** The adjustment to each of some distances. */
export function adjustments(
	{ intervals, rest }: Response,
	spacingSeconds: number,
	steps: readonly number[],
): Adjustment[] {
	return steps.map((within) => {
		const last = intervals.findLastIndex((seconds) => Math.abs(seconds / spacingSeconds - 1) > within);
		const seconds = intervals.slice(0, last + 1).reduce((sum, each) => sum + each, 0);
		return { within, blocks: rest === null && last === intervals.length - 1 ? null : last + 1, seconds };
	});
}

/**
 * Largest relative deviation of the expected interval from the spacing on the other side than the one that it first leaves
 * it to by more than the definition allows, or at all: what a rule does too much of. 0 where it never crosses over.
 */
export function overshoot({ intervals }: Response, spacingSeconds: number): number {
	const deviations = intervals.map((seconds) => seconds / spacingSeconds - 1);
	const beyond = (bound: number) => deviations.find((deviation) => Math.abs(deviation) > bound);
	const first = beyond(ADJUSTED_WITHIN) ?? beyond(ROUNDING) ?? 0;
	const from = deviations.indexOf(first) + 1;
	const other = deviations.slice(from).reduce((most, each) => Math.max(most, first > 0 ? -each : each), 0);
	return first === 0 || other <= ROUNDING ? 0 : other;
}

/** Blocks that come in so many seconds; the last one in part, and after the last that was followed as the path rests. */
export function blocksWithin({ intervals, rest }: Response, seconds: number): number {
	let left = seconds;
	for (const [i, interval] of intervals.entries()) {
		if (interval > left) return i + left / interval;
		left -= interval;
	}
	if (rest === null) return intervals.length + left / intervals.at(-1)!;
	return intervals.length + (left + rest.gainSeconds) / rest.spacingSeconds;
}

/** Seconds of the first so many that pass in blocks slower than a given one. */
export function slowSeconds({ intervals, rest }: Response, slowestSeconds: number, seconds: number): number {
	let left = seconds;
	let slow = 0;
	for (const interval of intervals) {
		const inside = Math.min(interval, left);
		if (interval > slowestSeconds) slow += inside;
		left -= inside;
	}
	return (rest?.spacingSeconds ?? intervals.at(-1)!) > slowestSeconds ? slow + left : slow;
}

/** A response from the block on that ends a stall. */
export function afterStall(response: Response, { stallSeconds }: Disturbance): Response {
	return stallSeconds > 0 ? { ...response, intervals: response.intervals.slice(1) } : response;
}
