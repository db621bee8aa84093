/** Chains of a group of trials under any difficulty rule, a lane each, one block of all of them at a time, in doubles. */
import type { TimeRules } from '../consensus/rules.ts';
import type { DifficultyRules } from '../difficulty/rules.ts';
import { Stepper } from '../difficulty/stepper.ts';
import type { HeaderTrack } from '../difficulty/track.ts';
import { CLOCK_ORIGIN, grownInterval, LAST_CLOCK, SERIES_LIMIT } from './lanes.ts';
import { CHUNK_ROWS, LANES } from './memory.ts';
import { HeaderStamp } from './stamp.ts';

/** The compiler takes a module's own constants for what they are, and fetches imported ones at every turn of a loop. */
const ORIGIN = CLOCK_ORIGIN;
const LAST = LAST_CLOCK;
const SERIES = SERIES_LIMIT;
/** Header time of a block that is to be found again. */
const OPEN = Number.NaN;
/** 2^256, the number of values a hash can take. */
const HASH_SPACE = 2 ** 256;

/** One rule set as the general engine needs it. */
export interface GeneralChainPlan {
	readonly id: string;
	readonly difficulty: DifficultyRules;
	readonly time: TimeRules;
	/** Network attempts per second at the tip's time, by the height from which the unit is in force; ascending. */
	readonly hashrate: readonly { readonly fromHeight: number; readonly perSecond: number }[];
}

export class GeneralChain {
	/** 2^32 + seconds since the tip, as in the lanes: of the block before the chunk and of its blocks, [row × lanes + lane]. */
	readonly clocks: Float64Array;
	/** Headers inside the window whose time the rules moved away from the clock. */
	adjustedHeaders = 0;
	readonly #plan: GeneralChainPlan;
	readonly #stepper: Stepper;
	readonly #stamp: HeaderStamp;
	/** Unix time of the plan's tip. */
	readonly #tipTime: number = 0;
	/** Blocks of the chunk so far. */
	#rows = 0;
	/** Clock at which each lane's window ends. What a lane comes to after that is not read. */
	readonly #windowEnds: Float64Array;
	#growthPerSecond: number = 0;
	/** e^(−r·t) by lane while the hashrate grows. */
	readonly #slowdowns: Float64Array;
	#secondsTimesTarget = 0;
	#rateUntil = 0;

	/**
	 * @param track from `trackOf` for every chain of the plan, with the group's lanes
	 * @throws RangeError for rules that the engine does not cover
	 */
	constructor(plan: GeneralChainPlan, track: HeaderTrack, tipTime: number) {
		requireCovered(plan);
		this.#plan = plan;
		this.#stepper = new Stepper(plan.difficulty, track, (lane) => this.#isOver(this.#rows, lane));
		this.#stamp = new HeaderStamp(plan.time);
		this.#tipTime = tipTime;
		this.clocks = new Float64Array((CHUNK_ROWS + 1) * track.lanes);
		this.#windowEnds = new Float64Array(track.lanes);
		this.#slowdowns = new Float64Array(track.lanes);
	}

	/** Starts at the tip of a recorded chain, with the hashrate of its time. */
	start(history: HeaderTrack): void {
		this.#stepper.continueFrom(history);
		this.clocks.fill(ORIGIN);
		this.#restart();
	}

	/** Goes on from where another chain of the same plan is, with the hashrate of the tip's time. */
	continueFrom(other: GeneralChain): void {
		this.#stepper.continueFrom(other.#stepper.track);
		for (let lane = 0; lane < this.#slowdowns.length; lane++) this.clocks[lane] = other.clockOf(lane);
		this.#restart();
	}

	#restart(): void {
		this.#rows = 0;
		this.#rateUntil = 0;
		this.openWindow(Number.POSITIVE_INFINITY, 0);
	}

	/**
	 * From here on headers are counted, up to the window's end, and the hashrate grows.
	 * @param seconds of the window, from each lane's newest block
	 */
	openWindow(seconds: number, growthPerSecond: number): void {
		for (let lane = 0; lane < this.#windowEnds.length; lane++) this.#windowEnds[lane] = this.clockOf(lane) + seconds;
		this.adjustedHeaders = 0;
		this.#growthPerSecond = growthPerSecond;
		this.#slowdowns.fill(1);
	}

	/** Trials side by side. */
	get lanes(): number {
		return this.#slowdowns.length;
	}

	/** Clock of a lane's newest block. */
	clockOf(lane: number): number {
		return this.clocks[this.#rows * this.#slowdowns.length + lane]!;
	}

	/**
	 * Finds the next blocks on every lane, a chunk of them. The arithmetic is that of the lanes, operation by operation.
	 * @param exponentials rows of one for each of LANES, the first at `from`
	 * @param rows CHUNK_ROWS at most
	 * @throws RangeError where a lane finds no block within 68 years inside its window, or a rule refuses
	 */
	find(exponentials: Float64Array, from: number, rows: number): void {
		const stepper = this.#stepper;
		const { track } = stepper;
		const { lanes } = track;
		this.clocks.copyWithin(0, this.#rows * lanes, (this.#rows + 1) * lanes);
		for (this.#rows = 0; this.#rows < rows; this.#rows++) {
			const height = track.tip + 1;
			if (height >= this.#rateUntil) this.#setRate(height);
			stepper.next();
			stepper.append(this.#mine(exponentials, from + this.#rows * LANES, height));
		}
	}

	/**
	 * The blocks at a height, once their targets are known. The loop calls nothing, so that the engine's compiler keeps what
	 * it needs in registers; lanes that leave the usual get no header time and are found again.
	 * @returns whether no lane's header time fell
	 */
	#mine(exponentials: Float64Array, from: number, height: number): boolean {
		const { clocks } = this;
		const { track } = this.#stepper;
		const { targets, times, medians, lanes } = track;
		const { driftSeconds, advanceSeconds } = this.#stamp;
		const secondsTimesTarget = this.#secondsTimesTarget;
		const growth = this.#growthPerSecond;
		const slowdowns = this.#slowdowns;
		const at = track.row(height);
		const parent = track.row(height - 1);
		const newest = this.#rows * lanes;
		const next = newest + lanes;
		const tipTime = this.#tipTime;
		let isUsual = true;
		for (let lane = 0; lane < lanes; lane++) {
			let interval = exponentials[from + lane]! * (secondsTimesTarget / targets[at + lane]!);
			let x = 0;
			if (growth !== 0) {
				const flat = interval * slowdowns[lane]!;
				x = growth * flat;
				// As grownInterval has it.
				interval = flat * (1 - x * (0.5 - x * (1 / 3 - x * (0.25 - x * 0.2))));
			}
			const clock = clocks[newest + lane]! + interval;
			const now = Math.floor(clock - ORIGIN) + tipTime;
			const sinceMedian = now - medians[parent + lane]!;
			const sinceParent = now - times[parent + lane]!;
			const isShort = clock < LAST && x < SERIES && x > -SERIES;
			const isBelow = sinceMedian <= driftSeconds && sinceParent <= advanceSeconds;
			const isFree = isShort && isBelow && sinceMedian > 0 && sinceParent >= 0;
			if (growth !== 0 && isFree) slowdowns[lane] = slowdowns[lane]! / (1 + x);
			clocks[next + lane] = clock;
			times[at + lane] = isFree ? now : OPEN;
			isUsual &&= isFree;
		}
		return isUsual || this.#mineOthers(exponentials, from, height);
	}

	/** The lanes without a header time, by every rule. */
	#mineOthers(exponentials: Float64Array, from: number, height: number): boolean {
		const { track } = this.#stepper;
		const { targets, times, medians, lanes } = track;
		const at = track.row(height);
		const parent = track.row(height - 1);
		const next = (this.#rows + 1) * lanes;
		let rises = true;
		for (let lane = 0; lane < lanes; lane++) {
			if (!Number.isNaN(times[at + lane]!)) continue;
			const before = this.clockOf(lane);
			const flat = exponentials[from + lane]! * (this.#secondsTimesTarget / targets[at + lane]!);
			const found = before + (this.#growthPerSecond === 0 ? flat : this.#grown(flat, lane));
			const clock = found < LAST ? found : this.#beyondLast(lane);
			const now = Math.floor(clock - ORIGIN) + this.#tipTime;
			const parentTime = times[parent + lane]!;
			const time = this.#stamp.timeOf(height, now, parentTime, medians[parent + lane]!);
			this.clocks[next + lane] = clock;
			times[at + lane] = time;
			if (time < parentTime) rises = false;
			if (time !== now && before < this.#windowEnds[lane]!) this.adjustedHeaders++;
		}
		return rises;
	}

	/** A lane's interval under a hashrate that grows. */
	#grown(flat: number, lane: number): number {
		const slowdown = this.#slowdowns[lane]!;
		const slowed = flat * slowdown;
		const x = this.#growthPerSecond * slowed;
		if (x <= -1 && this.#isOver(this.#rows, lane)) return 0;
		const interval = grownInterval(slowed, x);
		this.#slowdowns[lane] = slowdown / (1 + x);
		return interval;
	}

	/** In place of a clock that is out of range: a lane past its window stands still. */
	#beyondLast(lane: number): number {
		if (this.#isOver(this.#rows, lane)) return this.clockOf(lane);
		throw new RangeError(`${this.#plan.id}: no block ${this.#stepper.track.tip + 1} within 68 years`);
	}

	#isOver(row: number, lane: number): boolean {
		return this.clocks[row * this.#slowdowns.length + lane]! >= this.#windowEnds[lane]!;
	}

	#setRate(height: number): void {
		const { id, hashrate } = this.#plan;
		const entry = hashrate.findLast(({ fromHeight }) => fromHeight <= height);
		if (entry === undefined || !(entry.perSecond > 0)) {
			throw new RangeError(`${id}: no hashrate in the unit of work in force at height ${height}`);
		}
		this.#secondsTimesTarget = HASH_SPACE / entry.perSecond;
		this.#rateUntil = hashrate.find(({ fromHeight }) => fromHeight > height)?.fromHeight ?? Number.POSITIVE_INFINITY;
	}
}

/** A block's target may not depend on when it is found, and medians are of eleven. */
function requireCovered({ id, difficulty, time }: GeneralChainPlan): void {
	if (time.medianTimeSpan !== 11) throw new RangeError(`${id}: the engine takes the median of 11 header times`);
	for (const { name, rule } of difficulty) {
		if ('minimumDifficulty' in rule || 'minimumDifficultyGapSeconds' in rule) {
			throw new RangeError(`${id}: the engine has no blocks of minimum difficulty, which ${name} allows`);
		}
	}
}
