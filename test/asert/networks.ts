/** Difficulty rules of the BTX networks at release 0.33.3 (btxchain/btx@a5aa3b41 src/kernel/chainparams.cpp). */
import type { AsertRules, DifficultyArm } from '../../src/asert/index.ts';
import { targetOfBits } from '../../src/consensus/index.ts';

const PRE_HASH_EPSILON = { before: 10n, after: 18n };

export const mainnet: AsertRules = {
	genesisBits: 0x20147ae1,
	fastScale: 6n,
	powLimit: targetOfBits(0x2066c154),
	spacingSeconds: 90n,
	halfLifeSeconds: 3600n,
	arms: [
		{ height: 50_000n, name: 'nMatMulAsertHeight', operation: { kind: 'bootstrap', factor: 180n } },
		{ height: 185_000n, name: 'nMatMulRCHeight', operation: { kind: 'derive', num: 6_931_159_304n, den: 1n } },
		{
			height: 191_714n,
			name: 'nMatMulPowLimitUpgradeHeight',
			operation: { kind: 'inherit' },
			limitTarget: targetOfBits(0x1f0a3d70),
		},
		{
			height: 191_715n,
			name: 'nMatMulAsertHalfLifeUpgradeHeight',
			operation: { kind: 'inherit' },
			halfLifeSeconds: 14_400n,
		},
	],
	epsilonBits: [
		{ fromHeight: 0n, bits: PRE_HASH_EPSILON.before },
		{ fromHeight: 50_000n, bits: PRE_HASH_EPSILON.after },
	],
	noRetargeting: false,
};

export const testnet: AsertRules = {
	genesisBits: 0x20027525,
	fastScale: 4n,
	powLimit: 0x027525460aa64c2f837b4a2339c0ebedfa43fe5c91d14e3bcd35a858793dd970n,
	spacingSeconds: 90n,
	halfLifeSeconds: 3600n,
	arms: [{ height: 61_000n, name: 'nMatMulAsertHeight', operation: { kind: 'bootstrap', factor: 180n } }],
	epsilonBits: [
		{ fromHeight: 0n, bits: PRE_HASH_EPSILON.before },
		{ fromHeight: 61_000n, bits: PRE_HASH_EPSILON.after },
	],
	noRetargeting: false,
};

/** The rules with one more arm after all others. */
export function withArm(rules: AsertRules, arm: DifficultyArm): AsertRules {
	return { ...rules, arms: [...rules.arms, arm] };
}
