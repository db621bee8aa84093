/** SHA256SUMS as `sha256sum` writes and checks it. */
import { createHash } from 'node:crypto';

export const CHECKSUMS = 'SHA256SUMS';

/** A file of a folder, by its path from there with slashes. */
export interface FolderFile {
	readonly path: string;
	readonly content: string | Uint8Array;
}

/** Two spaces, no escapes: paths are those that `safeName` makes. */
const LINE = /^([0-9a-f]{64}) {2}([A-Za-z0-9][\w@.+-]*(?:\/[A-Za-z0-9][\w@.+-]*)*)$/;

export function sha256Of(content: string | Uint8Array): string {
	return createHash('sha256').update(content).digest('hex');
}

/** One line for each file, by path. */
export function checksumsOf(files: readonly FolderFile[]): string {
	const lines = files.map(({ path, content }) => ({ path, line: `${sha256Of(content)}  ${path}\n` }));
	return lines
		.sort((a, b) => (a.path < b.path ? -1 : 1))
		.map(({ line }) => line)
		.join('');
}

/**
 * SHA-256 by path.
 * @throws RangeError that names the first line that is none
 */
export function parseChecksums(text: string): Map<string, string> {
	const sums = new Map<string, string>();
	const lines = text.split('\n');
	if (lines.at(-1) === '') lines.pop();
	for (const [index, line] of lines.entries()) {
		const [, sha256, path] = LINE.exec(line) ?? [];
		if (sha256 === undefined || path === undefined || sums.has(path)) {
			throw new RangeError(`line ${index + 1} is no SHA-256 of a file, or of one named before`);
		}
		sums.set(path, sha256);
	}
	return sums;
}
