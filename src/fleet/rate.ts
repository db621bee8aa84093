/** What a fleet does and what it costs: attempts per second in the network's unit of work, and dollars. */
import { SECONDS_PER_HOUR } from '../hashrate/growth.ts';
import { escapeText, InputError } from '../params/inputerror.ts';
import type { NetworkHashrate, WorkUnit } from '../params/types.ts';
import type { Device, Fleet } from './types.ts';

/** Attempts per second of a fleet, by whether the measured network hashrate already holds them. */
export interface FleetRate {
	/** Part of the measured network hashrate. */
	readonly insidePerSecond: number;
	/** Comes on top of it: what the decision adds. */
	readonly addedPerSecond: number;
}

/** Dollars of a fleet over a stretch of time. */
export interface FleetCost {
	/** Cost of what the decision adds (devices outside the measured network). */
	readonly marginalUsd: number;
	/** Cost of the whole fleet. */
	readonly wholeUsd: number;
}

/**
 * A fleet's attempts per second in the network's unit of work. Disabled devices contribute nothing. A share is that
 * fraction of the network's rate at the tip, all of it inside.
 * @param network unit and attempts per second of the network at the tip
 * @throws InputError for an enabled device without a rate in the network's unit, and for a fleet inside the network that
 * exceeds the network's measured rate
 */
export function fleetRate(fleet: Fleet, network: Pick<NetworkHashrate, 'unit' | 'perSecond'>): FleetRate {
	if (fleet.kind === 'share') return { insidePerSecond: fleet.share * network.perSecond, addedPerSecond: 0 };
	let insidePerSecond = 0;
	let addedPerSecond = 0;
	for (const device of fleet.devices) {
		if (!device.enabled) continue;
		const perSecond = device.count * deviceRate(fleet.id, device, network.unit);
		if (device.inNetwork) insidePerSecond += perSecond;
		else addedPerSecond += perSecond;
	}
	if (insidePerSecond > network.perSecond) {
		throw new InputError(
			`fleet "${escapeText(fleet.id)}": its devices inside the network make ${insidePerSecond} ${escapeText(network.unit)}/s, ` +
				`more than the whole network's ${network.perSecond}; set inNetwork to false for devices that the measurement does not hold`,
		);
	}
	return { insidePerSecond, addedPerSecond };
}

/** Attempts per second of one device in a unit of work. */
function deviceRate(fleetId: string, device: Device, unit: WorkUnit): number {
	const rate = device.rates.find((entry) => entry.unit === unit);
	if (rate !== undefined) return rate.perSecond;
	const units = device.rates.map((entry) => `"${escapeText(entry.unit)}"`).join(', ') || 'none';
	throw new InputError(
		`fleet "${escapeText(fleetId)}", device "${escapeText(device.id)}": no rate in the network's unit of work ` +
			`"${escapeText(unit)}" (it has ${units}); add a measured rate in that unit or disable the device`,
	);
}

/** Cost of a fleet over `seconds`. Disabled devices and plain shares cost nothing. */
export function fleetCostUsd(fleet: Fleet, seconds: number): FleetCost {
	let marginalUsd = 0;
	let wholeUsd = 0;
	for (const device of fleet.kind === 'devices' ? fleet.devices : []) {
		if (!device.enabled) continue;
		const usd = (device.count * device.usdPerHour * seconds) / SECONDS_PER_HOUR;
		wholeUsd += usd;
		if (!device.inNetwork) marginalUsd += usd;
	}
	return { marginalUsd, wholeUsd };
}
