/** The check of constants for a chain of which only the main network's rules are known. */
import type { Chain } from './chain.ts';
import { ConstantTable } from './constants.ts';
import { InputError } from './json.ts';
import { sanityOf } from './sanity.ts';
import type { Violation } from './validity.ts';

/** What a node of the chain asserts beyond what holds for the whole family. */
export interface MainnetCheck {
	/** The constant at fault, then the others that the check looks at. */
	readonly reads: readonly [string, ...string[]];
	readonly holds: (table: ConstantTable) => boolean;
	readonly reason: string;
}

/** Each chain makes exceptions of its own for its test networks, and they are not in its builder. */
const NO_EXCEPTIONS: readonly MainnetCheck[] = ['fPowAllowMinDifficultyBlocks', 'fPowNoRetargeting'].map((name) => ({
	reads: [name],
	holds: (table) => !table.boolean(name),
	reason: 'must be false: of this chain only the rules of the main network are known',
}));

/** Counts and divisors that must not be zero. */
export function positive(names: readonly string[]): readonly MainnetCheck[] {
	return names.map((name) => ({
		reads: [name],
		holds: (table) => table.integer(name) > 0n,
		reason: 'must be > 0',
	}));
}

/** Counts that a builder runs through; it holds itself to them, since an in-place edit is built before it is judged. */
export function upTo(most: bigint, name: string): MainnetCheck {
	return {
		reads: [name],
		holds: (table) => within(table.integer(name), most) === table.integer(name),
		reason: `must be from 1 to ${most}`,
	};
}

/** The value brought into 1 … most. */
export function within(value: bigint, most: bigint): bigint {
	if (value < 1n) return 1n;
	return value > most ? most : value;
}

/** Heights that rise strictly in the order given. */
export function rising(names: readonly string[]): readonly MainnetCheck[] {
	return names.slice(1).map((name, index) => {
		const before = names[index]!;
		return {
			reads: [name, before],
			holds: (table) => table.integer(name) > table.integer(before),
			reason: `must be above ${before}`,
		};
	});
}

/** The family's checks with those of a chain. */
export function mainnetOf(checks: readonly MainnetCheck[]): Chain['violations'] {
	const sanity = sanityOf();
	return (constants, mined, fault = (name, what) => new InputError(`${name}: ${what}`)) => {
		const list = Object.entries(constants).map(([name, value]) => ({ name, value, source: {} }));
		const table = new ConstantTable(list, fault);
		return [
			...sanity(constants, mined, fault),
			...broken('VAL-18', NO_EXCEPTIONS, table),
			...broken('VAL-19', checks, table),
		];
	};
}

function broken(id: string, checks: readonly MainnetCheck[], table: ConstantTable): Violation[] {
	return checks
		.filter(({ reads, holds }) => reads.every((name) => table.has(name)) && !holds(table))
		.map(({ reads: [name], reason }) => ({ id, name, reason }));
}
