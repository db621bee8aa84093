import { describe, expect, it } from 'vitest';
import { dailyShares, networkAfter, type ShareInput, shareAt } from '../../src/fleet/share.ts';
import { ln } from '../../src/numeric/elementary.ts';

const DAY = 86400;
const ONE_PERCENT_A_DAY = ln(1.01) / DAY;
const M5: ShareInput = { insidePerSecond: 4574, addedPerSecond: 0, networkPerSecond: 171.9e6, growthPerSecond: 0 };
const FLEET: ShareInput = { ...M5, addedPerSecond: 10192, growthPerSecond: ONE_PERCENT_A_DAY };

/** Time-average of the point share by Gauss–Legendre with five nodes on `pieces` equal parts. */
function integrated(input: ShareInput, from: number, to: number, pieces = 40): number {
	const nodes = [
		[0, 0.5688888888888889],
		[0.5384693101056831, 0.47862867049936647],
		[0.906179845938664, 0.23692688505618908],
	] as const;
	const half = (to - from) / pieces / 2;
	let sum = 0;
	for (let piece = 0; piece < pieces; piece++) {
		const middle = from + (2 * piece + 1) * half;
		for (const [x, weight] of nodes) {
			for (const sign of x === 0 ? [1] : [-1, 1]) sum += weight * shareAt(input, middle + sign * x * half);
		}
	}
	return sum / (2 * pieces);
}

describe('dailyShares', () => {
	it('is the plain share where nothing grows', () => {
		expect(dailyShares({ ...M5, segmentsSeconds: [DAY, DAY, 3600] })).toEqual([
			4574 / 171.9e6,
			4574 / 171.9e6,
			4574 / 171.9e6,
		]);
		const added = { ...M5, insidePerSecond: 0, addedPerSecond: 1e6 };
		expect(dailyShares({ ...added, segmentsSeconds: [DAY] })[0]).toBeCloseTo(1e6 / 172.9e6, 15);
	});

	it.each([
		['the operator at +1 %/day', FLEET],
		['a fleet half inside, +20 %/day', { ...FLEET, insidePerSecond: 80e6, growthPerSecond: ln(1.2) / DAY }],
		['a shrinking network, −30 %/day', { ...FLEET, growthPerSecond: ln(0.7) / DAY }],
		['nearly the whole network', { ...FLEET, insidePerSecond: 171e6 }],
	] as const)('is the time-average of the share: %s', (_, input) => {
		const segments = [DAY, DAY, DAY / 3];
		const found = dailyShares({ ...input, segmentsSeconds: segments });
		let from = 0;
		for (const [i, seconds] of segments.entries()) {
			const expected = integrated(input, from, from + seconds);
			expect(Math.abs(found[i]! / expected - 1)).toBeLessThan(1e-13);
			from += seconds;
		}
	});

	it('is stable as growth goes to zero', () => {
		const flat = dailyShares({ ...FLEET, growthPerSecond: 0, segmentsSeconds: [DAY] })[0]!;
		for (const growth of [1e-12, 1e-16, 1e-20, 1e-300, -1e-16]) {
			const found = dailyShares({ ...FLEET, growthPerSecond: growth, segmentsSeconds: [DAY] })[0]!;
			expect(Math.abs(found / flat - 1)).toBeLessThan(Math.abs(growth) * DAY + 4e-16);
		}
	});

	it('lets only the others grow', () => {
		const whole = { ...M5, insidePerSecond: 171.9e6, growthPerSecond: ONE_PERCENT_A_DAY };
		expect(dailyShares({ ...whole, segmentsSeconds: [DAY, DAY] })).toEqual([1, 1]);
		expect(networkAfter({ ...M5, growthPerSecond: ONE_PERCENT_A_DAY }, DAY)).toBeCloseTo(
			(171.9e6 - 4574) * 1.01 + 4574,
			6,
		);
	});

	it('falls to nothing under growth without end, and an idle fleet has none', () => {
		const shares = dailyShares({
			...FLEET,
			growthPerSecond: ln(2) / DAY,
			segmentsSeconds: new Array<number>(2000).fill(DAY),
		});
		expect(shares.at(-1)).toBe(0);
		expect(shares.every((share, i) => share >= 0 && (i === 0 || share <= shares[i - 1]!))).toBe(true);
		expect(dailyShares({ ...FLEET, insidePerSecond: 0, addedPerSecond: 0, segmentsSeconds: [DAY] })).toEqual([0]);
		expect(shareAt({ ...FLEET, insidePerSecond: 0, addedPerSecond: 0 }, 5)).toBe(0);
	});

	it('refuses rates that are none', () => {
		expect(() => dailyShares({ ...M5, insidePerSecond: 2e8, segmentsSeconds: [DAY] })).toThrow(RangeError);
		expect(() => dailyShares({ ...M5, addedPerSecond: -1, segmentsSeconds: [DAY] })).toThrow(RangeError);
		const none = { insidePerSecond: 0, addedPerSecond: 0, networkPerSecond: 0, growthPerSecond: 0 };
		expect(() => dailyShares({ ...none, segmentsSeconds: [DAY] })).toThrow(/some hashrate/);
	});
});
