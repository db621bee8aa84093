/**
 * The newest headers of a chain in flat arrays of doubles, as deep as its rules look, and the anchors they keep. Chains that
 * stand at one height and follow the same rules lie side by side, a lane each: what depends on the height alone is then
 * worked out once for all of them, and one lane's latency hides behind the others' work.
 */
import { type BlockHeader, type HeaderSource, MissingHeaderError } from '../consensus/header.ts';
import { bitsOfTarget, targetNumber } from './rounding.ts';

/** Header times that median-time-past is taken over. */
const MEDIAN_SPAN = 11;
const sorted = new Float64Array(MEDIAN_SPAN);

export class HeaderTrack {
	readonly lanes: number = 0;
	/** Arrays below are indexed by (height & mask) × lanes + lane. */
	readonly mask: number = 0;
	/** Header times, Unix seconds. */
	readonly times: Float64Array;
	/** Median-time-past of each block over the last eleven times, or as many as there are. */
	readonly medians: Float64Array;
	/** Targets, exactly, up to the block after the tip once it is known; NaN for nBits that no block can carry. */
	readonly targets: Float64Array;
	/** Height of the newest block. */
	tip: number = 0;
	/** Blocks up to the tip whose times decrease on no lane. */
	ordered: number = 0;
	/** Whether all lanes have the same blocks: those of a recorded chain. */
	isUniform = true;
	/** nBits that do not follow from their target, by its index; recorded headers may say anything. */
	readonly #oddBits = new Map<number, number>();
	#first: number = 0;
	/** Heights that stay known, ascending, and their headers by lane as far as they are. */
	readonly #keptHeights: readonly number[];
	/** The next of them; −1 after the last. */
	#nextKept = -1;
	#kept = new Map<number, readonly BlockHeader[]>();

	private constructor(length: number, lanes: number, keptHeights: readonly number[]) {
		this.lanes = lanes;
		this.mask = length - 1;
		this.times = new Float64Array(length * lanes);
		this.medians = new Float64Array(length * lanes);
		this.targets = new Float64Array(length * lanes);
		this.#keptHeights = keptHeights;
	}

	/**
	 * One lane with recorded headers.
	 * @param history in order of height and ending at the tip; blocks before a gap are known only if they are kept
	 * @param blocks how many of the newest blocks to hold, at least
	 * @param keptHeights heights of blocks that rules look at however far away the tip is
	 * @throws RangeError for a history without a block, out of order, or beyond what doubles count
	 */
	static of(history: readonly BlockHeader[], blocks: number, keptHeights: Iterable<bigint>): HeaderTrack {
		const tip = history.at(-1);
		if (tip === undefined) throw new RangeError('a history of headers needs a tip');
		if (tip.height > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`height ${tip.height} is out of range`);
		let length = 2 * MEDIAN_SPAN;
		while (length <= blocks || (length & (length - 1)) !== 0) length += length & -length;
		const kept = [...new Set(keptHeights)].map(Number).sort((a, b) => a - b);
		const track = new HeaderTrack(length, 1, kept);
		track.#record(history);
		return track;
	}

	#record(history: readonly BlockHeader[]): void {
		let first = history.length - 1;
		while (first > 0 && history[first - 1]!.height === history[first]!.height - 1n) first--;
		for (let i = 1; i <= first; i++) {
			if (history[i - 1]!.height < history[i]!.height) continue;
			throw new RangeError(`header of block ${history[i]!.height} is out of order`);
		}
		const wanted = new Set(this.#keptHeights);
		for (const header of history.slice(0, first)) {
			if (wanted.has(Number(header.height))) this.#kept.set(Number(header.height), [header]);
		}
		this.#first = Number(history[first]!.height);
		this.tip = this.#first - 1;
		this.#nextKept = this.#keptFrom(this.#first);
		for (const { time, bits } of history.slice(first)) {
			this.require(bits, 0);
			this.push(Number(time));
		}
	}

	/** A track for the same blocks and heights, without any yet. */
	emptyLike(lanes: number): HeaderTrack {
		return new HeaderTrack(this.mask + 1, lanes, this.#keptHeights);
	}

	/** Becomes a copy of a track for the same blocks and heights, which has as many lanes or one that all of these repeat. */
	copy(from: HeaderTrack): void {
		if (from.lanes === this.lanes) {
			for (const name of ['times', 'medians', 'targets'] as const) this[name].set(from[name]);
		} else {
			for (let age = 0; age < from.count; age++) this.#repeat(from, (from.tip - age) & this.mask);
		}
		this.#oddBits.clear();
		const copies = this.lanes / from.lanes;
		for (const [at, bits] of from.#oddBits) {
			for (let copy = 0; copy < copies; copy++) this.#oddBits.set(at * copies + copy, bits);
		}
		this.isUniform = from.isUniform || from.lanes < this.lanes;
		this.tip = from.tip;
		this.ordered = from.ordered;
		this.#first = from.#first;
		this.#nextKept = from.#nextKept;
		this.#kept = new Map(from.#kept);
	}

	#repeat(from: HeaderTrack, row: number): void {
		const start = row * this.lanes;
		const end = start + this.lanes;
		for (const name of ['times', 'medians', 'targets'] as const) this[name].fill(from[name][row]!, start, end);
	}

	/** Index of a block's first lane. */
	row(height: number): number {
		return (height & this.mask) * this.lanes;
	}

	/** Sets the nBits of a lane's block after the tip, before it is pushed. */
	require(bits: number, lane: number): void {
		const at = this.row(this.tip + 1) + lane;
		const target = targetNumber(bits);
		this.targets[at] = target;
		if (Number.isNaN(target) || bitsOfTarget(target) !== bits) this.#oddBits.set(at, bits);
		else this.#oddBits.delete(at);
	}

	/** Sets them to the tip's, on every lane. */
	requireParent(): void {
		const { targets, lanes, tip } = this;
		const at = this.row(tip + 1);
		const parent = this.row(tip);
		for (let lane = 0; lane < lanes; lane++) targets[at + lane] = targets[parent + lane]!;
		if (this.#oddBits.size === 0) return;
		for (let lane = 0; lane < lanes; lane++) this.require(this.bitsAt(tip, lane), lane);
	}

	/** Forgets what the place of the block after the tip held before. */
	clearNext(): void {
		if (this.#oddBits.size === 0) return;
		const at = this.row(this.tip + 1);
		for (let lane = 0; lane < this.lanes; lane++) this.#oddBits.delete(at + lane);
	}

	/** Leaves them open on every lane. */
	requireNothing(): void {
		const at = this.row(this.tip + 1);
		this.targets.fill(Number.NaN, at, at + this.lanes);
	}

	/** nBits of a block that is held, or of the one after the tip once they are set. */
	bitsAt(height: number, lane: number): number {
		const at = this.row(height) + lane;
		return this.#oddBits.get(at) ?? bitsOfTarget(this.targets[at]!);
	}

	/** Adds the block after the tip, found at the same time on every lane. */
	push(time: number): void {
		const { isUniform } = this;
		const at = this.row(this.tip + 1);
		const parent = this.row(this.tip);
		let rises = true;
		for (let lane = 0; lane < this.lanes; lane++) {
			this.times[at + lane] = time;
			rises &&= time >= this.times[parent + lane]!;
		}
		this.append(rises);
		this.isUniform = isUniform;
	}

	/**
	 * Adds the block after the tip, whose times are in place.
	 * @param rises whether no lane's time is below its tip's
	 */
	append(rises: boolean): void {
		const height = this.tip + 1;
		this.tip = height;
		this.isUniform = false;
		this.ordered = rises && height > this.#first ? this.ordered + 1 : 1;
		const { times, medians, lanes } = this;
		const at = this.row(height);
		if (this.ordered >= MEDIAN_SPAN) {
			// The median of eleven times in order is the sixth newest.
			const sixth = this.row(height - 5);
			for (let lane = 0; lane < lanes; lane++) medians[at + lane] = times[sixth + lane]!;
		} else {
			for (let lane = 0; lane < lanes; lane++) medians[at + lane] = this.#medianAt(height, lane);
		}
		if (height === this.#nextKept) this.#keep(height);
	}

	#keep(height: number): void {
		const headers = Array.from({ length: this.lanes }, (_, lane) => this.#headerAt(height, lane));
		this.#kept.set(height, headers);
		this.#nextKept = this.#keptFrom(height + 1);
	}

	#headerAt(height: number, lane: number): BlockHeader {
		const time = BigInt(this.times[this.row(height) + lane]!);
		return { height: BigInt(height), time, bits: this.bitsAt(height, lane) };
	}

	#keptFrom(first: number): number {
		return this.#keptHeights.find((height) => height >= first) ?? -1;
	}

	/** How many blocks up to the tip are held without a gap; one place is the next block's. */
	get count(): number {
		return Math.min(this.tip - this.#first + 1, this.mask);
	}

	/** A lane's blocks as the BigInt rules look at them. */
	sourceOf(lane: number): HeaderSource {
		return (height) => {
			const at = Number(height);
			if (at > this.tip - this.count && at <= this.tip) return this.#headerAt(at, lane);
			const kept = this.#kept.get(at);
			if (kept === undefined) throw new MissingHeaderError(height);
			// Recorded ones are the same on every lane.
			return kept[lane] ?? kept[0]!;
		};
	}

	/** Element floor(n ÷ 2) of the sorted last n times, as consensus/timestamp.ts. */
	#medianAt(height: number, lane: number): number {
		const span = Math.min(MEDIAN_SPAN, height - this.#first + 1);
		for (let i = 0; i < span; i++) {
			const time = this.times[this.row(height - i) + lane]!;
			let place = i;
			for (; place > 0 && sorted[place - 1]! > time; place--) sorted[place] = sorted[place - 1]!;
			sorted[place] = time;
		}
		return sorted[span >> 1]!;
	}
}
