/** The constants of a network with some of them different, as an in-place fork builds them. */
import { ConstantTable } from '../../src/params/constants.ts';
import { InputError } from '../../src/params/json.ts';
import type { Rules } from '../../src/params/types.ts';
import type { ConstantValues } from '../../src/params/validity.ts';

export function editedTable(rules: Rules, edits: ConstantValues): ConstantTable {
	const constants = rules.constants.map((constant) => ({ ...constant, value: edits[constant.name] ?? constant.value }));
	return new ConstantTable(constants, (name, what) => new InputError(`${name}: ${what}`));
}
