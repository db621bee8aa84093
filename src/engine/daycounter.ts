/** Counts the blocks of a group of chains by day, each lane's days from its own activation time. */
import { type DayEndHandler, LAST_CLOCK } from './lanes.ts';

export class DayCounter implements DayEndHandler {
	/** [lane × days + day] */
	readonly blocksPerDay: Int32Array;
	/** Lanes whose window has not ended. */
	unfinished: number;
	readonly #dayEnds: readonly number[];
	readonly #activationBlock: number;
	readonly #activationClock: Float64Array;
	readonly #day: Int32Array;
	readonly #counted: Int32Array;

	/**
	 * @param dayEnds in seconds from activation
	 * @param activationBlock height of activation's parent above the tip, and its clock on each lane
	 */
	constructor(dayEnds: readonly number[], activationBlock: number, activationClock: Float64Array, lanes: number) {
		this.#dayEnds = dayEnds;
		this.#activationBlock = activationBlock;
		this.#activationClock = activationClock;
		this.#day = new Int32Array(lanes);
		this.#counted = new Int32Array(lanes);
		this.blocksPerDay = new Int32Array(lanes * dayEnds.length);
		this.unfinished = lanes;
	}

	/** A block at or past the end of a day belongs to a later one. */
	dayEnded(lane: number, block: number, clock: number): number {
		const days = this.#dayEnds.length;
		const blocks = block - 1 - this.#activationBlock;
		const start = this.#activationClock[lane]!;
		for (;;) {
			const day = this.#day[lane]!;
			this.blocksPerDay[lane * days + day] = blocks - this.#counted[lane]!;
			this.#counted[lane] = blocks;
			this.#day[lane] = day + 1;
			if (day + 1 === days) {
				this.unfinished--;
				return LAST_CLOCK;
			}
			const end = start + this.#dayEnds[day + 1]!;
			if (clock < end) return end;
		}
	}
}
