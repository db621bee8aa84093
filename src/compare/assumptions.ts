/** What a run takes for granted, and which way its figures would move if it did not hold. */
import { btxAsert, halfLifeAt, spacingAt } from '../difficulty/era.ts';
import { log2 } from '../numeric/elementary.ts';
import type { Scenario } from '../params/scenario.ts';
import type { Rules } from '../params/types.ts';
import type { Assumption } from './document.ts';
import { networkAt, type PlanRequest, rateText } from './plan.ts';

/** Height from which BTX's lottery has one gate, and solve time answers to the target with elasticity 1. */
function twoGates(scenario: Scenario, height: number): boolean {
	return scenario.base.chain === 'btx' && networkAt(scenario.base, scenario.state, height).unit === 'digest';
}

/** What a hundredth more hashrate does to the base: a schedule is early for good by τ·log2(1.01) ÷ spacing blocks. */
function hundredthEffect({ base, state }: Scenario): string {
	const tip = BigInt(state.tip.height);
	const halfLife = halfLifeAt(base.difficulty, tip);
	if (halfLife === undefined)
		return 'a fleet that adds a hundredth of the network would speed blocks up by as much until the rule has adjusted';
	const blocks = (Number(halfLife) * log2(1.01)) / Number(spacingAt(base.difficulty, tip));
	return `a fleet that adds a hundredth of the network would bring ${blocks.toFixed(1)} blocks more in the whole window`;
}

/** How far a header's time may be set forward at a time, where the chain has a rule for it. */
function forwardText({ time }: Rules): string {
	const { maxTimewarpSeconds } = time;
	return maxTimewarpSeconds === undefined
		? 'forward stamps ease difficulty while they last'
		: `forward stamps ease difficulty by at most ${maxTimewarpSeconds} s a block while they last`;
}

/** Headers that the state does not record. */
function historyAssumption({ base, fork, state }: Scenario): Assumption[] {
	if (state.headers.kind === 'recorded') return [];
	const isScheduled = [base, fork].every(({ difficulty }) => btxAsert(difficulty) !== undefined);
	const text = isScheduled
		? 'the ten blocks below the tip are taken to be one spacing apart'
		: 'the blocks below the tip are taken to be one spacing apart, at the difficulty that the hashrate holds';
	return [{ id: 'history', text, effect: '' }];
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
			effect: forwardText(scenario.base),
		},
		{
			id: 'subsidy',
			text: 'blocks pay the whole subsidy and no fees; fee income is a rate per unit of time while block space does not bind',
			effect: 'fees would add the same amount a day to base and fork',
		},
		{
			id: 'added-machines',
			text: 'what a fleet adds raises its own denominator, not the simulated path: the schedule absorbs it',
			effect: hundredthEffect(scenario),
		},
		...historyAssumption(scenario),
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
			text:
				state.anchor === undefined
					? `the tip's time is ${state.tip.timeKind}`
					: `the tip's time is ${state.tip.timeKind} from the absolute schedule (standard error ${Math.round(state.tipTimeStandardErrorSeconds)} s)`,
			effect: 'every date moves with it; no amount does',
		});
	}
	if (state.anchor !== undefined && state.anchor.kind !== 'recorded') {
		list.push({
			id: 'anchor',
			text: `the anchor at ${state.anchor.height} is ${state.anchor.kind}: its bits and time are unpublished`,
			effect: 'nBits printed from it are not the chain’s own',
		});
	}
	return list;
}
