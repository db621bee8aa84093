import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS, OPTION_NAMES } from '../../src/cli/options.ts';
import { parseWithYargs } from '../../src/cli/parser.ts';
import { readWords, withCommandFirst } from '../../src/cli/words.ts';

const ODD = [
	'--',
	'-',
	'-o',
	'-ox',
	'-h',
	'--help',
	'--version',
	'--no-color',
	'--frok',
	'--trials=5',
	'--fork=',
	'--json=false',
];
const VALUES = [
	'spacing60',
	'./a b.json',
	'1e3',
	'-0.5%',
	'0x10',
	'',
	'a=b',
	'"x"',
	"'x",
	"it's",
	'true',
	'false',
	'help',
	'completion',
	'ü→🙂',
	'a\nb',
	'__proto__',
];
const word = fc.oneof(
	fc.constantFrom(...OPTION_NAMES.map((name) => `--${name}`)),
	fc.constantFrom(...VALUES),
	fc.constantFrom(...COMMANDS, ...ODD),
);

describe('the plainest spelling', () => {
	it.each([
		['--base mainnet --fork spacing60', 'run', [], { base: 'mainnet', fork: ['spacing60'] }],
		[
			'run --fork a --fleet m5 --fleet operator --full',
			'run',
			[],
			{ fork: ['a'], fleet: ['m5', 'operator'], full: true },
		],
		['list', 'list', [], {}],
		['show spacing60 --json', 'show', ['spacing60'], { json: true }],
		['issuance --output x.md', 'issuance', [], { output: 'x.md' }],
	])('%s', async (line, command, positionals, flags) => {
		const parsed = { command, positionals, flags: new Map<string, unknown>(Object.entries(flags)) };
		expect(readWords(line.split(' '))).toEqual(parsed);
		expect(await parseWithYargs(line.split(' '), '')).toEqual({ parsed });
	});

	it.each([
		'--help',
		'--frok x',
		'--fork',
		'--fork --json',
		'--state a --state b',
		'--growth -1',
		'--no-color',
		'-o x',
		'list --fork x',
		'frks',
		'completion',
		'show help',
		'--json list',
		'--trials=5',
	])('is not: %s', (line) => expect(readWords(line.split(' '))).toBeUndefined());

	it('is read as yargs reads it', async () => {
		let read = 0;
		await fc.assert(
			fc.asyncProperty(
				fc.option(fc.constantFrom(...COMMANDS)),
				fc.array(word, { maxLength: 4 }),
				async (command, rest) => {
					const argv = command === null ? rest : [command, ...rest];
					const parsed = readWords(argv);
					if (parsed === undefined) return;
					read += 1;
					expect(await parseWithYargs(argv, '')).toEqual({ parsed });
				},
			),
			{ numRuns: 500, seed: 1 },
		);
		expect(read).toBeGreaterThan(50);
	});
});

describe('a command behind options', () => {
	it.each([
		['--quiet sweep --trials 5', 'sweep --quiet --trials 5'],
		['--base mainnet --fork a+b list', 'list --base mainnet --fork a+b'],
		['--json --color show mainnet', 'show --json --color mainnet'],
		// What an option takes is no command.
		['--fork list', '--fork list'],
		['--fork list show', 'show --fork list'],
		['--frok x list', '--frok x list'],
		['list --json', 'list --json'],
		['--json listt', '--json listt'],
		['--fork', '--fork'],
		['', ''],
	])('%s', (line, first) => expect(withCommandFirst(line.split(' ')).join(' ')).toBe(first));
});
