import { describe, expect, it } from 'vitest';
import { editedChain, networkAt, planOf, rateText } from '../../src/compare/plan.ts';
import type { LanesPlan } from '../../src/engine/types.ts';
import { messageOf } from '../params/folder.ts';
import { request, type ScenarioChanges, scenarioOf } from './fixtures.ts';

const plan = (from: ScenarioChanges = {}, changes = {}) => planOf(scenarioOf(from), request(changes)) as LanesPlan;

describe('plans', () => {
	it('hold the derived state of 2026-07-02: tip time 1783010565 ± 1 s, next nBits 0x1c470fe2, 229 s', () => {
		// "Seconds to answer", Whyte Consolidated Research, 2026-07-02, with the anchor of block 50,000.
		const { state } = scenarioOf();
		expect(Math.abs(state.tip.timeSeconds - 1_783_010_565)).toBeLessThanOrEqual(1);
		expect(state.nextBits).toBe(0x1c470fe2);
		expect(state.tipTimeStandardErrorSeconds).toBe(229);
		expect(plan().tip).toEqual({ height: 148_149, timeSeconds: state.tip.timeSeconds });
		expect(plan().anchor).toEqual({ height: 50_000, timeSeconds: 1_774_294_180, bits: 0x2066c154 });
	});

	it('simulate base and fork from one activation', () => {
		const both = plan({}, { days: 2, seed: 9, trials: 7, growthPerDayPercent: 1 });
		expect(both).toMatchObject({ activationHeight: 151_989, windowSeconds: 172_800, seed: 9, trials: 7 });
		expect(both.growthPerSecond).toBeCloseTo(Math.log(1.01) / 86_400, 18);
		expect(both.chains.map(({ id }) => id)).toEqual(['btx/main@0.32.12', 'btx/main@0.32.12+spacing60']);
		expect(both.chains[1]!.asert.arms.at(-1)).toMatchObject({ height: 151_989n, spacingSeconds: 60n });
		expect(both.chains.map(({ hashrate }) => hashrate)).toEqual([
			[{ fromHeight: 0, perSecond: 171_900_000 }],
			[{ fromHeight: 0, perSecond: 171_900_000 }],
		]);
	});

	it('simulate only the base of an edit in place, from the tip', () => {
		const base = plan({ fork: 'spacing60-in-place' });
		expect(base.activationHeight).toBe(148_150);
		expect(base.chains).toHaveLength(1);
		const edited = editedChain(scenarioOf({ fork: 'spacing60-in-place' }), 86_400);
		expect(edited.asert.spacingSeconds).toBe(60n);
	});

	it('leave out arms and units of work beyond their reach', () => {
		const from = { base: 'btx/main@0.33.2', state: 'btx-main-179000' };
		const near = plan({ ...from, activationHeight: 179_001 });
		expect(near.chains[0]!.asert.arms.map(({ height }) => height)).toEqual([50_000n]);
		expect(near.chains[0]!.hashrate).toHaveLength(1);
		const far = plan({ ...from, activationHeight: 182_840 }, { days: 3 });
		expect(far.chains[0]!.asert.arms.map(({ height }) => height)).toEqual([50_000n, 185_000n]);
		expect(far.chains[0]!.hashrate).toEqual([
			{ fromHeight: 0, perSecond: 184_053_063 },
			{ fromHeight: 185_000, perSecond: 1168.808 },
		]);
	});
});

describe('units of work', () => {
	it('stop a run that reaches height 185,000 without a rate in episodes', () => {
		const message = messageOf(() => plan({ base: 'btx/main@0.33.2' }, { days: 30 }));
		expect(message).toBe(
			"the run reaches height 185000, where the unit of work of btx/main@0.33.2+spacing60 changes from digests to episodes, and state 'btx-main-2026-07-02' has no rate in episodes; shorten --days or name a state with rates in both",
		);
		expect(plan({ base: 'btx/main@0.33.2' }, { days: 10 }).chains).toHaveLength(2);
	});

	it('stop the base as well, and the edited chain', () => {
		expect(messageOf(() => plan({ base: 'btx/main@0.33.3' }, { days: 45 }))).toContain(
			'the unit of work of btx/main@0.33.3 changes from digests to episodes',
		);
		const scenario = scenarioOf({ base: 'btx/main@0.33.2', fork: 'spacing60-in-place' });
		expect(messageOf(() => editedChain(scenario, 60 * 86_400))).toContain('the run reaches height 185000');
	});

	it('ask for a rate in the unit in force', () => {
		const { base, state } = scenarioOf({ base: 'btx/main@0.33.2' });
		expect(networkAt(base, state, 184_999)).toMatchObject({ unit: 'digest', perSecond: 171_900_000 });
		expect(messageOf(() => networkAt(base, state, 185_000))).toBe(
			"state 'btx-main-2026-07-02' has no hashrate in episodes, the unit of work of btx/main@0.33.2 at height 185000",
		);
	});

	it('are written with the rate', () => {
		const source = {};
		expect(rateText({ unit: 'digest', perSecond: 171_900_000, kind: 'measured', source })).toBe('171.9 M digests/s');
		expect(rateText({ unit: 'episode', perSecond: 57.3, kind: 'assumed', source })).toBe('57.30 episodes/s');
	});
});
