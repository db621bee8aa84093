/** Kinds of profiles as the user names them, and what a list says of each file. */
import type { FileKind } from '../params/files.ts';
import { didYouMean } from '../params/suggest.ts';
import type { Source } from '../params/types.ts';
import { plain } from '../report/escape.ts';
import { UsageError } from './usage.ts';

export const KINDS = ['bases', 'forks', 'fleets', 'states', 'markets', 'devices'] as const;
export type Kind = (typeof KINDS)[number];

/** Folder of a kind: bases are the chain parameters that nodes run. */
export function fileKind(kind: Kind): FileKind {
	return kind === 'bases' ? 'chainparams' : kind;
}

/**
 * The kind that a word means; the singular is understood.
 *
 * @throws UsageError with the nearest kind
 */
export function kindNamed(word: string): Kind {
	const kind = KINDS.find((each) => each === word || each.slice(0, -1) === word);
	if (kind !== undefined) return kind;
	throw new UsageError(`unknown kind "${plain(word, 80)}"${didYouMean(word, KINDS)}; kinds: ${KINDS.join(', ')}`);
}

/** Where something was read, in one line: "src/kernel/chainparams.cpp:155@f3c9eb77". */
export function sourceText(source: Source & { readonly repo?: string }): string {
	const { path, line, commit, url, repo, note } = source;
	const place = path ?? url ?? repo ?? '';
	const at = (line === undefined ? '' : `:${line}`) + (commit === undefined ? '' : `@${commit.slice(0, 8)}`);
	return place === '' ? (note ?? '') : place + at;
}

/** The keys that lists and shows read; the loader has checked the file against its schema. */
export interface ProfileDocument {
	readonly id: string;
	readonly title: string;
	readonly date?: string;
	/** Of a fork: the rules that it changes. */
	readonly base?: string;
	/** Of a state. */
	readonly network?: string;
	/** Of a market. */
	readonly coin?: unknown;
	readonly source?: Source & { readonly repo?: string; readonly committedAt?: string };
	readonly provenance?: Readonly<Record<string, Source>>;
	readonly devices?: readonly { readonly date?: string; readonly source: Source }[];
}

/** Date of a profile: its own, its commit's, or that of its first device. */
export function dateOf({ date, source, devices }: ProfileDocument): string {
	return date ?? source?.committedAt?.slice(0, 10) ?? devices?.[0]?.date ?? '';
}

/** Network or coin that a fork, a state or a market belongs to; empty for what belongs to none. */
export function scopeOf(kind: Kind, { base, network, coin }: ProfileDocument): string {
	// A base's own network is its name.
	if (kind === 'bases') return '';
	return base ?? network ?? (typeof coin === 'string' ? coin : '');
}

/** Source of a profile: its own, or that of its first device. */
export function originOf({ source, devices }: ProfileDocument): string {
	const origin = source ?? devices?.[0]?.source;
	return origin === undefined ? '' : sourceText(origin);
}
