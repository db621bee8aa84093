/** The evidence of a report: everything that lets another check it, as the files of one folder. */
import type { Report } from '../compare/document.ts';
import { CHECKSUMS, checksumsOf, type FolderFile } from './checksums.ts';
import { renderCsv, renderListingCsv } from './csv.ts';
import { copyPaths, REPORT_FILE } from './inputcopies.ts';
import { renderJson } from './json.ts';
import { figurePath } from './picture.ts';
import { plot } from './plot.ts';
import { renderReadme } from './readme.ts';
import { safeName } from './safename.ts';

/**
 * The folder's files by path, the checksums last.
 *
 * @param inputBytes the bytes of each input, in the order of the report's inputs
 */
export async function evidenceFiles(report: Report, inputBytes: readonly Uint8Array[]): Promise<FolderFile[]> {
	const taken = new Set<string>();
	const files: FolderFile[] = [
		{ path: 'README.md', content: renderReadme(report) },
		{ path: REPORT_FILE, content: renderJson(report) },
		...report.tables.map((table) => ({
			path: `tables/${safeName(table.id, taken)}.csv`,
			content: renderCsv([table]),
		})),
		...report.listings
			.filter(({ rows }) => rows.length > 0)
			.map((listing) => ({
				path: `tables/${safeName(listing.id, taken)}.csv`,
				content: renderListingCsv(listing),
			})),
		...copyPaths(report.inputs).map((path, i) => ({ path, content: inputBytes[i]! })),
	];
	for (const chart of report.charts) {
		for (const theme of ['light', 'dark'] as const) {
			files.push({ path: figurePath(chart, theme), content: await plot(chart, theme) });
		}
	}
	files.sort((a, b) => (a.path < b.path ? -1 : 1));
	return [...files, { path: CHECKSUMS, content: checksumsOf(files) }];
}
