/** The world around the tool, injected so that every command runs in a test as it does in a terminal. */

export type Stream = NodeJS.WritableStream & { readonly isTTY?: boolean };

export interface Shell {
	/** Arguments after the program's name. */
	readonly argv: readonly string[];
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Lines that oracles answer. */
	readonly stdin: AsyncIterable<Uint8Array | string>;
	/** Results, and nothing else. */
	readonly stdout: Stream;
	/** Progress, notes and errors. */
	readonly stderr: Stream;
	/** Aborted by the first Ctrl-C. */
	readonly signal: AbortSignal;
	/** Processor cores, the most workers that make sense. */
	readonly cores: number;
	/** Milliseconds since 1970; read only where a time is asked for. */
	readonly clock: () => number;
}

/** Exit codes, as docs/cli.md promises them. */
export const EXIT = { ok: 0, failure: 1, usage: 2, finding: 3, interrupted: 130 } as const;
