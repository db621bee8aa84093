/** `rehearse sweep`: a grid over one or two constants. */

import type { Chart } from '../../compare/document.ts';
import { EXPLANATIONS, explanationNamed } from '../../compare/glossary.ts';
import type { SweepRequest } from '../../compare/sweep.ts';
import type { Sweep } from '../../compare/sweepdocument.ts';
import { didYouMean } from '../../params/suggest.ts';
import { plain } from '../../report/escape.ts';
import { SWEEP_FILE } from '../../report/inputcopies.ts';
import { renderLeaflet } from '../../report/render.ts';
import { groupGrids, metricGrids, recordGrid, titleOf } from '../../report/sweepgrid.ts';
import { canonicalCommand } from '../canonical.ts';
import { checkFolder, writeFolder } from '../folder.ts';
import { variationOf } from '../grid.ts';
import type { Invocation } from '../invocation.ts';
import { oneFork } from '../onefork.ts';
import type { Values } from '../options.ts';
import { checkTarget, deliver, isFolderName, renderOptions, writeAtomically } from '../output.ts';
import { startProgress } from '../progress.ts';
import { EXIT, type Shell } from '../shell.ts';
import { UsageError } from '../usage.ts';
import { version } from '../version.ts';
import { workerCount } from './run.ts';

/**
 * Rehearses every cell and prints the grid.
 *
 * @returns exit code
 * @throws UsageError where nothing is varied or no row has the metric's name; InputError where files do not fit or every
 * cell is refused
 */
export async function sweepGrid({ values }: Invocation, shell: Shell, note: (text: string) => void): Promise<number> {
	const options = renderOptions(values, shell);
	checkWords(values);
	const folder = await folderOf(values);
	const { vary, figure, metric, quiet } = values;
	if (figure !== undefined) await checkTarget({ ...values, output: figure });
	const workers = workerCount(values.workers, shell.cores, note);
	const request = { ...requestOf(values), vary: vary.map(variationOf), workers, onNote: note, signal: shell.signal };
	const { sweep } = await import('../../compare/sweep.ts');
	const progress = await startProgress(shell.stderr, quiet);
	let found: Sweep;
	try {
		found = await sweep({ ...request, onProgress: progress.update });
	} finally {
		progress.stop();
	}
	const index = metric === undefined ? undefined : metricIndex(found, metric);
	if (figure !== undefined && index !== undefined) {
		const { plotSweep } = await import('../../report/sweepplot.ts');
		await writeAtomically(figure, await plotSweep(found, index, 'light'));
		note(`wrote ${plain(figure)}`);
	}
	if (folder !== undefined) {
		const { sweepFiles } = await import('../../report/sweepfiles.ts');
		const files = await sweepFiles(found);
		await writeFolder(folder, files);
		note(`wrote ${files.length} files to ${plain(folder)}`);
		return EXIT.ok;
	}
	const tables = index === undefined ? groupGrids(found) : metricGrids(found, index);
	const grids = options.format === 'csv' ? [recordGrid(found)] : tables;
	const charts = options.format === 'html' ? await chartsOf(found, index) : [];
	const leaflet = { title: `Sweep: ${titleOf(found)}`, grids, document: { ...found }, charts };
	await deliver(await renderLeaflet(leaflet, options), values, shell);
	return EXIT.ok;
}

/** The metric of that index, or every one that has numbers, over the grid. */
async function chartsOf(found: Sweep, index: number | undefined): Promise<Chart[]> {
	const { isDrawn, sweepChart } = await import('../../report/sweepplot.ts');
	const asked = index === undefined ? [...found.metrics.keys()] : [index];
	return asked.filter((metric) => isDrawn(found, metric)).map((metric) => sweepChart(found, metric));
}

/** What can be said before anything is simulated. */
function checkWords({ vary, metric, figure }: Values): void {
	if (vary.length === 0) throw new UsageError('sweep needs --vary: rehearse sweep --vary spacing=30..120:15');
	if (metric !== undefined && explanationNamed(metric) === undefined) {
		const names = EXPLANATIONS.map(({ id }) => id);
		throw new UsageError(
			`--metric "${plain(metric, 80)}" is no row of a report${didYouMean(metric, names)}; rehearse explain lists them`,
		);
	}
	if (figure === undefined) return;
	if (!figure.endsWith('.svg')) throw new UsageError(`--figure must end in .svg, not "${plain(figure, 80)}"`);
	if (metric === undefined) throw new UsageError('--figure draws one metric: name it with --metric');
}

/** The folder that takes everything; undefined where the result goes to stdout or a file, which is checked. */
async function folderOf(values: Values): Promise<string | undefined> {
	const { output, format, json } = values;
	if (output === undefined || output === '-' || !isFolderName(output)) {
		await checkTarget(values);
		return undefined;
	}
	if (format !== undefined || json) {
		throw new UsageError(`--output ${plain(output)} is a folder, which holds every format; leave out the format`);
	}
	await checkFolder(output, SWEEP_FILE);
	return output;
}

function requestOf(values: Values): Omit<SweepRequest, 'vary' | 'workers'> {
	const { base, state, fleet, market, trials, days, seed, growth, metric } = values;
	return {
		...{ base, market, trials, days, seed, metric, version },
		fork: oneFork(values, 'sweep'),
		...(state === undefined ? {} : { state }),
		fleets: fleet === null ? null : [...fleet],
		growthPerDayPercent: growth,
		command: canonicalCommand(values, 'sweep'),
	};
}

/** @throws UsageError for a row that these cells' reports do not have, or that has no figure */
function metricIndex({ metrics }: Sweep, id: string): number {
	const exact = metrics.findIndex((metric) => metric.id === id);
	const index = exact === -1 ? metrics.findIndex((metric) => metric.id.endsWith(`.${id}`)) : exact;
	if (index !== -1) return index;
	const hint = didYouMean(
		id,
		metrics.map((metric) => metric.id),
	);
	throw new UsageError(`these cells' reports have no row "${plain(id, 80)}"${hint}`);
}
