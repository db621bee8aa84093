/** A fleet file: devices with rates and costs that state their unit, or a plain share of the network. */
import { loadFile } from '../params/files.ts';
import type { JsonDocument } from '../params/json.ts';
import type { Loaded } from '../params/registry.ts';
import { faultAt } from '../params/schema.ts';
import type { Device, Fleet } from './types.ts';

type FileCost = { readonly usdPerHour: string } | { readonly watts: string; readonly usdPerKwh: string };

interface FileDevice extends Omit<Device, 'usdPerHour' | 'enabled'> {
	readonly enabled?: boolean;
	readonly cost: FileCost;
}

/** A fleet document after its schema; exactly one of the two is there. */
interface FleetFile {
	readonly id: string;
	readonly title: string;
	readonly share?: string;
	readonly devices?: readonly FileDevice[];
}

const WATTS_PER_KILOWATT = 1000;

/** @throws InputError when there is no fleet of that name or its file does not fit. */
export function loadFleet(name: string): Loaded<Fleet> {
	const { document, input } = loadFile('fleets', name);
	return { value: fleetOf(document), document, input };
}

function fleetOf(document: JsonDocument): Fleet {
	const { id, title, share, devices = [] } = document.value as FleetFile;
	if (share !== undefined) {
		if (Number(share) === 0) throw faultAt(document, ['share'], 'must be greater than 0');
		return { kind: 'share', id, title, share: Number(share) };
	}
	const ids = devices.map((device) => device.id);
	return {
		kind: 'devices',
		id,
		title,
		devices: devices.map(({ cost, ...device }, index) => {
			if (ids.indexOf(device.id) !== index) throw faultAt(document, ['devices', index, 'id'], 'occurs twice');
			const units = device.rates.map(({ unit }) => unit);
			const repeated = units.findIndex((unit, other) => units.indexOf(unit) !== other);
			if (repeated !== -1) throw faultAt(document, ['devices', index, 'rates', repeated, 'unit'], 'occurs twice');
			return { ...device, enabled: device.enabled ?? true, usdPerHour: usdPerHourOf(cost) };
		}),
	};
}

function usdPerHourOf(cost: FileCost): number {
	if ('usdPerHour' in cost) return Number(cost.usdPerHour);
	return (Number(cost.watts) * Number(cost.usdPerKwh)) / WATTS_PER_KILOWATT;
}
