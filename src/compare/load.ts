/** What a chain asks of those who keep it, check it or only follow its headers. */
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from '../hashrate/growth.ts';

export const DAYS_PER_YEAR = 365;

/** Bytes a day of one item for each block. */
export function bytesPerDay(bytesPerBlock: number, spacingSeconds: number): number {
	return (bytesPerBlock * SECONDS_PER_DAY) / spacingSeconds;
}

/** Bytes a year of 365 days. */
export function bytesPerYear(bytesPerBlock: number, spacingSeconds: number): number {
	return DAYS_PER_YEAR * bytesPerDay(bytesPerBlock, spacingSeconds);
}

/** Blocks that come in so many days at the target spacing. */
export function blocksIn(days: number, spacingSeconds: number): number {
	return (days * SECONDS_PER_DAY) / spacingSeconds;
}

/** Hours that a number of blocks lasts at the target spacing. */
export function hoursOf(blocks: number, spacingSeconds: number): number {
	return (blocks * spacingSeconds) / SECONDS_PER_HOUR;
}

/** New tips in an hour: as often do miners get new work. */
export function tipsPerHour(spacingSeconds: number): number {
	return 3600 / spacingSeconds;
}

/** Checking blocks on one device. */
export interface ValidationLoad {
	/** Part of the time that checking takes, t/T. */
	readonly utilisation: number;
	/** How much faster than the chain grows the device checks it, T/t. */
	readonly catchUpFactor: number;
	/** Seconds to check everything that came in the days offline and while it is checked; null where it never ends. */
	readonly syncSeconds: number | null;
}

/**
 * Load of a device that takes so many seconds for a block. Blocks of N days offline need N·ρ days, in which others
 * come: N·ρ/(1 − ρ) in all, ρ = t/T.
 */
export function validationLoad(validationSeconds: number, spacingSeconds: number, offlineDays: number): ValidationLoad {
	const utilisation = validationSeconds / spacingSeconds;
	return {
		utilisation,
		catchUpFactor: 1 / utilisation,
		syncSeconds: utilisation < 1 ? (offlineDays * SECONDS_PER_DAY * utilisation) / (1 - utilisation) : null,
	};
}
