/**
 * `npm run bench`: the cost of a simulated block and of the standard run. Prints the table of docs/performance.md,
 * where the figures are explained, and writes bench/latest.json; with --readme the telling ones go into README.md too.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { buildIfStale } from '../scripts/build.mjs';
import { fullTable, readmeAround, writeReadme } from './table.mjs';

const KERNEL_REPETITIONS = 5;
const PROGRAM_REPETITIONS = 5;
const MEMORY_TRIALS = [8000, 80_000];

const withReadme = process.argv.includes('--readme');
if (withReadme && readmeAround() === undefined) {
	process.stderr.write(
		'bench: README.md lacks <!-- bench:start --> with <!-- bench:end --> below it; add both lines\n',
	);
	process.exit(1);
}
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

const { measured, missing } = measureKernel(KERNEL_REPETITIONS);
const figures = measured.map(figure);
figures.push(...(await import('./general.mjs')).measureGeneral(KERNEL_REPETITIONS).map(figure));

const counts = [1, 2].filter((workers) => workers <= cores);
const runs = [
	{ id: 'equalSpacing', name: 'run at equal spacing', args: ['--fork', 'halving-earlier'] },
	{ id: 'standard', name: 'standard run', args: ['--fork', 'spacing60'] },
];
const kinds = [
	{
		id: 'start',
		name: 'one trial: start, load, report',
		args: ['--fork', 'spacing60', '--trials', '1', '--workers', '1'],
	},
	...runs.flatMap(({ id, name, args }) =>
		counts.map((workers) => ({
			id: `${id}${workers}`,
			name: `${name}, ${workers} worker${workers === 1 ? '' : 's'}`,
			args: [...args, '--workers', String(workers)],
		})),
	),
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
	const { peakMebibytes } = await runProgram(['--fork', 'spacing60', '--trials', String(trials)]);
	const name = `peak memory, ${trials} trials, ${cores} workers`;
	figures.push(figure({ id: `memory${trials}`, name, unit: 'MiB', times: [peakMebibytes] }));
}

process.stdout.write(fullTable(figures));
for (const name of missing) process.stdout.write(`${name}: not measured here\n`);

/** Quotients of two medians, which outlast a machine. */
const quotients = [
	['lanesShared', 'c'],
	['lanes', 'c'],
	['lanesGrowth', 'c'],
	['lanesSharedPlain', 'c'],
	['numpyObvious', 'lanesShared'],
	['numpyCareful', 'lanesShared'],
	['oracle', 'lanes'],
].flatMap(([of, to]) => {
	const [first, second] = [of, to].map((id) => figures.find((each) => each.id === id)?.median);
	return first === undefined || second === undefined ? [] : [{ of, to, quotient: rounded(first / second) }];
});
for (const { of, to, quotient } of quotients) process.stdout.write(`${of} ÷ ${to} = ${quotient}\n`);
const document = { schema: 'rehearse/bench@1', machine, figures, quotients };
writeFileSync(new URL('latest.json', import.meta.url), `${JSON.stringify(document, null, '\t')}\n`);
// Read anew: minutes have passed.
if (withReadme) writeReadme(document, readmeAround());
