/** `rehearse subsidy`: the base units that a block may create, for each height on standard input. */
import { subsidyAt } from '../../consensus/subsidy.ts';
import { readHeight } from '../../params/integers.ts';
import { resolveRuleSet } from '../../params/ruleset.ts';
import type { Invocation } from '../invocation.ts';
import { answerLines } from '../lines.ts';
import { oneFork } from '../onefork.ts';
import { EXIT, type Shell } from '../shell.ts';

/**
 * Answers each line with one height by the base units of that height's subsidy.
 *
 * @returns exit code
 * @throws InputError for a line that is no height and where a file is missing or does not fit
 */
export async function subsidy({ values }: Invocation, shell: Shell): Promise<number> {
	const { base, fork } = resolveRuleSet({ ...values, fork: oneFork(values, 'subsidy') });
	const { subsidy: schedule } = fork ?? base;
	await answerLines(shell, (line) => String(subsidyAt(schedule, readHeight(line.trim()))));
	return shell.signal.aborted ? EXIT.interrupted : EXIT.ok;
}
