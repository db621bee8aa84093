/** Rules that a fork's file states outright, and constants set at a height, on every kind of chain. */
import { describe, expect, test } from 'vitest';
import { decodeCompact } from '../../src/consensus/compact.ts';
import { issuedThrough, subsidyAt, totalSupply } from '../../src/consensus/subsidy.ts';
import { eraAt, spacingAt } from '../../src/difficulty/era.ts';
import { applyFork } from '../../src/params/fork.ts';
import type { ForkDifficulty } from '../../src/params/forkdifficulty.ts';
import type { ForkSubsidy } from '../../src/params/forksubsidy.ts';
import { loadBase, loadFork } from '../../src/params/registry.ts';
import type { Fork, Rules } from '../../src/params/types.ts';
import { messageOf, userFolder } from './folder.ts';

const folder = userFolder();
const btx = loadBase('btx/main@0.32.12').value;
const bitcoin = loadBase('bitcoin/main').value;
const cash = loadBase('bitcoin-cash/main').value;
const zcash = loadBase('zcash/main').value;

const H = 900_000;
const PLAIN: Fork = {
	id: 'plain',
	title: 'Plain',
	base: 'bitcoin/main',
	activation: { height: H },
	expect: {},
	set: {},
	arms: [],
	declares: { issuancePerTime: 'change', finalSupply: 'change' },
	blockCounts: {},
	predictions: [],
};
const apply = (changes: Partial<Fork>, base: Rules = bitcoin, height = H) =>
	applyFork(base, { ...PLAIN, ...changes }, height);
const ruleAt = (rules: Rules, height: number) => eraAt(rules.difficulty, BigInt(height)).rule;
const keepAll = (base: Rules): Fork['blockCounts'] =>
	Object.fromEntries(base.blockCounts.map(({ name }) => [name, { decision: 'keep' }]));

/** A file with these keys, through the schema. */
const load = (changes: object) =>
	loadFork(folder.write('any', 'rules', { schema: 'rehearse/fork@1', ...PLAIN, ...changes, id: 'rules' })).value;

const CLAMPS = [{ offset: 0, minDivisor: 4, maxFactor: 4 }];
const LIMIT = (1n << 224n) - 1n;
const COMMON = { spacingSeconds: 600n, limitTarget: LIMIT };

describe('a rule of difficulty', () => {
	test.each<[ForkDifficulty, object]>([
		[
			{ kind: 'period', intervalBlocks: 144, clamps: CLAMPS, minimumDifficulty: { gapSeconds: 1200, walksBack: true } },
			{
				intervalBlocks: 144n,
				timespanSeconds: 86_400n,
				clamps: [{ fromHeight: BigInt(H), minDivisor: 4n, maxFactor: 4n }],
				...{ spansFullInterval: false, shiftsNearLimit: false, baseIsFirstBlock: false, noRetargeting: false },
				minimumDifficulty: { gapSeconds: 1200n, walksBack: true },
			},
		],
		[
			{
				...{ kind: 'bch-eda', intervalBlocks: 2016, clamps: CLAMPS, spansFullInterval: true, lookbackBlocks: 6 },
				...{ medianTimeSpan: 11, thresholdSeconds: 43_200, easingShiftBits: 2, timespanSeconds: 1_209_600 },
			},
			{
				...{ intervalBlocks: 2016n, timespanSeconds: 1_209_600n, spansFullInterval: true, lookbackBlocks: 6n },
				...{ medianTimeSpan: 11, thresholdSeconds: 43_200n, easingShiftBits: 2n },
			},
		],
		[
			{ kind: 'cw-144', windowBlocks: 144, minSpanSpacings: 72, maxSpanSpacings: 288 },
			{ windowBlocks: 144n, minSpanSpacings: 72n, maxSpanSpacings: 288n },
		],
		[{ kind: 'dgw-v3', windowBlocks: 24 }, { windowBlocks: 24n }],
		[{ kind: 'digishield' }, {}],
		[
			{
				...{ kind: 'averaging', windowBlocks: 17, damping: 4, maxAdjustUpPercent: 16, maxAdjustDownPercent: 32 },
				minimumDifficultySpacings: 6,
			},
			{
				...{ windowBlocks: 17n, damping: 4n, maxAdjustUpPercent: 16n, maxAdjustDownPercent: 32n },
				minimumDifficulty: { fromTipHeight: BigInt(H - 1), spacings: 6n },
			},
		],
		[
			{ kind: 'lwma', variant: 'lwma-1', windowBlocks: 60 },
			{ variant: 'lwma-1', windowBlocks: 60n },
		],
		[
			{ kind: 'lwma', variant: 'zawy-2018', windowBlocks: 60, maxFutureSeconds: 360 },
			{ variant: 'zawy-2018', windowBlocks: 60n, maxFutureSeconds: 360n },
		],
		[{ kind: 'wtema', alphaReciprocal: 104 }, { alphaReciprocal: 104n }],
		[{ kind: 'fixed', bits: '0x1d00ffff' }, { bits: 0x1d00ffff }],
		[
			{ kind: 'asert', variant: 'bch', halfLifeSeconds: 172_800 },
			{ variant: 'bch', halfLifeSeconds: 172_800n, anchor: { num: 1n, den: 1n } },
		],
		[
			{ kind: 'asert', variant: 'btx', halfLifeSeconds: 3600, rescale: { num: '3', den: '2' } },
			{ variant: 'btx', halfLifeSeconds: 3600n, anchor: { num: 3n, den: 2n } },
		],
		[
			{
				...{ kind: 'asert', variant: 'dcr', halfLifeSeconds: 43_200 },
				anchor: { height: 800_000, time: 1_690_000_000, bits: '0x1705ae3a' },
			},
			{
				...{ variant: 'dcr', halfLifeSeconds: 43_200n },
				anchor: { height: 800_000n, time: 1_690_000_000n, bits: 0x1705ae3a },
			},
		],
	])('$kind from a file begins at the activation', (difficulty, terms) => {
		const fork = load({ difficulty });
		expect(fork.difficulty).toEqual(difficulty);
		const forked = applyFork(bitcoin, fork, H);
		expect(forked.difficulty).toHaveLength(bitcoin.difficulty.length + 1);
		expect(forked.difficulty.at(-1)).toMatchObject({
			...{ fromHeight: BigInt(H), name: 'rules' },
			rule: { ...COMMON, ...terms, kind: difficulty.kind },
		});
		expect(ruleAt(forked, H - 1)).toEqual(ruleAt(bitcoin, H - 1));
		expect(forked.subsidy).toBe(bitcoin.subsidy);
	});

	test('takes its spacing from the constants and its limit in either form', () => {
		const difficulty = { kind: 'wtema', alphaReciprocal: 104 } as const;
		const both = { set: { nPowTargetSpacing: 300 }, blockCounts: keepAll(bitcoin) };
		expect(ruleAt(apply({ difficulty, ...both }), H)).toMatchObject({ spacingSeconds: 300n });
		const limited = (limitTarget: string) => ruleAt(apply({ difficulty: { ...difficulty, limitTarget } }), H);
		expect(limited('0x1c00ffff')).toMatchObject({ limitTarget: decodeCompact(0x1c00ffff).target });
		expect(limited(`${'0'.repeat(63)}1`)).toMatchObject({ limitTarget: 1n });
	});

	test('replaces the rule of BTX, arms and all, from its height on', () => {
		const forked = apply({ difficulty: { kind: 'lwma', variant: 'lwma-1', windowBlocks: 90 } }, btx, 151_989);
		expect(forked.difficulty.map(({ rule, name }) => [rule.kind, name])).toEqual([
			['btx', 'genesis'],
			['lwma', 'plain'],
		]);
		expect(forked.difficulty[0]).toEqual(btx.difficulty[0]);
		expect(spacingAt(forked.difficulty, 151_989n)).toBe(90n);
	});

	test.each<[string, Partial<Fork>, string, Rules?]>([
		[
			'a spacing that the constants deny',
			{ difficulty: { kind: 'digishield', spacingSeconds: 60 } },
			'/difficulty/spacingSeconds: is 60, but the constants say 600',
		],
		[
			'arms beside it',
			{ difficulty: { kind: 'digishield' }, arms: [{ offset: 0, operation: { kind: 'inherit' } }] },
			'/arms: would act on a rule that the fork replaces',
		],
		[
			'a foreign key of a variant',
			{ difficulty: { kind: 'lwma', variant: 'lwma-1', windowBlocks: 60, maxFutureSeconds: 1 } },
			'/difficulty/maxFutureSeconds: belongs to the variant zawy-2018',
		],
		[
			'a missing key of a variant',
			{ difficulty: { kind: 'lwma', variant: 'zawy-2018', windowBlocks: 60 } },
			'/difficulty/variant: zawy-2018 needs maxFutureSeconds',
		],
		[
			'clamps in disorder',
			{ difficulty: { kind: 'period', intervalBlocks: 144, clamps: [{ offset: 5, minDivisor: 4, maxFactor: 4 }] } },
			'/difficulty/clamps: offsets of clamps begin at 0 and rise',
		],
		[
			'spans the wrong way round',
			{ difficulty: { kind: 'cw-144', windowBlocks: 144, minSpanSpacings: 288, maxSpanSpacings: 72 } },
			'/difficulty/minSpanSpacings: lies above maxSpanSpacings',
		],
		[
			'nBits that no block can carry',
			{ difficulty: { kind: 'fixed', bits: '0x01800001' } },
			'/difficulty/bits: no block can carry these nBits',
		],
		[
			'a limit of nothing',
			{ difficulty: { kind: 'digishield', limitTarget: '0'.repeat(64) } },
			'/difficulty/limitTarget: no block can meet a target of 0',
		],
		[
			'an anchor to come',
			{
				difficulty: {
					...{ kind: 'asert', variant: 'bch', halfLifeSeconds: 172_800 },
					anchor: { height: H, time: 0, bits: '0x1d00ffff' },
				},
			},
			'/difficulty/anchor: lies at or above the activation',
		],
		[
			'an anchor and a rescale',
			{
				difficulty: {
					...{ kind: 'asert', variant: 'bch', halfLifeSeconds: 172_800, rescale: { num: '1', den: '1' } },
					anchor: { height: 1, time: 0, bits: '0x1d00ffff' },
				},
			},
			'/difficulty/rescale: applies to the last block before the activation',
		],
		[
			'a half-life that its rule does not look at',
			{ difficulty: { kind: 'digishield' }, set: { nMatMulAsertHalfLife: 14_400 } },
			`/set/nMatMulAsertHalfLife: changes nothing from height ${H} on`,
			btx,
		],
		[
			'an arm of the base that it would hide',
			{ difficulty: { kind: 'digishield' } },
			'/difficulty: would hide the arm nMatMulAsertHeight at height 50000',
			btx,
		],
	])('refuses %s', (name, changes, message, base = bitcoin) => {
		const height = name.startsWith('an arm') ? 40_000 : H;
		expect(messageOf(() => apply(changes, base, height))).toContain(message);
	});

	test('unknown keys and kinds get the nearest name', () => {
		expect(messageOf(() => load({ difficulty: { kind: 'digishild' } }))).toContain("did you mean 'digishield'?");
		expect(messageOf(() => load({ difficulty: { kind: 'wtema', alphaReciprocals: 5 } }))).toMatch(
			/\/difficulty: expected a rule of difficulty|unknown key/,
		);
		expect(messageOf(() => load({ subsidy: { kind: 'smoth' } }))).toContain("did you mean 'smooth'?");
	});
});

describe('a rule of issuance', () => {
	const at = (subsidy: ForkSubsidy, ...heights: number[]) => {
		const forked = applyFork(bitcoin, load({ subsidy }), H);
		expect(subsidyAt(forked.subsidy, BigInt(H - 1))).toBe(subsidyAt(bitcoin.subsidy, BigInt(H - 1)));
		expect(forked.difficulty).toBe(bitcoin.difficulty);
		return heights.map((height) => subsidyAt(forked.subsidy, BigInt(height)));
	};

	test('halving counts from the activation', () => {
		const segments = [
			{ offset: 0, initialSubsidy: '1000', halvingIntervalBlocks: 100 },
			{ offset: 150, initialSubsidy: '4000', halvingIntervalBlocks: 50 },
		];
		expect(at({ kind: 'halving', segments }, H, H + 99, H + 100, H + 150, H + 175)).toEqual([
			...[1000n, 1000n, 500n],
			// One and a half halvings at 150; the second is due 25 blocks later at the new interval.
			...[2000n, 1000n],
		]);
		expect(at({ kind: 'halving', segments, maxHalvings: 1 }, H + 99, H + 100)).toEqual([1000n, 0n]);
	});

	test('table', () => {
		const steps = [
			{ offset: 0, subsidy: '7' },
			{ offset: 10, subsidy: '0' },
		];
		expect(at({ kind: 'table', steps }, H, H + 9, H + 10, H + 1_000_000)).toEqual([7n, 7n, 0n, 0n]);
	});

	test('geometric counts its eras from the activation, or from a height', () => {
		const terms = { kind: 'geometric', initialSubsidy: '1000', num: 4, den: 5, eraBlocks: 100 } as const;
		expect(at(terms, H, H + 99, H + 100, H + 200)).toEqual([1000n, 1000n, 800n, 640n]);
		expect(at({ ...terms, firstHeight: H - 250 }, H, H + 50)).toEqual([640n, 512n]);
	});

	test('smooth pays out what is left of the largest amount', () => {
		const forked = applyFork(bitcoin, load({ subsidy: { kind: 'smooth', num: '4126', den: '10000000000' } }), H);
		const reserve = 2_100_000_000_000_000n - issuedThrough(bitcoin.subsidy, BigInt(H - 1));
		expect(subsidyAt(forked.subsidy, BigInt(H))).toBe((reserve * 4126n + 9_999_999_999n) / 10_000_000_000n);
		expect(totalSupply(forked.subsidy)).toBe(2_100_000_000_000_000n);
	});

	test('emission', () => {
		const cap = issuedThrough(bitcoin.subsidy, BigInt(H - 1)) + 2_048n;
		const terms = { kind: 'emission', shiftBits: 10, spacingMinutes: 2, tailSubsidy: '1' } as const;
		expect(at({ ...terms, supplyConstant: String(cap) }, H, H + 1, H + 5_000)).toEqual([4n, 3n, 1n]);
	});

	test('reduction is counted from genesis, as in Decred', () => {
		const terms = { kind: 'reduction', baseSubsidy: '1000000', mul: 1, div: 2, votesPerBlock: 5 } as const;
		const shares = [
			{ offset: 0, work: 6, stake: 3, treasury: 1 },
			{ offset: 10, work: 1, stake: 0, treasury: 0 },
		];
		// 900,000 ÷ 450,000 = 2 reductions; the first block's votes are paid by the interval before.
		expect(at({ ...terms, intervalBlocks: 450_000, shares }, H, H + 1, H + 10)).toEqual([325_000n, 250_000n, 250_000n]);
	});

	test.each<[string, Partial<Fork>, string]>([
		[
			'offsets in disorder',
			{ subsidy: { kind: 'table', steps: [{ offset: 1, subsidy: '1' }] } },
			'/subsidy/steps: offsets begin at 0 and rise',
		],
		[
			'a subsidy that grows',
			{ subsidy: { kind: 'geometric', initialSubsidy: '1', num: 5, den: 5, eraBlocks: 1 } },
			'/subsidy/num: must be less than den',
		],
		['more than is left', { subsidy: { kind: 'smooth', num: '2', den: '1' } }, '/subsidy/num: must not exceed den'],
		[
			'a spacing without a shift',
			{ subsidy: { kind: 'emission', supplyConstant: '1', shiftBits: 1, spacingMinutes: 3, tailSubsidy: '0' } },
			'/subsidy/spacingMinutes: leaves no shift',
		],
		[
			'constants that it hides',
			{ subsidy: { kind: 'smooth', num: '1', den: '2' }, set: { nInitialSubsidy: '1' } },
			`/set/nInitialSubsidy: changes nothing from height ${H} on`,
		],
	])('refuses %s', (_, changes, message) => {
		expect(messageOf(() => apply(changes))).toContain(message);
	});

	test('a file says for which spacing it was made', () => {
		expect(loadFork('zip234').value.subsidy?.calibratedSpacingSeconds).toBe(75);
		expect(loadFork('zip234-rescaled').value.subsidy?.calibratedSpacingSeconds).toBe(25);
	});
});

describe('constants at a height on other chains', () => {
	test("Bitcoin's spacing gives a new era and leaves the history", () => {
		const forked = apply({ set: { nPowTargetSpacing: 300 }, blockCounts: keepAll(bitcoin) });
		expect(forked.difficulty).toHaveLength(2);
		expect(forked.difficulty[0]).toEqual(bitcoin.difficulty[0]);
		expect(forked.difficulty[1]).toMatchObject({
			...{ fromHeight: BigInt(H), name: 'plain' },
			rule: { kind: 'period', spacingSeconds: 300n, intervalBlocks: 4032n },
		});
		expect(forked.subsidy).toBe(bitcoin.subsidy);
	});

	test('the spacing asks for a decision on every constant counted in blocks', () => {
		expect(messageOf(() => apply({ set: { nPowTargetSpacing: 300 } }))).toContain(
			'/blockCounts: the spacing changes, so each constant counted in blocks needs a decision',
		);
	});

	test("Bitcoin's subsidy gets a segment", () => {
		const forked = apply({ set: { nInitialSubsidy: '10000000000', nSubsidyHalvingInterval: 420_000 } });
		expect(forked.difficulty).toBe(bitcoin.difficulty);
		// 900,000 ÷ 210,000 = 4 2/7 halvings so far; the fifth comes 5/7 of 420,000 blocks later.
		expect(subsidyAt(forked.subsidy, BigInt(H))).toBe(10_000_000_000n >> 4n);
		expect(subsidyAt(forked.subsidy, BigInt(H + 299_999))).toBe(10_000_000_000n >> 4n);
		expect(subsidyAt(forked.subsidy, BigInt(H + 300_000))).toBe(10_000_000_000n >> 5n);
	});

	test('an absolute schedule needs a new anchor', () => {
		const set = { nASERTHalfLife: 86_400 };
		expect(messageOf(() => apply({ set }, cash))).toContain(
			'/set/nASERTHalfLife: changes an absolute schedule, which needs a new anchor',
		);
		const arms = [
			{ offset: 0, operation: { kind: 'ratio', num: '1', den: '1' } },
			{ offset: 100, operation: { kind: 'divide', factor: '2' }, halfLifeSeconds: 43_200 },
		] as const;
		const forked = apply({ set, arms }, cash);
		expect(forked.difficulty.slice(-2)).toMatchObject([
			{ fromHeight: BigInt(H), rule: { kind: 'asert', halfLifeSeconds: 86_400n, anchor: { num: 1n, den: 1n } } },
			{ fromHeight: BigInt(H + 100), rule: { halfLifeSeconds: 43_200n, anchor: { num: 1n, den: 2n } } },
		]);
		expect(messageOf(() => apply({ set, arms: arms.slice(1) }, cash))).toContain('needs an arm at offset 0');
		const derive = [{ offset: 0, operation: { kind: 'derive', num: '1', den: '1' } }] as const;
		expect(messageOf(() => apply({ arms: derive }, cash))).toContain('/arms/0/operation/kind: derive belongs to BTX');
		expect(messageOf(() => apply({ arms }))).toContain("/arms: re-anchor an ASERT schedule, and 'period'");
	});

	test("a rule of the fork's own replaces the schedule instead", () => {
		const difficulty = { kind: 'asert', variant: 'bch', halfLifeSeconds: 86_400 } as const;
		expect(ruleAt(apply({ difficulty }, cash), H)).toMatchObject({ halfLifeSeconds: 86_400n, spacingSeconds: 600n });
	});

	test.each<[string, Fork['set'], string]>([
		['has no effect', { MAX_BLOCK_WEIGHT: 8_000_000 }, '/set/MAX_BLOCK_WEIGHT: has no effect that is modelled'],
		['holds for the whole chain', { MAX_MONEY: '1' }, '/set/MAX_MONEY: cannot be changed at a height'],
		['is not there', { nPowTargetSpacin: 1 }, "did you mean 'nPowTargetSpacing'?"],
		['is what it was', { nPowTargetSpacing: 600 }, `/set/nPowTargetSpacing: changes nothing from height ${H} on`],
		['no node would take', { nPowTargetSpacing: 0 }, '/set/nPowTargetSpacing: a node refuses this'],
		['leaves no room', { MAX_BLOCK_SERIALIZED_SIZE: 0 }, '/set/MAX_BLOCK_SERIALIZED_SIZE: must be greater than 0'],
		['would move halvings', { 'GetBlockSubsidy.halvings': 5 }, 'would count the blocks so far in a new way'],
	])('a constant that %s is refused', (_, set, message) => {
		expect(messageOf(() => apply({ set }))).toContain(message);
	});

	test('a constant of the past alone is refused', () => {
		expect(messageOf(() => apply({ set: { 'GetNextEDAWorkRequired.seconds': 1 } }, cash))).toContain(
			`changes nothing from height ${H} on`,
		);
	});

	test('in place, every height changes', () => {
		const edit = { activation: 'in-place', set: { nPowTargetSpacing: 300 }, blockCounts: keepAll(bitcoin) } as const;
		const forked = applyFork(bitcoin, { ...PLAIN, ...edit }, null);
		expect(forked.difficulty).toMatchObject([{ fromHeight: 0n, rule: { spacingSeconds: 300n } }]);
		const difficulty = { kind: 'digishield' } as const;
		expect(messageOf(() => applyFork(bitcoin, { ...PLAIN, ...edit, difficulty }, null))).toContain(
			'/difficulty: an in-place edit adds no difficulty',
		);
	});
});

describe('ZIP 218', () => {
	const zip = loadFork('zip218').value;
	const forked = applyFork(zcash, zip, 3_600_000);

	test('has the subsidy and interval of its formula', () => {
		// zcash/zips zip-0218.md @a2a71f2b: floor(1,250,000,000 ÷ 6) at two halvings, interval 5,040,000.
		expect(subsidyAt(forked.subsidy, 3_599_999n)).toBe(156_250_000n);
		expect(subsidyAt(forked.subsidy, 3_600_000n)).toBe(52_083_333n);
		const third = 3_600_000n + 3n * (4_406_400n - 3_600_000n);
		expect(subsidyAt(forked.subsidy, third - 1n)).toBe(52_083_333n);
		expect(subsidyAt(forked.subsidy, third)).toBe(26_041_666n);
		expect(subsidyAt(forked.subsidy, third + 5_040_000n)).toBe(13_020_833n);
	});

	test('averages 102 blocks of 25 s, or 17 as first drafted', () => {
		expect(ruleAt(forked, 3_600_000)).toMatchObject({ kind: 'averaging', windowBlocks: 102n, spacingSeconds: 25n });
		expect(ruleAt(forked, 3_599_999)).toEqual(ruleAt(zcash, 3_599_999));
		const draft = applyFork(zcash, loadFork('zip218-n17').value, 3_600_000);
		expect(ruleAt(draft, 3_600_000)).toMatchObject({ windowBlocks: 17n, spacingSeconds: 25n });
	});

	test('decides the constants of its table', () => {
		expect(Object.fromEntries(forked.blockCounts.map(({ name, blocks }) => [name, blocks]))).toEqual({
			COINBASE_MATURITY: 100,
			MAX_REORG_LENGTH: 600,
			nPowAveragingWindow: 102,
			DEFAULT_POST_BLOSSOM_TX_EXPIRY_DELTA: 120,
			MIN_BLOCKS_TO_KEEP: 864,
			nMedianTimeSpan: 11,
		});
		expect(forked.constants.find(({ name }) => name === 'nPowAveragingWindow')?.value).toBe(102);
	});

	test('a window so wide that the sum of targets wraps is refused at its decision', () => {
		const blockCounts = { ...zip.blockCounts, nPowAveragingWindow: { decision: 'set', blocks: 2 ** 20 } } as const;
		expect(messageOf(() => applyFork(zcash, { ...zip, blockCounts }, 3_600_000))).toMatch(/a node refuses this/);
	});
});

describe('ZIP 234', () => {
	const criterion = (rules: Rules, fork: Fork, height: number, before: Rules) => {
		const smooth = applyFork(before, fork, height).subsidy;
		return [subsidyAt(smooth, BigInt(height)), subsidyAt(rules.subsidy, BigInt(height))] as const;
	};

	test('begins where its subsidy first is less than the old one', () => {
		const fork = loadFork('zip234').value;
		const [less, old] = criterion(zcash, fork, 3_662_746, zcash);
		expect(less).toBeLessThan(old);
		const [more, same] = criterion(zcash, fork, 3_662_745, zcash);
		expect(more).toBeGreaterThanOrEqual(same);
	});

	test('begins there with a fraction for 25 s on top of ZIP 218', () => {
		const base = applyFork(zcash, loadFork('zip218').value, 3_600_000);
		const fork = loadFork('zip234-rescaled').value;
		const { activation } = fork;
		const height = typeof activation === 'object' && 'height' in activation ? activation.height : 0;
		const [less, old] = criterion(base, fork, height, base);
		expect(less).toBeLessThan(old);
		const [more, same] = criterion(base, fork, height - 1, base);
		expect(more).toBeGreaterThanOrEqual(same);
	});
});
