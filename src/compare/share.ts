/** What a fleet is of the network at the activation. */
import { fleetRate } from '../fleet/rate.ts';
import type { Fleet } from '../fleet/types.ts';
import { networkAt } from './plan.ts';
import type { Side, StakeholderInput } from './sides.ts';

/**
 * A fleet's share of the network at the activation, what it adds included.
 * @param hashrateFactor the others' hashrate over the measured one
 */
export function shareOf(
	fleet: Fleet,
	{ scenario, plan }: Pick<StakeholderInput, 'scenario' | 'plan'>,
	{ rules }: Side,
	hashrateFactor = 1,
): number {
	const network = networkAt(rules, scenario.state, plan.activationHeight);
	const { insidePerSecond, addedPerSecond } = fleetRate(fleet, network);
	const own = insidePerSecond + addedPerSecond;
	return own / (own + (network.perSecond - insidePerSecond) * hashrateFactor);
}
