/** One chain of one trial under any difficulty rule, one block at a time, in doubles. */
import type { TimeRules } from '../consensus/rules.ts';
import type { DifficultyRules } from '../difficulty/rules.ts';
import { Stepper } from '../difficulty/stepper.ts';
import type { HeaderTrack } from '../difficulty/track.ts';
import { CLOCK_ORIGIN, grownInterval, LAST_CLOCK } from './lanes.ts';
import { HeaderStamp } from './stamp.ts';

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
	/** 2^32 + seconds since the tip, as in the lanes. */
	clock = CLOCK_ORIGIN;
	/** Headers inside the window whose time the rules moved away from the clock. */
	adjustedHeaders = 0;
	/** Seconds from where the chain went on to its first block; −1 before that. */
	firstInterval = -1;
	readonly #plan: GeneralChainPlan;
	readonly #stepper: Stepper;
	readonly #stamp: HeaderStamp;
	/** Unix time of the plan's tip, and of the clock. */
	readonly #tipTime: number = 0;
	#now = 0;
	readonly #growthPerSecond: number = 0;
	#slowdown = 1;
	#secondsTimesTarget = 0;
	#rateUntil = 0;

	/**
	 * @param track from `trackOf` for every chain of the plan
	 * @throws RangeError for rules that the engine does not cover
	 */
	constructor(plan: GeneralChainPlan, track: HeaderTrack, tipTime: number, growthPerSecond: number) {
		requireCovered(plan);
		this.#plan = plan;
		this.#stepper = new Stepper(plan.difficulty, track);
		this.#stamp = new HeaderStamp(plan.time);
		this.#tipTime = tipTime;
		this.#growthPerSecond = growthPerSecond;
	}

	/** The headers so far. */
	get track(): HeaderTrack {
		return this.#stepper.track;
	}

	/** Goes on from a chain of the same plan at a clock, with the hashrate of the tip's time. */
	continueFrom(track: HeaderTrack, clock: number): void {
		this.#stepper.continueFrom(track);
		this.clock = clock;
		this.#now = Math.floor(clock - CLOCK_ORIGIN) + this.#tipTime;
		this.adjustedHeaders = 0;
		this.firstInterval = -1;
		this.#slowdown = 1;
		this.#rateUntil = 0;
	}

	/**
	 * Finds a block for each of the first `count` exponentials, up to the first one past the window, and counts them by
	 * day. The arithmetic is that of the lanes, operation by operation.
	 * @param dayEnds clock at the end of each day, ascending; the last is the window's
	 * @param blocksPerDay days from `from` on
	 * @returns whether the window has ended
	 */
	find(
		exponentials: Float64Array,
		count: number,
		dayEnds: Float64Array,
		blocksPerDay: Int32Array,
		from: number,
	): boolean {
		const stepper = this.#stepper;
		const stamp = this.#stamp;
		const tipTime = this.#tipTime;
		const growth = this.#growthPerSecond;
		const { track } = stepper;
		const { targets, times, medians, mask } = track;
		// Imported constants would be fetched at every block.
		const origin = CLOCK_ORIGIN;
		const lastClock = LAST_CLOCK;
		let { clock } = this;
		let day = 0;
		for (let i = 0; i < count; i++) {
			const tip = track.tip;
			if (tip + 1 >= this.#rateUntil) this.#setRate(tip + 1);
			stepper.next(this.#now);
			const before = clock;
			const flat = exponentials[i]! * (this.#secondsTimesTarget / targets[(tip + 1) & mask]!);
			if (growth === 0) clock += flat;
			else {
				const slowed = flat * this.#slowdown;
				const x = growth * slowed;
				clock += grownInterval(slowed, x);
				this.#slowdown /= 1 + x;
			}
			if (!(clock < lastClock)) throw new RangeError(`${this.#plan.id}: no block ${tip + 1} within 68 years`);
			const now = Math.floor(clock - origin) + tipTime;
			const time = stamp.timeOf(tip + 1, now, times[tip & mask]!, medians[tip & mask]!);
			stepper.push(time);
			this.#now = now;
			if (time !== now) this.adjustedHeaders++;
			if (this.firstInterval < 0) this.firstInterval = clock - before;
			while (clock >= dayEnds[day]!) day++;
			if (day === dayEnds.length) return true;
			blocksPerDay[from + day]!++;
		}
		this.clock = clock;
		return false;
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
