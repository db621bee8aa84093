/** A progress bar with an estimate of the time left, on a terminal's stderr and nowhere else. */
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
		format: ' {bar} {percentage} % · {value} of {total} trials · {eta_formatted} left',
		barsize: 24,
		clearOnComplete: true,
		// The cursor stays visible: a second Ctrl-C ends the process with no chance to bring it back.
		hideCursor: false,
	});
	let started = false;
	return {
		update: (done, total) => {
			if (!started) {
				started = true;
				bar.start(total, done);
			}
			bar.update(done);
		},
		stop: () => {
			if (started) bar.stop();
		},
	};
}
