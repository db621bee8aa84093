/** Every option of the tool in one table: parsing, help, completion, docs/cli.md and tests all read it. */
import { FORMATS, type Format } from '../report/render.ts';
import { GRID_OPTIONS, type GridValues } from './grid.ts';
import { ORACLE_OPTIONS, type OracleValues } from './oracles.ts';
import { SCALE_OPTIONS, type ScaleValues } from './scale.ts';
import { choice, decimal, decimals, integer, type Reader, text, texts, toggle } from './values.ts';

export const COMMANDS = [
	'run',
	'list',
	'show',
	'issuance',
	'merge',
	'verify',
	'review',
	'asert',
	'subsidy',
	'replay',
	'diff',
	'sweep',
	'explain',
] as const;
export type CommandName = (typeof COMMANDS)[number];

export const FAIL_ON = ['hard', 'soft'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** What the options come to after flags, environment and defaults. Undefined: not given, no default. */
export interface Values extends GridValues, OracleValues, ScaleValues {
	readonly base: string;
	/** Each is compared with the base on its own. */
	readonly fork: readonly string[] | undefined;
	readonly state: string | undefined;
	/** Null: the default fleets. */
	readonly fleet: readonly string[] | null;
	readonly market: string | undefined;
	readonly trials: number;
	readonly days: number;
	readonly seed: number;
	readonly growth: number;
	readonly 'min-interval': readonly number[];
	readonly workers: number | undefined;
	readonly format: Format | undefined;
	readonly json: boolean;
	readonly output: string | undefined;
	readonly full: boolean;
	readonly 'fail-on': FailOn | undefined;
	readonly color: boolean | undefined;
	/** Writes the time into the report. */
	readonly stamp: boolean;
	readonly quiet: boolean;
	readonly debug: boolean;
}

export type OptionName = keyof Values;

export interface Option<T> {
	/** value: takes one text. list: may be repeated. switch: takes none; "--no-" turns it off. */
	readonly type: 'value' | 'list' | 'switch';
	readonly alias?: string;
	/** What stands for the value in help: NAME, N, FILE. */
	readonly placeholder?: string;
	readonly default: T;
	/** Of commands that have another default. */
	readonly defaults?: { readonly [Command in CommandName]?: T };
	/** The default in words where its value does not say it. */
	readonly defaultText?: string;
	readonly choices?: readonly string[];
	readonly describe: string;
	readonly group: 'What is compared:' | 'Simulation:' | 'Sweep:' | 'Scale:' | 'Oracles:' | 'Output:';
	readonly commands: readonly CommandName[];
	/** Part of the command line that reproduces a run. */
	readonly reproduces: boolean;
	readonly read: Reader<T>;
}

const EVERY = COMMANDS;
/** Commands that render a document; the others answer line by line. */
const RENDERING = ['run', 'merge', 'review', 'list', 'show', 'issuance', 'replay', 'diff', 'sweep', 'explain'] as const;
const COMPARED = { group: 'What is compared:', reproduces: true } as const;
const SIMULATION = { group: 'Simulation:', reproduces: true, commands: ['run', 'sweep'] } as const;
const OUTPUT = { group: 'Output:', reproduces: false, commands: RENDERING } as const;

export const OPTIONS: { readonly [Name in OptionName]: Option<Values[Name]> } = {
	base: {
		...COMPARED,
		type: 'value',
		placeholder: 'NAME',
		default: 'mainnet',
		describe: 'rules that a node runs today: mainnet, <chain>/<network>[@release] or a path',
		commands: ['run', 'issuance', 'subsidy', 'replay', 'sweep'],
		read: text,
	},
	fork: {
		...COMPARED,
		type: 'list',
		placeholder: 'NAME',
		default: undefined,
		describe:
			'proposed change: a name from "rehearse list forks" or a path; a+b applies both, given twice each is compared on its own; required by run',
		commands: ['run', 'issuance', 'subsidy', 'replay', 'sweep'],
		read: texts,
	},
	state: {
		...COMPARED,
		type: 'value',
		placeholder: 'NAME',
		default: undefined,
		defaultText: "the base's own",
		describe: 'dated state of the chain from which the run starts; for review a later one',
		commands: ['run', 'review', 'issuance', 'subsidy', 'replay', 'diff', 'sweep'],
		read: text,
	},
	fleet: {
		...COMPARED,
		type: 'list',
		placeholder: 'NAME',
		default: null,
		defaultText: 'operator, share-1e-5, share-1e-4, share-1e-3, share-1e-2',
		describe: 'miners who are followed; may be given several times',
		commands: ['run', 'sweep'],
		read: texts,
	},
	market: {
		...COMPARED,
		type: 'value',
		placeholder: 'NAME',
		default: undefined,
		defaultText: "the coin's own",
		describe: 'dated price',
		commands: ['run', 'sweep'],
		read: text,
	},
	trials: {
		...SIMULATION,
		type: 'value',
		placeholder: 'N',
		default: 8000,
		defaults: { sweep: 1000 },
		defaultText: '8000; of a sweep 1000',
		describe: 'simulated chain paths, 1 to 10,000,000',
		read: integer(1, 10_000_000),
	},
	days: {
		...SIMULATION,
		type: 'value',
		placeholder: 'N',
		default: 30,
		describe: 'days that are measured from activation, at most 3,650',
		read: decimal(0, 3650),
	},
	seed: {
		...SIMULATION,
		type: 'value',
		placeholder: 'N',
		default: 1,
		describe: 'random seed, 0 to 4,294,967,295; the same seed gives the same bytes',
		read: integer(0, 0xffff_ffff),
	},
	growth: {
		...SIMULATION,
		type: 'value',
		placeholder: 'PERCENT',
		default: 0,
		describe: 'growth of the hashrate per day: 1 is +1 % a day, compounded continuously',
		read: decimal(-100, 100, '%'),
	},
	'min-interval': {
		...SIMULATION,
		type: 'value',
		placeholder: 'LIST',
		default: [0, 1],
		defaultText: '0,1',
		describe: 'least seconds between blocks, for forks that edit a constant in place',
		commands: ['run'],
		read: decimals(3600, 8),
	},
	workers: {
		...SIMULATION,
		type: 'value',
		placeholder: 'N',
		default: undefined,
		defaultText: 'one per core',
		describe: 'threads; any number gives the same result',
		commands: ['run', 'verify', 'sweep'],
		reproduces: false,
		read: integer(1, 65_535),
	},
	...GRID_OPTIONS,
	...SCALE_OPTIONS,
	...ORACLE_OPTIONS,
	format: {
		...OUTPUT,
		type: 'value',
		placeholder: 'FORMAT',
		default: undefined,
		defaultText: "table, or by the output file's ending",
		choices: FORMATS,
		describe: `how the result is written: ${FORMATS.join(', ')}`,
		read: choice(FORMATS),
	},
	json: { ...OUTPUT, type: 'switch', default: false, describe: 'the same as --format json', read: toggle },
	output: {
		...OUTPUT,
		type: 'value',
		alias: 'o',
		placeholder: 'FILE',
		default: undefined,
		defaultText: 'stdout',
		describe:
			'file that is written whole or not at all; "-" is stdout; DIR/ takes the evidence of run or merge (report, tables, figures, inputs, checksums) or all that a sweep finds',
		read: text,
	},
	full: {
		...OUTPUT,
		type: 'switch',
		default: false,
		describe: 'every table, check and assumption instead of one screen',
		commands: ['run', 'merge'],
		read: toggle,
	},
	'fail-on': {
		...OUTPUT,
		type: 'value',
		placeholder: 'SEVERITY',
		default: undefined,
		defaultText: 'never',
		choices: FAIL_ON,
		describe: 'exit with 3 when a finding of this severity or a harder one fired: hard, soft',
		commands: ['run', 'merge'],
		read: choice(FAIL_ON),
	},
	stamp: {
		...OUTPUT,
		type: 'switch',
		default: false,
		describe: 'name the time of writing in the report, which is then another each time',
		commands: ['run', 'merge'],
		read: toggle,
	},
	color: {
		...OUTPUT,
		type: 'switch',
		default: undefined,
		defaultText: 'on a terminal',
		describe: 'colour on; --no-color off (over NO_COLOR and FORCE_COLOR)',
		read: toggle,
	},
	quiet: {
		...OUTPUT,
		type: 'switch',
		default: false,
		describe: 'no progress and no notes on stderr',
		commands: EVERY,
		read: toggle,
	},
	debug: {
		...OUTPUT,
		type: 'switch',
		default: false,
		describe: 'stack traces of errors',
		commands: EVERY,
		read: toggle,
	},
};

/** Names in table order, which is the order of help and of the reproducing command line. */
export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[];

/** Options that a command takes, in table order. */
export function optionsOf(command: CommandName): readonly OptionName[] {
	return OPTION_NAMES.filter((name) => OPTIONS[name].commands.includes(command));
}

/** What an option of a command comes to where nothing is given. */
export function defaultOf<Name extends OptionName>(name: Name, command: CommandName): Values[Name] {
	const { default: usual, defaults } = OPTIONS[name];
	return defaults?.[command] ?? usual;
}

/** The default as help prints it; empty where there is nothing to say. */
export function defaultText(name: OptionName): string {
	const option = OPTIONS[name];
	if (option.defaultText !== undefined) return option.defaultText;
	return typeof option.default === 'string' || typeof option.default === 'number' ? String(option.default) : '';
}
