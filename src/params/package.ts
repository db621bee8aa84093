/** Where the package's own data lies, the same from src/ and from dist/. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Folder that holds chainparams/, profiles/ and schemas/: two levels above this file. */
export const packageRoot: string = fileURLToPath(new URL('../../', import.meta.url));

/** The JSON that scripts/precompute.mjs wrote beside the compiled program; undefined where there is no build. */
export function writtenByBuild<T>(path: string): T | undefined {
	try {
		return JSON.parse(readFileSync(path, 'utf8')) as T;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
		throw error;
	}
}
