/** What a reader asks for: a fleet with its costs and a price, read from the form's fields and checked one by one. */
import type { FleetBasis } from '../../compare/basis.ts';
import { unitsOf } from '../../compare/reducers.ts';
import { fleetCostUsd } from '../../fleet/rate.ts';
import type { DeviceFleet, Fleet } from '../../fleet/types.ts';
import { plain } from '../escape.ts';
import { formatNumber } from '../number.ts';
import { readEntry } from './entry.ts';

/** Text of a field by its name; of a group of radio buttons the value that is chosen. */
export type Fields = (name: string) => string;

export interface Order {
	readonly fleet: Fleet;
	readonly costUsd: number;
	readonly priceUsd: number;
}

export interface Fault {
	readonly field: string;
	readonly text: string;
}

const PERCENT_POWER = -2;
const WATTS_PER_KILOWATT = 1000;

/** Collects faults, so that every wrong field is marked at once. */
class Reader {
	readonly faults: Fault[] = [];
	readonly #fields: Fields;

	constructor(fields: Fields) {
		this.#fields = fields;
	}

	fault(field: string, text: string): number {
		this.faults.push({ field, text });
		return Number.NaN;
	}

	/** A number; an empty field is `empty`, or a fault where that is not given. */
	number(field: string, empty?: number, power = 0): number {
		const text = this.#fields(field);
		if (text.trim() === '' && empty !== undefined) return empty;
		const entry = readEntry(text, power);
		return 'value' in entry ? entry.value : this.fault(field, entry.fault);
	}
}

/** A number in a sentence, with the digits that it was given. */
function spoken(value: number): string {
	const text = String(value);
	return formatNumber(value, /^\d+\.\d+$/.test(text) ? text.length - text.indexOf('.') - 1 : 0);
}

function readShare(reader: Reader): number {
	const share = reader.number('share', undefined, PERCENT_POWER);
	return share <= 0 || share >= 1 ? reader.fault('share', 'Enter a percentage above 0 and below 100.') : share;
}

function readRates(reader: Reader, basis: FleetBasis) {
	return unitsOf(basis).map((unit, i) => {
		const inside = reader.number(`inside-${i}`, 0);
		const added = reader.number(`added-${i}`, 0);
		const networks = basis.chains.flatMap(({ stretches }) => stretches.map(({ network }) => network));
		const network = Math.min(...networks.filter((each) => each.unit === unit).map(({ perSecond }) => perSecond));
		const shown = plain(unit);
		if (inside > network) {
			reader.fault(
				`inside-${i}`,
				`The whole network makes ${spoken(network)} ${shown}s/s; what is more belongs to the added.`,
			);
		}
		if (inside + added === 0) reader.fault(`inside-${i}`, `Enter a hashrate in ${shown}s/s, here or as added.`);
		return { unit, inside, added };
	});
}

function readUsdPerHour(reader: Reader, fields: Fields): number {
	if (fields('cost') !== 'power') return reader.number('usd-per-hour', 0);
	return (reader.number('watts') * reader.number('usd-per-kwh')) / WATTS_PER_KILOWATT;
}

/** The machines as one inside the network, which carries the costs, and one added to it. */
function machines(rates: ReturnType<typeof readRates>, usdPerHour: number, title: string): DeviceFleet {
	const device = { count: 1, enabled: true, source: {} };
	const ratesOf = (part: 'inside' | 'added') => rates.map((rate) => ({ unit: rate.unit, perSecond: rate[part] }));
	return {
		kind: 'devices',
		id: 'yours',
		title,
		devices: [
			{ ...device, id: 'inside', title: '', inNetwork: true, rates: ratesOf('inside'), usdPerHour },
			{ ...device, id: 'added', title: '', inNetwork: false, rates: ratesOf('added'), usdPerHour: 0 },
		],
	};
}

/** The form's content, or what is wrong with it. */
export function readOrder(fields: Fields, basis: FleetBasis): Order | readonly Fault[] {
	const reader = new Reader(fields);
	const isShare = fields('size') === 'share';
	const share = isShare ? readShare(reader) : 0;
	const rates = isShare ? [] : readRates(reader, basis);
	const usdPerHour = readUsdPerHour(reader, fields);
	const priceUsd = reader.number('price');
	if (priceUsd === 0) reader.fault('price', 'Enter a price above 0.');
	if (reader.faults.length > 0) return reader.faults;
	const size = isShare
		? `${fields('share').trim()} % of the network`
		: rates
				.map(({ unit, inside, added }) =>
					[inside > 0 ? spoken(inside) : '', added > 0 ? `${spoken(added)} added` : '']
						.filter((text) => text !== '')
						.join(' and ')
						.concat(` ${plain(unit)}s/s`),
				)
				.join(', ');
	const cost = usdPerHour > 0 ? `, USD ${spoken(usdPerHour)} an hour` : '';
	const title = `Your fleet: ${size}${cost}`;
	const owned = machines(rates, usdPerHour, title);
	return {
		fleet: isShare ? { kind: 'share', id: 'yours', title, share } : owned,
		costUsd: fleetCostUsd(owned, basis.windowSeconds).wholeUsd,
		priceUsd,
	};
}
