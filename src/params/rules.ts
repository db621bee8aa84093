/** Constants under their source names → the rule set that everything above computes with. */
import { chainNamed } from './chains.ts';
import { type ConstantFault, ConstantTable } from './constants.ts';
import type { BlockCount, Constant, Rules } from './types.ts';

/** What a rule set says of itself beside its constants. */
export type RulesIdentity = Pick<
	Rules,
	'id' | 'chain' | 'family' | 'network' | 'release' | 'title' | 'coin' | 'commit' | 'reachableFrom'
>;

/** Meaning of a constant counted in blocks, by the constant's name. */
export interface BlockCountMeaning {
	readonly name: string;
	readonly means: BlockCount['means'];
	readonly title: string;
}

/** A built rule set and the constants that went into it. */
export interface BuiltRules {
	readonly rules: Rules;
	readonly namesRead: ReadonlySet<string>;
}

/**
 * Builds the rules of a network.
 * @throws what `fault` makes, for a constant that is missing or of the wrong kind.
 */
export function buildRules(
	identity: RulesIdentity,
	constants: readonly Constant[],
	meanings: readonly BlockCountMeaning[],
	workUnits: (constants: ConstantTable) => Rules['workUnits'],
	fault: ConstantFault,
): BuiltRules {
	const table = new ConstantTable(constants, fault);
	const rules: Rules = {
		...identity,
		...chainNamed(identity.family).rulesOf(table),
		workUnits: workUnits(table),
		blockCounts: meanings.map(({ name, means, title }) => ({
			name,
			blocks: table.number(name),
			means,
			title,
			source: table.constant(name).source,
		})),
		constants,
	};
	return { rules, namesRead: table.namesRead };
}
