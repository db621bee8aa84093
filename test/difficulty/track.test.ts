import { describe, expect, it } from 'vitest';
import type { BlockHeader } from '../../src/consensus/header.ts';
import { HeaderTrack } from '../../src/difficulty/track.ts';

/** nBits that do not follow from a target: negative, beyond 256 bits, and with a mantissa that could be longer. */
const ODD_BITS = [0x1d80_ffff, 0x2300_ffff, 0x1d00_0001];
const BITS = 0x1c7f_ffff;

function historyOf(bits: readonly number[]): BlockHeader[] {
	return bits.map((own, i) => ({ height: BigInt(100 + i), time: BigInt(1000 + 60 * i), bits: own }));
}

describe('a track', () => {
	const history = historyOf([BITS, ...ODD_BITS, 0x0400_8000]);
	const recorded = HeaderTrack.of(history, 5, [100n]);
	const lanes = recorded.emptyLike(3);
	lanes.copy(recorded);

	it('gives recorded headers back as they are, on every lane', () => {
		for (const header of history) {
			expect(recorded.sourceOf(0)(header.height)).toEqual(header);
			for (let lane = 0; lane < 3; lane++) expect(lanes.sourceOf(lane)(header.height)).toEqual(header);
		}
		expect(lanes.isUniform).toBe(true);
	});

	it('hands odd nBits on to the next block, and forgets them where their place is taken', () => {
		const track = recorded.emptyLike(2);
		track.copy(HeaderTrack.of(historyOf(ODD_BITS), 5, []));
		track.requireParent();
		track.push(2000);
		expect(track.sourceOf(1)(103n)).toEqual({ height: 103n, time: 2000n, bits: ODD_BITS[2] });
		for (let height = 104; height <= 103 + track.mask + 1; height++) {
			track.clearNext();
			for (let lane = 0; lane < 2; lane++) track.require(BITS + lane, lane);
			track.push(2000 + height);
		}
		expect(track.sourceOf(0)(BigInt(track.tip)).bits).toBe(BITS);
		expect(track.sourceOf(1)(BigInt(track.tip)).bits).toBe(BITS + 1);
		expect(track.bitsAt(track.tip - track.mask, 1)).toBe(BITS + 1);
	});

	it('keeps headers by lane, medians of times out of order included', () => {
		const track = HeaderTrack.of(history, 5, [105n, 106n]).emptyLike(2);
		track.copy(HeaderTrack.of(history, 5, [105n, 106n]));
		for (const times of [
			[1300, 1100],
			[1360, 1090],
		]) {
			for (let lane = 0; lane < 2; lane++) {
				track.require(BITS, lane);
				track.times[track.row(track.tip + 1) + lane] = times[lane]!;
			}
			track.append(times[1]! >= 1240);
		}
		expect(track.isUniform).toBe(false);
		// Of 1000, 1060, 1120, 1180, 1240 and two more on each lane, the fourth of seven.
		expect([0, 1].map((lane) => track.medians[track.row(106) + lane])).toEqual([1180, 1100]);
		for (let height = 107; height < 200; height++) {
			track.requireParent();
			track.push(1400 + height);
		}
		expect([0, 1].map((lane) => track.sourceOf(lane)(105n).time)).toEqual([1300n, 1100n]);
		expect([0, 1].map((lane) => track.sourceOf(lane)(106n).time)).toEqual([1360n, 1090n]);
		expect(() => track.sourceOf(0)(107n)).toThrow('block 107 is not known');
	});
});
