/** One rule set on a group of lanes: steps blocks and passes from one difficulty arm to the next. */
import { nextBits } from '../asert/btx.ts';
import type { DifficultyArm } from '../asert/rules.ts';
import { encodeCompact, targetOfBits } from '../consensus/compact.ts';
import { type StepRules, stepLanes } from './kernel.ts';
import {
	createLaneState,
	type DayEndHandler,
	forkLaneState,
	headerTime,
	LANES,
	type LaneState,
	NO_DAYS,
	type Schedule,
} from './lanes.ts';
import { armsAbove, lagReach, multiplierTable, segmentAt, sharedTable, targetAt } from './segment.ts';
import type { ChainPlan, SimulationPlan } from './types.ts';

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

export function prepareChain(plan: SimulationPlan, chain: ChainPlan): PreparedChain {
	requireCovered(plan, chain);
	const { tip, anchor } = plan;
	const segment = { ...segmentAt(chain, tip.height), anchorHeight: anchor.height };
	const originLag = tip.timeSeconds - anchor.timeSeconds - segment.spacingSeconds * (tip.height - anchor.height + 1);
	const sharedTarget = Number(targetOfBits(anchor.bits));
	const reach = lagReach(segment, plan);
	const initial: Schedule = {
		segment,
		mode: 'shared',
		table: sharedTable(segment, sharedTarget, originLag, reach),
		originLag,
		sharedTarget,
		originBlock: 0,
	};
	const arms = armsAbove(chain, tip.height).map((arm) => {
		const above = segmentAt(chain, Number(arm.height));
		const schedule: Schedule = {
			segment: above,
			mode: 'anchored',
			table: multiplierTable(above, 0, lagReach(above, plan)),
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
function requireCovered(plan: SimulationPlan, { id, time, asert, hashrate }: ChainPlan): void {
	if (time.medianTimeSpan !== 11) throw new RangeError(`${id}: the engine takes the median of 11 header times`);
	if (time.maxTimeAdvance !== undefined) throw new RangeError(`${id}: the engine has no cap on a header's advance`);
	const stray = hashrate.find(
		({ fromHeight }) => fromHeight > plan.tip.height && !asert.arms.some((arm) => arm.height === BigInt(fromHeight)),
	);
	if (stray !== undefined) {
		throw new RangeError(`${id}: the hashrate changes at ${stray.fromHeight}, where no difficulty arm is`);
	}
}

export class ChainRunner {
	readonly #plan: SimulationPlan;
	readonly #prepared: PreparedChain;
	readonly state: LaneState;
	#schedule: Schedule;
	#nextArm: number;
	readonly #rules: StepRules;

	private constructor(
		plan: SimulationPlan,
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
		this.#rules = { growthPerSecond, driftSeconds: prepared.driftSeconds, days };
	}

	/** A chain at the tip. Its hashrate holds still: growth begins at activation. */
	static start(plan: SimulationPlan, prepared: PreparedChain): ChainRunner {
		const state = createLaneState(prepared.initial.segment.spacingSeconds);
		state.anchorBits.fill(plan.anchor.bits);
		state.anchorHeader.fill(plan.anchor.timeSeconds - plan.tip.timeSeconds);
		return new ChainRunner(plan, prepared, state, prepared.initial, NO_DAYS, 0);
	}

	/** The same chain so far, continuing under another rule set and counting days. */
	branch(prepared: PreparedChain, days: DayEndHandler): ChainRunner {
		const passed = prepared.arms.filter((entry) => entry.block <= this.state.block).at(-1);
		const schedule = passed?.above ?? prepared.initial;
		return new ChainRunner(this.#plan, prepared, forkLaneState(this.state), schedule, days, this.#plan.growthPerSecond);
	}

	/** Finds `rows` blocks on every lane with the drawn rows firstRow… */
	step(firstRow: number, rows: number): void {
		let row = firstRow;
		const end = firstRow + rows;
		while (row < end) {
			const arm = this.#prepared.arms[this.#nextArm];
			if (arm !== undefined && this.state.block + 1 === arm.block) {
				this.#setArmTargets(arm.arm);
				stepLanes(this.state, arm.at, this.#rules, row, 1);
				for (let lane = 0; lane < LANES; lane++) {
					this.state.anchorHeader[lane] = headerTime(this.state, lane, 0);
				}
				this.#schedule = arm.above;
				this.#nextArm++;
				row++;
				continue;
			}
			const untilArm = arm === undefined ? end - row : arm.block - 1 - this.state.block;
			const count = Math.min(end - row, untilArm);
			stepLanes(this.state, this.#schedule, this.#rules, row, count);
			row += count;
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
			headerTime(state, lane, 1) - since + originLag - segment.spacingSeconds * (state.block - 1 - originBlock);
		const anchor = mode === 'shared' ? sharedTarget : state.anchorTarget[lane]! * state.anchorUnit;
		return encodeCompact(BigInt(targetAt(segment, anchor, lag)));
	}
}
