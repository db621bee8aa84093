import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type HeaderTimeContext,
	headerTimeWindow,
	medianTimePast,
	stampHeaderTime,
	type TimeRules,
} from '../../src/consensus/index.ts';
import { vectors } from './vectors.ts';

const main: TimeRules = {
	medianTimeSpan: 11,
	maxTimewarpSeconds: 600n,
	futureMtpDrift: { fromHeight: 118_482n, seconds: 3600n },
	timewarpReconcileHeight: 125_000n,
	maxFutureSeconds: 7200n,
};
const regtest: TimeRules = { medianTimeSpan: 11, maxFutureSeconds: 7200n };

interface WindowInputs {
	readonly network: string;
	readonly height: number;
	readonly parent_time: number;
	readonly parent_mtp: number;
	readonly now: number;
	readonly max_time_advance?: number;
	readonly stall_height?: number;
}
interface WindowExpected {
	readonly min: number;
	readonly max: number;
	readonly empty: boolean;
}

describe('median-time-past', () => {
	test.each(vectors<{ times: number[] }, { mtp: number }>('btx-consensus.json', 'mtp'))(
		'$id',
		({ inputs, expected }) => {
			expect(medianTimePast(inputs.times.map(BigInt))).toBe(BigInt(expected.mtp));
		},
	);

	test('only the last eleven count, and the input keeps its order', () => {
		const times = [99n, 98n, 11n, 10n, 9n, 8n, 7n, 6n, 5n, 4n, 3n, 2n, 1n];
		const copy = [...times];
		expect(medianTimePast(times)).toBe(6n);
		expect(medianTimePast(times, 3)).toBe(2n);
		expect(times).toEqual(copy);
	});

	test('no times, no median', () => {
		expect(() => medianTimePast([])).toThrow(new RangeError('median-time-past needs at least one header time'));
	});
});

describe('header time window', () => {
	test.each(vectors<WindowInputs, WindowExpected>('btx-consensus.json', 'time_window'))(
		'$id',
		({ inputs, expected }) => {
			const base = inputs.network === 'main' ? main : regtest;
			const rules: TimeRules =
				inputs.max_time_advance === undefined
					? base
					: {
							...base,
							maxTimeAdvance: {
								fromHeight: BigInt(inputs.stall_height ?? -1),
								seconds: BigInt(inputs.max_time_advance),
							},
						};
			const window = headerTimeWindow(rules, {
				height: BigInt(inputs.height),
				parentTime: BigInt(inputs.parent_time),
				parentMtp: BigInt(inputs.parent_mtp),
				now: BigInt(inputs.now),
			});
			expect(window).toEqual({ min: BigInt(expected.min), max: BigInt(expected.max), empty: expected.empty });
		},
	);

	const wedge = { parentTime: 5000n, parentMtp: 0n, now: 9000n };

	test('the reconcile height opens the window that the cap had closed', () => {
		expect(headerTimeWindow(main, { ...wedge, height: 124_999n })).toEqual({ min: 4400n, max: 3600n, empty: true });
		expect(headerTimeWindow(main, { ...wedge, height: 125_000n })).toEqual({ min: 4400n, max: 4400n, empty: false });
	});

	test('without a reconcile height, or without a timewarp rule, the cap stays where it is', () => {
		const { timewarpReconcileHeight: _, ...unreconciled } = main;
		expect(headerTimeWindow(unreconciled, { ...wedge, height: 200_000n }).empty).toBe(true);
		const { maxTimewarpSeconds: __, ...unbounded } = main;
		const window = headerTimeWindow(unbounded, { ...wedge, height: 200_000n });
		expect(window).toEqual({ min: 1n, max: 3600n, empty: false });
	});

	test('before the cap only the clock bounds the window', () => {
		const context = { parentTime: 100n, parentMtp: 0n, now: 9000n, height: 118_481n };
		expect(headerTimeWindow(main, context).max).toBe(16_200n);
	});

	test('the timewarp bound needs a parent', () => {
		expect(headerTimeWindow(main, { ...wedge, height: 0n }).min).toBe(1n);
		const early = { ...main, futureMtpDrift: { fromHeight: 0n, seconds: 3600n }, timewarpReconcileHeight: 0n };
		expect(headerTimeWindow(early, { ...wedge, height: 0n }).max).toBe(3600n);
	});
});

describe('the stock miner stamps', () => {
	const context: HeaderTimeContext = { height: 200_000n, parentTime: 10_000n, parentMtp: 9550n, now: 10_090n };

	test('its clock inside the window', () => {
		expect(stampHeaderTime(main, context)).toBe(10_090n);
		expect(stampHeaderTime(regtest, { ...context, now: 1_000_000n })).toBe(1_000_000n);
	});

	test('the earliest valid time when its clock is behind', () => {
		expect(stampHeaderTime(main, { ...context, now: 0n })).toBe(9551n);
		expect(stampHeaderTime(main, { ...context, now: 0n, parentTime: 12_000n })).toBe(11_400n);
	});

	test('MTP + 3600 after a stall, also below the height from which consensus demands it', () => {
		expect(stampHeaderTime(main, { ...context, now: 1_000_000n })).toBe(13_150n);
		expect(stampHeaderTime(main, { ...context, now: 1_000_000n, height: 50_001n })).toBe(13_150n);
	});

	test('the earliest time where the cap contradicts it', () => {
		const wedge = { height: 120_000n, parentTime: 5000n, parentMtp: 0n, now: 9000n };
		expect(stampHeaderTime(main, wedge)).toBe(4400n);
	});

	test('no more than the per-block advance where that rule holds', () => {
		const rules = { ...main, maxTimeAdvance: { fromHeight: 199_299n, seconds: 1080n } };
		expect(stampHeaderTime(rules, { ...context, now: 1_000_000n })).toBe(11_080n);
		expect(stampHeaderTime(rules, { ...context, now: 1_000_000n, height: 199_298n })).toBe(13_150n);
	});

	test('a time inside the window wherever there is one and its clock is not far behind', () => {
		const seconds = fc.bigInt({ min: 0n, max: 20_000n });
		fc.assert(
			fc.property(fc.bigInt({ min: 1n, max: 250_000n }), seconds, seconds, seconds, (height, parentTime, back, now) => {
				const candidate = { height, parentTime, parentMtp: parentTime - back, now: parentTime - 7000n + now };
				const window = headerTimeWindow(main, candidate);
				fc.pre(!window.empty);
				const stamped = stampHeaderTime(main, candidate);
				expect(stamped >= window.min && stamped <= window.max).toBe(true);
			}),
		);
	});
});

interface StampingInputs {
	readonly half_life: number;
	readonly spacing: number;
	readonly mtp_drift: number;
}
interface StampingExpected {
	readonly advance_per_block_s: number;
	readonly ease_factor_per_block: number;
	readonly blocks_per_doubling: number;
}

test.each(vectors<StampingInputs, StampingExpected>('btx-consensus.json', 'stamping'))(
	'$id: a chain that always stamps its cap advances drift / 6 per block',
	({ inputs, expected }) => {
		const times = Array.from({ length: 11 }, (_, index) => BigInt(inputs.spacing * index));
		const far = 10n ** 12n;
		for (let block = 0n; block < 1200n; block++) {
			const parentTime = times.at(-1) ?? 0n;
			const parentMtp = medianTimePast(times);
			times.push(stampHeaderTime(main, { height: 200_000n + block, parentTime, parentMtp, now: far }));
		}
		// MTP is the time five blocks before the parent, so six blocks together advance by the drift.
		const last = times.length - 1;
		const advance = Number((times[last] ?? 0n) - (times[last - 600] ?? 0n)) / 600;
		expect(advance).toBe(expected.advance_per_block_s);
		expect(advance * 6).toBe(inputs.mtp_drift);
		const doublings = (advance - inputs.spacing) / inputs.half_life;
		expect(1 / doublings).toBeCloseTo(expected.blocks_per_doubling, 3);
		expect(2 ** doublings).toBeCloseTo(expected.ease_factor_per_block, 6);
	},
);
