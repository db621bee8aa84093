/** A chain's difficulty as data: stretches of heights, each under one rule of any family. */
import type { AbsoluteAsertRule } from '../asert/absolute.ts';
import type { AsertRules } from '../asert/rules.ts';
import type { RetargetRule } from '../consensus/retarget.ts';

/** BTX's own machine of arms and anchors (src/asert/btx.ts). */
export interface BtxRule {
	readonly kind: 'btx';
	readonly asert: AsertRules;
}

export type DifficultyRule = BtxRule | AbsoluteAsertRule | RetargetRule;

/** A stretch of heights under one rule, up to the start of the next one. */
export interface DifficultyEra {
	/** First height whose nBits the rule requires. */
	readonly fromHeight: bigint;
	/** The chainparams name of the height, 'genesis', or the id of the fork that adds the era. */
	readonly name: string;
	readonly rule: DifficultyRule;
}

/** Strictly increasing in height, the first from 0, or from where a chain's rules are known exactly. */
export type DifficultyRules = readonly DifficultyEra[];
