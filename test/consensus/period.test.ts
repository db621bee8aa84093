import { describe, expect, test } from 'vitest';
import {
	encodeCompact,
	headerSource,
	MissingHeaderError,
	type PeriodRule,
	periodBits,
	permittedTransition,
	retargetBits,
} from '../../src/consensus/index.ts';
import { bitcoin, block, chains, FACTOR_FOUR, known, testnet3, testnet4 } from './periods.ts';
import { targetOfHex, vectors } from './vectors.ts';

describe('retarget vectors', () => {
	interface Inputs {
		readonly chain: string;
		readonly limit_hex: string;
		readonly spacing: number;
		readonly timespan: number;
		readonly last_height: number;
		readonly first_time: number;
		readonly last_time: number;
		readonly last_bits: string;
	}
	test.each(vectors<Inputs, { bits: string }>('consensus-period.json', 'next_work'))('$id', ({ inputs, expected }) => {
		const rule: PeriodRule = {
			...chains[inputs.chain]!,
			limitTarget: targetOfHex(inputs.limit_hex),
			spacingSeconds: BigInt(inputs.spacing),
			timespanSeconds: BigInt(inputs.timespan),
			intervalBlocks: BigInt(inputs.timespan / inputs.spacing),
		};
		const height = BigInt(inputs.last_height) + 1n;
		const start = height - rule.intervalBlocks - (rule.spansFullInterval && height > rule.intervalBlocks ? 1n : 0n);
		const bits = Number(inputs.last_bits);
		const headers = known(block(start, inputs.first_time, 0), block(height - 1n, inputs.last_time, bits));
		const next = { tipHeight: height - 1n };
		expect(periodBits(rule, headers, next)).toBe(Number(expected.bits));
		expect(retargetBits(rule, headers, next)).toBe(Number(expected.bits));
		// The tests of the nodes ask this of each of their cases too.
		expect(permittedTransition(rule, height, bits, Number(expected.bits))).toBe(true);
	});
});

describe('permitted transitions', () => {
	interface Inputs {
		readonly transitions: readonly { readonly height: number; readonly old_bits: string; readonly new_bits: string }[];
	}
	test.each(vectors<Inputs, { permitted: boolean }>('consensus-period.json', 'permitted_transition'))(
		'$id',
		({ inputs, expected }) => {
			for (const { height, old_bits, new_bits } of inputs.transitions) {
				const [oldBits, newBits] = [Number(old_bits), Number(new_bits)];
				expect(permittedTransition(bitcoin, BigInt(height), oldBits, newBits)).toBe(expected.permitted);
				// Where minimum-difficulty blocks are allowed nothing can be excluded.
				expect(permittedTransition(testnet3, BigInt(height), oldBits, newBits)).toBe(true);
			}
		},
	);

	test('between retargets nothing moves, at one both bounds are inside', () => {
		expect(permittedTransition(bitcoin, 46_369n, 0x1c387f6f, 0x1c387f6f)).toBe(true);
		for (const bits of [0x1c0e1fdb, 0x1c387f6f, 0x1d00e1fd]) {
			expect(permittedTransition(bitcoin, 46_368n, 0x1c387f6f, bits)).toBe(true);
		}
		expect(permittedTransition(bitcoin, 46_368n, 0x1c387f6f, 0x1c0e1fda)).toBe(false);
	});
});

describe('between retargets', () => {
	test('block 1 repeats the genesis nBits, and only the tip is looked at', () => {
		expect(periodBits(bitcoin, known(block(0, 100, 0x1d00ffff)), { tipHeight: 0n })).toBe(0x1d00ffff);
		expect(periodBits(bitcoin, known(block(77, 100, 0x1c00ffff)), { tipHeight: 77n, time: 1n << 40n })).toBe(
			0x1c00ffff,
		);
	});

	test('without a header time the exception does not apply', () => {
		const headers = known(block(2017, 1000, 0x1b00ffff));
		expect(periodBits(testnet3, headers, { tipHeight: 2017n })).toBe(0x1b00ffff);
	});

	test('minimum-difficulty blocks are looked past, down to the first block of the period', () => {
		const headers = [0x1b00ffff, 0x1b00fff0, 0x1d00ffff, 0x1d00ffff].map((bits, i) => block(2016 + i, 1000 + i, bits));
		const next = { tipHeight: 2019n, time: 1004n };
		expect(periodBits(testnet3, headerSource(headers), next)).toBe(0x1b00fff0);
		const parents: PeriodRule = { ...testnet3, minimumDifficulty: { gapSeconds: 1200n, walksBack: false } };
		expect(periodBits(parents, headerSource(headers), next)).toBe(0x1d00ffff);
		// A period that starts at the limit is not left, so the block before it need not be known.
		const easy = headers.map((header) => ({ ...header, bits: 0x1d00ffff }));
		expect(periodBits(testnet3, headerSource(easy), next)).toBe(0x1d00ffff);
		const genesis = easy.map((header) => ({ ...header, height: header.height - 2016n }));
		expect(periodBits(testnet3, headerSource(genesis), { tipHeight: 3n })).toBe(0x1d00ffff);
		expect(() => periodBits(testnet3, headerSource(easy.slice(2)), next)).toThrow(new MissingHeaderError(2017n));
	});

	test('a retarget height knows no exception, however late the block is', () => {
		const headers = known(block(0, 0, 0x1b00ffff), block(2015, 1_209_600, 0x1b00ffff));
		expect(periodBits(testnet3, headers, { tipHeight: 2015n, time: 1n << 40n })).toBe(0x1b00ffff);
	});
});

describe('at a retarget', () => {
	const old = 0x1c7fff80;

	test('the first period is measured from block 0, a later one from its own first block or the one before', () => {
		const litecoin = chains['litecoin']!;
		// Half the timespan between exactly these two blocks, and nothing else known.
		const half = (from: number, to: number) => known(block(from, 1000, old), block(to, 1000 + 604_800, old));
		expect(periodBits(bitcoin, half(0, 2015), { tipHeight: 2015n })).toBe(0x1c3fffc0);
		expect(periodBits(litecoin, half(0, 2015), { tipHeight: 2015n })).toBe(0x1c3fffc0);
		expect(periodBits(bitcoin, half(2016, 4031), { tipHeight: 4031n })).toBe(0x1c3fffc0);
		expect(periodBits(litecoin, half(2015, 4031), { tipHeight: 4031n })).toBe(0x1c3fffc0);
		expect(() => periodBits(bitcoin, half(2015, 4031), { tipHeight: 4031n })).toThrow(new MissingHeaderError(2016n));
		expect(() => periodBits(litecoin, half(2016, 4031), { tipHeight: 4031n })).toThrow(new MissingHeaderError(2015n));
	});

	test('the tip and the base block must be known', () => {
		expect(() => periodBits(bitcoin, headerSource([]), { tipHeight: 5n })).toThrow(new MissingHeaderError(5n));
		expect(() => periodBits(bitcoin, headerSource([]), { tipHeight: -1n })).toThrow(new MissingHeaderError(-1n));
		const bothRules: PeriodRule = { ...testnet4, spansFullInterval: true };
		const headers = known(block(2015, 0, old), block(4031, 604_800, old));
		expect(() => periodBits(bothRules, headers, { tipHeight: 4031n })).toThrow(new MissingHeaderError(2016n));
	});

	test('time that runs backwards counts as the shortest span, Dogecoin having shorter ones', () => {
		const backwards = known(block(0, 5000, 0x1d00ffff), block(2015, 1000, 0x1d00ffff));
		expect(periodBits(bitcoin, backwards, { tipHeight: 2015n })).toBe(0x1c3fffc0);
		expect(periodBits(chains['dogecoin']!, backwards, { tipHeight: 2015n })).toBe(0x1c0ffff0);
		const dogecoin = { ...chains['dogecoin']!, timespanSeconds: 14_400n, intervalBlocks: 240n };
		const after = (height: number) =>
			periodBits(dogecoin, known(block(height - 241, 900, old), block(height - 1, 800, old)), {
				tipHeight: BigInt(height) - 1n,
			});
		expect([4800, 5040, 9840, 10_080].map(after)).toEqual([0x1c07fff8, 0x1c0ffff0, 0x1c0ffff0, 0x1c1fffe0]);
	});

	test('heights that no clamp is given for', () => {
		const late: PeriodRule = { ...bitcoin, clamps: [{ fromHeight: 4032n, minDivisor: 4n, maxFactor: 4n }] };
		const error = new RangeError('no timespan clamp is given for height 2016');
		const headers = known(block(0, 0, old), block(2015, 1, old));
		expect(() => periodBits(late, headers, { tipHeight: 2015n })).toThrow(error);
		expect(() => permittedTransition(late, 2016n, old, old)).toThrow(error);
		// A clamp holds from its own height on.
		const exact: PeriodRule = {
			...late,
			clamps: [...FACTOR_FOUR, { fromHeight: 2016n, minDivisor: 2n, maxFactor: 4n }],
		};
		expect(periodBits(exact, headers, { tipHeight: 2015n })).toBe(0x1c3fffc0);
	});

	test('the limit is never passed', () => {
		const slow = known(block(0, 0, 0x1d00ffff), block(2015, 1 << 30, 0x1d00ffff));
		expect(periodBits(bitcoin, slow, { tipHeight: 2015n })).toBe(0x1d00ffff);
		const lower: PeriodRule = { ...bitcoin, limitTarget: 0x123456n << 160n };
		expect(periodBits(lower, slow, { tipHeight: 2015n })).toBe(0x17123456);
	});

	test('no retargeting: the parent is repeated at a retarget, while the exception goes on in between', () => {
		const regtest: PeriodRule = { ...testnet3, noRetargeting: true };
		expect(periodBits(regtest, known(block(2015, 9, old)), { tipHeight: 2015n, time: 1n << 40n })).toBe(old);
		expect(periodBits(regtest, known(block(2016, 9, old)), { tipHeight: 2016n, time: 1n << 40n })).toBe(0x1d00ffff);
	});

	test('near the limit the product wraps, unless it is shifted first as in Litecoin', () => {
		const limitTarget = targetOfHex('00000fffffffffffffffffffffffffffffffffffffffffffffffffffffffffff');
		const constants = { limitTarget, timespanSeconds: 302_400n };
		const quadrupled = known(block(0, 0, 0x1e0fffff), block(2015, 1_209_600, 0x1e0fffff));
		const litecoin: PeriodRule = { ...chains['litecoin']!, ...constants };
		expect(periodBits(litecoin, quadrupled, { tipHeight: 2015n })).toBe(0x1e0fffff);
		// 0x0fffff × 2^216 × 1,209,600 does not fit in 256 bits: without its highest bit half the target is left.
		const wrapped = (((0x0fffffn << 216n) * 1_209_600n) % (1n << 256n)) / 302_400n;
		const left = periodBits({ ...litecoin, shiftsNearLimit: false }, quadrupled, { tipHeight: 2015n });
		expect(left).toBe(encodeCompact(wrapped));
		expect(wrapped).toBeLessThan((limitTarget * 6n) / 10n);
		// The bit that is shifted out is lost: an odd target comes back even, but only one as long as the limit.
		const odd = known(block(0, 0, 0x03000003), block(2015, 302_400, 0x03000003));
		expect(periodBits({ ...litecoin, limitTarget: 3n }, odd, { tipHeight: 2015n })).toBe(0x01020000);
		expect(periodBits({ ...litecoin, limitTarget: 7n }, odd, { tipHeight: 2015n })).toBe(0x01030000);
		const zero = known(block(0, 0, 0), block(2015, 302_400, 0));
		expect(periodBits(litecoin, zero, { tipHeight: 2015n })).toBe(0);
	});
});
