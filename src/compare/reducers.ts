/** The simulation's reducers as a document holds them, with what fleets are computed from: amounts beyond 2^53 as decimal text. */
import type { ChainReducer, SimulationResult } from '../engine/types.ts';
import { fleetRate } from '../fleet/rate.ts';
import type { Fleet } from '../fleet/types.ts';
import type { ChainBasis, FleetBasis } from './basis.ts';

/** A fleet of the run in the numbers that decide its figures. */
export interface FleetSummary {
	readonly id: string;
	readonly title: string;
	/** Fraction of the network; null for a fleet of machines. */
	readonly share: number | null;
	/** Attempts per second by unit of work; empty for a share. */
	readonly rates: readonly {
		readonly unit: string;
		readonly insidePerSecond: number;
		readonly addedPerSecond: number;
	}[];
	readonly usdPerHour: number;
}

/** Big integers as decimal text. */
type Written<T> = T extends bigint ? string : T extends object ? { readonly [K in keyof T]: Written<T[K]> } : T;

/** What a report's `simulation` holds. */
export type Simulation = Written<SimulationResult> & {
	readonly fleetBasis: Written<Omit<FleetBasis, 'result'>>;
	readonly fleets: readonly FleetSummary[];
};

/** The units of work of a window, in the order in which either chain first uses them. */
export function unitsOf({ chains }: { readonly chains: readonly Pick<ChainBasis, 'stretches'>[] }): string[] {
	return [...new Set(chains.flatMap(({ stretches }) => stretches.map(({ network }) => network.unit)))];
}

function summary(fleet: Fleet, basis: FleetBasis): FleetSummary {
	const { id, title } = fleet;
	if (fleet.kind === 'share') return { id, title, share: fleet.share, rates: [], usdPerHour: 0 };
	const enabled = fleet.devices.filter((device) => device.enabled);
	return {
		id,
		title,
		share: null,
		rates: unitsOf(basis).map((unit) => ({ unit, ...fleetRate(fleet, { unit, perSecond: Infinity }) })),
		usdPerHour: enabled.reduce((sum, { count, usdPerHour }) => sum + count * usdPerHour, 0),
	};
}

/** Everything that the estimated figures were computed from, for any other fleet to be computed from later. */
export function serialise(basis: FleetBasis, fleets: readonly Fleet[]): Simulation {
	const { result, ...rest } = basis;
	return {
		engine: result.engine,
		trials: result.trials,
		trialsPerSample: result.trialsPerSample,
		chainBlocks: result.chainBlocks,
		dayWeights: result.dayWeights,
		chains: result.chains.map((chain) => ({
			blocksPerDay: chain.blocksPerDay,
			windowBlocks: chain.windowBlocks,
			countSquareSum: chain.countSquareSum.toString(),
			weightedSum: chain.weightedSum.toString(),
			weightedSquareSum: chain.weightedSquareSum.toString(),
			firstIntervalSum: chain.firstIntervalSum.toString(),
			adjustedHeaders: chain.adjustedHeaders,
		})),
		weightedCrossSum: result.weightedCrossSum.toString(),
		countCrossSum: result.countCrossSum.toString(),
		activationMinutes: result.activationMinutes,
		activationSum: result.activationSum.toString(),
		activationSquareSum: result.activationSquareSum.toString(),
		activationSampleSquareSum: result.activationSampleSquareSum.toString(),
		fleetBasis: {
			...rest,
			chains: basis.chains.map((chain) => ({
				...chain,
				eras: chain.eras.map(({ fromBlockIndex, subsidy }) => ({ fromBlockIndex, subsidy: subsidy.toString() })),
			})),
		},
		fleets: fleets.map((fleet) => summary(fleet, basis)),
	};
}

/** The basis that a document holds, as it was before it was written. */
export function revive(simulation: Simulation): FleetBasis {
	const { fleetBasis, fleets: _, ...reducers } = simulation;
	return {
		...fleetBasis,
		chains: fleetBasis.chains.map((chain) => ({
			...chain,
			eras: chain.eras.map(({ fromBlockIndex, subsidy }) => ({ fromBlockIndex, subsidy: BigInt(subsidy) })),
		})),
		result: {
			...reducers,
			chains: reducers.chains.map(
				(chain): ChainReducer => ({
					...chain,
					countSquareSum: BigInt(chain.countSquareSum),
					weightedSum: BigInt(chain.weightedSum),
					weightedSquareSum: BigInt(chain.weightedSquareSum),
					firstIntervalSum: BigInt(chain.firstIntervalSum),
				}),
			),
			weightedCrossSum: BigInt(reducers.weightedCrossSum),
			countCrossSum: BigInt(reducers.countCrossSum),
			activationSum: BigInt(reducers.activationSum),
			activationSquareSum: BigInt(reducers.activationSquareSum),
			activationSampleSquareSum: BigInt(reducers.activationSampleSquareSum),
		},
	};
}
