/** Difficulty that does not move, as on networks for tests (fPowNoRetargeting) or under a fork that sets it. */
import type { HeaderSource } from './header.ts';
import type { NextBlock } from './retarget.ts';

/** nBits that stay as they are. */
export interface FixedRule {
	readonly kind: 'fixed';
	/** Target spacing that the chain is meant to have; nothing is computed from it. */
	readonly spacingSeconds: bigint;
	/** Easiest allowed target; nothing is computed from it. */
	readonly limitTarget: bigint;
	/** nBits of every block; unset repeats the parent's. */
	readonly bits?: number;
}

/**
 * nBits required of the block after the tip.
 * @throws MissingHeaderError where they are the parent's and the tip is not known
 */
export function fixedBits(rule: FixedRule, headers: HeaderSource, next: NextBlock): number {
	return rule.bits ?? headers(next.tipHeight).bits;
}
