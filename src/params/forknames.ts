/** What `--fork` names: one fork, or several that apply together, joined by a plus sign. */
import { existsSync } from 'node:fs';
import { isPath } from './files.ts';
import { escapeText, InputError } from './json.ts';

const JOINT = '+';

/**
 * The names in "a+b". A plus sign may also be part of a path: the longest text that is an existing file is taken
 * whole.
 * @throws InputError for an empty name
 */
export function forkNames(argument: string): string[] {
	const parts = argument.split(JOINT);
	const names: string[] = [];
	let index = 0;
	while (index < parts.length) {
		let end = parts.length;
		while (end > index + 1 && !isFile(parts.slice(index, end).join(JOINT))) end--;
		const name = parts.slice(index, end).join(JOINT);
		if (name === '') throw new InputError(`'${escapeText(argument)}' lacks the name of a fork beside the plus sign`);
		names.push(name);
		index = end;
	}
	return names;
}

function isFile(name: string): boolean {
	return isPath('forks', name) && existsSync(name);
}
