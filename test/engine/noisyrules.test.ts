import { describe, expect, it } from 'vitest';
import { encodeCompact } from '../../src/consensus/compact.ts';
import type { RetargetRule } from '../../src/consensus/retarget.ts';
import { prepareGeneralPlan, simulateGeneralGroup } from '../../src/engine/general.ts';
import { daySegments } from '../../src/hashrate/growth.ts';

const TIP = 1_000_000;
const RATE = 1e15;
const TRIALS = 32;
const WINDOW_SECONDS = 30 * 86_400;
const limitTarget = (1n << 236n) - 1n;

/** Mean interval over the spacing under a rule at a constant hashrate, from a chain that was on its spacing. */
function pace(rule: RetargetRule): number {
	const spacing = Number(rule.spacingSeconds);
	const bits = encodeCompact(2n ** 256n / BigInt(RATE * spacing));
	const plan = {
		...{ seed: 1, trials: TRIALS, activationHeight: TIP + 1, windowSeconds: WINDOW_SECONDS, growthPerSecond: 0 },
		history: Array.from({ length: 200 }, (_, i) => ({
			height: BigInt(TIP - 199 + i),
			time: BigInt(1_700_000_000 + i * spacing),
			bits,
		})),
		chains: [
			{
				id: 'chain',
				difficulty: [{ fromHeight: 0n, name: 'genesis', rule }],
				time: { medianTimeSpan: 11, maxFutureSeconds: 7200n },
				hashrate: [{ fromHeight: 0, perSecond: RATE }],
			},
		],
	};
	const prepared = prepareGeneralPlan(plan, daySegments(WINDOW_SECONDS));
	const blocks = simulateGeneralGroup(prepared, 0, TRIALS).chains[0]!.blocksPerDay.reduce((a, b) => a + b, 0);
	return (WINDOW_SECONDS * TRIALS) / blocks / spacing;
}

describe('a rule that answers to few blocks slows its chain by its own noise', () => {
	it('Dark Gravity Wave by what Dash counts: 200,700 blocks a year (dash src/chainparams.cpp)', () => {
		const dash = (365.2425 * 86_400) / 200_700 / 150;
		const simulated = pace({ kind: 'dgw-v3', spacingSeconds: 150n, windowBlocks: 24n, limitTarget });
		expect(dash).toBeCloseTo(1.048, 3);
		expect(Math.abs(simulated - dash)).toBeLessThan(0.006);
	});

	it('Digishield by 5.7 %', () => {
		expect(pace({ kind: 'digishield', spacingSeconds: 60n, limitTarget })).toBeCloseTo(1.057, 2);
	});

	it('an average of 102 blocks hardly', () => {
		const rule: RetargetRule = {
			...{ kind: 'averaging', spacingSeconds: 75n, windowBlocks: 102n, damping: 4n, limitTarget },
			...{ maxAdjustUpPercent: 16n, maxAdjustDownPercent: 32n },
		};
		expect(Math.abs(pace(rule) - 1)).toBeLessThan(0.004);
	});
});
