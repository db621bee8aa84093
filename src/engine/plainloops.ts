/**
 * The loops over lanes in TypeScript. Their arrays are constants of this module, which the compiler knows by
 * address and length; so are their numbers, because an imported one is fetched from its module in every turn. They
 * hold no call that is not inlined: one, even on a path never taken, makes it reload every array for every lane.
 * Several lanes at a time keep the processor busy while each waits for its own last block.
 * assembly/kernel.ts repeats their arithmetic operation for operation.
 */
import { CLOCK_ORIGIN } from './lanes.ts';
import type { LaneLoops, Rows } from './loops.ts';
import {
	ANCHOR_HEADER,
	ANCHOR_TARGET,
	CHAIN_SIZE,
	CHUNK_DRAWS,
	chunkRow,
	clockRow,
	DAY_END,
	LANES,
	layOut,
	MEMORY_BYTES,
	SLOWDOWN,
	TABLE_ENTRIES,
	TablePlaces,
} from './memory.ts';
import { drawInto } from './random.ts';

const memory = layOut(new ArrayBuffer(MEMORY_BYTES));
const { tables, logarithms, exponentials, draws, words, chains, ended } = memory;
const places = new TablePlaces(tables);
/** Mean solve times of each lane's next block; handed from one loop to the next. */
const means = new Float64Array(LANES);
const COUNT = LANES;
const ORIGIN = CLOCK_ORIGIN;
/** Arrays whose lengths are powers of two are indexed through a mask, which needs no comparison. */
const TABLE_MASK = TABLE_ENTRIES - 1;
const PAIR_MASK = logarithms.length - 2;
const DRAW_MASK = CHUNK_DRAWS - 1;

/** Place in `logarithms` of a draw's pair; see exponential.ts. The leading one and eight bits of mantissa are 256 + bin. */
function pairOf(draw: number, zeros: number): number {
	return ((((14 - zeros) << 8) + (draw >>> (23 - zeros))) << 1) & PAIR_MASK;
}

function draw(counter: number, first: number, rows: number): boolean {
	const from = chunkRow(first);
	drawInto(words, LANES, counter, draws, from, rows);
	const end = from + rows * COUNT;
	let small = 0;
	for (let i = from; i < end; i += 4) {
		const a = draws[i & DRAW_MASK]!;
		const b = draws[(i + 1) & DRAW_MASK]!;
		const c = draws[(i + 2) & DRAW_MASK]!;
		const d = draws[(i + 3) & DRAW_MASK]!;
		const zerosA = Math.clz32(a);
		const zerosB = Math.clz32(b);
		const zerosC = Math.clz32(c);
		const zerosD = Math.clz32(d);
		// 16 and more, for draws below 2^16.
		small |= zerosA | zerosB | zerosC | zerosD;
		const pairA = pairOf(a, zerosA);
		const pairB = pairOf(b, zerosB);
		const pairC = pairOf(c, zerosC);
		const pairD = pairOf(d, zerosD);
		const q = (a + 0.5) * logarithms[pairA]! - 1;
		const r = (b + 0.5) * logarithms[pairB]! - 1;
		const s = (c + 0.5) * logarithms[pairC]! - 1;
		const t = (d + 0.5) * logarithms[pairD]! - 1;
		exponentials[i & DRAW_MASK] = logarithms[pairA + 1]! - q * (1 - q * (0.5 - q * (1 / 3 - q * 0.25)));
		exponentials[(i + 1) & DRAW_MASK] = logarithms[pairB + 1]! - r * (1 - r * (0.5 - r * (1 / 3 - r * 0.25)));
		exponentials[(i + 2) & DRAW_MASK] = logarithms[pairC + 1]! - s * (1 - s * (0.5 - s * (1 / 3 - s * 0.25)));
		exponentials[(i + 3) & DRAW_MASK] = logarithms[pairD + 1]! - t * (1 - t * (0.5 - t * (1 / 3 - t * 0.25)));
	}
	return small >= 16;
}

/** Eight lanes at a time through all rows, so that their clocks stay in registers. */
function stepShared(slot: number, first: number, rows: number, indexOffset: number, spacingSeconds: number): void {
	const before = slot + clockRow(first - 1);
	for (let lane = 0; lane < COUNT; lane += 8) {
		let a = chains[before + lane]!;
		let b = chains[before + lane + 1]!;
		let c = chains[before + lane + 2]!;
		let d = chains[before + lane + 3]!;
		let e = chains[before + lane + 4]!;
		let f = chains[before + lane + 5]!;
		let g = chains[before + lane + 6]!;
		let h = chains[before + lane + 7]!;
		let offset = indexOffset;
		let drawn = chunkRow(first) + lane;
		let after = slot + clockRow(first) + lane;
		for (let row = 0; row < rows; row++) {
			a += exponentials[drawn & DRAW_MASK]! * tables[(((a - ORIGIN) | 0) + offset) & TABLE_MASK]!;
			b += exponentials[(drawn + 1) & DRAW_MASK]! * tables[(((b - ORIGIN) | 0) + offset) & TABLE_MASK]!;
			c += exponentials[(drawn + 2) & DRAW_MASK]! * tables[(((c - ORIGIN) | 0) + offset) & TABLE_MASK]!;
			d += exponentials[(drawn + 3) & DRAW_MASK]! * tables[(((d - ORIGIN) | 0) + offset) & TABLE_MASK]!;
			e += exponentials[(drawn + 4) & DRAW_MASK]! * tables[(((e - ORIGIN) | 0) + offset) & TABLE_MASK]!;
			f += exponentials[(drawn + 5) & DRAW_MASK]! * tables[(((f - ORIGIN) | 0) + offset) & TABLE_MASK]!;
			g += exponentials[(drawn + 6) & DRAW_MASK]! * tables[(((g - ORIGIN) | 0) + offset) & TABLE_MASK]!;
			h += exponentials[(drawn + 7) & DRAW_MASK]! * tables[(((h - ORIGIN) | 0) + offset) & TABLE_MASK]!;
			chains[after] = a;
			chains[after + 1] = b;
			chains[after + 2] = c;
			chains[after + 3] = d;
			chains[after + 4] = e;
			chains[after + 5] = f;
			chains[after + 6] = g;
			chains[after + 7] = h;
			offset -= spacingSeconds;
			drawn += COUNT;
			after += COUNT;
		}
	}
}

function meansShared(before: number, offset: number): void {
	for (let lane = 0; lane < COUNT; lane++) {
		means[lane] = tables[(((chains[before + lane]! - ORIGIN) | 0) + offset) & TABLE_MASK]!;
	}
}

/** A target outside [2^7, 2^31) of the anchor's unit becomes 0 and the solve time infinite, which fails the check. */
function meansAnchored(slot: number, before: number, offset: number, limit: number, secondsTimesTarget: number): void {
	const headers = slot + ANCHOR_HEADER;
	const targets = slot + ANCHOR_TARGET;
	for (let lane = 0; lane < COUNT; lane++) {
		const since = (chains[before + lane]! - chains[headers + lane]! - ORIGIN) | 0;
		const raw = chains[targets + lane]! * tables[(since + offset) & TABLE_MASK]!;
		let target = 0;
		if (raw < 2 ** 15) {
			if (raw >= 2 ** 7) target = ((raw * 2 ** 8) | 0) * 2 ** -8;
		} else if (raw < 2 ** 23) target = raw | 0;
		else if (raw < 2 ** 31) target = ((raw * 2 ** -8) | 0) * 2 ** 8;
		// A compact limit and a truncated target: the lesser is the truncation of the lesser.
		means[lane] = secondsTimesTarget / (target < limit ? target : limit);
	}
}

function advance(before: number, after: number, row: number): void {
	for (let lane = 0; lane < COUNT; lane++) {
		chains[after + lane] = chains[before + lane]! + exponentials[row + lane]! * means[lane]!;
	}
}

/** See grownInterval; an interval beyond its series fails the check. */
function advanceGrowing(slot: number, before: number, after: number, row: number, growthPerSecond: number): void {
	const slowdowns = slot + SLOWDOWN;
	for (let lane = 0; lane < COUNT; lane++) {
		const slow = chains[slowdowns + lane]!;
		const flat = exponentials[row + lane]! * means[lane]! * slow;
		const x = growthPerSecond * flat;
		chains[slowdowns + lane] = slow / (1 + x);
		chains[after + lane] = chains[before + lane]! + flat * (1 - x * (0.5 - x * (1 / 3 - x * (0.25 - x * 0.2))));
	}
}

/** Row by row, in which anchors of their own and growth are stages between the table and the clock. */
function stepRows(steps: Rows): void {
	const { first, rows, spacingSeconds, anchored, limit, secondsTimesTarget, growthPerSecond } = steps;
	const slot = steps.slot * CHAIN_SIZE;
	let offset = steps.indexOffset;
	for (let block = first; block < first + rows; block++) {
		const before = slot + clockRow(block - 1);
		const after = slot + clockRow(block);
		if (anchored) meansAnchored(slot, before, offset, limit, secondsTimesTarget);
		else meansShared(before, offset);
		if (growthPerSecond === 0) advance(before, after, chunkRow(block));
		else advanceGrowing(slot, before, after, chunkRow(block), growthPerSecond);
		offset -= spacingSeconds;
	}
}

function step(steps: Rows): boolean {
	const { slot, first, rows, indexOffset, spacingSeconds, anchored, growthPerSecond } = steps;
	if (anchored || growthPerSecond !== 0) stepRows(steps);
	else stepShared(slot * CHAIN_SIZE, first, rows, indexOffset, spacingSeconds);
	return leavesBounds(steps);
}

function keepsHeaders(slot: number, first: number, last: number, driftSeconds: number): boolean {
	let bad = 0;
	for (let block = last; block >= first; block -= 4) {
		const newest = slot + clockRow(block);
		const third = slot + clockRow(block - 3);
		const sixth = slot + clockRow(block - 6);
		const ninth = slot + clockRow(block - 9);
		for (let lane = 0; lane < COUNT; lane += 2) {
			if (!(chains[third + lane]! - chains[sixth + lane]! >= 1)) bad = 1;
			if (!(chains[newest + lane]! - chains[ninth + lane]! <= driftSeconds)) bad = 1;
			if (!(chains[third + lane + 1]! - chains[sixth + lane + 1]! >= 1)) bad = 1;
			if (!(chains[newest + lane + 1]! - chains[ninth + lane + 1]! <= driftSeconds)) bad = 1;
		}
	}
	return bad === 0;
}

function keepsShort(slot: number, first: number, last: number, longest: number): boolean {
	let bad = 0;
	for (let block = first; block <= last; block++) {
		const before = slot + clockRow(block - 1);
		const after = slot + clockRow(block);
		for (let lane = 0; lane < COUNT; lane++) {
			if (!(chains[after + lane]! - chains[before + lane]! < longest)) bad = 1;
		}
	}
	return bad === 0;
}

function leavesBounds(steps: Rows): boolean {
	const { first, rows, anchored, growthPerSecond, lowest, highest, driftSeconds, longest } = steps;
	const slot = steps.slot * CHAIN_SIZE;
	const last = first + rows - 1;
	const before = slot + clockRow(first - 1);
	const newest = slot + clockRow(last);
	const headers = slot + ANCHOR_HEADER;
	const dayEnds = slot + DAY_END;
	let bad = 0;
	ended.fill(0);
	for (let lane = 0; lane < COUNT; lane++) {
		const since = anchored ? chains[headers + lane]! : 0;
		const end = chains[newest + lane]!;
		if (!(chains[before + lane]! - since >= lowest && end - since < highest)) bad = 1;
		if (end >= chains[dayEnds + lane]!) ended[lane >> 5]! |= 1 << (lane & 31);
	}
	if (growthPerSecond !== 0 && !keepsShort(slot, first, last, longest)) bad = 1;
	return bad !== 0 || !keepsHeaders(slot, first, last, driftSeconds);
}

export const plainLoops: LaneLoops = {
	name: 'typescript',
	memory,
	placeOf: (table) => places.placeOf(table),
	draw,
	step,
};
