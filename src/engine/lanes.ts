/**
 * The inner loop: one block on each of up to 64 chains that differ only in their random draws.
 *
 * State is a structure of arrays, so that one lane's latency hides behind the others' work. The clock is held
 * as 2^32 + seconds since the tip: its unit in the last place is 2^-20 s, its floor is one truncation, and sums
 * of it are exact. Header time is the clock in whole seconds under the chain's rules as the stock miner stamps
 * it, min(max(now, MTP + 1), MTP + drift). Such times never decrease, so the median of the last eleven is the
 * sixth newest and eight remembered times suffice; parent − 600 and now + 7,200 cannot bind.
 */
import { ln } from '../numeric/elementary.ts';
import { type LagTable, meanSolveSeconds, type Segment } from './segment.ts';

export const LANES = 64;
/** The clock's offset; see above. */
export const CLOCK_ORIGIN = 2 ** 32;
/** First clock value whose second no longer fits a header time here: 68 years after the tip. */
export const LAST_CLOCK = CLOCK_ORIGIN + 2 ** 31 - 1;

/** Told that a lane's block lies at or past its day's end; answers with the end of the next day. */
export type DayEndHandler = (lane: number, block: number, clock: number) => number;

/** Mutable state of a group of chains at one height. */
export interface LaneState {
	readonly lanes: number;
	/** Blocks above the tip. */
	block: number;
	/** CLOCK_ORIGIN + seconds since the tip. */
	readonly clock: Float64Array;
	/** Header times of the last eight blocks, [(block & 7) × LANES + lane]. */
	readonly history: Int32Array;
	/** e^(−r·t), kept beside the clock while the hashrate grows. */
	readonly slowdown: Float64Array;
	/** Header time of the anchor, for segments that each trial anchors itself. */
	readonly anchorHeader: Int32Array;
	/** Target of the anchor in units of anchorUnit, a power of 256 that puts it in [2^15, 2^23) on lane 0. */
	readonly anchorTarget: Float64Array;
	anchorUnit: number;
	/** nBits of the anchor, for the exact rules at the next arm. */
	readonly anchorBits: Uint32Array;
	/** Clock value at which the lane's current day ends; LAST_CLOCK outside a window. */
	readonly dayEnd: Float64Array;
	/** Headers inside the window whose time the rules moved away from the clock. */
	adjustedHeaders: number;
}

/**
 * A schedule with its table. `shared`: every lane has the same anchor; `anchored`: each lane has its own;
 * `arm`: the one block at an arm's height, whose target is the lane's anchor target itself.
 */
export interface Schedule {
	readonly segment: Segment;
	readonly mode: 'shared' | 'anchored' | 'arm';
	readonly table: LagTable;
	/** Lag of the block at originBlock: the tip's when shared, minus one spacing at a lane's own anchor. */
	readonly originLag: number;
	/** Anchor target when shared. */
	readonly sharedTarget: number;
	/** Blocks above the tip at which the schedule's own count starts. */
	readonly originBlock: number;
}

export interface StepRules {
	readonly growthPerSecond: number;
	/** Seconds that a header may lie above median-time-past; 2^30 where no such rule holds. */
	readonly driftSeconds: number;
	readonly onDayEnd: DayEndHandler;
}

export function createLaneState(lanes: number, spacingSeconds: number): LaneState {
	const history = new Int32Array(8 * LANES);
	// The blocks before the tip are taken to be one spacing apart: they only feed the first medians.
	for (let back = 0; back < 8; back++) {
		for (let lane = 0; lane < LANES; lane++) history[((8 - back) & 7) * LANES + lane] = -back * spacingSeconds;
	}
	return {
		lanes,
		block: 0,
		clock: new Float64Array(LANES).fill(CLOCK_ORIGIN),
		history,
		slowdown: new Float64Array(LANES).fill(1),
		anchorHeader: new Int32Array(LANES),
		anchorTarget: new Float64Array(LANES),
		anchorUnit: 1,
		anchorBits: new Uint32Array(LANES),
		dayEnd: new Float64Array(LANES).fill(LAST_CLOCK),
		adjustedHeaders: 0,
	};
}

export function copyLaneState(state: LaneState): LaneState {
	return {
		...state,
		clock: state.clock.slice(),
		history: state.history.slice(),
		slowdown: state.slowdown.slice(),
		anchorHeader: state.anchorHeader.slice(),
		anchorTarget: state.anchorTarget.slice(),
		anchorBits: state.anchorBits.slice(),
		dayEnd: state.dayEnd.slice(),
	};
}

/**
 * Solve time under a hashrate that grows at rate r, and the new slowdown: ∫ over the interval of e^(r·s) ds
 * equals draw × mean, so dt = ln(1 + x)/r with x = r × draw × mean × e^(−r·t), and e^(−r·dt) = 1/(1 + x).
 * The series' next term is x^6/6, below 2e-19 of the result for x < 0.001.
 */
export function grownInterval(flat: number, x: number): number {
	if (x < 0.001 && x > -0.001) return flat * (1 - x * (0.5 - x * (1 / 3 - x * (0.25 - x * 0.2))));
	if (x <= -1) throw new RangeError('the falling hashrate never finds another block');
	return (flat * ln(1 + x)) / x;
}

/** Seconds that each lane's next block takes; handed from one pass over the lanes to the next. */
const solveSeconds = new Float64Array(LANES);

/**
 * Solve times behind the anchor that all lanes share. The loops over lanes hold no call: one call, even on a path
 * never taken, makes the compiler reload every array's length and address for every lane.
 */
function solveShared(state: LaneState, schedule: Schedule, draws: Float64Array, rowStart: number): void {
	const { values, lowest } = schedule.table;
	const { history, lanes } = state;
	const newest = (state.block & 7) * LANES;
	const indexOffset = indexOf(state, schedule);
	const size = values.length;
	let outside = 0;
	for (let lane = 0; lane < lanes; lane++) {
		const index = (history[newest + lane]! + indexOffset) | 0;
		if (index < 0 || index >= size) outside++;
		else solveSeconds[lane] = draws[rowStart + lane]! * values[index]!;
	}
	for (let lane = 0; outside > 0 && lane < lanes; lane++) {
		const index = history[newest + lane]! + indexOffset;
		if (index >= 0 && index < size) continue;
		const mean = meanSolveSeconds(schedule.segment, schedule.sharedTarget, index + lowest);
		solveSeconds[lane] = draws[rowStart + lane]! * mean;
		outside--;
	}
}

/** Solve times behind each lane's own anchor. */
function solveAnchored(state: LaneState, schedule: Schedule, draws: Float64Array, rowStart: number): void {
	const { segment } = schedule;
	const { values, lowest } = schedule.table;
	const { history, anchorHeader, anchorTarget, anchorUnit, lanes } = state;
	const newest = (state.block & 7) * LANES;
	const indexOffset = indexOf(state, schedule);
	const size = values.length;
	// Targets in units of 256^k are truncated alike; in these units nearly all lie in [2^15, 2^31).
	const limit = segment.limit / anchorUnit;
	const secondsTimesTarget = segment.secondsTimesTarget / anchorUnit;
	let outside = 0;
	for (let lane = 0; lane < lanes; lane++) {
		const index = (history[newest + lane]! - anchorHeader[lane]! + indexOffset) | 0;
		const raw = index >= 0 && index < size ? anchorTarget[lane]! * values[index]! : 0;
		let target: number;
		if (raw >= limit) target = limit;
		else if (raw >= 2 ** 23 && raw < 2 ** 31) target = ((raw * 2 ** -8) | 0) * 2 ** 8;
		else if (raw >= 2 ** 15 && raw < 2 ** 23) target = raw | 0;
		else target = 0;
		outside += target === 0 ? 1 : 0;
		solveSeconds[lane] = draws[rowStart + lane]! * (secondsTimesTarget / target);
	}
	for (let lane = 0; outside > 0 && lane < lanes; lane++) {
		if (solveSeconds[lane] !== Number.POSITIVE_INFINITY) continue;
		const lag = history[newest + lane]! - anchorHeader[lane]! + indexOffset + lowest;
		const mean = meanSolveSeconds(segment, anchorTarget[lane]! * anchorUnit, lag);
		solveSeconds[lane] = draws[rowStart + lane]! * mean;
		outside--;
	}
}

/** Solve times of the one block at an arm's height, whose target is the lane's anchor target itself. */
function solveArm(state: LaneState, schedule: Schedule, draws: Float64Array, rowStart: number): void {
	const secondsTimesTarget = schedule.segment.secondsTimesTarget / state.anchorUnit;
	for (let lane = 0; lane < state.lanes; lane++) {
		solveSeconds[lane] = draws[rowStart + lane]! * (secondsTimesTarget / state.anchorTarget[lane]!);
	}
}

/** Header time of a lane's newest block (since the tip, or since its own anchor) + this = index into the lag table. */
function indexOf(state: LaneState, schedule: Schedule): number {
	const { originLag, originBlock, segment, table } = schedule;
	return (originLag - segment.spacingSeconds * (state.block - originBlock) - table.lowest) | 0;
}

/** Turns solve times at the tip's hashrate into those of a hashrate that has grown since activation. */
function applyGrowth(state: LaneState, growthPerSecond: number): void {
	const { slowdown, lanes } = state;
	for (let lane = 0; lane < lanes; lane++) {
		const slow = slowdown[lane]!;
		const flat = solveSeconds[lane]! * slow;
		const x = growthPerSecond * flat;
		slowdown[lane] = slow / (1 + x);
		solveSeconds[lane] = grownInterval(flat, x);
	}
}

/** Moves every clock by its solve time and stamps the headers. */
function advance(state: LaneState, driftSeconds: number, onDayEnd: DayEndHandler): void {
	const { clock, history, dayEnd, lanes } = state;
	const block = state.block + 1;
	const slot = (block & 7) * LANES;
	const sixthNewest = ((block + 2) & 7) * LANES;
	let adjusted = 0;
	let ended = 0;
	for (let lane = 0; lane < lanes; lane++) {
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
	state.block = block;
	state.adjustedHeaders += adjusted;
	for (let lane = 0; ended > 0 && lane < lanes; lane++) {
		const time = clock[lane]!;
		if (time < dayEnd[lane]!) continue;
		if (time >= LAST_CLOCK) throw new RangeError(`no block ${block} above the tip within 68 years`);
		dayEnd[lane] = onDayEnd(lane, block, time);
		ended--;
	}
}

/** Finds `rows` blocks on every lane with the draws of rows firstRow… */
export function stepLanes(
	state: LaneState,
	schedule: Schedule,
	rules: StepRules,
	draws: Float64Array,
	firstRow: number,
	rows: number,
): void {
	const { mode } = schedule;
	for (let row = firstRow; row < firstRow + rows; row++) {
		// Called by name: an indirect call would keep the compiler from inlining.
		if (mode === 'shared') solveShared(state, schedule, draws, row * LANES);
		else if (mode === 'anchored') solveAnchored(state, schedule, draws, row * LANES);
		else solveArm(state, schedule, draws, row * LANES);
		if (rules.growthPerSecond !== 0) applyGrowth(state, rules.growthPerSecond);
		advance(state, rules.driftSeconds, rules.onDayEnd);
	}
}

/** Header time since the tip of a lane's block `back` below its newest. */
export function headerTime(state: LaneState, lane: number, back: number): number {
	return state.history[((state.block - back) & 7) * LANES + lane]!;
}
