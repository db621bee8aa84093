/** `rehearse run`: a fork, or each of several, beside its base. */
import type { Report } from '../../compare/document.ts';
import type { RehearsalRequest } from '../../compare/rehearsal.ts';
import { plain } from '../../report/escape.ts';
import { canonicalCommand } from '../canonical.ts';
import { evidenceTarget, writeEvidence } from '../evidence.ts';
import type { Invocation } from '../invocation.ts';
import type { FailOn, Values } from '../options.ts';
import { deliver, isFolderName, renderOptions } from '../output.ts';
import { startProgress } from '../progress.ts';
import { shardOf } from '../scale.ts';
import { EXIT, type Shell } from '../shell.ts';
import { UsageError } from '../usage.ts';
import { version } from '../version.ts';

/** Whether a finding of the given severity or a harder one fired. */
export function fired(report: Pick<Report, 'findings'>, failOn: FailOn | undefined): boolean {
	const severities = failOn === undefined ? [] : failOn === 'hard' ? ['hard'] : ['hard', 'soft'];
	return report.findings.some((finding) => severities.includes(finding.severity));
}

/** Threads to use: one per core by default, and never more than there are cores. */
export function workerCount(asked: number | undefined, cores: number, note: (text: string) => void): number {
	if (asked === undefined) return cores;
	if (asked > cores) note(`--workers ${asked} is more than the ${cores} cores here; using ${cores}`);
	return Math.min(asked, cores);
}

/**
 * Runs a rehearsal for each fork and prints the reports, or computes one shard of it.
 *
 * @returns exit code
 * @throws UsageError without a fork or with one given twice; what `rehearse` throws otherwise
 */
export async function run({ values }: Invocation, shell: Shell, note: (text: string) => void): Promise<number> {
	const forks = forksOf(values);
	const options = renderOptions(values, shell);
	const shard = await shardTarget(values, forks, shell, note);
	const folder = shard === null ? await evidenceTarget(values) : null;
	if (folder !== null && forks.length > 1) throw new UsageError('an evidence folder takes one fork');
	const workers = workerCount(values.workers, shell.cores, note);
	const [{ rehearse }, { defaultMarket }, { loadBase }, { resolveScenario }, { renderSeries }, simulation] =
		await Promise.all([
			import('../../compare/rehearsal.ts'),
			import('../../market/load.ts'),
			import('../../params/registry.ts'),
			import('../../params/scenario.ts'),
			import('../../report/series.ts'),
			import('../simulation.ts'),
		]);
	// A fork that does not fit is refused before any other is simulated.
	const { base, state, checkpoint, precision } = values;
	if (forks.length > 1 || values.market === undefined) {
		for (const fork of forks) resolveScenario({ base, fork, state });
	}
	const market = values.market ?? defaultMarket(loadBase(base).value.coin.symbol);
	const reports: Report[] = [];
	for (const fork of forks) {
		const progress = await startProgress(shell.stderr, values.quiet);
		const request: RehearsalRequest = {
			...requestOf(values, fork, market),
			...stampOf(values, shell),
			workers,
			onProgress: progress.update,
			onNote: note,
			signal: shell.signal,
		};
		try {
			if (shard !== null) {
				const computed = await simulation.simulateShard(request, shard.shard, shard.folder);
				note(
					`shard ${shard.shard.index} of ${shard.shard.count} ${computed ? 'written to' : 'was already in'} ${shard.folder}`,
				);
				return EXIT.ok;
			}
			if (checkpoint !== undefined) reports.push(await simulation.simulateInParts(request, checkpoint, note));
			else if (precision !== undefined) reports.push(await simulation.simulateToPrecision(request, precision, note));
			else reports.push(await rehearse(request));
		} finally {
			progress.stop();
		}
	}
	if (folder === null) await deliver(await renderSeries(reports, options), values, shell);
	else for (const report of reports) await writeEvidence(report, folder, note);
	return reports.some((report) => fired(report, values['fail-on'])) ? EXIT.finding : EXIT.ok;
}

function forksOf({ fork: forks, checkpoint, precision }: Values): readonly string[] {
	if (forks === undefined) {
		throw new UsageError('--fork is required: a name from "rehearse list forks" or a path; see rehearse --help');
	}
	const twice = forks.find((fork, index) => forks.indexOf(fork) !== index);
	if (twice !== undefined) throw new UsageError(`--fork ${plain(twice, 80)} was given twice`);
	if (checkpoint !== undefined && precision !== undefined) {
		throw new UsageError(
			'--checkpoint keeps a fixed number of trials, which --precision does not have; give one of them',
		);
	}
	if (checkpoint !== undefined && forks.length > 1) throw new UsageError('--checkpoint takes one fork');
	return forks;
}

/** The share of the trials to compute and where it goes; null: the whole run. */
async function shardTarget(
	{ shard: asked, output, checkpoint, precision, format: asksFormat, json }: Values,
	forks: readonly string[],
	shell: Shell,
	note: (text: string) => void,
) {
	const folder = output !== undefined && isFolderName(output) ? output : undefined;
	const shard = asked === undefined && folder === undefined ? undefined : shardOf(asked, shell.env);
	if (shard === undefined) return null;
	if (folder === undefined) throw new UsageError('--shard writes into a folder: -o DIR/');
	if (forks.length > 1) throw new UsageError('--shard takes one fork');
	if (checkpoint !== undefined || precision !== undefined) {
		throw new UsageError('--shard goes with neither --checkpoint nor --precision');
	}
	const format = json ? '--json' : asksFormat === undefined ? undefined : `--format ${asksFormat}`;
	if (format !== undefined) throw new UsageError(`a shard has no format: leave out ${format}, merge takes it`);
	if (asked?.index === undefined) note(`shard ${shard.index}/${shard.count}, by the scheduler's array`);
	return { shard, folder };
}

/** When the report is written, where --stamp asks for it. */
export function stampOf({ stamp }: Values, { clock }: Shell): { readonly writtenAt?: string } {
	return stamp ? { writtenAt: new Date(clock()).toISOString().replace(/\.\d+Z$/, 'Z') } : {};
}

/** What a command line asks for, but for how it is computed. */
function requestOf(values: Values, fork: string, market: string): Omit<RehearsalRequest, 'workers'> {
	const { base, state, fleet, trials, days, seed, growth } = values;
	return {
		...{ base, fork, market, trials, days, seed },
		...(state === undefined ? {} : { state }),
		fleets: fleet === null ? null : [...fleet],
		growthPerDayPercent: growth,
		minIntervalsSeconds: [...values['min-interval']],
		command: canonicalCommand({ ...values, fork: [fork] }),
		version,
	};
}
