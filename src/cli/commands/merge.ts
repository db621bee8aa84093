/** `rehearse merge`: the report of a run whose shards lie in a folder. */
import { prepare } from '../../compare/rehearsal.ts';
import { otherRun, type ShardDocument, sumsOfShards } from '../../compare/shard.ts';
import { resultOfSums } from '../../engine/simulate.ts';
import { plain } from '../../report/escape.ts';
import { renderReport } from '../../report/render.ts';
import { evidenceTarget, writeEvidence } from '../evidence.ts';
import type { Invocation } from '../invocation.ts';
import { deliver, renderOptions } from '../output.ts';
import { readShards } from '../shards.ts';
import { EXIT, type Shell } from '../shell.ts';
import { CheckError, UsageError } from '../usage.ts';
import { version } from '../version.ts';
import { fired, stampOf } from './run.ts';

/**
 * Merges shards into the report that the run would have printed in one piece.
 *
 * @returns exit code
 * @throws CheckError for shards that are missing, there twice, damaged, of another run or of another version, and
 * for an input file that is not the one they were computed from
 */
export async function merge(
	{ positionals, values }: Invocation,
	shell: Shell,
	note: (text: string) => void,
): Promise<number> {
	const [folder] = positionals;
	if (folder === undefined) throw new UsageError('merge needs the folder of the shards: rehearse merge DIR/');
	const options = renderOptions(values, shell);
	const evidence = await evidenceTarget(values);
	const shards = await readShards(folder);
	const { request, inputs } = shards[0] as ShardDocument;
	if (request.version !== version) {
		throw new CheckError(
			`the shards are of version ${plain(request.version)}, this is ${version}; merge them with the same`,
		);
	}
	const prepared = prepare({ ...request, ...stampOf(values, shell), workers: 1, onNote: note });
	const now = { ...shards[0]!, inputs: prepared.inputs };
	const difference = otherRun(shards[0]!, now);
	if (difference !== undefined) {
		const file = inputs.find((input, i) => JSON.stringify(input) !== JSON.stringify(prepared.inputs[i]));
		const path = file === undefined ? '' : ` (${plain(file.path)})`;
		throw new CheckError(`${plain(difference, 200)}${path} has changed since the shards were computed`);
	}
	const report = prepared.reportOf(resultOfSums(prepared.plan, sumsOfShards(shards)));
	if (evidence === null) await deliver(await renderReport(report, options), values, shell);
	else await writeEvidence(report, evidence, note);
	return fired(report, values['fail-on']) ? EXIT.finding : EXIT.ok;
}
