/** An edit of constants in place: where history breaks, and what a node that kept its tip would do. */

import { nextBits } from '../asert/btx.ts';
import { encodeCompact, formatBits } from '../consensus/compact.ts';
import { issuedBetween } from '../consensus/subsidy.ts';
import { asertOf } from '../difficulty/era.ts';
import { burst } from '../engine/burst.ts';
import type { LanesPlan } from '../engine/types.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import type { Scenario } from '../params/scenario.ts';
import type { Burst, Row, Table } from './document.ts';
import { assumed, coins, conditional, row } from './figure.ts';
import { editedChain } from './plan.ts';

const MOMENTS_SECONDS = [1, 1800, SECONDS_PER_DAY, 30 * SECONDS_PER_DAY] as const;

/** nBits that base and edit require of the block after the anchor: the first that an absolute schedule prices. */
function firstDivergence(
	{ base, fork }: Scenario,
	plan: LanesPlan,
): Pick<Burst, 'firstDivergentHeight' | 'baseBits' | 'forkBits'> {
	const anchor = {
		height: BigInt(plan.anchor.height),
		time: BigInt(plan.anchor.timeSeconds),
		bits: plan.anchor.bits,
	};
	return {
		firstDivergentHeight: plan.anchor.height + 1,
		baseBits: formatBits(nextBits(asertOf(base.difficulty), anchor, anchor)),
		forkBits: formatBits(nextBits(asertOf(fork.difficulty), anchor, anchor)),
	};
}

/** The burst (or the halt) after an edit in place, for each assumed least interval between blocks. */
export function burstOf(scenario: Scenario, plan: LanesPlan, minIntervalsSeconds: readonly number[]): Burst {
	const { fork, state, base } = scenario;
	const chain = editedChain(scenario, plan.windowSeconds);
	const coin = 10n ** BigInt(base.coin.decimals);
	const rows = minIntervalsSeconds.flatMap((minIntervalSeconds) =>
		burst(plan, chain, minIntervalSeconds, MOMENTS_SECONDS).map((moment) => {
			const first = BigInt(state.tip.height + 1);
			const issued = issuedBetween(fork.subsidy, first, first + BigInt(moment.blocks));
			return {
				minIntervalSeconds,
				afterSeconds: moment.afterSeconds,
				blocks: moment.blocks,
				coins: (issued / coin).toString(),
				headerAheadSeconds: moment.headerAheadSeconds,
				bits: moment.nextTarget === 0 ? 'none can be met' : formatBits(encodeCompact(BigInt(moment.nextTarget))),
				halted: moment.halted,
			};
		}),
	);
	return { ...firstDivergence(scenario, plan), rows };
}

/** The burst's first day beside the base's, for the groups that a verdict speaks of. */
export function inPlaceTable(result: Burst, scenario: Scenario, coinsPerDay: number): Table {
	const { decimals } = scenario.base.coin;
	const firstDay = result.rows.findLast(({ afterSeconds }) => afterSeconds === SECONDS_PER_DAY);
	const rows: Row[] = [];
	if (firstDay !== undefined) {
		const minted = BigInt(firstDay.coins) * 10n ** BigInt(decimals);
		rows.push(
			row('burst-day', 'coins in the first day', conditional(coinsPerDay, 'coins'), {
				...coins(minted, decimals, 'assumed'),
				digits: 0,
			}),
			row(
				'burst-headers',
				'newest header ahead of the clock',
				conditional(0, 'seconds'),
				assumed(result.rows[0]?.headerAheadSeconds ?? 0, 'seconds'),
			),
		);
	}
	const differs = result.baseBits !== result.forkBits;
	const notes = [
		differs
			? `Block ${result.firstDivergentHeight} needs nBits ${result.baseBits}; with the edit it would need ${result.forkBits}. A node that syncs afresh rejects the recorded chain there.`
			: `Block ${result.firstDivergentHeight} needs the same nBits ${result.baseBits} under both; later headers are not recorded here.`,
		'A node that kept its tip goes on as the rows of the burst say; every other node rejects its blocks.',
		result.rows.every(({ halted }) => !halted)
			? 'Solo miners, pools, exchanges, full nodes and light clients: what their tables say of the fork holds once the burst is over, for those who kept their tip. Holders, wallets, large miners and renters have none, since no height has a date on a chain that most nodes reject.'
			: 'No stakeholder has a table: the edited chain stands still.',
	];
	return { id: 'in-place', title: 'Constants edited in place', rows, notes };
}
