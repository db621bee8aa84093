/**
 * Text from files and arguments is untrusted: it may move the cursor, reorder what is read, break out of a
 * table cell or run as a spreadsheet formula. Everything that a renderer prints passes through here first.
 */

/** Longest name, title or label that is printed, in characters. */
export const LABEL_CHARACTERS = 200;

/** Longest sentence that is printed: our own findings and assumptions carry numbers and need more room. */
export const PROSE_CHARACTERS = 2_000;

/**
 * Terminal sequences: CSI (colours, cursor), the string sequences OSC, DCS, SOS, PM and APC up to their
 * terminator, and two-character escapes (ECMA-48, sections 5.3–5.6). They are removed whole, so that no
 * "[31m" stays behind.
 */
const SEQUENCE =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
	/[\u001b\u009b]\[?[0-9:;<=>?]{0,64}[ -/]{0,8}[@-~]/g;
const STRING_SEQUENCE =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
	/(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c|$)/g;

/** Tabs, line breaks and the line and paragraph separators U+2028/9 part words, so they become one space. */
const BREAK = /[\t-\r\u0085\p{Z}]+/gu;

/**
 * C0 and C1 controls (Cc), and format characters (Cf): bidirectional controls U+202A–E, U+2066–9, U+200E/F,
 * U+061C, zero-width characters and tags, none of which can be seen.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;

/** Half of a surrogate pair: no character, and not encodable as UTF-8. */
const LONE_SURROGATE = /\p{Cs}/gu;

/**
 * One line of visible text.
 *
 * @param text anything from a file, an argument or an error message
 * @param limit most characters (code points) kept; a longer text ends in "…"
 */
export function plain(text: string, limit: number = LABEL_CHARACTERS): string {
	// A bound before any pattern runs: a megabyte of escapes costs no more than a screenful.
	const bounded = text.length > limit * 16 ? text.slice(0, limit * 16) : text;
	const visible = bounded
		.replace(STRING_SEQUENCE, '')
		.replace(SEQUENCE, '')
		.replace(BREAK, ' ')
		.replace(INVISIBLE, '')
		.replace(LONE_SURROGATE, '\ufffd')
		.trim();
	const characters = [...visible];
	if (characters.length <= limit && bounded.length === text.length) return visible;
	return `${characters.slice(0, limit - 1).join('')}…`;
}

/** As `plain`, for sentences rather than names. */
export function prose(text: string): string {
	return plain(text, PROSE_CHARACTERS);
}

/** One line of visible text as XML and HTML take it, in an element or between quotes. */
export function characterData(text: string): string {
	return prose(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Escapes what a terminal would act on inside a finished JSON document. Such characters can stand only inside
 * its strings, where \uXXXX means the same, so the data is unchanged.
 */
export function visibleJson(json: string): string {
	return json.replace(/[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/gu, (character) => {
		let escaped = '';
		for (let i = 0; i < character.length; i++) {
			escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
		}
		return escaped;
	});
}
