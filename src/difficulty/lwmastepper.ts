/**
 * Fast path of LWMA (consensus/lwma.ts):
 *
 *     raw = sum of N targets × weighted ÷ (k·N),   weighted = Σ i·sᵢ,   k = N·(N + 1)·T ÷ 2
 *
 * The weighted sum slides: when the window moves, every weight falls by one and the newest block enters with N, so
 * weighted′ = weighted − Σ sᵢ + N·s. All of these are integers below 2^53 and exact.
 *
 * Clock of `lwma-1`. The rule starts it at the time of the block before the window; here one clock runs on for ever,
 * clockᵢ = max(timeᵢ, clockᵢ₋₁ + 1). The two are equal from the first block on where the running clock equals the header
 * time and the rule's does as well. Where that is not yet so at the window's start (two blocks in the same second), the
 * first solve times are corrected one by one until the clocks meet.
 *
 * Error: the sum's, one rounding each of product, divisor and quotient. The integer code floors every target's quotient
 * by k·N, which costs fewer than N × 6·k units of target.
 */
import type { LwmaRule } from '../consensus/lwma.ts';
import { CompactRounder, ROUNDING_ERROR, slackOf } from './rounding.ts';
import type { RuleStepper } from './rulestepper.ts';
import type { HeaderTrack } from './track.ts';
import { WindowSum } from './windowsum.ts';

export class LwmaStepper implements RuleStepper {
	readonly #track: HeaderTrack;
	readonly #rounder: CompactRounder;
	readonly #window: WindowSum;
	readonly #slack: number = 0;
	readonly #blocks: number = 0;
	/** Height up to which the sums below reach. */
	#tip: number = 0;
	readonly #monotone: boolean;
	readonly #shortest: number = 0;
	readonly #longest: number = 0;
	readonly #leastWeighted: number = 0;
	readonly #divisor: number = 0;
	/** The running clocks, as the track's own arrays; header times themselves where the rule takes them as they are. */
	readonly #clocks: Float64Array;
	/** Clamped solve times likewise; their sums over the window, and their weighted sums, by lane. */
	readonly #solves: Float64Array;
	readonly #solveSums: Float64Array;
	readonly #weighted: Float64Array;

	constructor(rule: LwmaRule, track: HeaderTrack) {
		const { windowBlocks, spacingSeconds, limitTarget } = rule;
		const onSchedule = (windowBlocks * (windowBlocks + 1n) * spacingSeconds) / 2n;
		this.#track = track;
		this.#rounder = new CompactRounder(limitTarget, track);
		this.#blocks = Number(windowBlocks);
		this.#window = new WindowSum(track.targets, track, this.#blocks);
		this.#slack = slackOf(this.#window.relativeError + 4 * ROUNDING_ERROR);
		this.#monotone = rule.variant === 'lwma-1';
		this.#shortest = rule.variant === 'lwma-1' ? 1 : -Number(rule.maxFutureSeconds);
		this.#longest = Number(6n * spacingSeconds);
		this.#leastWeighted = this.#monotone ? 0 : Number(onSchedule / 10n);
		this.#divisor = Number(onSchedule * windowBlocks);
		this.#clocks = new Float64Array(track.times.length);
		this.#solves = new Float64Array(track.times.length);
		this.#solveSums = new Float64Array(track.lanes);
		this.#weighted = new Float64Array(track.lanes);
		// A window of zeros before the tip's own: each of its blocks enters with the full weight and ages.
		this.#tip = track.tip - this.#blocks;
		const start = track.row(this.#tip);
		for (let lane = 0; lane < track.lanes; lane++) this.#clocks[start + lane] = track.times[start + lane]!;
		while (this.#tip < track.tip) this.#advance();
	}

	next(): boolean {
		this.#window.follow();
		if (this.#tip !== this.#track.tip) this.#advance();
		const { sums } = this.#window;
		const { times, tip, lanes } = this.#track;
		const start = this.#track.row(tip - this.#blocks);
		const clocks = this.#clocks;
		const allWeighted = this.#weighted;
		const { raws } = this.#rounder;
		const least = this.#leastWeighted;
		const divisor = this.#divisor;
		let isAhead = false;
		for (let lane = 0; lane < lanes; lane++) {
			isAhead ||= times[start + lane]! !== clocks[start + lane]!;
			const weighted = allWeighted[lane]!;
			raws[lane] = (sums[lane]! * (weighted < least ? least : weighted)) / divisor;
		}
		for (let lane = 0; isAhead && lane < lanes; lane++) {
			if (times[start + lane]! === clocks[start + lane]!) continue;
			const weighted = allWeighted[lane]! + this.#correction(lane);
			raws[lane] = (sums[lane]! * Math.max(weighted, least)) / divisor;
		}
		return this.#rounder.round(this.#slack);
	}

	/** Runs the clocks on by a block. */
	#advance(): void {
		this.#tip++;
		const { times, lanes } = this.#track;
		const at = this.#track.row(this.#tip);
		const parent = this.#track.row(this.#tip - 1);
		const leaving = this.#track.row(this.#tip - this.#blocks);
		const clocks = this.#clocks;
		const solves = this.#solves;
		const solveSums = this.#solveSums;
		const weighted = this.#weighted;
		const blocks = this.#blocks;
		const monotone = this.#monotone;
		const shortest = this.#shortest;
		const longest = this.#longest;
		for (let lane = 0; lane < lanes; lane++) {
			const before = clocks[parent + lane]!;
			const time = times[at + lane]!;
			clocks[at + lane] = monotone && time <= before ? before + 1 : time;
			const unclamped = time - before;
			const seconds = unclamped < shortest ? shortest : unclamped > longest ? longest : unclamped;
			const solveSum = solveSums[lane]!;
			weighted[lane] = weighted[lane]! + (blocks * seconds - solveSum);
			solveSums[lane] = solveSum + (seconds - solves[leaving + lane]!);
			solves[at + lane] = seconds;
		}
	}

	/** What a lane's weighted sum lacks because its running clock was ahead of the time at the window's start. */
	#correction(lane: number): number {
		const track = this.#track;
		const { times, tip } = track;
		let height = tip - this.#blocks;
		let at = track.row(height) + lane;
		let clock = times[at]!;
		let correction = 0;
		for (let weight = 1; clock !== this.#clocks[at]! && weight <= this.#blocks; weight++) {
			height++;
			at = track.row(height) + lane;
			const time = times[at]!;
			const seconds = Math.min(Math.max(time - clock, this.#shortest), this.#longest);
			correction += weight * (seconds - this.#solves[at]!);
			clock = time <= clock ? clock + 1 : time;
		}
		return correction;
	}
}
