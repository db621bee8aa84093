/**
 * Difficulty rules other than ASERT, as data, and the nBits that they require. Each rule and its arithmetic
 * stand in a file of their own; a chain is a list of stretches of heights, each under one rule.
 */
import { type AveragingRule, averagingBits } from './averaging.ts';
import { type Cw144Rule, cw144Bits } from './cw144.ts';
import { type DarkGravityRule, darkGravityBits } from './darkgravity.ts';
import { type DigishieldRule, digishieldBits } from './digishield.ts';
import { type EmergencyRule, emergencyBits } from './emergency.ts';
import { type FixedRule, fixedBits } from './fixed.ts';
import type { HeaderSource } from './header.ts';
import { type LwmaRule, lwmaBits } from './lwma.ts';
import { type PeriodRule, periodBits } from './period.ts';
import { type WtemaRule, wtemaBits } from './wtema.ts';

/** One difficulty rule with its constants. */
export type RetargetRule =
	| PeriodRule
	| EmergencyRule
	| Cw144Rule
	| DarkGravityRule
	| DigishieldRule
	| AveragingRule
	| LwmaRule
	| WtemaRule
	| FixedRule;

/** The block that nBits are asked for: the one after `tipHeight`. */
export interface NextBlock {
	readonly tipHeight: bigint;
	/** Header time of the new block, for rules that look at it; without it such an exception does not apply. */
	readonly time?: bigint;
}

/**
 * nBits required of the block after the tip.
 * @param headers the tip's branch; how far back a rule looks is in the rule's own file
 * @throws MissingHeaderError where a block that the rule looks at is not known
 */
export function retargetBits(rule: RetargetRule, headers: HeaderSource, next: NextBlock): number {
	switch (rule.kind) {
		case 'period':
			return periodBits(rule, headers, next);
		case 'bch-eda':
			return emergencyBits(rule, headers, next);
		case 'cw-144':
			return cw144Bits(rule, headers, next);
		case 'dgw-v3':
			return darkGravityBits(rule, headers, next);
		case 'digishield':
			return digishieldBits(rule, headers, next);
		case 'averaging':
			return averagingBits(rule, headers, next);
		case 'lwma':
			return lwmaBits(rule, headers, next);
		case 'wtema':
			return wtemaBits(rule, headers, next);
		case 'fixed':
			return fixedBits(rule, headers, next);
	}
}
