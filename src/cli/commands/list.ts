/** `rehearse list`: the names that other commands take. */

import { knownNames, loadFile } from '../../params/files.ts';
import { plain, prose } from '../../report/escape.ts';
import { cell, type Grid } from '../../report/grid.ts';
import { renderLeaflet } from '../../report/render.ts';
import { SCREEN_COLUMNS, textWidth } from '../../report/width.ts';
import { dateOf, fileKind, KINDS, type Kind, kindNamed, originOf, type ProfileDocument } from '../catalogue.ts';
import type { Invocation } from '../invocation.ts';
import { checkTarget, deliver, renderOptions } from '../output.ts';
import { EXIT, type Shell } from '../shell.ts';

interface Item {
	readonly kind: Kind;
	readonly id: string;
	readonly title: string;
	readonly date: string;
	readonly source: string;
}

function itemOf(kind: Kind, id: string): Item {
	try {
		const profile = loadFile(fileKind(kind), id).document.value as ProfileDocument;
		return { kind, id, title: profile.title, date: dateOf(profile), source: originOf(profile) };
	} catch (error) {
		// One broken file of the user's must not hide the others.
		const reason = error instanceof Error ? error.message : String(error);
		return { kind, id, title: `cannot be read: ${prose(reason)}`, date: '', source: '' };
	}
}

const DATE_COLUMNS = 10;
/** Widest title in a terminal, beyond which it wraps, and the narrowest source. */
const TITLE_COLUMNS = 34;
const SOURCE_COLUMNS = 12;

/** In a terminal the source gets what is left of the line; `show` and the other formats give all of it. */
function gridOf(kind: Kind, items: readonly Item[], manyKinds: boolean, terminal: boolean): Grid {
	const longest = (key: 'id' | 'title') => Math.max(...items.map((item) => textWidth(plain(item[key]))), 0);
	const title = Math.min(longest('title'), TITLE_COLUMNS);
	const left = SCREEN_COLUMNS - 4 - longest('id') - title - DATE_COLUMNS;
	const source = Math.max(left, SOURCE_COLUMNS);
	return {
		title: manyKinds ? kind : '',
		columns: [
			{ title: 'Name', align: 'left', code: true },
			{ title: 'Title', align: 'left', width: title },
			{ title: 'Date', align: 'left', width: DATE_COLUMNS },
			{ title: 'Source', align: 'left', code: true },
		],
		rows: items.map((item) => [
			cell(plain(item.id)),
			cell(plain(item.title)),
			cell(plain(item.date)),
			cell(terminal ? plain(item.source, source) : plain(item.source)),
		]),
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
	const columns = ['kind', 'id', 'title', 'date', 'source'] as const;
	return {
		title: '',
		columns: columns.map((title) => ({ title, align: 'left' })),
		rows: items.map((item) => columns.map((column) => cell(plain(item[column])))),
		notes: [],
	};
}
