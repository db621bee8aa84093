/** An evidence folder as it was recorded: whole by its own checksums, its report read back, its copies at hand. */
import { join } from 'node:path';
import type { Report } from '../compare/document.ts';
import type { Copy } from '../params/copies.ts';
import { InputError, parseJson } from '../params/json.ts';
import { assertSchema } from '../params/schema.ts';
import type { InputFile } from '../params/types.ts';
import { CHECKSUMS, parseChecksums, sha256Of } from '../report/checksums.ts';
import { plain } from '../report/escape.ts';
import { copyPaths, REPORT_FILE, SWEEP_FILE } from '../report/inputcopies.ts';
import { readFolder } from './folder.ts';
import { CheckError, UsageError } from './usage.ts';

export interface Evidence {
	readonly report: Report;
	/** By path with slashes. */
	readonly files: ReadonlyMap<string, Buffer>;
}

/**
 * Reads an evidence folder.
 * @throws UsageError where there is none; CheckError that names the first file that is missing, is not what the
 * checksums say, or that they do not know, and where report.json is no report or does not name its copies
 */
export async function readEvidence(folder: string): Promise<Evidence> {
	const files = await readFolder(folder);
	const sums = files.get(CHECKSUMS);
	if (sums === undefined) throw new CheckError(`${plain(folder)} is no evidence folder: it has no ${CHECKSUMS}`);
	if (files.has(SWEEP_FILE) && !files.has(REPORT_FILE)) {
		throw new UsageError(`${plain(folder)} holds a sweep; its command in ${SWEEP_FILE} makes it again`);
	}
	assertChecksums(files, checksumsIn(sums));
	const report = reportIn(files);
	for (const { name, input } of copiesOf(folder, report)) {
		const copy = files.get(name);
		if (copy === undefined) throw new CheckError(`${name} is missing: the copy of ${plain(input.path)}`);
		const found = sha256Of(copy);
		if (found !== input.sha256) {
			throw new CheckError(`${name}: SHA-256 in ${REPORT_FILE} ${plain(input.sha256)}, found ${found}`);
		}
	}
	return { report, files };
}

/** The copies of a report's inputs, in their order. */
export function copiesOf(folder: string, report: Report): (Copy & { readonly name: string })[] {
	const names = copyPaths(report.inputs);
	return report.inputs.map((input, i) => ({
		name: names[i]!,
		input: input as InputFile,
		path: join(folder, names[i]!),
	}));
}

function checksumsIn(bytes: Buffer): ReadonlyMap<string, string> {
	try {
		return parseChecksums(bytes.toString());
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		throw new CheckError(`${CHECKSUMS}: ${error.message}`);
	}
}

function assertChecksums(files: ReadonlyMap<string, Buffer>, sums: ReadonlyMap<string, string>): void {
	for (const [path, recorded] of sums) {
		const content = files.get(path);
		if (content === undefined) throw new CheckError(`${path} is missing`);
		const found = sha256Of(content);
		if (found !== recorded) throw new CheckError(`${path}: SHA-256 recorded ${recorded}, found ${found}`);
	}
	const extra = [...files.keys()].find((path) => path !== CHECKSUMS && !sums.has(path));
	if (extra !== undefined) throw new CheckError(`${plain(extra)} is not in ${CHECKSUMS}`);
}

function reportIn(files: ReadonlyMap<string, Buffer>): Report {
	const bytes = files.get(REPORT_FILE);
	if (bytes === undefined) throw new CheckError(`${REPORT_FILE} is missing`);
	try {
		const document = parseJson(bytes.toString(), REPORT_FILE);
		assertSchema('report', document);
		// It fits its schema, which says no less than the type.
		return document.value as Report;
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		throw new CheckError(error.message);
	}
}
