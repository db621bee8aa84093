import { describe, expect, test } from 'vitest';
import { nextBits } from '../../src/asert/index.ts';
import { formatBits, halvingHeights, subsidyAt, totalSupply } from '../../src/consensus/index.ts';
import { asertOf } from '../../src/difficulty/era.ts';
import { applyFork } from '../../src/params/fork.ts';
import { loadBase, loadFork } from '../../src/params/registry.ts';
import type { Fork, Rules } from '../../src/params/types.ts';
import { messageOf } from './folder.ts';

const base = loadBase('btx/main@0.32.12').value;
const H = 151_989;
const fork = (name: string) => loadFork(name).value;
const apply = (changes: Partial<Fork>, name = 'spacing60', height: number | null = H) =>
	applyFork(base, { ...fork(name), ...changes }, height);

const segmentsOf = ({ subsidy }: Rules) => {
	const rule = subsidy.at(-1)?.rule;
	return rule?.kind === 'halving' ? rule.segments : [];
};

describe('spacing60', () => {
	const forked = applyFork(base, fork('spacing60'), H);

	test('appends an arm that re-anchors, rescales and changes the spacing', () => {
		expect(forked.id).toBe('btx/main@0.32.12+spacing60');
		expect(asertOf(forked.difficulty).arms).toEqual([
			...asertOf(base.difficulty).arms,
			{ height: BigInt(H), name: 'spacing60', operation: { kind: 'ratio', num: 3n, den: 2n }, spacingSeconds: 60n },
		]);
		expect(asertOf(forked.difficulty).spacingSeconds).toBe(90n);
		expect(forked.subsidy).toEqual(base.subsidy);
		expect(forked.blockCounts).toEqual(base.blockCounts);
	});

	test('eases the target by half at the activation', () => {
		const parent = { height: BigInt(H - 1), time: 1783356165n, bits: 0x1c470fe2 };
		// 0x470fe2 · 3/2 = 0x6a97d3.
		expect(formatBits(nextBits(asertOf(forked.difficulty), parent, undefined))).toBe('0x1c6a97d3');
	});

	test('moves both spacing constants, with a note and the base untouched', () => {
		const changed = forked.constants.filter((constant, index) => constant !== base.constants[index]);
		expect(changed.map(({ name, value }) => [name, value])).toEqual([
			['nPowTargetSpacing', 60],
			['nPowTargetSpacingNormal', 60],
		]);
		expect(changed[0]?.note).toBe('spacing60, from height 151989');
		expect(base.constants.find(({ name }) => name === 'nPowTargetSpacing')?.value).toBe(90);
	});
});

test('spacing60-neutral keeps halvings on their days and supply to the rounding', () => {
	const forked = applyFork(base, fork('spacing60-neutral'), H);
	expect(subsidyAt(forked.subsidy, BigInt(H - 1))).toBe(2_000_000_000n);
	expect(subsidyAt(forked.subsidy, BigInt(H))).toBe(1_333_333_333n);
	// 525,000 − 151,989 blocks at 90 s are 559,516.5 at 60 s; the halving falls on the next whole block.
	expect(halvingHeights(forked.subsidy)[0]).toBe(BigInt(H) + 559_517n);
	expect(totalSupply(base.subsidy)).toBe(2_099_999_993_175_000n);
	expect(Number(totalSupply(forked.subsidy)) - Number(totalSupply(base.subsidy))).toBeLessThan(2_000_000_000);
});

test('subsidy and interval alone append a segment and no arm', () => {
	const halved = applyFork(base, fork('subsidy10'), H);
	expect(asertOf(halved.difficulty).arms).toEqual(asertOf(base.difficulty).arms);
	expect(segmentsOf(halved)[1]).toEqual({
		fromHeight: BigInt(H),
		initialSubsidy: 1_000_000_000n,
		halvingIntervalBlocks: 525_000n,
	});
	expect(segmentsOf(applyFork(base, fork('halving-earlier'), H))[1]?.halvingIntervalBlocks).toBe(393_750n);
});

test('a subsidy that does not halve cannot be set at a height, and the fork names the rule that holds', () => {
	const table = { kind: 'table', rounding: 'none', steps: [{ fromHeight: 0n, subsidy: 5n }] } as const;
	const tail = { fromHeight: 100_000n, name: 'tail', rule: table } as const;
	const stages = { ...base, subsidy: [...base.subsidy, tail] };
	expect(messageOf(() => applyFork(stages, fork('halving-earlier'), H))).toContain(
		"/set/nSubsidyHalvingInterval: does not reach the subsidy in force, 'tail' from height 100000",
	);
	expect(applyFork(stages, fork('spacing60'), H).subsidy).toBe(stages.subsidy);
});

test('half-life-4h puts the half-life on its arm', () => {
	expect(asertOf(applyFork(base, fork('half-life-4h'), H).difficulty).arms[1]).toEqual({
		height: BigInt(H),
		name: 'half-life-4h',
		operation: { kind: 'ratio', num: 1n, den: 1n },
		halfLifeSeconds: 14_400n,
	});
});

test('a half-life is that of the fork, whatever an arm of the release has', () => {
	const release = loadBase('btx/main@0.33.3').value;
	const arms = asertOf(applyFork(release, fork('half-life-4h'), 210_000).difficulty).arms;
	expect(arms.at(-2)).toMatchObject({ height: 191_715n, halfLifeSeconds: 14_400n });
	expect(arms.at(-1)).toMatchObject({ height: 210_000n, halfLifeSeconds: 14_400n });
	const shorter = { ...fork('half-life-4h'), set: { nMatMulAsertHalfLife: 7200 } };
	expect(asertOf(applyFork(release, shorter, 210_000).difficulty).arms.at(-1)?.halfLifeSeconds).toBe(7200n);
});

test('epoch-a on 0.32.12 gives the arms and units of 0.33.2', () => {
	const forked = applyFork(base, fork('epoch-a'), 185_000);
	const real = loadBase('btx/main@0.33.2').value;
	const bare = ({ difficulty }: typeof real) => asertOf(difficulty).arms.map(({ name: _, ...arm }) => arm);
	expect(bare(forked)).toEqual(bare(real));
	expect(forked.workUnits).toEqual(real.workUnits);
});

test('dump-floor on 0.33.2 gives the arms of 0.33.3', () => {
	const forked = applyFork(loadBase('btx/main@0.33.2').value, fork('dump-floor'), 191_714);
	const real = loadBase('btx/main@0.33.3').value;
	const bare = ({ difficulty }: typeof real) => asertOf(difficulty).arms.map(({ name: _, ...arm }) => arm);
	expect(bare(forked)).toEqual(bare(real));
});

describe('in place', () => {
	const forked = applyFork(base, fork('spacing60-in-place'), null);

	test('replaces the constant for every height', () => {
		expect(asertOf(forked.difficulty).spacingSeconds).toBe(60n);
		expect(asertOf(forked.difficulty).arms).toEqual(asertOf(base.difficulty).arms);
		expect(forked.constants.find(({ name }) => name === 'nPowTargetSpacing')).toMatchObject({
			value: 60,
			note: 'spacing60-in-place, edited in place',
		});
	});

	test('drops the difficulty to the limit at the next block', () => {
		const tip = { height: 148_149n, time: 1783010565n, bits: 0x1c470fe2 };
		const anchor = { height: 50_000n, time: 1774294180n, bits: 0x2066c154 };
		expect(formatBits(nextBits(asertOf(base.difficulty), tip, anchor))).toBe('0x1c470fe2');
		expect(formatBits(nextBits(asertOf(forked.difficulty), tip, anchor))).toBe('0x2066c154');
	});

	test('works for every constant that the rules read, and says so for others', () => {
		const inPlace = (set: Fork['set']) => apply({ set, blockCounts: {} }, 'spacing60-in-place', null);
		expect(asertOf(inPlace({ nMatMulAsertHalfLife: 14_400 }).difficulty).halfLifeSeconds).toBe(14_400n);
		expect(inPlace({ MAX_TIMEWARP: 300 }).time.maxTimewarpSeconds).toBe(300n);
		expect(segmentsOf(inPlace({ nInitialSubsidy: '1000000000' }))[0]?.initialSubsidy).toBe(1_000_000_000n);
		expect(messageOf(() => inPlace({ nPowTargetTimespan: 5 }))).toContain(
			'/set/nPowTargetTimespan: has no effect that is modelled',
		);
		expect(messageOf(() => inPlace({ nMatMulAsertHalfLife: 0 }))).toContain(
			'a node refuses this: nMatMulAsertHalfLife',
		);
		expect(messageOf(() => inPlace({ powLimit: 'x' }))).toContain('/set/powLimit: expected 64 hex digits');
		expect(messageOf(() => applyFork(forked, { ...fork('spacing60-in-place'), expect: {} }, null))).toContain(
			'not on top of a fork',
		);
		expect(messageOf(() => apply({ activation: 'in-place' }, 'spacing60', null))).toContain('adds no arms');
		expect(messageOf(() => apply({}, 'spacing60', null))).toContain('every other fork needs one');
	});
});

test('forks compose', () => {
	const both = applyFork(applyFork(base, fork('spacing60'), H), { ...fork('subsidy10'), expect: {} }, H + 100);
	expect(both.id).toBe('btx/main@0.32.12+spacing60+subsidy10');
	expect(segmentsOf(both)).toHaveLength(2);
	expect(asertOf(both.difficulty).arms).toHaveLength(2);
});

describe('counts of blocks', () => {
	const decide = (name: string, decision: Fork['blockCounts'][string]) =>
		apply({ blockCounts: { ...fork('spacing60').blockCounts, [name]: decision } });

	test('scale keeps the wall time and rounds up', () => {
		const forked = decide('nMaxReorgDepth', { decision: 'scale' });
		expect(forked.blockCounts.find(({ name }) => name === 'nMaxReorgDepth')?.blocks).toBe(18);
		expect(forked.constants.find(({ name }) => name === 'nMaxReorgDepth')?.value).toBe(18);
		expect(
			decide('nMedianTimeSpan', { decision: 'scale' }).blockCounts.find(({ name }) => name === 'nMedianTimeSpan')
				?.blocks,
		).toBe(17);
	});

	test('set sets', () => {
		const forked = decide('COINBASE_MATURITY', { decision: 'set', blocks: 150, why: 'keep 2.5 h' });
		expect(forked.blockCounts.find(({ name }) => name === 'COINBASE_MATURITY')).toMatchObject({
			blocks: 150,
			source: { note: 'keep 2.5 h' },
		});
	});

	test('a spacing change decides them all', () => {
		expect(messageOf(() => apply({ blockCounts: { COINBASE_MATURITY: { decision: 'keep' } } }))).toMatch(
			/\/blockCounts: the spacing changes.*missing: nMaxReorgDepth, nShieldedSettlementAnchorMaturity, /,
		);
	});
});

describe('refusals', () => {
	const spacing = fork('spacing60').set;
	const ratio = (num: string, den: string) => [{ offset: 0, operation: { kind: 'ratio' as const, num, den } }];
	test.each<[string, Partial<Fork>, string]>([
		[
			'another base',
			{ expect: { nPowTargetSpacing: 75 } },
			'/expect/nPowTargetSpacing: the fork expects 75, btx/main@0.32.12 has 90',
		],
		[
			'unknown expectation',
			{ expect: { nPowTargetSpacin: 90 } },
			"has no constant of this name; did you mean 'nPowTargetSpacing'?",
		],
		[
			'unknown setting',
			{ set: { nInitialSubsidi: '1' } },
			"/set/nInitialSubsidi: btx/main@0.32.12 has no constant of this name; did you mean 'nInitialSubsidy'?",
		],
		[
			'a number for an amount',
			{ set: { ...spacing, nInitialSubsidy: 1 } },
			'expected a string such as "2000000000", found 1',
		],
		[
			'an amount that is none',
			{ set: { ...spacing, nInitialSubsidy: 'ten' }, rounding: 'floor' },
			'/set/nInitialSubsidy: expected an integer, found "ten"',
		],
		['a negative amount', { set: { ...spacing, nInitialSubsidy: '-5' } }, '/set/nInitialSubsidy: must not be negative'],
		['one spacing of two', { set: { nPowTargetSpacing: 60 } }, 'set nPowTargetSpacingNormal to the same'],
		['two spacings', { set: { nPowTargetSpacing: 60, nPowTargetSpacingNormal: 61 } }, 'move together'],
		[
			'spacing 0',
			{ set: { nPowTargetSpacing: 0, nPowTargetSpacingNormal: 0 } },
			'/set/nPowTargetSpacing: a node refuses this: nPowTargetSpacing: the target spacing must be > 0',
		],
		[
			'interval 0',
			{ set: { nSubsidyHalvingInterval: 0 } },
			'nSubsidyHalvingInterval: the halving interval must be > 0',
		],
		['spacing without an arm', { arms: [] }, 'needs an arm at offset 0 that re-anchors it'],
		[
			'half-life without an arm',
			{ set: { nMatMulAsertHalfLife: 14_400 }, arms: [] },
			'/set/nMatMulAsertHalfLife: changes the schedule',
		],
		[
			'two half-lives',
			{ set: { ...spacing, nMatMulAsertHalfLife: 14_400 }, arms: [{ ...ratio('1', '1')[0]!, halfLifeSeconds: 7_200 }] },
			'/arms/0/halfLifeSeconds: differs',
		],
		[
			'what cannot change at a height',
			{ set: { nMatMulMaxFutureMtpDrift: 60 } },
			'/set/nMatMulMaxFutureMtpDrift: cannot be changed at a height',
		],
		[
			'a count of blocks under set',
			{ set: { COINBASE_MATURITY: 150 } },
			'/set/COINBASE_MATURITY: is counted in blocks: decide it under blockCounts',
		],
		[
			'a decision on nothing',
			{ blockCounts: { COINBASE_MATURTY: { decision: 'keep' } } },
			"did you mean 'COINBASE_MATURITY'?",
		],
		[
			'no rounding for a derived amount',
			{
				set: { ...spacing, nInitialSubsidy: '1333333333' },
				declares: { issuancePerTime: 'preserve', finalSupply: 'preserve' },
			},
			"the key 'rounding' must say",
		],
		[
			'a ratio beyond uint32',
			{ arms: ratio('6931159304', '1') },
			"/arms/0/operation/num: the ratio's reduced terms must fit uint32",
		],
		[
			'a limit easier than powLimit',
			{ arms: [{ ...ratio('3', '2')[0]!, limitTarget: 'f'.repeat(64) }] },
			'/arms/0/limitTarget: must be strictly harder',
		],
		[
			'a limit that nBits cannot say',
			{ arms: [{ ...ratio('3', '2')[0]!, limitTarget: `000a3d70${'1'.repeat(56)}` }] },
			'must be a canonical compact target',
		],
	])('%s', (_, changes, message) => {
		expect(messageOf(() => apply(changes))).toContain(message);
	});

	test('a height that has an arm already', () => {
		const both = loadBase('btx/main@0.33.3').value;
		expect(messageOf(() => applyFork(both, fork('spacing60'), 191_715))).toContain(
			'height 191715 has the arm nMatMulAsertHalfLifeUpgradeHeight already',
		);
	});
});
