/**
 * The inner loop: blocks on 64 lanes at once.
 *
 * Its arrays are constants of this module, which the compiler knows by address and length; a state is copied in,
 * stepped for some rows and copied out. The loops over lanes hold no call: one call, even on a path never taken,
 * makes the compiler reload every array for every lane. What is rare is counted in the loop and done after it.
 */
import {
	CLOCK_ORIGIN,
	copyLanes,
	type DayEndHandler,
	grownInterval,
	LANES,
	LAST_CLOCK,
	type LaneState,
	type Schedule,
} from './lanes.ts';
import { meanSolveSeconds } from './segment.ts';

/** What a chain's blocks follow beside its schedule. */
export interface StepRules {
	readonly growthPerSecond: number;
	/** Seconds that a header may lie above median-time-past; 2^30 where no such rule holds. */
	readonly driftSeconds: number;
	readonly days: DayEndHandler;
}

const clock = new Float64Array(LANES);
const history = new Int32Array(8 * LANES);
const slowdown = new Float64Array(LANES);
const anchorHeader = new Int32Array(LANES);
const anchorTarget = new Float64Array(LANES);
const dayEnd = new Float64Array(LANES);
/** Seconds that each lane's next block takes; handed from one pass over the lanes to the next. */
const solveSeconds = new Float64Array(LANES);

/** Header time of a lane's newest block (since the tip, or since its own anchor) + this = index into the lag table. */
function indexOf(block: number, { originLag, originBlock, segment, table }: Schedule): number {
	return (originLag - segment.spacingSeconds * (block - originBlock) - table.lowest) | 0;
}

/** Solve times behind the anchor that all lanes share. */
function solveShared(block: number, schedule: Schedule, draws: Float64Array, rowStart: number): void {
	const { values, lowest } = schedule.table;
	const newest = (block & 7) * LANES;
	const indexOffset = indexOf(block, schedule);
	const size = values.length;
	let outside = 0;
	for (let lane = 0; lane < LANES; lane++) {
		const index = (history[newest + lane]! + indexOffset) | 0;
		if (index < 0 || index >= size) outside++;
		else solveSeconds[lane] = draws[rowStart + lane]! * values[index]!;
	}
	for (let lane = 0; outside > 0 && lane < LANES; lane++) {
		const index = history[newest + lane]! + indexOffset;
		if (index >= 0 && index < size) continue;
		const mean = meanSolveSeconds(schedule.segment, schedule.sharedTarget, index + lowest);
		solveSeconds[lane] = draws[rowStart + lane]! * mean;
		outside--;
	}
}

/** Solve times behind each lane's own anchor, its target in units of `unit`. */
function solveAnchored(block: number, schedule: Schedule, unit: number, draws: Float64Array, rowStart: number): void {
	const { segment } = schedule;
	const { values, lowest } = schedule.table;
	const newest = (block & 7) * LANES;
	const indexOffset = indexOf(block, schedule);
	const size = values.length;
	// Targets in units of 256^k are truncated alike; in these units nearly all lie in [2^15, 2^31).
	const limit = segment.limit / unit;
	const secondsTimesTarget = segment.secondsTimesTarget / unit;
	let outside = 0;
	for (let lane = 0; lane < LANES; lane++) {
		const index = (history[newest + lane]! - anchorHeader[lane]! + indexOffset) | 0;
		const raw = index >= 0 && index < size ? anchorTarget[lane]! * values[index]! : 0;
		let target = 0;
		if (raw < 2 ** 23) {
			if (raw >= 2 ** 15) target = raw | 0;
		} else if (raw < 2 ** 31) target = ((raw * 2 ** -8) | 0) * 2 ** 8;
		if (target === 0) outside++;
		// A compact limit and a truncated target: the lesser is the truncation of the lesser.
		solveSeconds[lane] = draws[rowStart + lane]! * (secondsTimesTarget / Math.min(target, limit));
	}
	for (let lane = 0; outside > 0 && lane < LANES; lane++) {
		if (solveSeconds[lane] !== Number.POSITIVE_INFINITY) continue;
		const lag = history[newest + lane]! - anchorHeader[lane]! + indexOffset + lowest;
		const mean = meanSolveSeconds(segment, anchorTarget[lane]! * unit, lag);
		solveSeconds[lane] = draws[rowStart + lane]! * mean;
		outside--;
	}
}

/** Solve times of the one block at an arm's height, whose target is the lane's anchor target itself. */
function solveArm(secondsTimesTarget: number, draws: Float64Array, rowStart: number): void {
	for (let lane = 0; lane < LANES; lane++) {
		solveSeconds[lane] = draws[rowStart + lane]! * (secondsTimesTarget / anchorTarget[lane]!);
	}
}

/** Turns solve times at the tip's hashrate into those of a hashrate that has grown since activation. */
function applyGrowth(growthPerSecond: number): void {
	for (let lane = 0; lane < LANES; lane++) {
		const slow = slowdown[lane]!;
		const flat = solveSeconds[lane]! * slow;
		const x = growthPerSecond * flat;
		slowdown[lane] = slow / (1 + x);
		solveSeconds[lane] = grownInterval(flat, x);
	}
}

/** Moves every clock by its solve time and stamps the headers; returns how many headers the rules moved. */
function advance(block: number, driftSeconds: number, days: DayEndHandler): number {
	const slot = (block & 7) * LANES;
	const sixthNewest = ((block + 2) & 7) * LANES;
	let adjusted = 0;
	let ended = 0;
	for (let lane = 0; lane < LANES; lane++) {
		const time = clock[lane]! + solveSeconds[lane]!;
		let stamp = (time - CLOCK_ORIGIN) | 0;
		const ahead = (stamp - history[sixthNewest + lane]!) | 0;
		if (ahead <= 0 || ahead > driftSeconds) {
			stamp += ahead <= 0 ? 1 - ahead : driftSeconds - ahead;
			adjusted += dayEnd[lane]! < LAST_CLOCK ? 1 : 0;
		}
		clock[lane] = time;
		history[slot + lane] = stamp;
		if (time >= dayEnd[lane]!) ended++;
	}
	for (let lane = 0; ended > 0 && lane < LANES; lane++) {
		const time = clock[lane]!;
		if (time < dayEnd[lane]!) continue;
		if (time >= LAST_CLOCK) throw new RangeError(`no block ${block} above the tip within 68 years`);
		dayEnd[lane] = days.dayEnded(lane, block, time);
		ended--;
	}
	return adjusted;
}

const WORKING_SET = { clock, history, slowdown, anchorHeader, anchorTarget, dayEnd } as const;

/** Finds `rows` blocks on every lane with the draws of rows firstRow…, row by row of LANES. */
export function stepLanes(
	state: LaneState,
	schedule: Schedule,
	rules: StepRules,
	draws: Float64Array,
	firstRow: number,
	rows: number,
): void {
	copyLanes(state, WORKING_SET);
	const { mode, segment } = schedule;
	const { anchorUnit } = state;
	for (let row = firstRow; row < firstRow + rows; row++) {
		// Called by name: an indirect call would keep the compiler from inlining.
		if (mode === 'shared') solveShared(state.block, schedule, draws, row * LANES);
		else if (mode === 'anchored') solveAnchored(state.block, schedule, anchorUnit, draws, row * LANES);
		else solveArm(segment.secondsTimesTarget / anchorUnit, draws, row * LANES);
		if (rules.growthPerSecond !== 0) applyGrowth(rules.growthPerSecond);
		state.block++;
		state.adjustedHeaders += advance(state.block, rules.driftSeconds, rules.days);
	}
	copyLanes(WORKING_SET, state);
}
