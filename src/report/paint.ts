/** Colour by meaning. The level is injected: whether a stream takes colour is the caller's to decide. */
import { createRequire } from 'node:module';
import type { ColorSupportLevel } from 'chalk';
import type { Tone } from './grid.ts';

/** A painter is made in the middle of rendering, and most streams take no colour: chalk is loaded for those that do. */
const require = createRequire(import.meta.url);

export type Paint = (text: string, tone: Tone | undefined) => string;

/**
 * A painter for one stream.
 *
 * Signs are cyan and magenta, not green and red: a rise is neither good nor bad by itself. Green and red are
 * kept for verdicts, checks and severities.
 */
export function painter(level: ColorSupportLevel): Paint {
	if (level === 0) return (text) => text;
	const { Chalk } = require('chalk') as typeof import('chalk');
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
