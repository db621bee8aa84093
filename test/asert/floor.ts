/** The exponent that a port with floor division would compute: what consensus is not. */
import type { SchedulePosition } from '../../src/asert/index.ts';

export function floorExponent(position: SchedulePosition): bigint {
	const { timeDiffSeconds, heightDiff, spacingSeconds, halfLifeSeconds } = position;
	const scaled = (timeDiffSeconds - spacingSeconds * (heightDiff + 1n)) * 65_536n;
	const remainder = ((scaled % halfLifeSeconds) + halfLifeSeconds) % halfLifeSeconds;
	return (scaled - remainder) / halfLifeSeconds;
}
