/** A temporary user folder (REHEARSE_HOME) for the files of one test file. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

export interface UserFolder {
	/** Path of the folder. */
	readonly path: () => string;
	/** Writes `<kind>/<name>.json` and returns its path; text and bytes as they are, other values as JSON. */
	readonly write: (kind: string, name: string, content: unknown) => string;
}

/** Creates the folder before the tests of the calling file and removes it after them. */
export function userFolder(): UserFolder {
	const before = process.env['REHEARSE_HOME'];
	let path = '';
	beforeAll(() => {
		path = mkdtempSync(join(tmpdir(), 'rehearse-test-'));
		process.env['REHEARSE_HOME'] = path;
	});
	afterAll(() => {
		rmSync(path, { recursive: true });
		if (before === undefined) delete process.env['REHEARSE_HOME'];
		else process.env['REHEARSE_HOME'] = before;
	});
	return {
		path: () => path,
		write: (kind, name, content) => {
			mkdirSync(join(path, kind), { recursive: true });
			const file = join(path, kind, `${name}.json`);
			const raw = typeof content === 'string' || content instanceof Uint8Array;
			writeFileSync(file, raw ? content : JSON.stringify(content, null, '\t'));
			return file;
		},
	};
}

/** Message of the error that an action throws; fails when it throws none. */
export function messageOf(action: () => unknown): string {
	try {
		action();
	} catch (error) {
		if (error instanceof Error) return error.message;
		throw error;
	}
	throw new Error('the action did not fail');
}
