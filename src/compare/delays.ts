/** How late a block is known to others, by stage, and the races that follow from it. */
import { type DeviceClass, wasMeasured } from '../fleet/device.ts';
import { ASSUMED, MINERS } from './defaults.ts';
import { type Race, raceDraws, staleRace } from './race.ts';
import { groupStales, type MinerGroup } from './rewards.ts';
import type { Side, Sides } from './sides.ts';
import { exponentialStale } from './stale.ts';

/** Seconds on a block's way from its finder to another miner's next attempt. */
export interface Delays {
	readonly relaySeconds: number;
	/** The finder computes the winner once more before sending it. */
	readonly sealSeconds: number;
	/** The receiver checks it before building on it. */
	readonly validationSeconds: number;
}

/** A network whose devices take no time. */
export function relayAlone(relaySeconds: number = ASSUMED.relay.primary): Delays {
	return { relaySeconds, sealSeconds: 0, validationSeconds: 0 };
}

/** Delays where everybody mines and checks on one class of device; null where it was not measured on such blocks. */
export function delaysOf(device: DeviceClass, { rules, height }: Side): Delays | null {
	if (!wasMeasured(device, rules, height)) return null;
	const { reseal = 0, validation } = device.medianSeconds;
	return { relaySeconds: ASSUMED.relay.primary, sealSeconds: reseal, validationSeconds: validation };
}

export function totalSeconds({ relaySeconds, sealSeconds, validationSeconds }: Delays): number {
	return relaySeconds + sealSeconds + validationSeconds;
}

/** The assumed miners, all with the same device. */
export function minersWith(validationSeconds: number): MinerGroup[] {
	return MINERS.map((miner) => ({ ...miner, validationSeconds }));
}

/** Stale share of all blocks by the own-miner model. */
export function meanOwnStale(delays: Delays, spacingSeconds: number): number {
	const groups = minersWith(delays.validationSeconds);
	const stales = groupStales(groups, delays.relaySeconds + delays.sealSeconds, spacingSeconds);
	return groups.reduce((sum, { share, count }, i) => sum + share * count * stales[i]!, 0);
}

/** Stale share of all blocks by the exponential model. */
export function plainStale(delays: Delays, spacingSeconds: number): number {
	return exponentialStale(totalSeconds(delays), spacingSeconds);
}

/** Simulated races of both sides on the same draws; null for a side that loses too much. */
export type Races = readonly [Race | null, Race | null];

/** Races of base and fork; null where either side's delays are not known. */
export function racesOf(sides: Sides, delays: (side: Side) => Delays | null, seed: number): Races | null {
	const [base, fork] = sides.map(delays);
	if (base === null || base === undefined || fork === null || fork === undefined) return null;
	const draws = raceDraws(MINERS, seed);
	const race = (each: Delays, { spacingSeconds }: Side): Race | null =>
		staleRace({
			groups: minersWith(each.validationSeconds),
			commonDelaySeconds: each.relaySeconds + each.sealSeconds,
			spacingSeconds,
			draws,
		});
	return [race(base, sides[0]), race(fork, sides[1])];
}
