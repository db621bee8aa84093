/** Colour by meaning. The level is injected: whether a stream takes colour is the caller's to decide. */
import { Chalk, type ColorSupportLevel } from 'chalk';
import type { Tone } from './grid.ts';

export type Paint = (text: string, tone: Tone | undefined) => string;

/**
 * A painter for one stream.
 *
 * Signs are cyan and magenta, not green and red: a rise is neither good nor bad by itself. Green and red are
 * kept for verdicts, checks and severities.
 */
export function painter(level: ColorSupportLevel): Paint {
	const chalk = new Chalk({ level });
	const paints: Readonly<Record<Tone, (text: string) => string>> = {
		plus: chalk.cyan,
		minus: chalk.magenta,
		better: chalk.green,
		worse: chalk.red,
		same: (text) => text,
		unclear: chalk.yellow,
		hard: chalk.red.bold,
		soft: chalk.yellow,
		note: (text) => text,
		pass: (text) => text,
		fail: chalk.red.bold,
		title: chalk.bold,
	};
	return (text, tone) => (tone === undefined || text === '' ? text : paints[tone](text));
}
