/** `rehearse list`: the names that other commands take. */

import { knownNames, loadFile } from '../../params/files.ts';
import { plain, prose } from '../../report/escape.ts';
import { type Column, cell, type Grid } from '../../report/grid.ts';
import { renderLeaflet } from '../../report/render.ts';
import {
	dateOf,
	fileKind,
	KINDS,
	type Kind,
	kindNamed,
	originOf,
	type ProfileDocument,
	scopeOf,
} from '../catalogue.ts';
import type { Invocation } from '../invocation.ts';
import { checkTarget, deliver, renderOptions } from '../output.ts';
import { EXIT, type Shell } from '../shell.ts';

interface Item {
	readonly kind: Kind;
	readonly id: string;
	readonly title: string;
	/** Network or coin that it is for. */
	readonly for: string;
	readonly date: string;
	readonly source: string;
}

function itemOf(kind: Kind, id: string): Item {
	try {
		const profile = loadFile(fileKind(kind), id).document.value as ProfileDocument;
		return {
			...{ kind, id, title: profile.title, for: scopeOf(kind, profile) },
			...{ date: dateOf(profile), source: originOf(profile) },
		};
	} catch (error) {
		// One broken file of the user's must not hide the others.
		const reason = error instanceof Error ? error.message : String(error);
		return { kind, id, title: `cannot be read: ${prose(reason)}`, for: '', date: '', source: '' };
	}
}

type Shown = 'id' | 'title' | 'for' | 'date' | 'source';

const COLUMNS: Readonly<Record<Shown, Column>> = {
	id: { title: 'Name', align: 'left', code: true },
	title: { title: 'Title', align: 'left' },
	for: { title: 'For', align: 'left', code: true },
	date: { title: 'Date', align: 'left', width: 10 },
	source: { title: 'Source', align: 'left', code: true },
};

/** Names and titles, and what any of the items has. In a terminal no source has room: `show` and the other formats give it. */
function gridOf(kind: Kind, items: readonly Item[], manyKinds: boolean, terminal: boolean): Grid {
	const optional = (['for', 'date'] as const).filter((key) => items.some((item) => item[key] !== ''));
	const shown: readonly Shown[] = ['id', 'title', ...optional, ...(terminal ? [] : (['source'] as const))];
	return {
		title: manyKinds ? kind : '',
		columns: shown.map((key) => COLUMNS[key]),
		rows: items.map((item) => shown.map((key) => cell(plain(item[key])))),
		notes: [],
	};
}

/**
 * Prints the known profiles of one kind or of all.
 *
 * @returns exit code
 * @throws UsageError for an unknown kind
 */
export async function list({ positionals, values }: Invocation, shell: Shell): Promise<number> {
	const options = renderOptions(values, shell);
	await checkTarget(values);
	const [word] = positionals;
	const kinds = word === undefined ? KINDS : [kindNamed(word)];
	const byKind = kinds.map((kind) => ({ kind, items: knownNames(fileKind(kind)).map((id) => itemOf(kind, id)) }));
	const items = byKind.flatMap((each) => each.items);
	const grids =
		options.format === 'csv'
			? [csvGrid(items)]
			: byKind.map(({ kind, items }) => gridOf(kind, items, kinds.length > 1, options.format === 'table'));
	const title = word === undefined ? 'Profiles' : `Profiles: ${kinds.join(', ')}`;
	const text = await renderLeaflet({ title, grids, document: { schema: 'rehearse/list@1', items } }, options);
	await deliver(text, values, shell);
	return EXIT.ok;
}

/** One header for all kinds, which a spreadsheet needs. */
function csvGrid(items: readonly Item[]): Grid {
	const columns = ['kind', 'id', 'title', 'for', 'date', 'source'] as const;
	return {
		title: '',
		columns: columns.map((title) => ({ title, align: 'left' })),
		rows: items.map((item) => columns.map((column) => cell(plain(item[column])))),
		notes: [],
	};
}
