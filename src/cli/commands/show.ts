/** `rehearse show`: one profile as it is resolved, with where each value was read. */

import { isPath, knownNames, type LoadedFile, loadFile } from '../../params/files.ts';
import { InputError } from '../../params/json.ts';
import { loadBase, networkNamed } from '../../params/registry.ts';
import { didYouMean } from '../../params/suggest.ts';
import type { Rules, Source } from '../../params/types.ts';
import { plain, prose } from '../../report/escape.ts';
import { cell, type Grid } from '../../report/grid.ts';
import { renderLeaflet } from '../../report/render.ts';
import { textWidth } from '../../report/width.ts';
import { fileKind, KINDS, type Kind, type ProfileDocument, sourceText } from '../catalogue.ts';
import type { Invocation } from '../invocation.ts';
import { checkTarget, deliver, renderOptions } from '../output.ts';
import { EXIT, type Shell } from '../shell.ts';
import { UsageError } from '../usage.ts';

interface Profile {
	readonly kind: Kind;
	readonly file: LoadedFile;
	/** Bases only: the rules that the constants become. */
	readonly rules: Rules | null;
}

interface Line {
	readonly name: string;
	readonly value: string;
	readonly unit: string;
	readonly source: string;
}

function load(kind: Kind, name: string): Profile {
	if (kind !== 'bases') return { kind, file: loadFile(fileKind(kind), name), rules: null };
	const { value, document, input } = loadBase(name);
	return { kind, file: { document, input }, rules: value };
}

/** Every profile of that name; the kinds are told apart by their titles. A path is tried as each kind. */
function find(name: string): readonly Profile[] {
	if (networkNamed(name) !== undefined) return [load('bases', name)];
	if (isPath('chainparams', name)) return [fromPath(name)];
	const kinds = KINDS.filter((kind) => knownNames(fileKind(kind)).includes(name));
	if (kinds.length > 0) return kinds.map((kind) => load(kind, name));
	const names = ['mainnet', ...KINDS.flatMap((kind) => knownNames(fileKind(kind)))];
	throw new InputError(`nothing is named "${plain(name, 80)}"${didYouMean(name, names)}; see rehearse list`);
}

/** The kind that the file's schema line names: a wrong one is refused by the schema of the kind tried. */
function fromPath(path: string): Profile {
	let last: unknown;
	for (const kind of KINDS) {
		try {
			return load(kind, path);
		} catch (error) {
			// A file of another kind fails at its schema line; any other fault is the answer.
			if (!(error instanceof InputError) || !error.message.includes(': /schema: ')) throw error;
			last = error;
		}
	}
	throw last;
}

/** Constants with the line of the node's source that sets each. */
function constantLines(rules: Rules): Line[] {
	return rules.constants.map(({ name, value, unit, source }) => ({
		name,
		value: String(value),
		unit: unit ?? '',
		source: sourceText({ ...source, ...(source.commit === undefined ? { commit: rules.commit } : {}) }),
	}));
}

/** Leaves of a document by path; an object's `source` stands beside everything in it. */
function leaves(value: unknown, path: string, inherited: string): Line[] {
	if (typeof value !== 'object' || value === null)
		return [{ name: path, value: String(value), unit: '', source: inherited }];
	const own = 'source' in value ? sourceText(value.source as Source) : inherited;
	return Object.entries(value)
		.filter(([key]) => key !== 'source' && key !== 'schema')
		.flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`, own));
}

/** Terminal widths of a base's constants: the longest name, a value with its unit, a file with its line. */
const CONSTANT_COLUMNS = [38, 17, 22] as const;

/** A base in a terminal: unit beside the value, and of a source the file and line; the paths stand below. */
function constantGrid(title: string, lines: readonly Line[], rules: Rules): Grid {
	const fileOf = (source: string) => source.replace(/^.*\//, '').replace(/@.*$/, '');
	const paths = [...new Set(lines.map(({ source }) => source.replace(/[:@].*$/, '')))].sort();
	const titles = ['Name', 'Value', 'Source'];
	return {
		title,
		columns: CONSTANT_COLUMNS.map((width, i) => ({ title: titles[i] ?? '', align: 'left', width })),
		rows: lines.map(({ name, value, unit, source }) => [
			cell(plain(name)),
			cell(plain(unit === '' ? value : `${value} ${unit}`)),
			cell(plain(fileOf(source))),
		]),
		notes: [`Sources at commit ${plain(rules.commit)}: ${paths.map((path) => plain(path)).join(', ')}`],
	};
}

/** Widest names in a terminal, with a column of sources beside the values and without one. */
const NAME_COLUMNS = { withSources: 28, alone: 46 } as const;

/** Names, values, units and sources in full. A source stands once, beside the first line it holds for. */
function lineGrid(title: string, lines: readonly Line[], units: boolean): Grid {
	const sources = [...new Set(lines.map(({ source }) => source).filter((source) => source !== ''))];
	const many = sources.length > 1;
	const longest = Math.max(...lines.map(({ name }) => textWidth(plain(name))));
	const width = Math.min(longest, many ? NAME_COLUMNS.withSources : NAME_COLUMNS.alone);
	return {
		title,
		columns: [
			{ title: 'Name', align: 'left', code: true, width },
			{ title: 'Value', align: 'left' },
			...(units ? [{ title: 'Unit', align: 'left' as const }] : []),
			...(many ? [{ title: 'Source', align: 'left' as const, code: true }] : []),
		],
		rows: lines.map(({ name, value, unit, source }, i) => [
			cell(plain(name)),
			cell(prose(value)),
			...(units ? [cell(plain(unit))] : []),
			...(many ? [cell(source === lines[i - 1]?.source ? '' : plain(source))] : []),
		]),
		notes: many ? [] : sources.map((source) => `Source: ${plain(source)}`),
	};
}

function gridOf({ kind, file, rules }: Profile, terminal: boolean): Grid {
	const { id, title: name } = file.document.value as ProfileDocument;
	const title = `${kind.slice(0, -1)} ${plain(id)}: ${plain(name)}`;
	const lines = rules === null ? leaves(file.document.value, '', '') : constantLines(rules);
	const grid = rules !== null && terminal ? constantGrid(title, lines, rules) : lineGrid(title, lines, rules !== null);
	return { ...grid, notes: [...grid.notes, `${plain(file.input.path)}, SHA-256 ${plain(file.input.sha256)}`] };
}

/**
 * Prints one profile.
 *
 * @returns exit code
 * @throws UsageError without a name; InputError where there is none of that name or it does not fit
 */
export async function show({ positionals, values }: Invocation, shell: Shell): Promise<number> {
	const [name] = positionals;
	if (name === undefined) throw new UsageError('show needs a name; see rehearse list');
	const options = renderOptions(values, shell);
	await checkTarget(values);
	const profiles = find(name);
	const document = {
		schema: 'rehearse/profiles@1',
		profiles: profiles.map(({ kind, file, rules }) => ({
			kind: kind.slice(0, -1),
			path: file.input.path,
			sha256: file.input.sha256,
			profile: file.document.value,
			...(rules === null ? {} : { constants: rules.constants, commit: rules.commit }),
		})),
	};
	const text = await renderLeaflet(
		{
			title: `Profile ${plain(name)}`,
			grids: profiles.map((profile) => gridOf(profile, options.format === 'table')),
			document,
		},
		options,
	);
	await deliver(text, values, shell);
	return EXIT.ok;
}
