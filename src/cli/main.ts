/** The tool as a function of its world: arguments, environment and streams in, an exit code out. */
import { plain, prose } from '../report/escape.ts';
import { type Invocation, resolve } from './invocation.ts';
import { parse } from './parser.ts';
import { EXIT, type Shell } from './shell.ts';
import { UsageError } from './usage.ts';
import { version } from './version.ts';

type Note = (text: string) => void;

/** Commands are loaded when they are run: help and lists must not wait for the simulation's libraries. */
async function execute(invocation: Invocation, shell: Shell, note: Note): Promise<number> {
	switch (invocation.command) {
		case 'run':
			return (await import('./commands/run.ts')).run(invocation, shell, note);
		case 'list':
			return (await import('./commands/list.ts')).list(invocation, shell);
		case 'show':
			return (await import('./commands/show.ts')).show(invocation, shell);
		case 'issuance':
			return (await import('./commands/issuance.ts')).issuance(invocation, shell);
		case 'merge':
			return (await import('./commands/merge.ts')).merge(invocation, shell, note);
		case 'verify':
			return (await import('./commands/verify.ts')).verify(invocation, shell, note);
		case 'review':
			return (await import('./commands/review.ts')).reviewEvidence(invocation, shell);
		case 'asert':
			return (await import('./commands/asert.ts')).asert(invocation, shell);
		case 'subsidy':
			return (await import('./commands/subsidy.ts')).subsidy(invocation, shell);
		case 'replay':
			return (await import('./commands/replay.ts')).replayHeaders(invocation, shell);
		case 'diff':
			return (await import('./commands/diff.ts')).diff(invocation, shell);
		case 'sweep':
			return (await import('./commands/sweep.ts')).sweepGrid(invocation, shell, note);
		case 'explain':
			return (await import('./commands/explain.ts')).explain(invocation, shell);
	}
}

/** Exit code of an error: those that carry one are the user's to correct. */
function exitCodeOf(error: unknown): number {
	const own = error instanceof Error && 'exitCode' in error ? error.exitCode : undefined;
	return own === EXIT.usage || own === EXIT.finding ? own : EXIT.failure;
}

function report(error: unknown, debug: boolean, shell: Shell): number {
	const code = exitCodeOf(error);
	const message = prose(error instanceof Error ? error.message : String(error));
	const hint = code === EXIT.failure && !debug ? ' (--debug for the stack)' : '';
	shell.stderr.write(`rehearse: ${message}${hint}\n`);
	if (debug && error instanceof Error) {
		const stack = (error.stack ?? '').split('\n').slice(1);
		for (const line of stack) shell.stderr.write(`    ${plain(line)}\n`);
	}
	return code;
}

/**
 * Runs one command line.
 *
 * @returns 0 done, 1 failure, 2 bad usage or input, 3 --fail-on fired or a check failed, 130 interrupted
 */
export async function main(shell: Shell): Promise<number> {
	let debug = shell.argv.includes('--debug');
	try {
		const outcome = await parse(shell.argv, version);
		if ('output' in outcome) {
			shell.stdout.write(outcome.output);
			return EXIT.ok;
		}
		const invocation = resolve(outcome.parsed, shell.env);
		debug = invocation.values.debug;
		const note: Note = (text) => {
			if (!invocation.values.quiet) shell.stderr.write(`rehearse: ${prose(text)}\n`);
		};
		for (const text of invocation.notes) note(text);
		return await execute(invocation, shell, note);
	} catch (error) {
		if (shell.signal.aborted && !(error instanceof UsageError)) {
			shell.stderr.write('rehearse: interrupted\n');
			return EXIT.interrupted;
		}
		return report(error, debug, shell);
	}
}
