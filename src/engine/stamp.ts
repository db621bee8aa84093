/**
 * The stock miner's header time in doubles: consensus/timestamp.ts, `stampHeaderTime`, whose integers are far below 2^53.
 *
 * Such stamps never decrease. Let p be the parent's stamp, made from a clock now′ ≤ now, a median m′ ≤ m and a parent p′ ≤ p.
 * The timewarp bound p′ − allowance is not above p′, so neither it nor a cap raised to it made p alone, and p = m′ + 1 or
 * p ≤ min(now′, m′ + drift). In the first case the stamp is at least m + 1 ≥ p. In the second p is at most now, m + drift
 * and p + advance, and so at most the least of them, which the stamp is not below. By induction the stamps, and the
 * medians with them, stay in order, and the median of the last eleven is the sixth newest. Recorded headers before the
 * tip need not be in order; HeaderTrack sorts while they are among the eleven.
 */
import type { TimeRules } from '../consensus/rules.ts';

export class HeaderStamp {
	/**
	 * A clock is stamped as it is where it is above the median, at the parent's time or later, and within these of
	 * both, whether or not the rules are in force yet; Infinity for rules that never are.
	 */
	readonly driftSeconds: number = 0;
	readonly advanceSeconds: number = 0;
	readonly #timewarpSeconds: number = 0;
	readonly #timewarpInterval: number = 0;
	readonly #reconcileHeight: number = 0;
	readonly #advanceHeight: number = 0;

	constructor(time: TimeRules) {
		this.driftSeconds = numberOr(time.futureMtpDrift?.seconds);
		this.#timewarpSeconds = numberOr(time.maxTimewarpSeconds);
		this.#timewarpInterval = Number(time.timewarpIntervalBlocks ?? 1n);
		this.#reconcileHeight = numberOr(time.timewarpReconcileHeight);
		this.#advanceHeight = numberOr(time.maxTimeAdvance?.fromHeight);
		this.advanceSeconds = numberOr(time.maxTimeAdvance?.seconds);
	}

	/** Header time of the block at a height, found at `now` in whole seconds. */
	timeOf(height: number, now: number, parentTime: number, parentMtp: number): number {
		const isBound = this.#timewarpInterval === 1 || height % this.#timewarpInterval === 0;
		const bound = isBound ? parentTime - this.#timewarpSeconds : Number.NEGATIVE_INFINITY;
		const cap = parentMtp + this.driftSeconds;
		const time = Math.min(now, height < this.#reconcileHeight ? cap : Math.max(cap, bound));
		const advance = height < this.#advanceHeight ? Number.POSITIVE_INFINITY : parentTime + this.advanceSeconds;
		return Math.max(Math.min(time, advance), bound, parentMtp + 1);
	}
}

/** A rule that is not set never binds. */
function numberOr(value: bigint | undefined): number {
	return value === undefined ? Number.POSITIVE_INFINITY : Number(value);
}
