/**
 * Dark Gravity Wave v3, as Dash and Ravencoin apply it to every block.
 *
 * Goal: nextTarget = average target of the last N blocks × the seconds they took ÷ (N·T).
 *
 * The "average" is a recursion from the newest block backwards, every step floored: a₁ = t₁ and
 * a_c = floor((a_(c−1)·c + t_c) ÷ (c + 1)). Its weights are not equal, the newest block counts twice. The seconds span
 * N − 1 intervals but are compared with N spacings, so a steady chain settles at N ÷ (N − 1) of the spacing: Dash at
 * 156.5 s. The span is brought into floor(N·T ÷ 3) … 3·N·T before it multiplies.
 *
 * The node's products wrap at 2^256; here they are exact, which is the same number as long as
 * 3·N·T × limit < 2^256, as on every network listed below.
 *
 * Sources: Dash src/pow.cpp, DarkGravityWave, at 0edae128 (N = 24, 150 s; its easing of late blocks is for networks
 * with fPowAllowMinDifficultyBlocks only); Ravencoin src/pow.cpp, DarkGravityWave, at 6d48ae01 (N = 180, 60 s).
 */
import { encodeCompact, targetOfBits } from './compact.ts';
import type { HeaderSource } from './header.ts';
import type { NextBlock } from './retarget.ts';

export interface DarkGravityRule {
	readonly kind: 'dgw-v3';
	/** N: blocks averaged. */
	readonly windowBlocks: bigint;
	readonly spacingSeconds: bigint;
	/** Easiest allowed target. */
	readonly limitTarget: bigint;
	/**
	 * A change of the proof-of-work algorithm at a header time (Ravencoin's KawPoW): a new block dated at or after it
	 * gets `limitTarget` of its own until the whole window is dated so too.
	 */
	readonly algorithmSwitch?: { readonly time: bigint; readonly limitTarget: bigint };
}

/**
 * nBits required of the block after the tip; the limit while the tip's height is below the window. Looks at the last
 * `windowBlocks` blocks.
 * @throws MissingHeaderError where one of them is not known
 */
export function darkGravityBits(rule: DarkGravityRule, headers: HeaderSource, next: NextBlock): number {
	const { windowBlocks, spacingSeconds, limitTarget, algorithmSwitch } = rule;
	if (next.tipHeight < windowBlocks) return encodeCompact(limitTarget);
	const tip = headers(next.tipHeight);
	let oldest = tip;
	let earliestTime = tip.time;
	let average = targetOfBits(tip.bits);
	for (let count = 2n; count <= windowBlocks; count++) {
		oldest = headers(next.tipHeight + 1n - count);
		average = (average * count + targetOfBits(oldest.bits)) / (count + 1n);
		if (oldest.time < earliestTime) earliestTime = oldest.time;
	}
	if (algorithmSwitch !== undefined && next.time !== undefined) {
		const { time, limitTarget: switchLimit } = algorithmSwitch;
		if (next.time >= time && earliestTime < time) return encodeCompact(switchLimit);
	}
	const targetSeconds = windowBlocks * spacingSeconds;
	const least = targetSeconds / 3n;
	const most = targetSeconds * 3n;
	let actualSeconds = tip.time - oldest.time;
	if (actualSeconds < least) actualSeconds = least;
	if (actualSeconds > most) actualSeconds = most;
	const target = (average * actualSeconds) / targetSeconds;
	return encodeCompact(target > limitTarget ? limitTarget : target);
}
