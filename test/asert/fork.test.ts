import { describe, expect, test } from 'vitest';
import { type AsertRules, nextBits } from '../../src/asert/index.ts';
import { formatBits, targetOfBits } from '../../src/consensus/index.ts';
import { vectors } from '../consensus/vectors.ts';
import { type Block, headerOf, required } from './chain.ts';
import { mainnet, withArm } from './networks.ts';

interface ForkInputs {
	readonly blocks?: readonly Block[];
	readonly parent_bits_majority?: string;
	readonly plain_asert_199299?: string;
	readonly half_life?: number;
	readonly spacing?: number;
}
interface ForkExpected {
	readonly a_199299?: string;
	readonly b_199299?: string;
	readonly a_199300_if_next_dt_90?: string;
	readonly b_199300_if_next_dt_90?: string;
	readonly first_divergent_height?: number;
	readonly reanchored_rules_expect?: string;
	readonly plain_rules_expect?: string;
	readonly implied_interval_of_block_199298_s?: number;
}

describe('the re-anchor at 199,299', () => {
	const plain = mainnet;
	const reanchored = withArm(mainnet, {
		height: 199_299n,
		name: 'stall recovery',
		operation: { kind: 'ratio', num: 1n, den: 1n },
	});
	const cases = vectors<ForkInputs, ForkExpected>('btx-asert.json', 'fork_199299');
	const synthetic = cases.filter(({ inputs }) => inputs.blocks !== undefined);
	const recorded = cases.filter(({ inputs }) => inputs.blocks === undefined);

	test('both kinds of case are there', () => {
		expect([synthetic.length, recorded.length]).toEqual([4, 1]);
	});

	test.each(synthetic)('$id: the first height at which the two rules differ', ({ inputs, expected }) => {
		const chain = (inputs.blocks ?? []).map(headerOf);
		const tip = chain.at(-1);
		if (tip === undefined) throw new Error('no blocks');
		const a = required(plain, chain);
		const b = required(reanchored, chain);
		expect([a, b]).toEqual([expected.a_199299, expected.b_199299]);
		const next = (bits: string) => [...chain, { height: tip.height + 1n, time: tip.time + 90n, bits: Number(bits) }];
		const after = [required(plain, next(a)), required(reanchored, next(b))];
		expect(after).toEqual([expected.a_199300_if_next_dt_90, expected.b_199300_if_next_dt_90]);
		const first = a !== b ? 199_299 : after[0] !== after[1] ? 199_300 : undefined;
		expect(first).toBe(expected.first_divergent_height);
	});

	test.each(recorded)('$id: one block tells its parent interval', ({ inputs, expected }) => {
		const parentBits = Number(inputs.parent_bits_majority);
		const interval = BigInt(Math.floor(expected.implied_interval_of_block_199298_s ?? 0));
		const tip = { height: 199_298n, time: 0n, bits: parentBits };
		expect(formatBits(nextBits(reanchored, tip, undefined))).toBe(expected.reanchored_rules_expect);
		// The parent's own target, 90 s into a schedule that it started: only its interval moves the next target.
		const reference = { height: 191_715n, time: 0n, bits: parentBits };
		const targetAfter = (seconds: bigint) => {
			const time = 90n * (tip.height - reference.height) + seconds;
			return targetOfBits(nextBits(plain, { ...tip, time }, reference));
		};
		const recordedTarget = targetOfBits(Number(expected.plain_rules_expect));
		expect(targetAfter(interval) < recordedTarget && recordedTarget < targetAfter(interval + 1n)).toBe(true);
		expect(expected.plain_rules_expect).toBe(inputs.plain_asert_199299);
	});
});

interface SpacingInputs {
	readonly anchorAgeBlocks: number;
	readonly timeDiff: number;
	readonly oldSpacing: number;
	readonly newSpacing: number;
	readonly halfLife: number;
	readonly anchorBits: string;
}
interface SpacingExpected {
	readonly exponent: number;
	readonly targetFactor: number;
	readonly nextBits_powLimit_207fffff: string;
	readonly nextBits_btxFloor: string;
}

test.each(vectors<SpacingInputs, SpacingExpected>('btx-spacing.json', 'spacing_without_reanchor'))(
	'$id re-prices the whole past; with a re-anchor it does not',
	({ inputs, expected }) => {
		const start = { height: 0n, name: 'anchor', operation: { kind: 'inherit' } } as const;
		const rules: AsertRules = {
			...mainnet,
			powLimit: targetOfBits(0x207fffff),
			spacingSeconds: BigInt(inputs.newSpacing),
			halfLifeSeconds: BigInt(inputs.halfLife),
			arms: [start],
		};
		const anchor = { height: 0n, time: 0n, bits: Number(inputs.anchorBits) };
		const tip = { height: BigInt(inputs.anchorAgeBlocks), time: BigInt(inputs.timeDiff), bits: anchor.bits };
		expect(formatBits(nextBits(rules, tip, anchor))).toBe(expected.nextBits_powLimit_207fffff);
		const floored = { ...rules, powLimit: targetOfBits(0x1f0a3d70) };
		expect(formatBits(nextBits(floored, tip, anchor))).toBe(expected.nextBits_btxFloor);
		const exponent = (inputs.timeDiff - inputs.newSpacing * (inputs.anchorAgeBlocks + 1)) / inputs.halfLife;
		expect(exponent).toBeCloseTo(expected.exponent, 9);
		const factor = Number(targetOfBits(nextBits(rules, tip, anchor))) / Number(targetOfBits(anchor.bits));
		// The cubic and the truncated exponent are within 1.3e-4 of the real power.
		expect(Math.abs(factor / expected.targetFactor - 1)).toBeLessThan(1.3e-4);
		const unchanged = { ...rules, spacingSeconds: BigInt(inputs.oldSpacing) };
		const kept = Number(targetOfBits(nextBits(unchanged, tip, anchor))) / Number(targetOfBits(anchor.bits));
		expect(kept).toBeCloseTo(2 ** (-inputs.oldSpacing / inputs.halfLife), 3);
		const forked: AsertRules = {
			...unchanged,
			arms: [start, { ...start, height: tip.height, name: 'fork', spacingSeconds: BigInt(inputs.newSpacing) }],
		};
		const next = { height: tip.height + 1n, time: tip.time + BigInt(inputs.newSpacing), bits: tip.bits };
		const eased = Number(targetOfBits(nextBits(forked, next, tip))) / Number(targetOfBits(tip.bits));
		expect(eased).toBeCloseTo(2 ** (-inputs.newSpacing / inputs.halfLife), 3);
	},
);
