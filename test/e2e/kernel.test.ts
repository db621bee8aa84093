/** The built package runs WebAssembly loops, the sources TypeScript ones: the two must agree to the last bit. */
import { describe, expect, it } from 'vitest';
import { loops } from '../../src/engine/kernel.ts';
import { simulateRange } from '../../src/engine/simulate.ts';
import { growthPerSecond } from '../../src/hashrate/growth.ts';
import { chain, SPACING60, STANDARD } from '../engine/plans.ts';

interface Built {
	readonly loops: typeof loops;
	readonly simulateRange: typeof simulateRange;
}

async function built(): Promise<Built> {
	const dist = new URL('../../dist/engine/', import.meta.url);
	const kernel = await import(new URL('kernel.js', dist).href);
	const simulate = await import(new URL('simulate.js', dist).href);
	return { loops: kernel.loops, simulateRange: simulate.simulateRange };
}

function last<T>(steps: Generator<T, T>): T {
	for (;;) {
		const step = steps.next();
		if (step.done === true) return step.value;
	}
}

describe('the kernel', () => {
	it('is WebAssembly in the package and TypeScript in the sources', async () => {
		expect((await built()).loops().name).toBe('webassembly');
		expect(loops().name).toBe('typescript');
	});

	it.each([
		['a standard window', {}],
		['growth', { growthPerSecond: growthPerSecond(1) }],
		['a falling hashrate', { growthPerSecond: growthPerSecond(-20) }],
		['another seed', { seed: 20261121 }],
		['a hashrate a hundred thousand times larger', { hashrate: 17_190_000_000_000 }],
		['a hashrate forty times smaller', { hashrate: 4_297_500 }],
		['a slower schedule', { halfLifeSeconds: 172_800n }],
	] as const)('gives the same sums for %s', async (_, change) => {
		const { hashrate, halfLifeSeconds, ...plan } = { hashrate: 171_900_000, halfLifeSeconds: 3600n, ...change } as {
			hashrate: number;
			halfLifeSeconds: bigint;
		};
		const chains = [chain('base', [], { halfLifeSeconds }), chain('spacing60', [SPACING60], { halfLifeSeconds })].map(
			(each) => ({ ...each, hashrate: [{ fromHeight: 0, perSecond: hashrate }] }),
		);
		const task = { plan: { ...STANDARD, chains, ...plan }, firstTrial: 37, trials: 130 };
		const fromPackage = last((await built()).simulateRange(task));
		const fromSources = last(simulateRange(task));
		expect(fromSources.trials).toBe(130);
		expect(fromPackage).toEqual(fromSources);
	});
});
