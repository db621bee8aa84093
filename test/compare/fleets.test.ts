import { describe, expect, it } from 'vitest';
import { DEFAULT_FLEETS, fleetSection, loadFleets } from '../../src/compare/fleets.ts';
import { planOf } from '../../src/compare/plan.ts';
import { simulate } from '../../src/engine/simulate.ts';
import { loadMarket } from '../../src/market/load.ts';
import { messageOf, userFolder } from '../params/folder.ts';
import { request, type ScenarioChanges, scenarioOf } from './fixtures.ts';

const folder = userFolder();

function load(names: readonly string[] | null, from: ScenarioChanges = {}, days = 30) {
	const scenario = scenarioOf(from);
	const notes: string[] = [];
	const loaded = loadFleets(scenario, planOf(scenario, request({ days })), names, (text) => notes.push(text));
	return { ids: loaded.fleets.map(({ id }) => id), inputs: loaded.inputs, notes };
}

const NO_EPISODES =
	'fleet "m5", device "m5": no rate in the network\'s unit of work "episode" (it has "digest"); add a measured rate in that unit or disable the device';
/** Digests up to 185,000, episodes from there on, with a rate in both. */
const CROSSING = { base: 'btx/main@0.33.2', state: 'btx-main-179000', activationHeight: 182_840 };

describe('fleets of a run', () => {
	it('are the operator’s and four plain shares by default', () => {
		const { ids, inputs, notes } = load(null);
		expect(ids).toEqual([...DEFAULT_FLEETS]);
		expect(inputs.map(({ kind }) => kind)).toEqual(['fleet', 'fleet', 'fleet', 'fleet', 'fleet']);
		expect(notes).toEqual([]);
	});

	it('are refused by name in another unit of work when asked for', () => {
		expect(messageOf(() => load(['m5'], { state: 'btx-main-199398' }))).toBe(NO_EPISODES);
		expect(messageOf(() => load(['m4-max']))).toContain('(it has "nonce")');
		expect(load(['rtx3090'], { state: 'btx-main-199398' }).ids).toEqual(['rtx3090']);
	});

	it('are left out with a note in another unit of work by default', () => {
		const { ids, inputs, notes } = load(null, { state: 'btx-main-199398' });
		expect(ids).toEqual(DEFAULT_FLEETS.slice(1));
		expect(inputs).toHaveLength(4);
		expect(notes).toHaveLength(1);
		expect(notes[0]).toMatch(/^fleet "operator" is left out: fleet "operator", device "m5": no rate in/);
	});

	it('need a rate in every unit of the window, before anything is simulated', () => {
		expect(messageOf(() => load(['m5'], CROSSING, 3))).toBe(NO_EPISODES);
		expect(load(['m5'], CROSSING, 1).ids).toEqual(['m5']);
		expect(load(['rtx5060ti'], CROSSING, 3).ids).toEqual(['rtx5060ti']);
		expect(load(null, CROSSING, 3).ids).toEqual(DEFAULT_FLEETS.slice(1));
		expect(messageOf(() => load(['m5'], { fork: 'epoch-a', state: 'btx-main-179000' }))).toBe(NO_EPISODES);
	});

	it('must fit into the network, and must exist', () => {
		const device = {
			...{ id: 'd', title: 'd', count: 1, rates: [{ unit: 'digest', perSecond: 2e8 }], inNetwork: true },
			...{ enabled: true, cost: { usdPerHour: '0' }, source: { note: 'test' } },
		};
		folder.write('fleets', 'huge', { schema: 'rehearse/fleet@1', id: 'huge', title: 'huge', devices: [device] });
		expect(messageOf(() => load(['huge']))).toContain("more than the whole network's 171900000");
		expect(messageOf(() => load(['operater']))).toContain("no fleet named 'operater'");
	});
});

describe('the section of fleets', () => {
	async function section(names: readonly string[] | null) {
		const scenario = scenarioOf({ file: { activation: { afterTip: 20 } } });
		const plan = planOf(scenario, request({ days: 0.1, trials: 8 }));
		const result = await simulate(plan, { workers: 1 });
		const { fleets } = loadFleets(scenario, plan, names, undefined);
		const market = loadMarket('btx-2026-07-02').value;
		const rules = [scenario.base, scenario.fork];
		const shared = { scenario, rules, plan, result, market, coinsRatio: 1.5, growthPerDay: 0 };
		return fleetSection(shared, fleets);
	}

	it('has a table per part, and picks who speaks for whom', async () => {
		const all = await section(null);
		expect(all.tables.map(({ id }) => id)).toEqual([
			...['fleet.operator.own', 'fleet.operator.added', 'fleet.operator'],
			...['fleet.share-1e-5', 'fleet.share-1e-4', 'fleet.share-1e-3', 'fleet.share-1e-2'],
		]);
		expect(all).toMatchObject({ soloId: 'operator.own', rentedId: 'operator.added', tableId: 'fleet.operator' });
		expect(all.partition).toHaveLength(2);
		expect(all.partition[0]!.fleet.share).toBeCloseTo(1e-5, 15);
	});

	it('lets a share speak for the solo miner where no machine mines already', async () => {
		expect(await section(['share-1e-2', 'a6000x4'])).toMatchObject({ soloId: 'share-1e-2', rentedId: 'a6000x4' });
	});

	it('is empty without fleets', async () => {
		const { basis, ...rest } = await section([]);
		expect(basis.chains).toHaveLength(2);
		expect(rest).toEqual({ tables: [], leading: null, tableId: null, soloId: null, rentedId: null, partition: [] });
	});
});
