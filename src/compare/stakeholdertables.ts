/** Every stakeholder's own table, in the order in which reviewers ask. */
import { spacingAt } from '../difficulty/era.ts';
import { delaysOf, racesOf, relayAlone } from './delays.ts';
import { developerTable } from './developertable.ts';
import type { Table } from './document.ts';
import { exchangeTable } from './exchangetable.ts';
import { holderTable } from './holdertable.ts';
import { largeTable } from './largetable.ts';
import { lightTable, nodeTable } from './nodetable.ts';
import { poolTable } from './pooltable.ts';
import { rentTable } from './renttable.ts';
import { type StakeholderInput, sidesOf } from './sides.ts';
import { soloTable } from './solotable.ts';
import { staleTable } from './staletable.ts';
import { walletTable } from './wallettable.ts';

/** Tables of a fork that begins at a height; an edit in place has no common axis with its base and none of these. */
export function stakeholderTables(input: StakeholderInput): Table[] {
	const { scenario, plan, result, fleets } = input;
	const sides = sidesOf(input);
	const devices = input.devices.filter(({ chain }) => chain === scenario.base.family);
	const races = racesOf(sides, () => relayAlone(), plan.seed) ?? [null, null];
	const { state, base } = scenario;
	return [
		...fleets.map((fleet) => soloTable(sides, input, fleet)),
		...fleets.flatMap((fleet) => rentTable(sides, input, fleet) ?? []),
		largeTable({ sides, races, plan, result }),
		poolTable(sides),
		holderTable(sides, input),
		exchangeTable(sides, races),
		nodeTable(sides, devices),
		lightTable(sides),
		walletTable(sides, state),
		developerTable(sides, scenario, input.expected),
		staleTable({
			sides,
			races,
			devices: devices.map((device) => ({
				device,
				races: racesOf(sides, (side) => delaysOf(device, side), plan.seed),
			})),
			measured: state.staleRate,
			measuredSpacingSeconds: Number(spacingAt(base.difficulty, BigInt(state.tip.height))),
		}),
	];
}
