/** Every rule that constants are held to has an id: one case that breaks it, and the network itself, which does not. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { chainNamed } from '../../src/params/chains.ts';
import { applyFork } from '../../src/params/fork.ts';
import { loadBase, loadFork } from '../../src/params/registry.ts';
import type { ConstantValues } from '../../src/params/validity.ts';
import { messageOf } from './folder.ts';

const BTX = 'btx/main@0.33.3';
const BITCOIN = 'bitcoin/main@29.0';
const DISABLED = 2_147_483_647;

const CASES: readonly (readonly [id: string, base: string, edits: ConstantValues, tipHeight?: number])[] = [
	['VAL-01', BTX, { nMatMulAsertHalfLife: 0 }],
	['VAL-01', BITCOIN, { nSubsidyHalvingInterval: 0 }],
	['VAL-02', BTX, { nFastMineHeight: 49_999 }],
	['VAL-03', BTX, { nMatMulAsertRetune2TargetDen: 0 }],
	['VAL-03', BTX, { nMatMulBMX4CAsertRescaleNum: '6931159304' }],
	['VAL-04', BTX, { nMatMulAsertRetuneHeight: 49_000 }],
	['VAL-05', BTX, { nMatMulV4AsertRescaleNum: '2' }],
	['VAL-06', BTX, { nMatMulBMX4CHeight: DISABLED }],
	['VAL-07', 'btx/regtest@0.33.3', { nMatMulRCProfile: 3 }],
	['VAL-08', BTX, { nMatMulRCProfile: 2 }],
	['VAL-09', BTX, { nMatMulV4Height: 50_000, nMatMulBMX4CHeight: 50_000, nMatMulRCHeight: 50_000 }],
	['VAL-10', BTX, { nMatMulPowLimitUpgradeHeight: 185_000 }],
	['VAL-11', BTX, { nMatMulAsertHalfLifeUpgradeHeight: 191_714 }],
	['VAL-12', BTX, { nMatMulStallRecoveryHeight: 199_299 }, 199_310],
	['VAL-12', BITCOIN, { BIP34Height: 200_000 }, 800_000],
	['VAL-13', BITCOIN, { nPowTargetSpacing: 601 }],
	['VAL-14', BITCOIN, { 'genesis.nBits': '0x1d800001' }],
	['VAL-15', BITCOIN, { 'genesis.nBits': '0x1e00ffff' }],
	['VAL-16', BITCOIN, { powLimit: 'f'.repeat(64) }],
	['VAL-17', BITCOIN, { nRuleChangeActivationThreshold: 2017 }],
	['VAL-18', 'zcash/main@6.20.0', { fPowNoRetargeting: true }],
	['VAL-19', 'zcash/main@6.20.0', { POST_BLOSSOM_POW_TARGET_SPACING: 74 }],
];

const valuesOf = (base: string) => {
	const { constants, family } = loadBase(base).value;
	return { family, values: Object.fromEntries(constants.map(({ name, value }) => [name, value ?? ''])) };
};

const named = CASES.map(([id, base, edits, tipHeight]) => ({ id, base, edits, tipHeight }));

describe.each(named)('$id on $base: $edits', ({ id, base, edits, tipHeight }) => {
	const { family, values } = valuesOf(base);
	const found = (constants: ConstantValues) =>
		chainNamed(family)
			.violations(constants, tipHeight === undefined ? undefined : { tipHeight, constants: values })
			.map((violation) => violation.id);

	test('is found', () => expect(found({ ...values, ...edits })).toContain(id));
	test('and not in the network itself', () => expect(found(values)).not.toContain(id));
});

test('the id stands in the error', () => {
	const fork = loadFork('spacing60-in-place').value;
	const set = { nPowTargetSpacing: 0, nPowTargetSpacingNormal: 0 };
	const message = messageOf(() => applyFork(loadBase('btx/main@0.32.12').value, { ...fork, set }, null));
	expect(message).toMatch(/a node refuses this: .* \(VAL-01\)$/);
});

test('ids in the source, in docs/lints.md and in the cases above are the same', () => {
	const folder = new URL('../../src/params/', import.meta.url);
	const inText = (text: string) => text.match(/VAL-\d\d/g) ?? [];
	const source = readdirSync(folder, { encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.flatMap((name) => inText(readFileSync(new URL(name, folder), 'utf8')));
	const page = readFileSync(new URL('../../docs/lints.md', import.meta.url), 'utf8');
	const documented = [...page.matchAll(/^\| (VAL-\d\d) \|/gm)].map(([, id]) => id);
	expect(documented.length).toBeGreaterThan(0);
	expect(documented).toEqual([...new Set(source)].sort());
	expect([...new Set(CASES.map(([id]) => id))].sort()).toEqual(documented);
});
