import { describe, expect, test } from 'vitest';
import { bundledNames } from '../../src/params/files.ts';
import { bundledStates, defaultState, loadBase, loadFork, newerReleases } from '../../src/params/registry.ts';
import { resolveScenario } from '../../src/params/scenario.ts';
import { messageOf, userFolder } from './folder.ts';

const folder = userFolder();

describe('bundled forks', () => {
	const EXAMPLES = bundledNames('forks').filter((name) => loadFork(name).value.base === 'btx/main');
	test('there are eight examples', () => expect(EXAMPLES).toHaveLength(8));

	test.each(EXAMPLES)('mainnet with %s', (name) => {
		const scenario = resolveScenario({ base: 'mainnet', fork: name });
		expect(scenario.base.id).toBe('btx/main@0.32.12');
		expect(scenario.state.id).toBe('btx-main-2026-07-02');
		expect(scenario.activationHeight).toBe(name === 'spacing60-in-place' ? null : 151_989);
		expect(scenario.fork.id).toBe(`btx/main@0.32.12+${name}`);
		expect(scenario.newerReleases).toEqual(['0.33.2', '0.33.3']);
		expect(scenario.inputs.map(({ kind, path }) => [kind, path])).toEqual([
			['base', 'chainparams/btx/main@0.32.12.json'],
			['fork', `profiles/forks/${name}.json`],
			['state', 'profiles/states/btx-main-2026-07-02.json'],
		]);
		expect(Object.keys(scenario.forkFile.expect).length).toBeGreaterThan(0);
		expect(scenario.forkFile.predictions.length).toBeGreaterThan(0);
		expect(scenario.forkFile.reviewAfterBlocks).toBeGreaterThan(0);
	});

	test('Epoch A from the state before it', () => {
		const scenario = resolveScenario({ base: 'btx/main@0.32.12', fork: 'epoch-a', state: 'btx-main-179000' });
		expect(scenario.activationHeight).toBe(185_000);
		expect(scenario.fork.workUnits.at(-1)).toEqual({ fromHeight: 185_000, unit: 'episode' });
	});

	test('the dump floor from its own release and state', () => {
		const scenario = resolveScenario({ base: 'btx/main@0.33.2', fork: 'dump-floor' });
		expect(scenario.state.id).toBe('btx-main-191713');
		expect(scenario.activationHeight).toBe(191_714);
		expect(scenario.newerReleases).toEqual(['0.33.3']);
	});
});

describe('bases and states', () => {
	test('a release has its own default state', () => {
		const stateOf = (base: string) => resolveScenario({ base, fork: 'spacing60' }).state.id;
		expect(stateOf('btx/main')).toBe('btx-main-2026-07-02');
		expect(stateOf('btx/main@0.32.12')).toBe('btx-main-2026-07-02');
		expect(stateOf('btx/main@0.33.2')).toBe('btx-main-191713');
		expect(stateOf('btx/main@0.33.3')).toBe('btx-main-199398');
	});

	test('a network without a release follows the state', () => {
		expect(resolveScenario({ base: 'mainnet', fork: 'spacing60', state: 'btx-main-199398' }).base.id).toBe(
			'btx/main@0.33.3',
		);
	});

	test('another release over a state is allowed while the anchor is the same', () => {
		const scenario = resolveScenario({ base: 'btx/main@0.33.3', fork: 'spacing60', state: 'btx-main-2026-07-02' });
		expect(scenario.base.release).toBe('0.33.3');
		expect(scenario.state.release).toBe('0.32.12');
	});

	test('lists', () => {
		expect(loadBase('mainnet').value.id).toBe('btx/main@0.32.12');
		expect(bundledStates('btx/main').map(({ tipHeight }) => tipHeight)).toEqual([148_149, 179_000, 191_713, 199_398]);
		expect(bundledStates('btx/test')).toEqual([]);
		expect(newerReleases('btx/main', '0.33.3')).toEqual([]);
		expect(messageOf(() => defaultState('btx/main', '0.1'))).toBe(
			'no bundled state of btx/main@0.1 exists; name one with --state',
		);
	});
});

describe('what does not belong together', () => {
	test.each<[string, string, string | undefined, RegExp]>([
		[
			'mainnet',
			'dump-floor',
			undefined,
			/^profiles\/forks\/dump-floor\.json:6:\d+: \/base: this fork is made for btx\/main@0\.33\.2, not for btx\/main@0\.32\.12; type --base btx\/main@0\.33\.2$/,
		],
		[
			'mainnet',
			'epoch-a',
			undefined,
			/has no hashrate in 'episode', the unit of work from height 185000 under 'epoch-a'; type --state btx-main-179000$/,
		],
		[
			'btx/main@0.32.12',
			'spacing60',
			'btx-main-199398',
			/is anchored at 191715, but at its tip btx\/main@0\.32\.12 has its anchor at 50000; type --base btx\/main@0\.33\.3$/,
		],
		['manet', 'spacing60', undefined, /^no base named 'manet'; did you mean 'mainnet'\?$/],
		['btx/man', 'spacing60', undefined, /^no base named 'btx\/man'; did you mean 'btx\/main'\?$/],
		[
			'btx/main@0.33.4',
			'spacing60',
			undefined,
			/^no base named 'btx\/main@0\.33\.4'; did you mean 'btx\/main@0\.33\.2'\?$/,
		],
		['mainnet', 'spacing6', undefined, /^no fork named 'spacing6'; did you mean 'spacing60'\?$/],
		['mainnet', 'spacing60', 'btx-main-17900', /^no state named 'btx-main-17900'; did you mean 'btx-main-179000'\?$/],
	])('%s %s %s', (base, fork, state, message) => {
		expect(messageOf(() => resolveScenario({ base, fork, state }))).toMatch(message);
	});

	const FORK = {
		schema: 'rehearse/fork@1',
		id: 'mine',
		title: 'Mine',
		base: 'btx/main',
		activation: { height: 185_000 },
		set: { nInitialSubsidy: '1' },
		declares: { issuancePerTime: 'change', finalSupply: 'change' },
	};

	test('a height that is mined already', () => {
		const fork = folder.write('any', 'mined', { ...FORK, base: 'btx/main@0.32.12', activation: { height: 179_000 } });
		expect(messageOf(() => resolveScenario({ base: 'mainnet', fork, state: 'btx-main-179000' }))).toMatch(
			/mined\.json:\d+:\d+: \/activation\/height: height 179000 is mined already: the tip of state 'btx-main-179000' is 179000; type --state btx-main-2026-07-02$/,
		);
	});

	test('faults of the fork name its file and place', () => {
		const fork = folder.write('any', 'unknown', {
			...FORK,
			activation: { afterTip: 1 },
			set: { nInitialSubsidi: '1' },
		});
		expect(messageOf(() => resolveScenario({ base: 'mainnet', fork }))).toMatch(
			/unknown\.json:10:22: \/set\/nInitialSubsidi: .* did you mean 'nInitialSubsidy'\?$/,
		);
	});

	test('arms out of order and a band upside down', () => {
		const inherit = { kind: 'inherit' };
		const arms = [
			{ offset: 1, operation: inherit },
			{ offset: 1, operation: inherit },
		];
		expect(messageOf(() => loadFork(folder.write('any', 'arms', { ...FORK, arms })))).toMatch(
			/\/arms\/1\/offset: offsets of arms must rise$/,
		);
		const predictions = [{ metric: 'spacing', band: [61, 58] }];
		expect(messageOf(() => loadFork(folder.write('any', 'band', { ...FORK, predictions })))).toMatch(
			/\/predictions\/0\/band: a band is \[low, high\]$/,
		);
	});
});
