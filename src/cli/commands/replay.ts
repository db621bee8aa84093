/** `rehearse replay`: every recorded header's nBits beside the ones its rules require. */
import { formatBits } from '../../consensus/compact.ts';
import { anchorHeights } from '../../difficulty/era.ts';
import { bitsAfter, type ReplaySummary, replay, summarise } from '../../difficulty/replay.ts';
import { loadHeaders } from '../../params/headers.ts';
import { resolveRuleSet } from '../../params/ruleset.ts';
import { plain } from '../../report/escape.ts';
import { renderJson } from '../../report/json.ts';
import { groupThousands } from '../../report/number.ts';
import type { Invocation } from '../invocation.ts';
import { oneFork } from '../onefork.ts';
import { checkTarget, deliver, renderOptions } from '../output.ts';
import { EXIT, type Shell } from '../shell.ts';
import { UsageError } from '../usage.ts';

/**
 * Replays a rule set over recorded headers.
 *
 * @returns 0 where every header that its context allows has the required nBits, else 3, as where there is none and no next block either
 * @throws InputError where a file is missing or does not fit
 */
export async function replayHeaders({ values }: Invocation, shell: Shell): Promise<number> {
	if (values.headers === undefined) throw new UsageError('replay needs --headers FILE');
	const { format } = renderOptions(values, shell);
	if (format !== 'table' && format !== 'json') throw new UsageError('replay prints a table or JSON');
	await checkTarget(values);
	const { base, fork } = resolveRuleSet({ ...values, fork: oneFork(values, 'replay') });
	const rules = fork ?? base;
	const anchors = anchorHeights(rules.difficulty);
	const headers = loadHeaders(values.headers, (height) => anchors.has(height));
	const known = values.anchor;
	const summary = summarise(replay(rules.difficulty, headers, known));
	const next = bitsAfter(rules.difficulty, headers, known);
	const tip = headers.at(-1)?.height ?? 0n;
	const text =
		format === 'json' ? renderJson(documentOf(rules.id, summary, tip, next)) : textOf(rules.id, summary, tip, next);
	await deliver(text, values, shell);
	const saysNothing = summary.checked === 0 && next === null;
	return summary.divergence === null && !saysNothing ? EXIT.ok : EXIT.finding;
}

function textOf(id: string, summary: ReplaySummary, tip: bigint, next: number | null): string {
	const { checked, skipped, divergence, divergences } = summary;
	const without =
		skipped === 0
			? ''
			: ` (${count(skipped, 'header')} without enough context before ${skipped === 1 ? 'it' : 'them'})`;
	const lines = [`${plain(id)}: ${count(checked, 'header')} checked${without}`];
	if (divergence === null) {
		lines.push(checked === 0 ? 'nothing could be checked' : 'no divergence');
	} else {
		const { header, required } = divergence;
		lines.push(
			`first divergence at height ${header.height}: required ${formatBits(required)}, recorded ${formatBits(header.bits)}`,
		);
		if (divergences > 1) lines.push(`${count(divergences, 'header')} diverge${divergences === 1 ? 's' : ''} in all`);
	}
	if (next !== null) lines.push(`next block ${tip + 1n}: ${formatBits(next)}`);
	return `${lines.join('\n')}\n`;
}

function count(value: number, noun: string): string {
	return `${groupThousands(String(value))} ${noun}${value === 1 ? '' : 's'}`;
}

function documentOf(id: string, summary: ReplaySummary, tip: bigint, next: number | null) {
	const { checked, skipped, divergence, divergences } = summary;
	return {
		schema: 'rehearse/replay@1',
		rules: id,
		checked,
		skipped,
		divergences,
		firstDivergence:
			divergence === null
				? null
				: {
						height: String(divergence.header.height),
						required: formatBits(divergence.required),
						recorded: formatBits(divergence.header.bits),
					},
		next: next === null ? null : { height: String(tip + 1n), bits: formatBits(next) },
	};
}
