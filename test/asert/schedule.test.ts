import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asertTarget, heightTime, nextBits, type RationalSeconds, secondsAhead } from '../../src/asert/index.ts';
import { formatBits, halvingHeights, targetOfBits } from '../../src/consensus/index.ts';
import { plain } from '../consensus/schedules.ts';
import { vectors } from '../consensus/vectors.ts';
import { mainnet } from './networks.ts';

interface DateInputs {
	readonly from_height?: number;
	readonly from_time?: number;
	readonly spacing_s?: string;
	readonly genesis_time?: number;
	readonly fast_blocks?: number;
	readonly fast_ms?: number;
	readonly spacing?: number;
	readonly block_49999_time?: number;
}
interface DateExpected {
	readonly halvings?: readonly { readonly halving: number; readonly height: number; readonly unix: number }[];
	readonly first_halving_unix?: number;
	readonly fast_phase_end_unix?: number;
	readonly days_earlier_than_no_fast_phase?: number;
	readonly elapsed_s?: number;
	readonly mean_s_per_block?: number;
	readonly ratio_to_nominal?: number;
}
const dates = vectors<DateInputs, DateExpected>('btx-asert.json', 'halving_date');
const projected = dates.filter(({ expected }) => expected.halvings !== undefined);
const nominal = dates.filter(({ inputs }) => inputs.fast_ms !== undefined);
const actual = dates.filter(({ inputs }) => inputs.block_49999_time !== undefined);

/** "90" or "5745953/64500". */
function rational(text: string): RationalSeconds {
	const [num = '', den = '1'] = text.split('/');
	return { num: BigInt(num), den: BigInt(den) };
}

const firstHalving = 525_000n;
const DAY_SECONDS = 86_400;

describe('dates by height', () => {
	test('every case is used', () => {
		expect(projected.length + nominal.length + actual.length).toBe(dates.length);
		expect([nominal.length, actual.length]).toEqual([1, 1]);
	});

	test.each(projected)('$id: halvings at a constant pace', ({ inputs, expected }) => {
		const pace = {
			fromHeight: BigInt(inputs.from_height ?? -1),
			fromTime: BigInt(inputs.from_time ?? -1),
			spacing: rational(inputs.spacing_s ?? ''),
		};
		const heights = halvingHeights(plain(2_000_000_000n, firstHalving));
		const computed = (expected.halvings ?? []).map(({ halving }) => {
			const height = heights[halving - 1] ?? -1n;
			return { halving, height: Number(height), unix: Number(heightTime(pace, height)) };
		});
		expect(computed).toHaveLength(5);
		expect(computed).toEqual(expected.halvings);
	});

	test.each(nominal)('$id: the nominal fast phase', ({ inputs, expected }) => {
		const genesis = BigInt(inputs.genesis_time ?? -1);
		const fastEnd = BigInt(inputs.fast_blocks ?? -1);
		const slow = { num: BigInt(inputs.spacing ?? 0), den: 1n };
		const fast = { fromHeight: 0n, fromTime: genesis, spacing: { num: BigInt(inputs.fast_ms ?? 0), den: 1000n } };
		const fastEndTime = heightTime(fast, fastEnd);
		expect(fastEndTime).toBe(BigInt(expected.fast_phase_end_unix ?? -1));
		const halving = heightTime({ fromHeight: fastEnd, fromTime: fastEndTime, spacing: slow }, firstHalving);
		expect(halving).toBe(BigInt(expected.first_halving_unix ?? -1));
		const without = heightTime({ fromHeight: 0n, fromTime: genesis, spacing: slow }, firstHalving);
		expect(Number(without - halving) / DAY_SECONDS).toBeCloseTo(expected.days_earlier_than_no_fast_phase ?? 0, 6);
	});

	test.each(actual)('$id: the real fast phase', ({ inputs, expected }) => {
		const elapsed = (inputs.block_49999_time ?? 0) - (inputs.genesis_time ?? 0);
		expect(elapsed).toBe(expected.elapsed_s);
		expect(elapsed / 49_999).toBeCloseTo(expected.mean_s_per_block ?? 0, 6);
		// The recorded pace, as a fraction, leads back to the recorded time; the nominal one to a 33rd of it.
		const pace = { fromHeight: 0n, fromTime: 0n, spacing: { num: BigInt(elapsed), den: 49_999n } };
		expect(heightTime(pace, 49_999n)).toBe(BigInt(elapsed));
		const nominalEnd = heightTime({ ...pace, spacing: { num: 1n, den: 4n } }, 49_999n + 1n);
		expect(Number(elapsed) / Number(nominalEnd)).toBeCloseTo(expected.ratio_to_nominal ?? 0, 1);
	});

	test('fractions of a second are cut off, also before the first height', () => {
		const pace = { fromHeight: 10n, fromTime: 1000n, spacing: { num: 5n, den: 2n } };
		expect([13n, 12n, 10n, 9n, 8n].map((height) => heightTime(pace, height))).toEqual([
			1007n,
			1005n,
			1000n,
			997n,
			995n,
		]);
		expect(() => heightTime({ ...pace, spacing: { num: 5n, den: 0n } }, 1n)).toThrow(
			new RangeError('spacing 5/0 s needs a positive denominator'),
		);
	});

	test('a later height is never earlier', () => {
		const height = fc.bigInt({ min: -1000n, max: 1000n });
		const term = fc.bigInt({ min: 1n, max: 100_000n });
		fc.assert(
			fc.property(height, height, term, term, (a, b, num, den) => {
				const pace = { fromHeight: 0n, fromTime: 0n, spacing: { num, den } };
				const [lower, higher] = a < b ? [a, b] : [b, a];
				expect(heightTime(pace, lower) <= heightTime(pace, higher)).toBe(true);
			}),
		);
	});
});

interface IdentityInputs {
	readonly anchor_height?: number;
	readonly anchor_time?: number;
	readonly anchor_bits?: string;
	readonly height?: number;
	readonly time?: number;
	readonly half_life: number;
	readonly spacing?: number;
	readonly hashrate_multiplier?: number;
}
interface IdentityExpected {
	readonly next_bits?: string;
	readonly ahead_s?: number;
	readonly tau_log2_ratio_s?: number;
	readonly mean_spacing_s?: number;
	readonly earlier_by_s?: number;
	readonly earlier_by_h?: number;
}

describe('schedule identity', () => {
	const cases = vectors<IdentityInputs, IdentityExpected>('btx-asert.json', 'schedule_identity');
	const recorded = cases.filter(({ inputs }) => inputs.anchor_height !== undefined);
	const shifted = cases.filter(({ inputs }) => inputs.hashrate_multiplier !== undefined);

	test('both kinds of case are there', () => {
		expect([recorded.length, shifted.length]).toEqual([2, 4]);
	});

	test.each(recorded)('$id: the tip is ahead by what the next difficulty says', ({ inputs, expected }) => {
		const anchor = {
			height: BigInt(inputs.anchor_height ?? -1),
			time: BigInt(inputs.anchor_time ?? -1),
			bits: Number(inputs.anchor_bits),
		};
		const tip = { height: BigInt(inputs.height ?? -1), time: BigInt(inputs.time ?? -1), bits: 0 };
		expect(formatBits(nextBits(mainnet, tip, anchor))).toBe(expected.next_bits);
		expect(secondsAhead(anchor, BigInt(inputs.spacing ?? 0), tip)).toBe(BigInt(expected.ahead_s ?? -1));
		const mean = Number(tip.time - anchor.time) / Number(tip.height - anchor.height);
		expect(mean).toBeCloseTo(expected.mean_spacing_s ?? 0, 5);
	});

	test.each(shifted)('$id: more hashrate for good moves every later block earlier once', ({ inputs, expected }) => {
		// The algorithm itself: how far ahead must a chain be for the target to fall by the multiplier?
		const anchorTarget = 1n << 220n;
		const heightDiff = 10_000n;
		const ahead = (seconds: number) =>
			asertTarget({
				anchorTarget,
				heightDiff,
				timeDiffSeconds: 90n * (heightDiff + 1n) - BigInt(seconds),
				spacingSeconds: 90n,
				halfLifeSeconds: BigInt(inputs.half_life),
				limitTarget: targetOfBits(0x2066c154),
			});
		const balanced = anchorTarget / BigInt(inputs.hashrate_multiplier ?? 0);
		const earlier = expected.earlier_by_s ?? 0;
		// Cubic (1.18e-4 relative) and truncation (tau / 65536 s) together are below 0.0002 tau + 1 s.
		const slack = inputs.half_life * 0.0002 + 1;
		expect(ahead(Math.floor(earlier - slack)) > balanced).toBe(true);
		expect(ahead(Math.ceil(earlier + slack)) < balanced).toBe(true);
		expect(earlier / 3600).toBeCloseTo(expected.earlier_by_h ?? 0, 2);
	});
});
