/** What a fork expects of its base's constants and what it sets them to. */
import { chainNamed } from './chains.ts';
import { type ConstantFault, ConstantTable } from './constants.ts';
import type { ForkFault } from './forkfault.ts';
import { escapeText, type InputError } from './json.ts';
import { didYouMean } from './suggest.ts';
import type { Constant, Fork, Rules } from './types.ts';

/** @throws what `fault` makes, where a constant of the base has another value than the fork expects. */
export function assertExpectations(rules: Rules, fork: Fork, fault: ForkFault): void {
	for (const [name, expected] of Object.entries(fork.expect)) {
		const constant = constantNamed(rules, name, (what) => fault(['expect', name], what));
		if (constant.value !== expected) {
			const values = `the fork expects ${JSON.stringify(expected)}, ${rules.id} has ${JSON.stringify(constant.value)}`;
			throw fault(['expect', name], escapeText(values));
		}
	}
}

/** @throws what `fault` makes, for a constant that is not there, is counted in blocks, or is not of this kind. */
export function assertSettings(rules: Rules, fork: Fork, fault: ForkFault): void {
	const inBlocks = new Set(rules.blockCounts.map(({ name }) => name));
	for (const [name, value] of Object.entries(fork.set)) {
		const constant = constantNamed(rules, name, (what) => fault(['set', name], what));
		if (inBlocks.has(name)) throw fault(['set', name], 'is counted in blocks: decide it under blockCounts');
		if (typeof value !== typeof constant.value) {
			throw fault(['set', name], `expected ${exampleOf(constant.value)}, found ${escapeText(JSON.stringify(value))}`);
		}
		if (typeof value === 'number' ? value < 0 : typeof value === 'string' && value.startsWith('-')) {
			throw fault(['set', name], 'must not be negative');
		}
	}
	if (rules.constants.some(({ name }) => name === 'nPowTargetSpacingNormal')) assertBothSpacings(fork, fault);
}

/** BTX keeps its spacing in two fields; the second is that of the network after its fast start. */
function assertBothSpacings({ set }: Fork, fault: ForkFault): void {
	const [spacing, normal] = [set['nPowTargetSpacing'], set['nPowTargetSpacingNormal']];
	if (spacing === normal) return;
	const missing = spacing === undefined ? 'nPowTargetSpacing' : 'nPowTargetSpacingNormal';
	const present = missing === 'nPowTargetSpacing' ? 'nPowTargetSpacingNormal' : 'nPowTargetSpacing';
	throw fault(
		['set', present],
		`nPowTargetSpacing and nPowTargetSpacingNormal move together; set ${missing} to the same`,
	);
}

/** The constants with a fork's values; `note` says whose they are and from when. */
export function changedConstants(rules: Rules, fork: Fork, note: string): Constant[] {
	return rules.constants.map((constant) => {
		const value = fork.set[constant.name];
		return value === undefined || value === constant.value
			? constant
			: { ...constant, value, source: fork.source ?? { note: `fork ${fork.id}` }, note };
	});
}

/**
 * Refuses values under `set` that nothing reads, and constants that a node would not start with.
 * @param constants the base's with the fork's values
 * @throws what `fault` makes
 */
export function assertAccepted(rules: Rules, fork: Fork, constants: readonly Constant[], fault: ForkFault): void {
	const chain = chainNamed(rules.family);
	const place = settingFault(fork, fault);
	const values = Object.fromEntries(constants.map(({ name, value }) => [name, value ?? false]));
	const violation = chain.violations(values, undefined, place)[0];
	if (violation !== undefined) {
		throw place(violation.name, `a node refuses this: ${violation.name}: ${violation.reason} (${violation.id})`);
	}
	const table = new ConstantTable(constants, place);
	chain.rulesOf(table);
	// BTX's second spacing is the first one again.
	const ignored = Object.keys(fork.set).find(
		(name) => !table.namesRead.has(name) && name !== 'nPowTargetSpacingNormal',
	);
	if (ignored !== undefined) throw fault(['set', ignored], 'has no effect that is modelled');
}

/** Faults of constants as faults of the fork's file: at the fork's own value, or at its values as a whole. */
export function settingFault({ set, blockCounts }: Fork, fault: ForkFault): ConstantFault {
	return (name, what) => {
		if (name in set) return fault(['set', name], what);
		return fault(name in blockCounts ? ['blockCounts', name] : ['set'], what);
	};
}

function constantNamed(rules: Rules, name: string, fault: (what: string) => InputError): Constant {
	const constant = rules.constants.find((candidate) => candidate.name === name);
	if (constant !== undefined) return constant;
	const names = rules.constants.map((candidate) => candidate.name);
	throw fault(`${rules.id} has no constant of this name${didYouMean(name, names)}`);
}

function exampleOf(value: Constant['value']): string {
	if (typeof value === 'string') return `a string such as ${escapeText(JSON.stringify(value))}`;
	return typeof value === 'number' ? `a number such as ${value}` : 'true or false';
}
