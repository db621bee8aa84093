/** The double-precision ASERT of the engine against the BigInt rules, on more than two million inputs. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asertTarget } from '../../src/asert/aserti3.ts';
import { encodeCompact, targetOfBits } from '../../src/consensus/compact.ts';
import { asertMultiplier, truncateToCompact } from '../../src/engine/target.ts';

/** Below this the integer floors of the exact rules show in the last bits of a double. */
const SMALLEST = 2n ** 64n;
/** Lags tried for each anchor, limit and half-life. */
const LAGS = 1000;

/** Mantissas and sizes of compact targets, the ends of each mantissa range among them. */
const bits = fc
	.tuple(
		fc.integer({ min: 12, max: 32 }),
		fc.oneof(fc.integer({ min: 0x8000, max: 0x7fffff }), fc.constantFrom(0x8000, 0xffff, 0x10000, 0x7fffff)),
	)
	.map(([size, mantissa]) => size * 2 ** 24 + mantissa);
const halfLife = fc.oneof(fc.integer({ min: 1, max: 10_000_000 }), fc.constantFrom(1, 60, 3600, 14_400, 172_800));
const cases = fc.record({
	anchor: bits,
	limit: fc.oneof(bits, fc.constantFrom(0x207fffff, 0x2066c154, 0x1f0a3d70, 0x1d00ffff)),
	halfLife,
	/** Lags are multiples of a step from a start, so that one case walks through roundings and clamps. */
	start: fc.double({ min: -30, max: 30, noNaN: true }),
	step: fc.oneof(fc.constantFrom(1, -1), fc.integer({ min: -100_000, max: 100_000 })),
});

/** Compares as many inputs as are asked for; returns how many were, at the limit and below it. */
function compare(parameters: fc.Parameters<[unknown]>): { compared: number; atLimit: number } {
	const counts = { compared: 0, atLimit: 0 };
	fc.assert(
		fc.property(cases, (own) => {
			const limitTarget = targetOfBits(own.limit);
			const anchorTarget = targetOfBits(own.anchor);
			fc.pre(anchorTarget <= limitTarget);
			const limit = Number(limitTarget);
			const start = Math.trunc(own.start * own.halfLife);
			for (let i = 0; i < LAGS; i++) {
				const lag = start + i * own.step;
				if (Math.abs(lag) > 900 * own.halfLife || Math.abs(lag) > 2 ** 36) break;
				const exact = asertTarget({
					...{ anchorTarget, limitTarget, heightDiff: 0n, spacingSeconds: 1n },
					timeDiffSeconds: BigInt(lag) + 1n,
					halfLifeSeconds: BigInt(own.halfLife),
				});
				if (exact < SMALLEST) continue;
				const raw = Number(anchorTarget) * asertMultiplier(lag, own.halfLife);
				const fast = raw >= limit ? limit : truncateToCompact(raw);
				counts.compared++;
				if (exact === limitTarget) counts.atLimit++;
				const expected = targetOfBits(encodeCompact(exact));
				if (BigInt(fast) !== expected) throw new Error(`lag ${lag}: ${fast}, exactly ${expected}`);
			}
		}),
		parameters,
	);
	return counts;
}

it('equals the exact rules on two million inputs of a fixed seed', () => {
	const { compared, atLimit } = compare({ seed: 20_261_121, numRuns: 5000 });
	expect(compared).toBeGreaterThan(2_000_000);
	expect(atLimit).toBeGreaterThan(100_000);
	expect(compared - atLimit).toBeGreaterThan(1_000_000);
}, 300_000);

it('equals the exact rules under a fresh seed', () => {
	const seed = Math.trunc(Math.random() * 2 ** 31);
	process.stdout.write(`asert in doubles: fresh seed ${seed}\n`);
	expect(compare({ seed, numRuns: 300 }).compared).toBeGreaterThan(50_000);
}, 60_000);
