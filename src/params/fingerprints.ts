/**
 * Bundled files that are known to fit their schemas: the build reads each of them and writes down the SHA-256 of
 * its bytes. Such a file need not be checked again; other bytes are, so that nothing here can go stale.
 */
import { fileURLToPath } from 'node:url';
import type { FileKind } from './files.ts';
import { writtenByBuild } from './package.ts';

/** SHA-256 of files by kind, in hexadecimal. */
export type Fingerprints = Readonly<Partial<Record<FileKind, readonly string[]>>>;

/** The file that holds them once the package is built. */
export const fingerprintsPath: string = fileURLToPath(new URL('../params/fingerprints.json', import.meta.url));

let fingerprints: Fingerprints | undefined;

/** Whether the build found that these bytes fit their kind's schema; never where there is no build. */
export function isKnownToFit(kind: FileKind, sha256: string): boolean {
	fingerprints ??= writtenByBuild<Fingerprints>(fingerprintsPath) ?? {};
	return fingerprints[kind]?.includes(sha256) === true;
}
