/** Errors for places in a fork's file. */
import { escapeText, InputError, type JsonPath } from './json.ts';
import type { Fork } from './types.ts';

/** Makes the error for a place in a fork's file. */
export type ForkFault = (path: JsonPath, what: string) => InputError;

/** Errors that name the fork and the path, where the file itself is not at hand. */
export function plainFault(fork: Fork): ForkFault {
	return (path, what) => new InputError(`fork '${escapeText(fork.id)}': ${escapeText(`/${path.join('/')}`)}: ${what}`);
}
