/**
 * The plain engine: one trial, one block at a time, every target from the BigInt rules. It is what the lanes
 * must equal bit for bit, and the yardstick of the benchmark; nothing that prints a report runs it.
 */
import { anchorAt, nextBits, spacingAt } from '../asert/btx.ts';
import type { BlockHeader } from '../asert/rules.ts';
import { targetOfBits } from '../consensus/compact.ts';
import { medianTimePast, stampHeaderTime } from '../consensus/timestamp.ts';
import { exponentialOf } from './exponential.ts';
import { CLOCK_ORIGIN, grownInterval } from './lanes.ts';
import { PURPOSE, StreamLanes } from './random.ts';
import { hashrateAt } from './segment.ts';
import { trialsPerSample } from './shard.ts';
import type { ChainPlan, LanesPlan } from './types.ts';

export interface TrialOutcome {
	readonly activationSeconds: number;
	/** Per chain: blocks per day, and the first interval after activation. */
	readonly chains: readonly { readonly blocksPerDay: readonly number[]; readonly firstInterval: number }[];
}

class OracleChain {
	readonly #plan: LanesPlan;
	readonly #chain: ChainPlan;
	readonly #headers: BlockHeader[];
	readonly #anchors: Map<bigint, BlockHeader>;
	#slowdown: number;
	clock: number;

	constructor(plan: LanesPlan, chain: ChainPlan, from?: OracleChain) {
		this.#plan = plan;
		this.#chain = chain;
		this.clock = from?.clock ?? CLOCK_ORIGIN;
		this.#slowdown = from === undefined ? 1 : from.#slowdown;
		const anchor = {
			height: BigInt(plan.anchor.height),
			time: BigInt(plan.anchor.timeSeconds),
			bits: plan.anchor.bits,
		};
		this.#anchors = new Map(from === undefined ? [[anchor.height, anchor]] : from.#anchors);
		this.#headers = from === undefined ? this.#history(anchor) : [...from.#headers];
	}

	/** The blocks up to the tip, one spacing apart; their nBits follow from the schedule. */
	#history(anchor: BlockHeader): BlockHeader[] {
		const { tip } = this.#plan;
		const spacing = spacingAt(this.#chain.asert, BigInt(tip.height));
		const headers: BlockHeader[] = [];
		for (let back = 11n; back >= 0n; back--) {
			headers.push({ height: BigInt(tip.height) - back, time: BigInt(tip.timeSeconds) - back * spacing, bits: 0 });
		}
		const parent = headers.at(-2)!;
		const bits = anchor.height === BigInt(tip.height) ? anchor.bits : nextBits(this.#chain.asert, parent, anchor);
		headers.push({ ...headers.pop()!, bits });
		return headers;
	}

	/** The hashrate holds still up to activation and grows from there. */
	find(exponential: number, growth: number): void {
		const { asert, time } = this.#chain;
		const tip = this.#headers.at(-1)!;
		const arm = anchorAt(asert, tip.height);
		const anchor = this.#anchors.get(arm?.height ?? -1n) ?? [...this.#anchors.values()][0]!;
		const bits = nextBits(asert, tip, anchor);
		const height = tip.height + 1n;
		const rate = hashrateAt(this.#chain, Number(height));
		const flat = exponential * (2 ** 256 / rate / Number(targetOfBits(bits)));
		if (growth === 0) this.clock += flat;
		else {
			const slowed = flat * this.#slowdown;
			const x = growth * slowed;
			this.clock += grownInterval(slowed, x);
			this.#slowdown /= 1 + x;
		}
		const now = BigInt(this.#plan.tip.timeSeconds + Math.floor(this.clock - CLOCK_ORIGIN));
		const parentMtp = medianTimePast(this.#headers.slice(-time.medianTimeSpan).map((header) => header.time));
		const stamp = stampHeaderTime(time, { height, parentTime: tip.time, parentMtp, now });
		const header = { height, time: stamp, bits };
		if (asert.arms.some((a) => a.height === height)) this.#anchors.set(height, header);
		this.#headers.push(header);
		if (this.#headers.length > 12) this.#headers.shift();
	}
}

/** One trial of the plan, alone. Slow: about a microsecond per block and chain. */
export function simulateTrial(plan: LanesPlan, trial: number, daySegments: readonly number[]): TrialOutcome {
	const streams = new StreamLanes(plan.seed, trial, 1, PURPOSE.solveTime, trialsPerSample(plan.trials));
	const draw = new Uint32Array(1);
	const next = (): number => {
		streams.fill(draw, 1);
		return exponentialOf(draw[0]!);
	};
	const common = new OracleChain(plan, plan.chains[0]!);
	for (let height = plan.tip.height + 1; height < plan.activationHeight; height++) common.find(next(), 0);

	const start = common.clock;
	const dayEnds = daySegments.map((_, day) => start + daySegments.slice(0, day + 1).reduce((a, b) => a + b, 0));
	const windowEnd = dayEnds.at(-1)!;
	const branches = plan.chains.map((chain) => ({
		chain: new OracleChain(plan, chain, common),
		blocksPerDay: daySegments.map(() => 0),
		firstInterval: -1,
	}));
	while (branches.some(({ chain }) => chain.clock < windowEnd)) {
		const shared = next();
		for (const branch of branches) {
			if (branch.chain.clock >= windowEnd) continue;
			branch.chain.find(shared, plan.growthPerSecond);
			if (branch.firstInterval < 0) branch.firstInterval = branch.chain.clock - start;
			const day = dayEnds.findIndex((end) => branch.chain.clock < end);
			if (day >= 0) branch.blocksPerDay[day]!++;
		}
	}
	return { activationSeconds: start - CLOCK_ORIGIN, chains: branches };
}
