/** What a pool's operator must hold, push and check. */
import { subsidyAt } from '../consensus/subsidy.ts';
import { ASSUMED } from './defaults.ts';
import type { Table } from './document.ts';
import { assumed, coins, exact } from './figure.ts';
import { nextSubsidyChange } from './issuance.ts';
import { tipsPerHour } from './load.ts';
import { dailyLuck, exactReserve, payoutsPerDay, ppsReserve, staleShares } from './pool.ts';
import { orText, type Side, SidedRows, type Sides } from './sides.ts';

/** Parts of the pool's hashrate whose payouts are counted. */
const MEMBERS = [1e-4, 1e-6, 1e-8] as const;

function reserveRows(rows: SidedRows): void {
	const { low, primary, high } = ASSUMED.poolFee;
	const ruin = ASSUMED.poolRuin.primary;
	const reserve = (fee: number) => (side: Side) => assumed(side.coinsPerBlock * ppsReserve(ruin, fee), 'coins');
	rows.add('reserve', `PPS reserve at ${primary * 100} % fee`, reserve(primary));
	rows.under('reserve-exact', 'without the limit', (side) =>
		assumed(side.coinsPerBlock * exactReserve(ruin, primary), 'coins'),
	);
	for (const fee of [low, high]) rows.under(`reserve-${fee * 100}`, `at ${fee * 100} % fee`, reserve(fee));
}

function loadRows(rows: SidedRows): void {
	const { low, primary, high } = ASSUMED.poolShare;
	const luck = (share: number) => (side: Side) => assumed(dailyLuck(share * side.blocksPerDay), 'percent');
	rows.add('luck', `luck in a day, ${primary * 100} % pool`, luck(primary));
	for (const share of [low, high]) rows.under(`luck-${share * 100}`, `${share * 100} % pool`, luck(share));
	rows.add('jobs', 'job pushes an hour', ({ spacingSeconds }) => exact(tipsPerHour(spacingSeconds), 'ratio'));
	const stale = (seconds: number) => (side: Side) => assumed(staleShares(seconds, side.spacingSeconds), 'percent');
	rows.add('stale-shares', `stale shares, ${ASSUMED.notify.primary} s`, stale(ASSUMED.notify.primary));
	rows.under('stale-shares-fast', `${ASSUMED.notify.low} s`, stale(ASSUMED.notify.low));
	rows.under('stale-shares-slow', `${ASSUMED.notify.high} s`, stale(ASSUMED.notify.high));
	for (const member of MEMBERS) {
		const parts = member.toExponential(0);
		rows.add(`payouts-${parts}`, `payouts a day, part ${parts}`, (side) => {
			const dust = ASSUMED.dust.primary / 10 ** side.rules.coin.decimals;
			return assumed(payoutsPerDay(primary * side.blocksPerDay, side.coinsPerBlock * member, dust), 'ratio');
		});
	}
}

/** Subsidies on both sides of the heights at which a pool must pay another amount. */
function boundaryRows(rows: SidedRows): void {
	const at = (of: (side: Side) => number | null) => (side: Side) => {
		const { rules } = side;
		return orText(of(side), 'no change', (height) =>
			coins(subsidyAt(rules.subsidy, BigInt(Math.max(0, height))), rules.coin.decimals),
		);
	};
	const change = ({ rules, height }: Side) => nextSubsidyChange(rules, height);
	const before = (side: Side) => {
		const height = change(side);
		return height === null ? null : height - 1;
	};
	rows.add(
		'subsidy-before',
		'subsidy before activation',
		at(({ height }) => height - 1),
	);
	rows.add(
		'subsidy-at',
		'subsidy from activation',
		at(({ height }) => height),
	);
	rows.add('change', 'next change, height', (side) =>
		orText(change(side), 'no change', (height) => exact(height, 'height')),
	);
	rows.under('change-before', 'last before it', at(before));
	rows.under('change-at', 'first after it', at(change));
}

export function poolTable(sides: Sides): Table {
	const rows = new SidedRows(sides, 'pool');
	reserveRows(rows);
	loadRows(rows);
	boundaryRows(rows);
	return {
		id: 'pool',
		title: 'Pool operators',
		rows: rows.rows,
		notes: [
			`PPS reserve: what keeps a pay-per-share pool solvent for ever with probability 1 − ${ASSUMED.poolRuin.primary * 100} %, subsidy · ln(1/δ) ÷ (2 · fee).`,
			`Payouts: one with each of the pool's blocks to a member with that part of its hashrate, or when ${ASSUMED.dust.primary} base units have come together; a pool of ${ASSUMED.poolShare.primary * 100} %.`,
			'Subsidies are those of the whole block; where rules divide it, the miner keeps less.',
		],
	};
}
