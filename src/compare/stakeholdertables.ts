/** Every stakeholder's own table, in the order in which reviewers ask. */
import { spacingAt } from '../difficulty/era.ts';
import { once } from '../params/once.ts';
import { deferredTable } from './deferred.ts';
import { delaysOf, type Races, racesOf, relayAlone } from './delays.ts';
import { developerTable } from './developertable.ts';
import type { Table } from './document.ts';
import { exchangeTable } from './exchangetable.ts';
import { fleetParts } from './fleetparts.ts';
import { holderTable } from './holdertable.ts';
import { largeTable } from './largetable.ts';
import { lightTable, nodeTable } from './nodetable.ts';
import { poolTable } from './pooltable.ts';
import { rentTable } from './renttable.ts';
import { type StakeholderInput, sidesOf } from './sides.ts';
import { soloTable } from './solotable.ts';
import { staleTable } from './staletable.ts';
import { movesTable, transitionTable } from './transitiontable.ts';
import { walletTable } from './wallettable.ts';

/**
 * Tables of a fork that begins at a height, each worked out when it is first read; an edit in place has no common axis with
 * its base and none of these.
 */
export function stakeholderTables(input: StakeholderInput): Table[] {
	const { scenario, plan, result, fleets } = input;
	const sides = sidesOf(input);
	const devices = input.devices.filter(({ chain }) => chain === scenario.base.family);
	const races = once((): Races => racesOf(sides, () => relayAlone(), plan.seed) ?? [null, null]);
	const { state, base } = scenario;
	return [
		...fleets.map((fleet) => deferredTable(`solo.${fleet.id}`, () => soloTable(sides, input, fleet))),
		...fleets.flatMap((fleet) => {
			const { rented } = fleetParts(fleet);
			return rented === null ? [] : [deferredTable(`rent.${fleet.id}`, () => rentTable(sides, input, fleet, rented))];
		}),
		deferredTable('large', () => largeTable({ sides, races: races(), plan, result })),
		deferredTable('pool', () => poolTable(sides)),
		deferredTable('holder', () => holderTable(sides, input)),
		deferredTable('exchange', () => exchangeTable(sides, races())),
		deferredTable('node', () => nodeTable(sides, devices)),
		deferredTable('light', () => lightTable(sides)),
		deferredTable('wallet', () => walletTable(sides, state)),
		deferredTable('developer', () => developerTable(sides, scenario)),
		deferredTable('transition', () => transitionTable(sides, input.paths.steady, input.expected)),
		deferredTable('moves', () => movesTable(sides, input.paths.moves())),
		deferredTable('stale', () =>
			staleTable({
				sides,
				races: races(),
				devices: devices.map((device) => ({
					device,
					races: racesOf(sides, (side) => delaysOf(device, side), plan.seed),
				})),
				measured: state.staleRate,
				measuredSpacingSeconds: Number(spacingAt(base.difficulty, BigInt(state.tip.height))),
			}),
		),
	];
}

/** What is known of an edit in place. */
type AfterBurstInput = Pick<StakeholderInput, 'scenario' | 'plan' | 'market' | 'fleets' | 'devices'>;

/**
 * Tables of an edit in place that hold once its burst is over: closed forms at either target spacing. No height has a date
 * then, so holders, wallets and reviewers have none; the chain is not simulated, so large miners and renters have none.
 */
export function tablesAfterBurst(input: AfterBurstInput): Table[] {
	const { scenario, plan, fleets } = input;
	const sides = sidesOf(input);
	const devices = input.devices.filter(({ chain }) => chain === scenario.base.family);
	const races = once((): Races => racesOf(sides, () => relayAlone(), plan.seed) ?? [null, null]);
	return [
		...fleets.map((fleet) => deferredTable(`solo.${fleet.id}`, () => soloTable(sides, input, fleet))),
		deferredTable('pool', () => poolTable(sides)),
		deferredTable('exchange', () => exchangeTable(sides, races())),
		deferredTable('node', () => nodeTable(sides, devices)),
		deferredTable('light', () => lightTable(sides)),
	];
}
