/** One lane, one block at a time, by every rule: for what the loops over lanes leave out. */
import {
	CLOCK_ORIGIN,
	grownInterval,
	headerAt,
	headerTime,
	LAST_CLOCK,
	type LaneState,
	MEDIAN_BLOCKS,
	type Schedule,
	settle,
} from './lanes.ts';
import { chunkRow, clockRow } from './memory.ts';
import { meanSolveSeconds } from './segment.ts';

/** What a chain's blocks follow beside its schedule. */
export interface StepRules {
	readonly growthPerSecond: number;
	/** Seconds that a header may lie above median-time-past; 2^30 where no such rule holds. */
	readonly driftSeconds: number;
}

/** Mean solve seconds at the tip's hashrate of the block above a header. */
function meanAbove(state: LaneState, schedule: Schedule, lane: number, block: number, header: number): number {
	const { segment, mode, originLag, originBlock, sharedTarget } = schedule;
	const unit = state.anchorUnit;
	if (mode === 'arm') return segment.secondsTimesTarget / unit / state.anchorTarget[lane]!;
	const lag = header + originLag - segment.spacingSeconds * (block - originBlock);
	if (mode === 'anchored') {
		return meanSolveSeconds(segment, state.anchorTarget[lane]! * unit, lag - state.anchorHeader[lane]!);
	}
	const { lowest, values } = schedule.table();
	return values[lag - lowest] ?? meanSolveSeconds(segment, sharedTarget, lag);
}

/**
 * Finds the next `rows` blocks of one lane. The state's own height stays; slowdown is that of its newest block.
 * @throws RangeError where no block is found within 68 years, or the difficulty is beyond what is covered
 */
export function stepLane(
	state: LaneState,
	schedule: Schedule,
	rules: StepRules,
	exponentials: Float64Array,
	lane: number,
	rows: number,
): void {
	const { clocks, headers } = state;
	for (let block = state.block - MEDIAN_BLOCKS + 1; block <= state.block; block++) {
		headers[headerAt(block, lane)] = headerTime(state, lane, block);
	}
	let clock = clocks[clockRow(state.block) + lane]!;
	const last = state.block + rows;
	for (let block = state.block + 1; block <= last; block++) {
		const mean = meanAbove(state, schedule, lane, block - 1, headers[headerAt(block - 1, lane)]!);
		let interval = exponentials[chunkRow(block) + lane]! * mean;
		if (rules.growthPerSecond !== 0) {
			const slow = state.slowdown[lane]!;
			const flat = interval * slow;
			const x = rules.growthPerSecond * flat;
			state.slowdown[lane] = slow / (1 + x);
			interval = grownInterval(flat, x);
		}
		const inWindow = clock < state.windowEnd[lane]!;
		clock += interval;
		if (clock >= LAST_CLOCK) throw new RangeError(`no block ${block} above the tip within 68 years`);
		clocks[clockRow(block) + lane] = clock;
		const now = Math.floor(clock - CLOCK_ORIGIN);
		const median = headers[headerAt(block - MEDIAN_BLOCKS, lane)]!;
		const stamp = Math.max(Math.min(now, median + rules.driftSeconds), median + 1);
		headers[headerAt(block, lane)] = stamp;
		if (stamp === now) continue;
		state.lastMoved[lane] = block;
		if (inWindow) state.adjustedHeaders++;
	}
	settle(state, lane, last);
}
