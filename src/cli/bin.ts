#!/usr/bin/env node
/** The program: joins `main` to the process. */
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { main } from './main.ts';
import { EXIT } from './shell.ts';

const controller = new AbortController();
// Every worker's task listens to it; Node warns of a leak from the eleventh on.
setMaxListeners(0, controller.signal);

process.on('SIGINT', () => {
	// The first asks the run to stop and clean up after itself; the second does not wait for it.
	if (controller.signal.aborted) process.exit(EXIT.interrupted);
	controller.abort();
});

for (const stream of [process.stdout, process.stderr]) {
	stream.on('error', (error: NodeJS.ErrnoException) => {
		// `rehearse … | head` closes the pipe when it has seen enough: nobody is left to write to.
		if (error.code === 'EPIPE') return;
		// A full disk behind `>`: what is left to say goes to stderr, which may be the stream that fails.
		if (stream === process.stdout) process.stderr.write(`rehearse: cannot write to stdout: ${error.code}\n`);
		process.exit(EXIT.failure);
	});
}

// The exit code is set and the process left to end by itself, so that a pipe gets all that was written to it.
process.exitCode = await main({
	argv: process.argv.slice(2),
	env: process.env,
	// The stream is made when it is first asked for, which most commands never do.
	get stdin() {
		return process.stdin;
	},
	stdout: process.stdout,
	stderr: process.stderr,
	signal: controller.signal,
	cores: availableParallelism(),
	clock: Date.now,
});
