/**
 * Digishield as Dogecoin applies it to every block after 145,000: a retarget over one block whose deviation from the
 * spacing T counts an eighth.
 *
 *     seconds = T + trunc((solveTime − T) ÷ 8), brought into T − floor(T ÷ 4) … T + floor(T ÷ 2)
 *     nextTarget = floor(target × seconds ÷ T)
 *
 * C++ division truncates toward zero, so a block 1 to 7 s early changes nothing, and a block 12 s early is 1 s early
 * (a floor would make it 2); Dogecoin's get_next_work_digishield_rounding holds this. The node's product wraps at
 * 2^256; here it is exact, which is the same number as long as 1.5·T × limit < 2^256.
 *
 * Source: Dogecoin src/dogecoin.cpp, CalculateDogecoinNextWorkRequired, at 11b10408; src/pow.cpp, GetNextWorkRequired,
 * for the block measured from.
 */
import { encodeCompact, targetOfBits } from './compact.ts';
import type { HeaderSource } from './header.ts';
import type { NextBlock } from './retarget.ts';

export interface DigishieldRule {
	readonly kind: 'digishield';
	/** T: the spacing, which is the retarget timespan as well. */
	readonly spacingSeconds: bigint;
	/** Easiest allowed target. */
	readonly limitTarget: bigint;
}

/**
 * nBits required of the block after the tip. Looks at the tip and its parent; the genesis block, which has none,
 * counts as solved in no time, as in the node.
 * @throws MissingHeaderError where one of them is not known
 */
export function digishieldBits(rule: DigishieldRule, headers: HeaderSource, next: NextBlock): number {
	const { spacingSeconds, limitTarget } = rule;
	const tip = headers(next.tipHeight);
	const solveSeconds = next.tipHeight === 0n ? 0n : tip.time - headers(next.tipHeight - 1n).time;
	const least = spacingSeconds - spacingSeconds / 4n;
	const most = spacingSeconds + spacingSeconds / 2n;
	let seconds = spacingSeconds + (solveSeconds - spacingSeconds) / 8n;
	if (seconds < least) seconds = least;
	if (seconds > most) seconds = most;
	const target = (targetOfBits(tip.bits) * seconds) / spacingSeconds;
	return encodeCompact(target > limitTarget ? limitTarget : target);
}
