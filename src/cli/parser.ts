/** The command line through yargs, which parses, prints help and completes; checking is `invocation.ts`'s. */
import type { Argv } from 'yargs';
import { writtenHelp } from './help.ts';
import type { Parsed } from './invocation.ts';
import { type CommandName, defaultText, OPTION_NAMES, OPTIONS, optionsOf } from './options.ts';
import { UsageError } from './usage.ts';
import { readWords, withCommandFirst } from './words.ts';

/** Columns of help, fixed so that its text does not depend on the terminal. */
const HELP_COLUMNS = 80;

interface CommandText {
	readonly name: CommandName;
	/** As yargs wants it: the name and its arguments. */
	readonly usage: string;
	readonly describe: string;
	readonly examples: readonly string[];
}

export const COMMAND_TEXTS: readonly CommandText[] = [
	{
		name: 'run',
		usage: 'run',
		describe: 'compare a fork with its base (the default command)',
		examples: [
			'rehearse --base mainnet --fork spacing60',
			'rehearse --fork spacing60 --format md -o report.md',
			'rehearse --fork ./my-fork.json --fleet share-1e-3 --days 90',
		],
	},
	{
		name: 'list',
		usage: 'list [kind]',
		describe: 'known bases, forks, fleets, states, markets and devices',
		examples: ['rehearse list', 'rehearse list forks'],
	},
	{
		name: 'show',
		usage: 'show [name]',
		describe: 'one of them, resolved, with the source of each value',
		examples: ['rehearse show mainnet', 'rehearse show spacing60 --json'],
	},
	{
		name: 'issuance',
		usage: 'issuance',
		describe: 'exact issuance: halvings, supply at dates, final supply',
		examples: ['rehearse issuance', 'rehearse issuance --fork spacing60'],
	},
	{
		name: 'merge',
		usage: 'merge [folder]',
		describe: 'the report of a run whose shards lie in a folder',
		examples: [
			'rehearse --fork spacing60 --trials 1000000 --shard 0/8 -o shards/',
			'rehearse merge shards/ --format md -o report.md',
		],
	},
	{
		name: 'verify',
		usage: 'verify [folder]',
		describe: 'an evidence folder against its checksums and against its report made again',
		examples: ['rehearse --fork spacing60 -o evidence/', 'rehearse verify evidence/'],
	},
	{
		name: 'review',
		usage: 'review [folder]',
		describe: 'the predictions in an evidence folder against a later state of the chain',
		examples: ['rehearse review evidence/ --state later.json'],
	},
	{
		name: 'asert',
		usage: 'asert',
		describe: 'oracle: "height time" of a tip on each line of stdin -> nBits of the next block',
		examples: [
			'echo "661647 1605448590" | rehearse asert --variant bch --spacing 600 --half-life 172800 --anchor-height 661647 --anchor-time 1605447844 --anchor-bits 0x1804dafe --pow-limit 0x1d00ffff',
		],
	},
	{
		name: 'subsidy',
		usage: 'subsidy',
		describe: 'oracle: a height on each line of stdin -> base units of its block',
		examples: ['seq 524998 525001 | rehearse subsidy --base btx/main'],
	},
	{
		name: 'replay',
		usage: 'replay',
		describe: 'recorded headers against the nBits that a rule set requires',
		examples: ['rehearse replay --base bitcoin/main --headers headers.csv'],
	},
	{
		name: 'diff',
		usage: 'diff [a] [b]',
		describe: 'two rule sets field by field, and the height where they part',
		examples: [
			'rehearse diff btx/main@0.33.2 btx/main@0.33.3',
			'rehearse diff mainnet mainnet+spacing60 --headers headers.csv',
		],
	},
	{
		name: 'sweep',
		usage: 'sweep',
		describe: 'a grid over one or two constants, each cell beside the base',
		examples: [
			'rehearse sweep --vary spacing=30..120:15',
			'rehearse sweep --vary spacing=45,60,75 --vary half-life=3600,14400 --metric next-halving --figure halving.svg',
		],
	},
	{
		name: 'explain',
		usage: 'explain [id]',
		describe: 'what a figure, a finding or a check means and where it comes from',
		examples: ['rehearse explain next-halving', 'rehearse explain DAA-02', 'rehearse explain'],
	},
];

export type Outcome = { readonly parsed: Parsed } | { readonly output: string };

const SUMMARY = 'Rehearses a change of a proof-of-work chain before the chain makes it.';

/** Of these the first example stands in the help of the whole; the help of a command has all of its own. */
const SHOWN_FIRST: readonly CommandName[] = ['list', 'show', 'issuance', 'sweep', 'verify', 'diff', 'explain'];

function usageText(summary: string, examples: readonly string[], line: string): string {
	return [summary, '', 'Examples:', ...examples.map((example) => `$ ${example}`), '', `Usage: ${line}`].join('\n');
}

/** What help of the whole begins with. */
function wholeUsage(): string {
	const examples = COMMAND_TEXTS.flatMap(({ name, examples }) => {
		return name === 'run' ? examples : examples.slice(0, SHOWN_FIRST.includes(name) ? 1 : 0);
	});
	return usageText(SUMMARY, examples, '$0 [command] [options]');
}

function commandUsage({ usage, describe, examples }: CommandText): string {
	const sentence = `${describe.charAt(0).toUpperCase()}${describe.slice(1)}.`;
	return usageText(sentence, examples, `$0 ${usage} [options]`);
}

function withOptions(parser: Argv, command: CommandName, completing: boolean): Argv {
	for (const name of optionsOf(command)) {
		const option = OPTIONS[name];
		const words = defaultText(name);
		parser.option(name, {
			type: option.type === 'switch' ? 'boolean' : 'string',
			array: option.type === 'list',
			// One text follows even if it begins with a dash: --growth -0.5%.
			...(option.type === 'switch' ? {} : { nargs: 1 }),
			describe: option.describe,
			group: option.group,
			...(option.alias === undefined ? {} : { alias: option.alias }),
			...(words === '' ? {} : { defaultDescription: words }),
			// yargs would refuse a wrong choice in four lines of its own, so it learns them only to complete.
			...(completing && option.choices !== undefined ? { choices: option.choices } : {}),
		});
	}
	return parser;
}

/**
 * Parses arguments, or returns what --help, --version or completion print. yargs is loaded where it is needed.
 *
 * @param words arguments after the program's name
 * @throws UsageError where yargs refuses them
 */
export async function parse(words: readonly string[], version: string): Promise<Outcome> {
	const argv = withCommandFirst(words);
	const parsed = readWords(argv);
	if (parsed !== undefined) return { parsed };
	const [word, ...others] = argv;
	const output = word === '--version' && others.length === 0 ? `${version}\n` : writtenHelp(argv);
	return output === undefined ? parseWithYargs(argv, version) : { output };
}

/** Whether a word is an option that names a file which reports name and hash. */
function isProfile(word: string | undefined): boolean {
	return OPTION_NAMES.some((name) => word === `--${name}` && OPTIONS[name].group === 'What is compared:');
}

/** As `parse`, by yargs alone. */
export async function parseWithYargs(argv: readonly string[], version: string): Promise<Outcome> {
	const { default: yargs } = await import('yargs');
	const dash = argv.findIndex((word, at) => word === '-' && isProfile(argv[at - 1]));
	if (dash > 0) throw new UsageError(`${argv[dash - 1]} takes a name or the path of a file, not standard input`);
	const completing = argv.includes('--get-yargs-completions');
	let parsed: Parsed | undefined;
	const parser = yargs()
		.scriptName('rehearse')
		.locale('en')
		.usage(wholeUsage())
		.parserConfiguration({
			'camel-case-expansion': false,
			'dot-notation': false,
			'greedy-arrays': false,
			'parse-numbers': false,
			'parse-positional-numbers': false,
			'strip-aliased': true,
		})
		.wrap(HELP_COLUMNS)
		.help()
		.alias('help', 'h')
		.version(version)
		.completion('completion', 'print a completion script for bash or zsh')
		.epilogue('Variables REHEARSE_<OPTION> set options, flags win over them. Full reference: docs/cli.md')
		.exitProcess(false)
		// A handler that returned would let the command run with the arguments that were refused (yargs#943).
		.fail((message, error) => {
			// Both names are yargs's ways to refuse an argument; its error carries the message when one is thrown.
			const text = error?.message ?? message;
			const [, option] = /^Not enough arguments following: (.+)$/.exec(text) ?? [];
			throw new UsageError(option === undefined ? text : `--${option} needs a value`);
		});
	for (const command of COMMAND_TEXTS) {
		// A default command would run after the completion script and clear it from yargs's output.
		const isDefault = command.name === 'run' && argv[0] !== 'completion';
		const isWhole = command.name === 'run' && argv[0] !== 'run';
		const names = isDefault ? [command.usage, '$0'] : [command.usage];
		parser.command(
			names,
			command.describe,
			// The whole's help is that of the default command too.
			(sub) => withOptions(isWhole ? sub : sub.usage(commandUsage(command)), command.name, completing),
			({ _, $0: _program, kind, name, folder, a, b, id, ...flags }) => {
				const words = _.map(String);
				const own = [kind, name, folder, a, b, id].filter((word) => word !== undefined).map(String);
				parsed = {
					command: command.name,
					positionals: [...own, ...(words[0] === command.name ? words.slice(1) : words)],
					flags: new Map(Object.entries(flags).filter(([, value]) => value !== undefined)),
				};
			},
		);
	}
	let output = '';
	await parser.parseAsync([...argv], {}, (_error, _argv, text) => {
		output = text;
	});
	return parsed === undefined ? { output: `${output}\n` } : { parsed };
}
