import { describe, expect, it } from 'vitest';
import { canonicalCommand } from '../../src/cli/canonical.ts';
import { type Invocation, resolve } from '../../src/cli/invocation.ts';
import { OPTION_NAMES, OPTIONS } from '../../src/cli/options.ts';
import { parse } from '../../src/cli/parser.ts';
import { UsageError } from '../../src/cli/usage.ts';

async function invoke(argv: readonly string[], env: Record<string, string> = {}): Promise<Invocation> {
	const outcome = await parse(argv, '1.2.3');
	if (!('parsed' in outcome)) throw new Error(`printed instead of parsed: ${outcome.output}`);
	return resolve(outcome.parsed, env);
}

describe('commands', () => {
	it.each([
		['--fork spacing60', 'run', []],
		['run --fork spacing60', 'run', []],
		['--fork spacing60 run', 'run', []],
		['list', 'list', []],
		['list forks', 'list', ['forks']],
		['show spacing60', 'show', ['spacing60']],
		['show 123', 'show', ['123']],
		['issuance --fork spacing60', 'issuance', []],
	])('%s', async (line, command, positionals) => {
		const invocation = await invoke(line.split(' '));
		expect([invocation.command, invocation.positionals]).toEqual([command, positionals]);
	});
});

describe('values', () => {
	it('are defaults where nothing is given', async () => {
		const { values } = await invoke(['--fork', 'spacing60']);
		expect(values).toEqual({
			...Object.fromEntries(OPTION_NAMES.map((name) => [name, OPTIONS[name].default])),
			fork: ['spacing60'],
		});
		expect(values.base).toBe('mainnet');
		expect(values.trials).toBe(8000);
		expect(values.days).toBe(30);
		expect(values.seed).toBe(1);
	});

	it.each<[string, string, unknown]>([
		['--trials 1', 'trials', 1],
		['--trials 10000000', 'trials', 10_000_000],
		['--trials=50', 'trials', 50],
		['--days 0.5', 'days', 0.5],
		['--days 3650', 'days', 3650],
		['--seed 0', 'seed', 0],
		['--seed 4294967295', 'seed', 4_294_967_295],
		['--growth 1', 'growth', 1],
		['--growth 1%', 'growth', 1],
		['--growth -0.5', 'growth', -0.5],
		['--growth=-0.5%', 'growth', -0.5],
		['--min-interval 0,1.5', 'min-interval', [0, 1.5]],
		['--fleet m5 --fleet operator', 'fleet', ['m5', 'operator']],
		['--format md', 'format', 'md'],
		['--json', 'json', true],
		['-o report.md', 'output', 'report.md'],
		['-o -', 'output', '-'],
		['--growth -0.5%', 'growth', -0.5],
		['--fail-on hard', 'fail-on', 'hard'],
		['--color', 'color', true],
		['--no-color', 'color', false],
		['--full', 'full', true],
		['--no-full', 'full', false],
	])('%s', async (line, name, value) => {
		const { values } = await invoke(['--fork', 'spacing60', ...line.split(' ')]);
		expect(values[name as keyof typeof values]).toEqual(value);
	});

	it.each([
		['--trials 0', '--trials must be a whole number from 1 to 10,000,000, not "0"'],
		['--trials 10000001', '--trials must be a whole number from 1 to 10,000,000, not "10000001"'],
		['--trials abc', '--trials must be a whole number from 1 to 10,000,000, not "abc"'],
		['--trials 1e3', '--trials must be a whole number from 1 to 10,000,000, not "1e3"'],
		['--trials 1.5', '--trials must be a whole number from 1 to 10,000,000, not "1.5"'],
		['--trials 0x10', '--trials must be a whole number from 1 to 10,000,000, not "0x10"'],
		['--trials -5', '--trials must be a whole number from 1 to 10,000,000, not "-5"'],
		['--days 0', '--days must be a number above 0 and at most 3,650, not "0"'],
		['--days -1', '--days must be a number above 0 and at most 3,650, not "-1"'],
		['--days 3650.1', '--days must be a number above 0 and at most 3,650, not "3650.1"'],
		['--days NaN', '--days must be a number above 0 and at most 3,650, not "NaN"'],
		['--days Infinity', '--days must be a number above 0 and at most 3,650, not "Infinity"'],
		['--seed abc', '--seed must be a whole number from 0 to 4,294,967,295, not "abc"'],
		['--seed 4294967296', '--seed must be a whole number from 0 to 4,294,967,295, not "4294967296"'],
		['--seed 007', '--seed must be a whole number from 0 to 4,294,967,295, not "007"'],
		['--workers 0', '--workers must be a whole number from 1 to 65,535, not "0"'],
		['--growth -100', '--growth must be a number above -100 and at most 100, not "-100"'],
		['--growth %', '--growth must be a number above -100 and at most 100, not "%"'],
		[
			'--min-interval 0,0',
			'--min-interval must be up to 8 different numbers from 0 to 3,600, separated by commas, not "0,0"',
		],
		[
			'--min-interval -1',
			'--min-interval must be up to 8 different numbers from 0 to 3,600, separated by commas, not "-1"',
		],
		[
			'--min-interval 0,,1',
			'--min-interval must be up to 8 different numbers from 0 to 3,600, separated by commas, not "0,,1"',
		],
		['--format xml', '--format must be one of table, md, json, csv, html, comment, not "xml"'],
		['--fail-on note', '--fail-on must be one of hard, soft, not "note"'],
		['--market x --market y', '--market was given 2 times; give it once'],
		['--trials', '--trials needs a value'],
		['--base=', '--base needs a value'],
		['--fleet', '--fleet needs a value'],
		['--trails 5', "unknown option --trails; did you mean '--trials'?"],
		['--colour', "unknown option --colour; did you mean '--color'?"],
		['-x', 'unknown option -x'],
		[
			'lsit',
			'unknown command "lsit"; did you mean \'list\'?; commands: run, list, show, issuance, merge, verify, review, asert, subsidy, replay, diff, sweep, explain',
		],
	])('refuses %s', async (line, message) => {
		await expect(invoke(['--fork', 'spacing60', ...line.split(' ')])).rejects.toThrow(new UsageError(message));
	});

	it.each([
		['list --trials 5', 'list does not take --trials; it belongs to run'],
		['list forks bases', 'unexpected argument "bases" after list'],
		['issuance now', 'unexpected argument "now" after issuance'],
	])('refuses %s', async (line, message) => {
		await expect(invoke(line.split(' '))).rejects.toThrow(message);
	});
});

describe('environment', () => {
	it('is weaker than a flag and stronger than a default', async () => {
		const env = {
			REHEARSE_TRIALS: '50',
			REHEARSE_MIN_INTERVAL: '2',
			REHEARSE_FLEET: 'm5,operator',
			REHEARSE_QUIET: '1',
		};
		const { values, notes } = await invoke(['--fork', 'x'], env);
		expect(values).toMatchObject({ trials: 50, 'min-interval': [2], fleet: ['m5', 'operator'], quiet: true });
		expect(notes).toEqual([]);
		expect((await invoke(['--fork', 'x', '--trials', '7'], env)).values.trials).toBe(7);
	});

	it('counts an empty variable as unset', async () => {
		expect((await invoke(['--fork', 'x'], { REHEARSE_TRIALS: '' })).values.trials).toBe(8000);
	});

	it('is checked like a flag', async () => {
		await expect(invoke(['--fork', 'x'], { REHEARSE_TRIALS: '0' })).rejects.toThrow('--trials must be a whole number');
		await expect(invoke(['--fork', 'x'], { REHEARSE_FULL: 'perhaps' })).rejects.toThrow('--full must be on or off');
	});

	it('sets options only of the command that takes them', async () => {
		expect((await invoke(['list'], { REHEARSE_TRIALS: 'abc' })).values.trials).toBe(8000);
	});

	it('is noted and ignored where it is unknown', async () => {
		const { notes } = await invoke(['--fork', 'x'], { REHEARSE_TRIAL: '5', REHEARSE_HOME: '/x', OTHER: 'y' });
		expect(notes).toEqual(['the variable REHEARSE_TRIAL is unknown and ignored (REHEARSE_TRIALS?)']);
	});
});

describe('canonical command', () => {
	it.each([
		['--fork spacing60', 'rehearse --fork spacing60'],
		['--base mainnet --fork spacing60 --trials 8000', 'rehearse --fork spacing60'],
		['--workers 2 --format md -o x.md --full --quiet --fork spacing60', 'rehearse --fork spacing60'],
		[
			'--seed 7 --trials 50 --fork spacing60 --base btx/main@0.33.2',
			'rehearse --base btx/main@0.33.2 --fork spacing60 --trials 50 --seed 7',
		],
		[
			'--fork x --fleet m5 --fleet operator --growth -0.5%',
			'rehearse --fork x --fleet m5 --fleet operator --growth -0.5',
		],
		['--fork x --fork y+z', 'rehearse --fork x --fork y+z'],
		['--fork x --min-interval 1,0', 'rehearse --fork x --min-interval 1,0'],
	])('of %s', async (line, command) => {
		expect(canonicalCommand((await invoke(line.split(' '))).values)).toBe(command);
	});

	it('is read back as the same values', async () => {
		const line =
			'--fork f --base b --fleet m5 --days 1.5 --growth 2 --seed 9 --trials 3 --min-interval 5 --market m --state s';
		const first = await invoke(line.split(' '));
		const again = await invoke(canonicalCommand(first.values).split(' ').slice(1));
		expect(again.values).toEqual(first.values);
	});

	it('quotes what a shell would read', async () => {
		const { values } = await invoke(['--fork', "a b'; rm -rf $HOME"]);
		expect(canonicalCommand(values)).toBe("rehearse --fork 'a b'\\''; rm -rf $HOME'");
	});
});
