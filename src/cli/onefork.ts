/** The fork of a command that takes one. */
import type { CommandName, Values } from './options.ts';
import { UsageError } from './usage.ts';

/**
 * The only fork that was given, if any.
 *
 * @throws UsageError where there are several: only run compares more than one
 */
export function oneFork({ fork }: Pick<Values, 'fork'>, command: CommandName): string | undefined {
	if (fork === undefined || fork.length <= 1) return fork?.[0];
	throw new UsageError(`${command} takes one fork; --fork ${fork.join('+')} applies these together`);
}
