/** Blocks on 64 lanes at once: runs the loops over lanes and redoes by the exact rules what they leave out. */
import { type StepRules, stepLane } from './exact.ts';
import { redoSmallDraws } from './exponential.ts';
import { CLOCK_ORIGIN, type DayEndHandler, LAST_CLOCK, type LaneState, type Schedule } from './lanes.ts';
import type { LaneLoops, Rows } from './loops.ts';
import { CHUNK_ROWS, chunkRow, clockRow, LANES } from './memory.ts';
import { plainLoops } from './plainloops.ts';
import { PURPOSE, StreamLanes } from './random.ts';
import { trialsPerSample } from './shard.ts';
import type { LanesPlan } from './types.ts';
import { loadWasmLoops } from './wasmloops.ts';

let chosen: LaneLoops | undefined;

/** The loops of this process: WebAssembly where it has been built, TypeScript otherwise, bit for bit the same. */
export function loops(): LaneLoops {
	chosen ??= loadWasmLoops() ?? plainLoops;
	return chosen;
}

/** Makes this process use given loops, for a comparison of the two. */
export function chooseLoops(own: LaneLoops): void {
	chosen = own;
}

/** The random streams of a group's trials, kept where the loops draw from them. */
export function startStreams({ seed, trials }: Pick<LanesPlan, 'seed' | 'trials'>, firstTrial: number): StreamLanes {
	return new StreamLanes(seed, firstTrial, LANES, PURPOSE.solveTime, trialsPerSample(trials), loops().memory.words);
}

/** Rows from a block to the end of its chunk. */
export function rowsLeft(first: number): number {
	return CHUNK_ROWS - (first & (CHUNK_ROWS - 1));
}

/** Draws the exponentials of `rows` blocks from `first` on, which lie in one chunk. */
export function drawRows(streams: StreamLanes, first: number, rows: number): void {
	const own = loops();
	if (!own.draw(streams.skip(rows), first, rows)) return;
	const from = chunkRow(first);
	const { draws, exponentials } = own.memory;
	redoSmallDraws(draws.subarray(from), exponentials.subarray(from), rows * LANES);
}

/**
 * An interval below this times 1/|r| has an x = r·flat below SERIES_LIMIT: whatever x is, the series gives more than
 * 0.76·flat where x is positive (its least is at x = 0.8) and more than flat where it is negative.
 */
const SERIES_INTERVAL = 0.0007;

/** What the loops are told of a schedule, but for the blocks. */
export function rowsOf(state: LaneState, { segment, mode }: Schedule, rules: StepRules): Rows {
	const { growthPerSecond, driftSeconds } = rules;
	return {
		slot: state.slot,
		first: 0,
		rows: 0,
		anchored: mode === 'anchored',
		indexOffset: 0,
		spacingSeconds: segment.spacingSeconds,
		limit: segment.limit / state.anchorUnit,
		secondsTimesTarget: segment.secondsTimesTarget / state.anchorUnit,
		growthPerSecond,
		lowest: 0,
		highest: 0,
		driftSeconds,
		longest: growthPerSecond === 0 ? Number.POSITIVE_INFINITY : SERIES_INTERVAL / Math.abs(growthPerSecond),
	};
}

/** Whether a lane keeps to every bound; see LaneLoops.step. */
function keepsBounds(state: LaneState, { rows, anchored, ...bounds }: Rows, lane: number): boolean {
	const since = anchored ? state.anchorHeader[lane]! : 0;
	const clock = (block: number): number => state.clocks[clockRow(block) + lane]!;
	const last = state.block + rows;
	if (!(clock(state.block) - since >= bounds.lowest && clock(last) - since < bounds.highest)) return false;
	for (let block = last; block > state.block; block--) {
		if (!(clock(block) - clock(block - 1) < bounds.longest)) return false;
	}
	for (let block = last; block > state.block; block -= 4) {
		if (!(clock(block - 3) - clock(block - 6) >= 1)) return false;
		if (!(clock(block) - clock(block - 9) <= bounds.driftSeconds)) return false;
	}
	return true;
}

/** Lanes to be redone by the exact rules, and slowdowns before the chunk. */
const redone = new Int32Array(2);
const slowdownBefore = new Float64Array(LANES);

/** The loops' attempt at a chunk; afterwards `redone` names the lanes that it does not hold for. */
function tryRows(own: LaneLoops, state: LaneState, schedule: Schedule, steps: Rows, rows: number): void {
	const { originLag, originBlock } = schedule;
	const { lowest, values } = schedule.table();
	const offset = originLag - steps.spacingSeconds * (state.block - originBlock) - lowest;
	steps.first = state.block + 1;
	steps.rows = rows;
	steps.indexOffset = own.placeOf(values) + offset;
	// Clocks do not fall: no index lies further below the first than the spacings, or above that of the last clock.
	steps.lowest = CLOCK_ORIGIN - offset + steps.spacingSeconds * (rows - 1);
	steps.highest = CLOCK_ORIGIN - offset + values.length;
	if (steps.growthPerSecond !== 0) slowdownBefore.set(state.slowdown);
	const suspicious = own.step(steps);
	redone[0] = state.unsettled[0]!;
	redone[1] = state.unsettled[1]!;
	if (!suspicious) return;
	for (let lane = 0; lane < LANES; lane++) {
		if (!keepsBounds(state, steps, lane)) redone[lane >> 5]! |= 1 << (lane & 31);
	}
}

/** Asks for the next day's end of a lane at each block at or past its own. */
function endDays(state: LaneState, days: DayEndHandler, lane: number, rows: number): void {
	const { clocks, dayEnd, block: before } = state;
	// Clocks do not fall: find the first of those blocks by halves.
	let first = before + 1;
	for (let end = before + rows; first < end; ) {
		const middle = (first + end) >> 1;
		if (clocks[clockRow(middle) + lane]! < dayEnd[lane]!) first = middle + 1;
		else end = middle;
	}
	for (let block = first; block <= before + rows; block++) {
		const time = clocks[clockRow(block) + lane]!;
		if (time < dayEnd[lane]!) continue;
		if (time >= LAST_CLOCK) throw new RangeError(`no block ${block} above the tip within 68 years`);
		dayEnd[lane] = days.dayEnded(lane, block, time);
	}
}

/** Redoes the lanes that need the exact rules and passes on the ends of days; the rows are then done. */
function finishRows(
	own: LaneLoops,
	state: LaneState,
	schedule: Schedule,
	rules: StepRules,
	days: DayEndHandler,
	rows: number,
): void {
	const { ended, exponentials } = own.memory;
	for (let half = 0; half < 2; half++) {
		for (let left = redone[half]!; left !== 0; left &= left - 1) {
			const lane = 32 * half + 31 - Math.clz32(left & -left);
			if (rules.growthPerSecond !== 0) state.slowdown[lane] = slowdownBefore[lane]!;
			stepLane(state, schedule, rules, exponentials, lane, rows);
		}
		for (let left = redone[half]! | ended[half]!; left !== 0; left &= left - 1) {
			endDays(state, days, 32 * half + 31 - Math.clz32(left & -left), rows);
		}
	}
	state.block += rows;
}

/** Finds the next `rows` blocks on every lane, all in one chunk and under the schedule that `steps` were made of. */
export function stepLanes(
	state: LaneState,
	schedule: Schedule,
	rules: StepRules,
	days: DayEndHandler,
	steps: Rows,
	rows: number,
): void {
	const own = loops();
	tryRows(own, state, schedule, steps, rows);
	finishRows(own, state, schedule, rules, days, rows);
}

/** Finds the one block at an arm's height on every lane. */
export function stepArm(state: LaneState, schedule: Schedule, rules: StepRules, days: DayEndHandler): void {
	redone.fill(-1);
	slowdownBefore.set(state.slowdown);
	finishRows(loops(), state, schedule, rules, days, 1);
}
