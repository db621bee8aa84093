import { expect, it } from 'vitest';
import { fleetBasis } from '../../src/compare/foundation.ts';
import { planOf } from '../../src/compare/plan.ts';
import { fleetProspect } from '../../src/compare/prospect.ts';
import { revive, type Simulation, serialise } from '../../src/compare/reducers.ts';
import { simulate } from '../../src/engine/simulate.ts';
import { loadFleet } from '../../src/fleet/load.ts';
import { request, scenarioOf } from './fixtures.ts';

it('reducers cross JSON without losing a digit, and give the same figures', async () => {
	const scenario = scenarioOf({ file: { activation: { afterTip: 20 } } });
	const plan = planOf(scenario, request({ trials: 3, days: 0.1, growthPerDayPercent: 1 }));
	const result = await simulate(plan, { workers: 1 });
	const rules = [scenario.base, scenario.fork];
	const basis = fleetBasis({ plan, result, rules, state: scenario.state, coinsRatio: 1.5, growthPerDay: 0.01 });
	const operator = loadFleet('operator').value;
	const held = JSON.parse(JSON.stringify(serialise(basis, [operator, loadFleet('share-1e-3').value]))) as Simulation;
	const revived = revive(held);
	// The document leaves out what only a thread needs.
	expect(result).toMatchObject(revived.result);
	expect({ ...revived, result: null }).toEqual({ ...basis, result: null });
	expect(fleetProspect(operator, revived, { priceUsd: 400 })).toEqual(
		fleetProspect(operator, basis, { priceUsd: 400 }),
	);
	expect(held.fleets).toEqual([
		{
			id: 'operator',
			title: operator.title,
			share: null,
			rates: [{ unit: 'digest', insidePerSecond: 4574, addedPerSecond: 10_192 }],
			usdPerHour: 1.96,
		},
		{ id: 'share-1e-3', title: 'A share of 0.1 % of the network', share: 0.001, rates: [], usdPerHour: 0 },
	]);
});
