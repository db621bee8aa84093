/** A fleet: machines with measured rates and costs, or a plain share of the network. */
import type { Source, WorkUnit } from '../params/types.ts';

export interface Device {
	readonly id: string;
	readonly title: string;
	readonly count: number;
	/** Attempts per second of ONE device, by unit of work. */
	readonly rates: readonly { readonly unit: WorkUnit; readonly perSecond: number }[];
	/** True: already part of the measured network hashrate. False: added to it by this decision. */
	readonly inNetwork: boolean;
	readonly enabled: boolean;
	/** US dollars per hour for ONE device, all costs together (rent, or watts × price). */
	readonly usdPerHour: number;
	readonly source: Source;
	readonly date?: string;
}

export interface DeviceFleet {
	readonly kind: 'devices';
	readonly id: string;
	readonly title: string;
	readonly devices: readonly Device[];
}

export interface ShareFleet {
	readonly kind: 'share';
	readonly id: string;
	readonly title: string;
	/** Fraction of the network's hashrate at the tip, in (0, 1); inside the network. */
	readonly share: number;
}

export type Fleet = DeviceFleet | ShareFleet;
