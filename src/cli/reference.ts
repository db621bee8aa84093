/** docs/cli.md, written from the option table so that it cannot say anything else than the tool does. */
import type { RootContent } from 'mdast';
import { cell, type Grid } from '../report/grid.ts';
import { bullets, heading, markdown, markdownGrid, paragraph } from '../report/mdgrid.ts';
import { code, literal, phrasing } from '../report/phrasing.ts';
import { variableOf } from './environment.ts';
import { defaultText, OPTION_NAMES, OPTIONS, type OptionName } from './options.ts';
import { COMMAND_TEXTS } from './parser.ts';
import { EXIT } from './shell.ts';

const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
	ok: 'done; findings are results, not errors',
	failure: 'something failed while running',
	usage: 'a wrong option, name or input file',
	finding:
		'a finding of the severity that --fail-on names, or a harder one, fired; what was checked differs; nothing could be checked; a prediction failed',
	interrupted: 'interrupted with Ctrl-C',
};

function flagOf(name: OptionName): string {
	const { alias, placeholder } = OPTIONS[name];
	const short = alias === undefined ? '' : `-${alias}, `;
	return `${short}--${name}${placeholder === undefined ? '' : ` ${placeholder}`}`;
}

function optionGrid(names: readonly OptionName[]): Grid {
	return {
		title: '',
		columns: [
			{ title: 'Option', align: 'left', code: true },
			{ title: 'Meaning', align: 'left' },
			{ title: 'Default', align: 'left' },
			{ title: 'Commands', align: 'left' },
			{ title: 'Variable', align: 'left', code: true },
		],
		rows: names.map((name) =>
			[
				flagOf(name),
				OPTIONS[name].describe,
				defaultText(name),
				OPTIONS[name].commands.join(', '),
				variableOf(name),
			].map((text) => cell(text)),
		),
		notes: [],
	};
}

function commands(): RootContent[] {
	return COMMAND_TEXTS.flatMap(({ usage, describe, examples }) => [
		heading(3, `rehearse ${usage}`),
		paragraph(`${describe.charAt(0).toUpperCase()}${describe.slice(1)}.`),
		{ type: 'code', lang: 'sh', value: examples.join('\n') },
	]);
}

/** The text of docs/cli.md. */
export function cliReference(): string {
	const groups = [...new Set(OPTION_NAMES.map((name) => OPTIONS[name].group))];
	return markdown([
		heading(1, 'The command line'),
		paragraph('Written by scripts/docs.mjs from the option table in src/cli/options.ts; a test keeps the two in step.'),
		heading(2, 'Commands'),
		...commands(),
		heading(2, 'Options'),
		...groups.flatMap((group) => [
			heading(3, group.replace(':', '')),
			...markdownGrid(optionGrid(OPTION_NAMES.filter((name) => OPTIONS[name].group === group))),
		]),
		paragraph(
			'A flag wins over its variable, the variable over the default. An empty variable counts as unset; in a list, commas separate. Unknown variables of the form REHEARSE_… are ignored with a note.',
		),
		heading(2, 'Output'),
		paragraph(
			'Results go to stdout, everything else to stderr. Colour marks only signs, verdicts and severities, which the text also says; the first of these decides: --color or --no-color, NO_COLOR, FORCE_COLOR, TERM=dumb, whether the stream is a terminal.',
		),
		heading(2, 'Exit codes'),
		bullets(
			(Object.keys(EXIT) as (keyof typeof EXIT)[]).map((name) => [
				...code(String(EXIT[name])),
				literal(' '),
				...phrasing(EXIT_MEANINGS[name]),
			]),
		),
		heading(2, 'Completion'),
		{ type: 'code', lang: 'sh', value: 'rehearse completion >> ~/.bashrc' },
	]);
}
