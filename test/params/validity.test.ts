import { describe, expect, test } from 'vitest';
import { bundledNames } from '../../src/params/files.ts';
import { loadBase } from '../../src/params/registry.ts';
import { type ConstantValues, violations } from '../../src/params/validity.ts';
import { readVectors } from './vectors.ts';

interface Invalid {
	readonly name: string;
	readonly set: ConstantValues;
	readonly tipHeight?: number;
	readonly constant: string;
	readonly reason: string;
}

const constantsOf = (name: string): ConstantValues =>
	Object.fromEntries(loadBase(name).value.constants.map(({ name: key, value }) => [key, value ?? '']));
const latest = constantsOf('btx/main@0.33.3');
const DISABLED = 2_147_483_647;

test.each(bundledNames('chainparams').filter((name) => name.startsWith('btx/')))('%s breaks no rule', (name) => {
	expect(violations(constantsOf(name))).toEqual([]);
	expect(violations(constantsOf(name), { tipHeight: 10_000_000, constants: constantsOf(name) })).toEqual([]);
});

describe('rules that a node refuses to start with', () => {
	const { vectors } = readVectors<Invalid>('params-invalid');
	test('there are ten', () => expect(vectors).toHaveLength(10));

	test.each(vectors)('$name', ({ set, tipHeight, constant, reason }) => {
		const changed = { ...latest, ...set };
		const found = tipHeight === undefined ? violations(changed) : violations(changed, { tipHeight, constants: latest });
		expect(found.find(({ name }) => name === constant)?.reason).toContain(reason);
	});
});

describe('further rules', () => {
	const names = (set: ConstantValues) => violations({ ...latest, ...set }).map(({ name }) => name);

	test.each<[string, ConstantValues, string]>([
		['fast phase and ASERT apart', { nFastMineHeight: 49_999 }, 'nFastMineHeight'],
		['no halving interval', { nSubsidyHalvingInterval: 0 }, 'nSubsidyHalvingInterval'],
		['no hardening factor', { nMatMulAsertRetuneHardeningFactor: 0 }, 'nMatMulAsertRetuneHardeningFactor'],
		['retune before ASERT', { nMatMulAsertRetuneHeight: 49_000 }, 'nMatMulAsertRetuneHeight'],
		[
			'second retune before the first',
			{ nMatMulAsertRetuneHeight: 60_000, nMatMulAsertRetune2Height: 59_000 },
			'nMatMulAsertRetune2Height',
		],
		['v4 without BMX4C', { nMatMulBMX4CHeight: DISABLED }, 'nMatMulBMX4CHeight'],
		['RC on its own day', { nMatMulRCHeight: 186_000 }, 'nMatMulRCHeight'],
		['DRLT under Epoch A', { nMatMulDRLTHeight: 190_000 }, 'nMatMulDRLTHeight'],
		['profile 2', { nMatMulRCProfile: 2 }, 'nMatMulRCProfile'],
		['live profile 1 with 1/1', { nMatMulRCAsertRescaleNum: '1' }, 'nMatMulRCAsertRescaleNum'],
		['v4 with its own ratio', { nMatMulV4AsertRescaleNum: '2' }, 'nMatMulV4AsertRescaleNum'],
		[
			'RC hidden behind ASERT',
			{ nMatMulV4Height: 50_000, nMatMulBMX4CHeight: 50_000, nMatMulRCHeight: 50_000 },
			'nMatMulRCHeight',
		],
		['a ratio term below zero', { nMatMulDRLTAsertRescaleDen: '-1' }, 'nMatMulDRLTAsertRescaleDen'],
		['a limit that nBits cannot say', { powLimitUpgrade: `000a3d70${'0'.repeat(55)}1` }, 'powLimitUpgrade'],
	])('%s', (_, set, name) => {
		expect(names(set)).toContain(name);
	});

	test('the profiles behind a disabled BMX4C are not looked at', () => {
		const off = { nMatMulV4Height: DISABLED, nMatMulBMX4CHeight: DISABLED, nMatMulRCAsertRescaleNum: '1' };
		expect(
			names({ ...off, nMatMulPowLimitUpgradeHeight: 200_000, nMatMulAsertHalfLifeUpgradeHeight: 200_001 }),
		).toEqual([]);
		expect(names({ ...off, nMatMulBMX4CHeight: 185_000 })).toContain('nMatMulBMX4CHeight');
	});

	test('a large ratio that reduces is fine', () => {
		expect(names({ nMatMulDRLTAsertRescaleNum: `${2n ** 41n}`, nMatMulDRLTAsertRescaleDen: `${2n ** 41n}` })).toEqual(
			[],
		);
	});

	test('moving a mined height is found from either side', () => {
		const moved = (height: number) =>
			violations({ ...latest, nReorgProtectionStartHeight: height }, { tipHeight: 100_000, constants: latest });
		expect(moved(200_000)).toHaveLength(1);
		expect(moved(70_000)).toHaveLength(1);
		expect(moved(61_000)).toHaveLength(0);
	});
});

describe("a regression test stages the profiles as it likes, within the node's bounds", () => {
	const regtest = constantsOf('btx/regtest@0.33.3');
	const names = (set: ConstantValues) => violations({ ...regtest, ...set }).map(({ name }) => name);

	test('what a public network may not do', () => {
		expect(regtest).toMatchObject({ nMatMulBMX4CHeight: 100, nMatMulDRLTHeight: 100, nMatMulRCHeight: 101 });
		expect(names({})).toEqual([]);
		expect(names({ nMatMulRCCoupledHeight: 102 })).toEqual([]);
		expect(names({ m_is_mockable_chain: false })).toEqual([
			'nMatMulRCHeight',
			'nMatMulDRLTHeight',
			'nMatMulRCAsertRescaleNum',
		]);
	});

	test.each<[string, ConstantValues, string]>([
		['v4 and BMX4C apart', { nMatMulV4Height: 99 }, 'nMatMulBMX4CHeight'],
		['a profile that does not exist', { nMatMulRCProfile: 3 }, 'nMatMulRCProfile'],
		['profile 2 without its ratio', { nMatMulRCProfile: 2 }, 'nMatMulRCAsertRescaleNum'],
		['RC below DRLT', { nMatMulRCHeight: 99 }, 'nMatMulRCHeight'],
		['coupled without RC', { nMatMulRCHeight: DISABLED, nMatMulRCCoupledHeight: 102 }, 'nMatMulRCCoupledHeight'],
		['v4 with a ratio of its own', { nMatMulV4AsertRescaleNum: '2' }, 'nMatMulV4AsertRescaleNum'],
		['DRLT with a ratio of its own', { nMatMulDRLTAsertRescaleNum: '2' }, 'nMatMulDRLTAsertRescaleNum'],
		[
			'coupled at RC with a ratio of its own',
			{ nMatMulRCCoupledHeight: 101, nMatMulRCCoupledAsertRescaleDen: '2' },
			'nMatMulRCCoupledAsertRescaleNum',
		],
	])('%s', (_, set, name) => {
		expect(names(set)).toContain(name);
	});

	test('profile 2 with its ratio', () => {
		const ratio = { nMatMulRCAsertRescaleNum: '16422', nMatMulRCAsertRescaleDen: '1027' };
		expect(names({ nMatMulRCProfile: 2, ...ratio })).toEqual([]);
	});
});
