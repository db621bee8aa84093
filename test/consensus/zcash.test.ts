import { describe, expect, test } from 'vitest';
import {
	firstZeroHeight,
	halvingHeights,
	halvingsAt,
	issuedThrough,
	type SmoothSubsidy,
	type SubsidySchedule,
	subsidyAt,
	totalSupply,
} from '../../src/consensus/index.ts';
import { finite, halving, only, zcash } from './schedules.ts';
import { amounts, vector } from './vectors.ts';

const FILE = 'consensus-issuance.json';
/** Walking block by block takes seconds. */
const LONG = { timeout: 120_000 };

describe('Zcash', () => {
	const mainnet = only(zcash());

	test('zcash-slow-start-sum', () => {
		const { inputs, expected } = vector<{ heights: number[] }, { sumZat: string }>(
			FILE,
			'supply',
			'zcash-slow-start-sum',
		);
		expect(issuedThrough(mainnet, BigInt(inputs.heights[1] ?? -1))).toBe(BigInt(expected.sumZat));
		// The ramp skips its middle step.
		const around = [0n, 1n, 9_999n, 10_000n, 19_998n, 19_999n, 20_000n].map((height) => subsidyAt(mainnet, height));
		const steps = [0n, 1n, 9_999n, 10_001n, 19_999n, 20_000n, 20_000n];
		expect(around).toEqual(steps.map((step) => step * 62_500n));
	});

	test('zcash-first-period-sum-pre-blossom', () => {
		const { inputs, expected } = vector<{ heights: number[] }, { sumZat: string }>(
			FILE,
			'supply',
			'zcash-first-period-sum-pre-blossom',
		);
		const before = only(zcash(null));
		const last = BigInt(inputs.heights[1] ?? -1);
		expect(issuedThrough(before, last)).toBe(BigInt(expected.sumZat));
		expect(halvingHeights(before)[0]).toBe(last + 1n);
	});

	test('zcash-total-supply-with-blossom', () => {
		const { expected } = vector<unknown, { sumZat: string; deltaVsPreBlossomZat: string }>(
			FILE,
			'supply',
			'zcash-total-supply-with-blossom',
		);
		const total = finite(totalSupply(mainnet));
		expect(total).toBe(BigInt(expected.sumZat));
		expect(total - finite(totalSupply(only(zcash(null))))).toBe(BigInt(expected.deltaVsPreBlossomZat));
	});

	test('zcash-blossom-heights', () => {
		const { expected } = vector<unknown, { zat: Record<string, string> }>(
			FILE,
			'zcash-heights',
			'zcash-blossom-heights',
		);
		for (const [height, zat] of amounts(expected.zat)) expect(subsidyAt(mainnet, height)).toBe(zat);
		expect(halvingHeights(mainnet).slice(0, 3)).toEqual([1_046_400n, 2_726_400n, 4_406_400n]);
	});

	test('regtest: halvings during and after the ramp, as Params::Halving counts them', () => {
		// 50-block ramp, interval 150, Blossom at 80 (TestBlockSubsidyHalvings, zcash src/test/main_tests.cpp).
		const regtest = {
			...halving([
				[0n, 1_250_000_000n, 150n],
				[80n, 625_000_000n, 300n],
			]),
			slowStart: { blocks: 50n },
		};
		expect(halvingHeights(only(regtest))[0]).toBe(270n);
		expect([halvingsAt(regtest, 10n), halvingsAt(regtest, 269n), halvingsAt(regtest, 270n)]).toEqual([0n, 0n, 1n]);
		expect(subsidyAt(only(regtest), 570n)).toBe(625_000_000n >> 2n);
	});

	/** ZIP 218: a third segment, its subsidy divided by both ratios and floored once. */
	function withFasterBlocks(ratio: bigint): SubsidySchedule {
		const rule = zcash();
		const faster = {
			fromHeight: 2_726_400n,
			initialSubsidy: 1_250_000_000n / (2n * ratio),
			halvingIntervalBlocks: 1_680_000n * ratio,
		};
		return only({ ...rule, segments: [...rule.segments, faster] });
	}

	test('zip218-interval', () => {
		const { inputs, expected } = vector<
			{ PostBlossomHalvingInterval: number; ratio: number },
			{ PostNU7HalvingInterval: number }
		>(FILE, 'subsidy-by-height', 'zip218-interval');
		const [, , third, fourth] = halvingHeights(withFasterBlocks(BigInt(inputs.ratio)));
		expect(Number(finite(fourth ?? null) - finite(third ?? null))).toBe(expected.PostNU7HalvingInterval);
		expect(expected.PostNU7HalvingInterval).toBe(inputs.PostBlossomHalvingInterval * inputs.ratio);
	});

	test('zip218-subsidy-erratum: the formula, not the prose', () => {
		const { inputs, expected } = vector<
			{ NU7Ratio: number; halvingAtActivation: number },
			{ fromFormulaZat: string; printedInZipZat: string; thirdHalvingZat: string; lossOver5040000BlocksZEC: number }
		>(FILE, 'negative', 'zip218-subsidy-erratum');
		// The ZIP divides by the ratios after the halvings; floors of floors are the same.
		const schedule = withFasterBlocks(BigInt(inputs.NU7Ratio));
		const subsidy = subsidyAt(schedule, 2_726_400n);
		expect(subsidy).toBe(BigInt(expected.fromFormulaZat));
		expect(subsidyAt(schedule, 2_726_400n + 5_040_000n)).toBe(BigInt(expected.thirdHalvingZat));
		expect(expected.printedInZipZat).toBe(expected.thirdHalvingZat);
		const lostZat = 156_250_000n * 1_680_000n - subsidy * 5_040_000n;
		expect(Number(lostZat) / 1e8).toBeCloseTo(expected.lossOver5040000BlocksZEC, 12);
	});
});

describe('ZIP 234', () => {
	const smooth = (num: bigint, cap = 525_000_000_000_000n): SmoothSubsidy => ({
		kind: 'smooth',
		rounding: 'ceil',
		num,
		den: 10n ** 10n,
		cap,
	});
	const schedule = only(smooth(4126n));

	test('zip234-nsm-simulation', LONG, () => {
		const { inputs, expected } = vector<
			{ startReserveZat: string; blocks: number },
			{ sumZat: string; firstSubsidyZat: string; blocksToZero: number }
		>(FILE, 'issuance-sim', 'zip234-nsm-simulation');
		expect(issuedThrough(schedule, BigInt(inputs.blocks) - 1n)).toBe(BigInt(expected.sumZat));
		expect(subsidyAt(schedule, 0n)).toBe(BigInt(expected.firstSubsidyZat));
		expect(totalSupply(schedule)).toBe(BigInt(inputs.startReserveZat));
		const end = finite(firstZeroHeight(schedule));
		expect(end).toBe(BigInt(expected.blocksToZero));
		expect([subsidyAt(schedule, end - 1n), subsidyAt(schedule, end)]).toEqual([1n, 0n]);
		expect(issuedThrough(schedule, end)).toBe(BigInt(inputs.startReserveZat));
	});

	test('zip234-fraction-coupled-to-spacing', LONG, () => {
		const { inputs, expected } = vector<
			{ blocks4y_75s: number; blocks4y_25s: number },
			Readonly<
				Record<'remaining_old_75s' | 'remaining_old_25s' | 'remaining_new_25s' | 'halfLifeYears_old_at_25s', number>
			>
		>(FILE, 'interaction', 'zip234-fraction-coupled-to-spacing');
		const remaining = (stages: SubsidySchedule, blocks: number): number =>
			1 - Number(issuedThrough(stages, BigInt(blocks) - 1n)) / 525e12;
		expect(remaining(schedule, inputs.blocks4y_75s)).toBeCloseTo(expected.remaining_old_75s, 6);
		expect(remaining(schedule, inputs.blocks4y_25s)).toBeCloseTo(expected.remaining_old_25s, 6);
		expect(remaining(only(smooth(1375n)), inputs.blocks4y_25s)).toBeCloseTo(expected.remaining_new_25s, 6);
		let [low, high] = [0, inputs.blocks4y_25s];
		while (high - low > 1) {
			const middle = Math.floor((low + high) / 2);
			if (remaining(schedule, middle) > 0.5) low = middle;
			else high = middle;
		}
		expect((high * 25) / (365.25 * 86_400)).toBeCloseTo(expected.halfLifeYears_old_at_25s, 5);
	});

	test('after halvings the reserve is the cap less what they issued', () => {
		const stages: SubsidySchedule = [
			{ fromHeight: 0n, name: 'halving', rule: halving([[0n, 100n, 5n]]) },
			{ fromHeight: 8n, name: 'smooth', rule: { ...smooth(1n, 1000n), den: 3n } },
		];
		// 5 × 100 + 3 × 50 = 650 of 1,000: ceil(350 ÷ 3), ceil(233 ÷ 3).
		expect([subsidyAt(stages, 7n), subsidyAt(stages, 8n), subsidyAt(stages, 9n)]).toEqual([50n, 117n, 78n]);
		expect(totalSupply(stages)).toBe(1000n);
		const spent = stages.map((stage) => (stage.name === 'smooth' ? { ...stage, rule: smooth(1n, 600n) } : stage));
		expect(subsidyAt(spent, 8n)).toBe(0n);
		expect([totalSupply(spent), firstZeroHeight(spent)]).toEqual([650n, 8n]);
	});
});
