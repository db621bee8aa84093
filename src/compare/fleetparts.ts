/** A fleet by what the decision adds: the machines that mine already, the machines it adds, and the whole. */
import type { Device, DeviceFleet, Fleet } from '../fleet/types.ts';

/** The parts of a fleet that stand for a stakeholder of their own. */
export interface FleetParts {
	/** Every fleet that gets a table, the whole one last. */
	readonly all: readonly Fleet[];
	/** Machines inside the measured network. */
	readonly own: Fleet | null;
	/** Machines that cost money and come on top. */
	readonly rented: Fleet | null;
}

function titleOf(devices: readonly Device[]): string {
	return devices.map(({ count, title }) => (count === 1 ? title : `${count} × ${title}`)).join(', ');
}

function part(fleet: DeviceFleet, name: string, devices: readonly Device[]): DeviceFleet {
	return { ...fleet, id: `${fleet.id}.${name}`, title: titleOf(devices), devices };
}

export function fleetParts(fleet: Fleet): FleetParts {
	if (fleet.kind === 'share') return { all: [fleet], own: fleet, rented: null };
	const enabled = fleet.devices.filter((device) => device.enabled);
	const own = enabled.filter((device) => device.inNetwork);
	const added = enabled.filter((device) => !device.inNetwork);
	const costs = added.some((device) => device.usdPerHour > 0);
	if (own.length === 0) return { all: [fleet], own: null, rented: costs ? fleet : null };
	if (added.length === 0) return { all: [fleet], own: fleet, rented: null };
	const ownPart = part(fleet, 'own', own);
	const addedPart = part(fleet, 'added', added);
	return { all: [ownPart, addedPart, fleet], own: ownPart, rented: costs ? addedPart : null };
}
