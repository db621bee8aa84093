/** The fleets of a run: loaded, checked against the network's units of work, and compared one by one. */

import { minerIssuedBetween } from '../consensus/subsidy.ts';
import type { SimulationPlan, SimulationResult } from '../engine/types.ts';
import { loadFleet } from '../fleet/load.ts';
import { fleetRate } from '../fleet/rate.ts';
import type { Fleet } from '../fleet/types.ts';
import type { Market } from '../market/types.ts';
import { InputError } from '../params/json.ts';
import type { Scenario } from '../params/scenario.ts';
import type { InputFile, Rules } from '../params/types.ts';
import type { FleetBasis } from './basis.ts';
import type { Table } from './document.ts';
import { fleetParts } from './fleetparts.ts';
import { fleetTableId } from './fleettable.ts';
import { fleetBasis, unitStretches } from './foundation.ts';
import { restUnits, type SideLuck } from './luck.ts';
import { fleetProspect } from './prospect.ts';
import { meanIssuedUnits } from './windowtable.ts';

/** Shares of the network mean the same on every chain. */
const SHARES = ['share-1e-5', 'share-1e-4', 'share-1e-3', 'share-1e-2'] as const;

/** Of BTX; other chains have the shares alone. */
export const DEFAULT_FLEETS = ['operator', ...SHARES] as const;

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
	for (const name of names ?? (scenario.base.family === 'btx' ? DEFAULT_FLEETS : SHARES)) {
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
	readonly growthPerDay: number;
}

/** A fleet and its luck on each side, base first. */
export interface LeadingFleet {
	readonly fleet: Fleet;
	readonly sides: readonly SideLuck[];
}

export interface FleetSection {
	/** From which any other fleet can be computed. */
	readonly basis: FleetBasis;
	readonly tables: readonly Table[];
	/** Id of the first fleet's whole table. */
	readonly tableId: string | null;
	/** Fleet whose table speaks for the solo miner, and for the renter. */
	readonly soloId: string | null;
	readonly rentedId: string | null;
	/** The first fleet, whose luck the figures draw; null: no fleet. */
	readonly leading: LeadingFleet | null;
	/** The smallest fleet and everyone else, per side, against what the chain's miners were paid. */
	readonly partition: readonly { readonly fleet: SideLuck; readonly restUnits: number; readonly issuedUnits: number }[];
}

/** Tables of every fleet and of the parts of it that stand for a stakeholder of their own. */
export function fleetSection(input: FleetSectionInput, fleets: readonly Fleet[]): FleetSection {
	const { scenario, rules, plan, result, coinsRatio } = input;
	const { growthPerDay } = input;
	const basis = fleetBasis({ plan, result, rules, state: scenario.state, coinsRatio, growthPerDay });
	const parts = fleets.map(fleetParts);
	const entries = parts
		.flatMap(({ all }) => all)
		.map((fleet) => ({ fleet, ...fleetProspect(fleet, basis, input.market) }));
	const own = parts.flatMap((each) => each.own ?? []);
	const smallest = entries.toSorted((a, b) => a.sides[0]!.share - b.sides[0]!.share)[0];
	return {
		basis,
		tables: entries.map(({ table }) => table),
		tableId: fleets[0] === undefined ? null : fleetTableId(fleets[0]),
		soloId: (own.find(({ kind }) => kind === 'devices') ?? own[0])?.id ?? null,
		rentedId: parts.find(({ rented }) => rented !== null)?.rented?.id ?? null,
		leading: entries.find(({ fleet }) => fleet === fleets[0]) ?? null,
		partition:
			smallest === undefined
				? []
				: rules.map((each, i) => ({
						fleet: smallest.sides[i]!,
						restUnits: restUnits(smallest.fleet, basis, i),
						issuedUnits: meanIssuedUnits(each, plan.activationHeight, result.chains[i]!, minerIssuedBetween),
					})),
	};
}
