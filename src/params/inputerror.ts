/** The error of bad input, and text from outside as a message may show it. It stands on nothing, so that a page can hold it. */

/** What is wrong with something the user gave: one line, exit code 2. */
export class InputError extends Error {
	override readonly name = 'InputError';
	readonly exitCode = 2;
}

const MAX_SHOWN_CHARACTERS = 80;

// Controls and line ends, format characters (bidi controls, zero-width), lone surrogates, private use.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** Text from a file or command line as one safe, short piece of a message: unsafe characters become \u{…}. */
export function escapeText(text: string): string {
	const shown = text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS - 1)}…` : text;
	return shown.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
