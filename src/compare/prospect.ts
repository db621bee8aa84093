/** What a fleet may expect: its luck on each chain and the table of it. The program and a report's page both compute it here. */
import { fleetCostUsd, fleetRate } from '../fleet/rate.ts';
import type { Fleet } from '../fleet/types.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import type { Market } from '../market/types.ts';
import type { ChainBasis, FleetBasis } from './basis.ts';
import { type ClosedForm, closedForm } from './closedform.ts';
import { deferredTable } from './deferred.ts';
import type { Table } from './document.ts';
import { fleetTable, fleetTableId } from './fleettable.ts';
import { type SideLuck, sideLuck } from './luck.ts';

export interface Prospect {
	/** Base, and the fork where it is simulated. */
	readonly sides: readonly SideLuck[];
	readonly table: Table;
}

/**
 * A fleet's luck and table.
 * @param costUsd all costs over the window; those of the fleet's machines unless given
 * @throws InputError for a fleet without a rate in the network's unit of work, and for one larger than its network
 */
export function fleetProspect(
	fleet: Fleet,
	basis: FleetBasis,
	market: Pick<Market, 'priceUsd'>,
	costUsd: number = fleetCostUsd(fleet, basis.windowSeconds).wholeUsd,
): Prospect {
	const sides = basis.chains.map((_, i) => sideLuck(fleet, basis, i));
	const table = deferredTable(fleetTableId(fleet), () => {
		const closedForms = basis.chains.map((chain) => closedFormsOf(fleet, chain, basis));
		return fleetTable({ fleet, sides, basis, market, costUsd, closedForms });
	});
	return { sides, table };
}

/** The closed forms that stand beside a side's simulation. */
function closedFormsOf(fleet: Fleet, chain: ChainBasis, basis: FleetBasis): { name: string; form: ClosedForm }[] {
	const { growthPerDay, windowSeconds } = basis;
	const { network } = chain.stretches[0]!;
	const { insidePerSecond, addedPerSecond } = fleetRate(fleet, network);
	const input = {
		ratePerSecond: insidePerSecond + addedPerSecond,
		networkPerSecond: network.perSecond,
		spacingSeconds: chain.spacingSeconds,
		subsidyCoins: chain.subsidyCoins,
		days: windowSeconds / SECONDS_PER_DAY,
		growthPerDay,
	};
	const conventions = growthPerDay === 0 ? (['flat'] as const) : (['flat', 'day0', 'continuous'] as const);
	return conventions.map((convention) => ({ name: convention, form: closedForm({ ...input, convention }) }));
}
