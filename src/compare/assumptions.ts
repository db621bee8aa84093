/** What a run takes for granted, and which way its figures would move if it did not hold. */
import { halfLifeAt, spacingAt } from '../asert/btx.ts';
import { log2 } from '../numeric/elementary.ts';
import type { Scenario } from '../params/scenario.ts';
import type { Assumption } from './document.ts';
import { networkAt, type PlanRequest, rateText } from './plan.ts';

/** Height from which BTX's lottery has one gate, and solve time answers to the target with elasticity 1. */
function twoGates(scenario: Scenario, height: number): boolean {
	return scenario.base.chain === 'btx' && networkAt(scenario.base, scenario.state, height).unit === 'digest';
}

/** Blocks by which a hundredth more hashrate puts the base's schedule early for good: τ·log2(1.01) ÷ spacing. */
function hundredthBlocks({ base, state }: Scenario): number {
	const tip = BigInt(state.tip.height);
	return (Number(halfLifeAt(base.asert, tip)) * log2(1.01)) / Number(spacingAt(base.asert, tip));
}

/** The assumptions of one run. */
export function assumptionsOf(scenario: Scenario, request: PlanRequest, activationHeight: number): Assumption[] {
	const { state } = scenario;
	const network = networkAt(scenario.base, state, activationHeight);
	const list: Assumption[] = [
		{
			id: 'hashrate',
			text: `hashrate ${network.kind}, ${rateText(network)}${request.growthPerDayPercent === 0 ? '' : `, growing by ${request.growthPerDayPercent} % a day from activation on`}, the same for base and fork`,
			effect:
				'more hashrate lowers every fleet’s share in proportion; rows "if others join" show a hashrate that follows revenue',
		},
		{
			id: 'price',
			text: 'one price for base and fork; rows "if value stays" let it fall with supply',
			effect: 'revenue and break-even move with the price in proportion',
		},
		{
			id: 'propagation',
			text: 'no propagation: blocks reach everyone at once, no stale blocks, no device time',
			effect: 'shorter spacing would cost slow and distant miners more than the others',
		},
		{
			id: 'honest-clock',
			text: 'miners stamp headers with the true time under the chain’s rules, as the stock miner does',
			effect: 'forward stamps ease difficulty by at most 600 s a block while they last',
		},
		{
			id: 'subsidy',
			text: 'blocks pay the whole subsidy and no fees; fee income is a rate per unit of time while block space does not bind',
			effect: 'fees would add the same amount a day to base and fork',
		},
		{
			id: 'added-machines',
			text: 'what a fleet adds raises its own denominator, not the simulated path: the schedule absorbs it',
			effect: `a fleet that adds a hundredth of the network would bring ${hundredthBlocks(scenario).toFixed(1)} blocks more in the whole window`,
		},
		{
			id: 'history',
			text: 'the ten blocks below the tip are taken to be one spacing apart',
			effect: '',
		},
	];
	if (twoGates(scenario, activationHeight)) {
		list.splice(1, 0, {
			id: 'digest-bound',
			text: 'fleets bound by digests (elasticity 1 of block rate to target) below 185,000, where BTX is a two-gate lottery',
			effect:
				'fleets bound by the gate answer with an elasticity of up to 2: spreads of difficulty would be smaller, recoveries faster, and a full rescale too much',
		});
	}
	if (state.tip.timeKind !== 'recorded') {
		list.push({
			id: 'tip-time',
			text: `the tip's time is ${state.tip.timeKind} from the absolute schedule (standard error ${Math.round(state.tipTimeStandardErrorSeconds)} s)`,
			effect: 'every date moves with it; no amount does',
		});
	}
	if (state.anchor.kind !== 'recorded') {
		list.push({
			id: 'anchor',
			text: `the anchor at ${state.anchor.height} is ${state.anchor.kind}: its bits and time are unpublished`,
			effect: 'nBits printed from it are not the chain’s own',
		});
	}
	return list;
}
