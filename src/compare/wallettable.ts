/** What holders of locked coins and open channels see: locks that count blocks move, locks that count time do not. */
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import type { ChainState } from '../params/types.ts';
import { ASSUMED } from './defaults.ts';
import type { Table } from './document.ts';
import { assumed, conditional, exact, row } from './figure.ts';
import { hoursOf } from './load.ts';
import { Pace } from './pace.ts';
import { orText, type Side, SidedRows, type Sides } from './sides.ts';
import { countOf, LONGEST_RELATIVE_LOCK_BLOCKS, lockDrift, RELATIVE_LOCK_UNIT_SECONDS } from './timelocks.ts';

/** Locked heights, by how many of the base's days they lie behind the activation. */
const LOCK_DAYS = [30, 365] as const;
const HOURS_PER_DAY = 24;

export function walletTable(sides: Sides, state: ChainState): Table {
	const rows = new SidedRows(sides, 'wallet');
	const [base] = sides;
	const paces = sides.map(({ rules }) => new Pace(rules, state));
	for (const days of LOCK_DAYS) {
		const height = base.height - 1 + Math.round((days * SECONDS_PER_DAY) / base.spacingSeconds);
		const hours = lockDrift(paces[0]!, paces[1]!, height) / 3600;
		const at = (pace: Pace) => ({ ...conditional(pace.timeOf(height), 'utc'), digits: 1 });
		rows.rows.push(
			row(`wallet-lock-${days}`, `locked to height ${height}`, at(paces[0]!), at(paces[1]!), {
				difference: conditional(hours, 'hours'),
			}),
		);
	}
	rows.add('relative-max', 'longest lock in blocks', ({ spacingSeconds }) =>
		exact(hoursOf(LONGEST_RELATIVE_LOCK_BLOCKS, spacingSeconds) / HOURS_PER_DAY, 'days'),
	);
	rows.add('relative-time', 'longest lock in time', () =>
		exact((LONGEST_RELATIVE_LOCK_BLOCKS * RELATIVE_LOCK_UNIT_SECONDS) / SECONDS_PER_DAY, 'days'),
	);
	rows.add('absolute-time', 'locked to a date', () => exact('by header time', 'text'), {
		difference: exact(0, 'hours'),
	});
	rows.add('expiry', 'transaction expires', ({ rules, spacingSeconds }: Side) =>
		orText(countOf(rules, 'expiry'), 'no such rule', (blocks) => exact(hoursOf(blocks, spacingSeconds), 'hours')),
	);
	const { primary } = ASSUMED.channelDelta;
	rows.add('channel', `channel hop, ${primary} blocks`, ({ spacingSeconds }) =>
		assumed(hoursOf(primary, spacingSeconds), 'hours'),
	);
	rows.add('maturity', 'mined coins are locked', ({ rules, spacingSeconds }) =>
		orText(countOf(rules, 'maturity'), 'no such rule', (blocks) => exact(hoursOf(blocks, spacingSeconds), 'hours')),
	);
	return {
		id: 'wallet',
		title: 'Wallets and time locks',
		rows: rows.rows,
		notes: [
			'Heights come when the schedule says, at its target spacing. A negative change: coins and contracts unlock earlier than their makers reckoned.',
			'Locks in time, absolute (nLockTime by median time) or relative (BIP 68, units of 512 s), do not count blocks: no difference.',
		],
	};
}
