import { describe, expect, test } from 'vitest';
import {
	headerTimeWindow,
	periodBits,
	stampHeaderTime,
	type TimeRules,
	timewarpBound,
} from '../../src/consensus/index.ts';
import { bitcoin, block, known, testnet4 } from './periods.ts';
import { vectors } from './vectors.ts';

describe('BIP 94', () => {
	interface BaseInputs {
		readonly first_bits: string;
		readonly last_bits: string;
		readonly timespan: number;
		readonly bip94: boolean;
	}
	test.each(vectors<BaseInputs, { bits: string }>('consensus-period.json', 'bip94_base'))(
		'$id',
		({ inputs, expected }) => {
			const first = block(2016, 1_714_777_860, Number(inputs.first_bits));
			const last = block(4031, 1_714_777_860 + inputs.timespan, Number(inputs.last_bits));
			const rule = inputs.bip94 ? testnet4 : bitcoin;
			expect(periodBits(rule, known(first, last), { tipHeight: 4031n })).toBe(Number(expected.bits));
		},
	);

	interface MinimumInputs {
		readonly height: number;
		readonly previous_time: number;
		readonly times: readonly number[];
		readonly previous_bits: string;
	}
	test.each(vectors<MinimumInputs, { bits: string[] }>('consensus-period.json', 'bip94_minimum'))(
		'$id: at 20 minutes and one second above',
		({ inputs, expected }) => {
			const headers = known(block(inputs.height - 1, inputs.previous_time, Number(inputs.previous_bits)));
			const tipHeight = BigInt(inputs.height) - 1n;
			const bits = inputs.times.map((time) => periodBits(testnet4, headers, { tipHeight, time: BigInt(time) }));
			expect(bits).toEqual(expected.bits.map(Number));
		},
	);

	const time: TimeRules = {
		medianTimeSpan: 11,
		maxTimewarpSeconds: 600n,
		timewarpIntervalBlocks: 2016n,
		maxFutureSeconds: 7200n,
	};
	interface TimewarpInputs {
		readonly height: number;
		readonly previous_time: number;
		readonly times: readonly number[];
	}
	test.each(vectors<TimewarpInputs, { valid: boolean[] }>('consensus-period.json', 'bip94_timewarp'))(
		'$id',
		({ inputs, expected }) => {
			const context = {
				height: BigInt(inputs.height),
				parentTime: BigInt(inputs.previous_time),
				parentMtp: 5000n,
				now: BigInt(inputs.previous_time),
			};
			const { min, max } = headerTimeWindow(time, context);
			expect(inputs.times.map((at) => min <= BigInt(at) && BigInt(at) <= max)).toEqual(expected.valid);
			// One block later median-time-past alone decides, and so it does for what a slow clock writes.
			const later = { ...context, height: context.height + 1n };
			expect(headerTimeWindow(time, later).min).toBe(5001n);
			expect(stampHeaderTime(time, { ...context, now: 6000n })).toBe(9400n);
			expect(stampHeaderTime(time, { ...later, now: 6000n })).toBe(6000n);
		},
	);

	test('the timewarp bound needs a parent, a rule and a height that it holds at', () => {
		expect(timewarpBound(time, { height: 4032n, parentTime: 1000n })).toBe(400n);
		expect(timewarpBound(time, { height: 4033n, parentTime: 1000n })).toBeUndefined();
		expect(timewarpBound(time, { height: 0n, parentTime: 1000n })).toBeUndefined();
		expect(timewarpBound({ medianTimeSpan: 11, maxFutureSeconds: 7200n }, { height: 2016n, parentTime: 0n })).toBe(
			undefined,
		);
		const everywhere: TimeRules = { medianTimeSpan: 11, maxTimewarpSeconds: 600n, maxFutureSeconds: 7200n };
		expect(timewarpBound(everywhere, { height: 1n, parentTime: 1000n })).toBe(400n);
	});
});
