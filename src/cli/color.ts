/** Whether a stream takes colour. chalk 5 does not honour NO_COLOR (chalk#547), so the decision is made here. */
import type { ColorSupportLevel } from 'chalk';

/**
 * Colour level of one stream, the first that says something winning: --color or --no-color, NO_COLOR
 * (no-color.org: any non-empty value), FORCE_COLOR ("0" and "false" turn colour off), TERM=dumb, a terminal.
 *
 * @returns 0 none, 1 sixteen colours, which is all that is used
 */
export function colorLevel(
	flag: boolean | undefined,
	env: Readonly<Record<string, string | undefined>>,
	isTTY: boolean,
): ColorSupportLevel {
	if (flag !== undefined) return flag ? 1 : 0;
	if ((env['NO_COLOR'] ?? '') !== '') return 0;
	const force = env['FORCE_COLOR'];
	if (force !== undefined) return force === '0' || force === 'false' ? 0 : 1;
	if (env['TERM'] === 'dumb') return 0;
	return isTTY ? 1 : 0;
}
