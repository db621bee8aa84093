/** What holds at a height, whichever rule is in force there. */
import { halfLifeAt as btxHalfLifeAt, limitAt as btxLimitAt, spacingAt as btxSpacingAt } from '../asert/btx.ts';
import type { AsertRules } from '../asert/rules.ts';
import type { DifficultyEra, DifficultyRules } from './rules.ts';

/**
 * The era that requires the nBits of the block at a height.
 * @throws RangeError below the first era
 */
export function eraAt(rules: DifficultyRules, height: bigint): DifficultyEra {
	const era = rules.findLast(({ fromHeight }) => fromHeight <= height);
	if (era === undefined) throw new RangeError(`no difficulty rule is given for height ${height}`);
	return era;
}

/** Target spacing in seconds that the block after the tip is retargeted with. */
export function spacingAt(rules: DifficultyRules, tipHeight: bigint): bigint {
	const { rule } = eraAt(rules, tipHeight + 1n);
	return rule.kind === 'btx' ? btxSpacingAt(rule.asert, tipHeight) : rule.spacingSeconds;
}

/** Half-life in seconds that the block after the tip is retargeted with; undefined for a rule that has none. */
export function halfLifeAt(rules: DifficultyRules, tipHeight: bigint): bigint | undefined {
	const { rule } = eraAt(rules, tipHeight + 1n);
	if (rule.kind === 'btx') return btxHalfLifeAt(rule.asert, tipHeight);
	return rule.kind === 'asert' ? rule.halfLifeSeconds : undefined;
}

/** Easiest allowed target of the block AT a height. */
export function limitAt(rules: DifficultyRules, height: bigint): bigint {
	const { rule } = eraAt(rules, height);
	return rule.kind === 'btx' ? btxLimitAt(rule.asert, height) : rule.limitTarget;
}

/** BTX's arms where they are the only rule; undefined for every other chain. */
export function btxAsert(rules: DifficultyRules): AsertRules | undefined {
	const [first, second] = rules;
	return second === undefined && first?.rule.kind === 'btx' ? first.rule.asert : undefined;
}

/**
 * BTX's arms of rules that consist of them.
 * @throws RangeError for any other rules
 */
export function asertOf(rules: DifficultyRules): AsertRules {
	const asert = btxAsert(rules);
	if (asert === undefined) throw new RangeError('these difficulty rules are not those of BTX alone');
	return asert;
}

/** The same rules with other arms and constants of BTX's machine. */
export function withAsert(asert: AsertRules): DifficultyRules {
	return [{ fromHeight: 0n, name: 'genesis', rule: { kind: 'btx', asert } }];
}

/** Heights of the blocks that rules look back to however far away the tip is: anchors of ASERT. */
export function anchorHeights(rules: DifficultyRules): Set<bigint> {
	const heights = new Set<bigint>();
	for (const { rule, fromHeight } of rules) {
		if (rule.kind === 'btx') for (const arm of rule.asert.arms) heights.add(arm.height);
		// The last block before the era, and for Bitcoin Cash its parent, whose time counts.
		else if (rule.kind === 'asert' && !('height' in rule.anchor)) heights.add(fromHeight - 1n);
	}
	return heights;
}

/** Heights from which a rule, or an arm of BTX's, is in force, ascending. */
export function changeHeights(rules: DifficultyRules): bigint[] {
	return rules.flatMap(({ fromHeight, rule }) => [
		fromHeight,
		...(rule.kind === 'btx' ? rule.asert.arms.map(({ height }) => height) : []),
	]);
}
