import { expect, it } from 'vitest';
import { planOf } from '../../src/compare/plan.ts';
import { serialise } from '../../src/compare/reducers.ts';
import { simulate } from '../../src/engine/simulate.ts';
import { request, scenarioOf } from './fixtures.ts';

it('reducers cross JSON without losing a digit', async () => {
	const plan = planOf(scenarioOf({ file: { activation: { afterTip: 20 } } }), request({ trials: 3, days: 0.1 }));
	const result = await simulate(plan, { workers: 1 });
	const held = JSON.parse(JSON.stringify(serialise(result)));
	const { chains, weightedCrossSum, countCrossSum, activationSum, activationSquareSum, ...rest } = result;
	expect(held).toMatchObject(JSON.parse(JSON.stringify(rest)));
	expect(BigInt(held.weightedCrossSum)).toBe(weightedCrossSum);
	expect(BigInt(held.countCrossSum)).toBe(countCrossSum);
	expect(BigInt(held.activationSum)).toBe(activationSum);
	expect(BigInt(held.activationSquareSum)).toBe(activationSquareSum);
	for (const [i, chain] of chains.entries()) {
		const { weightedSum, weightedSquareSum, firstIntervalSum, ...plain } = chain;
		expect(held.chains[i]).toMatchObject(JSON.parse(JSON.stringify(plain)));
		expect(BigInt(held.chains[i].weightedSum)).toBe(weightedSum);
		expect(BigInt(held.chains[i].weightedSquareSum)).toBe(weightedSquareSum);
		expect(BigInt(held.chains[i].firstIntervalSum)).toBe(firstIntervalSum);
	}
});
