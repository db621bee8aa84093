import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nextBits } from '../../src/asert/index.ts';
import { formatBits } from '../../src/consensus/index.ts';
import { asertOf } from '../../src/difficulty/era.ts';
import { difficultyArms, isEpochATuple } from '../../src/params/arms.ts';
import { ConstantTable } from '../../src/params/constants.ts';
import { bundledNames } from '../../src/params/files.ts';
import { InputError } from '../../src/params/json.ts';
import { loadBase } from '../../src/params/registry.ts';
import { messageOf, userFolder } from './folder.ts';
import { readVectors } from './vectors.ts';

interface Dispatch {
	readonly name: string;
	readonly blocks: readonly { readonly height: number; readonly time: number; readonly bits: string }[];
	readonly bits: string;
}

interface ConstantVector {
	readonly base: string;
	readonly name: string;
	readonly value: string | number;
	readonly path?: string;
	readonly line: string;
}

const folder = userFolder();
const raw = (name: string) =>
	JSON.parse(readFileSync(new URL(`../../chainparams/${name}.json`, import.meta.url), 'utf8'));

describe.each(bundledNames('chainparams').filter((name) => name.startsWith('btx/')))('%s', (name) => {
	test('every constant has a provenance and every provenance a constant', () => {
		const { params, provenance } = raw(name);
		const names = Object.keys(params).map((key) => `/params/${key}`);
		expect(names.length).toBeGreaterThan(50);
		expect(Object.keys(provenance).sort()).toEqual(names.sort());
		for (const { path, line, kind } of Object.values<{ path: string; line: string; kind: string }>(provenance)) {
			expect(path).toMatch(/^src\/.*\.(cpp|h)$/);
			expect(line).toMatch(/^\d+(,\d+)*$/);
			expect(kind).toBe('extracted');
		}
	});

	test('loads, with the source on every constant', () => {
		const { value: rules, input } = loadBase(name);
		expect(rules.id).toBe(name);
		expect(input).toMatchObject({ kind: 'base', id: name, path: `chainparams/${name}.json` });
		for (const { source } of rules.constants) {
			expect(source).toMatchObject({ commit: rules.commit, url: 'https://github.com/btxchain/btx' });
		}
	});
});

describe('values', () => {
	const { vectors } = readVectors<ConstantVector>('params-constants');
	test.each(vectors)('$base $name', ({ base, name, value, path = 'src/kernel/chainparams.cpp', line }) => {
		const constant = loadBase(base).value.constants.find((candidate) => candidate.name === name);
		expect(constant?.value).toBe(value);
		expect(constant?.source).toMatchObject({ path, line });
	});

	test('rules of 0.33.3', () => {
		const rules = loadBase('btx/main@0.33.3').value;
		expect(rules).toMatchObject({
			chain: 'btx',
			network: 'main',
			release: '0.33.3',
			coin: { symbol: 'BTX', decimals: 8 },
			genesis: { timeSeconds: 1773878400, bits: 0x20147ae1 },
			maxMoney: 2_100_000_000_000_000n,
			subsidy: [
				{
					fromHeight: 0n,
					name: 'halving',
					rule: {
						kind: 'halving',
						rounding: 'floor',
						segments: [{ fromHeight: 0n, initialSubsidy: 2_000_000_000n, halvingIntervalBlocks: 525_000n }],
						maxHalvings: 64n,
					},
				},
			],
			emptyBlockPenalty: { fromHeight: 130_000n, strictFromHeight: 130_500n, endHeight: 132_000n, maxHalvings: 2n },
			time: {
				medianTimeSpan: 11,
				maxTimewarpSeconds: 600n,
				futureMtpDrift: { fromHeight: 118_482n, seconds: 3_600n },
				timewarpReconcileHeight: 125_000n,
				maxFutureSeconds: 7_200n,
			},
			workUnits: [
				{ fromHeight: 0, unit: 'digest' },
				{ fromHeight: 185_000, unit: 'episode' },
			],
			maxBlockBytes: 24_000_000,
			headerBytes: 182,
		});
		expect(asertOf(rules.difficulty)).toMatchObject({
			genesisBits: 0x20147ae1,
			fastScale: 6n,
			spacingSeconds: 90n,
			noRetargeting: false,
		});
		expect(asertOf(rules.difficulty).halfLifeSeconds).toBe(3_600n);
		expect(asertOf(rules.difficulty).epsilonBits).toEqual([
			{ fromHeight: 0n, bits: 10n },
			{ fromHeight: 50_000n, bits: 18n },
		]);
		expect(asertOf(rules.difficulty).arms.map(({ height, operation }) => [height, operation.kind])).toEqual([
			[50_000n, 'bootstrap'],
			[185_000n, 'derive'],
			[191_714n, 'inherit'],
			[191_715n, 'inherit'],
		]);
		expect(rules.blockCounts.find(({ name }) => name === 'COINBASE_MATURITY')).toMatchObject({
			blocks: 100,
			means: 'security',
		});
	});

	test('arms and units of the older releases', () => {
		const heights = (name: string) => asertOf(loadBase(name).value.difficulty).arms.map(({ height }) => height);
		expect(heights('btx/main@0.32.12')).toEqual([50_000n]);
		expect(heights('btx/main@0.33.2')).toEqual([50_000n, 185_000n]);
		expect(loadBase('btx/main@0.32.12').value.workUnits).toEqual([{ fromHeight: 0, unit: 'digest' }]);
	});
});

describe('dispatch through the arms', () => {
	const { vectors, base } = readVectors<Dispatch>('params-dispatch');
	const rules = loadBase(String(base)).value;
	test.each(vectors)('$name', ({ blocks, bits }) => {
		const headers = blocks.map((block) => ({
			height: BigInt(block.height),
			time: BigInt(block.time),
			bits: Number(block.bits),
		}));
		const tip = headers.at(-1);
		if (tip === undefined) throw new Error('a vector without blocks');
		expect(formatBits(nextBits(asertOf(rules.difficulty), tip, headers[0]))).toBe(bits);
	});
});

describe('arms on other heights', () => {
	const DISABLED = 2_147_483_647;
	const constants = loadBase('btx/main@0.33.3').value.constants;
	const table = (changes: Record<string, string | number>) =>
		new ConstantTable(
			constants.map((constant) => ({ ...constant, value: changes[constant.name] ?? constant.value })),
			(name, what) => new InputError(`${name}: ${what}`),
		);
	const named = (changes: Record<string, string | number>) =>
		difficultyArms(table(changes)).map(({ height, name, operation }) => [Number(height), name, operation.kind]);

	test('v4 alone, BMX4C over v4, DRLT behind BMX4C, coupled behind RC', () => {
		const off = { nMatMulRCHeight: DISABLED, nMatMulBMX4CHeight: DISABLED, nMatMulPowLimitUpgradeHeight: DISABLED };
		const start = [50_000, 'nMatMulAsertHeight', 'bootstrap'];
		const halfLife = [191_715, 'nMatMulAsertHalfLifeUpgradeHeight', 'inherit'];
		expect(named(off)).toEqual([start, [185_000, 'nMatMulV4Height', 'ratio'], halfLife]);
		expect(named({ ...off, nMatMulBMX4CHeight: 185_000, nMatMulDRLTHeight: 185_000 })).toEqual([
			start,
			[185_000, 'nMatMulBMX4CHeight', 'ratio'],
			halfLife,
		]);
		expect(named({ nMatMulRCCoupledHeight: 185_000 })[1]).toEqual([185_000, 'nMatMulRCHeight', 'ratio']);
		expect(named({ nMatMulRCCoupledHeight: 188_000 })[2]).toEqual([188_000, 'nMatMulRCCoupledHeight', 'ratio']);
	});

	test('the first match owns a height; limit and half-life hold all the same', () => {
		const arms = difficultyArms(
			table({ nMatMulPowLimitUpgradeHeight: 185_000, nMatMulAsertHalfLifeUpgradeHeight: 185_000 }),
		);
		expect(arms.at(-1)).toMatchObject({ height: 185_000n, name: 'nMatMulRCHeight', halfLifeSeconds: 14_400n });
		expect(arms.at(-1)?.limitTarget).toBe(0x0a3d70n << 224n);
	});

	test('retunes divide and scale', () => {
		const retuned = {
			nMatMulAsertRetuneHeight: 51_000,
			nMatMulAsertRetuneHardeningFactor: 4,
			nMatMulAsertRetune2Height: 52_000,
		};
		expect(difficultyArms(table(retuned)).slice(1, 3)).toEqual([
			{ height: 51_000n, name: 'nMatMulAsertRetuneHeight', operation: { kind: 'divide', factor: 4n } },
			{ height: 52_000n, name: 'nMatMulAsertRetune2Height', operation: { kind: 'ratio', num: 1n, den: 1n } },
		]);
	});

	test('Epoch A is the exact tuple', () => {
		expect(isEpochATuple(table({}))).toBe(true);
		expect(isEpochATuple(table({ nMatMulRCProfile: 2 }))).toBe(false);
		expect(isEpochATuple(table({ nMatMulV4AsertRescaleNum: '2' }))).toBe(false);
		expect(isEpochATuple(table({ nMatMulDRLTHeight: 200_000 }))).toBe(false);
	});
});

describe('faulty files', () => {
	const load = (change: (file: ReturnType<typeof raw>) => void) => {
		const file = raw('btx/main@0.33.3');
		change(file);
		return messageOf(() => loadBase(folder.write('any', 'base', file)));
	};
	test.each<[string, (file: ReturnType<typeof raw>) => void, RegExp]>([
		['id', (file) => (file.release = '0.33.4'), /: \/id: expected 'btx\/main@0\.33\.4', made of chain/],
		[
			'no provenance',
			(file) => delete file.provenance['/params/nInitialSubsidy'],
			/\/params\/nInitialSubsidy: no provenance is given$/,
		],
		[
			'provenance of nothing',
			(file) => (file.provenance['/params/nInitialSubsidi'] = { kind: 'stated' }),
			/\/provenance\/~1params~1nInitialSubsidi: there is no such constant; did you mean 'nInitialSubsidy'\?$/,
		],
		['unit of nothing', (file) => (file.units.foo = 'x'), /\/units\/foo: there is no such constant$/],
		[
			'meaning of nothing',
			(file) => (file.blockCounts.foo = { means: 'time', title: 'x' }),
			/\/blockCounts\/foo: there is no such/,
		],
		[
			'a missing constant',
			(file) => {
				delete file.params.MAX_TIMEWARP;
				delete file.units.MAX_TIMEWARP;
				delete file.provenance['/params/MAX_TIMEWARP'];
			},
			/: \/params\/MAX_TIMEWARP: the constant 'MAX_TIMEWARP' is missing$/,
		],
		['a bad kind', (file) => (file.params.powLimit = 7), /: \/params\/powLimit: expected 64 hex digits, found 7$/],
		['bad bits', (file) => (file.params['genesis.nBits'] = '0x1'), /expected nBits such as "0x1c470fe2", found "0x1"$/],
		[
			'not a boolean',
			(file) => (file.params.enforce_BIP94 = 1),
			/: \/params\/enforce_BIP94: expected true or false, found 1$/,
		],
		['not an integer', (file) => (file.params.nMaxMoney = '21 million'), /: \/params\/nMaxMoney: expected an integer/],
		[
			'what a node refuses',
			(file) => (file.params.nMatMulAsertHalfLife = 0),
			/\/params\/nMatMulAsertHalfLife: a node refuses this: the half-life/,
		],
		['unit from nowhere', (file) => (file.workUnits[1].from = 'nMatMulRCHeigt'), /did you mean 'nMatMulRCHeight'\?$/],
		['units out of order', (file) => file.workUnits.reverse(), /units of work start at genesis and rise in height$/],
	])('%s', (_, change, message) => {
		expect(load(change)).toMatch(message);
	});
});
