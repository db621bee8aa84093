/** The newest headers of a chain in flat arrays of doubles, as deep as its rules look, and the anchors they keep. */
import { type BlockHeader, type HeaderSource, MissingHeaderError } from '../consensus/header.ts';
import { bitsOfTarget, targetNumber } from './rounding.ts';

/** Header times that median-time-past is taken over. */
const MEDIAN_SPAN = 11;
/** In place of nBits: no block can carry these. */
const OF_TARGET = 0xffff_ffff;
const sorted = new Float64Array(MEDIAN_SPAN);

export class HeaderTrack {
	/** Arrays below are indexed by height & mask. */
	readonly mask: number = 0;
	/** Header times, Unix seconds. */
	readonly times: Float64Array;
	/** Median-time-past of each block over the last eleven times, or as many as there are. */
	readonly medians: Float64Array;
	/** Targets, exactly, up to the block after the tip once it is known; NaN for nBits that no block can carry. */
	readonly targets: Float64Array;
	/** nBits, or OF_TARGET where they follow from the target. */
	readonly bits: Uint32Array;
	/** Height of the newest block. */
	tip: number = 0;
	#first: number = 0;
	/** Blocks up to the tip whose times do not decrease. */
	#ordered = 0;
	/** Heights that stay known, ascending, and their headers as far as they are. */
	readonly #keptHeights: readonly number[];
	/** The next of them; −1 after the last. */
	#nextKept = -1;
	#kept: Map<number, BlockHeader>;

	/**
	 * @param history in order of height and ending at the tip; blocks before a gap are known only if they are kept
	 * @param blocks how many of the newest blocks to hold, at least
	 * @param keptHeights heights of blocks that rules look at however far away the tip is
	 * @throws RangeError for a history without a block, out of order, or beyond what doubles count
	 */
	constructor(history: readonly BlockHeader[], blocks: number, keptHeights: Iterable<bigint>) {
		const tip = history.at(-1);
		if (tip === undefined) throw new RangeError('a history of headers needs a tip');
		if (tip.height > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`height ${tip.height} is out of range`);
		let length = 2 * MEDIAN_SPAN;
		while (length <= blocks || (length & (length - 1)) !== 0) length += length & -length;
		this.mask = length - 1;
		this.times = new Float64Array(length);
		this.medians = new Float64Array(length);
		this.targets = new Float64Array(length);
		this.bits = new Uint32Array(length);
		this.#keptHeights = [...new Set(keptHeights)].map(Number).sort((a, b) => a - b);
		this.#kept = new Map();
		let first = history.length - 1;
		while (first > 0 && history[first - 1]!.height === history[first]!.height - 1n) first--;
		for (let i = 1; i <= first; i++) {
			if (history[i - 1]!.height < history[i]!.height) continue;
			throw new RangeError(`header of block ${history[i]!.height} is out of order`);
		}
		const wanted = new Set(this.#keptHeights);
		for (const header of history.slice(0, first)) {
			if (wanted.has(Number(header.height))) this.#kept.set(Number(header.height), header);
		}
		this.#first = Number(history[first]!.height);
		this.tip = this.#first - 1;
		this.#nextKept = this.#keptFrom(this.#first);
		for (const { time, bits } of history.slice(first)) {
			this.require(bits);
			this.push(Number(time));
		}
	}

	/** Becomes a copy of a track that was made for the same blocks and heights. */
	copy(from: HeaderTrack): void {
		this.times.set(from.times);
		this.medians.set(from.medians);
		this.targets.set(from.targets);
		this.bits.set(from.bits);
		this.tip = from.tip;
		this.#first = from.#first;
		this.#ordered = from.#ordered;
		this.#nextKept = from.#nextKept;
		this.#kept = new Map(from.#kept);
	}

	/** Sets the nBits of the block after the tip, before it is pushed. */
	require(bits: number): void {
		const at = (this.tip + 1) & this.mask;
		this.bits[at] = bits;
		this.targets[at] = targetNumber(bits);
	}

	/** Sets them by the target that they stand for. */
	requireTarget(target: number): void {
		const at = (this.tip + 1) & this.mask;
		this.bits[at] = OF_TARGET;
		this.targets[at] = target;
	}

	/** Sets them to the tip's. */
	requireParent(): void {
		const { bits, targets, tip, mask } = this;
		bits[(tip + 1) & mask] = bits[tip & mask]!;
		targets[(tip + 1) & mask] = targets[tip & mask]!;
	}

	/** nBits of a block that is held, or of the one after the tip once they are set. */
	bitsAt(height: number): number {
		const bits = this.bits[height & this.mask]!;
		const target = this.targets[height & this.mask]!;
		// Recorded headers may say anything; where they say this, the target is no number.
		return bits === OF_TARGET && !Number.isNaN(target) ? bitsOfTarget(target) : bits;
	}

	/** Adds the block after the tip. */
	push(time: number): void {
		const { mask, times } = this;
		const height = this.tip + 1;
		const at = height & mask;
		this.tip = height;
		this.#ordered = height > this.#first && time >= times[(height - 1) & mask]! ? this.#ordered + 1 : 1;
		times[at] = time;
		// The median of eleven times in order is the sixth newest.
		this.medians[at] = this.#ordered >= MEDIAN_SPAN ? times[(height - 5) & mask]! : this.#medianAt(height);
		if (height !== this.#nextKept) return;
		this.#kept.set(height, { height: BigInt(height), time: BigInt(time), bits: this.bitsAt(height) });
		this.#nextKept = this.#keptFrom(height + 1);
	}

	#keptFrom(first: number): number {
		return this.#keptHeights.find((height) => height >= first) ?? -1;
	}

	/** How many blocks up to the tip are held without a gap; one place is the next block's. */
	get count(): number {
		return Math.min(this.tip - this.#first + 1, this.mask);
	}

	/** Header time of the tip. */
	get tipTime(): number {
		return this.times[this.tip & this.mask]!;
	}

	/** The blocks as the BigInt rules look at them. */
	readonly source: HeaderSource = (height) => {
		const at = Number(height);
		if (at > this.tip - this.count && at <= this.tip) {
			return { height, time: BigInt(this.times[at & this.mask]!), bits: this.bitsAt(at) };
		}
		const kept = this.#kept.get(at);
		if (kept === undefined) throw new MissingHeaderError(height);
		return kept;
	};

	/** Element floor(n ÷ 2) of the sorted last n times, as consensus/timestamp.ts. */
	#medianAt(height: number): number {
		const span = Math.min(MEDIAN_SPAN, height - this.#first + 1);
		for (let i = 0; i < span; i++) {
			const time = this.times[(height - i) & this.mask]!;
			let place = i;
			for (; place > 0 && sorted[place - 1]! > time; place--) sorted[place] = sorted[place - 1]!;
			sorted[place] = time;
		}
		return sorted[span >> 1]!;
	}
}
