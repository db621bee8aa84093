import { describe, expect, it } from 'vitest';
import { exp, exp2, expm1, ln, log1p, log2, pow } from '../../src/numeric/elementary.ts';
import {
	exactParts,
	expFixed,
	FRACTION_BITS,
	generator,
	LN2_FIXED,
	lnFixed,
	lnOfDouble,
	toFixed,
	ulpError,
	uniform,
	withExponent,
} from './reference.ts';

/** Arguments per function and range; REHEARSE_ULP_COUNT raises it when the bounds in the source are measured anew. */
const COUNT = Number(process.env['REHEARSE_ULP_COUNT'] ?? 1500);
const ONE = 1n << FRACTION_BITS;

function largestError(draws: readonly (() => number)[], error: (x: number) => number): number {
	let largest = 0;
	for (const draw of draws) {
		for (let i = 0; i < COUNT; i++) largest = Math.max(largest, error(draw()));
	}
	return largest;
}

/** Reference of e^x − 1, fixed point times 2^exponent. */
function expm1Reference(x: number): { value: bigint; exponent: number } {
	const { mantissa, exponent } = expFixed(toFixed(x));
	if (exponent > 200) return { value: mantissa, exponent };
	return exponent >= 0
		? { value: (mantissa << BigInt(exponent)) - ONE, exponent: 0 }
		: { value: (mantissa >> BigInt(-exponent)) - ONE, exponent: 0 };
}

/** y·ln x, fixed point. */
function powReference(x: number, y: number): { mantissa: bigint; exponent: number } {
	const { significand, exponent } = exactParts(y);
	const product = lnOfDouble(x) * significand;
	return expFixed(exponent >= 0 ? product << BigInt(exponent) : product >> BigInt(-exponent));
}

describe('the reference itself', () => {
	it('knows ln 2, ln 10 and e to thirty digits', () => {
		const digits = (value: bigint): string => ((value * 10n ** 30n) >> FRACTION_BITS).toString();
		expect(digits(LN2_FIXED)).toBe('693147180559945309417232121458');
		expect(digits(lnFixed(10n, 1n))).toBe('2302585092994045684017991454684');
		const e = expFixed(ONE);
		expect(digits(e.mantissa << BigInt(e.exponent))).toBe('2718281828459045235360287471352');
	});

	it('measures half an ulp as half an ulp', () => {
		expect(ulpError(1, ONE + (1n << (FRACTION_BITS - 53n)))).toBe(0.5);
		expect(ulpError(-3, -3n * ONE)).toBe(0);
		expect(ulpError(5e-324, ONE, -1075)).toBe(0.5);
	});
});

describe('accuracy against 300-bit fixed point', () => {
	it('ln stays below 1 ulp', () => {
		const random = generator(1);
		const worst = largestError(
			[() => withExponent(random, -1022, 1023), () => uniform(random, 0.5, 2), () => 1 + uniform(random, -1e-6, 1e-6)],
			(x) => (x === 1 ? 0 : ulpError(ln(x), lnOfDouble(x))),
		);
		expect(worst).toBeGreaterThan(0.4);
		expect(worst).toBeLessThan(0.9);
	});

	it('log1p stays below 1 ulp', () => {
		const random = generator(2);
		const worst = largestError(
			[() => withExponent(random, -60, 80), () => uniform(random, -0.999, 1), () => -withExponent(random, -60, -1)],
			(x) => {
				const { significand, exponent } = exactParts(x);
				const reference =
					exponent >= 0
						? lnFixed(1n + (significand << BigInt(exponent)), 1n)
						: lnFixed((1n << BigInt(-exponent)) + significand, 1n << BigInt(-exponent));
				return ulpError(log1p(x), reference);
			},
		);
		expect(worst).toBeLessThan(0.9);
	});

	it('log2 stays below 1 ulp and is exact at powers of two', () => {
		const random = generator(3);
		const worst = largestError(
			[() => withExponent(random, -1022, 1023), () => uniform(random, 0.5, 2), () => 1 + uniform(random, -1e-6, 1e-6)],
			(x) => (x === 1 ? 0 : ulpError(log2(x), (lnOfDouble(x) << FRACTION_BITS) / LN2_FIXED)),
		);
		expect(worst).toBeLessThan(0.85);
		let power = 5e-324;
		for (let k = -1074; k <= 1023; k++, power *= 2) expect(log2(power)).toBe(k);
	});

	it('exp stays below 1 ulp', () => {
		const random = generator(4);
		const worst = largestError(
			[() => uniform(random, -708, 709), () => uniform(random, -1, 1), () => uniform(random, -745, -708)],
			(x) => {
				const { mantissa, exponent } = expFixed(toFixed(x));
				return ulpError(exp(x), mantissa, exponent);
			},
		);
		expect(worst).toBeGreaterThan(0.4);
		expect(worst).toBeLessThan(0.9);
	});

	it('exp2 stays below 1 ulp and is exact at integers', () => {
		const random = generator(5);
		const worst = largestError([() => uniform(random, -1022, 1023), () => uniform(random, -1, 1)], (x) => {
			const { mantissa, exponent } = expFixed((toFixed(x) * LN2_FIXED) >> FRACTION_BITS);
			return ulpError(exp2(x), mantissa, exponent);
		});
		expect(worst).toBeLessThan(0.9);
		let power = 5e-324;
		for (let k = -1074; k <= 1023; k++, power *= 2) expect(exp2(k)).toBe(power);
	});

	it('expm1 stays below 1.1 ulp', () => {
		const random = generator(6);
		const worst = largestError(
			[
				() => uniform(random, -40, 709),
				() => uniform(random, -2, 2),
				() => withExponent(random, -60, -1),
				() => -withExponent(random, -60, -1),
			],
			(x) => {
				const { value, exponent } = expm1Reference(x);
				return ulpError(expm1(x), value, exponent);
			},
		);
		expect(worst).toBeLessThan(1.1);
	});

	it('pow stays below 1 ulp up to the largest exponents', () => {
		const random = generator(7);
		const worst = largestError(
			[() => withExponent(random, -900, 900), () => uniform(random, 0.5, 2), () => 1 + uniform(random, -1e-3, 1e-3)],
			(x) => {
				const limit = 708 / Math.max(Math.abs(Number((lnOfDouble(x) << 60n) >> FRACTION_BITS) / 2 ** 60), 1e-12);
				const y = uniform(random, -limit, limit);
				const { mantissa, exponent } = powReference(x, y);
				return ulpError(pow(x, y), mantissa, exponent);
			},
		);
		expect(worst).toBeLessThan(0.9);
	});

	it('pow gives small integer powers exactly', () => {
		expect(pow(3, 33)).toBe(5559060566555523);
		expect(pow(10, 15)).toBe(1e15);
		expect(pow(-7, 3)).toBe(-343);
		expect(pow(4, 0.5)).toBe(2);
		expect(pow(2, -1074)).toBe(5e-324);
	});
});

describe('special values', () => {
	it('of the logarithms', () => {
		for (const f of [ln, log2]) {
			expect(f(0)).toBe(-Infinity);
			expect(f(-0)).toBe(-Infinity);
			expect(f(-1)).toBeNaN();
			expect(f(-Infinity)).toBeNaN();
			expect(f(NaN)).toBeNaN();
			expect(f(Infinity)).toBe(Infinity);
			expect(f(1)).toBe(0);
		}
		expect(ulpError(ln(5e-324), lnOfDouble(5e-324))).toBeLessThan(1);
		expect(ulpError(ln(3e-310), lnOfDouble(3e-310))).toBeLessThan(1);
		expect(log1p(-1)).toBe(-Infinity);
		expect(log1p(-1.5)).toBeNaN();
		expect(log1p(NaN)).toBeNaN();
		expect(log1p(Infinity)).toBe(Infinity);
		expect(log1p(-0)).toBe(-0);
		expect(log1p(1e-300)).toBe(1e-300);
		expect(log1p(1e300)).toBe(ln(1e300));
	});

	it('of the exponentials', () => {
		for (const f of [exp, exp2, expm1]) {
			expect(f(NaN)).toBeNaN();
			expect(f(Infinity)).toBe(Infinity);
			expect(f(2000)).toBe(Infinity);
		}
		expect(exp(0)).toBe(1);
		expect(exp(-0)).toBe(1);
		expect(exp(-Infinity)).toBe(0);
		expect(exp(-746)).toBe(0);
		expect(exp(709.782712893384)).toBeLessThan(Infinity);
		expect(exp(709.7827128933841)).toBe(Infinity);
		expect(exp(-745.1332191019411)).toBe(5e-324);
		// The last argument on the other side of half the smallest subnormal, 2^-1075.
		expect(toFixed(-745.1332191019412) < -1075n * LN2_FIXED).toBe(true);
		expect(exp(-745.1332191019412)).toBe(0);
		expect(exp2(-1075)).toBe(0);
		expect(exp2(-1074.9)).toBe(5e-324);
		expect(exp2(-Infinity)).toBe(0);
		expect(expm1(-0)).toBe(-0);
		expect(expm1(-Infinity)).toBe(-1);
		expect(expm1(-100)).toBe(-1);
		expect(expm1(1e-300)).toBe(1e-300);
	});

	it('of pow, as ECMAScript defines them for **', () => {
		const values = [0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, Infinity, -Infinity, NaN, 1e300, -1e300, 2 ** 53, 5e-324];
		for (const x of values) {
			for (const y of values) {
				const found = pow(x, y);
				const expected = x ** y;
				// The special cases are defined exactly; the rest only to be near (the platform's own result may be off by an ulp).
				if (Number.isFinite(expected) && expected !== 0) expect(Math.abs(found / expected - 1)).toBeLessThan(1e-12);
				else expect(found).toBe(expected);
			}
		}
	});
});

describe('bit patterns', () => {
	// Pinned so that a change of one bit on any platform or in any rewrite is seen.
	it('stay what they are', () => {
		const view = new DataView(new ArrayBuffer(8));
		let digest = 0n;
		const random = generator(8);
		const absorb = (x: number): void => {
			view.setFloat64(0, x);
			digest = (digest * 6364136223846793005n + view.getBigUint64(0) + 1442695040888963407n) & ((1n << 64n) - 1n);
		};
		for (let i = 0; i < 2000; i++) {
			const x = uniform(random, 0, 1);
			for (const f of [ln, log1p, log2, exp, expm1, exp2]) absorb(f(x));
			absorb(pow(x, 1 / 3));
		}
		expect(digest.toString(16)).toBe('c44769d6bd482517');
	});
});
