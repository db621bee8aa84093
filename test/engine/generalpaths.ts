/** The general engine's plans, and one trial of them in BigInt. */
import { nextBits, spacingAt } from '../../src/asert/btx.ts';
import { targetOfBits } from '../../src/consensus/compact.ts';
import type { BlockHeader } from '../../src/consensus/header.ts';
import { medianTimePast, stampHeaderTime } from '../../src/consensus/timestamp.ts';
import { withAsert } from '../../src/difficulty/era.ts';
import { requiredBits } from '../../src/difficulty/nextbits.ts';
import { exponentialOf } from '../../src/engine/exponential.ts';
import { type GeneralPlan, prepareGeneralPlan, simulateGeneralGroup } from '../../src/engine/general.ts';
import type { GeneralChainPlan } from '../../src/engine/generalchain.ts';
import type { GroupOutcome } from '../../src/engine/group.ts';
import { CLOCK_ORIGIN, grownInterval } from '../../src/engine/lanes.ts';
import type { TrialOutcome } from '../../src/engine/oracle.ts';
import { PURPOSE, StreamLanes } from '../../src/engine/random.ts';
import { trialsPerSample } from '../../src/engine/shard.ts';
import type { LanesPlan } from '../../src/engine/types.ts';

/** A plan of BTX's arms for the general engine, with the blocks that the lanes take to lie before the tip. */
export function generalPlan({ tip, anchor, chains, ...plan }: LanesPlan): GeneralPlan {
	const [base] = chains;
	const tipHeight = BigInt(tip.height);
	const spacing = spacingAt(base!.asert, tipHeight);
	const history: BlockHeader[] = Array.from({ length: 12 }, (_, i) => {
		const back = 11n - BigInt(i);
		return { height: tipHeight - back, time: BigInt(tip.timeSeconds) - back * spacing, bits: 0 };
	});
	const anchorHeader = { height: BigInt(anchor.height), time: BigInt(anchor.timeSeconds), bits: anchor.bits };
	const isTip = anchor.height === tip.height;
	const bits = isTip ? anchor.bits : nextBits(base!.asert, history.at(-2)!, anchorHeader);
	history.push({ ...history.pop()!, bits });
	return {
		...plan,
		history: isTip ? history : [anchorHeader, ...history],
		chains: chains.map(({ asert, ...chain }) => ({ ...chain, difficulty: withAsert(asert) })),
	};
}

/** What the general engine finds on one trial, in the oracle's form. */
export function trialOf(outcome: GroupOutcome, lane: number, days: number) {
	return {
		activationSeconds: outcome.activationSeconds[lane],
		chains: outcome.chains.map((chain) => ({
			blocksPerDay: [...chain.blocksPerDay.subarray(lane * days, (lane + 1) * days)],
			firstInterval: chain.firstInterval[lane],
		})),
	};
}

export function simulateGeneral(
	plan: GeneralPlan,
	days: readonly number[],
	first: number,
	trials: number,
): GroupOutcome {
	return simulateGeneralGroup(prepareGeneralPlan(plan, days), first, trials);
}

/** A chain whose nBits, medians and stamps all come from the BigInt rules. */
class ExactChain {
	readonly #plan: GeneralPlan;
	readonly #chain: GeneralChainPlan;
	readonly #headers: BlockHeader[];
	readonly #byHeight: Map<bigint, BlockHeader>;
	#slowdown = 1;
	clock: number;

	constructor(plan: GeneralPlan, chain: GeneralChainPlan, from?: ExactChain) {
		this.#plan = plan;
		this.#chain = chain;
		this.#headers = from === undefined ? [...plan.history] : [...from.#headers];
		this.#byHeight = new Map(this.#headers.map((header) => [header.height, header]));
		this.clock = from?.clock ?? CLOCK_ORIGIN;
	}

	/** Whether the rules moved the header's time. */
	find(exponential: number, growth: number): boolean {
		const { difficulty, time, hashrate } = this.#chain;
		const tip = this.#headers.at(-1)!;
		const height = tip.height + 1n;
		const tipTime = this.#plan.history.at(-1)!.time;
		const wallClock = (): bigint => tipTime + BigInt(Math.floor(this.clock - CLOCK_ORIGIN));
		const bits = requiredBits(difficulty, (wanted) => this.#byHeight.get(wanted)!, {
			tipHeight: tip.height,
			time: wallClock(),
		});
		const { perSecond } = hashrate.findLast(({ fromHeight }) => BigInt(fromHeight) <= height)!;
		const flat = exponential * (2 ** 256 / perSecond / Number(targetOfBits(bits)));
		const slowed = flat * this.#slowdown;
		this.clock += growth === 0 ? flat : grownInterval(slowed, growth * slowed);
		this.#slowdown /= 1 + growth * slowed;
		const now = wallClock();
		const parentMtp = medianTimePast(this.#headers.slice(-11).map((header) => header.time));
		const stamp = stampHeaderTime(time, { height, parentTime: tip.time, parentMtp, now });
		const header = { height, time: stamp, bits };
		this.#headers.push(header);
		this.#byHeight.set(height, header);
		return stamp !== now;
	}
}

/** One trial of a plan by the BigInt rules, and how many headers they moved inside the window. */
export function exactTrial(
	plan: GeneralPlan,
	trial: number,
	days: readonly number[],
): TrialOutcome & { readonly adjustedHeaders: readonly number[] } {
	const streams = new StreamLanes(plan.seed, trial, 1, PURPOSE.solveTime, trialsPerSample(plan.trials));
	const draw = new Uint32Array(1);
	const next = (): number => {
		streams.fill(draw, 1);
		return exponentialOf(draw[0]!);
	};
	const common = new ExactChain(plan, plan.chains[0]!);
	for (let left = plan.activationHeight - 1 - Number(plan.history.at(-1)!.height); left > 0; left--)
		common.find(next(), 0);
	const start = common.clock;
	let end = start;
	const dayEnds = days.map((seconds) => {
		end += seconds;
		return end;
	});
	const branches = plan.chains.map((chain) => ({
		chain: new ExactChain(plan, chain, common),
		blocksPerDay: days.map(() => 0),
		firstInterval: -1,
		adjustedHeaders: 0,
	}));
	while (branches.some(({ chain }) => chain.clock < end)) {
		const shared = next();
		for (const branch of branches) {
			if (branch.chain.clock >= end) continue;
			if (branch.chain.find(shared, plan.growthPerSecond)) branch.adjustedHeaders++;
			if (branch.firstInterval < 0) branch.firstInterval = branch.chain.clock - start;
			const day = dayEnds.findIndex((dayEnd) => branch.chain.clock < dayEnd);
			if (day >= 0) branch.blocksPerDay[day]!++;
		}
	}
	return {
		activationSeconds: start - CLOCK_ORIGIN,
		chains: branches.map(({ blocksPerDay, firstInterval }) => ({ blocksPerDay, firstInterval })),
		adjustedHeaders: branches.map(({ adjustedHeaders }) => adjustedHeaders),
	};
}
