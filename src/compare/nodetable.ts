/** What full nodes and light clients must fetch, keep and check. */
import type { DeviceClass } from '../fleet/device.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import { meanSpacingDeviation } from './backtest.ts';
import { ASSUMED } from './defaults.ts';
import { delaysOf, plainStale, relayAlone } from './delays.ts';
import type { Figure, Table } from './document.ts';
import { assumed, conditional, exact } from './figure.ts';
import {
	blocksIn,
	bytesPerDay,
	bytesPerYear,
	hoursOf,
	tipsPerHour,
	type ValidationLoad,
	validationLoad,
} from './load.ts';
import { halfLifeOf, orText, type Side, SidedRows, type Sides, unknown } from './sides.ts';
import { exponentialStale } from './stale.ts';
import { countOf } from './timelocks.ts';

const OFFLINE_DAYS = [7, 30] as const;
const HEADER_DAYS = 30;
const NEVER = 'never';

/** Hours that a constant counted in blocks lasts; a text where the chain has none. */
function windowOf(what: 'reorganisation' | 'pruning') {
	return ({ rules, spacingSeconds }: Side): Figure =>
		orText(countOf(rules, what), 'none', (blocks) => exact(hoursOf(blocks, spacingSeconds), 'hours'));
}

/** What checking every block asks of one device. */
function deviceRows(rows: SidedRows, device: DeviceClass): void {
	const of =
		(figure: (load: (days: number) => ValidationLoad, seconds: number, side: Side) => Figure) => (side: Side) => {
			const delays = delaysOf(device, side);
			if (delays === null) return unknown();
			const seconds = delays.validationSeconds;
			return figure((days) => validationLoad(seconds, side.spacingSeconds, days), seconds, side);
		};
	const name = device.id;
	rows.add(
		`${name}-load`,
		`checking on ${name}`,
		of((load) => conditional(load(0).utilisation, 'percent')),
	);
	rows.under(
		`${name}-overtaken`,
		'next block comes first',
		of((_, seconds, side) => conditional(exponentialStale(seconds, side.spacingSeconds), 'percent')),
	);
	rows.under(
		`${name}-factor`,
		'checks ÷ blocks',
		of((load) => conditional(load(0).catchUpFactor, 'ratio')),
	);
	for (const days of OFFLINE_DAYS) {
		rows.under(
			`${name}-sync-${days}`,
			`after ${days} days offline`,
			of((load) =>
				orText(
					load(days).syncSeconds,
					NEVER,
					(seconds) => conditional(seconds / SECONDS_PER_DAY, 'days'),
					'conditional',
				),
			),
		);
	}
	rows.under(
		`${name}-waste`,
		'checking stale, s a day',
		of((_, seconds, side) =>
			assumed(plainStale(relayAlone(), side.spacingSeconds) * seconds * side.blocksPerDay, 'seconds'),
		),
	);
}

export function nodeTable(sides: Sides, devices: readonly DeviceClass[]): Table {
	const rows = new SidedRows(sides, 'node');
	rows.add('blocks-day', 'blocks a day', (side) => exact(side.blocksPerDay, 'blocks'));
	rows.under('blocks-day-spread', 'standard deviation', (side) => {
		const { spacingSeconds, blocksPerDay } = side;
		const mean = meanSpacingDeviation(spacingSeconds, halfLifeOf(side), blocksPerDay);
		return { ...conditional((mean * blocksPerDay) / spacingSeconds, 'blocks'), digits: 1 };
	});
	rows.add('growth-max', 'full blocks, a year', ({ rules, spacingSeconds }) =>
		exact(bytesPerYear(rules.maxBlockBytes, spacingSeconds), 'bytes'),
	);
	rows.add('reorg-window', 'reorganisation window', windowOf('reorganisation'));
	rows.add('prune-window', 'pruned node keeps', windowOf('pruning'));
	for (const device of devices) deviceRows(rows, device);
	const notes = [
		'Blocks a day: the standard deviation of a day’s count at a constant hashrate; an absolute schedule gives back what luck takes, other rules hardly do within a day.',
		'Full blocks are the most that the rules allow, not what is used.',
		'After days offline: time to check what came then and comes meanwhile; never, where checking takes a spacing or more.',
	];
	if (devices.length > 0) {
		notes.push('A device measured on other blocks than those at the activation says nothing of them: unknown.');
	}
	return { id: 'node', title: 'Full nodes', rows: rows.rows, notes };
}

export function lightTable(sides: Sides): Table {
	const rows = new SidedRows(sides, 'light');
	const confirmations = ASSUMED.confirmations.primary;
	rows.add('header', 'bytes of a header', ({ rules }) => exact(rules.headerBytes, 'bytes'));
	rows.add('headers-day', 'headers a day', ({ rules, spacingSeconds }) =>
		exact(bytesPerDay(rules.headerBytes, spacingSeconds), 'bytes'),
	);
	rows.add('headers-year', 'headers, a year', ({ rules, spacingSeconds }) =>
		exact(bytesPerYear(rules.headerBytes, spacingSeconds), 'bytes'),
	);
	rows.add('verify-30', `headers to check, ${HEADER_DAYS} days`, ({ spacingSeconds }) =>
		exact(blocksIn(HEADER_DAYS, spacingSeconds), 'blocks'),
	);
	rows.add('filters-year', 'compact filters, a year', ({ spacingSeconds }) =>
		assumed(bytesPerYear(ASSUMED.filter.primary, spacingSeconds), 'bytes'),
	);
	rows.add('trust', `minutes to ${confirmations} conf.`, ({ spacingSeconds }) =>
		exact((confirmations * spacingSeconds) / 60, 'ratio', 1),
	);
	rows.add('tips-hour', 'new tips an hour', ({ spacingSeconds }) => exact(tipsPerHour(spacingSeconds), 'ratio'));
	return {
		id: 'light',
		title: 'Light clients',
		rows: rows.rows,
		notes: [`Compact filters: ${ASSUMED.filter.primary / 1000} kB a block, ${ASSUMED.filter.source}.`],
	};
}
