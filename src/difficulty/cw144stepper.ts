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
 * where 2^-49 stands for 16 roundings. The slack covers S ≤ 4·W, W ≥ (N + 8)·2^50 and w ≥ 2^50; else nothing is decided,
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

export class Cw144Stepper implements RuleStepper {
	readonly #track: HeaderTrack;
	readonly #rounder: CompactRounder;
	/** As the track's own arrays. */
	readonly #works: Float64Array;
	readonly #window: WindowSum;
	readonly #slack: number = 0;
	readonly #blocks: number = 0;
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
		this.#window = new WindowSum(this.#works, track, this.#blocks);
		this.#slack = slackOf(4 * (this.#window.relativeError + 2 ** -49) + 2 / ENOUGH_WORK);
	}

	next(): boolean {
		if (this.#tip !== this.#track.tip) this.#enter();
		this.#window.follow();
		const { sums } = this.#window;
		const { times, tip, lanes, ordered } = this.#track;
		const at = this.#track.row(tip + 1);
		const rounder = this.#rounder;
		const works = this.#works;
		const slack = this.#slack;
		const blocks = this.#blocks;
		const spacing = this.#spacing;
		const least = this.#least;
		const most = this.#most;
		const leastWork = (blocks + 8) * ENOUGH_WORK;
		const isOrdered = ordered >= blocks + 3;
		const newest = this.#track.row(tip);
		const beforeWindow = this.#track.row(tip - blocks);
		const middle = this.#track.row(tip - 1);
		const middleBefore = this.#track.row(tip - blocks - 1);
		let isCertain = true;
		for (let lane = 0; lane < lanes; lane++) {
			const sum = sums[lane]!;
			let work = sum;
			let actual = 0;
			if (isOrdered) {
				work += works[beforeWindow + lane]! - works[newest + lane]!;
				actual = times[middle + lane]! - times[middleBefore + lane]!;
			} else {
				const last = this.#suitable(tip, lane);
				const first = this.#suitable(tip - blocks, lane);
				work += this.#workAbove(first, tip - blocks, lane) - this.#workAbove(last, tip, lane);
				actual = times[this.#track.row(last) + lane]! - times[this.#track.row(first) + lane]!;
			}
			const seconds = actual < least ? least : actual > most ? most : actual;
			const workPerSpacing = (work * spacing) / seconds;
			const isEnough = sum <= 4 * work && work >= leastWork && workPerSpacing >= ENOUGH_WORK;
			const raw = isEnough ? HASH_SPACE / workPerSpacing : Number.NaN;
			if (!rounder.round(at, lane, raw, slack)) isCertain = false;
		}
		return isCertain;
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
