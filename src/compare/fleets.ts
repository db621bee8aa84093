/** The fleets of a run: loaded, checked against the network's units of work, and compared one by one. */
import { spacingAt } from '../asert/btx.ts';
import { issuedThrough, subsidyAt } from '../consensus/subsidy.ts';
import type { SimulationPlan, SimulationResult } from '../engine/types.ts';
import { loadFleet } from '../fleet/load.ts';
import { fleetRate } from '../fleet/rate.ts';
import type { Fleet } from '../fleet/types.ts';
import type { Market } from '../market/types.ts';
import { InputError } from '../params/json.ts';
import type { Scenario } from '../params/scenario.ts';
import type { InputFile, Rules } from '../params/types.ts';
import type { Table } from './document.ts';
import { fleetParts } from './fleetparts.ts';
import { closedFormsOf, fleetTable } from './fleettable.ts';
import { type LuckInput, restUnits, type SideLuck, sideLuck, unitStretches } from './luck.ts';
import { networkAt } from './plan.ts';
import { meanBlocks, meanIssuedUnits } from './windowtable.ts';

export const DEFAULT_FLEETS = ['operator', 'share-1e-5', 'share-1e-4', 'share-1e-3', 'share-1e-2'] as const;

/**
 * The named fleets, or the default ones. A default fleet that the network's unit of work does not fit is left out
 * with a note; one that was asked for is an error.
 */
export function loadFleets(
	scenario: Scenario,
	plan: SimulationPlan,
	names: readonly string[] | null,
	note: ((text: string) => void) | undefined,
): { readonly fleets: readonly Fleet[]; readonly inputs: readonly InputFile[] } {
	const fleets: Fleet[] = [];
	const inputs: InputFile[] = [];
	for (const name of names ?? DEFAULT_FLEETS) {
		const { value, input } = loadFleet(name);
		try {
			for (const rules of [scenario.base, scenario.fork]) {
				for (const { network } of unitStretches(rules, { plan, state: scenario.state })) fleetRate(value, network);
			}
		} catch (error) {
			if (names !== null || !(error instanceof InputError)) throw error;
			note?.(`fleet "${value.id}" is left out: ${error.message}`);
			continue;
		}
		fleets.push(value);
		inputs.push(input);
	}
	return { fleets, inputs };
}

export interface FleetSectionInput {
	readonly scenario: Scenario;
	/** Base, and the fork where it is simulated. */
	readonly rules: readonly Rules[];
	readonly plan: SimulationPlan;
	readonly result: SimulationResult;
	readonly market: Market;
	/** Coins a day under the fork ÷ under the base; 1 where they differ by rounding only. */
	readonly coinsRatio: number;
	readonly days: number;
	readonly growthPerDay: number;
}

export interface FleetSection {
	readonly tables: readonly Table[];
	/** Id of the first fleet's whole table. */
	readonly tableId: string | null;
	/** Fleet whose table speaks for the solo miner, and for the renter. */
	readonly soloId: string | null;
	readonly rentedId: string | null;
	/** The smallest fleet and everyone else, per side, against what the chain issued. */
	readonly partition: readonly { readonly fleet: SideLuck; readonly restUnits: number; readonly issuedUnits: number }[];
}

/** Tables of every fleet and of the parts of it that stand for a stakeholder of their own. */
export function fleetSection(input: FleetSectionInput, fleets: readonly Fleet[]): FleetSection {
	const { scenario, rules, plan, result, coinsRatio } = input;
	const luckInput: LuckInput = { plan, result, rules, state: scenario.state, coinsRatio };
	const parts = fleets.map(fleetParts);
	const entries = parts
		.flatMap(({ all }) => all)
		.map((fleet) => ({ fleet, sides: rules.map((_, i) => sideLuck(fleet, luckInput, i)) }));
	const supplies = rules.map((each, i) => {
		const height = plan.activationHeight - 1 + Math.round(meanBlocks(result.chains[i]!));
		return Number(issuedThrough(each.subsidy, BigInt(height)));
	});
	const tables = entries.map(({ fleet, sides }) =>
		fleetTable({
			fleet,
			sides,
			result,
			market: input.market,
			decimals: scenario.base.coin.decimals,
			windowSeconds: plan.windowSeconds,
			coinsRatio,
			supplyRatio: supplies[1] === undefined ? 1 : supplies[0]! / supplies[1],
			closedForms: rules.map((each) => closedFormsAt(fleet, each, input)),
		}),
	);
	const own = parts.flatMap((each) => each.own ?? []);
	const smallest = entries.toSorted((a, b) => a.sides[0]!.share - b.sides[0]!.share)[0];
	return {
		tables,
		tableId: fleets[0] === undefined ? null : `fleet.${fleets[0].id}`,
		soloId: (own.find(({ kind }) => kind === 'devices') ?? own[0])?.id ?? null,
		rentedId: parts.find(({ rented }) => rented !== null)?.rented?.id ?? null,
		partition:
			smallest === undefined
				? []
				: rules.map((each, i) => ({
						fleet: smallest.sides[i]!,
						restUnits: restUnits(smallest.fleet, luckInput, i),
						issuedUnits: meanIssuedUnits(each, plan.activationHeight, result.chains[i]!),
					})),
	};
}

function closedFormsAt(fleet: Fleet, rules: Rules, { scenario, plan, days, growthPerDay }: FleetSectionInput) {
	const network = networkAt(rules, scenario.state, plan.activationHeight);
	const rate = fleetRate(fleet, network);
	const height = BigInt(plan.activationHeight);
	return closedFormsOf({
		ratePerSecond: rate.insidePerSecond + rate.addedPerSecond,
		networkPerSecond: network.perSecond,
		spacingSeconds: Number(spacingAt(rules.asert, height)),
		subsidyCoins: Number(subsidyAt(rules.subsidy, height)) / 10 ** rules.coin.decimals,
		days,
		growthPerDay,
	});
}
