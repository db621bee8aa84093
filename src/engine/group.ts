/** Simulates up to 64 trials side by side: the common run-up, then every rule set on the same draws. */
import { DayCounter } from './daycounter.ts';
import { drawRows, rowsLeft, startStreams } from './kernel.ts';
import { CLOCK_ORIGIN, clockOf, type LaneState } from './lanes.ts';
import { clockRow, LANES } from './memory.ts';
import { ChainRunner, type PreparedChain, preparedChains } from './runner.ts';
import type { LanesPlan } from './types.ts';

/** What a group of trials leaves behind for the reducers. */
export interface GroupOutcome {
	readonly lanes: number;
	/** Activation time in seconds since the tip, per lane: the clock at the activation's parent. */
	readonly activationSeconds: Float64Array;
	readonly chains: readonly {
		/** Blocks found in each day, [lane × days + day]. */
		readonly blocksPerDay: Int32Array;
		/** Seconds from the activation's parent to the first block above it, per lane. */
		readonly firstInterval: Float64Array;
		readonly adjustedHeaders: number;
	}[];
	/** Blocks up to activation, counted once, and inside the window, counted per chain. */
	readonly chainBlocks: number;
}

export interface PreparedPlan {
	readonly plan: LanesPlan;
	readonly chains: readonly PreparedChain[];
	/** Ends of the window's days, in seconds from activation. */
	readonly dayEnds: readonly number[];
}

export function preparePlan(plan: LanesPlan, daySegments: readonly number[]): PreparedPlan {
	let end = 0;
	const dayEnds = daySegments.map((seconds) => {
		end += seconds;
		return end;
	});
	return { plan, chains: preparedChains(plan), dayEnds };
}

/** Seconds from each lane's activation time to the first block above it. */
function firstIntervals({ clocks }: LaneState, block: number, start: Float64Array, out: Float64Array): void {
	const row = clockRow(block);
	for (let lane = 0; lane < LANES; lane++) out[lane] = clocks[row + lane]! - start[lane]!;
}

export function simulateGroup(prepared: PreparedPlan, firstTrial: number, lanes: number): GroupOutcome {
	const { plan, chains, dayEnds } = prepared;
	const activationBlock = plan.activationHeight - 1 - plan.tip.height;
	// Lanes beyond the wanted trials run along and are not read.
	const streams = startStreams(plan, firstTrial);
	const common = ChainRunner.start(plan, chains[0]!);
	for (let block = 0; block < activationBlock; block = common.state.block) {
		const rows = Math.min(activationBlock - block, rowsLeft(block + 1));
		drawRows(streams, block + 1, rows);
		common.step(rows);
	}

	const start = Float64Array.from({ length: LANES }, (_, lane) => clockOf(common.state, lane));
	const branches = chains.map((chain, i) => {
		const counter = new DayCounter(dayEnds, activationBlock, start, lanes);
		const runner = common.branch(chain, i + 1, counter);
		for (let lane = 0; lane < lanes; lane++) {
			runner.state.dayEnd[lane] = start[lane]! + dayEnds[0]!;
			runner.state.windowEnd[lane] = start[lane]! + dayEnds.at(-1)!;
		}
		return { runner, counter, firstInterval: new Float64Array(LANES) };
	});
	for (let block = activationBlock, running = true; running; ) {
		const rows = rowsLeft(block + 1);
		drawRows(streams, block + 1, rows);
		running = false;
		for (const { runner, counter, firstInterval } of branches) {
			if (counter.unfinished === 0) continue;
			runner.step(rows);
			if (block === activationBlock) firstIntervals(runner.state, block + 1, start, firstInterval);
			running ||= counter.unfinished > 0;
		}
		block += rows;
	}

	const found = branches.reduce((sum, { counter }) => counter.blocksPerDay.reduce((a, b) => a + b, sum), 0);
	return {
		lanes,
		activationSeconds: start.map((clock) => clock - CLOCK_ORIGIN),
		chains: branches.map(({ runner, counter, firstInterval }) => ({
			blocksPerDay: counter.blocksPerDay,
			firstInterval,
			adjustedHeaders: runner.state.adjustedHeaders,
		})),
		chainBlocks: lanes * activationBlock + found,
	};
}
