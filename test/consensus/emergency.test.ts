import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type BlockHeader,
	decodeCompact,
	type EmergencyRule,
	emergencyBits,
	encodeCompact,
	headerSource,
	MissingHeaderError,
	periodBits,
	retargetBits,
} from '../../src/consensus/index.ts';
import { targetOfHex, vectors } from './vectors.ts';

const LIMIT_BITS = 0x1d00ffff;
const rule: EmergencyRule = {
	kind: 'bch-eda',
	spacingSeconds: 600n,
	limitTarget: targetOfHex('00000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff'),
	timespanSeconds: 1_209_600n,
	intervalBlocks: 2016n,
	clamps: [{ fromHeight: 0n, minDivisor: 4n, maxFactor: 4n }],
	spansFullInterval: false,
	shiftsNearLimit: false,
	baseIsFirstBlock: false,
	noRetargeting: false,
	lookbackBlocks: 6n,
	medianTimeSpan: 11,
	thresholdSeconds: 43_200n,
	easingShiftBits: 2n,
};

/** Blocks from a height on, `seconds` apart, all with the same nBits. */
function evenChain(blocks: number, seconds: number, bits: number, fromHeight = 0): BlockHeader[] {
	return Array.from({ length: blocks }, (_, i) => ({
		height: BigInt(fromHeight + i),
		time: 1_500_000_000n + BigInt(i * seconds),
		bits,
	}));
}

describe('emergency difficulty adjustment', () => {
	interface Inputs {
		readonly limit_hex: string;
		readonly genesis_time: number;
		readonly initial_bits: string;
		readonly steps: readonly { readonly blocks: number; readonly seconds: number }[];
	}
	interface Expected {
		/** Height, and the nBits required after the block there. */
		readonly bits_after: readonly (readonly [number, string])[];
	}
	test.each(vectors<Inputs, Expected>('consensus-emergency.json', 'eda'))('$id', ({ inputs, expected }) => {
		const network = { ...rule, limitTarget: targetOfHex(inputs.limit_hex) };
		const required = new Map(expected.bits_after.map(([height, bits]) => [BigInt(height), Number(bits)]));
		let bits = Number(inputs.initial_bits);
		const headers = [{ height: 0n, time: BigInt(inputs.genesis_time), bits }];
		let checked = 0;
		for (const { blocks, seconds } of inputs.steps) {
			for (let i = 0; i < blocks; i++) {
				const { height, time } = headers.at(-1)!;
				const tipHeight = height + 1n;
				headers.push({ height: tipHeight, time: time + BigInt(seconds), bits });
				const wanted = required.get(tipHeight);
				if (wanted === undefined) continue;
				bits = retargetBits(network, headerSource(headers), { tipHeight });
				expect([tipHeight, bits]).toEqual([tipHeight, wanted]);
				checked++;
			}
		}
		expect(checked).toBe(expected.bits_after.length);
	});

	test('twelve hours exactly are enough, one second less is not', () => {
		const headers = evenChain(40, 7200, 0x1c7fffff);
		expect(emergencyBits(rule, headerSource(headers), { tipHeight: 39n })).toBe(0x1d009fff);
		const median = headers[34]!;
		headers[34] = { ...median, time: median.time - 1n };
		expect(emergencyBits(rule, headerSource(headers), { tipHeight: 39n })).toBe(0x1c7fffff);
	});

	test('at the limit nothing is looked at but the tip, and the limit is never passed', () => {
		const tip = evenChain(1, 7200, LIMIT_BITS, 500);
		expect(emergencyBits(rule, headerSource(tip), { tipHeight: 500n })).toBe(LIMIT_BITS);
		const near = headerSource(evenChain(40, 7200, 0x1d00fffe));
		expect(emergencyBits(rule, near, { tipHeight: 39n })).toBe(LIMIT_BITS);
	});

	test('a retarget height follows the period rule, however long the last blocks took', () => {
		const headers = headerSource(evenChain(2016, 7200, 0x1c0fffff));
		expect(emergencyBits(rule, headers, { tipHeight: 2015n })).toBe(0x1c3ffffc);
		expect(emergencyBits(rule, headers, { tipHeight: 2014n })).toBe(0x1c13fffe);
	});

	test('test networks have their exception instead of the emergency', () => {
		const network: EmergencyRule = { ...rule, minimumDifficulty: { gapSeconds: 1200n, walksBack: true } };
		const chain = evenChain(40, 7200, 0x1c7fffff);
		const headers = headerSource([...chain.slice(0, -1), { ...chain.at(-1)!, bits: LIMIT_BITS }]);
		const time = chain.at(-1)!.time;
		expect(emergencyBits(network, headers, { tipHeight: 39n })).toBe(0x1c7fffff);
		expect(emergencyBits(network, headers, { tipHeight: 39n, time: time + 1200n })).toBe(0x1c7fffff);
		expect(emergencyBits(network, headers, { tipHeight: 39n, time: time + 1201n })).toBe(LIMIT_BITS);
	});

	test('without retargeting neither the emergency nor the exception changes anything', () => {
		const network: EmergencyRule = {
			...rule,
			noRetargeting: true,
			minimumDifficulty: { gapSeconds: 1200n, walksBack: true },
		};
		const headers = headerSource(evenChain(40, 7200, 0x1c7fffff));
		expect(emergencyBits(network, headers, { tipHeight: 39n, time: 1n << 40n })).toBe(0x1c7fffff);
	});

	test('the first blocks have no median six blocks back; block 6 has one of a single time', () => {
		const headers = headerSource(evenChain(20, 14_400, 0x1c7fffff));
		for (const tipHeight of [1n, 5n]) {
			expect(() => emergencyBits(rule, headers, { tipHeight })).toThrow(new MissingHeaderError(tipHeight - 6n));
		}
		// Medians: of block 0 alone, and of blocks 0 to 6, the time of block 3: exactly twelve hours.
		expect(emergencyBits(rule, headers, { tipHeight: 6n })).toBe(0x1d009fff);
		expect(() => emergencyBits(rule, headers, { tipHeight: 20n })).toThrow(new MissingHeaderError(20n));
	});

	test('seventeen blocks are looked at', () => {
		const headers = evenChain(17, 7200, 0x1c7fffff, 300);
		expect(emergencyBits(rule, headerSource(headers), { tipHeight: 316n })).toBe(0x1d009fff);
		const short = headerSource(headers.slice(1));
		expect(() => emergencyBits(rule, short, { tipHeight: 316n })).toThrow(new MissingHeaderError(300n));
	});

	test('on every chain: the period rule, or at an emergency its target and a quarter', () => {
		const gaps = fc.array(fc.bigInt(-3000n, 16_000n), { minLength: 20, maxLength: 45 });
		const network: EmergencyRule = { ...rule, timespanSeconds: 14_400n, intervalBlocks: 24n };
		let emergencies = 0;
		fc.assert(
			fc.property(gaps, fc.constantFrom(0x1c7fffff, 0x1d00aaaa, 0x1b0404cb), (seconds, genesisBits) => {
				const headers: BlockHeader[] = [{ height: 0n, time: 1_500_000_000n, bits: genesisBits }];
				for (const gap of seconds) {
					const tip = headers.at(-1)!;
					let bits = tip.bits;
					if (tip.height >= 6n) {
						bits = emergencyBits(network, headerSource(headers), { tipHeight: tip.height });
						const median = (upTo: number) => {
							const times = headers.slice(Math.max(0, upTo - 11), upTo).map(({ time }) => Number(time));
							return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
						};
						const slow = median(headers.length) - median(headers.length - 6) >= 12 * 3600;
						if (slow && headers.length % 24 !== 0) {
							const target = (decodeCompact(tip.bits).target * 5n) / 4n;
							expect(bits).toBe(target > network.limitTarget ? LIMIT_BITS : encodeCompact(target));
							emergencies++;
						} else {
							expect(bits).toBe(periodBits(network, headerSource(headers), { tipHeight: tip.height }));
						}
					}
					headers.push({ height: tip.height + 1n, time: tip.time + gap, bits });
				}
			}),
			{ seed: 2017, numRuns: 200 },
		);
		expect(emergencies).toBeGreaterThan(100);
	});
});
