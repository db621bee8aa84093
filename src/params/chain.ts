/** What a chain's constants become; each chain reads its own names in a file of its own. */
import type { ConstantFault, ConstantTable } from './constants.ts';
import type { Rules } from './types.ts';
import type { ConstantValues, MinedChain, Violation } from './validity.ts';

/** The part of a rule set that follows from constants alone. */
export type ChainRules = Pick<
	Rules,
	'genesis' | 'maxMoney' | 'subsidy' | 'emptyBlockPenalty' | 'difficulty' | 'time' | 'maxBlockBytes' | 'headerBytes'
>;

/** How the constants of one chain are read. */
export interface Chain {
	/** @throws what the table's fault makes, for a constant that is missing or of the wrong kind. */
	readonly rulesOf: (table: ConstantTable) => ChainRules;
	/** Rules that the constants break, in the node's order. */
	readonly violations: (constants: ConstantValues, mined?: MinedChain, fault?: ConstantFault) => Violation[];
}
