/** Blocks that lose a race because they were not known in time: closed forms of the spacing and a delay. */
import { expm1, log1p } from '../numeric/elementary.ts';

/**
 * Share of blocks with a rival: another block is found within the delay. P = 1 − e^(−D/T) (P. R. Rizun, *A
 * transaction fee market exists without a block size limit*, 2015). A block of one's own counts as a
 * rival here, so that it bounds the other models from above.
 */
export function exponentialStale(delaySeconds: number, spacingSeconds: number): number {
	return -expm1(-delaySeconds / spacingSeconds);
}

/**
 * The same for the blocks of a miner with a share h: its own blocks reach it at once, so only the others race:
 * 1 − e^(−(1 − h)·D/T).
 */
export function ownStale(share: number, delaySeconds: number, spacingSeconds: number): number {
	return -expm1((-(1 - share) * delaySeconds) / spacingSeconds);
}

/**
 * Stale blocks of a network whose nodes learn of a block one after another: 1 − (1 − 1/T)^A, where A is the area
 * in seconds under the share of hashrate that does not know the block yet (C. Decker and R. Wattenhofer,
 * *Information propagation in the Bitcoin network*, 2013).
 */
export function uninformedStale(uninformedSeconds: number, spacingSeconds: number): number {
	return -expm1(uninformedSeconds * log1p(-1 / spacingSeconds));
}

/** Delay in seconds that a stale rate implies by the exponential model: −T·ln(1 − p). */
export function impliedDelay(stale: number, spacingSeconds: number): number {
	return -spacingSeconds * log1p(-stale);
}

/** A stale rate measured at one spacing, at another: the delay stays, 1 − (1 − p)^(T/T′). */
export function scaledStale(stale: number, spacingSeconds: number, newSpacingSeconds: number): number {
	return exponentialStale(impliedDelay(stale, spacingSeconds), newSpacingSeconds);
}

/** 95 % interval of a share counted in n draws (E. B. Wilson, *Probable inference*, 1927). */
export function wilsonInterval(
	share: number,
	draws: number,
	z: number,
): { readonly low: number; readonly high: number } {
	const scale = 1 + z ** 2 / draws;
	const centre = (share + z ** 2 / (2 * draws)) / scale;
	const half = (z * Math.sqrt((share * (1 - share)) / draws + z ** 2 / (4 * draws ** 2))) / scale;
	return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/**
 * Useful part of a device's work when a new tip discards the attempt in progress: attempts of L seconds, tips at
 * rate 1/T. An interval of length t holds floor(t/L) whole attempts, E = 1/(e^x − 1) with x = L/T, against
 * 1/x without loss: x/(e^x − 1).
 */
export function attemptEfficiency(attemptSeconds: number, spacingSeconds: number): number {
	const x = attemptSeconds / spacingSeconds;
	return x === 0 ? 1 : x / expm1(x);
}
