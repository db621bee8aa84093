/** Runs one command line in this process, with its streams captured. */
import { PassThrough, Readable } from 'node:stream';
import { main } from '../../src/cli/main.ts';
import type { Shell, Stream } from '../../src/cli/shell.ts';

export interface Captured {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

export interface World {
	readonly env?: Shell['env'];
	/** Whether stdout and stderr are terminals. */
	readonly tty?: boolean;
	readonly cores?: number;
	readonly signal?: AbortSignal;
	/** Milliseconds since 1970. */
	readonly clock?: Shell['clock'];
	/** Text of standard input. */
	readonly stdin?: string;
}

/** A stream and what was written to it. */
export function capture(tty: boolean): { readonly stream: Stream; readonly text: () => string } {
	const chunks: Buffer[] = [];
	const stream = Object.assign(new PassThrough(), { isTTY: tty });
	stream.on('data', (chunk: Buffer) => chunks.push(chunk));
	return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}

/** `rehearse ...argv`. */
export async function rehearse(argv: readonly string[], world: World = {}): Promise<Captured> {
	const {
		env = {},
		tty = false,
		cores = 2,
		signal = new AbortController().signal,
		stdin = '',
		clock = () => 0,
	} = world;
	const stdout = capture(tty);
	const stderr = capture(tty);
	const input = Readable.from([stdin]);
	const code = await main({
		argv,
		env,
		stdin: input,
		stdout: stdout.stream,
		stderr: stderr.stream,
		signal,
		cores,
		clock,
	});
	return { code, stdout: stdout.text(), stderr: stderr.text() };
}
