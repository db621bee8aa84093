/** Stale blocks by three models side by side, the delay they come from, and what they do to security. */
import type { DeviceClass } from '../fleet/device.ts';
import { workUnitAt } from '../params/state.ts';
import type { StaleMeasurement } from '../params/types.ts';
import { ASSUMED, EPISODE_SECONDS } from './defaults.ts';
import { type Delays, delaysOf, meanOwnStale, plainStale, type Races, relayAlone, totalSeconds } from './delays.ts';
import type { Figure, Table } from './document.ts';
import { assumed, conditional, exact } from './figure.ts';
import { NORMAL_975 } from './interval.ts';
import type { Replica } from './race.ts';
import { addRace } from './racerow.ts';
import { delayThreshold, selfishRevenue, selfishThreshold } from './security.ts';
import { rounded, type Side, SidedRows, type Sides, unknown } from './sides.ts';
import { attemptEfficiency, scaledStale, uninformedStale, wilsonInterval } from './stale.ts';

const NOT_MEASURED = 'not measured';

export interface StaleTableInput {
	readonly sides: Sides;
	/** Races at the assumed relay delay alone. */
	readonly races: Races;
	/** Known device classes, and the races where everybody has one. */
	readonly devices: readonly { readonly device: DeviceClass; readonly races: Races | null }[];
	readonly measured: StaleMeasurement | undefined;
	/** Spacing at which it was measured. */
	readonly measuredSpacingSeconds: number;
}

/** A closed form of the delays on either side. */
function modelOf(delays: (side: Side) => Delays | null, model: (each: Delays, spacing: number) => number) {
	return (side: Side): Figure => {
		const each = delays(side);
		return each === null ? unknown() : assumed(model(each, side.spacingSeconds), 'percent');
	};
}

const share = ({ stale, finds }: Replica): number => stale / finds;

/** The whole network learns of a block after the whole delay. */
const uninformed = (delays: Delays, spacing: number): number => uninformedStale(totalSeconds(delays), spacing);

/** The models at the assumed relay alone. */
function relayRows(rows: SidedRows, { races }: StaleTableInput): void {
	const { low, primary, high } = ASSUMED.relay;
	rows.add('relay', 'relay', () => rounded(assumed(primary, 'seconds'), 1));
	rows.add(
		'exponential',
		'stale, 1 − e^(−D/T)',
		modelOf(() => relayAlone(), plainStale),
	);
	rows.under(
		'exponential-early',
		`relay of ${low} s`,
		modelOf(() => relayAlone(low), plainStale),
	);
	rows.under(
		'exponential-late',
		`relay of ${high} s`,
		modelOf(() => relayAlone(high), plainStale),
	);
	rows.add(
		'uninformed',
		'stale, 1 − (1 − 1/T)^D',
		modelOf(() => relayAlone(), uninformed),
	);
	rows.add(
		'own',
		"stale, none against one's own",
		modelOf(() => relayAlone(), meanOwnStale),
	);
	addRace(rows, races, 'simulated', 'stale, simulated', 'percent', share);
}

/** The same where everybody mines and checks on one class of device. */
function deviceRows(rows: SidedRows, { device, races }: StaleTableInput['devices'][number]): void {
	const delays = (side: Side) => delaysOf(device, side);
	const seconds = (of: (each: Delays) => number) => (side: Side) => {
		const each = delays(side);
		return each === null ? unknown() : rounded(assumed(of(each), 'seconds'), 1);
	};
	const { id } = device;
	rows.add(`${id}-total`, `delay, ${id}`, seconds(totalSeconds));
	rows.under(
		`${id}-seal`,
		'sealing',
		seconds(({ sealSeconds }) => sealSeconds),
	);
	rows.under(
		`${id}-validation`,
		'checking',
		seconds(({ validationSeconds }) => validationSeconds),
	);
	rows.under(`${id}-exponential`, 'stale, 1 − e^(−D/T)', modelOf(delays, plainStale));
	rows.under(`${id}-own`, "stale, none against one's own", modelOf(delays, meanOwnStale));
	addRace(rows, races, `${id}-simulated`, 'stale, simulated', 'percent', share, { level: 1 });
}

function measuredRow(rows: SidedRows, { measured, measuredSpacingSeconds }: StaleTableInput): void {
	rows.add('measured', 'stale, as measured', ({ spacingSeconds }) => {
		if (measured === undefined) return unknown(NOT_MEASURED);
		const at = (share: number): number => scaledStale(share, measuredSpacingSeconds, spacingSeconds);
		const figure = conditional(at(measured.share), 'percent');
		if (measured.blocks === undefined) return figure;
		const { low, high } = wilsonInterval(measured.share, measured.blocks, NORMAL_975);
		return { ...figure, low: at(low), high: at(high) };
	});
}

function securityRows(rows: SidedRows, { races }: StaleTableInput): void {
	addRace(rows, races, 'lost-day', 'stale blocks a day', 'ratio', ({ stale, finds }, { blocksPerDay }) => {
		return (stale / (finds - stale)) * blocksPerDay;
	});
	addRace(rows, races, 'work-kept', 'work that counts; 51 % cost', 'percent', (replica) => 1 - share(replica));
	rows.add('growth', 'longest chain keeps', ({ spacingSeconds }) =>
		assumed(delayThreshold(spacingSeconds, ASSUMED.relay.primary).growthEfficiency, 'percent'),
	);
	rows.add('threshold', 'attacker outruns late blocks', ({ spacingSeconds }) =>
		assumed(delayThreshold(spacingSeconds, ASSUMED.relay.primary).attackerShare, 'percent'),
	);
	rows.under('threshold-late', `relay of ${ASSUMED.relay.high} s`, ({ spacingSeconds }) =>
		assumed(delayThreshold(spacingSeconds, ASSUMED.relay.high).attackerShare, 'percent'),
	);
	for (const gamma of [ASSUMED.tieShare.low, ASSUMED.tieShare.primary, ASSUMED.tieShare.high]) {
		rows.add(`selfish-${gamma * 100}`, `withholding pays, γ ${gamma}`, () => exact(selfishThreshold(gamma), 'percent'));
	}
	const { high } = ASSUMED.thief;
	rows.add('selfish-reward', `reward of a ${high * 100} % withholder`, () =>
		exact(selfishRevenue(high, ASSUMED.tieShare.low), 'percent'),
	);
}

/** BTX alone mines by attempts that last: what a new tip throws away of them. */
function attemptRows(rows: SidedRows, sides: Sides): void {
	if (sides[0].rules.family !== 'btx') return;
	const useful = (side: Side, seconds: number): number | null =>
		workUnitAt(side.rules, side.height) === 'episode' ? attemptEfficiency(seconds, side.spacingSeconds) : null;
	const figure = (value: number | null) => (value === null ? unknown() : assumed(value, 'percent'));
	for (const seconds of EPISODE_SECONDS) {
		rows.add(`attempt-${Math.round(seconds)}`, `useful work, ${seconds} s episode`, (side) =>
			figure(useful(side, seconds)),
		);
	}
	const [fast, slow] = EPISODE_SECONDS;
	rows.under('attempt-slow', 'slow card beside the fast', (side) => {
		const [a, b] = [useful(side, fast), useful(side, slow)];
		return a === null || b === null ? unknown() : assumed(b / a, 'ratio');
	});
}

/** The table of stale blocks. */
export function staleTable(input: StaleTableInput): Table {
	const { sides } = input;
	const rows = new SidedRows(sides, 'stale');
	relayRows(rows, input);
	measuredRow(rows, input);
	for (const each of input.devices) deviceRows(rows, each);
	securityRows(rows, input);
	attemptRows(rows, sides);
	return { id: 'stale', title: 'Stale blocks and security', rows: rows.rows, notes: notesOf(input) };
}

function notesOf({ devices, measured, sides }: StaleTableInput): string[] {
	const notes = [
		'The closed forms take finds to be one spacing apart; in the simulation it is the blocks kept, as difficulty sees to. Sizes of miners are assumed (docs/assumptions.md).',
		'Intervals of simulated rows are those of the simulation alone, at the assumed delay.',
	];
	if (measured !== undefined) {
		notes.push(`Measured at the base's spacing on ${measured.date}; at the fork's the delay that it implies stays.`);
	}
	for (const { device } of devices) {
		const { from, to } = device.heights;
		const range = to === undefined ? `from ${from} on` : `${from} to ${to}`;
		notes.push(
			`${device.title}: measured on ${device.unit}s at heights ${range}, ${device.sampleSize ?? 'an unknown number of'} blocks, ${device.date}; unknown elsewhere. All miners are taken to have it.`,
		);
	}
	if (sides[0].rules.family === 'btx') {
		notes.push(
			'Useful work takes a new tip to discard the episode in progress. So reads the miner (btx src/rpc/mining.cpp:5549, src/pow.cpp:7438); no measurement confirms it yet.',
		);
	}
	return notes;
}
