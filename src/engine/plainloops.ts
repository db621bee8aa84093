/**
 * The loops over lanes in TypeScript. Their arrays are constants of this module, which the compiler knows by
 * address and length, and they hold no call: one call, even on a path never taken, makes it reload every array
 * for every lane. assembly/kernel.ts repeats them operation for operation.
 */
import { tableExponentials } from './exponential.ts';
import { CLOCK_ORIGIN, createLaneArrays, LANES, LAST_CLOCK, SERIES_LIMIT } from './lanes.ts';
import { CHUNK_DRAWS, ENDED_BITS, type LaneLoops, MOVED_SHIFT, type Steps } from './loops.ts';

const lanes = createLaneArrays();
const { clock, history, slowdown, anchorHeader, anchorTarget, dayEnd } = lanes;
const solveSeconds = new Float64Array(LANES);
const draws = new Uint32Array(CHUNK_DRAWS);
const exponentials = new Float64Array(CHUNK_DRAWS);
let table: Float64Array = new Float64Array(0);

function solveShared(newest: number, indexOffset: number, row: number): number {
	const values = table;
	const size = values.length;
	let outside = 0;
	for (let lane = 0; lane < LANES; lane++) {
		const index = (history[newest + lane]! + indexOffset) | 0;
		if (index < 0 || index >= size) outside++;
		else solveSeconds[lane] = exponentials[row + lane]! * values[index]!;
	}
	return outside;
}

function solveAnchored(
	newest: number,
	indexOffset: number,
	row: number,
	limit: number,
	secondsTimesTarget: number,
): number {
	const values = table;
	const size = values.length;
	let outside = 0;
	for (let lane = 0; lane < LANES; lane++) {
		const index = (history[newest + lane]! - anchorHeader[lane]! + indexOffset) | 0;
		const raw = index >= 0 && index < size ? anchorTarget[lane]! * values[index]! : 0;
		let target = 0;
		if (raw < 2 ** 15) {
			if (raw >= 2 ** 7) target = ((raw * 2 ** 8) | 0) * 2 ** -8;
		} else if (raw < 2 ** 23) target = raw | 0;
		else if (raw < 2 ** 31) target = ((raw * 2 ** -8) | 0) * 2 ** 8;
		if (target === 0) outside++;
		// A compact limit and a truncated target: the lesser is the truncation of the lesser.
		solveSeconds[lane] = exponentials[row + lane]! * (secondsTimesTarget / Math.min(target, limit));
	}
	return outside;
}

function grow(growthPerSecond: number): number {
	let left = 0;
	for (let lane = 0; lane < LANES; lane++) {
		const slow = slowdown[lane]!;
		const flat = solveSeconds[lane]! * slow;
		const x = growthPerSecond * flat;
		if (x < SERIES_LIMIT && x > -SERIES_LIMIT) {
			slowdown[lane] = slow / (1 + x);
			solveSeconds[lane] = flat * (1 - x * (0.5 - x * (1 / 3 - x * (0.25 - x * 0.2))));
		} else {
			solveSeconds[lane] = -solveSeconds[lane]!;
			left++;
		}
	}
	return left;
}

function advance(slot: number, sixthNewest: number, driftSeconds: number): number {
	let moved = 0;
	let ended = 0;
	for (let lane = 0; lane < LANES; lane++) {
		const time = clock[lane]! + solveSeconds[lane]!;
		let stamp = (time - CLOCK_ORIGIN) | 0;
		const ahead = (stamp - history[sixthNewest + lane]!) | 0;
		if (ahead <= 0 || ahead > driftSeconds) {
			stamp += ahead <= 0 ? 1 - ahead : driftSeconds - ahead;
			moved += dayEnd[lane]! < LAST_CLOCK ? 1 : 0;
		}
		clock[lane] = time;
		history[slot + lane] = stamp;
		if (time >= dayEnd[lane]!) ended++;
	}
	return (moved << ENDED_BITS) | ended;
}

function run(steps: Steps): number {
	const { anchored, rows, spacingSeconds, limit, secondsTimesTarget, driftSeconds } = steps;
	let { block, indexOffset, row } = steps;
	let moved = 0;
	for (let done = 0; done < rows; done++) {
		const newest = (block & 7) * LANES;
		const outside = anchored
			? solveAnchored(newest, indexOffset, row, limit, secondsTimesTarget)
			: solveShared(newest, indexOffset, row);
		if (outside > 0) return (moved << MOVED_SHIFT) | done;
		block++;
		const counts = advance((block & 7) * LANES, ((block + 2) & 7) * LANES, driftSeconds);
		const ended = counts & ((1 << ENDED_BITS) - 1);
		moved += counts >> ENDED_BITS;
		if (ended > 0) return (moved << MOVED_SHIFT) | (ended << ENDED_BITS) | (done + 1);
		indexOffset -= spacingSeconds;
		row += LANES;
	}
	return (moved << MOVED_SHIFT) | rows;
}

export const plainLoops: LaneLoops = {
	name: 'typescript',
	lanes,
	solveSeconds,
	draws,
	exponentials,
	draw: (streams, rows) => streams.fill(draws, rows, LANES),
	toExponentials: (count) => tableExponentials(draws, exponentials, count),
	useTable: (values) => {
		table = values;
	},
	solveShared,
	solveAnchored,
	grow,
	advance,
	run,
};
