/**
 * The loops over lanes of src/engine/plainloops.ts in AssemblyScript, two or four lanes at a time, with the same
 * operations in the same order: the two must agree to the last bit. Addresses are bytes in the module's memory,
 * laid out by src/engine/memory.ts; src/engine/loops.ts says what the arguments mean. The module has no data of
 * its own: the lag tables begin at address 0. What looks like repetition keeps addresses constant, which the
 * processor adds for nothing.
 */

import { held, LANES } from './draw';

export { draw } from './draw';

const CHUNK_ROWS: i32 = 32;
/** Bytes of a row of doubles. */
const ROW: usize = 512;
/** The arrays of a chain's slot. */
const SLOWDOWN: usize = 66 * ROW;
const ANCHOR_HEADER: usize = 67 * ROW;
const ANCHOR_TARGET: usize = 68 * ROW;
const DAY_END: usize = 69 * ROW;
/** Bytes that a lane's anchor shifts the lag table by: eight times its header time, an integer in a double's place. */
const ANCHOR_SHIFT: usize = 70 * ROW;
/** The lag tables lie below 2^25, in entries of eight bytes. */
const TABLE_MASK: i32 = (1 << 25) - 8;
/**
 * Types that stand for yes and no in the loops' type parameters: the compiler decides by them, so that every kind of
 * chain has a loop of its own, without a branch.
 */
type Yes = i32;
type No = f64;

/**
 * Address of what a lag table holds for a clock. 2^32 + t has t's whole seconds from bit 20 on: eight times them from bit 17.
 * Integer units find it while the vector units are busy with other lanes.
 */
// @ts-ignore: decorator
@inline
function entryOf(clock: usize, table: i32): usize {
	return ((load<u32>(clock, 2) >> 1) + table) & TABLE_MASK;
}

/**
 * Mean solve times for two targets before nBits' rounding; limit and secondsTimesTarget are given times 2^17.
 *
 * nBits keeps the multiples of g = 2^(8·⌊L/8⌋ − 16) of a number of L bits. A double's exponent field is
 * F = L + 1022, and 1022 = 8·128 − 2, so that 8·⌊(F + 2)/8⌋ = 8·⌊L/8⌋ + 1024 is the field of 2^(8·⌊L/8⌋ + 1), which
 * is 2^17·g: adding 2 to the field and clearing its lowest three bits and the mantissa gives 2^17·g. Less
 * than 2·1023 + 17, that field is the one of 1/g. So the target times 2^17 is ⌊raw × 1/g⌋ × 2^17·g.
 */
// @ts-ignore: decorator
@inline
function meanOf(raw: v128, two: v128, byteMask: v128, unity: v128, limit: v128, secondsTimesTarget: v128): v128 {
	const granule = v128.and(i64x2.add(raw, two), byteMask);
	const target = f64x2.mul(f64x2.floor(f64x2.mul(raw, i64x2.sub(unity, granule))), granule);
	// A compact limit and a truncated target: the lesser is the truncation of the lesser. Above the table lie zeros, of
	// which the steps above make -0: without its sign clocks never fall, and the bounds find every lane that went there.
	return f64x2.abs(f64x2.div(secondsTimesTarget, f64x2.pmin(target, limit)));
}

/** Address of a block's clocks; see clockRow. */
// @ts-ignore: decorator
@inline
function clocksAt(slot: usize, block: i32): usize {
	const row = block & (2 * CHUNK_ROWS - 1);
	return slot + (<usize>(row + 1 + (row >> 5)) << 9);
}

/** The clocks of two lanes after a block. `lane` is the address of their other arrays; the rest are constants. */
// @ts-ignore: decorator
@inline
function advance<Anchored, Growing>(
	clockAt: usize,
	exponentialAt: usize,
	lane: usize,
	table: i32,
	two: v128,
	byteMask: v128,
	unity: v128,
	limit: v128,
	secondsTimesTarget: v128,
	growthPerSecond: v128,
	one: v128,
	half: v128,
	third: v128,
	quarter: v128,
	fifth: v128,
): v128 {
	const clocks = v128.load(clockAt);
	let first = table;
	let second = table;
	if (isInteger<Anchored>()) {
		first -= load<i32>(lane + ANCHOR_SHIFT);
		second -= load<i32>(lane + ANCHOR_SHIFT, 8);
	}
	const entry = v128.load64_zero(entryOf(clockAt, first));
	let mean = v128.load64_lane(entryOf(clockAt + 8, second), entry, 1);
	if (isInteger<Anchored>()) {
		const raw = f64x2.mul(v128.load(lane + ANCHOR_TARGET), mean);
		mean = meanOf(raw, two, byteMask, unity, limit, secondsTimesTarget);
	}
	let interval = f64x2.mul(v128.load(exponentialAt), mean);
	if (isInteger<Growing>()) {
		const slow = v128.load(lane + SLOWDOWN);
		const flat = f64x2.mul(interval, slow);
		const x = f64x2.mul(growthPerSecond, flat);
		v128.store(lane + SLOWDOWN, f64x2.div(slow, f64x2.add(one, x)));
		const fourth = f64x2.mul(x, f64x2.sub(quarter, f64x2.mul(x, fifth)));
		const series = f64x2.mul(x, f64x2.sub(half, f64x2.mul(x, f64x2.sub(third, fourth))));
		interval = f64x2.mul(flat, f64x2.sub(one, series));
	}
	return f64x2.add(clocks, interval);
}

// @ts-ignore: decorator
@inline
function stepRows<Anchored, Growing>(
	slot: usize,
	first: i32,
	rows: i32,
	exponentials: usize,
	tableAddress: i32,
	spacingSeconds: i32,
	limitTarget: f64,
	secondsTimesTarget: f64,
	growthPerSecond: f64,
): void {
	// Within a chunk a row lies right before the next; a copy of the last one lies before the chunk's first.
	let clocks = clocksAt(slot, first) - ROW;
	if ((first & (CHUNK_ROWS - 1)) == 0) memory.copy(clocks, clocksAt(slot, first - 1), ROW);
	const scratch = clocks + ROW;
	const two = held(i64x2.splat(<i64>2 << 52), scratch);
	const byteMask = held(i64x2.splat(<i64>0x7f8 << 52), scratch);
	const unity = held(i64x2.splat(<i64>(2 * 1023 + 17) << 52), scratch);
	const limit = held(f64x2.splat(limitTarget * 131072.0), scratch);
	const times = held(f64x2.splat(secondsTimesTarget * 131072.0), scratch);
	const rate = held(f64x2.splat(growthPerSecond), scratch);
	const one = held(f64x2.splat(1.0), scratch);
	const half = held(f64x2.splat(0.5), scratch);
	const third = held(f64x2.splat(1.0 / 3.0), scratch);
	const quarter = held(f64x2.splat(0.25), scratch);
	const fifth = held(f64x2.splat(0.2), scratch);
	let draws = exponentials;
	let address = tableAddress;
	if (isInteger<Anchored>()) {
		for (let lane: usize = slot; lane < slot + ROW; lane += 8) {
			store<i32>(lane + ANCHOR_SHIFT, <i32>load<f64>(lane + ANCHOR_HEADER) << 3);
		}
	}
	for (let row = 0; row < rows; row++) {
		for (let at: usize = 0; at < ROW; at += 64) {
			const c = clocks + at;
			const e = draws + at;
			const s = slot + at;
			v128.store(c, advance<Anchored, Growing>(c, e, s, address, two, byteMask, unity, limit, times, rate, one, half, third, quarter, fifth), ROW);
			v128.store(c, advance<Anchored, Growing>(c + 16, e + 16, s + 16, address, two, byteMask, unity, limit, times, rate, one, half, third, quarter, fifth), ROW + 16);
			v128.store(c, advance<Anchored, Growing>(c + 32, e + 32, s + 32, address, two, byteMask, unity, limit, times, rate, one, half, third, quarter, fifth), ROW + 32);
			v128.store(c, advance<Anchored, Growing>(c + 48, e + 48, s + 48, address, two, byteMask, unity, limit, times, rate, one, half, third, quarter, fifth), ROW + 48);
		}
		clocks += ROW;
		draws += ROW;
		address -= spacingSeconds << 3;
	}
}

/** The difference of two lanes' clocks between two rows. */
// @ts-ignore: decorator
@inline
function between(later: usize, earlier: usize): v128 {
	return f64x2.sub(v128.load(later), v128.load(earlier));
}

// @ts-ignore: decorator
@inline
function keepsHeaders(slot: usize, first: i32, last: i32, driftSeconds: f64): bool {
	let least = f64x2.splat(1.0);
	let most = f64x2.splat(driftSeconds);
	for (let block = last; block >= first; block -= 4) {
		const newest = clocksAt(slot, block);
		const third = clocksAt(slot, block - 3);
		const sixth = clocksAt(slot, block - 6);
		const ninth = clocksAt(slot, block - 9);
		for (let at: usize = 0; at < ROW; at += 64) {
			const a = newest + at;
			const b = third + at;
			const c = sixth + at;
			const d = ninth + at;
			least = f64x2.pmin(f64x2.pmin(least, between(b, c)), between(b + 16, c + 16));
			least = f64x2.pmin(f64x2.pmin(least, between(b + 32, c + 32)), between(b + 48, c + 48));
			most = f64x2.pmax(f64x2.pmax(most, between(a, d)), between(a + 16, d + 16));
			most = f64x2.pmax(f64x2.pmax(most, between(a + 32, d + 32)), between(a + 48, d + 48));
		}
	}
	return i64x2.all_true(f64x2.ge(least, f64x2.splat(1.0))) && i64x2.all_true(f64x2.le(most, f64x2.splat(driftSeconds)));
}

// @ts-ignore: decorator
@inline
function keepsShort(slot: usize, first: i32, last: i32, longest: f64): bool {
	let most = f64x2.splat(0.0);
	for (let block = first; block <= last; block++) {
		const before = clocksAt(slot, block - 1);
		const after = clocksAt(slot, block);
		for (let at: usize = 0; at < ROW; at += 32) {
			const a = after + at;
			const b = before + at;
			most = f64x2.pmax(f64x2.pmax(most, between(a, b)), between(a + 16, b + 16));
		}
	}
	return i64x2.all_true(f64x2.lt(most, f64x2.splat(longest)));
}

// @ts-ignore: decorator
@inline
function leavesBounds(
	slot: usize,
	first: i32,
	rows: i32,
	anchored: bool,
	lowest: f64,
	highest: f64,
	driftSeconds: f64,
	longest: f64,
	ended: usize,
): bool {
	const last = first + rows - 1;
	const before = clocksAt(slot, first - 1);
	const newest = clocksAt(slot, last);
	let inside = f64x2.eq(f64x2.splat(0.0), f64x2.splat(0.0));
	let past: i64 = 0;
	for (let lane: usize = 0; lane < LANES; lane += 2) {
		const at = lane << 3;
		let since = f64x2.splat(0.0);
		if (anchored) since = v128.load(slot + ANCHOR_HEADER + at);
		const start = f64x2.sub(v128.load(before + at), since);
		const end = v128.load(newest + at);
		inside = v128.and(inside, f64x2.ge(start, f64x2.splat(lowest)));
		inside = v128.and(inside, f64x2.lt(f64x2.sub(end, since), f64x2.splat(highest)));
		past |= <i64>i64x2.bitmask(f64x2.ge(end, v128.load(slot + DAY_END + at))) << <i64>lane;
	}
	store<i64>(ended, past);
	if (!i64x2.all_true(inside)) return true;
	if (longest < Infinity && !keepsShort(slot, first, last, longest)) return true;
	return !keepsHeaders(slot, first, last, driftSeconds);
}

export function step(
	slot: usize,
	first: i32,
	rows: i32,
	anchored: bool,
	exponentials: usize,
	table: i32,
	spacing: i32,
	limit: f64,
	times: f64,
	growth: f64,
	lowest: f64,
	highest: f64,
	driftSeconds: f64,
	longest: f64,
	ended: usize,
): bool {
	if (growth == 0.0) {
		if (anchored) stepRows<Yes, No>(slot, first, rows, exponentials, table, spacing, limit, times, growth);
		else stepRows<No, No>(slot, first, rows, exponentials, table, spacing, limit, times, growth);
	} else if (anchored) stepRows<Yes, Yes>(slot, first, rows, exponentials, table, spacing, limit, times, growth);
	else stepRows<No, Yes>(slot, first, rows, exponentials, table, spacing, limit, times, growth);
	return leavesBounds(slot, first, rows, anchored, lowest, highest, driftSeconds, longest, ended);
}
