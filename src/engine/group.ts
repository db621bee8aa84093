/** Simulates up to 64 trials side by side: the common run-up, then every rule set on the same draws. */
import { drawRows } from './kernel.ts';
import { CLOCK_ORIGIN, type DayEndHandler, LANES, LAST_CLOCK } from './lanes.ts';
import { CHUNK_ROWS } from './loops.ts';
import { PURPOSE, StreamLanes } from './random.ts';
import { ChainRunner, type PreparedChain, prepareChain } from './runner.ts';
import type { SimulationPlan } from './types.ts';

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
	readonly plan: SimulationPlan;
	readonly chains: readonly PreparedChain[];
	/** Ends of the window's days, in seconds from activation. */
	readonly dayEnds: readonly number[];
}

export function preparePlan(plan: SimulationPlan, daySegments: readonly number[]): PreparedPlan {
	let end = 0;
	const dayEnds = daySegments.map((seconds) => {
		end += seconds;
		return end;
	});
	return { plan, chains: plan.chains.map((chain) => prepareChain(plan, chain)), dayEnds };
}

/** Counts a chain's blocks by day from each lane's own activation time. */
class DayCounter implements DayEndHandler {
	readonly blocksPerDay: Int32Array;
	unfinished: number;
	readonly #dayEnds: readonly number[];
	readonly #activationBlock: number;
	readonly #activationClock: Float64Array;
	readonly #day: Int32Array;
	readonly #counted: Int32Array;

	constructor(dayEnds: readonly number[], activationBlock: number, activationClock: Float64Array, lanes: number) {
		this.#dayEnds = dayEnds;
		this.#activationBlock = activationBlock;
		this.#activationClock = activationClock;
		this.#day = new Int32Array(lanes);
		this.#counted = new Int32Array(lanes);
		this.blocksPerDay = new Int32Array(lanes * dayEnds.length);
		this.unfinished = lanes;
	}

	/** A block at or past the end of a day belongs to a later one. */
	dayEnded(lane: number, block: number, clock: number): number {
		const days = this.#dayEnds.length;
		const blocks = block - 1 - this.#activationBlock;
		const start = this.#activationClock[lane]!;
		for (;;) {
			const day = this.#day[lane]!;
			this.blocksPerDay[lane * days + day] = blocks - this.#counted[lane]!;
			this.#counted[lane] = blocks;
			this.#day[lane] = day + 1;
			if (day + 1 === days) {
				this.unfinished--;
				return LAST_CLOCK;
			}
			const end = start + this.#dayEnds[day + 1]!;
			if (clock < end) return end;
		}
	}
}

export function simulateGroup(prepared: PreparedPlan, firstTrial: number, lanes: number): GroupOutcome {
	const { plan, chains, dayEnds } = prepared;
	const activationBlock = plan.activationHeight - 1 - plan.tip.height;
	// Lanes beyond the wanted trials run along and are not read.
	const streams = new StreamLanes(plan.seed, firstTrial, LANES, PURPOSE.solveTime);

	const common = ChainRunner.start(plan, chains[0]!);
	for (let left = activationBlock; left > 0; ) {
		const rows = Math.min(left, CHUNK_ROWS);
		drawRows(streams, rows);
		common.step(0, rows);
		left -= rows;
	}

	const start = common.state.clock.slice();
	const branches = chains.map((chain) => {
		const counter = new DayCounter(dayEnds, activationBlock, start, lanes);
		const runner = common.branch(chain, counter);
		for (let lane = 0; lane < lanes; lane++) runner.state.dayEnd[lane] = start[lane]! + dayEnds[0]!;
		return { runner, counter };
	});
	// The first block alone, so that its interval can be read off the clock.
	drawRows(streams, 1);
	const firstIntervals = branches.map(({ runner }) => {
		runner.step(0, 1);
		return runner.state.clock.map((clock, lane) => clock - start[lane]!);
	});
	while (branches.some(({ counter }) => counter.unfinished > 0)) {
		drawRows(streams, CHUNK_ROWS);
		for (const { runner, counter } of branches) if (counter.unfinished > 0) runner.step(0, CHUNK_ROWS);
	}

	const found = branches.reduce((sum, { counter }) => counter.blocksPerDay.reduce((a, b) => a + b, sum), 0);
	return {
		lanes,
		activationSeconds: start.map((clock) => clock - CLOCK_ORIGIN),
		chains: branches.map(({ runner, counter }, i) => ({
			blocksPerDay: counter.blocksPerDay,
			firstInterval: firstIntervals[i]!,
			adjustedHeaders: runner.state.adjustedHeaders,
		})),
		chainBlocks: lanes * activationBlock + found,
	};
}
