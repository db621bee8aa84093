import { describe, expect, it } from 'vitest';
import { PURPOSE, StreamLanes } from '../../src/engine/random.ts';
import { vectors } from '../consensus/vectors.ts';
import { chiSquareScore, correlation, drawsOf } from './statistics.ts';

interface Stream {
	readonly seed: number;
	readonly trial: number;
	readonly purpose: number;
}

const WORD = (1n << 32n) - 1n;

/** sfc32 as its author defines it, in integers of any size cut to 32 bits; none of the engine's code. */
function reference({ seed, trial, purpose }: Stream, count: number): number[] {
	let [a, b, c] = [BigInt(seed), BigInt(trial), BigInt(purpose)];
	const outputs: number[] = [];
	for (let counter = 1n; outputs.length < 15 + count; counter++) {
		const output = (a + b + counter) & WORD;
		a = b ^ (b >> 9n);
		b = (c + (c << 3n)) & WORD;
		c = ((((c << 21n) | (c >> 11n)) & WORD) + output) & WORD;
		outputs.push(Number(output));
	}
	return outputs.slice(15);
}

function draws({ seed, trial, purpose }: Stream, count: number): number[] {
	return drawsOf(seed, trial, count, purpose);
}

describe('random streams', () => {
	it.each(vectors<Stream, { draws: number[] }>('engine-random.json', 'streams'))('$id is as recorded', (vector) => {
		expect(vector.expected.draws).toHaveLength(8);
		expect(draws(vector.inputs, 8)).toEqual(vector.expected.draws);
	});

	it.each(vectors<Stream, { draws: number[] }>('engine-random.json', 'published'))(
		'agree with another library’s sfc32: $id',
		({ inputs, expected }) => {
			expect(expected.draws.length).toBeGreaterThan(0);
			expect(draws(inputs, expected.draws.length)).toEqual(expected.draws);
		},
	);

	it('equal a second implementation for 3,000 draws', () => {
		for (const stream of [
			{ seed: 1, trial: 0, purpose: PURPOSE.solveTime },
			{ seed: 0xffff_ffff, trial: 9_999_999, purpose: PURPOSE.solveTime },
			{ seed: 20_260_702, trial: 31, purpose: 5 },
		]) {
			expect(draws(stream, 3000)).toEqual(reference(stream, 3000));
		}
	});

	it('do not depend on the group in which a trial is computed', () => {
		const rows = 40;
		const group = new Uint32Array(64 * rows);
		new StreamLanes(1, 128, 64, PURPOSE.solveTime).fill(group, rows);
		for (const lane of [0, 1, 37, 63]) {
			const inGroup = Array.from({ length: rows }, (_, row) => group[row * 64 + lane]);
			expect(inGroup).toEqual(drawsOf(1, 128 + lane, rows));
		}
		const odd = new Uint32Array(5 * rows);
		new StreamLanes(1, 163, 5, PURPOSE.solveTime).fill(odd, rows);
		expect(Array.from({ length: rows }, (_, row) => odd[row * 5 + 2])).toEqual(drawsOf(1, 165, rows));
	});

	it('of a pair complement each other, and the even one is that of its own number', () => {
		const rows = 40;
		const pairs = new Uint32Array(6 * rows);
		new StreamLanes(1, 8, 6, PURPOSE.solveTime, 2).fill(pairs, rows);
		const alone = new Uint32Array(rows);
		new StreamLanes(1, 11, 1, PURPOSE.solveTime, 2).fill(alone, rows);
		for (let lane = 0; lane < 6; lane += 2) {
			const [even, odd] = [0, 1].map((i) => Array.from({ length: rows }, (_, row) => pairs[row * 6 + lane + i]!));
			expect(even).toEqual(drawsOf(1, 4 + lane / 2, rows));
			expect(odd).toEqual(even!.map((draw) => 2 ** 32 - 1 - draw));
			if (lane === 2) expect([...alone]).toEqual(odd);
		}
	});

	it('go on where the last fill ended, whatever the number of rows', () => {
		const at = new StreamLanes(7, 0, 3, PURPOSE.solveTime);
		const pieces: number[][] = [[], [], []];
		for (const rows of [1, 1, 5, 32, 1, 60]) {
			const out = new Uint32Array(rows * 3 + 2);
			at.fill(out, rows);
			for (let row = 0; row < rows; row++) {
				for (let lane = 0; lane < 3; lane++) pieces[lane]!.push(out[row * 3 + lane]!);
			}
			expect([...out.subarray(rows * 3)]).toEqual([0, 0]);
		}
		for (const [lane, drawn] of pieces.entries()) expect(drawn).toEqual(drawsOf(7, lane, 100));
	});
});

describe('the draws are uniform and independent', () => {
	const ROWS = 4096;
	const streams = Array.from({ length: 64 }, (_, trial) => drawsOf(1, trial, ROWS));

	it.each([
		['highest eight bits', (draw: number) => draw >>> 24],
		['lowest eight bits', (draw: number) => draw & 0xff],
	])('within a stream: %s', (_, bin) => {
		expect(Math.abs(chiSquareScore(streams.flat().map(bin), 256))).toBeLessThan(4);
	});

	it.each([0, 1, 2, 3840])('across trials: draw %d of 20,000 trials', (index) => {
		const lanes = 20_000;
		const out = new Uint32Array(lanes);
		const group = new StreamLanes(1, 0, lanes, PURPOSE.solveTime);
		for (let row = 0; row <= index; row++) group.fill(out, 1);
		const highest = [...out].map((draw) => draw >>> 24);
		expect(Math.abs(chiSquareScore(highest, 256))).toBeLessThan(4);
		expect(Math.abs(correlation(highest.slice(1), highest.slice(0, -1)))).toBeLessThan(4 / Math.sqrt(lanes));
	});

	it('between successive draws and between neighbouring trials', () => {
		// Independent streams give a coefficient of spread 1/√n; the worst of 63 pairs lies within 4.2 of them.
		const bound = 4.2 / Math.sqrt(ROWS);
		for (const [trial, stream] of streams.entries()) {
			expect(Math.abs(correlation(stream.slice(1), stream.slice(0, -1)))).toBeLessThan(bound);
			const neighbour = streams[trial + 1];
			if (neighbour !== undefined) expect(Math.abs(correlation(stream, neighbour))).toBeLessThan(bound);
		}
	});

	it.each([
		[1, 0],
		[2, 1],
		[42, 41],
		[1000, 7],
		[0x8000_0000, 3],
	])('between seed %d, trial %d and the two swapped, or shifted by one', (seed, trial) => {
		const stream = drawsOf(seed, trial, ROWS);
		const bound = 4.2 / Math.sqrt(ROWS);
		for (const other of [drawsOf(trial, seed, ROWS), drawsOf(seed + 1, trial, ROWS), drawsOf(seed, trial, ROWS, 1)]) {
			expect(Math.abs(correlation(stream, other))).toBeLessThan(bound);
			expect(stream.filter((draw, i) => draw === other[i]).length).toBe(0);
		}
	});
});
