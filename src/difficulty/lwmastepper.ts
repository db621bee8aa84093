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
	readonly #targets: WindowSum;
	readonly #slack: number = 0;
	readonly #blocks: number = 0;
	/** Height up to which the sums below reach. */
	#tip: number = 0;
	readonly #monotone: boolean;
	readonly #shortest: number = 0;
	readonly #longest: number = 0;
	readonly #leastWeighted: number = 0;
	readonly #divisor: number = 0;
	/** The running clock by height & mask; header times themselves where the rule takes them as they are. */
	readonly #clocks: Float64Array;
	/** Clamped solve times by height & mask, their sum over the window, and their weighted sum. */
	readonly #solves: Float64Array;
	#solveSum = 0;
	#weighted = 0;

	constructor(rule: LwmaRule, track: HeaderTrack) {
		const { windowBlocks, spacingSeconds, limitTarget } = rule;
		const onSchedule = (windowBlocks * (windowBlocks + 1n) * spacingSeconds) / 2n;
		this.#track = track;
		this.#tip = track.tip;
		this.#rounder = new CompactRounder(limitTarget, track);
		this.#blocks = Number(windowBlocks);
		this.#targets = new WindowSum(track.targets, track.mask, this.#blocks, track.tip);
		this.#slack = slackOf(this.#targets.relativeError + 4 * ROUNDING_ERROR);
		this.#monotone = rule.variant === 'lwma-1';
		this.#shortest = rule.variant === 'lwma-1' ? 1 : -Number(rule.maxFutureSeconds);
		this.#longest = Number(6n * spacingSeconds);
		this.#leastWeighted = this.#monotone ? 0 : Number(onSchedule / 10n);
		this.#divisor = Number(onSchedule * windowBlocks);
		this.#clocks = new Float64Array(track.mask + 1);
		this.#solves = new Float64Array(track.mask + 1);
		const start = track.tip - this.#blocks;
		this.#clocks[start & track.mask] = track.times[start & track.mask]!;
		for (let weight = 1; weight <= this.#blocks; weight++) {
			const seconds = this.#enter(start + weight);
			this.#solveSum += seconds;
			this.#weighted += weight * seconds;
		}
	}

	next(): boolean {
		if (this.#tip !== this.#track.tip) this.#advance();
		const weighted = Math.max(this.#weighted + this.#correction(), this.#leastWeighted);
		return this.#rounder.round((this.#targets.value * weighted) / this.#divisor, this.#slack);
	}

	#advance(): void {
		const { tip, mask } = this.#track;
		this.#tip = tip;
		this.#targets.slide(tip);
		const seconds = this.#enter(tip);
		this.#weighted += this.#blocks * seconds - this.#solveSum;
		this.#solveSum += seconds - this.#solves[(tip - this.#blocks) & mask]!;
	}

	/** Runs the clock on to a block; its clamped solve time. */
	#enter(height: number): number {
		const { times, mask } = this.#track;
		const before = this.#clocks[(height - 1) & mask]!;
		const time = times[height & mask]!;
		this.#clocks[height & mask] = this.#monotone && time <= before ? before + 1 : time;
		const seconds = this.#clamped(time - before);
		this.#solves[height & mask] = seconds;
		return seconds;
	}

	#clamped(seconds: number): number {
		return Math.min(Math.max(seconds, this.#shortest), this.#longest);
	}

	/** What the weighted sum lacks because the running clock was ahead of the time at the window's start. */
	#correction(): number {
		const { times, tip, mask } = this.#track;
		let height = tip - this.#blocks;
		let clock = times[height & mask]!;
		let correction = 0;
		for (let weight = 1; clock !== this.#clocks[height & mask]! && weight <= this.#blocks; weight++) {
			height++;
			const time = times[height & mask]!;
			correction += weight * (this.#clamped(time - clock) - this.#solves[height & mask]!);
			clock = time <= clock ? clock + 1 : time;
		}
		return correction;
	}
}
