/** A table of texts: what the terminal and Markdown renderings share before either draws a line. */
import type { Direction, Severity } from '../compare/document.ts';

/** What a colour may mark: the sign of a change, a verdict, a severity. Never the only carrier of a meaning. */
export type Tone = 'plus' | 'minus' | Direction | Severity | 'pass' | 'fail' | 'title';

export interface Cell {
	readonly text: string;
	readonly tone?: Tone;
	/** Cells that the text covers, from this one to the right (terminal only). */
	readonly span?: number;
}

export interface Column {
	readonly title: string;
	readonly align: 'left' | 'right';
	/** Terminal width in columns; the texts decide where it is unset. */
	readonly width?: number;
	/** Identifiers, paths and hashes: set as code in Markdown, so that none of it is read as markup. */
	readonly code?: boolean;
}

export interface Grid {
	readonly title: string;
	readonly columns: readonly Column[];
	readonly rows: readonly (readonly Cell[])[];
	readonly notes: readonly string[];
}

/** A cell of plain text. */
export function cell(text: string, tone?: Tone): Cell {
	return tone === undefined ? { text } : { text, tone };
}

/** The tone of a signed text. */
export function signTone(text: string): Tone | undefined {
	if (/^(?:USD )?\+/.test(text)) return 'plus';
	return /^(?:USD )?-\d/.test(text) ? 'minus' : undefined;
}
