/**
 * The simulation's random words as its loops over lanes read them, without end, on standard output: for a battery
 * of statistical tests.
 *
 *     node bench/stream.mjs | dieharder -a -g 200
 *
 * 64 samples give a row of one word each for every block; after the rows of a default run, its run-up and 30 days of
 * 90 s, the next 64 follow. Of an antithetic pair the first path is read, for the second complements it.
 */
import { PURPOSE, StreamLanes } from '../dist/engine/random.js';

const LANES = 64;
const ROWS = 3839 + (30 * 86_400) / 90;
const ROWS_AT_ONCE = 1024;
const seed = Number(process.argv[2] ?? 1);

const words = new Uint32Array(ROWS_AT_ONCE * LANES);
process.stdout.on('error', () => process.exit());
for (let sample = 0; ; sample += LANES) {
	const streams = new StreamLanes(seed, sample, LANES, PURPOSE.solveTime);
	for (let row = 0; row < ROWS; ) {
		const rows = Math.min(ROWS_AT_ONCE, ROWS - row);
		streams.fill(words, rows);
		row += rows;
		const bytes = Buffer.from(words.slice(0, rows * LANES).buffer);
		if (!process.stdout.write(bytes)) await new Promise((resolve) => process.stdout.once('drain', resolve));
	}
}
