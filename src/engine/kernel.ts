/** Blocks on 64 lanes at once: runs the loops over lanes and does by hand what they leave as rare. */
import { redoSmallDraws } from './exponential.ts';
import {
	copyLanes,
	type DayEndHandler,
	grownInterval,
	LANES,
	LAST_CLOCK,
	type LaneState,
	type Schedule,
} from './lanes.ts';
import { ENDED_BITS, type LaneLoops, MOVED_SHIFT, ROWS_MASK } from './loops.ts';
import { plainLoops } from './plainloops.ts';
import type { StreamLanes } from './random.ts';
import { meanSolveSeconds } from './segment.ts';
import { loadWasmLoops } from './wasmloops.ts';

/** What a chain's blocks follow beside its schedule. */
export interface StepRules {
	readonly growthPerSecond: number;
	/** Seconds that a header may lie above median-time-past; 2^30 where no such rule holds. */
	readonly driftSeconds: number;
	readonly days: DayEndHandler;
}

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

/** Draws the next rows of every stream into the loops' exponentials. */
export function drawRows(streams: StreamLanes, rows: number): void {
	const own = loops();
	const count = rows * LANES;
	own.draw(streams, rows);
	redoSmallDraws(own.draws, own.exponentials, count, own.toExponentials(count));
}

/** Header time of a lane's newest block (since the tip, or since its own anchor) + this = index into the lag table. */
function indexOf(block: number, { originLag, originBlock, segment, table }: Schedule): number {
	return (originLag - segment.spacingSeconds * (block - originBlock) - table.lowest) | 0;
}

function solveShared(loops: LaneLoops, block: number, schedule: Schedule, row: number): void {
	const { segment, sharedTarget, table } = schedule;
	const newest = (block & 7) * LANES;
	const indexOffset = indexOf(block, schedule);
	let outside = loops.solveShared(newest, indexOffset, row);
	for (let lane = 0; outside > 0; lane++) {
		const index = loops.lanes.history[newest + lane]! + indexOffset;
		if (index >= 0 && index < table.values.length) continue;
		const mean = meanSolveSeconds(segment, sharedTarget, index + table.lowest);
		loops.solveSeconds[lane] = loops.exponentials[row + lane]! * mean;
		outside--;
	}
}

function solveAnchored(loops: LaneLoops, block: number, schedule: Schedule, unit: number, row: number): void {
	const { segment, table } = schedule;
	const newest = (block & 7) * LANES;
	const indexOffset = indexOf(block, schedule);
	// Targets in units of 256^k are truncated alike, and nearly all lie in the range that the loop covers.
	const limit = segment.limit / unit;
	let outside = loops.solveAnchored(newest, indexOffset, row, limit, segment.secondsTimesTarget / unit);
	for (let lane = 0; outside > 0; lane++) {
		if (loops.solveSeconds[lane] !== Number.POSITIVE_INFINITY) continue;
		const { history, anchorHeader, anchorTarget } = loops.lanes;
		const lag = history[newest + lane]! - anchorHeader[lane]! + indexOffset + table.lowest;
		const mean = meanSolveSeconds(segment, anchorTarget[lane]! * unit, lag);
		loops.solveSeconds[lane] = loops.exponentials[row + lane]! * mean;
		outside--;
	}
}

/** Solve times of the one block at an arm's height, whose target is the lane's anchor target itself. */
function solveArm(loops: LaneLoops, secondsTimesTarget: number, row: number): void {
	for (let lane = 0; lane < LANES; lane++) {
		const mean = secondsTimesTarget / loops.lanes.anchorTarget[lane]!;
		loops.solveSeconds[lane] = loops.exponentials[row + lane]! * mean;
	}
}

function grow(loops: LaneLoops, growthPerSecond: number): void {
	let left = loops.grow(growthPerSecond);
	for (let lane = 0; left > 0; lane++) {
		if (!(loops.solveSeconds[lane]! < 0)) continue;
		const slow = loops.lanes.slowdown[lane]!;
		const flat = -loops.solveSeconds[lane]! * slow;
		const x = growthPerSecond * flat;
		loops.lanes.slowdown[lane] = slow / (1 + x);
		loops.solveSeconds[lane] = grownInterval(flat, x);
		left--;
	}
}

/** Asks for the next day's end of every lane at or past its own. */
function endDays(loops: LaneLoops, block: number, days: DayEndHandler, ended: number): void {
	for (let lane = 0, left = ended; left > 0; lane++) {
		const time = loops.lanes.clock[lane]!;
		if (time < loops.lanes.dayEnd[lane]!) continue;
		if (time >= LAST_CLOCK) throw new RangeError(`no block ${block} above the tip within 68 years`);
		loops.lanes.dayEnd[lane] = days.dayEnded(lane, block, time);
		left--;
	}
}

/** One row, every loop by itself and every rare lane by hand. */
function stepRow(loops: LaneLoops, state: LaneState, schedule: Schedule, rules: StepRules, row: number): void {
	const { mode, segment } = schedule;
	if (mode === 'shared') solveShared(loops, state.block, schedule, row);
	else if (mode === 'anchored') solveAnchored(loops, state.block, schedule, state.anchorUnit, row);
	else solveArm(loops, segment.secondsTimesTarget / state.anchorUnit, row);
	if (rules.growthPerSecond !== 0) grow(loops, rules.growthPerSecond);
	state.block++;
	const slot = (state.block & 7) * LANES;
	const counts = loops.advance(slot, ((state.block + 2) & 7) * LANES, rules.driftSeconds);
	state.adjustedHeaders += counts >> ENDED_BITS;
	endDays(loops, state.block, rules.days, counts & ((1 << ENDED_BITS) - 1));
}

/** As many rows as the loops can do by themselves; returns how many that were. */
function stepRows(
	loops: LaneLoops,
	state: LaneState,
	schedule: Schedule,
	rules: StepRules,
	row: number,
	rows: number,
): number {
	const { segment, mode } = schedule;
	if (mode === 'arm' || rules.growthPerSecond !== 0) return 0;
	const counts = loops.run({
		anchored: mode === 'anchored',
		block: state.block,
		rows,
		indexOffset: indexOf(state.block, schedule),
		spacingSeconds: segment.spacingSeconds,
		row,
		limit: segment.limit / state.anchorUnit,
		secondsTimesTarget: segment.secondsTimesTarget / state.anchorUnit,
		driftSeconds: rules.driftSeconds,
	});
	const done = counts & ROWS_MASK;
	state.block += done;
	state.adjustedHeaders += counts >> MOVED_SHIFT;
	endDays(loops, state.block, rules.days, (counts >> ENDED_BITS) & ROWS_MASK);
	return done;
}

/** Finds `rows` blocks on every lane with the drawn rows firstRow… */
export function stepLanes(
	state: LaneState,
	schedule: Schedule,
	rules: StepRules,
	firstRow: number,
	rows: number,
): void {
	const own = loops();
	own.useTable(schedule.table.values);
	copyLanes(state, own.lanes);
	for (let done = 0; done < rows; ) {
		const row = (firstRow + done) * LANES;
		const many = stepRows(own, state, schedule, rules, row, rows - done);
		done += many;
		// Nothing done: the row at hand has a lane outside, or is of a kind that goes by itself.
		if (many > 0) continue;
		stepRow(own, state, schedule, rules, row);
		done++;
	}
	copyLanes(own.lanes, state);
}
