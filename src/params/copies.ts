/**
 * Copies that stand in for input files: an evidence folder keeps the bytes of every file that its report was made
 * from, so that the report can be made again where the files themselves have changed or never were.
 */
import type { InputFile } from './types.ts';

/** A copy of an input, and where it lies. */
export interface Copy {
	readonly input: InputFile;
	readonly path: string;
}

/** In force while the work of `withCopies` runs, which waits for nothing. */
let inForce: readonly Copy[] | undefined;

/** What `work` returns where it finds these copies in place of the user's own files; bundled files stay. */
export function withCopies<T>(copies: readonly Copy[], work: () => T): T {
	const before = inForce;
	inForce = copies;
	try {
		return work();
	} finally {
		inForce = before;
	}
}

/** Whether copies are in force, and so nothing of the user's own is to be looked for. */
export function copiesInForce(): boolean {
	return inForce !== undefined;
}

/** The copy of the file that a name, or a path as typed, meant. */
export function copyNamed(kind: InputFile['kind'], name: string, isPath: boolean): Copy | undefined {
	return inForce?.find(
		({ input }) => input.kind === kind && (isPath ? input.path === name : input.path.endsWith(`/${name}.json`)),
	);
}

/** Names of the copies of a kind. */
export function copiedNames(kind: InputFile['kind']): string[] {
	const own = (inForce ?? []).filter(({ input }) => input.kind === kind);
	return own.filter(({ input: { id, path } }) => path.endsWith(`/${id}.json`)).map(({ input }) => input.id);
}
