/** A sweep as a folder: the document, its tables, every figure, and their checksums. */
import type { Sweep } from '../compare/sweepdocument.ts';
import { CHECKSUMS, checksumsOf, type FolderFile } from './checksums.ts';
import { SWEEP_FILE } from './inputcopies.ts';
import { renderLeaflet } from './render.ts';
import { safeName } from './safename.ts';
import { groupGrids, metricGrids, recordGrid, titleOf } from './sweepgrid.ts';
import { isDrawn, plotSweep } from './sweepplot.ts';

export async function sweepFiles(sweep: Sweep): Promise<FolderFile[]> {
	const title = `Sweep: ${titleOf(sweep)}`;
	const document = { ...sweep };
	const numeric = sweep.metrics.flatMap((metric, index) => (isDrawn(sweep, index) ? [{ ...metric, index }] : []));
	// What stands under the tables by group holds for the matrices too.
	const matrices = sweep.parameters.length === 2 ? numeric.flatMap(({ index }) => metricGrids(sweep, index)) : [];
	const grids = {
		md: [...groupGrids(sweep), ...matrices.map((grid) => ({ ...grid, notes: [] }))],
		csv: [recordGrid(sweep)],
		json: [],
	};
	const files: FolderFile[] = [];
	for (const format of ['json', 'md', 'csv'] as const) {
		const content = await renderLeaflet({ title, grids: grids[format], document }, { format, level: 0 });
		files.push({ path: format === 'json' ? SWEEP_FILE : `sweep.${format}`, content });
	}
	const taken = new Set<string>();
	for (const { id, index } of numeric) {
		const name = safeName(id, taken);
		for (const theme of ['light', 'dark'] as const) {
			files.push({ path: `figures/${name}-${theme}.svg`, content: await plotSweep(sweep, index, theme) });
		}
	}
	return [...files, { path: CHECKSUMS, content: checksumsOf(files) }];
}
