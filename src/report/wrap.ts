/** Lines of at most so many terminal columns. Widths are those of a terminal: CJK and emoji take two. */
import { textWidth } from './width.ts';

/** Where a word too long for its line is cut if it can be: after a path's or an identifier's separator. */
const SEPARATOR = /[/:@+,.;_-]/;

/** Cuts a word into pieces of at most `width` columns. */
function pieces(word: string, width: number): string[] {
	const parts: string[] = [];
	let line = '';
	let used = 0;
	let cut = 0;
	for (const character of word) {
		const size = textWidth(character);
		if (used + size > width && line !== '') {
			const at = cut > line.length / 2 ? cut : line.length;
			parts.push(line.slice(0, at));
			line = line.slice(at);
			used = textWidth(line);
			cut = 0;
		}
		line += character;
		used += size;
		if (SEPARATOR.test(character)) cut = line.length;
	}
	return [...parts, line];
}

/**
 * Wraps text between words, and inside a word only where it alone is too long.
 *
 * @param text one line without colours; a no-break space holds words together and is printed as a space
 * @param width columns of each line, at least 2
 */
export function wrap(text: string, width: number): string[] {
	const lines: string[] = [];
	let line = '';
	// "30 %" stays together.
	const words = text.replaceAll(' %', '\u00a0%').split(' ');
	for (const word of words.flatMap((each) => (textWidth(each) > width ? pieces(each, width) : [each]))) {
		const joined = line === '' ? word : `${line} ${word}`;
		if (textWidth(joined) <= width) {
			line = joined;
		} else {
			lines.push(line);
			line = word;
		}
	}
	return [...lines, line].map((each) => each.replaceAll('\u00a0', ' '));
}

/** Wraps behind a first prefix; further lines are indented by its width. */
export function hang(prefix: string, text: string, width: number): string[] {
	const indent = ' '.repeat(textWidth(prefix));
	return wrap(text, width - indent.length).map((line, i) => (i === 0 ? prefix : indent) + line);
}
