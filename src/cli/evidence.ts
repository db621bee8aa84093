/** What becomes of a report where --output names a folder. */
import type { Report } from '../compare/document.ts';
import { inputBytes } from '../params/files.ts';
import type { InputFile } from '../params/types.ts';
import { plain } from '../report/escape.ts';
import { REPORT_FILE } from '../report/inputcopies.ts';
import { checkFolder, writeFolder } from './folder.ts';
import type { Values } from './options.ts';
import { checkTarget, isFolderName } from './output.ts';
import { UsageError } from './usage.ts';

/**
 * The folder that --output names for the evidence; null where the result goes to stdout or a file, which is checked.
 *
 * @throws UsageError where it cannot be written, or where a format is named, of which a folder holds every one
 */
export async function evidenceTarget(values: Values): Promise<string | null> {
	const { output, format, json } = values;
	if (output === undefined || output === '-' || !isFolderName(output)) {
		await checkTarget(values);
		return null;
	}
	if (format !== undefined || json) {
		throw new UsageError(
			`--output ${plain(output)} is a folder, which holds every format; leave out --${json ? 'json' : 'format'} or name a file`,
		);
	}
	await checkFolder(output, REPORT_FILE);
	return output;
}

/** Writes the evidence of a report made from these inputs. */
export async function writeEvidence(report: Report, folder: string, note: (text: string) => void): Promise<void> {
	const { evidenceFiles } = await import('../report/evidence.ts');
	const bytes = report.inputs.map((input) => inputBytes(input as InputFile));
	const files = await evidenceFiles(report, bytes);
	await writeFolder(folder, files);
	note(`wrote ${files.length} files to ${plain(folder)}; rehearse verify ${plain(folder)} makes them again`);
}
