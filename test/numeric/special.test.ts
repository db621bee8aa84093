import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
	betaCdf,
	erlangQuantile,
	gammaCdf,
	gammaQuantile,
	gammaTail,
	lnGamma,
	normalCdf,
	normalQuantile,
	studentQuantile,
} from '../../src/numeric/special.ts';
import { expFixed, FRACTION_BITS, lnFixed, toFixed } from './reference.ts';

const ONE = 1n << FRACTION_BITS;

/** The part of the WebAssembly interface that the test of imports needs; the compiler's library leaves it to the DOM. */
interface WasmApi {
	readonly Module: {
		new (bytes: Uint8Array): object;
		imports(module: object): { module: string; name: string }[];
	};
	instantiate: (bytes: Uint8Array, imports: object) => Promise<unknown>;
}

/** Poisson P(N ≤ k) at a whole or half mean, summed as an exact rational times e^−mean. */
function exactPoissonCdf(k: number, mean: number): number {
	const fixedMean = toFixed(mean);
	let term = ONE;
	let sum = ONE;
	for (let i = 1n; i <= BigInt(k); i++) {
		term = (term * fixedMean) / (i * ONE);
		sum += term;
	}
	const { mantissa, exponent } = expFixed(-fixedMean);
	return Number((sum * mantissa) >> (2n * FRACTION_BITS - 60n - BigInt(exponent))) / 2 ** 60;
}

/** Binomial P(K ≥ k) for n trials at p = numerator/denominator, as an exact rational. */
function exactBinomialTail(k: number, n: number, numerator: bigint, denominator: bigint): number {
	let total = 0n;
	let coefficient = 1n;
	for (let i = 0n; i <= BigInt(n); i++) {
		if (i >= BigInt(k)) total += coefficient * numerator ** i * (denominator - numerator) ** (BigInt(n) - i);
		coefficient = (coefficient * (BigInt(n) - i)) / (i + 1n);
	}
	return Number((total << 60n) / denominator ** BigInt(n)) / 2 ** 60;
}

function relative(found: number, expected: number): number {
	return Math.abs(found / expected - 1);
}

describe('cephes', () => {
	it('imports no function of the platform but its error callback', async () => {
		const wasm = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;
		const original = wasm.instantiate;
		const imports: string[] = [];
		wasm.instantiate = (bytes, given) => {
			for (const entry of wasm.Module.imports(new wasm.Module(bytes))) imports.push(`${entry.module}.${entry.name}`);
			return original(bytes, given);
		};
		try {
			// A query makes a second instance of the module, compiled under the spy.
			const url = `${pathToFileURL('node_modules/cephes/index.mjs').href}?imports`;
			const module: { default: { compiled: Promise<void> } } = await import(/* @vite-ignore */ url);
			await module.default.compiled;
		} finally {
			wasm.instantiate = original;
		}
		expect(imports.length).toBeGreaterThan(0);
		expect(new Set(imports)).toEqual(new Set(['env.mtherr']));
	});
});

describe('gamma', () => {
	it('matches exact Poisson sums: P(N ≤ k) = Q(k + 1, mean)', () => {
		for (const [k, mean] of [
			[2016, 2016],
			[1900, 2016],
			[2100, 2016],
			[144, 144],
			[150, 144],
			[0, 0.5],
			[7, 2.5],
		] as const) {
			expect(relative(gammaTail(k + 1, mean), exactPoissonCdf(k, mean))).toBeLessThan(2e-12);
			expect(Math.abs(gammaCdf(k + 1, mean) + gammaTail(k + 1, mean) - 1)).toBeLessThan(1e-15);
		}
		expect(gammaTail(2017, 2016)).toBeCloseTo(0.505923058429165, 11);
	});

	it('knows the quantile at which other libraries fail: median of Gamma(2016) is 2015.67', () => {
		expect(relative(gammaQuantile(2016, 0.5), 2015.666676466599)).toBeLessThan(1e-12);
		expect(gammaCdf(2016, 2015.67)).toBeCloseTo(0.5000295329276696, 11);
	});

	it('inverts itself in both tails', () => {
		for (const p of [1e-9, 0.025, 0.5, 0.975, 1 - 1e-9]) {
			for (const shape of [1, 6, 500, 5000]) {
				const x = gammaQuantile(shape, p);
				expect(relative(p < 0.5 ? gammaCdf(shape, x) : gammaTail(shape, x), p < 0.5 ? p : 1 - p)).toBeLessThan(
					1e-9 + 1e-15 / p,
				);
			}
		}
	});

	it('gives limits where cephes reports an underflow', () => {
		expect(gammaTail(5, 1000)).toBe(0);
		expect(gammaCdf(5, 1000)).toBe(1);
		expect(gammaTail(2000, 1)).toBe(1);
		expect(gammaCdf(2000, 1)).toBe(0);
		expect(gammaCdf(5, 0)).toBe(0);
		expect(gammaTail(5, Infinity)).toBe(0);
		expect(gammaCdf(5, Infinity)).toBe(1);
	});

	it('lnGamma equals the logarithm of exact factorials', () => {
		let factorial = 1n;
		for (let n = 1n; n <= 200n; n++) {
			factorial *= n;
			const expected = Number(lnFixed(factorial, 1n) >> (FRACTION_BITS - 60n)) / 2 ** 60;
			expect(Math.abs(lnGamma(Number(n) + 1) - expected)).toBeLessThan(1e-14 * (1 + expected));
		}
		expect(lnGamma(0.5)).toBeCloseTo(0.5723649429247001, 14);
	});
});

describe('Erlang quantiles', () => {
	it('of six 90 s confirmations: P95 = 946 s', () => {
		expect(erlangQuantile(6, 90, 0.95)).toBeCloseTo(90 * 10.51303490874153, 9);
		expect(erlangQuantile(1, 90, 0.5)).toBeCloseTo(62.38324625039508, 12);
	});
});

describe('beta', () => {
	it('matches exact binomial tails: P(K ≥ k) = I_p(k, n − k + 1)', () => {
		for (const [k, n, numerator, denominator] of [
			[3, 7, 1n, 4n],
			[40, 100, 1n, 3n],
			[5, 200, 1n, 50n],
		] as const) {
			const found = betaCdf(k, n - k + 1, Number(numerator) / Number(denominator));
			expect(relative(found, exactBinomialTail(k, n, numerator, denominator))).toBeLessThan(1e-12);
		}
		expect(betaCdf(2, 3, 0)).toBe(0);
		expect(betaCdf(2, 3, 1)).toBe(1);
	});
});

describe('normal and Student', () => {
	it('know their 97.5 % points', () => {
		expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
		expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 14);
		expect(normalCdf(-50)).toBe(0);
		expect(normalCdf(50)).toBe(1);
		expect(studentQuantile(0.975, 9)).toBeCloseTo(2.262157162798205, 11);
		expect(studentQuantile(0.975, 29)).toBeCloseTo(2.045229642132703, 11);
		expect(studentQuantile(0.025, 29)).toBe(-studentQuantile(0.975, 29));
		expect(studentQuantile(0.5, 3)).toBe(0);
	});

	it('agree for many degrees of freedom; one degree is Cauchy, tan(0.475π)', () => {
		expect(studentQuantile(0.975, 1e6)).toBeCloseTo(normalQuantile(0.975), 5);
		expect(studentQuantile(0.975, 1)).toBeCloseTo(12.706204736432095, 9);
	});
});

describe('arguments outside the domain', () => {
	it('are refused', () => {
		expect(() => lnGamma(0)).toThrow(RangeError);
		expect(() => gammaCdf(-1, 2)).toThrow(RangeError);
		expect(() => gammaTail(1, -2)).toThrow(RangeError);
		expect(() => gammaCdf(NaN, 2)).toThrow(RangeError);
		expect(() => gammaQuantile(5, 0)).toThrow(/strictly between 0 and 1/);
		expect(() => gammaQuantile(0, 0.5)).toThrow(RangeError);
		expect(() => erlangQuantile(2.5, 90, 0.5)).toThrow(RangeError);
		expect(() => betaCdf(2, 2, 1.5)).toThrow(RangeError);
		expect(() => normalCdf(NaN)).toThrow(RangeError);
		expect(() => normalQuantile(1)).toThrow(RangeError);
		expect(() => studentQuantile(0.975, 0)).toThrow(RangeError);
	});
});
