/** Reads a vector file; one without vectors would test nothing, so it is an error. */
import { readFileSync } from 'node:fs';

export function readVectors<T>(
	name: string,
): { readonly origin: string; readonly vectors: readonly T[] } & Record<string, unknown> {
	const file = JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8'));
	if (typeof file.origin !== 'string' || !Array.isArray(file.vectors) || file.vectors.length === 0) {
		throw new Error(`${name}.json needs an origin and at least one vector`);
	}
	return file;
}
