/** Header time: what the rules allow and what the stock miner writes. */
import type { TimeRules } from './rules.ts';

/** What the time rules look at for a block about to be mined. Seconds of Unix time. */
export interface HeaderTimeContext {
	/** Height of the new block. */
	readonly height: bigint;
	readonly parentTime: bigint;
	/** Median-time-past of the parent. */
	readonly parentMtp: bigint;
	/** The node's clock. */
	readonly now: bigint;
}

/** Header times that a node accepts at its clock's `now`, both ends included. */
export interface HeaderTimeWindow {
	readonly min: bigint;
	readonly max: bigint;
	/** No header time is valid: the chain cannot go on until the clock or the rules move. */
	readonly empty: boolean;
}

/**
 * Median-time-past: element floor(n ÷ 2) of the sorted last n ≤ `span` header times, so with an even number
 * the upper of the two middle ones (Bitcoin CBlockIndex::GetMedianTimePast).
 * @param times header times in chain order, the newest last
 * @throws RangeError when there is no time.
 */
export function medianTimePast(times: readonly bigint[], span = 11): bigint {
	const sorted = times.slice(-span).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
	const median = sorted[sorted.length >> 1];
	if (median === undefined) throw new RangeError('median-time-past needs at least one header time');
	return median;
}

/**
 * Valid header times of the next block (ContextualCheckBlockHeader, BTX src/validation.cpp:12975-13005): later
 * than median-time-past; not more than the timewarp allowance before the parent (BIP 94; on BTX at every height);
 * not beyond the cap above median-time-past; not too far ahead of the clock.
 */
export function headerTimeWindow(rules: TimeRules, context: HeaderTimeContext): HeaderTimeWindow {
	const min = earliestTime(rules, context);
	let max = context.now + rules.maxFutureSeconds;
	const drift = rules.futureMtpDrift;
	if (drift !== undefined && context.height >= drift.fromHeight) {
		max = least(max, driftCap(rules, context, drift.seconds));
	}
	max = least(max, advanceCap(rules, context) ?? max);
	return { min, max, empty: min > max };
}

/**
 * Header time that the stock miner writes (UpdateTime, BTX src/node/miner.cpp:808-860): its clock, raised to
 * the earliest valid time, lowered to the cap above median-time-past. The miner keeps that cap at every
 * height, also before consensus demands it; where cap and earliest time contradict each other it writes the
 * earliest. The per-block advance cap of the withdrawn release is taken as kept by the miner as well, since
 * a block beyond it would be refused.
 */
export function stampHeaderTime(rules: TimeRules, context: HeaderTimeContext): bigint {
	const min = earliestTime(rules, context);
	let time = context.now;
	if (rules.futureMtpDrift !== undefined) time = least(time, driftCap(rules, context, rules.futureMtpDrift.seconds));
	time = least(time, advanceCap(rules, context) ?? time);
	return greatest(time, min);
}

/**
 * Earliest header time that the timewarp rule allows at a height: the allowance before the parent's time
 * (BTX src/validation.cpp:12983 @a5aa3b41; BIP 94 asks for it at the first block of a period alone).
 * Undefined where the rule does not hold; block 0 has no parent.
 */
export function timewarpBound(
	rules: TimeRules,
	{ height, parentTime }: Pick<HeaderTimeContext, 'height' | 'parentTime'>,
): bigint | undefined {
	const { maxTimewarpSeconds, timewarpIntervalBlocks = 1n } = rules;
	if (maxTimewarpSeconds === undefined || height <= 0n || height % timewarpIntervalBlocks !== 0n) return undefined;
	return parentTime - maxTimewarpSeconds;
}

function earliestTime(rules: TimeRules, context: HeaderTimeContext): bigint {
	const afterMedian = context.parentMtp + 1n;
	return greatest(afterMedian, timewarpBound(rules, context) ?? afterMedian);
}

/** MTP + drift, from the reconcile height on never below the timewarp bound, which would leave no valid time. */
function driftCap(rules: TimeRules, context: HeaderTimeContext, seconds: bigint): bigint {
	const cap = context.parentMtp + seconds;
	const { timewarpReconcileHeight } = rules;
	if (timewarpReconcileHeight === undefined || context.height < timewarpReconcileHeight) return cap;
	return greatest(cap, timewarpBound(rules, context) ?? cap);
}

function advanceCap(rules: TimeRules, { height, parentTime }: HeaderTimeContext): bigint | undefined {
	const advance = rules.maxTimeAdvance;
	return advance !== undefined && height >= advance.fromHeight ? parentTime + advance.seconds : undefined;
}

function least(a: bigint, b: bigint): bigint {
	return a < b ? a : b;
}

function greatest(a: bigint, b: bigint): bigint {
	return a > b ? a : b;
}
