/**
 * The loops over lanes of src/engine/plainloops.ts in AssemblyScript, operation for operation: the two must agree
 * to the last bit. Addresses are bytes in the module's memory, laid out by src/engine/wasmloops.ts, which also
 * says what every argument means.
 */

const LANES: i32 = 64;

// @ts-ignore: decorator
@inline
function f64At(address: usize, index: i32): f64 {
	return load<f64>(address + ((<usize>index) << 3));
}

// @ts-ignore: decorator
@inline
function setF64(address: usize, index: i32, value: f64): void {
	store<f64>(address + ((<usize>index) << 3), value);
}

// @ts-ignore: decorator
@inline
function i32At(address: usize, index: i32): i32 {
	return load<i32>(address + ((<usize>index) << 2));
}

// @ts-ignore: decorator
@inline
function setI32(address: usize, index: i32, value: i32): void {
	store<i32>(address + ((<usize>index) << 2), value);
}

export function draw(a: usize, b: usize, c: usize, counter: i32, out: usize, rows: i32): void {
	for (let lane = 0; lane < LANES; lane++) {
		let x = i32At(a, lane);
		let y = i32At(b, lane);
		let z = i32At(c, lane);
		let at = out + ((<usize>lane) << 2);
		for (let row = 0; row < rows; row++) {
			const next = x + y + (counter + row);
			x = y ^ <i32>((<u32>y) >>> 9);
			y = z + (z << 3);
			z = <i32>rotl<u32>(<u32>z, 21) + next;
			store<i32>(at, next);
			at += 4 * LANES;
		}
		setI32(a, lane, x);
		setI32(b, lane, y);
		setI32(c, lane, z);
	}
}

/** Address of the pair that belongs to a draw's leading zeros. */
// @ts-ignore: decorator
@inline
function exponentOf(exponents: usize, draw: u32): usize {
	return exponents + ((<usize>clz<u32>(draw)) << 4);
}

/** Address of the pair that belongs to the eight bits after a draw's leading one. */
// @ts-ignore: decorator
@inline
function binOf(bins: usize, draw: u32): usize {
	return bins + ((<usize>((draw << (clz<u32>(draw) + 1)) >>> 24)) << 4);
}

/** Two draws at a time; `count` is even. */
export function toExponentials(draws: usize, exponents: usize, bins: usize, out: usize, count: i32): i32 {
	let small = 0;
	const one = f64x2.splat(1.0);
	const half = f64x2.splat(0.5);
	const third = f64x2.splat(1.0 / 3.0);
	const quarter = f64x2.splat(0.25);
	for (let i = 0; i < count; i += 2) {
		const at = draws + ((<usize>i) << 2);
		const first = load<u32>(at);
		const second = load<u32>(at, 4);
		const firstExponent = v128.load(exponentOf(exponents, first));
		const secondExponent = v128.load(exponentOf(exponents, second));
		const firstBin = v128.load(binOf(bins, first));
		const secondBin = v128.load(binOf(bins, second));
		const scale = v128.shuffle<f64>(firstExponent, secondExponent, 0, 2);
		const exponentLog = v128.shuffle<f64>(firstExponent, secondExponent, 1, 3);
		const inverse = v128.shuffle<f64>(firstBin, secondBin, 0, 2);
		const binLog = v128.shuffle<f64>(firstBin, secondBin, 1, 3);
		const draw = f64x2.convert_low_i32x4_u(v128.load64_zero(at));
		const r = f64x2.sub(f64x2.mul(f64x2.mul(f64x2.add(draw, half), scale), inverse), one);
		const inner = f64x2.sub(half, f64x2.mul(r, f64x2.sub(third, f64x2.mul(r, quarter))));
		const series = f64x2.mul(r, f64x2.sub(one, f64x2.mul(r, inner)));
		v128.store(out + ((<usize>i) << 3), f64x2.sub(f64x2.sub(exponentLog, binLog), series));
		small += (first < 65536 ? 1 : 0) + (second < 65536 ? 1 : 0);
	}
	return small;
}

export function solveShared(newest: usize, offset: i32, table: usize, size: i32, draws: usize, solve: usize): i32 {
	let outside = 0;
	for (let lane = 0; lane < LANES; lane++) {
		const index = i32At(newest, lane) + offset;
		if (<u32>index >= <u32>size) outside++;
		else setF64(solve, lane, f64At(draws, lane) * f64At(table, index));
	}
	return outside;
}

export function solveAnchored(
	newest: usize,
	anchorHeader: usize,
	anchorTarget: usize,
	offset: i32,
	table: usize,
	size: i32,
	draws: usize,
	solve: usize,
	limit: f64,
	secondsTimesTarget: f64,
): i32 {
	let outside = 0;
	for (let lane = 0; lane < LANES; lane++) {
		const index = i32At(newest, lane) - i32At(anchorHeader, lane) + offset;
		let target = 0.0;
		if (<u32>index < <u32>size) {
			const raw = f64At(anchorTarget, lane) * f64At(table, index);
			if (raw < 32768.0) {
				if (raw >= 128.0) target = floor(raw * 256.0) * 0.00390625;
			} else if (raw < 8388608.0) target = floor(raw);
			else if (raw < 2147483648.0) target = floor(raw * 0.00390625) * 256.0;
		}
		outside += target == 0.0 ? 1 : 0;
		setF64(solve, lane, f64At(draws, lane) * (secondsTimesTarget / min(target, limit)));
	}
	return outside;
}

export function grow(solve: usize, slowdown: usize, growthPerSecond: f64): i32 {
	let left = 0;
	for (let lane = 0; lane < LANES; lane++) {
		const slow = f64At(slowdown, lane);
		const flat = f64At(solve, lane) * slow;
		const x = growthPerSecond * flat;
		if (x < 0.001 && x > -0.001) {
			setF64(slowdown, lane, slow / (1.0 + x));
			setF64(solve, lane, flat * (1.0 - x * (0.5 - x * (1.0 / 3.0 - x * (0.25 - x * 0.2)))));
		} else {
			setF64(solve, lane, -f64At(solve, lane));
			left++;
		}
	}
	return left;
}

/** One lane's clock and stamp; returns what it adds to the counts. */
// @ts-ignore: decorator
@inline
function advanceLane(
	time: f64,
	lane: i32,
	slot: usize,
	sixthNewest: usize,
	dayEnd: usize,
	driftSeconds: i32,
	lastClock: f64,
): i32 {
	let stamp = <i32>(reinterpret<u64>(time) >>> 20);
	const ahead = stamp - i32At(sixthNewest, lane);
	let counts = time >= f64At(dayEnd, lane) ? 1 : 0;
	if (<u32>(ahead - 1) >= <u32>driftSeconds) {
		stamp += ahead <= 0 ? 1 - ahead : driftSeconds - ahead;
		counts += f64At(dayEnd, lane) < lastClock ? 1 << 8 : 0;
	}
	setI32(slot, lane, stamp);
	return counts;
}

/** Four lanes at a time; only where one of them is special each is looked at by itself. */
export function advance(
	clock: usize,
	solve: usize,
	slot: usize,
	sixthNewest: usize,
	dayEnd: usize,
	driftSeconds: i32,
	lastClock: f64,
): i32 {
	let counts = 0;
	const one = i32x4.splat(1);
	const drift = i32x4.splat(driftSeconds);
	for (let lane = 0; lane < LANES; lane += 4) {
		const at = (<usize>lane) << 3;
		const first = f64x2.add(v128.load(clock + at), v128.load(solve + at));
		const second = f64x2.add(v128.load(clock + at, 16), v128.load(solve + at, 16));
		v128.store(clock + at, first);
		v128.store(clock + at, second, 16);
		// 2^32 + t holds t's whole seconds in bits 20 to 51: the low words after the shift.
		const stamp = v128.shuffle<i32>(i64x2.shr_u(first, 20), i64x2.shr_u(second, 20), 0, 2, 4, 6);
		const ahead = i32x4.sub(stamp, v128.load(sixthNewest + ((<usize>lane) << 2)));
		const moved = i32x4.ge_u(i32x4.sub(ahead, one), drift);
		const ended = v128.or(
			f64x2.ge(first, v128.load(dayEnd + at)),
			f64x2.ge(second, v128.load(dayEnd + at, 16)),
		);
		if (v128.any_true(v128.or(moved, ended))) {
			for (let each = lane; each < lane + 4; each++) {
				counts += advanceLane(f64At(clock, each), each, slot, sixthNewest, dayEnd, driftSeconds, lastClock);
			}
		} else v128.store(slot + ((<usize>lane) << 2), stamp);
	}
	return counts;
}

/**
 * Rows of blocks at a steady hashrate, until a lane needs the kernel's hand.
 * @returns headers moved << 16 | lanes at their day's end in the last row << 8 | rows done
 */
export function run(
	anchored: bool,
	block: i32,
	rows: i32,
	indexOffset: i32,
	spacing: i32,
	table: usize,
	size: i32,
	draws: usize,
	limit: f64,
	secondsTimesTarget: f64,
	clock: usize,
	solve: usize,
	history: usize,
	anchorHeader: usize,
	anchorTarget: usize,
	dayEnd: usize,
	driftSeconds: i32,
	lastClock: f64,
): i32 {
	let moved = 0;
	let offset = indexOffset;
	let at = draws;
	for (let row = 0; row < rows; row++) {
		const newest = history + ((<usize>(block & 7)) << 8);
		const outside = anchored
			? solveAnchored(newest, anchorHeader, anchorTarget, offset, table, size, at, solve, limit, secondsTimesTarget)
			: solveShared(newest, offset, table, size, at, solve);
		if (outside > 0) return (moved << 16) | row;
		block++;
		const slot = history + ((<usize>(block & 7)) << 8);
		const sixthNewest = history + ((<usize>((block + 2) & 7)) << 8);
		const counts = advance(clock, solve, slot, sixthNewest, dayEnd, driftSeconds, lastClock);
		moved += counts >> 8;
		if ((counts & 255) > 0) return (moved << 16) | ((counts & 255) << 8) | (row + 1);
		offset -= spacing;
		at += 8 * LANES;
	}
	return (moved << 16) | rows;
}
