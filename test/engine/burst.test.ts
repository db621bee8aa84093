import { describe, expect, it } from 'vitest';
import { encodeCompact } from '../../src/consensus/compact.ts';
import { burst } from '../../src/engine/burst.ts';
import { BTX_ASERT, chain, STANDARD } from './plans.ts';

const DAY = 86_400;
const MOMENTS = [1, 1800, DAY, 30 * DAY];

function edited(spacingSeconds: bigint) {
	return chain('edited', [], { spacingSeconds });
}

describe('spacing 60 edited in place', () => {
	it('without a least interval: two thirds of the past at once, headers two hours ahead', () => {
		const moments = burst(STANDARD, edited(60n), 0, MOMENTS);
		expect(moments.map(({ afterSeconds }) => afterSeconds)).toEqual(MOMENTS);
		const [second, , day, month] = moments;
		expect([second!.blocks, second!.headerAheadSeconds]).toEqual([43_206, 7200]);
		expect(day!.blocks).toBe(50_479);
		// From then on the chain keeps to its new spacing.
		expect((month!.blocks - day!.blocks) / ((29 * DAY) / 60)).toBeCloseTo(1, 2);
		expect(month!.headerAheadSeconds).toBe(0);
	});

	it('with one second between blocks', () => {
		const [, half, day] = burst(STANDARD, edited(60n), 1, MOMENTS);
		expect(half!.blocks).toBe(1800);
		expect(day!.blocks).toBe(50_479);
	});

	it('with a longer least interval than its spacing never catches up', () => {
		const moments = burst(STANDARD, edited(60n), 75, [DAY, 2 * DAY]);
		expect(moments.map(({ blocks }) => blocks)).toEqual([DAY / 75, (2 * DAY) / 75]);
		const limit = Number(BTX_ASERT.powLimit);
		expect(moments.every(({ nextTarget }) => nextTarget === limit)).toBe(true);
	});

	it('never halts', () => {
		expect(burst(STANDARD, edited(60n), 0, MOMENTS).every(({ halted, nextTarget }) => !halted && nextTarget > 0)).toBe(
			true,
		);
	});
});

describe('other edits', () => {
	it('halt at once where the new schedule lies ahead of every block', () => {
		expect(burst(STANDARD, edited(120n), 0, MOMENTS)).toEqual(
			MOMENTS.map((afterSeconds) => ({
				afterSeconds,
				blocks: 0,
				headerAheadSeconds: 0,
				nextTarget: 0,
				halted: true,
			})),
		);
	});

	it('leave a chain alone that was not edited', () => {
		const [day, nine] = burst(STANDARD, edited(90n), 0, [DAY, 9 * DAY]);
		expect(Math.abs((nine!.blocks - day!.blocks) / ((8 * DAY) / 90) - 1)).toBeLessThan(0.001);
		expect([day!.headerAheadSeconds, day!.halted]).toEqual([0, false]);
		// The target that 171.9 M attempts a second meet in 90 s, but for the cubic's and nBits' rounding.
		const equilibrium = 2 ** 256 / (171_900_000 * 90);
		expect(Math.abs(nine!.nextTarget / equilibrium - 1)).toBeLessThan(0.001);
		expect(Number(BigInt(nine!.nextTarget))).toBe(nine!.nextTarget);
		expect(encodeCompact(BigInt(nine!.nextTarget)) >>> 24).toBe(0x1c);
	});

	it('without a moment cost nothing', () => {
		expect(burst(STANDARD, edited(60n), 0, [])).toEqual([]);
	});

	it('are not followed for ever', () => {
		// A limit so easy that blocks are found in no time, for a hundred years.
		const racing = { ...edited(60n), hashrate: [{ fromHeight: 0, perSecond: 1e30 }] };
		expect(() => burst(STANDARD, racing, 0, [3_000_000_000])).toThrow(
			new RangeError('the burst goes on after 20000000 blocks'),
		);
	});
});
