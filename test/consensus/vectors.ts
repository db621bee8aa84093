/** Reads numbers with known answers from test/vectors. */
import { readFileSync } from 'node:fs';

export interface Vector<Inputs, Expected> {
	readonly id: string;
	readonly inputs: Inputs;
	readonly expected: Expected;
	readonly source: string;
}

/** The cases of one category. An absent or empty category is an error: a test over nothing proves nothing. */
export function vectors<Inputs, Expected>(file: string, category: string): Vector<Inputs, Expected>[] {
	const path = new URL(`../vectors/${file}`, import.meta.url);
	const document = JSON.parse(readFileSync(path, 'utf8')) as {
		origin: string;
		cases: Record<string, Vector<Inputs, Expected>[]>;
	};
	const cases = document.cases[category] ?? [];
	if (cases.length === 0) throw new Error(`${file} has no case of category ${category}`);
	return cases;
}

/** The one case of a name; a name that is gone is an error. */
export function vector<Inputs, Expected>(file: string, category: string, id: string): Vector<Inputs, Expected> {
	const found = vectors<Inputs, Expected>(file, category).find((each) => each.id === id);
	if (found === undefined) throw new Error(`${file} has no case ${id}`);
	return found;
}

/** Amounts by height, as the files keep them, in base units. */
export function amounts(byHeight: Readonly<Record<string, string | number>>, unit = 1n): [bigint, bigint][] {
	const rows = Object.entries(byHeight);
	if (rows.length === 0) throw new Error('no amounts');
	return rows.map(([height, amount]) => [BigInt(height), BigInt(amount) * unit]);
}

/** A target written as 64 hex digits. */
export function targetOfHex(hex: string): bigint {
	return BigInt(`0x${hex}`);
}
