/** The shortest command line that reproduces a result, as reports print it. */
import { plain } from '../report/escape.ts';
import { type CommandName, defaultOf, OPTION_NAMES, OPTIONS, type OptionName, type Values } from './options.ts';

/** Texts from which an option reads this value back. */
function textsOf(value: unknown, type: 'value' | 'list' | 'switch'): readonly string[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) return type === 'list' ? value.map(String) : [value.join(',')];
	return [String(value)];
}

/** A word as a POSIX shell reads it back. */
function quoted(word: string): string {
	return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * Options that differ from their defaults, in table order, without those that change no figure (--workers,
 * --format, --output).
 */
export function canonicalCommand(values: Values, command: CommandName = 'run'): string {
	const words = OPTION_NAMES.flatMap((name: OptionName) => {
		const { type, reproduces } = OPTIONS[name];
		const texts = textsOf(values[name], type);
		const usual = textsOf(defaultOf(name, command), type);
		if (!reproduces || texts.join('\n') === usual.join('\n')) return [];
		return texts.flatMap((text) => [`--${name}`, quoted(plain(text))]);
	});
	return ['rehearse', ...(command === 'run' ? [] : [command]), ...words].join(' ');
}
