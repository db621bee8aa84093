/** Simulation plans on BTX's real constants, built by hand so that the engine is tested without files. */
import type { AsertRules, DifficultyArm } from '../../src/asert/rules.ts';
import type { TimeRules } from '../../src/consensus/rules.ts';
import type { ChainPlan, LanesPlan } from '../../src/engine/types.ts';

const POW_LIMIT = 0x66c154n << 232n;

const TIME: TimeRules = {
	medianTimeSpan: 11,
	maxTimewarpSeconds: 600n,
	futureMtpDrift: { fromHeight: 118_482n, seconds: 3600n },
	timewarpReconcileHeight: 125_000n,
	maxFutureSeconds: 7200n,
};

export const ASERT_START: DifficultyArm = {
	height: 50_000n,
	name: 'nMatMulAsertHeight',
	operation: { kind: 'bootstrap', factor: 180n },
};

export const BTX_ASERT: AsertRules = {
	genesisBits: 0x20147ae1,
	fastScale: 6n,
	powLimit: POW_LIMIT,
	spacingSeconds: 90n,
	halfLifeSeconds: 3600n,
	arms: [ASERT_START],
	epsilonBits: [
		{ fromHeight: 0n, bits: 10n },
		{ fromHeight: 50_000n, bits: 18n },
	],
	noRetargeting: false,
};

export function chain(id: string, arms: readonly DifficultyArm[], asert: Partial<AsertRules> = {}): ChainPlan {
	return {
		id,
		asert: { ...BTX_ASERT, ...asert, arms: [ASERT_START, ...arms] },
		time: TIME,
		hashrate: [{ fromHeight: 0, perSecond: 171_900_000 }],
	};
}

export const ACTIVATION = 148_149 + 3840;

export const SPACING60: DifficultyArm = {
	height: BigInt(ACTIVATION),
	name: 'spacing60',
	operation: { kind: 'ratio', num: 3n, den: 2n },
	spacingSeconds: 60n,
};

export const STANDARD: LanesPlan = {
	seed: 1,
	trials: 64,
	tip: { height: 148_149, timeSeconds: 1_783_010_565 },
	anchor: { height: 50_000, timeSeconds: 1_774_294_180, bits: 0x2066c154 },
	activationHeight: ACTIVATION,
	windowSeconds: 3 * 86_400,
	growthPerSecond: 0,
	chains: [chain('base', []), chain('spacing60', [SPACING60])],
};
