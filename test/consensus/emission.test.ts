import { describe, expect, test } from 'vitest';
import {
	type EmissionSubsidy,
	firstZeroHeight,
	halvingHeights,
	issuedThrough,
	type SubsidySchedule,
	subsidyAt,
	subsidyEras,
	totalSupply,
} from '../../src/consensus/index.ts';
import { finite, only } from './schedules.ts';
import { vector } from './vectors.ts';

const FILE = 'consensus-issuance.json';
/** Walking block by block takes seconds. */
const LONG = { timeout: 120_000 };

describe('Monero', () => {
	const rule: EmissionSubsidy = {
		kind: 'emission',
		rounding: 'floor',
		supplyConstant: 2n ** 64n - 1n,
		shiftBits: 20n,
		spacingMinutes: 1n,
		tailSubsidy: 3n * 10n ** 11n,
	};
	const twoMinutes: EmissionSubsidy = { ...rule, spacingMinutes: 2n, tailSubsidy: 6n * 10n ** 11n };
	const monero: SubsidySchedule = [
		{ fromHeight: 0n, name: 'one minute', rule },
		{ fromHeight: 1_009_827n, name: 'two minutes', rule: twoMinutes },
	];

	test('monero-block-time-change', LONG, () => {
		const { inputs, expected } = vector<
			{ A: string },
			Readonly<Record<'v1_60s' | 'v2_120s' | 'tailPerBlock_120s' | 'tailStartsWhenGeneratedExceeds', string>> & {
				v2ForkHeight: number;
			}
		>(FILE, 'subsidy-by-height', 'monero-block-time-change');
		expect(inputs.A).toBe('0');
		expect(subsidyAt(monero, 0n)).toBe(BigInt(expected.v1_60s));
		expect(subsidyAt(only(twoMinutes), 0n)).toBe(BigInt(expected.v2_120s));
		expect(monero[1]?.fromHeight).toBe(BigInt(expected.v2ForkHeight));
		let height = 2_600_000n;
		for (const era of subsidyEras(monero, height)) {
			if (era.endHeight === null) height = era.fromHeight;
		}
		const tail = BigInt(expected.tailPerBlock_120s);
		expect([subsidyAt(monero, height), subsidyAt(monero, height - 1n) > tail]).toEqual([tail, true]);
		const exceeded = BigInt(expected.tailStartsWhenGeneratedExceeds);
		// At the limit itself the curve pays just the tail.
		expect(issuedThrough(monero, height - 1n) >= exceeded - tail).toBe(true);
		expect(issuedThrough(monero, height - 2n) < exceeded).toBe(true);
		expect(issuedThrough(monero, height + 999n) - issuedThrough(monero, height - 1n)).toBe(1000n * tail);
	});

	test('issuance never ends, and no curve is followed to find that out', () => {
		expect([totalSupply(monero), firstZeroHeight(monero)]).toEqual([null, null]);
		expect(halvingHeights(monero)).toEqual([]);
	});

	test('without a tail the curve stops short of its constant', () => {
		const finiteCurve = only({ ...rule, supplyConstant: 1000n, shiftBits: 3n, tailSubsidy: 0n });
		// What is left when a block would create less than one unit: seven.
		expect(totalSupply(finiteCurve)).toBe(993n);
		const end = finite(firstZeroHeight(finiteCurve));
		expect([subsidyAt(finiteCurve, end - 1n), subsidyAt(finiteCurve, end)]).toEqual([1n, 0n]);
	});

	test('a tail that is more than the curve holds from the first block on, whatever was issued', () => {
		const tail = only({ ...rule, supplyConstant: 10n, tailSubsidy: 7n });
		expect([subsidyAt(tail, 0n), subsidyAt(tail, 1_000_000n), issuedThrough(tail, 99n)]).toEqual([7n, 7n, 700n]);
	});
});
