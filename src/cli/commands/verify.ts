/** `rehearse verify`: an evidence folder against its checksums, then against the report made once more. */
import type { Report } from '../../compare/document.ts';
import { prepare } from '../../compare/rehearsal.ts';
import { simulate } from '../../engine/simulate.ts';
import { withCopies } from '../../params/copies.ts';
import { plain } from '../../report/escape.ts';
import { evidenceFiles } from '../../report/evidence.ts';
import { firstDifference } from '../difference.ts';
import type { Invocation } from '../invocation.ts';
import { startProgress } from '../progress.ts';
import { copiesOf, readEvidence } from '../recorded.ts';
import { EXIT, type Shell } from '../shell.ts';
import { CheckError, UsageError } from '../usage.ts';
import { version } from '../version.ts';
import { workerCount } from './run.ts';

/**
 * Checks an evidence folder.
 *
 * @returns 0 where every file is what its report's own request gives
 * @throws CheckError that names the first difference
 */
export async function verify(
	{ positionals, values }: Invocation,
	shell: Shell,
	note: (text: string) => void,
): Promise<number> {
	const [folder] = positionals;
	if (folder === undefined) throw new UsageError('verify needs an evidence folder: rehearse verify DIR');
	const evidence = await readEvidence(folder);
	const { report, files } = evidence;
	if (report.version !== version) {
		throw new CheckError(
			`the report is of version ${plain(report.version)}, this is ${version}; verify it with the same`,
		);
	}
	const progress = await startProgress(shell.stderr, values.quiet);
	let again: Report;
	try {
		const options = {
			workers: workerCount(values.workers, shell.cores, note),
			onProgress: progress.update,
			signal: shell.signal,
		};
		const { writtenAt } = report;
		const request = { ...report.request, ...(writtenAt === undefined ? {} : { writtenAt }), ...options };
		// Notes were for who made the report.
		const prepared = withCopies(copiesOf(folder, report), () => prepare({ ...request, onNote: () => {} }));
		again = prepared.reportOf(await simulate(prepared.plan, request));
	} finally {
		progress.stop();
	}
	const bytes = copiesOf(folder, report).map(({ name }) => files.get(name)!);
	await compare(files, again, bytes);
	shell.stdout.write(`${files.size} files agree with their checksums and with the report made again\n`);
	return EXIT.ok;
}

async function compare(files: ReadonlyMap<string, Buffer>, again: Report, inputs: readonly Buffer[]): Promise<void> {
	const made = await evidenceFiles(again, inputs);
	// The report first: what differs in it explains every other file.
	made.sort((a, b) => Number(b.path === 'report.json') - Number(a.path === 'report.json'));
	for (const { path, content } of made) {
		const recorded = files.get(path);
		if (recorded === undefined) throw new CheckError(`${path} is missing: the report made again has it`);
		const text = Buffer.from(content);
		if (recorded.equals(text)) continue;
		const difference = firstDifference(recorded.toString(), text.toString(), path.endsWith('.json'));
		if (difference === undefined) throw new CheckError(`${path} differs in bytes that are no text`);
		const { place, first, second } = difference;
		throw new CheckError(`${path}, ${place}: recorded ${first}, made again ${second}`);
	}
	const extra = [...files.keys()].find((path) => !made.some((file) => file.path === path));
	if (extra !== undefined) throw new CheckError(`${plain(extra)}: the report made again has no such file`);
}
