/** The headers that difficulty rules look back to from a state's tip. */
import type { BlockHeader } from '../consensus/header.ts';
import type { DifficultyRules } from '../difficulty/rules.ts';
import { blocksSeen } from '../difficulty/steppers.ts';
import { escapeText, InputError } from './inputerror.ts';
import type { ChainState } from './types.ts';

/** A median-time-past looks at eleven headers; one more is the parent of the oldest. */
const FEWEST_HEADERS = 12;

type State = Pick<ChainState, 'id' | 'tip' | 'headers' | 'anchor'>;

/** Rules that look back, and what to call them. */
export interface LookingBack {
	readonly id: string;
	readonly difficulty: DifficultyRules;
}

/**
 * Headers in order of height, ending at the tip, with every block that any of the rules looks back to; there may be
 * gaps between them. An assumed window is one of evenly spaced headers of the same difficulty.
 * @throws InputError where the state records too few headers for a rule, or not the anchor of one
 */
export function historyOf(state: State, rules: readonly LookingBack[]): BlockHeader[] {
	const { id, tip, headers, anchor } = state;
	const list =
		headers.kind === 'recorded' ? headers.list : assumedHeaders(tip, headers.bits, headers.spacingSeconds, rules);
	if (headers.kind === 'recorded') assertEnough(state, list, rules);
	const byHeight = new Map(list.map((header) => [header.height, header]));
	for (const each of rules) {
		for (const height of anchorsNeeded(each, tip.height)) {
			const isKnown = headers.kind === 'recorded' && byHeight.has(height);
			if (!isKnown && anchor !== undefined && height === BigInt(anchor.height)) {
				byHeight.set(height, { height, time: BigInt(anchor.timeSeconds), bits: anchor.bits });
			}
			if (byHeight.has(height)) continue;
			throw new InputError(
				`state '${escapeText(id)}' records no header of block ${height}, which a schedule of ${escapeText(each.id)} is measured from`,
			);
		}
	}
	return [...byHeight.values()].sort((a, b) => (a.height < b.height ? -1 : 1));
}

/** Blocks up to the tip that rules need: all that they see, less what comes before they are in force. */
function headersNeeded({ difficulty }: LookingBack, tipHeight: number): number {
	const needed = erasAhead(difficulty, tipHeight).map(
		({ fromHeight, rule }) => Number(blocksSeen(rule)) - Math.max(0, Number(fromHeight) - 1 - tipHeight),
	);
	return Math.min(tipHeight + 1, Math.max(0, ...needed));
}

/** Blocks up to the tip that schedules are measured from. */
function anchorsNeeded({ difficulty }: LookingBack, tipHeight: number): bigint[] {
	const anchors = erasAhead(difficulty, tipHeight).flatMap(({ fromHeight, rule }) => {
		if (rule.kind === 'btx') return rule.asert.arms.findLast(({ height }) => height <= BigInt(tipHeight))?.height ?? [];
		if (rule.kind !== 'asert' || 'height' in rule.anchor) return [];
		// Bitcoin Cash's schedule starts at the time of the anchor's parent.
		return rule.variant === 'bch' ? [fromHeight - 2n, fromHeight - 1n] : [fromHeight - 1n];
	});
	return anchors.filter((height) => height >= 0n && height <= BigInt(tipHeight));
}

/** The era of the block after the tip and all later ones. */
function erasAhead(difficulty: DifficultyRules, tipHeight: number): DifficultyRules {
	return difficulty.filter((_, i) => {
		const next = difficulty[i + 1];
		return next === undefined || next.fromHeight > BigInt(tipHeight) + 1n;
	});
}

/** Evenly spaced headers, as many as the rules see. */
function assumedHeaders(tip: State['tip'], bits: number, spacingSeconds: number, rules: readonly LookingBack[]) {
	const needed = Math.max(FEWEST_HEADERS, ...rules.map((each) => headersNeeded(each, tip.height)));
	const count = Math.min(needed, tip.height + 1);
	return Array.from({ length: count }, (_, i): BlockHeader => {
		const back = count - 1 - i;
		return {
			height: BigInt(tip.height - back),
			time: BigInt(tip.timeSeconds - back * spacingSeconds),
			bits,
		};
	});
}

/** @throws InputError where a rule looks back further */
function assertEnough({ id, tip }: State, list: readonly BlockHeader[], rules: readonly LookingBack[]): void {
	let held = 1;
	while (held < list.length && list.at(-held - 1)!.height === list.at(-held)!.height - 1n) held++;
	const short = rules.find((each) => headersNeeded(each, tip.height) > held);
	if (short === undefined) return;
	throw new InputError(
		`state '${escapeText(id)}' records the last ${held} headers; ${escapeText(short.id)} looks back over ${headersNeeded(short, tip.height)}`,
	);
}
