/**
 * Fast path of cw-144 (consensus/cw144.ts), with work = Σ 2^256 ÷ (tᵢ + 1) over the blocks after `first` up to `last`:
 *
 *     raw = 2^256 × seconds ÷ (work × T)
 *
 * Error. A block's work in doubles is 2^256 ÷ tᵢ: one rounding, 2^-127 for the missing 1, and less than one attempt that
 * the integer code floors away. Moving the running sum's ends by up to four blocks adds four roundings of no more than
 * the larger of both sums, product and quotients three. The integer code also floors work × T ÷ seconds, by less than
 * one attempt per spacing, and the result. Relative to the work W of the window, S of the running sum, and w = W·T ÷
 * seconds per spacing, all in all
 *
 *     (sum's error + 2^-49) × max(1, S ÷ W) + (N + 8) ÷ W + 1 ÷ w
 *
 * where 2^-49 stands for 16 roundings. The slack covers S ≤ 2·W, W ≥ (N + 8)·2^50 and w ≥ 2^50; else nothing is decided,
 * which is so on chains of little work only.
 *
 * Where times are in order, the median by time of a block and its two ancestors is the one in the middle.
 */
import type { Cw144Rule } from '../consensus/cw144.ts';
import { CompactRounder, slackOf } from './rounding.ts';
import type { RuleStepper } from './rulestepper.ts';
import type { HeaderTrack } from './track.ts';
import { WindowSum } from './windowsum.ts';

const HASH_SPACE = 2 ** 256;

/** Work that loses at most 2^-50 of itself for each attempt that is floored away. */
const ENOUGH_WORK = 2 ** 50;

/** No number: a raw target that is left to the BigInt rule. */
const OPEN = Number.NaN;

export class Cw144Stepper implements RuleStepper {
	readonly #track: HeaderTrack;
	readonly #rounder: CompactRounder;
	/** As the track's own arrays. */
	readonly #works: Float64Array;
	readonly #window: WindowSum;
	readonly #slack: number = 0;
	readonly #blocks: number = 0;
	/** Work and seconds from the first to the last block, by lane. */
	readonly #spanWorks: Float64Array;
	readonly #spans: Float64Array;
	/** Height up to which the works reach. */
	#tip: number = 0;
	readonly #spacing: number = 0;
	readonly #least: number = 0;
	readonly #most: number = 0;

	constructor(rule: Cw144Rule, track: HeaderTrack) {
		this.#track = track;
		this.#tip = track.tip;
		this.#rounder = new CompactRounder(rule.limitTarget, track);
		this.#blocks = Number(rule.windowBlocks);
		this.#spacing = Number(rule.spacingSeconds);
		this.#least = Number(rule.minSpanSpacings * rule.spacingSeconds);
		this.#most = Number(rule.maxSpanSpacings * rule.spacingSeconds);
		this.#works = track.targets.map((target) => HASH_SPACE / target);
		this.#spanWorks = new Float64Array(track.lanes);
		this.#spans = new Float64Array(track.lanes);
		this.#window = new WindowSum(this.#works, track, this.#blocks);
		this.#slack = slackOf(2 * (this.#window.relativeError + 2 ** -49) + 2 / ENOUGH_WORK);
	}

	next(): boolean {
		if (this.#tip !== this.#track.tip) this.#enter();
		this.#window.follow();
		if (this.#track.ordered >= this.#blocks + 3) this.#spanOrdered();
		else this.#spanAny();
		const { lanes } = this.#track;
		const { sums } = this.#window;
		const { raws } = this.#rounder;
		const spans = this.#spans;
		const spanWorks = this.#spanWorks;
		const spacing = this.#spacing;
		const least = this.#least;
		const most = this.#most;
		const leastWork = (this.#blocks + 8) * ENOUGH_WORK;
		for (let lane = 0; lane < lanes; lane++) {
			const work = spanWorks[lane]!;
			const actual = spans[lane]!;
			const seconds = actual < least ? least : actual > most ? most : actual;
			const workPerSpacing = (work * spacing) / seconds;
			const isEnough = sums[lane]! <= 2 * work && work >= leastWork && workPerSpacing >= ENOUGH_WORK;
			raws[lane] = isEnough ? HASH_SPACE / workPerSpacing : OPEN;
		}
		return this.#rounder.round(this.#slack);
	}

	/** Spans where the window's ends lie one block below its own, since times are in order. */
	#spanOrdered(): void {
		const track = this.#track;
		const { times, tip, lanes } = track;
		const { sums } = this.#window;
		const works = this.#works;
		const spans = this.#spans;
		const spanWorks = this.#spanWorks;
		const newest = track.row(tip);
		const last = track.row(tip - 1);
		const oldest = track.row(tip - this.#blocks);
		const first = track.row(tip - this.#blocks - 1);
		for (let lane = 0; lane < lanes; lane++) {
			spanWorks[lane] = sums[lane]! + (works[oldest + lane]! - works[newest + lane]!);
			spans[lane] = times[last + lane]! - times[first + lane]!;
		}
	}

	#spanAny(): void {
		const track = this.#track;
		const { times, tip, lanes } = track;
		const { sums } = this.#window;
		for (let lane = 0; lane < lanes; lane++) {
			const last = this.#suitable(tip, lane);
			const first = this.#suitable(tip - this.#blocks, lane);
			const moved = this.#workAbove(first, tip - this.#blocks, lane) - this.#workAbove(last, tip, lane);
			this.#spanWorks[lane] = sums[lane]! + moved;
			this.#spans[lane] = times[track.row(last) + lane]! - times[track.row(first) + lane]!;
		}
	}

	#enter(): void {
		const { targets, tip, lanes } = this.#track;
		const works = this.#works;
		const row = this.#track.row(tip);
		for (let lane = 0; lane < lanes; lane++) works[row + lane] = HASH_SPACE / targets[row + lane]!;
		this.#tip = tip;
	}

	/** Work of a lane's blocks above one, up to another. */
	#workAbove(first: number, last: number, lane: number): number {
		let work = 0;
		for (let height = first + 1; height <= last; height++) work += this.#works[this.#track.row(height) + lane]!;
		return work;
	}

	/** Height of the median by time of a lane's block and its two ancestors, found in the node's order. */
	#suitable(height: number, lane: number): number {
		const track = this.#track;
		const { times } = track;
		let low = height - 2;
		let middle = height - 1;
		let high = height;
		let lowTime = times[track.row(low) + lane]!;
		let middleTime = times[track.row(middle) + lane]!;
		let highTime = times[track.row(high) + lane]!;
		if (lowTime > highTime) {
			[low, high] = [high, low];
			[lowTime, highTime] = [highTime, lowTime];
		}
		if (lowTime > middleTime) {
			middle = low;
			middleTime = lowTime;
		}
		return middleTime > highTime ? high : middle;
	}
}
