import { beforeAll, describe, expect, it } from 'vitest';
import type { FleetBasis } from '../../src/compare/basis.ts';
import { type BasisInput, fleetBasis, unitStretches } from '../../src/compare/foundation.ts';
import { meanHalfWidth, pairedHalfWidth } from '../../src/compare/halfwidth.ts';
import { unitsAt } from '../../src/compare/lattice.ts';
import { restUnits, sideLuck } from '../../src/compare/luck.ts';
import { planOf } from '../../src/compare/plan.ts';
import { meanIssuedUnits } from '../../src/compare/windowtable.ts';
import { simulate } from '../../src/engine/simulate.ts';
import { loadFleet } from '../../src/fleet/load.ts';
import type { Fleet } from '../../src/fleet/types.ts';
import { request, type ScenarioChanges, scenarioOf } from './fixtures.ts';

const SHARES = [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.5];

function shareFleet(share: number): Fleet {
	return { kind: 'share', id: `share-${share}`, title: 'a share', share };
}

async function luckInput(from: ScenarioChanges, changes: { growthPerDayPercent?: number; trials?: number } = {}) {
	const scenario = scenarioOf(from);
	const plan = planOf(scenario, request({ days: 2, trials: 100, ...changes }));
	const result = await simulate(plan, { workers: 1 });
	const input: BasisInput = {
		plan,
		result,
		rules: [scenario.base, scenario.fork],
		state: scenario.state,
		coinsRatio: 1,
		growthPerDay: (changes.growthPerDayPercent ?? 0) / 100,
	};
	return input;
}

/** A fork that changes the halving interval 240 blocks after the tip. */
function halving(interval: number): ScenarioChanges {
	const declares = { issuancePerTime: 'change', finalSupply: 'change' } as const;
	const set = { nSubsidyHalvingInterval: interval };
	return { fork: 'halving-earlier', file: { set, declares, activation: { afterTip: 240 } } };
}

describe('what a fleet finds and what everyone else finds', () => {
	// 148,389/525,000 of the first era have passed: an interval of 1,300 halves 932 blocks into the window, one of
	// 500 four times within two days.
	const cases: readonly (readonly [string, ScenarioChanges, number])[] = [
		['no halving', { file: { activation: { afterTip: 240 } } }, 0],
		['one halving', halving(1300), 0],
		['four halvings', halving(500), 0],
		['one halving and growth of 5 % a day', halving(1300), 5],
		[
			'a change of the unit of work',
			{ base: 'btx/main@0.33.2', state: 'btx-main-179000', activationHeight: 184_000 },
			0,
		],
	];

	it.each(cases)('is what the chain issued: %s', async (_, from, growthPerDayPercent) => {
		const input = await luckInput(from, { growthPerDayPercent });
		const basis = fleetBasis(input);
		for (const [index, rules] of input.rules.entries()) {
			const issued = meanIssuedUnits(rules, input.plan.activationHeight, input.result.chains[index]!);
			for (const share of SHARES) {
				const fleet = shareFleet(share);
				const own = sideLuck(fleet, basis, index).luck.meanUnits;
				expect((own + restUnits(fleet, basis, index)) / issued).toBeCloseTo(1, 11);
				if (growthPerDayPercent === 0) expect(own / issued).toBeCloseTo(share, 11);
			}
		}
	});

	it('pays half after the halving', async () => {
		const basis = fleetBasis(await luckInput(halving(1300)));
		const fork = sideLuck(shareFleet(0.01), basis, 1);
		const base = sideLuck(shareFleet(0.01), basis, 0);
		expect(base.unitsPerFind).toBeCloseTo(20e8, 0);
		const early = 932 / 1920;
		expect(fork.unitsPerFind / 1e8).toBeCloseTo(20 * early + 10 * (1 - early), 1);
		expect(fork.luck.meanFinds).toBeCloseTo(base.luck.meanFinds, 9);
		// Amounts are whole multiples of 10 coins.
		expect(unitsAt(fork.luck.coins, 1)).toBe(1_000_000_000n);
	});
});

describe('a side’s luck', () => {
	let basis: FleetBasis;
	beforeAll(async () => {
		basis = fleetBasis({ ...(await luckInput({ file: { activation: { afterTip: 240 } } })), coinsRatio: 1.5 });
	});

	it('has the share that the machines make of the network', () => {
		const m5 = sideLuck(loadFleet('m5').value, basis, 0);
		expect(m5.share).toBeCloseTo(4574 / 171.9e6, 15);
		// Rented machines come on top of it.
		const rented = sideLuck(loadFleet('a6000x4').value, basis, 0);
		expect(rented.share).toBeCloseTo(10_192 / (171.9e6 + 10_192), 15);
	});

	it('knows the error of a measured hashrate for machines, not for a plain share', () => {
		const m5 = sideLuck(loadFleet('m5').value, basis, 0);
		expect(m5.measured!.sdUnits).toBeGreaterThan(m5.luck.sdUnits);
		expect(sideLuck(shareFleet(0.01), basis, 0).measured).toBeNull();
	});

	it('dilutes the fork by its coins a day where others join', () => {
		const base = sideLuck(shareFleet(0.01), basis, 0);
		const fork = sideLuck(shareFleet(0.01), basis, 1);
		expect(base.joined).toBe(base.luck);
		expect(fork.joined.meanFinds).toBeCloseTo(fork.luck.meanFinds / 1.5, 9);
		const leaving = sideLuck(shareFleet(0.8), { ...basis, coinsRatio: 0.5 }, 1);
		expect(leaving.joined.probabilityNone).toBe(0);
	});

	it('turns an error of the block count into one of the finds', () => {
		const side = sideLuck(shareFleet(0.01), basis, 0);
		expect(side.findsPerBlock).toBeCloseTo(0.01, 12);
		expect(meanHalfWidth(basis, 0, -2)).toBeCloseTo(2 * meanHalfWidth(basis, 0, 1)!, 12);
		const paired = pairedHalfWidth(basis, 1, 1)!;
		const alone = Math.hypot(meanHalfWidth(basis, 0, 1)!, meanHalfWidth(basis, 1, 1)!);
		expect(paired).toBeLessThan(alone);
		expect(pairedHalfWidth(basis, 1, 1e-30)).toBeCloseTo(meanHalfWidth(basis, 1, 1)!, 9);
	});

	it('has no error from one trial and none between one chain', () => {
		const one = { ...basis, result: { ...basis.result, trials: 1 } };
		expect(meanHalfWidth(one, 0, 1)).toBeUndefined();
		expect(pairedHalfWidth(one, 1, 1)).toBeUndefined();
		const alone = { ...basis.result, chains: [basis.result.chains[0]!] };
		expect(pairedHalfWidth({ ...basis, result: alone }, 1, 1)).toBeUndefined();
	});
});

describe('stretches of a window', () => {
	it('change the unit of work where the schedule expects its height', () => {
		const scenario = scenarioOf({ base: 'btx/main@0.33.2', state: 'btx-main-179000', activationHeight: 184_000 });
		const plan = planOf(scenario, request({ days: 2 }));
		const stretches = unitStretches(scenario.fork, { plan, state: scenario.state });
		expect(stretches.map(({ network, fromSecond, toSecond }) => [network.unit, fromSecond, toSecond])).toEqual([
			['digest', 0, 60_000],
			['episode', 60_000, 172_800],
		]);
		const later = unitStretches(scenario.fork, { plan: { ...plan, activationHeight: 185_000 }, state: scenario.state });
		expect(later.map(({ network }) => network.unit)).toEqual(['episode']);
	});
});
