/**
 * Terminal columns of a text. They are string-width's, which takes longer to load than most commands take
 * altogether and is loaded for the first text that is not plain.
 */
import { createRequire } from 'node:module';

/** Columns of a terminal that a stakeholder is assumed to have. */
export const SCREEN_COLUMNS = 80;

/**
 * Characters of one column that join no neighbour in a cluster: printable ASCII, Latin without the soft hyphen, which
 * has no width, and what reports are written with: Greek letters, dashes, quotes, arrows, mathematical operators.
 */
const PLAIN = /^[ -~\u00a0-\u00ac\u00ae-\u02ff\u0391-\u03c9\u2010-\u2015\u2018-\u2027\u2190-\u2193\u2200-\u22ff]*$/;

/** A width is needed in the middle of laying out a line, which waits for nothing. */
const require = createRequire(import.meta.url);
let stringWidth: ((text: string) => number) | undefined;

/** Columns that a terminal gives a text without colours: CJK and emoji take two, combining marks none. */
export function textWidth(text: string): number {
	if (PLAIN.test(text)) return text.length;
	stringWidth ??= (require('string-width') as typeof import('string-width')).default;
	return stringWidth(text);
}
