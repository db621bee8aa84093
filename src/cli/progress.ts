/** A progress bar with an estimate of the time left, on a terminal's stderr and nowhere else. */
import { formatNumber } from '../report/number.ts';
import type { Stream } from './shell.ts';

export interface Progress {
	/** Trials done, of how many. */
	readonly update: (done: number, total: number) => void;
	/** Removes the bar and stops its timer. */
	readonly stop: () => void;
}

const SILENT: Progress = { update: () => {}, stop: () => {} };

/** A bar on `stream`, or nothing where that is no terminal or `quiet` asks for none. */
export async function startProgress(stream: Stream, quiet: boolean): Promise<Progress> {
	if (quiet || stream.isTTY !== true) return SILENT;
	const { default: progress } = await import('cli-progress');
	const bar = new progress.SingleBar({
		stream,
		format: (options, { progress: part, value, total, eta }) => {
			const drawn = progress.Format.BarFormat(part, options);
			// Before the first trials are done there is no rate to estimate from.
			const left = value > 0 && Number.isFinite(eta) ? ` · ${progress.Format.TimeFormat(eta, options, 1)} left` : '';
			const trials = `${formatNumber(value, 0)} of ${formatNumber(total, 0)} trials`;
			return ` ${drawn} ${Math.floor(part * 100)} % · ${trials}${left}`;
		},
		barsize: 24,
		// Updates that the time left is estimated from: with the usual ten it jumps to and fro.
		etaBuffer: 300,
		clearOnComplete: true,
		// A second Ctrl-C ends the process with no chance to bring cursor or line wrapping back: both stay on.
		hideCursor: false,
		linewrap: true,
	});
	let started = false;
	return {
		update: (done, total) => {
			if (!started) {
				started = true;
				bar.start(total, done);
			} else {
				bar.update(done);
			}
		},
		stop: () => {
			if (started) bar.stop();
		},
	};
}
