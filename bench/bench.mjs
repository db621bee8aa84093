/**
 * `npm run bench`: the cost of a simulated block and of the standard run. Prints the table of docs/performance.md,
 * where the figures are explained, and writes bench/latest.json.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { buildIfStale } from '../scripts/build.mjs';

const KERNEL_REPETITIONS = 5;
const PROGRAM_REPETITIONS = 5;
const MEMORY_TRIALS = [8000, 80_000];

if (buildIfStale() !== 0) {
	process.stderr.write('bench: the build failed; see the messages above\n');
	process.exit(1);
}
const { measureKernel, median } = await import('./kernel.mjs');
const { runProgram } = await import('./program.mjs');

/** Three significant digits: more would be noise. */
function rounded(value) {
	return Number(value.toPrecision(3));
}

function figure({ id, name, unit, times }) {
	return {
		id,
		name,
		unit,
		median: rounded(median(times)),
		least: rounded(Math.min(...times)),
		most: rounded(Math.max(...times)),
		repetitions: times.length,
	};
}

const cores = availableParallelism();
const machine = {
	processor: cpus()[0]?.model.trim() ?? 'unknown',
	cores,
	memoryGibibytes: rounded(totalmem() / 2 ** 30),
	platform: `${process.platform} ${process.arch}`,
	node: process.version,
	v8: process.versions.v8,
	loadAtStart: rounded(loadavg()[0]),
};

const figures = measureKernel(KERNEL_REPETITIONS).map(figure);

const counts = [1, 2].filter((workers) => workers <= cores);
const kinds = [
	{ id: 'start', name: 'one trial: start, load, report', args: ['--trials', '1', '--workers', '1'] },
	...counts.map((workers) => ({
		id: `standard${workers}`,
		name: `standard run, ${workers} worker${workers === 1 ? '' : 's'}`,
		args: ['--workers', String(workers)],
	})),
];
const walls = kinds.map(() => []);
const processors = kinds.map(() => []);
for (let repetition = 0; repetition < PROGRAM_REPETITIONS; repetition++) {
	for (const [i, { args }] of kinds.entries()) {
		const { wallSeconds, cpuSeconds } = await runProgram(args);
		walls[i].push(wallSeconds);
		processors[i].push(cpuSeconds);
	}
}
for (const [i, { id, name }] of kinds.entries()) {
	figures.push(figure({ id: `${id}Wall`, name: `${name}: wall clock`, unit: 's', times: walls[i] }));
	figures.push(figure({ id: `${id}Cpu`, name: `${name}: processor time`, unit: 's', times: processors[i] }));
}
for (const trials of MEMORY_TRIALS) {
	const { peakMebibytes } = await runProgram(['--trials', String(trials)]);
	const name = `peak memory, ${trials} trials, ${cores} workers`;
	figures.push(figure({ id: `memory${trials}`, name, unit: 'MiB', times: [peakMebibytes] }));
}

const rows = [
	['measured', 'unit', 'median', 'least', 'most'],
	['---', '---', '--:', '--:', '--:'],
	...figures.map(({ name, unit, median: middle, least, most }) => [name, unit, middle, least, most].map(String)),
];
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows) {
	const cells = row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])));
	process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
const document = { schema: 'rehearse/bench@1', machine, figures };
writeFileSync(new URL('latest.json', import.meta.url), `${JSON.stringify(document, null, '\t')}\n`);
