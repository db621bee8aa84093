import { describe, expect, test } from 'vitest';
import { targetOfBits } from '../../src/consensus/compact.ts';
import type { BlockHeader } from '../../src/consensus/header.ts';
import type { TimeRules } from '../../src/consensus/rules.ts';
import { asertOf, withAsert } from '../../src/difficulty/era.ts';
import { type Hashrate, type MeanBlock, meanPath } from '../../src/difficulty/meanpath.ts';
import type { DifficultyRules } from '../../src/difficulty/rules.ts';
import { loadBase } from '../../src/params/registry.ts';
import { readVectors } from '../params/vectors.ts';

interface Row {
	readonly n: number;
	readonly bits: string;
	readonly header_time_minus_anchor: number;
	readonly wall_minus_anchor: number;
}

interface Case {
	readonly id: string;
	readonly name: string;
	readonly inputs: {
		readonly network_overrides?: {
			readonly half_life: number;
			readonly half_life_upgrade: number;
			readonly half_life_upgrade_height: number;
			readonly mtp_drift: number | null;
			readonly max_time_advance: number | null;
			readonly spacing: number;
		};
		readonly anchor_time: number;
		readonly anchor_bits: string;
		readonly half_life?: number;
		readonly floor?: boolean;
		readonly mtp_cap?: boolean;
		readonly gap_before_first_block_s?: number;
		readonly segments_until_wall_s?: readonly (readonly [string, string, string])[];
		readonly hashrate_num?: string;
		readonly hashrate_den?: string;
		readonly then_num?: string;
		readonly then_den?: string;
		readonly blocks: number;
		readonly gap_s?: number;
	};
	readonly expected: {
		readonly rows?: readonly Row[];
		readonly easiest?: { readonly n: number; readonly bits: string; readonly times_easier_than_anchor: number };
		readonly tau_3600?: number;
		readonly tau_14400?: number;
	};
}

const ANCHOR = 191_715n;
const { vectors } = readVectors<Case>('difficulty-meanpath');
const mainnet = loadBase('btx/main@0.33.3').value;
const isNominal = ({ inputs }: Case) => inputs.gap_s !== undefined;

/** Mainnet with the half-life, spacing, floor and header-time caps of a case. */
function rulesOf({ inputs }: Case): { difficulty: DifficultyRules; time: TimeRules } {
	const { network_overrides: own, half_life, floor = true, mtp_cap = true } = inputs;
	const base = asertOf(mainnet.difficulty);
	const upgraded = own !== undefined && BigInt(own.half_life_upgrade_height) <= ANCHOR;
	const halfLife = BigInt((upgraded ? own.half_life_upgrade : own?.half_life) ?? half_life ?? 14_400);
	const arms = base.arms.map(({ limitTarget, halfLifeSeconds, ...arm }) => ({
		...arm,
		...(limitTarget !== undefined && floor && { limitTarget }),
		...(halfLifeSeconds !== undefined && { halfLifeSeconds: halfLife }),
	}));
	const hasCap = own === undefined ? mtp_cap : own.mtp_drift !== null;
	const { futureMtpDrift, ...time } = mainnet.time;
	const advance = own?.max_time_advance ?? null;
	return {
		difficulty: withAsert({ ...base, arms, spacingSeconds: BigInt(own?.spacing ?? 90) }),
		time: {
			...time,
			...(hasCap && futureMtpDrift && { futureMtpDrift }),
			...(advance !== null && { maxTimeAdvance: { fromHeight: 0n, seconds: BigInt(advance) } }),
		},
	};
}

function historyOf({ anchor_time, anchor_bits }: Case['inputs']): BlockHeader[] {
	return Array.from({ length: 11 }, (_, i) => ({
		height: ANCHOR - 10n + BigInt(i),
		time: BigInt(anchor_time) - BigInt((10 - i) * 90),
		bits: Number(anchor_bits),
	}));
}

function hashrateOf({ inputs }: Case): (now: bigint) => Hashrate {
	const { segments_until_wall_s: segments = [], anchor_time } = inputs;
	const last = { num: inputs.then_num ?? inputs.hashrate_num, den: inputs.then_den ?? inputs.hashrate_den };
	return (now) => {
		const wall = now - BigInt(anchor_time);
		const segment = segments.find(([until]) => wall < BigInt(until));
		return { num: BigInt(segment?.[1] ?? last.num!), den: BigInt(segment?.[2] ?? last.den!) };
	};
}

function pathOf(own: Case): MeanBlock[] {
	const { difficulty, time } = rulesOf(own);
	const stall = own.inputs.gap_before_first_block_s;
	const path = meanPath({
		rules: difficulty,
		time,
		history: historyOf(own.inputs),
		nowSeconds: BigInt(own.inputs.anchor_time),
		hashrateAt: hashrateOf(own),
		...(stall !== undefined && { stallSeconds: BigInt(stall) }),
	});
	return Array.from({ length: own.inputs.blocks }, () => path.next().value);
}

test('every case is there', () => {
	expect(vectors.filter(({ id }) => id.startsWith('meanfield'))).toHaveLength(11);
	expect(vectors.filter(({ id }) => id.startsWith('stall'))).toHaveLength(7);
});

test.each(vectors.filter((own) => !isNominal(own)))('$id: $name', (own) => {
	const path = pathOf(own);
	const anchorTime = BigInt(own.inputs.anchor_time);
	const rows = own.expected.rows!.map(({ n }) => {
		const { header, nowSeconds } = path[n - 1]!;
		return [n, header.bits, Number(header.time - anchorTime), Number(nowSeconds - anchorTime)];
	});
	expect(rows).toEqual(
		own.expected.rows!.map((row) => [row.n, Number(row.bits), row.header_time_minus_anchor, row.wall_minus_anchor]),
	);
	const { easiest } = own.expected;
	if (easiest === undefined) return;
	const targets = path.map(({ header }) => targetOfBits(header.bits));
	const greatest = targets.reduce((a, b) => (b > a ? b : a));
	expect(targets.indexOf(greatest) + 1).toBe(easiest.n);
	const times = Number((greatest * 1000n) / targetOfBits(Number(own.inputs.anchor_bits))) / 1000;
	expect(times).toBeCloseTo(easiest.times_easier_than_anchor, 2);
});

test.each(vectors.filter(isNominal))('$id: $name', ({ inputs, expected }) => {
	// The nominal unwind is what one block's target rises by over the gap, without a cap or limit.
	for (const [halfLife, times] of [
		[3600, expected.tau_3600],
		[14_400, expected.tau_14400],
	] as const) {
		const own: Case = {
			...vectors.find(({ id }) => id === 'stall-002')!,
			inputs: {
				...vectors.find(({ id }) => id === 'stall-002')!.inputs,
				half_life: halfLife,
				blocks: 2,
				gap_before_first_block_s: inputs.gap_s! + 90,
			},
		};
		const [first, second] = pathOf(own);
		const ratio = Number(targetOfBits(second!.header.bits)) / Number(targetOfBits(first!.header.bits));
		expect(ratio / times!).toBeGreaterThan(0.999);
		expect(ratio / times!).toBeLessThan(1.001 * 2 ** (90 / halfLife));
	}
});

describe('bad input', () => {
	const own = vectors.find(({ id }) => id === 'meanfield-001')!;
	const { difficulty, time } = rulesOf(own);
	const input = {
		rules: difficulty,
		time,
		history: historyOf(own.inputs),
		nowSeconds: 0n,
		hashrateAt: hashrateOf(own),
	};

	test('no tip', () => {
		expect(() => meanPath({ ...input, history: [] }).next()).toThrow('needs a tip');
	});
	test('a hashrate of zero', () => {
		expect(() => meanPath({ ...input, hashrateAt: () => ({ num: 0n, den: 1n }) }).next()).toThrow(
			'0/1 is not positive',
		);
	});
	test('an anchor that the history lacks', () => {
		const later = input.history.map((header) => ({ ...header, height: header.height + 100n }));
		expect(() => meanPath({ ...input, history: later }).next()).toThrow('block 191715 is not known');
	});
});
