/** The period rule against a second formulation of it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type BlockHeader,
	headerSource,
	type PeriodConstants,
	type PeriodRule,
	periodBits,
	permittedTransition,
} from '../../src/consensus/index.ts';
import { chains, FACTOR_FOUR } from './periods.ts';

/** A second formulation: the node's linked list of blocks, its sentences one by one, targets as plain fractions. */
interface Linked extends BlockHeader {
	readonly parent: Linked | undefined;
}

function ancestor(tip: Linked, height: bigint): Linked {
	let at: Linked = tip;
	while (at.height !== height) at = at.parent!;
	return at;
}

function expand(bits: number): bigint {
	const bytes = Math.floor(bits / 2 ** 24);
	const mantissa = BigInt(bits % 2 ** 23);
	return bytes >= 3 ? mantissa * 256n ** BigInt(bytes - 3) : mantissa / 256n ** BigInt(3 - bytes);
}

function compress(target: bigint): number {
	let bytes = 0;
	while (256n ** BigInt(bytes) <= target) bytes++;
	// A leading byte of 0x80 or more would be read as a sign.
	if (bytes > 0 && target / 256n ** BigInt(bytes - 1) >= 128n) bytes++;
	const mantissa = bytes >= 3 ? target / 256n ** BigInt(bytes - 3) : target * 256n ** BigInt(3 - bytes);
	return bytes * 2 ** 24 + Number(mantissa);
}

function nodeBits(rule: PeriodConstants, tip: Linked, time: bigint): number {
	const height = tip.height + 1n;
	const limitBits = compress(rule.limitTarget);
	if (height % rule.intervalBlocks !== 0n) {
		if (!rule.minimumDifficulty) return tip.bits;
		if (time - tip.time > rule.minimumDifficulty.gapSeconds) return limitBits;
		if (!rule.minimumDifficulty.walksBack) return tip.bits;
		let at = tip;
		while (at.parent && at.height % rule.intervalBlocks !== 0n && at.bits === limitBits) at = at.parent;
		return at.bits;
	}
	if (rule.noRetargeting) return tip.bits;
	let goBack = rule.intervalBlocks - 1n;
	if (rule.spansFullInterval && height !== rule.intervalBlocks) goBack = rule.intervalBlocks;
	const clamp = rule.clamps.filter(({ fromHeight }) => fromHeight <= height).at(-1)!;
	let actual = tip.time - ancestor(tip, tip.height - goBack).time;
	if (actual < rule.timespanSeconds / clamp.minDivisor) actual = rule.timespanSeconds / clamp.minDivisor;
	if (actual > rule.timespanSeconds * clamp.maxFactor) actual = rule.timespanSeconds * clamp.maxFactor;
	const base = rule.baseIsFirstBlock ? ancestor(tip, tip.height - (rule.intervalBlocks - 1n)).bits : tip.bits;
	let target = expand(base);
	const shift = rule.shiftsNearLimit && target >= 2n ** 235n;
	if (shift) target /= 2n;
	target = (target * actual) / rule.timespanSeconds;
	if (shift) target *= 2n;
	return compress(target < rule.limitTarget ? target : rule.limitTarget);
}

describe('against the second formulation', () => {
	const limitTarget = (1n << 236n) - 1n;
	const rules = fc.record({
		kind: fc.constant('period' as const),
		spacingSeconds: fc.constant(60n),
		limitTarget: fc.constant(limitTarget),
		timespanSeconds: fc.bigInt(200n, 700n),
		intervalBlocks: fc.bigInt(2n, 9n),
		clamps: fc.constantFrom(FACTOR_FOUR, chains['dogecoin']!.clamps, [
			{ fromHeight: 0n, minDivisor: 16n, maxFactor: 4n },
			{ fromHeight: 20n, minDivisor: 2n, maxFactor: 3n },
		]),
		spansFullInterval: fc.boolean(),
		shiftsNearLimit: fc.boolean(),
		baseIsFirstBlock: fc.boolean(),
		noRetargeting: fc.boolean(),
		minimumDifficulty: fc.option(fc.record({ gapSeconds: fc.constant(120n), walksBack: fc.boolean() })),
	});

	test('the same nBits on every chain, and every step is a permitted one', () => {
		const chain = fc.record({
			rule: rules,
			genesisBits: fc.constantFrom(0x1e0fffff, 0x1e0ffff0, 0x1e07ffff, 0x1d00ffff, 0x1b0404cb),
			gaps: fc.array(fc.oneof(fc.bigInt(-90n, 200n), fc.constantFrom(119n, 120n, 121n, 4000n)), { maxLength: 60 }),
		});
		fc.assert(
			fc.property(chain, ({ rule: { minimumDifficulty, ...rest }, genesisBits, gaps }) => {
				const rule: PeriodRule = minimumDifficulty === null ? rest : { ...rest, minimumDifficulty };
				let tip: Linked = { height: 0n, time: 1_000_000n, bits: genesisBits, parent: undefined };
				const headers: BlockHeader[] = [tip];
				for (const gap of gaps) {
					const time = tip.time + gap;
					const bits = periodBits(rule, headerSource(headers), { tipHeight: tip.height, time });
					expect(bits).toBe(nodeBits(rule, tip, time));
					const oldBits = rule.baseIsFirstBlock ? bits : tip.bits;
					expect(permittedTransition(rule, tip.height + 1n, oldBits, bits)).toBe(true);
					tip = { height: tip.height + 1n, time, bits, parent: tip };
					headers.push(tip);
				}
			}),
			{ seed: 2016, numRuns: 400 },
		);
	});
});
