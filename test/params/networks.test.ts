/** What holds for every bundled network, whatever its chain: relations between its constants, and where they were read. */
import { describe, expect, test } from 'vitest';
import { decodeCompact, headerSource, subsidyAt, subsidyEras, totalSupply } from '../../src/consensus/index.ts';
import { eraAt, limitAt, spacingAt } from '../../src/difficulty/era.ts';
import { requiredBits } from '../../src/difficulty/nextbits.ts';
import { chainNamed } from '../../src/params/chains.ts';
import { DISABLED_HEIGHT } from '../../src/params/constants.ts';
import { bundledNames, loadFile } from '../../src/params/files.ts';
import { loadBase } from '../../src/params/registry.ts';
import type { Rules } from '../../src/params/types.ts';

interface Origin {
	readonly source: { readonly repo: string; readonly commit: string; readonly reachableFrom?: string };
	readonly provenance: Readonly<Record<string, { readonly kind: string; readonly note?: string }>>;
}

const names = bundledNames('chainparams');
const originOf = (name: string) => loadFile('chainparams', name).document.value as Origin;
const loaded = new Map<string, Rules>();

function rulesOf(name: string): Rules {
	const rules = loaded.get(name) ?? loadBase(name).value;
	loaded.set(name, rules);
	return rules;
}

/** The first runs of equal subsidies: a schedule that pays by what was issued before has millions. */
function firstSubsidies({ subsidy }: Rules, most = 100): bigint[] {
	const amounts: bigint[] = [];
	for (const era of subsidyEras(subsidy, subsidy[0]!.fromHeight)) {
		amounts.push(era.subsidy);
		if (amounts.length === most) break;
	}
	return amounts;
}

/**
 * Decred pays the votes of an interval's first block by the interval before. The differences add up to less than one
 * subsidy, by which its supply may exceed the limit on a single amount.
 */
function parentPaid({ subsidy }: Rules): bigint {
	return subsidy.reduce((sum, { rule }) => sum + (rule.kind === 'reduction' ? rule.baseSubsidy : 0n), 0n);
}

test('there are networks of more than one chain', () => {
	expect(new Set(names.map((name) => name.split('/')[0])).size).toBeGreaterThan(1);
});

describe.each(names)('%s: where it was read', (name) => {
	test('every constant has a path, a line and the full commit, so that it can be looked up', () => {
		const { constants, commit } = rulesOf(name);
		const { provenance } = originOf(name);
		expect(commit).toMatch(/^[0-9a-f]{40}$/);
		expect(constants.length).toBeGreaterThan(0);
		for (const { name: constant, source } of constants) {
			expect(source.commit, constant).toBe(commit);
			const { kind, note } = provenance[`/params/${constant}`] ?? {};
			if (kind === 'stated' && source.path === undefined) {
				// What a vote decided stands in no source; the note says which document does, and where in it.
				expect(note, constant).toMatch(/@[0-9a-f]{40}, [\w./-]+:\d+/);
			} else {
				expect(source.path, constant).toMatch(/^[\w.-]+(\/[\w.-]+)*\.\w+$/);
				expect(source.line, constant).toMatch(/^[1-9]\d*(,[1-9]\d*)*$/);
			}
		}
	});

	test("its commit is held by a branch or tag of its own repository: a fork's commit shows under the parent's address too", () => {
		const { source } = originOf(name);
		expect(source.repo).toMatch(/^https:\/\/\S+$/);
		expect(source.reachableFrom).toMatch(/^(refs\/(tags|heads)\/|release )\S+/);
	});
});

describe.each(names)('%s: difficulty', (name) => {
	test('eras rise, so that every height has at most one rule', () => {
		const { difficulty } = rulesOf(name);
		const heights = difficulty.map(({ fromHeight }) => fromHeight);
		expect(heights[0]).toBeGreaterThanOrEqual(0n);
		expect(heights).toEqual([...new Set(heights)].sort((a, b) => (a < b ? -1 : 1)));
		expect(new Set(difficulty.map((era) => era.name)).size).toBe(heights.length);
		expect(eraAt(difficulty, BigInt(DISABLED_HEIGHT))).toBe(difficulty.at(-1));
	});

	test('the target spacing is positive in every era: difficulty is divided by it', () => {
		const { difficulty } = rulesOf(name);
		for (const { fromHeight } of difficulty) expect(spacingAt(difficulty, fromHeight)).toBeGreaterThan(0n);
	});

	test('genesis bits decode to a target within the limit, or block 0 would fail its own check', () => {
		const { difficulty, genesis } = rulesOf(name);
		const { target, negative, overflow } = decodeCompact(genesis.bits);
		expect({ negative, overflow }).toEqual({ negative: false, overflow: false });
		expect(target).toBeGreaterThan(0n);
		expect(target).toBeLessThanOrEqual(limitAt(difficulty, difficulty[0]!.fromHeight));
	});

	test('block 1 gets nBits that it may carry, or none where the rules start later', () => {
		const { difficulty, genesis } = rulesOf(name);
		const time = BigInt(genesis.timeSeconds);
		const headers = headerSource([{ height: 0n, time, bits: genesis.bits }]);
		const bits = () => requiredBits(difficulty, headers, { tipHeight: 0n, time: time + 1n });
		if (difficulty[0]!.fromHeight > 0n) {
			expect(bits).toThrow('no difficulty rule is given for height 1');
		} else {
			expect(decodeCompact(bits()).target).toBeGreaterThan(0n);
			expect(decodeCompact(bits()).target).toBeLessThanOrEqual(limitAt(difficulty, 1n));
		}
	});

	test('it breaks none of the rules that its nodes check', () => {
		const { constants, family } = rulesOf(name);
		const values = Object.fromEntries(constants.map((constant) => [constant.name, constant.value ?? '']));
		expect(chainNamed(family).violations(values)).toEqual([]);
	});
});

describe.each(names)('%s: issuance', (name) => {
	test('no block creates more than an amount may be', () => {
		const rules = rulesOf(name);
		for (const amount of firstSubsidies(rules)) {
			expect(amount).toBeGreaterThanOrEqual(0n);
			expect(amount).toBeLessThanOrEqual(rules.maxMoney);
		}
		expect(subsidyAt(rules.subsidy, rules.subsidy[0]!.fromHeight)).toBe(firstSubsidies(rules)[0]);
	});

	test('miners are paid at some height', () => {
		expect(firstSubsidies(rulesOf(name)).some((amount) => amount > 0n)).toBe(true);
	});

	test('all blocks together create no more than the money limit, where issuance ends', () => {
		const rules = rulesOf(name);
		const supply = totalSupply(rules.subsidy);
		if (supply === null) expect(firstSubsidies(rules).at(-1)).toBeGreaterThan(0n);
		else expect(supply).toBeLessThanOrEqual(rules.maxMoney + parentPaid(rules));
	});

	test('amounts are exact as the coin shows them', () => {
		const rules = rulesOf(name);
		expect(Number.isSafeInteger(rules.coin.decimals)).toBe(true);
		expect(10n ** BigInt(rules.coin.decimals)).toBeLessThanOrEqual(rules.maxMoney);
	});
});

describe.each(names)('%s: blocks and time', (name) => {
	test('block counts are positive: a window, a depth or an age of no blocks means nothing', () => {
		const rules = rulesOf(name);
		expect(rules.blockCounts.length).toBeGreaterThan(0);
		for (const { name: count, blocks } of rules.blockCounts) {
			expect(Number.isSafeInteger(blocks), count).toBe(true);
			expect(blocks, count).toBeGreaterThan(0);
		}
	});

	test('units of work rise from height 0, so that every attempt has one', () => {
		const rules = rulesOf(name);
		const heights = rules.workUnits.map(({ fromHeight }) => fromHeight);
		expect(heights[0]).toBe(0);
		expect(heights).toEqual([...new Set(heights)].sort((a, b) => a - b));
	});

	test('median-time-past looks at one header at least', () => {
		expect(rulesOf(name).time.medianTimeSpan).toBeGreaterThanOrEqual(1);
	});

	test('a header fits into a block', () => {
		const rules = rulesOf(name);
		expect(rules.headerBytes).toBeGreaterThan(0);
		expect(rules.headerBytes).toBeLessThan(rules.maxBlockBytes);
	});

	test("genesis lies after Bitcoin's, which was the first", () => {
		expect(rulesOf(name).genesis.timeSeconds).toBeGreaterThanOrEqual(1_231_006_505);
	});
});

const networks = new Set(names.map((name) => name.replace(/@.*/, '')));

describe.each([...networks])('releases of %s', (network) => {
	const releases = () => names.filter((name) => name.startsWith(`${network}@`)).map(rulesOf);

	test('share the genesis block, or they would be two chains', () => {
		const [first, ...others] = releases();
		for (const { genesis } of others) expect(genesis).toEqual(first?.genesis);
		expect(first?.id.startsWith(network)).toBe(true);
	});

	test('share coin, family, money limit and the first subsidy, which is mined', () => {
		const shared = (rules: Rules) => [rules.coin, rules.family, rules.maxMoney, firstSubsidies(rules, 1)];
		const [first, ...others] = releases().map(shared);
		for (const other of others) expect(other).toEqual(first);
		expect(first).toHaveLength(4);
	});

	test('are of different commits', () => {
		const commits = releases().map(({ commit }) => commit);
		expect(new Set(commits).size).toBe(commits.length);
	});
});
