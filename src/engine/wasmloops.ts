/**
 * The loops over lanes in WebAssembly: assembly/kernel.ts, compiled into kernel.wasm beside this file by the
 * build. Everything it works on lies in its own memory, and the arrays here are views of it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { exponentialTables } from './exponential.ts';
import { LANES, LAST_CLOCK, type LaneArrays } from './lanes.ts';
import { CHUNK_DRAWS, type LaneLoops } from './loops.ts';
import { LARGEST_TABLE } from './segment.ts';

const WASM_FILE = new URL('./kernel.wasm', import.meta.url);
const WASM_PAGE = 65_536;
/** Lag tables held at once; a plan has one for each stretch between difficulty arms. */
const TABLE_SLOTS = 4;
/** The compiler's own data lies below this address. */
const FIRST_ADDRESS = 4096;

/** The exports of assembly/kernel.ts. */
interface Exports {
	draw(a: number, b: number, c: number, counter: number, out: number, rows: number): void;
	toExponentials(draws: number, exponents: number, bins: number, out: number, count: number): number;
	solveShared(newest: number, offset: number, table: number, size: number, draws: number, solve: number): number;
	solveAnchored(
		newest: number,
		anchorHeader: number,
		anchorTarget: number,
		offset: number,
		table: number,
		size: number,
		draws: number,
		solve: number,
		limit: number,
		secondsTimesTarget: number,
	): number;
	grow(solve: number, slowdown: number, growthPerSecond: number): number;
	advance(
		clock: number,
		solve: number,
		slot: number,
		sixthNewest: number,
		dayEnd: number,
		driftSeconds: number,
		lastClock: number,
	): number;
	run(
		anchored: boolean,
		block: number,
		rows: number,
		indexOffset: number,
		spacing: number,
		table: number,
		size: number,
		draws: number,
		limit: number,
		secondsTimesTarget: number,
		clock: number,
		solve: number,
		history: number,
		anchorHeader: number,
		anchorTarget: number,
		dayEnd: number,
		driftSeconds: number,
		lastClock: number,
	): number;
}

/** Lag tables in memory, the least recently used one giving way. */
class TableSlots {
	readonly #slots: { readonly view: Float64Array; holds: Float64Array | null; used: number }[];
	#uses = 0;
	address = 0;
	size = 0;

	constructor(buffer: ArrayBuffer, firstAddress: number) {
		this.#slots = Array.from({ length: TABLE_SLOTS }, (_, slot) => ({
			view: new Float64Array(buffer, firstAddress + slot * LARGEST_TABLE * 8, LARGEST_TABLE),
			holds: null,
			used: 0,
		}));
	}

	use(values: Float64Array): void {
		let slot = this.#slots.find(({ holds }) => holds === values);
		if (slot === undefined) {
			slot = this.#slots.reduce((oldest, each) => (each.used < oldest.used ? each : oldest));
			slot.view.set(values);
			slot.holds = values;
		}
		slot.used = ++this.#uses;
		this.address = slot.view.byteOffset;
		this.size = values.length;
	}
}

/** The loops, or null where the package has not been built (a run from sources). */
export function loadWasmLoops(): LaneLoops | null {
	if (!existsSync(WASM_FILE)) return null;
	const bytes = FIRST_ADDRESS + 2 ** 20 + TABLE_SLOTS * LARGEST_TABLE * 8;
	// Pages that are never touched take no memory.
	const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / WASM_PAGE) });
	const module = new WebAssembly.Module(readFileSync(WASM_FILE));
	const wasm = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
	let next = FIRST_ADDRESS;
	const floats = (length: number): Float64Array => {
		const view = new Float64Array(memory.buffer, next, length);
		next += view.byteLength;
		return view;
	};
	const integers = (length: number): Int32Array => {
		const view = new Int32Array(memory.buffer, next, length);
		next += view.byteLength;
		return view;
	};
	const lanes: LaneArrays = {
		clock: floats(LANES),
		slowdown: floats(LANES),
		anchorTarget: floats(LANES),
		dayEnd: floats(LANES),
		history: integers(8 * LANES),
		anchorHeader: integers(LANES),
	};
	const solveSeconds = floats(LANES);
	const exponentials = floats(CHUNK_DRAWS);
	const source = exponentialTables();
	const exponents = floats(source.exponents.length);
	const bins = floats(source.bins.length);
	exponents.set(source.exponents);
	bins.set(source.bins);
	const words = [integers(LANES), integers(LANES), integers(LANES)] as const;
	const draws = new Uint32Array(memory.buffer, integers(CHUNK_DRAWS).byteOffset, CHUNK_DRAWS);
	const tables = new TableSlots(memory.buffer, Math.ceil(next / 8) * 8);

	const drawsAt = draws.byteOffset;
	const clockAt = lanes.clock.byteOffset;
	const historyAt = lanes.history.byteOffset;
	const solveAt = solveSeconds.byteOffset;
	const exponentialsAt = exponentials.byteOffset;
	const anchorHeaderAt = lanes.anchorHeader.byteOffset;
	const anchorTargetAt = lanes.anchorTarget.byteOffset;
	const dayEndAt = lanes.dayEnd.byteOffset;
	return {
		name: 'webassembly',
		lanes,
		solveSeconds,
		draws,
		exponentials,
		draw: (streams, rows) => {
			const own = [streams.a, streams.b, streams.c];
			for (const [i, word] of words.entries()) word.set(own[i]!);
			wasm.draw(words[0].byteOffset, words[1].byteOffset, words[2].byteOffset, streams.counter, drawsAt, rows);
			for (const [i, word] of words.entries()) own[i]!.set(word);
			streams.counter = (streams.counter + rows) | 0;
		},
		toExponentials: (count) =>
			wasm.toExponentials(drawsAt, exponents.byteOffset, bins.byteOffset, exponentialsAt, count),
		useTable: (values) => tables.use(values),
		solveShared: (newest, indexOffset, row) =>
			wasm.solveShared(
				historyAt + 4 * newest,
				indexOffset,
				tables.address,
				tables.size,
				exponentialsAt + 8 * row,
				solveAt,
			),
		solveAnchored: (newest, indexOffset, row, limit, secondsTimesTarget) =>
			wasm.solveAnchored(
				historyAt + 4 * newest,
				anchorHeaderAt,
				anchorTargetAt,
				indexOffset,
				tables.address,
				tables.size,
				exponentialsAt + 8 * row,
				solveAt,
				limit,
				secondsTimesTarget,
			),
		grow: (growthPerSecond) => wasm.grow(solveAt, lanes.slowdown.byteOffset, growthPerSecond),
		advance: (slot, sixthNewest, driftSeconds) =>
			wasm.advance(
				clockAt,
				solveAt,
				historyAt + 4 * slot,
				historyAt + 4 * sixthNewest,
				dayEndAt,
				driftSeconds,
				LAST_CLOCK,
			),
		run: ({ anchored, block, rows, indexOffset, spacingSeconds, row, limit, secondsTimesTarget, driftSeconds }) =>
			wasm.run(
				anchored,
				block,
				rows,
				indexOffset,
				spacingSeconds,
				tables.address,
				tables.size,
				exponentialsAt + 8 * row,
				limit,
				secondsTimesTarget,
				clockAt,
				solveAt,
				historyAt,
				anchorHeaderAt,
				anchorTargetAt,
				dayEndAt,
				driftSeconds,
				LAST_CLOCK,
			),
	};
}
