/**
 * The stretches of a chain between difficulty arms, and what the inner loop needs to know of each.
 *
 * Every stretch is one ASERT schedule: an anchor, a spacing, a half-life, a limit and a hashrate in one unit of
 * work. The first stretch starts at the state's anchor, which all trials share; a later one starts at a block
 * that each trial finds at its own time with its own nBits.
 */

import { limitAt } from '../asert/btx.ts';
import type { DifficultyArm } from '../asert/rules.ts';
import { encodeCompact, targetOfBits } from '../consensus/compact.ts';
import { asertMultiplier, truncateToCompact } from './target.ts';
import type { ChainPlan, LanesPlan } from './types.ts';

/** 2^256, the number of values a hash can take. */
const HASH_SPACE = 2 ** 256;
/** Targets below this are never physical and would need integer floors that the inner loop leaves out. */
const SMALLEST_TARGET = 2 ** 64;
/** Half-lives of lag beyond which a target is at its limit, or below one. */
const LAST_HALF_LIFE = 700;
/** Keeps a table below 8 MB for the slowest rules. */
const LARGEST_REACH_SECONDS = 500_000;
/** Entries of the largest lag table. */
export const LARGEST_TABLE = 2 * LARGEST_REACH_SECONDS + 1;

export interface Segment {
	/** Height of the anchor; the segment's rule governs the blocks above it. */
	readonly anchorHeight: number;
	readonly spacingSeconds: number;
	readonly halfLifeSeconds: number;
	/** Easiest target, rounded to compact. */
	readonly limit: number;
	/** 2^256 ÷ attempts per second: the mean solve time is this divided by the target. */
	readonly secondsTimesTarget: number;
}

/** A table over lags [lowest, lowest + values.length). Outside it the value is computed anew. */
export interface LagTable {
	readonly lowest: number;
	readonly values: Float64Array;
}

/** The arms that lie above a height, in order. */
export function armsAbove(chain: ChainPlan, height: number): readonly DifficultyArm[] {
	return chain.asert.arms.filter((arm) => arm.height > BigInt(height));
}

/** Attempts per second at the tip's time in the unit in force at a height. */
export function hashrateAt(chain: ChainPlan, height: number): number {
	let rate: number | undefined;
	for (const entry of chain.hashrate) if (entry.fromHeight <= height) rate = entry.perSecond;
	if (rate === undefined || !(rate > 0)) {
		throw new RangeError(`${chain.id}: no hashrate in the unit of work in force at height ${height}`);
	}
	return rate;
}

/** The schedule in force after the anchor at a height. */
export function segmentAt(chain: ChainPlan, anchorHeight: number): Segment {
	let spacing = chain.asert.spacingSeconds;
	let halfLife = chain.asert.halfLifeSeconds;
	for (const arm of chain.asert.arms) {
		if (arm.height > BigInt(anchorHeight)) break;
		spacing = arm.spacingSeconds ?? spacing;
		halfLife = arm.halfLifeSeconds ?? halfLife;
	}
	const limit = Number(targetOfBits(encodeCompact(limitAt(chain.asert, BigInt(anchorHeight)))));
	return {
		anchorHeight,
		spacingSeconds: Number(spacing),
		halfLifeSeconds: Number(halfLife),
		limit,
		secondsTimesTarget: HASH_SPACE / hashrateAt(chain, anchorHeight),
	};
}

/**
 * Half-width in seconds of a lag table. ASERT's stationary spread of the lag is √(spacing·τ ÷ (2 ln 2)); 24
 * of them, two half-lives and the drift of a growing hashrate cover every lag that a run meets. What lies
 * outside is still exact, only slower.
 */
export function lagReach(segment: Segment, plan: LanesPlan): number {
	const spread = Math.sqrt((segment.spacingSeconds * segment.halfLifeSeconds) / (2 * Math.LN2));
	const drift = (2 * Math.abs(plan.growthPerSecond) * plan.windowSeconds * segment.halfLifeSeconds) / Math.LN2;
	const reach = 24 * spread + 2 * segment.halfLifeSeconds + drift;
	return Math.ceil(Math.min(reach, LARGEST_REACH_SECONDS));
}

/** The compact-rounded target for one lag behind a given anchor target; 0 where it is too hard to be physical. */
export function targetAt(segment: Segment, anchorTarget: number, lagSeconds: number): number {
	// Beyond a thousand half-lives either way the answer is certain, and the multiplier has no double.
	const halfLives = lagSeconds / segment.halfLifeSeconds;
	if (halfLives < -LAST_HALF_LIFE) return 0;
	if (halfLives > LAST_HALF_LIFE) return segment.limit;
	const raw = anchorTarget * asertMultiplier(lagSeconds, segment.halfLifeSeconds);
	const target = raw >= segment.limit ? segment.limit : truncateToCompact(raw);
	return target >= SMALLEST_TARGET ? target : 0;
}

/**
 * Mean solve seconds at the tip's hashrate for one lag behind a given anchor target.
 * @throws RangeError where the target is too hard to be physical
 */
export function meanSolveSeconds(segment: Segment, anchorTarget: number, lagSeconds: number): number {
	const target = targetAt(segment, anchorTarget, lagSeconds);
	if (target === 0) throw new RangeError(`difficulty at lag ${lagSeconds} s is beyond what the simulation covers`);
	return segment.secondsTimesTarget / target;
}

/** Mean solve seconds by lag behind an anchor that all trials share. */
export function sharedTable(segment: Segment, anchorTarget: number, centreLag: number, reach: number): LagTable {
	const lowest = centreLag - reach;
	const values = new Float64Array(2 * reach + 1);
	for (let i = 0; i < values.length; i++) values[i] = meanSolveSeconds(segment, anchorTarget, lowest + i);
	return { lowest, values };
}

/** 2^(lag/τ) by lag, to be multiplied by each trial's own anchor. */
export function multiplierTable(segment: Segment, centreLag: number, reach: number): LagTable {
	const lowest = centreLag - reach;
	const values = new Float64Array(2 * reach + 1);
	for (let i = 0; i < values.length; i++) values[i] = asertMultiplier(lowest + i, segment.halfLifeSeconds);
	return { lowest, values };
}
