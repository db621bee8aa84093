/** Rules and changes of rules that steppers are tested on. */
import type { AsertRules } from '../../src/asert/rules.ts';
import type { PeriodRule } from '../../src/consensus/period.ts';
import type { DifficultyRule, DifficultyRules } from '../../src/difficulty/rules.ts';

export const LIMIT = (1n << 224n) - 1n;
export const FROM = 5000n;

const period: PeriodRule = {
	kind: 'period',
	spacingSeconds: 600n,
	limitTarget: LIMIT,
	timespanSeconds: 14_400n,
	intervalBlocks: 24n,
	clamps: [{ fromHeight: 0n, minDivisor: 4n, maxFactor: 4n }],
	spansFullInterval: false,
	shiftsNearLimit: false,
	baseIsFirstBlock: false,
	noRetargeting: false,
};
const averaging = {
	kind: 'averaging',
	windowBlocks: 17n,
	spacingSeconds: 75n,
	damping: 4n,
	maxAdjustUpPercent: 16n,
	maxAdjustDownPercent: 32n,
	limitTarget: (1n << 243n) - 1n,
} as const;
const dgw = { kind: 'dgw-v3', windowBlocks: 24n, spacingSeconds: 150n, limitTarget: (1n << 236n) - 1n } as const;
const cw144 = {
	kind: 'cw-144',
	spacingSeconds: 600n,
	limitTarget: LIMIT,
	windowBlocks: 144n,
	minSpanSpacings: 72n,
	maxSpanSpacings: 288n,
} as const;
const lwma = { kind: 'lwma', windowBlocks: 45n, spacingSeconds: 60n, limitTarget: LIMIT, variant: 'lwma-1' } as const;
const wtema = { kind: 'wtema', alphaReciprocal: 104n, spacingSeconds: 60n, limitTarget: LIMIT } as const;
const emergency = {
	...period,
	kind: 'bch-eda',
	lookbackBlocks: 6n,
	medianTimeSpan: 11,
	thresholdSeconds: 43_200n,
	easingShiftBits: 2n,
} as const;
const digishield = { kind: 'digishield', spacingSeconds: 60n, limitTarget: (1n << 236n) - 1n } as const;
const asert = {
	kind: 'asert',
	variant: 'btx',
	spacingSeconds: 90n,
	halfLifeSeconds: 3600n,
	limitTarget: LIMIT,
	anchor: { num: 3n, den: 2n },
} as const;
const btx: AsertRules = {
	genesisBits: 0x1d00_ffff,
	fastScale: 6n,
	powLimit: LIMIT,
	spacingSeconds: 90n,
	halfLifeSeconds: 14_400n,
	arms: [
		{ height: 5080n, name: 'first', operation: { kind: 'inherit' } },
		{ height: 5150n, name: 'second', operation: { kind: 'ratio', num: 3n, den: 2n }, spacingSeconds: 60n },
		{ height: 5151n, name: 'third', operation: { kind: 'divide', factor: 2n }, limitTarget: LIMIT >> 3n },
	],
	epsilonBits: [{ fromHeight: 0n, bits: 10n }],
	noRetargeting: false,
};

export interface Kind {
	readonly name: string;
	readonly rules: DifficultyRules;
	/** Drives of about 480 steps. */
	readonly drives: number;
	/** Has no fast path, or none that physical blocks take. */
	readonly isExact?: true;
	readonly history?: number;
	readonly from?: bigint;
}

export function only(rule: DifficultyRule): DifficultyRules {
	return [{ fromHeight: 0n, name: 'genesis', rule }];
}

/** The second rule from FROM + 200 on. */
function turning(before: DifficultyRule, after: DifficultyRule): DifficultyRules {
	return [...only(before), { fromHeight: FROM + 200n, name: 'fork', rule: after }];
}

export const KINDS: readonly Kind[] = [
	{ name: 'period', rules: only(period), drives: 190 },
	{
		name: 'period as Litecoin has it',
		rules: only({ ...period, spansFullInterval: true, shiftsNearLimit: true, baseIsFirstBlock: true }),
		drives: 100,
	},
	{ name: 'period without retargets', rules: only({ ...period, noRetargeting: true }), drives: 20 },
	{
		name: 'period with blocks at the limit',
		rules: only({ ...period, minimumDifficulty: { gapSeconds: 1200n, walksBack: true } }),
		drives: 40,
		isExact: true,
	},
	{ name: 'averaging 17', rules: only(averaging), drives: 190 },
	{ name: 'averaging 102', rules: only({ ...averaging, windowBlocks: 102n }), drives: 25, history: 120 },
	{
		name: 'averaging with blocks at the limit',
		rules: only({ ...averaging, minimumDifficulty: { fromTipHeight: 0n, spacings: 6n } }),
		drives: 20,
		isExact: true,
	},
	{
		name: 'averaging with clamps that cross zero',
		rules: only({ ...averaging, maxAdjustUpPercent: 101n }),
		drives: 40,
		isExact: true,
	},
	{
		name: 'averaging at half the spacing from a height on',
		rules: turning({ ...averaging, spacingSeconds: 150n }, averaging),
		drives: 110,
	},
	{ name: 'Dark Gravity Wave 24', rules: only(dgw), drives: 110 },
	{
		name: 'Dark Gravity Wave 180',
		rules: only({ ...dgw, windowBlocks: 180n, spacingSeconds: 60n }),
		drives: 30,
		history: 190,
	},
	{
		name: 'Dark Gravity Wave with another algorithm from a time on',
		rules: only({ ...dgw, algorithmSwitch: { time: 1_500_020_000n, limitTarget: LIMIT >> 8n } }),
		drives: 100,
		isExact: true,
	},
	{ name: 'Digishield', rules: only(digishield), drives: 500 },
	{ name: 'LWMA-1 45', rules: only(lwma), drives: 100 },
	{ name: 'LWMA-1 144', rules: only({ ...lwma, windowBlocks: 144n, spacingSeconds: 600n }), drives: 25, history: 160 },
	{
		name: 'LWMA of 2018',
		rules: only({ ...lwma, variant: 'zawy-2018', windowBlocks: 60n, spacingSeconds: 120n, maxFutureSeconds: 360n }),
		drives: 80,
		history: 70,
	},
	{ name: 'WTEMA', rules: only(wtema), drives: 500 },
	{ name: 'cw-144', rules: only(cw144), drives: 20, history: 160 },
	{ name: 'emergency', rules: only(emergency), drives: 30, isExact: true, history: 40 },
	{ name: 'ASERT of BTX', rules: turning(period, asert), drives: 110 },
	{
		name: 'ASERT of Bitcoin Cash',
		rules: turning(dgw, { ...asert, variant: 'bch', halfLifeSeconds: 172_800n, spacingSeconds: 600n }),
		drives: 110,
	},
	{
		name: 'ASERT of Decred',
		rules: turning(digishield, { ...asert, variant: 'dcr', anchor: { bits: 0x1b00_a5a6 } }),
		drives: 110,
	},
	{ name: 'arms of BTX', rules: only({ kind: 'btx', asert: btx }), drives: 190 },
	{ name: 'BTX without retargets', rules: only({ kind: 'btx', asert: { ...btx, noRetargeting: true } }), drives: 10 },
	{
		name: 'fixed, then WTEMA',
		rules: turning({ kind: 'fixed', spacingSeconds: 60n, limitTarget: LIMIT }, wtema),
		drives: 50,
	},
	{
		name: 'fixed nBits, then averaging',
		rules: turning({ kind: 'fixed', spacingSeconds: 60n, limitTarget: LIMIT, bits: 0x1c12_3456 }, averaging),
		drives: 50,
	},
	{ name: 'LWMA, then Dark Gravity Wave', rules: turning(lwma, dgw), drives: 60 },
	{ name: 'cw-144, then ASERT', rules: turning(cw144, { ...asert, variant: 'bch' }), drives: 15, history: 160 },
	{ name: 'averaging from genesis on', rules: only(averaging), drives: 60, history: 1, from: 0n },
	{ name: 'Dark Gravity Wave from genesis on', rules: only(dgw), drives: 60, history: 1, from: 0n },
	{ name: 'LWMA from genesis on', rules: only(lwma), drives: 60, history: 1, from: 0n },
	{ name: 'Digishield from genesis on', rules: only(digishield), drives: 60, history: 1, from: 0n },
	{ name: 'WTEMA from genesis on', rules: only(wtema), drives: 60, history: 1, from: 0n },
	{ name: 'averaging without enough history', rules: only(averaging), drives: 10, isExact: true, history: 20 },
];
