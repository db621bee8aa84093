/**
 * Random draws and their exponentials: `drawInto` of src/engine/random.ts and the loop of `draw` in
 * src/engine/plainloops.ts, several lanes at a time; see kernel.ts.
 */

export const LANES: usize = 64;
/** The pairs of src/engine/exponential.ts follow the lag tables, which lie below 2^25. */
const PAIRS: usize = 1 << 25;
/** What the shifted bits of 2^16 are: exponent 16 as doubles hold it, 256 pairs of 16 bytes for each exponent. */
const FIRST_PAIR: usize = 1039 << 12;

/** sfc32 on eight lanes at a time, masks at the end of their words; returns the least draws. */
// @ts-ignore: decorator
@inline
function drawRaw(words: usize, counter: i32, draws: usize, rows: i32): v128 {
	let least = i32x4.splat(-1);
	const single = held(i32x4.splat(1), draws);
	for (let lane: usize = 0; lane < LANES; lane += 8) {
		const at = words + (lane << 2);
		let a = v128.load(at);
		let b = v128.load(at, 4 * LANES);
		let c = v128.load(at, 8 * LANES);
		let d = v128.load(at, 16);
		let e = v128.load(at, 4 * LANES + 16);
		let f = v128.load(at, 8 * LANES + 16);
		const mask = v128.load(at, 12 * LANES);
		const otherMask = v128.load(at, 12 * LANES + 16);
		let out = draws + (lane << 2);
		let count = i32x4.splat(counter);
		for (let row = 0; row < rows; row++) {
			const next = i32x4.add(i32x4.add(a, b), count);
			a = v128.xor(b, i32x4.shr_u(b, 9));
			b = i32x4.add(c, i32x4.shl(c, 3));
			c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), next);
			const drawn = v128.xor(next, mask);
			v128.store(out, drawn);
			const other = i32x4.add(i32x4.add(d, e), count);
			d = v128.xor(e, i32x4.shr_u(e, 9));
			e = i32x4.add(f, i32x4.shl(f, 3));
			f = i32x4.add(v128.or(i32x4.shl(f, 21), i32x4.shr_u(f, 11)), other);
			const otherDrawn = v128.xor(other, otherMask);
			v128.store(out, otherDrawn, 16);
			least = i32x4.min_u(i32x4.min_u(least, drawn), otherDrawn);
			count = i32x4.add(count, single);
			out += 4 * LANES;
		}
		v128.store(at, a);
		v128.store(at, b, 4 * LANES);
		v128.store(at, c, 8 * LANES);
		v128.store(at, d, 16);
		v128.store(at, e, 4 * LANES + 16);
		v128.store(at, f, 8 * LANES + 16);
	}
	return least;
}

/**
 * A value that stays in a register throughout a loop: the engine's compiler would build a constant anew in every turn,
 * but does not know what comes out of memory.
 */
// @ts-ignore: decorator
@inline
export function held(value: v128, scratch: usize): v128 {
	v128.store(scratch, value);
	return v128.load(scratch);
}

/**
 * Bytes from the first pair to that of a draw + ½, given as a double, less FIRST_PAIR: its exponent and the first eight bits
 * of its mantissa, bits 44 to 62, number the pairs; see src/engine/exponential.ts. The pair of a draw below 2^16
 * would lie before the first, among the lag tables: such a draw is done anew.
 */
// @ts-ignore: decorator
@inline
function pairOf(number: usize): usize {
	return (load<u32>(number, 4) >> 8) & 0xfffff0;
}

/** Replaces two of the numbers draw + ½ by r, and notes the logarithms that belong to it. */
// @ts-ignore: decorator
@inline
function reduce(numbers: usize, one: v128, logarithms: usize): void {
	const first = v128.load(pairOf(numbers), PAIRS - FIRST_PAIR);
	const second = v128.load(pairOf(numbers + 8), PAIRS - FIRST_PAIR);
	v128.store(numbers, f64x2.sub(f64x2.mul(v128.load(numbers), v128.shuffle<f64>(first, second, 0, 2)), one));
	v128.store(logarithms, v128.shuffle<f64>(first, second, 1, 3));
}

/** logarithm − ln(1 + r). */
// @ts-ignore: decorator
@inline
function complete(r: v128, logarithm: v128, one: v128, half: v128, third: v128, quarter: v128): v128 {
	const series = f64x2.sub(half, f64x2.mul(r, f64x2.sub(third, f64x2.mul(r, quarter))));
	return f64x2.sub(logarithm, f64x2.mul(r, f64x2.sub(one, f64x2.mul(r, series))));
}

/**
 * The exponentials of rows of draws, each row in three turns, `scratch` holding its logarithms in between: one turn for all
 * is a chain of operations so long that the processor's queues hold too few of them at a time.
 */
export function draw(words: usize, counter: i32, draws: usize, exponentials: usize, rows: i32, scratch: usize): bool {
	const least = drawRaw(words, counter, draws, rows);
	// The high word of 2^52, beside which a draw is the low word of 2^52 + draw.
	const high = held(i32x4.splat(0x43300000), scratch);
	const lift = held(f64x2.splat(4503599627370495.5), scratch);
	const one = held(f64x2.splat(1.0), scratch);
	const half = held(f64x2.splat(0.5), scratch);
	const third = held(f64x2.splat(1.0 / 3.0), scratch);
	const quarter = held(f64x2.splat(0.25), scratch);
	for (let row = 0; row < rows; row++) {
		for (let at: usize = 0; at < 4 * LANES; at += 16) {
			// As a double 2^52 + draw, less 2^52 − ½, is draw + ½, exactly.
			const four = v128.load(draws + at);
			const number = exponentials + 2 * at;
			v128.store(number, f64x2.sub(v128.shuffle<i32>(four, high, 0, 4, 1, 5), lift));
			v128.store(number, f64x2.sub(v128.shuffle<i32>(four, high, 2, 6, 3, 7), lift), 16);
		}
		for (let at: usize = 0; at < 8 * LANES; at += 64) {
			reduce(exponentials + at, one, scratch + at);
			reduce(exponentials + at + 16, one, scratch + at + 16);
			reduce(exponentials + at + 32, one, scratch + at + 32);
			reduce(exponentials + at + 48, one, scratch + at + 48);
		}
		for (let at: usize = 0; at < 8 * LANES; at += 64) {
			const r = exponentials + at;
			const logarithm = scratch + at;
			v128.store(r, complete(v128.load(r), v128.load(logarithm), one, half, third, quarter));
			v128.store(r, complete(v128.load(r, 16), v128.load(logarithm, 16), one, half, third, quarter), 16);
			v128.store(r, complete(v128.load(r, 32), v128.load(logarithm, 32), one, half, third, quarter), 32);
			v128.store(r, complete(v128.load(r, 48), v128.load(logarithm, 48), one, half, third, quarter), 48);
		}
		draws += 4 * LANES;
		exponentials += 8 * LANES;
	}
	return !i32x4.all_true(i32x4.ge_u(least, i32x4.splat(65536)));
}
