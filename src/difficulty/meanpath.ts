/**
 * The chain's mean path in integers: every block takes exactly its expected time. It shows what a rule does
 * after a step in hashrate or a stall without the noise of single blocks.
 */
import { type BlockHeader, headerSource } from '../consensus/header.ts';
import type { TimeRules } from '../consensus/rules.ts';
import { medianTimePast, stampHeaderTime } from '../consensus/timestamp.ts';
import { blockWork } from '../consensus/work.ts';
import { requiredBits } from './nextbits.ts';
import type { DifficultyRules } from './rules.ts';

/** Attempts per second as a fraction of integers. */
export interface Hashrate {
	readonly num: bigint;
	readonly den: bigint;
}

export interface MeanPathInput {
	readonly rules: DifficultyRules;
	readonly time: TimeRules;
	/** Recorded blocks, the tip last, with every block that the rules look back to. */
	readonly history: readonly BlockHeader[];
	/** Wall clock at the tip, Unix seconds. */
	readonly nowSeconds: bigint;
	/** Hashrate from a moment of the wall clock on, until the next block is found. */
	readonly hashrateAt: (nowSeconds: bigint) => Hashrate;
	/** Seconds without any block before the first one; without it the first takes its expected time too. */
	readonly stallSeconds?: bigint;
}

/** A block of the mean path and when it was found. */
export interface MeanBlock {
	readonly header: BlockHeader;
	readonly nowSeconds: bigint;
}

/**
 * Blocks after the tip, without end. A block takes max(1, floor(work × den ÷ num)) seconds of the wall clock,
 * work = floor(2^256 ÷ (target + 1)), and carries the stock miner's stamp.
 * @throws MissingHeaderError where the history lacks a block that the rules look at; RangeError for a hashrate
 * that is not positive
 */
export function* meanPath(input: MeanPathInput): Generator<MeanBlock> {
	const { rules, time, history } = input;
	const recorded = headerSource(history);
	const found = new Map<bigint, BlockHeader>();
	const times = history.slice(-time.medianTimeSpan).map((header) => header.time);
	let tip = history.at(-1);
	if (tip === undefined) throw new RangeError('a mean path needs a tip');
	let nowSeconds = input.nowSeconds;
	for (let first = true; ; first = false) {
		const height: bigint = tip.height + 1n;
		const bits = requiredBits(rules, (wanted) => found.get(wanted) ?? recorded(wanted), {
			tipHeight: tip.height,
			time: nowSeconds,
		});
		const stall = first ? input.stallSeconds : undefined;
		nowSeconds += stall ?? expectedSeconds(bits, input.hashrateAt(nowSeconds));
		const parentMtp = medianTimePast(times, time.medianTimeSpan);
		const stamp = stampHeaderTime(time, { height, parentTime: tip.time, parentMtp, now: nowSeconds });
		tip = { height, time: stamp, bits };
		found.set(height, tip);
		times.push(stamp);
		if (times.length > time.medianTimeSpan) times.shift();
		yield { header: tip, nowSeconds };
	}
}

function expectedSeconds(bits: number, { num, den }: Hashrate): bigint {
	if (num <= 0n || den <= 0n) throw new RangeError(`hashrate ${num}/${den} is not positive`);
	const seconds = (blockWork(bits) * den) / num;
	return seconds > 0n ? seconds : 1n;
}
