/**
 * Stale blocks by simulation: miners of given sizes who learn of each other's blocks with a delay, block by block.
 *
 * Every find belongs to a miner in proportion to its hashrate and extends what that miner knows: the highest
 * block that has reached it, the one that came first where several are as high (a node's own first-seen rule). A
 * block reaches its finder at once and everybody else after the common delay and their own checking. The highest
 * block wins at the end, and what is not below it is stale.
 *
 * Difficulty answers to the blocks that are kept, so it is they that are one spacing apart, and finds come faster: the
 * model is run at the find rate at which that holds. Base and fork use the same draws, so their difference is paired.
 */
import { StreamLanes } from '../engine/random.ts';
import { ln } from '../numeric/elementary.ts';
import type { MinerGroup } from './rewards.ts';

/** Purpose of the race's random streams; the engine's own start at 0. */
const PURPOSE = 0x7261;
const REPLICAS = 32;
/** Finds of one replica. */
const FINDS = 5000;
const UNIT_32 = 2 ** 32;
/** Rounds in search of the find rate; each shrinks the error by about the stale rate. */
const ROUNDS = 12;
const SETTLED = 1e-3;
/** Beyond this the chain is more and more the largest miner's own; nobody would go on with it. */
export const MOST_STALE = 0.6;

export interface RaceInput {
	readonly groups: readonly MinerGroup[];
	/** Seconds from a find to everybody else's start of checking: sealing and relay. */
	readonly commonDelaySeconds: number;
	readonly spacingSeconds: number;
	/** Those of the same group sizes. */
	readonly draws: readonly RaceDraws[];
}

/** Counts of one independent run. */
export interface Replica {
	readonly finds: number;
	readonly stale: number;
	/** Stale branches that reached two and three blocks. */
	readonly branchesOfTwo: number;
	readonly branchesOfThree: number;
	/** Blocks found and kept, by group. */
	readonly found: readonly number[];
	readonly kept: readonly number[];
}

export interface Race {
	readonly replicas: readonly Replica[];
	readonly stale: number;
}

/** Draws of one replica: times of the finds in units of their mean interval, and their finders. */
export interface RaceDraws {
	readonly times: Float64Array;
	readonly finders: Int32Array;
}

/** The draws that every race among groups of these sizes shares. */
export function raceDraws(groups: readonly Pick<MinerGroup, 'share' | 'count'>[], seed: number): RaceDraws[] {
	const ends: number[] = [];
	let end = 0;
	for (const { share, count } of groups) {
		for (let i = 0; i < count; i++) {
			end += share;
			ends.push(end);
		}
	}
	return Array.from({ length: REPLICAS }, (_, replica) => {
		const words = new Uint32Array(2 * FINDS);
		new StreamLanes(seed, replica, 1, PURPOSE).fill(words, 2 * FINDS);
		const times = new Float64Array(FINDS);
		const finders = new Int32Array(FINDS);
		let time = 0;
		for (let i = 0; i < FINDS; i++) {
			time -= ln((words[2 * i]! + 0.5) / UNIT_32);
			times[i] = time;
			const place = (words[2 * i + 1]! / UNIT_32) * end;
			let finder = 0;
			while (finder < ends.length - 1 && place >= ends[finder]!) finder++;
			finders[i] = finder;
		}
		return { times, finders };
	});
}

/** Miners one by one: the group of each, and its delay in units of the mean find interval. */
interface Miners {
	readonly groups: readonly number[];
	readonly delays: readonly number[];
}

function minersOf(groups: readonly MinerGroup[], commonDelaySeconds: number, findSeconds: number): Miners {
	const of = groups.flatMap(({ count }, group) => new Array<number>(count).fill(group));
	const delays = of.map((group) => (commonDelaySeconds + groups[group]!.validationSeconds) / findSeconds);
	return { groups: of, delays };
}

/** One replica block by block; written anew by every round. */
interface Board {
	readonly draws: RaceDraws;
	readonly height: Int32Array;
	/** The block that a block extends; −1: the start. */
	readonly parent: Int32Array;
	/** Highest of the first so many blocks, the earliest of several. */
	readonly highest: Int32Array;
}

/** Plays a replica out; returns how many of its blocks are stale. */
function replay({ draws: { times, finders }, height, parent, highest }: Board, { delays }: Miners): number {
	/** Each miner's block, the one that it mines on unless a higher one has come; −1: the start. */
	const own = new Int32Array(delays.length).fill(-1);
	let best = -1;
	let bestHeight = 0;
	for (let block = 0; block < FINDS; block++) {
		const miner = finders[block]!;
		const known = times[block]! - delays[miner]!;
		let last = block - 1;
		while (last >= 0 && times[last]! > known) last--;
		let tip = own[miner]!;
		let above = tip === -1 ? 1 : height[tip]! + 1;
		if (last >= 0) {
			const other = highest[last]!;
			if (height[other]! >= above) {
				tip = other;
				above = height[other]! + 1;
			}
		}
		parent[block] = tip;
		height[block] = above;
		own[miner] = block;
		if (above > bestHeight) {
			best = block;
			bestHeight = above;
		}
		highest[block] = best;
	}
	return FINDS - bestHeight;
}

function countsOf({ draws: { finders }, parent, height, highest }: Board, miners: Miners, groups: number): Replica {
	const found = new Array<number>(groups).fill(0);
	const kept = new Array<number>(groups).fill(0);
	/** Place of a block in its stale branch; 0: kept. */
	const depth = new Int32Array(FINDS).fill(1);
	const best = highest[FINDS - 1]!;
	for (let block = best; block !== -1; block = parent[block]!) {
		depth[block] = 0;
		kept[miners.groups[finders[block]!]!]! += 1;
	}
	const reached = [0, 0, 0, 0];
	for (let block = 0; block < FINDS; block++) {
		found[miners.groups[finders[block]!]!]! += 1;
		if (depth[block] === 0) continue;
		const above = parent[block]!;
		if (above !== -1) depth[block] = depth[above]! + 1;
		const at = Math.min(depth[block]!, 3);
		reached[at]! += 1;
	}
	const stale = FINDS - height[best]!;
	return { finds: FINDS, stale, branchesOfTwo: reached[2]!, branchesOfThree: reached[3]!, found, kept };
}

/** The race at the find rate that keeps the spacing; null where more than `MOST_STALE` is lost at it. */
export function staleRace({ groups, commonDelaySeconds, spacingSeconds, draws }: RaceInput): Race | null {
	const finds = draws.length * FINDS;
	const blocks = (): Int32Array => new Int32Array(FINDS);
	const boards = draws.map((each): Board => ({ draws: each, height: blocks(), parent: blocks(), highest: blocks() }));
	let stale = 0;
	for (let round = 0; round < ROUNDS; round++) {
		const miners = minersOf(groups, commonDelaySeconds, spacingSeconds * (1 - stale));
		const lost = boards.reduce((sum, board) => sum + replay(board, miners), 0) / finds;
		if (lost > MOST_STALE) return null;
		const settled = Math.abs(lost - stale) <= SETTLED * lost;
		stale = lost;
		if (settled || round === ROUNDS - 1) {
			return { replicas: boards.map((board) => countsOf(board, miners, groups.length)), stale };
		}
	}
	return null;
}

/**
 * Share of the coins of each group, all its miners together: its part of the hashrate times the part of its finds that it
 * keeps. The luck of how many it found is left out, since it says nothing of the races.
 */
export function rewardShares(groups: readonly MinerGroup[], replicas: readonly Replica[]): number[] {
	const total = (of: (replica: Replica) => number): number => replicas.reduce((sum, each) => sum + of(each), 0);
	const weights = groups.map(({ share, count }, group) => {
		const found = total((replica) => replica.found[group]!);
		return found > 0 ? (share * count * total((replica) => replica.kept[group]!)) / found : 0;
	});
	const all = weights.reduce((sum, each) => sum + each, 0);
	return weights.map((each) => each / all);
}
