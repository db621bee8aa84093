import { describe, expect, it } from 'vitest';
import { encodeCompact } from '../../src/consensus/compact.ts';
import { prepareGeneralPlan, simulateGeneralGroup, stepGeneralGroup } from '../../src/engine/general.ts';
import type { GroupOutcome } from '../../src/engine/group.ts';

const TIP = 500_000;
const RATE = 1e15;
const limitTarget = (1n << 236n) - 1n;

/** A run-up of 20,000 blocks, longer than several pauses. */
const plan = {
	...{ seed: 7, trials: 8, activationHeight: TIP + 20_001, windowSeconds: 86_400, growthPerSecond: 0 },
	history: Array.from({ length: 30 }, (_, i) => ({
		height: BigInt(TIP - 29 + i),
		time: BigInt(1_700_000_000 + i * 60),
		bits: encodeCompact(2n ** 256n / BigInt(RATE * 60)),
	})),
	chains: ['base', 'fork'].map((id) => ({
		id,
		difficulty: [
			{
				fromHeight: 0n,
				name: 'genesis',
				rule: { kind: 'wtema', spacingSeconds: 60n, alphaReciprocal: 104n, limitTarget },
			},
		] as const,
		time: { medianTimeSpan: 11, maxFutureSeconds: 7200n },
		hashrate: [{ fromHeight: 0, perSecond: RATE }],
	})),
};

describe('a group with a long run-up', () => {
	it('pauses, and two of them in turns find what each finds alone', () => {
		const prepared = prepareGeneralPlan(plan, [86_400]);
		const alone = [0, 4].map((first) => simulateGeneralGroup(prepared, first, 4));
		const groups = [0, 4].map((first) => stepGeneralGroup(prepared, first, 4));
		const found: (GroupOutcome | undefined)[] = [undefined, undefined];
		let pauses = 0;
		while (found.includes(undefined)) {
			for (const [i, group] of groups.entries()) {
				if (found[i] !== undefined) continue;
				const step = group.next();
				if (step.done === true) found[i] = step.value;
				else pauses++;
			}
		}
		expect(pauses).toBeGreaterThanOrEqual(8);
		expect(found).toEqual(alone);
	});
});
