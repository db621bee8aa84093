/** Predictions in the report, and what a later state says of them. */
import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../src/compare/document.ts';
import { type ReviewInput, review } from '../../src/compare/review.ts';
import { METRICS, metricFault } from '../../src/params/metrics.ts';
import { loadState } from '../../src/params/registry.ts';
import { resolveScenario } from '../../src/params/scenario.ts';
import type { ChainState } from '../../src/params/types.ts';

const scenario = resolveScenario({ base: 'mainnet', fork: 'spacing60' });
const activation = scenario.activationHeight!;
const start = loadState('btx-main-2026-07-02').value;
const DAY = 86_400;
const activationTime = {
	value: 1_783_400_000,
	unit: 'utc',
	kind: 'conditional',
	low: 1_783_396_000,
	high: 1_783_404_000,
} as const;

function prediction(metric: string, low: number, high: number, reviewHeight: number | null = null): Prediction {
	const { label, unit } = METRICS.find(({ id }) => id === metric)!;
	return { metric, label, unit, low, high, expected: null, reviewHeight, reviewDate: null };
}

const PREDICTIONS = [prediction('spacing', 58.5, 61.5), prediction('coins-per-day', 28_100, 29_500)];

function reviewed(state: Partial<ChainState>, predictions: readonly Prediction[] = PREDICTIONS) {
	const fork = { id: 'spacing60', title: '', activation: '', activationHeight: activation, activationTime };
	const input: ReviewInput = { report: { predictions, fork }, fork: scenario.fork, state: { ...start, ...state } };
	return review(input).map(({ outcome, found, because }) => ({ outcome, value: found?.value ?? null, because }));
}

/** A recorded tip so many blocks after the activation, so many seconds after its expected time. */
const tip = (blocks: number, seconds: number): Pick<ChainState, 'tip' | 'observedSpacings'> => ({
	tip: { height: activation + blocks, timeSeconds: activationTime.value + seconds, timeKind: 'recorded' },
	observedSpacings: [],
});

describe('a review', () => {
	it('holds where a month of blocks came as predicted', () => {
		const found = reviewed(tip(43_200, 30 * DAY));
		expect(found.map(({ outcome }) => outcome)).toEqual(['held', 'held']);
		expect(found[0]?.value).toBeCloseTo(60, 9);
		// 20 coins every 60 s.
		expect(found[1]?.value).toBeCloseTo(28_800, 6);
	});

	it('fails where they came too slowly', () => {
		const found = reviewed(tip(28_800, 30 * DAY));
		expect(found).toMatchObject([
			{ outcome: 'failed', value: 90 },
			{ outcome: 'failed', value: 19_200 },
		]);
	});

	it('says so where the activation is not known precisely enough', () => {
		// ±4,000 s of some 7,000: anything could have been.
		const [found] = reviewed(tip(117, 7020));
		expect(found).toMatchObject({ outcome: 'cannot be computed', value: 60 });
		expect(found?.because).toMatch(/not precisely enough/);
	});

	it('takes a recorded anchor before anything else, then a measured mean', () => {
		const anchor = {
			height: activation,
			timeSeconds: activationTime.value + 9000,
			bits: start.nextBits,
			kind: 'recorded' as const,
		};
		const [byAnchor] = reviewed({ ...tip(1000, 69_000), anchor });
		expect(byAnchor).toEqual({
			outcome: 'held',
			value: 60,
			because: `times of the anchor ${activation} and the tip ${activation + 1000}`,
		});
		const source = { note: 'test' };
		const spacings = [
			{ seconds: 63, windowBlocks: 100, source },
			{ seconds: 62, windowBlocks: 144, source },
			{ seconds: 90, windowBlocks: 4032, source },
		];
		const [byMean] = reviewed({ ...tip(1000, 69_000), observedSpacings: spacings });
		expect(byMean).toEqual({ outcome: 'failed', value: 62, because: 'measured mean of the last 144 blocks' });
	});

	it('is too early below the height that it is set for, whatever is found so far', () => {
		const due = [prediction('spacing', 58.5, 61.5, activation + 43_200)];
		expect(reviewed(tip(43_199, 43_199 * 75), due)[0]).toMatchObject({ outcome: 'too early' });
		expect(reviewed(start, due)[0]).toMatchObject({ outcome: 'too early', value: null });
		expect(reviewed(tip(43_200, 43_200 * 75), due)[0]).toMatchObject({ outcome: 'failed', value: 75 });
	});

	it.each<[string, Partial<ChainState>, RegExp]>([
		['before the activation', start, /^the tip 148149 is not above the activation/],
		[
			'at a tip whose time was derived',
			{ ...tip(9000, 9e5), tip: { height: activation + 9000, timeSeconds: 1_784_000_000, timeKind: 'derived' } },
			/time is derived, not recorded/,
		],
		['at a tip before the expected activation', tip(10, 100), /not later than the activation was expected/],
	])('cannot be made %s', (_what, state, because) => {
		for (const found of reviewed(state)) {
			expect([found.outcome, found.value]).toEqual(['cannot be computed', null]);
			expect(found.because).toMatch(because);
		}
	});

	it('reads the work of a block only from a release that knows the fork', () => {
		const work = [prediction('difficulty', 1e9, 2e10)];
		expect(reviewed(tip(43_200, 30 * DAY), work)[0]).toMatchObject({ outcome: 'cannot be computed' });
		const anchor = {
			height: activation,
			timeSeconds: activationTime.value,
			bits: start.nextBits,
			kind: 'recorded' as const,
		};
		const [found] = reviewed({ ...tip(43_200, 30 * DAY), anchor }, work);
		// 171.9 M digests a second for 90 s.
		expect(Number(found?.value) / (171.9e6 * 90)).toBeCloseTo(1, 1);
		expect(found?.outcome).toBe('held');
		expect(reviewed(tip(43_200, 30 * DAY), [prediction('window-blocks', 1, 2)])[0]?.because).toMatch(
			/does not say when each/,
		);
	});
});

describe('an unknown metric', () => {
	it.each([
		['spacings', "unknown metric; did you mean 'spacing'?"],
		['spacing.mean', "unknown metric; did you mean 'spacing'?"],
		['issuance.perDay', "unknown metric; did you mean 'coins-per-day'?"],
		['price', 'unknown metric; metrics: spacing, coins-per-day, difficulty, window-blocks, window-coins'],
	])('%s is answered with the nearest', (name, fault) => {
		expect(metricFault(name)).toBe(fault);
	});
});
