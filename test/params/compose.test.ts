/** Forks that apply together: order, what one of them sees of another, and what they may not hide. */
import { describe, expect, test } from 'vitest';
import { subsidyAt } from '../../src/consensus/subsidy.ts';
import { asertOf, eraAt } from '../../src/difficulty/era.ts';
import { composeForks, type PlacedFork } from '../../src/params/composition.ts';
import { plainFault } from '../../src/params/forkfault.ts';
import { forkNames } from '../../src/params/forknames.ts';
import { loadBase } from '../../src/params/registry.ts';
import { resolveRuleSet } from '../../src/params/ruleset.ts';
import { resolveScenario } from '../../src/params/scenario.ts';
import type { Fork } from '../../src/params/types.ts';
import { messageOf, userFolder } from './folder.ts';

const folder = userFolder();
const base = loadBase('btx/main@0.32.12').value;
const H = 151_989;

const PLAIN: Fork = {
	id: 'a',
	title: 'A',
	base: 'btx/main',
	activation: { height: H },
	expect: {},
	set: {},
	arms: [],
	declares: { issuancePerTime: 'preserve', finalSupply: 'preserve' },
	blockCounts: {},
	predictions: [],
};

/** A fork at a height, null for in place. */
function at(height: number | null, changes: Partial<Fork> = {}): PlacedFork {
	const fork = { ...PLAIN, activation: height === null ? ('in-place' as const) : { height }, ...changes };
	return { fork, activationHeight: height, fault: plainFault(fork) };
}

const SUBSIDY = { set: { nInitialSubsidy: '1000000000' } };
const INTERVAL = { set: { nSubsidyHalvingInterval: 393_750 } };
const ARM = { arms: [{ offset: 0, operation: { kind: 'ratio', num: '1', den: '1' } }] } as const;
const LWMA = { difficulty: { kind: 'lwma', variant: 'lwma-1', windowBlocks: 90 } } as const;
const SMOOTH = { subsidy: { kind: 'smooth', num: '1', den: '1000000' } } as const;
const refusal = (...placed: PlacedFork[]) => messageOf(() => composeForks(base, placed));

describe('composed forks', () => {
	test('apply in order of activation, those of one height as typed', () => {
		const later = at(H + 5, { ...SUBSIDY, id: 'b', title: 'B' });
		const { rules, forks, activationHeight, summary } = composeForks(base, [later, at(H, INTERVAL)]);
		expect(forks.map(({ fork }) => fork.id)).toEqual(['a', 'b']);
		expect(rules.id).toBe('btx/main@0.32.12+a+b');
		expect(rules.title).toBe('BTX mainnet 0.32.12 with A; B');
		expect(activationHeight).toBe(H);
		expect(summary.id).toBe('a+b');
		const [stage] = rules.subsidy;
		expect(stage?.rule.kind === 'halving' && stage.rule.segments.slice(1)).toEqual([
			{ fromHeight: BigInt(H), initialSubsidy: 2_000_000_000n, halvingIntervalBlocks: 393_750n },
			{ fromHeight: BigInt(H + 5), initialSubsidy: 1_000_000_000n, halvingIntervalBlocks: 393_750n },
		]);
		expect(composeForks(base, [at(H, { ...SUBSIDY, id: 'b' }), at(H, INTERVAL)]).rules.id).toMatch(/\+b\+a$/);
	});

	test('one fork is itself', () => {
		const placed = at(H, SUBSIDY);
		expect(composeForks(base, [placed]).summary).toBe(placed.fork);
	});

	test('share a height where each changes something of its own', () => {
		const { rules } = composeForks(base, [at(H, SUBSIDY), at(H, { ...INTERVAL, id: 'b' })]);
		const [stage] = rules.subsidy;
		expect(stage?.rule.kind === 'halving' && stage.rule.segments).toHaveLength(2);
		expect(subsidyAt(rules.subsidy, BigInt(H))).toBe(1_000_000_000n);
	});

	test('each expects what is in force when it activates', () => {
		const expecting = at(H + 1, { ...INTERVAL, id: 'b', expect: { nInitialSubsidy: '2000000000' } });
		expect(refusal(at(H, SUBSIDY), expecting)).toBe(
			'fork \'b\': /expect/nInitialSubsidy: the fork expects "2000000000", btx/main@0.32.12+a has "1000000000"',
		);
		expect(composeForks(base, [at(H + 2, SUBSIDY), expecting]).rules.id).toBe('btx/main@0.32.12+b+a');
	});

	test('a rule of difficulty, then another, and arms before them', () => {
		const fixed = at(H + 2, { id: 'c', difficulty: { kind: 'fixed' } });
		const { rules } = composeForks(base, [at(H, ARM), at(H + 1, { ...LWMA, id: 'b' }), fixed]);
		expect(rules.difficulty.map(({ name, rule }) => [name, rule.kind])).toEqual([
			['genesis', 'btx'],
			['b', 'lwma'],
			['c', 'fixed'],
		]);
		expect(eraAt(rules.difficulty, BigInt(H)).rule).toMatchObject({ kind: 'btx' });
	});

	test('are one fork to whoever compares', () => {
		const first = at(H, {
			...{ ...ARM, ...INTERVAL, expect: { nPowTargetSpacing: 90 }, description: 'One.', reviewAfterBlocks: 500 },
			predictions: [{ metric: 'spacing', band: [85, 95] }],
			blockCounts: { COINBASE_MATURITY: { decision: 'keep' }, nMaxReorgDepth: { decision: 'set', blocks: 18 } },
		});
		const second = at(H + 100, {
			...{ id: 'b', title: 'B', base: 'btx/main@0.32.12', ...SUBSIDY, reviewAfterBlocks: 450, rounding: 'floor' },
			...{ expect: { nSubsidyHalvingInterval: 393_750, nPowTargetSpacing: 90 }, description: 'Two.' },
			arms: [{ offset: 7, operation: { kind: 'inherit' } }],
			declares: { issuancePerTime: 'change', finalSupply: 'preserve' },
			predictions: [{ metric: 'coins-per-day', band: [1, 2] }],
			blockCounts: { COINBASE_MATURITY: { decision: 'set', blocks: 150 }, nMaxReorgDepth: { decision: 'scale' } },
		});
		const { rules, summary } = composeForks(base, [first, second]);
		expect(summary).toEqual({
			id: 'a+b',
			title: 'A; B',
			description: 'One. Two.',
			base: 'btx/main@0.32.12',
			activation: { height: H },
			expect: { nPowTargetSpacing: 90 },
			set: { nSubsidyHalvingInterval: 393_750, nInitialSubsidy: '1000000000' },
			arms: [ARM.arms[0], { offset: 107, operation: { kind: 'inherit' } }],
			declares: { issuancePerTime: 'change', finalSupply: 'preserve' },
			rounding: 'floor',
			blockCounts: {
				COINBASE_MATURITY: { decision: 'set', blocks: 150 },
				nMaxReorgDepth: { decision: 'set', blocks: 18 },
			},
			predictions: [
				{ metric: 'spacing', band: [85, 95] },
				{ metric: 'coins-per-day', band: [1, 2] },
			],
			reviewAfterBlocks: 550,
		});
		// The later decision counts where the earlier one was to keep.
		const blocksOf = (name: string) => rules.blockCounts.find((count) => count.name === name)?.blocks;
		expect(blocksOf('COINBASE_MATURITY')).toBe(150);
		expect(blocksOf('nMaxReorgDepth')).toBe(18);
		expect(
			asertOf(rules.difficulty)
				.arms.slice(1)
				.map(({ height, name }) => [Number(height), name]),
		).toEqual([
			[H, 'a'],
			[H + 107, 'b'],
		]);
	});
});

describe('what one fork would hide of another', () => {
	test.each<[string, PlacedFork, PlacedFork, string]>([
		['itself', at(H, SUBSIDY), at(H + 1, SUBSIDY), "fork 'a': /id: the fork 'a' is given twice"],
		[
			'a constant',
			at(H, SUBSIDY),
			at(H + 9, { ...SUBSIDY, id: 'b' }),
			`fork 'b': /set/nInitialSubsidy: is set by 'a' already, from height ${H}; 'b' would hide it`,
		],
		[
			'an arm at its height',
			at(H, { arms: [{ offset: 3, operation: { kind: 'inherit' } }] }),
			at(H + 3, { ...ARM, id: 'b' }),
			`/arms/0: 'a' and 'b' both set difficulty at height ${H + 3}`,
		],
		[
			'an arm under its rule',
			at(H, { arms: [{ offset: 3, operation: { kind: 'inherit' } }] }),
			at(H + 3, { ...LWMA, id: 'b' }),
			`/difficulty: 'b' would hide the arm of 'a' at height ${H + 3}`,
		],
		[
			'a rule of difficulty',
			at(H, LWMA),
			at(H, { ...LWMA, id: 'b' }),
			`/difficulty: 'a' and 'b' both replace the rule of difficulty at height ${H}`,
		],
		[
			'a rule of issuance',
			at(H, SMOOTH),
			at(H, { ...SMOOTH, id: 'b' }),
			`/subsidy: 'a' and 'b' both replace the rule of subsidy at height ${H}`,
		],
		[
			'a subsidy',
			at(H, SUBSIDY),
			at(H, { ...SMOOTH, id: 'b' }),
			`fork 'b': /subsidy: would hide the change of the subsidy at height ${H} under btx/main@0.32.12+a`,
		],
		[
			'an arm by an earlier rule',
			at(H, LWMA),
			at(H + 1, { ...ARM, id: 'b' }),
			`fork 'b': /arms: re-anchor an ASERT schedule, and 'lwma' (a, from height ${H}) is in force`,
		],
		[
			'a constant by an earlier rule',
			at(H, SMOOTH),
			at(H + 1, { ...SUBSIDY, id: 'b' }),
			`fork 'b': /set/nInitialSubsidy: does not reach the subsidy in force, 'a' from height ${H}`,
		],
		[
			'a half-life by an earlier rule',
			at(H, LWMA),
			at(H + 1, { id: 'b', set: { nMatMulAsertHalfLife: 7200 } }),
			`fork 'b': /set/nMatMulAsertHalfLife: does not reach 'lwma' (a, from height ${H}), which is in force`,
		],
		[
			'everything',
			at(null, SUBSIDY),
			at(H, { ...INTERVAL, id: 'b' }),
			"/activation: 'a' is an in-place edit and goes alone, not with 'b'",
		],
	])('%s is named', (_, first, second, message) => {
		expect(refusal(first, second)).toContain(message);
	});
});

describe('names joined by plus signs', () => {
	test('are split, unless a file has them', () => {
		expect(forkNames('a')).toEqual(['a']);
		expect(forkNames('a+b+c')).toEqual(['a', 'b', 'c']);
		const path = folder.write('any', 'x+y', {});
		expect(forkNames(path)).toEqual([path]);
		expect(forkNames(`a+${path}+b`)).toEqual(['a', path, 'b']);
		for (const name of ['a+', '+a', 'a++b', '+']) {
			expect(messageOf(() => forkNames(name))).toBe(`'${name}' lacks the name of a fork beside the plus sign`);
		}
	});

	test('count from one tip and list every file', () => {
		const scenario = resolveScenario({ base: 'mainnet', fork: 'half-life-4h+subsidy10' });
		expect(scenario.fork.id).toBe('btx/main@0.32.12+half-life-4h+subsidy10');
		expect(scenario.forkFiles.map(({ id }) => id)).toEqual(['half-life-4h', 'subsidy10']);
		expect(scenario.forkFile.id).toBe('half-life-4h+subsidy10');
		expect(scenario.activationHeight).toBe(H);
		expect(scenario.inputs.map(({ kind, id }) => [kind, id])).toEqual([
			['base', 'btx/main@0.32.12'],
			['fork', 'half-life-4h'],
			['fork', 'subsidy10'],
			['state', 'btx-main-2026-07-02'],
		]);
	});

	test('bundled forks that do not go together say why', () => {
		expect(messageOf(() => resolveScenario({ base: 'mainnet', fork: 'spacing60+half-life-4h' }))).toMatch(
			/^profiles\/forks\/half-life-4h\.json:\d+:\d+: \/arms\/0: 'spacing60' and 'half-life-4h' both set difficulty at height 151989$/,
		);
		expect(messageOf(() => resolveScenario({ base: 'mainnet', fork: 'spacing60+subsidy10' }))).toMatch(
			/subsidy10\.json:\d+:\d+: \/expect\/nPowTargetSpacing: the fork expects 90, btx\/main@0\.32\.12\+spacing60 has 60$/,
		);
		expect(messageOf(() => resolveScenario({ base: 'mainnet', fork: 'subsidy10+spacing60-in-place' }))).toMatch(
			/'spacing60-in-place' is an in-place edit and goes alone, not with 'subsidy10'$/,
		);
	});
});

describe('rule sets', () => {
	test('without a fork are the base', () => {
		const set = resolveRuleSet({ base: 'zcash/main' });
		expect(set).toMatchObject({ fork: undefined, forkFiles: [], activationHeights: [] });
		expect(set.inputs.map(({ kind }) => kind)).toEqual(['base']);
	});

	test('of forks at heights need no state', () => {
		const set = resolveRuleSet({ base: 'zcash/main', fork: 'zip234+zip218' });
		expect(set.fork?.id).toBe('zcash/main@6.20.0+zip218+zip234');
		expect(set.activationHeights).toEqual([3_600_000, 3_662_746]);
		expect(set.forkFiles.map(({ id }) => id)).toEqual(['zip218', 'zip234']);
		expect(set.inputs.map(({ kind, id }) => [kind, id])).toEqual([
			['base', 'zcash/main@6.20.0'],
			['fork', 'zip234'],
			['fork', 'zip218'],
		]);
		expect(set.fork?.subsidy.map(({ name, rule }) => [name, rule.kind])).toEqual([
			['halving', 'halving'],
			['zip234', 'smooth'],
		]);
	});

	test('of forks after a tip take the tip of a state', () => {
		const set = resolveRuleSet({ base: 'mainnet', fork: 'spacing60' });
		expect(set.activationHeights).toEqual([H]);
		expect(set.inputs.at(-1)).toMatchObject({ kind: 'state', id: 'btx-main-2026-07-02' });
		const named = resolveRuleSet({ base: 'btx/main@0.32.12', fork: 'spacing60', state: 'btx-main-179000' });
		expect(named.activationHeights).toEqual([182_840]);
		expect(messageOf(() => resolveRuleSet({ base: 'mainnet', fork: 'zip218' }))).toContain('type --base zcash/main');
	});

	test('say what is missing where there is no state', () => {
		const fork = folder.write('any', 'tip', {
			...{ schema: 'rehearse/fork@1', ...PLAIN, id: 'tip', base: 'decred/main', activation: { afterTip: 10 } },
		});
		expect(messageOf(() => resolveRuleSet({ base: 'decred/main', fork }))).toMatch(
			/tip\.json:\d+:\d+: \/activation: counts from the tip of a state: no bundled state of decred\/main@[\d.]+ exists; name one with --state$/,
		);
		expect(messageOf(() => resolveRuleSet({ base: 'decred/main', fork, state: 'btx-main-179000' }))).toContain(
			'/network: the state is of btx/main, not of decred/main',
		);
	});
});
