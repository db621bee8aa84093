/** Two issuance schedules on one axis of time: how far apart the supplies come, when, and when they meet again. */
import { issuedBetween, subsidyAt, subsidyEras } from '../consensus/subsidy.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import type { Rules } from '../params/types.ts';
import { DAYS_PER_YEAR } from './load.ts';

/** Eras of one schedule that are looked at; a rule that changes with every block is seen year by year. */
const MOST_ERAS = 200;
const MOST_YEARS = 150;
/** A smooth curve is followed block by block, which takes seconds for more. */
const SMOOTH_YEARS = 10;
const SECONDS_PER_YEAR = DAYS_PER_YEAR * SECONDS_PER_DAY;

/** Height and time of a rule set. */
export interface SupplySide {
	readonly rules: Rules;
	readonly pace: { timeOf(height: number): number; heightAt(timeSeconds: number): number };
}

export interface SupplyGap {
	/** Fork − base in base units where it is largest in size. */
	readonly units: bigint;
	readonly timeSeconds: number;
	/** First time after it from which the supplies stay within the tolerance; null where they do not meet again. */
	readonly meetSeconds: number | null;
}

/** Parts that a block under way is counted in. */
const PARTS = 1_000_000;

/**
 * Base units that a height and all after it have created by a time, a block under way in proportion: a gap of less than a
 * block would be a matter of steps.
 */
function supplyAt({ rules, pace }: SupplySide, fromHeight: bigint, timeSeconds: number): bigint {
	const height = pace.heightAt(timeSeconds);
	const issued = issuedBetween(rules.subsidy, fromHeight, BigInt(height + 1));
	const next = subsidyAt(rules.subsidy, BigInt(height + 1));
	const started = pace.timeOf(height);
	const part = (timeSeconds - started) / (pace.timeOf(height + 1) - started);
	return issued + (next * BigInt(Math.round(Math.min(1, part) * PARTS))) / BigInt(PARTS);
}

/** Times at which the rates of issuance change, and every year. */
function times(sides: readonly SupplySide[], fromSeconds: number, fromHeight: number): number[] {
	const found = new Set<number>();
	const smooth = sides.some(({ rules }) => rules.subsidy.at(-1)?.rule.kind === 'smooth');
	const years = smooth ? SMOOTH_YEARS : MOST_YEARS;
	for (let year = 0; year <= years; year++) found.add(fromSeconds + year * SECONDS_PER_YEAR);
	for (const { rules, pace } of sides) {
		let eras = 0;
		for (const { fromHeight: start } of subsidyEras(rules.subsidy, BigInt(fromHeight))) {
			if (eras++ === MOST_ERAS) break;
			const time = pace.timeOf(Number(start));
			if (time > fromSeconds + years * SECONDS_PER_YEAR) break;
			if (time > fromSeconds) found.add(time);
		}
	}
	return [...found].sort((a, b) => a - b);
}

const size = (value: bigint): bigint => (value < 0n ? -value : value);

/**
 * The largest gap between the supplies. Between two changes of a rate both grow in straight lines, so the largest
 * gap lies at a change; with rules that change the subsidy at every block it is exact to the gap's change in a year.
 * @param activationHeight the height from which they may differ
 */
export function supplyGap(
	base: SupplySide,
	fork: SupplySide,
	activationHeight: number,
	toleranceUnits: bigint,
): SupplyGap {
	const from = base.pace.timeOf(activationHeight - 1);
	const axis = times([base, fork], from, activationHeight);
	// What both created below is the same, and not known where subsidies were drawn by lot.
	const first = BigInt(activationHeight);
	const gapAt = (time: number): bigint => supplyAt(fork, first, time) - supplyAt(base, first, time);
	const gaps = axis.map(gapAt);
	let largest = 0;
	for (const [i, gap] of gaps.entries()) if (size(gap) > size(gaps[largest]!)) largest = i;
	const apart = gaps.findLastIndex((gap) => size(gap) > toleranceUnits);
	const common = { units: gaps[largest]!, timeSeconds: axis[largest]! };
	if (apart === -1 || apart === gaps.length - 1) return { ...common, meetSeconds: null };
	let low = axis[apart]!;
	let high = axis[apart + 1]!;
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (size(gapAt(middle)) > toleranceUnits) low = middle;
		else high = middle;
	}
	return { ...common, meetSeconds: high };
}
