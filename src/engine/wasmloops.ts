/**
 * The loops over lanes in WebAssembly: assembly/kernel.ts, compiled into kernel.wasm beside this file by the
 * build. Everything it works on lies in its own memory, and the arrays here are views of it.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { LaneLoops } from './loops.ts';
import { CHAIN_SIZE, chunkRow, layOut, MEMORY_BYTES, TablePlaces } from './memory.ts';

const WASM_FILE = new URL('../engine/kernel.wasm', import.meta.url);
const WASM_PAGE = 65_536;

/** The exports of assembly/kernel.ts. Addresses are in bytes; booleans are 0 or 1. */
interface Exports {
	draw(words: number, counter: number, draws: number, exponentials: number, rows: number, scratch: number): number;
	step(
		slot: number,
		first: number,
		rows: number,
		anchored: boolean,
		exponentials: number,
		tableAddress: number,
		spacingSeconds: number,
		limit: number,
		secondsTimesTarget: number,
		growthPerSecond: number,
		lowest: number,
		highest: number,
		driftSeconds: number,
		longest: number,
		ended: number,
	): number;
}

/** The loops, or null where the package has not been built (a run from sources). */
export function loadWasmLoops(): LaneLoops | null {
	if (!existsSync(WASM_FILE)) return null;
	const pages = new WebAssembly.Memory({ initial: Math.ceil(MEMORY_BYTES / WASM_PAGE) });
	const module = new WebAssembly.Module(readFileSync(WASM_FILE));
	const wasm = new WebAssembly.Instance(module, { env: { memory: pages } }).exports as unknown as Exports;
	const memory = layOut(pages.buffer);
	const places = new TablePlaces(memory.tables);
	const scratchAt = memory.scratch.byteOffset;
	const wordsAt = memory.words.byteOffset;
	const drawsAt = memory.draws.byteOffset;
	const exponentialsAt = memory.exponentials.byteOffset;
	const chainsAt = memory.chains.byteOffset;
	const endedAt = memory.ended.byteOffset;
	return {
		name: 'webassembly',
		memory,
		placeOf: (table) => places.placeOf(table),
		draw: (counter, first, rows) => {
			const row = chunkRow(first);
			return wasm.draw(wordsAt, counter, drawsAt + 4 * row, exponentialsAt + 8 * row, rows, scratchAt) !== 0;
		},
		step: (steps) =>
			wasm.step(
				chainsAt + 8 * CHAIN_SIZE * steps.slot,
				steps.first,
				steps.rows,
				steps.anchored,
				exponentialsAt + 8 * chunkRow(steps.first),
				memory.tables.byteOffset + 8 * steps.indexOffset,
				steps.spacingSeconds,
				steps.limit,
				steps.secondsTimesTarget,
				steps.growthPerSecond,
				steps.lowest,
				steps.highest,
				steps.driftSeconds,
				steps.longest,
				endedAt,
			) !== 0,
	};
}
