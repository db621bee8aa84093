/**
 * What a rule's fast path offers: nBits of the next block in doubles wherever they are certain, on every lane of a track.
 *
 * Fields of steppers start as numbers even where the constructor sets them: one that was undefined once is kept boxed by V8,
 * and every store to it would allocate.
 */
import type { HeaderTrack } from './track.ts';

export interface RuleStepper {
	/**
	 * Requires the track's next nBits. On lanes where they are not certain the target is NaN. What a rule keeps from block to
	 * block is brought up to date here, so this must be asked at every block.
	 * @returns whether they are certain on every lane
	 */
	next(): boolean;
}

/** The same nBits at every block. */
export class FixedStepper implements RuleStepper {
	readonly #track: HeaderTrack;
	readonly #bits: number = 0;

	constructor(track: HeaderTrack, bits: number) {
		this.#track = track;
		this.#bits = bits;
	}

	next(): boolean {
		for (let lane = 0; lane < this.#track.lanes; lane++) this.#track.require(this.#bits, lane);
		return true;
	}
}

/** Leaves every block to the BigInt rule. */
export class ExactStepper implements RuleStepper {
	readonly #track: HeaderTrack;

	constructor(track: HeaderTrack) {
		this.#track = track;
	}

	next(): boolean {
		this.#track.requireNothing();
		return false;
	}
}

/** The parent's nBits, but for the last block of every `intervalBlocks`: consensus/period.ts decides those. */
export class PeriodStepper implements RuleStepper {
	readonly #track: HeaderTrack;
	readonly #intervalBlocks: number = 0;
	/** The next height with nBits of its own. */
	#retarget: number = 0;

	/** @param intervalBlocks Infinity for a rule that never retargets */
	constructor(track: HeaderTrack, intervalBlocks: number) {
		this.#track = track;
		this.#intervalBlocks = intervalBlocks;
		this.#retarget = track.tip - (track.tip % intervalBlocks) + intervalBlocks;
	}

	next(): boolean {
		const height = this.#track.tip + 1;
		if (height > this.#retarget) this.#retarget += this.#intervalBlocks;
		if (height === this.#retarget) this.#track.requireNothing();
		else this.#track.requireParent();
		return height !== this.#retarget;
	}
}
