/**
 * Help as the build wrote it. Its text depends on nothing but the option table, and to load yargs and lay it out
 * takes longer than all else that printing it does.
 */
import { fileURLToPath } from 'node:url';
import { writtenByBuild } from '../params/package.ts';
import { COMMANDS } from './options.ts';

/** Command lines that ask for help and nothing else; yargs answers every other one. */
export const HELP_LINES: readonly string[] = ['--help', '-h'].flatMap((flag) => [
	flag,
	...COMMANDS.map((command) => `${command} ${flag}`),
]);

/** The file that holds the texts by command line once the package is built. */
export const helpPath: string = fileURLToPath(new URL('../cli/help.json', import.meta.url));

/** What a command line prints that asks for help alone; undefined for any other, and where there is no build. */
export function writtenHelp(argv: readonly string[]): string | undefined {
	const line = argv.join(' ');
	return HELP_LINES.includes(line) ? writtenByBuild<Readonly<Record<string, string>>>(helpPath)?.[line] : undefined;
}
