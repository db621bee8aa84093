/** `rehearse issuance`: the exact schedule, its halvings and supply, for a base and where given a fork. */
import { issuanceTables } from '../../compare/issuance.ts';
import { undatedTables } from '../../compare/undated.ts';
import { defaultState, hasDefaultState, loadBase, loadState, networkOf } from '../../params/registry.ts';
import { resolveRuleSet } from '../../params/ruleset.ts';
import { resolveScenario } from '../../params/scenario.ts';
import type { ChainState, Rules } from '../../params/types.ts';
import { plain } from '../../report/escape.ts';
import type { Grid } from '../../report/grid.ts';
import { renderLeaflet } from '../../report/render.ts';
import { tableGrid } from '../../report/sections.ts';
import type { Invocation } from '../invocation.ts';
import { oneFork } from '../onefork.ts';
import type { Values } from '../options.ts';
import { checkTarget, deliver, renderOptions } from '../output.ts';
import { EXIT, type Shell } from '../shell.ts';

/** Columns of a table that has no fork. */
const BASE_COLUMNS = ['Quantity', 'Base', 'Kind'];

interface Sides {
	readonly base: Rules;
	readonly fork: Rules | null;
	/** Null: none is known, so nothing has a date. */
	readonly state: ChainState | null;
	readonly activationHeight: number | null;
}

function sidesOf(values: Values): Sides {
	const { base, state } = values;
	const fork = oneFork(values, 'issuance');
	const { value: rules } = loadBase(base);
	const known = state ?? (hasDefaultState(networkOf(rules), rules.release) ? undefined : null);
	if (known === null) {
		const set = resolveRuleSet({ base, fork });
		return { base: rules, fork: set.fork ?? null, state: null, activationHeight: set.activationHeights[0] ?? null };
	}
	if (fork !== undefined) return resolveScenario({ base, fork, state });
	const named = known ?? defaultState(networkOf(rules), rules.release).id;
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
	const tables =
		state === null ? undatedTables(base, fork, activationHeight) : issuanceTables(base, fork, state, activationHeight);
	const subject = fork === null ? base.title : `${base.title} -> ${fork.title}`;
	const title = `Issuance: ${plain(subject)}, ${state === null ? 'no state' : `state of ${plain(state.date)}`}`;
	const document = {
		schema: 'rehearse/issuance@1',
		base: base.id,
		fork: fork === null ? null : fork.id,
		state: state === null ? null : state.id,
		activationHeight,
		tables,
	};
	const grids = tables.map((table, i) => {
		const grid = fork === null ? baseGrid(tableGrid(table)) : tableGrid(table);
		return { ...grid, title: i === 0 ? title : plain(table.title) };
	});
	const text = await renderLeaflet({ title: 'Issuance', grids, document, tables }, options);
	await deliver(text, values, shell);
	return EXIT.ok;
}

/** Without the columns that only a fork fills; what is left needs no fixed widths. */
function baseGrid({ columns, rows, ...rest }: Grid): Grid {
	const kept = columns.flatMap(({ title }, at) => (BASE_COLUMNS.includes(title) ? [at] : []));
	return {
		...rest,
		columns: kept.flatMap((at) => {
			const { width: _, ...column } = columns[at]!;
			return [column];
		}),
		rows: rows.map((row) => kept.flatMap((at) => row[at] ?? [])),
	};
}
