/** What the user asked for: a command and its values. Flags win over the environment, that over defaults. */
import { didYouMean } from '../params/suggest.ts';
import { plain } from '../report/escape.ts';
import { readEnvironment } from './environment.ts';
import {
	COMMANDS,
	type CommandName,
	defaultOf,
	OPTION_NAMES,
	OPTIONS,
	type OptionName,
	optionsOf,
	type Values,
} from './options.ts';
import { UsageError } from './usage.ts';

/** What the parser found, before anything is checked. */
export interface Parsed {
	readonly command: CommandName;
	/** Arguments that are no options, the command's own name not among them. */
	readonly positionals: readonly string[];
	/** By name or alias as typed; a value given twice is an array. */
	readonly flags: ReadonlyMap<string, unknown>;
}

export interface Invocation {
	readonly command: CommandName;
	readonly positionals: readonly string[];
	readonly values: Values;
	readonly notes: readonly string[];
}

/** Most positional arguments of each command. */
const POSITIONALS: Readonly<Record<CommandName, number>> = {
	run: 0,
	list: 1,
	show: 1,
	issuance: 0,
	merge: 1,
	verify: 1,
	review: 1,
	asert: 0,
	subsidy: 0,
	replay: 0,
	diff: 2,
	sweep: 0,
	explain: 1,
};

/**
 * Checks names and reads values.
 * @throws UsageError with one line and the nearest valid name.
 */
export function resolve(parsed: Parsed, env: Readonly<Record<string, string | undefined>>): Invocation {
	const { command, positionals, flags } = parsed;
	checkPositionals(parsed);
	const environment = readEnvironment(env);
	const given = new Map<OptionName, readonly string[]>();
	for (const [flag, value] of flags) {
		const name = optionNamed(flag, command);
		given.set(name, textsOf(name, value));
	}
	const values: Record<string, unknown> = {};
	for (const name of OPTION_NAMES) {
		const option = OPTIONS[name];
		// A variable of another command's option is not an error: variables hold for every command.
		const own = option.commands.includes(command);
		const texts = own ? (given.get(name) ?? environment.texts.get(name)) : undefined;
		values[name] = texts === undefined ? defaultOf(name, command) : option.read(texts, name);
	}
	// Each value was read by its own option, so the record has the shape of Values.
	return { command, positionals, values: values as unknown as Values, notes: environment.notes };
}

function checkPositionals({ command, positionals }: Parsed): void {
	const extra = positionals[POSITIONALS[command]];
	if (extra === undefined) return;
	if (command === 'run') {
		throw new UsageError(
			`unknown command "${plain(extra, 80)}"${didYouMean(extra, COMMANDS)}; commands: ${COMMANDS.join(', ')}`,
		);
	}
	throw new UsageError(`unexpected argument "${plain(extra, 80)}" after ${command}`);
}

function optionNamed(flag: string, command: CommandName): OptionName {
	const name = OPTION_NAMES.find((each) => each === flag || OPTIONS[each].alias === flag);
	const dashes = (each: string) => (each.length === 1 ? `-${each}` : `--${each}`);
	if (name === undefined) {
		const known = [...optionsOf(command).map(dashes), '--help', '--version'];
		throw new UsageError(`unknown option ${dashes(plain(flag, 80))}${didYouMean(dashes(flag), known)}`);
	}
	const { commands } = OPTIONS[name];
	if (!commands.includes(command)) {
		throw new UsageError(`${command} does not take --${name}; it belongs to ${commands.join(', ')}`);
	}
	return name;
}

function textsOf(name: OptionName, value: unknown): readonly string[] {
	const { type } = OPTIONS[name];
	const texts = (Array.isArray(value) ? value : [value]).map(String);
	if (type !== 'list' && texts.length > 1)
		throw new UsageError(`--${name} was given ${texts.length} times; give it once`);
	if (texts.length === 0 || texts.includes('')) throw new UsageError(`--${name} needs a value`);
	return texts;
}
