/** `rehearse issuance`: the exact schedule, its halvings and supply, for a base and where given a fork. */
import { issuanceTables } from '../../compare/issuance.ts';
import { defaultState, loadBase, loadState } from '../../params/registry.ts';
import { resolveScenario } from '../../params/scenario.ts';
import type { ChainState, Rules } from '../../params/types.ts';
import { plain } from '../../report/escape.ts';
import { renderLeaflet } from '../../report/render.ts';
import { tableGrid } from '../../report/sections.ts';
import type { Invocation } from '../invocation.ts';
import type { Values } from '../options.ts';
import { checkTarget, deliver, renderOptions } from '../output.ts';
import { EXIT, type Shell } from '../shell.ts';

interface Sides {
	readonly base: Rules;
	readonly fork: Rules | null;
	readonly state: ChainState;
	readonly activationHeight: number | null;
}

function sidesOf({ base, fork, state }: Values): Sides {
	if (fork !== undefined) return resolveScenario({ base, fork, state });
	const { value: rules } = loadBase(base);
	const named = state ?? defaultState(`${rules.chain}/${rules.network}`, rules.release).id;
	return { base: rules, fork: null, state: loadState(named).value, activationHeight: null };
}

/**
 * Prints the issuance tables.
 *
 * @returns exit code
 * @throws InputError where a file is missing or does not fit
 */
export async function issuance({ values }: Invocation, shell: Shell): Promise<number> {
	const options = renderOptions(values, shell);
	await checkTarget(values);
	const { base, fork, state, activationHeight } = sidesOf(values);
	const tables = issuanceTables(base, fork, state, activationHeight);
	const subject = fork === null ? base.title : `${base.title} -> ${fork.title}`;
	const title = `Issuance: ${plain(subject)}, state of ${plain(state.date)}`;
	const document = {
		schema: 'rehearse/issuance@1',
		base: base.id,
		fork: fork === null ? null : fork.id,
		state: state.id,
		activationHeight,
		tables,
	};
	const grids = tables.map((table, i) => ({ ...tableGrid(table), title: i === 0 ? title : plain(table.title) }));
	const text = await renderLeaflet({ title: 'Issuance', grids, document, tables }, options);
	await deliver(text, values, shell);
	return EXIT.ok;
}
