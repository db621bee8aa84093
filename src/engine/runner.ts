/** One rule set on a group of lanes: steps blocks and passes from one difficulty arm to the next. */
import { nextBits } from '../asert/btx.ts';
import type { DifficultyArm } from '../asert/rules.ts';
import { encodeCompact, targetOfBits } from '../consensus/compact.ts';
import { once } from '../params/once.ts';
import type { StepRules } from './exact.ts';
import { loops, rowsOf, stepArm, stepLanes } from './kernel.ts';
import {
	createLaneState,
	type DayEndHandler,
	forkLaneState,
	headerTime,
	type LaneState,
	NO_DAYS,
	type Schedule,
} from './lanes.ts';
import type { Rows } from './loops.ts';
import { LANES } from './memory.ts';
import { armsAbove, lagReach, multiplierTable, segmentAt, sharedTable, targetAt } from './segment.ts';
import type { ChainPlan, LanesPlan } from './types.ts';

/** Everything about a chain that does not depend on the trial; built once per worker. */
export interface PreparedChain {
	readonly chain: ChainPlan;
	readonly initial: Schedule;
	/** Per arm above the tip: the block at its height, then the schedule above it. */
	readonly arms: readonly {
		readonly arm: DifficultyArm;
		readonly block: number;
		readonly at: Schedule;
		readonly above: Schedule;
	}[];
	readonly driftSeconds: number;
}

const NO_DRIFT_RULE = 2n ** 30n;
/**
 * Below this hashrate a target of 2^64, the least that is covered, takes 2^65 s on average, and the smallest draw's
 * block (1.2e-10 of that) still comes after the last clock: a lane with such a target cannot pass the loops' check.
 */
const HASHRATE_LIMIT = 2 ** 127;

const preparations = new WeakMap<LanesPlan, readonly PreparedChain[]>();

/**
 * The chains of a plan, prepared once in a thread: a run and the mean path beside it share their tables.
 * @throws RangeError where a chain is beyond what the engine covers
 */
export function preparedChains(plan: LanesPlan): readonly PreparedChain[] {
	let chains = preparations.get(plan);
	if (chains === undefined) {
		chains = plan.chains.map((chain) => prepareChain(plan, chain));
		preparations.set(plan, chains);
	}
	return chains;
}

function prepareChain(plan: LanesPlan, chain: ChainPlan): PreparedChain {
	requireCovered(plan, chain);
	const { tip, anchor } = plan;
	const segment = { ...segmentAt(chain, tip.height), anchorHeight: anchor.height };
	const originLag = tip.timeSeconds - anchor.timeSeconds - segment.spacingSeconds * (tip.height - anchor.height + 1);
	const sharedTarget = Number(targetOfBits(anchor.bits));
	const reach = lagReach(segment, plan);
	const initial: Schedule = {
		segment,
		mode: 'shared',
		table: once(() => sharedTable(segment, sharedTarget, originLag, reach)),
		originLag,
		sharedTarget,
		originBlock: 0,
	};
	const arms = armsAbove(chain, tip.height).map((arm) => {
		const above = segmentAt(chain, Number(arm.height));
		const schedule: Schedule = {
			segment: above,
			mode: 'anchored',
			table: once(() => multiplierTable(above, 0, lagReach(above, plan))),
			originLag: -above.spacingSeconds,
			sharedTarget: 0,
			originBlock: Number(arm.height) - tip.height,
		};
		return { arm, block: schedule.originBlock, at: { ...schedule, mode: 'arm' as const }, above: schedule };
	});
	// The stock miner caps its stamps at every height, whether or not the rule is in force yet.
	const drift = chain.time.futureMtpDrift?.seconds ?? NO_DRIFT_RULE;
	return { chain, initial, arms, driftSeconds: Number(drift) };
}

/** The inner loop knows one median and one cap, and changes its hashrate only at an arm. */
function requireCovered(plan: LanesPlan, { id, time, asert, hashrate }: ChainPlan): void {
	if (time.medianTimeSpan !== 11) throw new RangeError(`${id}: the engine takes the median of 11 header times`);
	if (time.maxTimeAdvance !== undefined) throw new RangeError(`${id}: the engine has no cap on a header's advance`);
	if (hashrate.some(({ perSecond }) => perSecond >= HASHRATE_LIMIT)) {
		throw new RangeError(`${id}: the engine has no hashrate of 2^127 attempts a second or more`);
	}
	const stray = hashrate.find(
		({ fromHeight }) => fromHeight > plan.tip.height && !asert.arms.some((arm) => arm.height === BigInt(fromHeight)),
	);
	if (stray !== undefined) {
		throw new RangeError(`${id}: the hashrate changes at ${stray.fromHeight}, where no difficulty arm is`);
	}
}

export class ChainRunner {
	readonly #plan: LanesPlan;
	readonly #prepared: PreparedChain;
	readonly state: LaneState;
	#schedule: Schedule;
	#steps: Rows;
	#nextArm: number;
	readonly #rules: StepRules;
	readonly #days: DayEndHandler;

	private constructor(
		plan: LanesPlan,
		prepared: PreparedChain,
		state: LaneState,
		schedule: Schedule,
		days: DayEndHandler,
		growthPerSecond: number,
	) {
		this.#plan = plan;
		this.#prepared = prepared;
		this.state = state;
		this.#schedule = schedule;
		this.#nextArm = prepared.arms.findIndex((entry) => entry.block > state.block);
		this.#rules = { growthPerSecond, driftSeconds: prepared.driftSeconds };
		this.#days = days;
		this.#steps = rowsOf(state, schedule, this.#rules);
	}

	/** A chain at the tip. Its hashrate holds still: growth begins at activation. */
	static start(plan: LanesPlan, prepared: PreparedChain): ChainRunner {
		const state = createLaneState(loops().memory, prepared.initial.segment.spacingSeconds);
		state.anchorBits.fill(plan.anchor.bits);
		state.anchorHeader.fill(plan.anchor.timeSeconds - plan.tip.timeSeconds);
		return new ChainRunner(plan, prepared, state, prepared.initial, NO_DAYS, 0);
	}

	/** The same chain so far, continuing in another slot under another rule set and counting days. */
	branch(prepared: PreparedChain, slot: number, days: DayEndHandler): ChainRunner {
		const passed = prepared.arms.filter((entry) => entry.block <= this.state.block).at(-1);
		const schedule = passed?.above ?? prepared.initial;
		const state = forkLaneState(loops().memory, this.state, slot);
		return new ChainRunner(this.#plan, prepared, state, schedule, days, this.#plan.growthPerSecond);
	}

	/** Finds the next `rows` blocks on every lane, all in the chunk that has been drawn. */
	step(rows: number): void {
		const end = this.state.block + rows;
		while (this.state.block < end) {
			const arm = this.#prepared.arms[this.#nextArm];
			const untilArm = arm === undefined ? end : arm.block - 1;
			if (untilArm > this.state.block) {
				const count = Math.min(end, untilArm) - this.state.block;
				stepLanes(this.state, this.#schedule, this.#rules, this.#days, this.#steps, count);
			} else if (arm !== undefined) {
				this.#setArmTargets(arm.arm);
				stepArm(this.state, arm.at, this.#rules, this.#days);
				for (let lane = 0; lane < LANES; lane++) {
					this.state.anchorHeader[lane] = headerTime(this.state, lane, this.state.block);
				}
				this.#schedule = arm.above;
				this.#steps = rowsOf(this.state, arm.above, this.#rules);
				this.#nextArm++;
			}
		}
	}

	/** nBits of the block at an arm follow from its parent's by the exact rules, lane by lane. */
	#setArmTargets(arm: DifficultyArm): void {
		const { asert } = this.#prepared.chain;
		const { state } = this;
		const { tip } = this.#plan;
		const parentHeight = BigInt(tip.height + state.block);
		if (arm.height !== parentHeight + 1n) throw new RangeError(`arm ${arm.name} stepped at the wrong height`);
		// The time of the parent plays no part at an arm.
		const time = BigInt(tip.timeSeconds);
		const known = new Map<number, number>();
		for (let lane = 0; lane < LANES; lane++) {
			const parentBits = this.#newestBits(lane);
			const bits =
				known.get(parentBits) ?? nextBits(asert, { height: parentHeight, time, bits: parentBits }, undefined);
			known.set(parentBits, bits);
			state.anchorBits[lane] = bits;
			if (lane === 0) state.anchorUnit = 256 ** ((bits >>> 24) - 3);
			state.anchorTarget[lane] = Number(targetOfBits(bits)) / state.anchorUnit;
		}
	}

	/** nBits of a lane's newest block: the anchor's own, or what its schedule required behind the block before it. */
	#newestBits(lane: number): number {
		const { segment, mode, originLag, originBlock, sharedTarget } = this.#schedule;
		const { state } = this;
		if (segment.anchorHeight === this.#plan.tip.height + state.block) return state.anchorBits[lane]!;
		const since = mode === 'shared' ? 0 : state.anchorHeader[lane]!;
		const lag =
			headerTime(state, lane, state.block - 1) -
			since +
			originLag -
			segment.spacingSeconds * (state.block - 1 - originBlock);
		const anchor = mode === 'shared' ? sharedTarget : state.anchorTarget[lane]! * state.anchorUnit;
		return encodeCompact(BigInt(targetAt(segment, anchor, lag)));
	}
}
