/**
 * What a BTX node of release 0.34 or newer decides for itself on mainnet, which is no consensus: how fast it lets its
 * live tip grow, and from which depth on it parks a reorganisation instead of following it (btxchain/btx,
 * src/kernel/chainstatemanager_opts.h and cadence_hold_closes_live_tip_extension_burst in
 * src/test/matmul_gpu_verified_transition_tests.cpp). Both count in blocks or spacings, so a new spacing moves them.
 */
import type { Rules } from './types.ts';

/** Blocks that the live tip may grow by at once (DEFAULT_CADENCE_BURST_MAX). */
export const CADENCE_BURST_BLOCKS = 3;

/** Deepest reorganisation that is followed at once (park_depth of the profile EMERGENCY). */
export const PARK_DEPTH_BLOCKS = 6;

const LIVE_WINDOW_SPACINGS = 2;
const FIRST_RELEASE = { major: 0, minor: 34 } as const;

/** Whether the nodes of a network's release have the policy. */
export function hasLivePolicy({ family, network, release }: Pick<Rules, 'family' | 'network' | 'release'>): boolean {
	const [major = 0, minor = 0] = release.split('.').map(Number);
	if (family !== 'btx' || network !== 'main') return false;
	return major > FIRST_RELEASE.major || (major === FIRST_RELEASE.major && minor >= FIRST_RELEASE.minor);
}

/**
 * Height that the cadence hold lets the tip reach: a burst at once, and a block for each spacing since the last one
 * was connected.
 * @param lastConnectTime seconds on the node's clock
 * @param now seconds on the same clock; one that was set back grants nothing beyond the burst
 * @param burst blocks; 0 switches the hold off
 * @throws RangeError when the spacing is not positive
 */
export function cadenceAllowedHeight(
	tipHeight: number,
	lastConnectTime: number,
	now: number,
	spacingSeconds: number,
	burst = CADENCE_BURST_BLOCKS,
): number {
	if (!(spacingSeconds > 0)) throw new RangeError(`spacing ${spacingSeconds} s is not positive`);
	if (burst === 0) return Number.POSITIVE_INFINITY;
	const elapsed = Math.max(0, now - lastConnectTime);
	return tipHeight + burst + Math.floor(elapsed / spacingSeconds);
}

/** Whether a node waits for its operator before it follows a reorganisation of so many blocks. */
export function isParked(reorgDepth: number, parkDepth = PARK_DEPTH_BLOCKS): boolean {
	return reorgDepth > parkDepth;
}

/** Seconds for which a tip counts as live; behind an older one the hold does not act. */
export function liveWindowSeconds(spacingSeconds: number): number {
	return LIVE_WINDOW_SPACINGS * spacingSeconds;
}
