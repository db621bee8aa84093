/** What rounding to base units costs an issuance schedule in all. */
import { totalSupply } from '../consensus/subsidy.ts';
import type { Rules } from '../params/types.ts';

/**
 * Base units that a schedule pays beyond the unrounded sum that it owes; negative: less. Null unless what is owed are
 * halvings of one interval from block 0 on, whose unrounded sum S·I·(1 + ½ + ¼ + …) is 2·S·I: 21 million coins for Bitcoin
 * and BTX.
 * @param owed rule set whose unrounded sum is owed: the rules' own, or their base's where a fork keeps coins a day
 */
export function roundingTotal(rules: Rules, owed: Rules): bigint | null {
	const [stage, second] = owed.subsidy;
	if (
		stage?.rule.kind !== 'halving' ||
		stage.fromHeight !== 0n ||
		second !== undefined ||
		stage.rule.slowStart !== undefined
	)
		return null;
	const [segment, next] = stage.rule.segments;
	const total = totalSupply(rules.subsidy);
	if (segment === undefined || next !== undefined || total === null) return null;
	return total - 2n * segment.initialSubsidy * segment.halvingIntervalBlocks;
}
