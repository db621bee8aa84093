import { describe, expect, test } from 'vitest';
import {
	type BlockHeader,
	decodeCompact,
	encodeCompact,
	firstZeroHeight,
	formatBits,
	headerTimeWindow,
	issuedThrough,
	subsidyAt,
	totalSupply,
} from '../../src/consensus/index.ts';
import { requiredBits } from '../../src/difficulty/nextbits.ts';
import { bundledNames } from '../../src/params/files.ts';
import { defaultState, loadBase, networkNamed } from '../../src/params/registry.ts';
import { sanityOf } from '../../src/params/sanity.ts';
import type { ConstantValues } from '../../src/params/validity.ts';
import { messageOf, userFolder } from './folder.ts';
import { readVectors } from './vectors.ts';

interface ConstantVector {
	readonly base: string;
	readonly name: string;
	readonly value: string | number | boolean;
	readonly line: string;
}

interface Retarget {
	readonly name: string;
	readonly tipHeight: number;
	readonly firstTime: number;
	readonly tipTime: number;
	readonly tipBits: string;
	readonly bits: string;
}

const folder = userFolder();
const file = readVectors<ConstantVector>('params-bitcoin');
const networks = bundledNames('chainparams').filter((name) => name.startsWith('bitcoin/'));
const rulesOf = (network: string) => loadBase(`bitcoin/${network}`).value;
const constantsOf = (network: string): ConstantValues =>
	Object.fromEntries(rulesOf(network).constants.map(({ name, value }) => [name, value ?? '']));
const LIMIT_BITS = 0x1d00ffff;

describe('constants', () => {
	test.each(file.vectors)('$base $name', ({ base, name, value, line }) => {
		const constant = loadBase(base).value.constants.find((candidate) => candidate.name === name);
		expect(constant?.value).toBe(value);
		expect(constant?.source).toMatchObject({ path: 'src/kernel/chainparams.cpp', line });
	});

	test('the five networks are those of one release', () => {
		expect(networks).toHaveLength(5);
		const commits = networks.map((name) => loadBase(name).value.commit);
		expect(new Set(commits)).toEqual(new Set(['f490f5562d4b20857ef8d042c050763795fd43da']));
	});

	test.each(networks)('%s: a signalling window is one retarget period, as the comment beside it says', (name) => {
		const { constants } = loadBase(name).value;
		const valueNamed = (constant: string) => Number(constants.find((each) => each.name === constant)?.value);
		const periodBlocks = valueNamed('nPowTargetTimespan') / valueNamed('nPowTargetSpacing');
		expect(valueNamed('nMinerConfirmationWindow')).toBe(periodBlocks);
	});

	test.each([
		['main', 0.9],
		['signet', 0.9],
		['testnet3', 0.75],
		['testnet4', 0.75],
		['regtest', 0.75],
	])('%s: the signalling threshold is %d of the window, rounded up', (network, share) => {
		const { nRuleChangeActivationThreshold, nMinerConfirmationWindow } = constantsOf(network);
		expect(nRuleChangeActivationThreshold).toBe(Math.ceil(Number(nMinerConfirmationWindow) * share));
	});
});

describe('mainnet', () => {
	const rules = rulesOf('main');

	test('retargets every 2,016 blocks under one rule', () => {
		expect(rules.difficulty).toHaveLength(1);
		expect(rules.difficulty[0]?.rule).toMatchObject({
			kind: 'period',
			spacingSeconds: 600n,
			intervalBlocks: 2016n,
			spansFullInterval: false,
			baseIsFirstBlock: false,
			noRetargeting: false,
		});
		expect(rules.difficulty[0]?.rule).not.toHaveProperty('minimumDifficulty');
	});

	test.each(file['retargets'] as Retarget[])('retarget: $name', ({ tipHeight, firstTime, tipTime, tipBits, bits }) => {
		const tip = { height: BigInt(tipHeight), time: BigInt(tipTime), bits: Number(tipBits) };
		const first = { height: tip.height - 2015n, time: BigInt(firstTime), bits: Number(tipBits) };
		expect(formatBits(requiredBits(rules.difficulty, among([first, tip]), { tipHeight: tip.height }))).toBe(bits);
	});

	test('creates 20,999,999.9769 coins, the last of them at height 6,929,999', () => {
		expect(totalSupply(rules.subsidy)).toBe(2_099_999_997_690_000n);
		expect(firstZeroHeight(rules.subsidy)).toBe(33n * 210_000n);
		expect(issuedThrough(rules.subsidy, 6_929_999n)).toBe(2_099_999_997_690_000n);
		expect(rules.maxMoney).toBe(2_100_000_000_000_000n);
	});

	test.each([
		[0n, 5_000_000_000n],
		[209_999n, 5_000_000_000n],
		[210_000n, 2_500_000_000n],
		[840_000n, 312_500_000n],
		[6_929_999n, 1n],
		[6_930_000n, 0n],
	])('block %d creates %d', (height, subsidy) => {
		expect(subsidyAt(rules.subsidy, height)).toBe(subsidy);
	});

	test('has no timewarp rule; a header follows the median of 11 and is at most two hours ahead', () => {
		expect(rules.time).toEqual({ medianTimeSpan: 11, maxFutureSeconds: 7200n });
		expect(rules).toMatchObject({ headerBytes: 80, maxBlockBytes: 4_000_000, coin: { symbol: 'BTC', decimals: 8 } });
	});
});

describe('test networks', () => {
	const LAST = 4031n;
	const START = 1_714_777_860n;
	/** A period that took the nominal time and ended in a block at the limit. */
	const realBits = 0x1c0ffff0;
	const period = Array.from({ length: 2016 }, (_, i): BlockHeader => {
		const height = 2016n + BigInt(i);
		return { height, time: START + height * 600n, bits: height === LAST ? LIMIT_BITS : realBits };
	});

	test.each(['testnet3', 'testnet4'])(
		'%s: a block more than two spacings late carries the limit, others do not',
		(network) => {
			const { difficulty } = rulesOf(network);
			const parent = period[10]!;
			const bitsAfter = (seconds: bigint) =>
				requiredBits(difficulty, among(period), { tipHeight: parent.height, time: parent.time + seconds });
			expect(bitsAfter(1201n)).toBe(LIMIT_BITS);
			expect(bitsAfter(1200n)).toBe(realBits);
		},
	);

	test.each<[string, number]>([
		['testnet3', LIMIT_BITS],
		['testnet4', realBits],
	])("%s: a retarget starts from the period's last block, under BIP 94 from its first", (network, base) => {
		const bits = requiredBits(rulesOf(network).difficulty, among(period), { tipHeight: LAST });
		const span = 2015n * 600n;
		expect(bits).toBe(encodeCompact((decodeCompact(base).target * span) / 1_209_600n));
	});

	test('testnet4: the first block of a period lies at most 600 s before its parent, the others may', () => {
		const { time } = rulesOf('testnet4');
		expect(time).toMatchObject({ maxTimewarpSeconds: 600n, timewarpIntervalBlocks: 2016n });
		const earliest = (height: bigint) =>
			headerTimeWindow(time, { height, parentTime: 10_000n, parentMtp: 4_000n, now: 10_000n }).min;
		expect(earliest(4032n)).toBe(9_400n);
		expect(earliest(4033n)).toBe(4_001n);
		expect(rulesOf('testnet3').time).not.toHaveProperty('maxTimewarpSeconds');
	});

	test('signet: genesis carries the limit', () => {
		const { genesis, difficulty } = rulesOf('signet');
		expect(genesis.bits).toBe(encodeCompact(BigInt(`0x${constantsOf('signet')['powLimit']}`)));
		expect(difficulty[0]?.rule).not.toHaveProperty('minimumDifficulty');
	});

	test('regtest: never retargets, period of 144 blocks, halvings every 150', () => {
		const { difficulty, subsidy, genesis } = rulesOf('regtest');
		expect(difficulty[0]?.rule).toMatchObject({ intervalBlocks: 144n, noRetargeting: true });
		const tip = { height: 143n, time: 2_000_000_000n, bits: genesis.bits };
		expect(requiredBits(difficulty, among([tip]), { tipHeight: 143n })).toBe(0x207fffff);
		expect(subsidyAt(subsidy, 150n)).toBe(2_500_000_000n);
	});
});

describe('constants that make no network', () => {
	const main = constantsOf('main');
	const broken = (set: ConstantValues, base = main) => sanityOf()({ ...base, ...set }).map(({ name }) => name);

	test.each<[string, ConstantValues, string]>([
		['no spacing', { nPowTargetSpacing: 0 }, 'nPowTargetSpacing'],
		['a timespan below zero', { nPowTargetTimespan: -1 }, 'nPowTargetTimespan'],
		['no halving interval', { nSubsidyHalvingInterval: 0 }, 'nSubsidyHalvingInterval'],
		['no signalling window', { nMinerConfirmationWindow: 0 }, 'nMinerConfirmationWindow'],
		['a median of nothing', { nMedianTimeSpan: 0 }, 'nMedianTimeSpan'],
		['a coinbase spent in its own block', { COINBASE_MATURITY: 0 }, 'COINBASE_MATURITY'],
		['a period that is no whole number of blocks', { nPowTargetSpacing: 650 }, 'nPowTargetTimespan'],
		['negative genesis bits', { 'genesis.nBits': '0x1d80ffff' }, 'genesis.nBits'],
		['genesis bits of zero', { 'genesis.nBits': '0x00000000' }, 'genesis.nBits'],
		['genesis bits beyond 256 bits', { 'genesis.nBits': '0xff00ffff' }, 'genesis.nBits'],
		['genesis easier than the limit', { 'genesis.nBits': '0x1d010000' }, 'genesis.nBits'],
		['a limit whose retarget wraps', { powLimit: `00000fff${'f'.repeat(56)}` }, 'powLimit'],
		['a threshold above its window', { nRuleChangeActivationThreshold: 2017 }, 'nRuleChangeActivationThreshold'],
		['no threshold', { nRuleChangeActivationThreshold: 0 }, 'nRuleChangeActivationThreshold'],
	])('%s', (_, set, name) => {
		expect(broken(set)).toContain(name);
	});

	test('a limit that never retargets may wrap', () => {
		expect(broken({ fPowNoRetargeting: false }, constantsOf('regtest'))).toEqual(['powLimit']);
		expect(broken({}, constantsOf('regtest'))).toEqual([]);
	});

	test("Litecoin's limit wraps unless one bit is shifted out", () => {
		const litecoin = {
			...main,
			powLimit: `00000${'f'.repeat(59)}`,
			nPowTargetTimespan: 302_400,
			nPowTargetSpacing: 150,
		};
		expect(sanityOf()(litecoin).map(({ name }) => name)).toEqual(['powLimit']);
		expect(sanityOf(1n)(litecoin)).toEqual([]);
	});

	test('a rule whose constants the chain does not have is left out', () => {
		const { nRuleChangeActivationThreshold: _, ...without } = main;
		expect(sanityOf()(without)).toEqual([]);
	});

	test('a height at or below the tip cannot change', () => {
		const mined = { tipHeight: 900_000, constants: { ...main, SomeHeight: 800_000 } };
		const moved = (SomeHeight: number) => sanityOf()({ ...main, SomeHeight }, mined).map(({ name }) => name);
		expect(moved(950_000)).toEqual(['SomeHeight']);
		expect(moved(800_000)).toEqual([]);
	});

	test('a file with them is refused at the constant', () => {
		const document = JSON.parse(JSON.stringify(raw()));
		document.params.nPowTargetSpacing = 650;
		expect(messageOf(() => loadBase(folder.write('any', 'base', document)))).toMatch(
			/: \/params\/nPowTargetTimespan: a node refuses this: must be a multiple of nPowTargetSpacing/,
		);
	});
});

describe('a network without a release', () => {
	test('is its newest release where no state is bundled', () => {
		expect(networkNamed('bitcoin/main')).toBe('bitcoin/main');
		expect(loadBase('bitcoin/main').value.id).toBe('bitcoin/main@29.0');
		expect(loadBase('btx/testnet').value.id).toBe('btx/testnet@0.33.3');
	});

	test("takes the user's files into account", () => {
		const document = { ...raw(), id: 'bitcoin/main@29.10', release: '29.10' };
		folder.write('chainparams/bitcoin', 'main@29.10', document);
		expect(loadBase('bitcoin/main').value.id).toBe('bitcoin/main@29.10');
	});

	test('has nothing to rehearse from, which is said', () => {
		expect(messageOf(() => defaultState('bitcoin/main'))).toBe(
			'no bundled state of bitcoin/main exists; name one with --state',
		);
	});
});

/** The headers of a list, by height; gaps are fine. */
function among(headers: readonly BlockHeader[]) {
	return (height: bigint): BlockHeader => {
		const header = headers.find((candidate) => candidate.height === height);
		if (header === undefined) throw new Error(`block ${height} is not part of the test`);
		return header;
	};
}

function raw() {
	return loadBase('bitcoin/main@29.0').document.value as Record<string, unknown>;
}
