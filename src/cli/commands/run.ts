/** `rehearse run`: a fork beside its base. */
import type { Report } from '../../compare/document.ts';
import { canonicalCommand } from '../canonical.ts';
import type { Invocation } from '../invocation.ts';
import type { FailOn } from '../options.ts';
import { checkTarget, deliver, renderOptions } from '../output.ts';
import { startProgress } from '../progress.ts';
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
 * Runs a rehearsal and prints its report.
 *
 * @returns exit code
 * @throws UsageError without a fork; what `rehearse` throws otherwise
 */
export async function run({ values }: Invocation, shell: Shell, note: (text: string) => void): Promise<number> {
	const { fork, state, fleet } = values;
	if (fork === undefined) {
		throw new UsageError('--fork is required: a name from "rehearse list forks" or a path; see rehearse --help');
	}
	const options = renderOptions(values, shell);
	await checkTarget(values);
	const workers = workerCount(values.workers, shell.cores, note);
	const [{ rehearse }, { renderReport }, progress] = await Promise.all([
		import('../../compare/rehearsal.ts'),
		import('../../report/render.ts'),
		startProgress(shell.stderr, values.quiet),
	]);
	let report: Report;
	try {
		report = await rehearse({
			base: values.base,
			fork,
			...(state === undefined ? {} : { state }),
			fleets: fleet === null ? null : [...fleet],
			market: values.market,
			trials: values.trials,
			days: values.days,
			seed: values.seed,
			workers,
			growthPerDayPercent: values.growth,
			minIntervalsSeconds: [...values['min-interval']],
			command: canonicalCommand(values),
			version,
			onProgress: progress.update,
			onNote: note,
			signal: shell.signal,
		});
	} finally {
		progress.stop();
	}
	await deliver(await renderReport(report, options), values, shell);
	return fired(report, values['fail-on']) ? EXIT.finding : EXIT.ok;
}
