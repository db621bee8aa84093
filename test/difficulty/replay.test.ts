import { describe, expect, test } from 'vitest';
import { formatBits, targetOfBits } from '../../src/consensus/compact.ts';
import type { BlockHeader } from '../../src/consensus/header.ts';
import { headerSource, MissingHeaderError } from '../../src/consensus/header.ts';
import {
	anchorHeights,
	asertOf,
	btxAsert,
	eraAt,
	halfLifeAt,
	limitAt,
	spacingAt,
	withAsert,
} from '../../src/difficulty/era.ts';
import { meanPath } from '../../src/difficulty/meanpath.ts';
import { requiredBits } from '../../src/difficulty/nextbits.ts';
import { bitsAfter, firstParting, replay, summarise } from '../../src/difficulty/replay.ts';
import type { DifficultyRules } from '../../src/difficulty/rules.ts';
import { log2 } from '../../src/numeric/elementary.ts';
import { loadBase } from '../../src/params/registry.ts';
import { readVectors } from '../params/vectors.ts';

interface Split {
	readonly id: string;
	readonly name: string;
	readonly inputs: { readonly blocks?: readonly { height: number; time: number; bits: string }[] } & Record<
		string,
		unknown
	>;
	readonly expected: Record<string, string | number | boolean>;
}

const mainnet = loadBase('btx/main@0.33.3').value;
const plain = mainnet.difficulty;
const base = asertOf(plain);
/** The withdrawn stall recovery: at 199,299 the parent's target is inherited and the schedule anchored anew. */
const recovery = withAsert({
	...base,
	arms: [...base.arms, { height: 199_299n, name: 'recovery', operation: { kind: 'ratio', num: 1n, den: 1n } }],
});
const ANCHOR: BlockHeader = { height: 191_715n, time: 1_787_000_000n, bits: 0x1e27264f };
const LIMIT = (1n << 224n) - 1n;
const EASY = (1n << 255n) - 1n;

/** A mainnet stretch that keeps the rules, from the anchor on. */
function chain(blocks: number): BlockHeader[] {
	const history = Array.from({ length: 11 }, (_, i) => ({
		...ANCHOR,
		height: ANCHOR.height - 10n + BigInt(i),
		time: ANCHOR.time - BigInt((10 - i) * 90),
	}));
	const hashrateAt = () => ({ num: 428_540n, den: 97n });
	const path = meanPath({ rules: plain, time: mainnet.time, history, nowSeconds: ANCHOR.time, hashrateAt });
	return [ANCHOR, ...Array.from({ length: blocks }, () => path.next().value.header)];
}

describe('replay', () => {
	const headers = chain(40);

	test('a chain that kept the rules', () => {
		// The anchor itself is judged by its own arm, which needs the parent that is not recorded.
		expect(summarise(replay(plain, headers))).toEqual({ checked: 40, skipped: 1, divergences: 0, divergence: null });
	});

	test('the first divergence with both values, later headers judged as recorded', () => {
		const wrong = headers.map((header) => (header.height === 191_720n ? { ...header, bits: 0x1e27264e } : header));
		const summary = summarise(replay(plain, wrong));
		expect(summary).toMatchObject({ checked: 40, skipped: 1, divergences: 1 });
		expect(summary.divergence).toEqual({ header: wrong[5], required: headers[5]!.bits });
	});

	test('without the anchor nothing can be checked, with it apart everything', () => {
		expect(summarise(replay(plain, headers.slice(1)))).toMatchObject({ checked: 0, skipped: 40 });
		expect([...replay(plain, headers.slice(1, 3))].map(({ missing }) => missing)).toEqual([191_715n, 191_715n]);
		expect(summarise(replay(plain, headers.slice(1), [ANCHOR]))).toMatchObject({ checked: 40, skipped: 0 });
	});

	test('genesis and heights below the first era have no rule', () => {
		const genesis = { height: 0n, time: 1n, bits: 0x1d00ffff };
		const rules: DifficultyRules = [{ ...plain[0]!, fromHeight: 2n }];
		const first = { ...genesis, height: 1n };
		expect([...replay(rules, [genesis, first])]).toEqual([
			{ header: genesis, required: null },
			{ header: first, required: null },
		]);
	});

	test('the block after the last header', () => {
		expect(bitsAfter(plain, headers)).toBe(chain(41).at(-1)!.bits);
		expect(bitsAfter(plain, headers.slice(1))).toBeNull();
		expect(bitsAfter(plain, [])).toBeNull();
	});

	test('faults other than a missing header are not hidden', () => {
		const broken: DifficultyRules = [
			{
				fromHeight: 0n,
				name: 'genesis',
				rule: {
					kind: 'asert',
					variant: 'bch',
					spacingSeconds: 600n,
					halfLifeSeconds: 172_800n,
					limitTarget: LIMIT,
					anchor: { height: 10n, time: 0n, bits: 0x207fffff },
				},
			},
		];
		expect(() => [...replay(broken, headers)]).toThrow(RangeError);
	});
});

describe('the split at 199,299', () => {
	const { vectors } = readVectors<Split>('difficulty-split');
	const chains = vectors.filter(({ inputs }) => inputs.blocks !== undefined);

	test('all five cases are there', () => expect(vectors).toHaveLength(5));

	test.each(chains)('$id: $name', ({ inputs, expected }) => {
		const headers = inputs.blocks!.map(({ height, time, bits }) => ({
			height: BigInt(height),
			time: BigInt(time),
			bits: Number(bits),
		}));
		const at = (rules: DifficultyRules, blocks: readonly BlockHeader[]) => formatBits(bitsAfter(rules, blocks)!);
		expect(at(plain, headers)).toBe(expected['a_199299']);
		expect(at(recovery, headers)).toBe(expected['b_199299']);
		// Each rule set goes on along its own branch.
		const next = (bits: unknown) => [
			...headers,
			{ height: 199_299n, time: headers.at(-1)!.time + 90n, bits: Number(bits) },
		];
		expect(at(plain, next(expected['a_199299']))).toBe(expected['a_199300_if_next_dt_90']);
		expect(at(recovery, next(expected['b_199299']))).toBe(expected['b_199300_if_next_dt_90']);
		const parting = firstParting([plain, recovery], next(expected['a_199299']));
		expect(parting?.height).toBe(BigInt(Number(expected['first_divergent_height'])));
		expect(parting?.recorded).toBe(
			expected['first_divergent_height'] === 199_299 ? Number(expected['a_199299']) : null,
		);
	});

	test('what is known of the real split', () => {
		const [real] = vectors.filter(({ inputs }) => inputs.blocks === undefined);
		const { plain_asert_199299: majority, parent_bits_majority: parent } = real!.inputs as Record<string, string>;
		// One block moves the target by 2^((interval - spacing) / half-life): the interval follows from the two.
		const ratio = Number(targetOfBits(Number(majority))) / Number(targetOfBits(Number(parent)));
		const interval = Number(spacingAt(plain, 199_298n)) + Number(halfLifeAt(plain, 199_298n)) * log2(ratio);
		expect(interval).toBeCloseTo(Number(real!.expected['implied_interval_of_block_199298_s']), 1);
		expect(real!.expected['reanchored_rules_expect']).toBe(parent);
		expect(real!.expected['plain_rules_expect']).toBe(majority);
	});

	test('no parting', () => {
		expect(firstParting([plain, plain], chain(3))).toBeUndefined();
		expect(firstParting([plain, recovery], chain(3))).toBeUndefined();
		expect(firstParting([plain, recovery], [])).toBeUndefined();
		expect(firstParting([plain, recovery], chain(3).slice(1))).toBeUndefined();
	});
});

describe('eras', () => {
	const asert = {
		fromHeight: 300_000n,
		name: 'asert',
		rule: {
			kind: 'asert',
			variant: 'bch',
			spacingSeconds: 600n,
			halfLifeSeconds: 172_800n,
			limitTarget: LIMIT,
			anchor: { num: 1n, den: 1n },
		},
	} as const;
	const wtema = {
		fromHeight: 400_000n,
		name: 'wtema',
		rule: { kind: 'wtema', spacingSeconds: 30n, limitTarget: LIMIT - 1n, alphaReciprocal: 144n },
	} as const;
	const rules: DifficultyRules = [...plain, asert, wtema];

	test('what holds at a height', () => {
		expect(eraAt(rules, 299_999n).rule.kind).toBe('btx');
		expect(eraAt(rules, 300_000n)).toBe(asert);
		expect(spacingAt(rules, 299_998n)).toBe(90n);
		expect(spacingAt(rules, 299_999n)).toBe(600n);
		expect([
			halfLifeAt(rules, 0n),
			halfLifeAt(rules, 200_000n),
			halfLifeAt(rules, 300_000n),
			halfLifeAt(rules, 400_000n),
		]).toEqual([3_600n, 14_400n, 172_800n, undefined]);
		expect(limitAt(rules, 400_000n)).toBe(LIMIT - 1n);
		expect(limitAt(rules, 191_714n)).toBe(0xa3d70n << 224n);
		expect(() => eraAt([asert], 1n)).toThrow('no difficulty rule is given for height 1');
	});

	test('BTX alone, and not', () => {
		expect(btxAsert(plain)).toBe(base);
		expect(btxAsert(rules)).toBeUndefined();
		expect(btxAsert([wtema])).toBeUndefined();
		expect(() => asertOf(rules)).toThrow('not those of BTX alone');
	});

	test('blocks that are looked back to from afar', () => {
		expect([...anchorHeights(rules)]).toEqual([50_000n, 185_000n, 191_714n, 191_715n, 299_999n]);
		const given = { ...asert, rule: { ...asert.rule, anchor: { height: 7n, time: 0n, bits: 0x1d00ffff } } };
		expect([...anchorHeights([given])]).toEqual([]);
	});
});

describe('required bits of each family', () => {
	const headers = headerSource(chain(3));

	test('BTX asks for no header that does not matter', () => {
		const none = headerSource([]);
		// Below the first arm the target is fixed; at an arm's height only the parent counts.
		expect(formatBits(requiredBits(plain, none, { tipHeight: 41n }))).toBe('0x2066c154');
		const parent = headerSource([{ height: 184_999n, time: 0n, bits: 0x1c487c56 }]);
		expect(formatBits(requiredBits(plain, parent, { tipHeight: 184_999n }))).toBe('0x1f00847c');
		expect(() => requiredBits(plain, none, { tipHeight: 200_000n })).toThrow(MissingHeaderError);
		const still = withAsert({ ...base, noRetargeting: true });
		expect(requiredBits(still, headers, { tipHeight: 191_716n })).toBe(headers(191_716n).bits);
		expect(() => requiredBits(still, none, { tipHeight: 1n })).toThrow(MissingHeaderError);
		const armless = withAsert({ ...base, arms: [] });
		expect(formatBits(requiredBits(armless, none, { tipHeight: 70_000n }))).toBe('0x2066c154');
	});

	test('a rule put on BTX by a fork', () => {
		const rules: DifficultyRules = [
			...plain,
			{
				fromHeight: 191_717n,
				name: 'w',
				rule: { kind: 'wtema', spacingSeconds: 90n, limitTarget: EASY, alphaReciprocal: 144n },
			},
			{
				fromHeight: 191_718n,
				name: 'a',
				rule: {
					kind: 'asert',
					variant: 'btx',
					spacingSeconds: 90n,
					halfLifeSeconds: 14_400n,
					limitTarget: EASY,
					anchor: { num: 1n, den: 1n },
				},
			},
		];
		expect(requiredBits(rules, headers, { tipHeight: 191_715n })).toBe(headers(191_716n).bits);
		const wtema = requiredBits(rules, headers, { tipHeight: 191_716n });
		expect(wtema).toBeGreaterThan(0x1e270000);
		expect(wtema).not.toBe(headers(191_717n).bits);
		expect(requiredBits(rules, headers, { tipHeight: 191_717n })).toBeLessThan(headers(191_717n).bits);
	});
});
