/**
 * Command lines in the plainest spelling: a command, its arguments, and options by their full names. They are
 * read here, for loading yargs takes longer than a whole list. Anything else, and everything that is wrong, is
 * left to yargs: what this reader accepts, yargs reads alike.
 */
import type { Parsed } from './invocation.ts';
import { COMMANDS, type CommandName, OPTION_NAMES, OPTIONS } from './options.ts';

/** A word that yargs takes as it stands: no dash, which may be an option, and no quotes, which it removes. */
const PLAIN = /^[^-"'](?:.*[^"'])?$/s;

/** Words with a meaning of their own to yargs where an argument may stand. */
const RESERVED = ['completion', 'help', 'true', 'false'];

/** The same line with its command in front, where options stand before it: `--quiet sweep` is `sweep --quiet`. */
export function withCommandFirst(argv: readonly string[]): readonly string[] {
	let at = 0;
	for (let word = argv[0]; word?.startsWith('--'); word = argv[at]) {
		const name = OPTION_NAMES.find((each) => word === `--${each}`);
		if (name === undefined) return argv;
		at += OPTIONS[name].type === 'switch' ? 1 : 2;
	}
	const word = argv[at];
	if (at === 0 || word === undefined || !COMMANDS.some((command) => command === word)) return argv;
	return [word, ...argv.slice(0, at), ...argv.slice(at + 1)];
}

/** What a command line says, or undefined where it is not of the plainest spelling. */
export function readWords(argv: readonly string[]): Parsed | undefined {
	const [first = ''] = argv;
	const named = COMMANDS.find((command) => command === first);
	const command: CommandName = named ?? 'run';
	const positionals: string[] = [];
	const flags = new Map<string, unknown>();
	const words = argv.slice(named === undefined ? 0 : 1);
	for (let at = 0; at < words.length; at++) {
		const word = words[at] ?? '';
		if (!word.startsWith('--')) {
			if (named === undefined || !PLAIN.test(word) || RESERVED.includes(word)) return undefined;
			positionals.push(word);
			continue;
		}
		const name = OPTION_NAMES.find((each) => word === `--${each}`);
		if (name === undefined || !OPTIONS[name].commands.includes(command)) return undefined;
		const { type } = OPTIONS[name];
		if (type === 'switch') {
			flags.set(name, true);
			continue;
		}
		const value = words[++at] ?? '';
		if (!PLAIN.test(value) || (type === 'value' && flags.has(name))) return undefined;
		flags.set(name, type === 'list' ? [...((flags.get(name) as string[] | undefined) ?? []), value] : value);
	}
	return { command, positionals, flags };
}
