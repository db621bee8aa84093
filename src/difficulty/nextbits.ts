/** The nBits that a chain's rules require of a block, whichever rule is in force at its height. */
import { absoluteAsertBits, resolveAnchor } from '../asert/absolute.ts';
import { anchorAt, nextBits as btxBits } from '../asert/btx.ts';
import type { AsertRules } from '../asert/rules.ts';
import type { BlockHeader, HeaderSource } from '../consensus/header.ts';
import { retargetBits } from '../consensus/retarget.ts';
import { eraAt } from './era.ts';
import type { DifficultyRules } from './rules.ts';

/** The block that nBits are asked for. */
export interface Candidate {
	/** Its parent. */
	readonly tipHeight: bigint;
	/** Its own header time, for rules with a minimum-difficulty exception; without it the exception does not apply. */
	readonly time?: bigint;
}

/**
 * nBits required of the block after the tip.
 * @param headers the tip's branch
 * @throws MissingHeaderError where a block that the rule looks at is not known; RangeError where no rule is given
 * for the height or the rule refuses its input
 */
export function requiredBits(rules: DifficultyRules, headers: HeaderSource, candidate: Candidate): number {
	const { rule, fromHeight } = eraAt(rules, candidate.tipHeight + 1n);
	switch (rule.kind) {
		case 'btx':
			return btxRequiredBits(rule.asert, headers, candidate.tipHeight);
		case 'asert':
			return absoluteAsertBits(rule, headers(candidate.tipHeight), resolveAnchor(rule, headers, fromHeight));
		default:
			return retargetBits(rule, headers, candidate);
	}
}

/** The anchor is looked up only where the rule needs one: not before the first arm, nor at an arm's own height. */
function btxRequiredBits(asert: AsertRules, headers: HeaderSource, tipHeight: bigint): number {
	const arm = anchorAt(asert, tipHeight);
	const isArm = asert.arms.some(({ height }) => height === tipHeight + 1n);
	const needsAnchor = arm !== undefined && !isArm && !asert.noRetargeting;
	return btxBits(asert, tipOf(asert, headers, tipHeight), needsAnchor ? headers(arm.height) : undefined);
}

/** Before the first arm the target is fixed, so the tip's own header does not matter. */
function tipOf(asert: AsertRules, headers: HeaderSource, tipHeight: bigint): BlockHeader {
	const first = asert.arms[0];
	const isFixed = !asert.noRetargeting && (first === undefined || tipHeight + 1n < first.height);
	return isFixed ? { height: tipHeight, time: 0n, bits: 0 } : headers(tipHeight);
}
