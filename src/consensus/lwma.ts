/**
 * LWMA, the linearly weighted moving average of solve times, in its two forms for Bitcoin's descendants.
 *
 * Goal: with the last N solve times sᵢ, the oldest first, and k = N·(N + 1)·T ÷ 2, which is what Σ i·sᵢ amounts to
 * on schedule,
 *
 *     nextTarget = mean target × (Σ i·sᵢ) ÷ k
 *
 * Every target is divided by k·N and floored before the sum, which keeps the node's product within 256 bits and loses
 * less than 6·k·N units of target. The forms differ in how they read header times out of order:
 *
 * - `lwma-1` walks a clock that never stands still: a time not after the one before it becomes one second later, and
 *   sᵢ ≤ 6·T. It needs N + 1 blocks. (zawy12/difficulty-algorithms issue 3, comment 442129791.)
 * - `zawy-2018` takes the differences as they are, brought into −FTL … 6·T, where FTL is how far header times may run
 *   ahead of the clock, and holds Σ i·sᵢ at k ÷ 10 or more. It needs N + 2 blocks. (Comment 388386175 there, as in
 *   Susucoin src/pow.cpp, LwmaCalculateNextWorkRequired, at 1459cfab: N = 60, T = 120, FTL = 360.)
 *
 * Susucoin's function does not stop at the limit, but CheckProofOfWork refuses every block above it, so a chain cannot
 * be there; here the limit binds.
 */
import { encodeCompact, targetOfBits } from './compact.ts';
import type { HeaderSource } from './header.ts';
import type { NextBlock } from './retarget.ts';

interface LwmaConstants {
	readonly kind: 'lwma';
	/** N: solve times averaged. */
	readonly windowBlocks: bigint;
	/** T. */
	readonly spacingSeconds: bigint;
	/** Easiest allowed target. */
	readonly limitTarget: bigint;
}

/** Which form, with the constant that only one of them has. */
export type LwmaRule = LwmaConstants &
	(
		| { readonly variant: 'lwma-1' }
		/** FTL: how far a header time may lie ahead of the clock, and so a solve time below zero. */
		| { readonly variant: 'zawy-2018'; readonly maxFutureSeconds: bigint }
	);

/**
 * nBits required of the block after the tip; the limit while there are too few blocks. Looks at the last
 * `windowBlocks` + 1 blocks.
 * @throws MissingHeaderError where one of them is not known
 */
export function lwmaBits(rule: LwmaRule, headers: HeaderSource, { tipHeight }: NextBlock): number {
	const { windowBlocks, spacingSeconds, limitTarget } = rule;
	const monotone = rule.variant === 'lwma-1';
	if (tipHeight < windowBlocks + (monotone ? 0n : 1n)) return encodeCompact(limitTarget);
	const onSchedule = (windowBlocks * (windowBlocks + 1n) * spacingSeconds) / 2n;
	const longest = 6n * spacingSeconds;
	let clock = headers(tipHeight - windowBlocks).time;
	let weightedSeconds = 0n;
	let targetSum = 0n;
	for (let weight = 1n; weight <= windowBlocks; weight++) {
		const { time, bits } = headers(tipHeight - windowBlocks + weight);
		let seconds = time - clock;
		if (monotone) {
			if (seconds < 1n) seconds = 1n;
			clock += seconds;
		} else {
			if (seconds < -rule.maxFutureSeconds) seconds = -rule.maxFutureSeconds;
			clock = time;
		}
		weightedSeconds += weight * (seconds > longest ? longest : seconds);
		targetSum += targetOfBits(bits) / (onSchedule * windowBlocks);
	}
	if (!monotone && weightedSeconds < onSchedule / 10n) weightedSeconds = onSchedule / 10n;
	const target = targetSum * weightedSeconds;
	return encodeCompact(target > limitTarget ? limitTarget : target);
}
