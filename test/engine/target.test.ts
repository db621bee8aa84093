import { describe, expect, it } from 'vitest';
import { asertFactor, asertTarget } from '../../src/asert/aserti3.ts';
import { encodeCompact, targetOfBits } from '../../src/consensus/compact.ts';
import { asertFactorNumber, asertMultiplier, truncateToCompact } from '../../src/engine/target.ts';
import { generator } from '../numeric/reference.ts';

/** The largest target that four bytes of nBits can name below 2^256: no limit. */
const EASIEST = targetOfBits(0x207fffff);
const SMALLEST = 2n ** 64n;

/** The target that nBits keeps of ASERT's, by the exact rules. */
function exactTarget(anchorTarget: bigint, lagSeconds: number, halfLifeSeconds: number, limitTarget: bigint): bigint {
	const target = asertTarget({
		anchorTarget,
		limitTarget,
		// Block 1 of a schedule with spacing 1 lies `lag` behind when 1 + lag seconds have passed.
		timeDiffSeconds: BigInt(lagSeconds) + 1n,
		heightDiff: 0n,
		spacingSeconds: 1n,
		halfLifeSeconds: BigInt(halfLifeSeconds),
	});
	return targetOfBits(encodeCompact(target));
}

function fastTarget(anchorTarget: bigint, lagSeconds: number, halfLifeSeconds: number, limit: number): number {
	const raw = Number(anchorTarget) * asertMultiplier(lagSeconds, halfLifeSeconds);
	return raw >= limit ? limit : truncateToCompact(raw);
}

describe('ASERT in doubles', () => {
	it('has the factor of the integer polynomial for all 65,536 fractions', () => {
		let different = 0;
		for (let fraction = 0; fraction < 65536; fraction++) {
			if (BigInt(asertFactorNumber(fraction)) !== asertFactor(BigInt(fraction))) different++;
		}
		expect(different).toBe(0);
	});

	it('has the target of the exact rules for 300,000 anchors, lags and half-lives', () => {
		const random = generator(2026);
		const whole = (below: number) => Math.floor(random() * below);
		const halfLives = [1, 60, 599, 3600, 14_400, 172_800, 7_000_003];
		const limits = [EASIEST, targetOfBits(0x2066c154), targetOfBits(0x1f0a3d70), targetOfBits(0x1d00ffff)];
		const counts = { compared: 0, atLimit: 0, early: 0, late: 0 };
		const wrong: string[] = [];
		while (counts.compared < 300_000) {
			const limitTarget = limits[whole(limits.length)]!;
			// Sizes 12 to 32 bytes; mantissas with and without a leading zero byte.
			const bits = (12 + whole(21)) * 2 ** 24 + 0x8000 + whole(0x7f8000);
			const anchorTarget = targetOfBits(bits);
			const halfLife = random() < 0.2 ? 1 + whole(1_000_000) : halfLives[whole(halfLives.length)]!;
			const lag = Math.trunc((random() - 0.5) * 2 * halfLife * (random() < 0.5 ? 3 : 60));
			if (anchorTarget > limitTarget) continue;
			const exact = exactTarget(anchorTarget, lag, halfLife, limitTarget);
			if (exact < SMALLEST) continue;
			counts.compared++;
			if (exact === limitTarget) counts.atLimit++;
			if (lag < 0 && lag % halfLife !== 0) counts.early++;
			if (lag > 0) counts.late++;
			const fast = fastTarget(anchorTarget, lag, halfLife, Number(limitTarget));
			if (fast !== Number(exact)) wrong.push(`bits ${bits.toString(16)} lag ${lag} half-life ${halfLife}`);
		}
		expect(wrong).toEqual([]);
		// The comparison reached both signs, truncation toward zero and the limit.
		expect(Math.min(counts.atLimit, counts.early, counts.late)).toBeGreaterThan(10_000);
	});

	it('has the target of the exact rules at every lag around BTX’s schedule', () => {
		const anchorTarget = targetOfBits(0x1c487c56);
		for (const halfLife of [3600, 14_400]) {
			for (let lag = -20_000; lag <= 20_000; lag += 7) {
				const exact = Number(exactTarget(anchorTarget, lag, halfLife, EASIEST));
				expect(fastTarget(anchorTarget, lag, halfLife, Number(EASIEST))).toBe(exact);
			}
		}
	});

	it('truncates toward zero where the chain is ahead of schedule', () => {
		// −1 s of 3,600 s is −18.2 units of 2^-16: truncation gives −18, rounding down would give −19.
		expect(asertMultiplier(-1, 3600)).toBe(asertFactorNumber(65536 - 18) / 2 ** 17);
		expect(asertMultiplier(1, 3600)).toBe(asertFactorNumber(18) / 2 ** 16);
		expect(asertMultiplier(0, 3600)).toBe(1);
		expect([asertMultiplier(3600, 3600), asertMultiplier(-7200, 3600)]).toEqual([2, 0.25]);
	});

	it('reaches a thousand half-lives either way', () => {
		expect([asertMultiplier(1000, 1), asertMultiplier(-1000, 1)]).toEqual([2 ** 1000, 2 ** -1000]);
		// The largest lag that is exact: one second short of 64 half-lives of 2^30 s.
		expect(asertMultiplier(2 ** 36 - 1, 2 ** 30)).toBe(asertFactorNumber(65535) * 2 ** 47);
		expect(asertMultiplier(1 - 2 ** 36, 2 ** 30)).toBe(asertFactorNumber(1) * 2 ** -80);
	});
});

describe('truncateToCompact', () => {
	it('keeps what nBits keeps of a target, at every bit length from 64 to 255', () => {
		const random = generator(7);
		for (let bitLength = 64; bitLength <= 255; bitLength++) {
			for (let i = 0; i < 20; i++) {
				// Products of a 23-bit mantissa and a 17-bit factor have at most 40 significant bits.
				const significand = 2 ** 39 + Math.floor(random() * 2 ** 39);
				const target = significand * 2 ** (bitLength - 40);
				expect(truncateToCompact(target)).toBe(Number(targetOfBits(encodeCompact(BigInt(target)))));
			}
		}
	});

	it('leaves compact targets as they are', () => {
		for (const bits of [0x1d00ffff, 0x1c487c56, 0x1f0a3d70, 0x207fffff, 0x1b008000, 0x09008000]) {
			const target = Number(targetOfBits(bits));
			expect(truncateToCompact(target)).toBe(target);
		}
	});

	it('truncates alike in every unit that is a power of 256', () => {
		const random = generator(9);
		for (let i = 0; i < 2000; i++) {
			const target = Math.floor(2 ** 39 * (1 + random())) * 2 ** 180;
			const unit = 256 ** Math.floor(random() * 28);
			expect(truncateToCompact(target / unit)).toBe(truncateToCompact(target) / unit);
		}
	});
});
