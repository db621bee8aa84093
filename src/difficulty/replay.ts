/** A rule set replayed over recorded headers: what it requires beside what the chain has. */
import { type BlockHeader, type HeaderSource, headerSource, MissingHeaderError } from '../consensus/header.ts';
import { type Candidate, requiredBits } from './nextbits.ts';
import type { DifficultyRules } from './rules.ts';

/** One recorded header against the rules. */
export interface ReplayedHeader {
	readonly header: BlockHeader;
	/** nBits that the rules require, or null where a block they look at is not recorded or no rule is known. */
	readonly required: number | null;
	/** The height that was missing, where one was. */
	readonly missing?: bigint;
}

/**
 * Every recorded header with the nBits that the rules require on the recorded branch before it. A header that
 * diverges stays what it is: the ones after it are judged on the chain as recorded.
 * @param headers in order of height
 * @param known further blocks of the branch, such as an anchor that lies below the first header
 * @throws RangeError where a rule refuses recorded headers, which no valid chain makes happen
 */
export function* replay(
	rules: DifficultyRules,
	headers: readonly BlockHeader[],
	known: readonly BlockHeader[] = [],
): Generator<ReplayedHeader> {
	const source = headerSource([...known, ...headers]);
	for (const header of headers) {
		if (header.height === 0n) yield { header, required: null };
		else yield { header, ...judge(rules, source, { tipHeight: header.height - 1n, time: header.time }) };
	}
}

function judge(
	rules: DifficultyRules,
	source: HeaderSource,
	candidate: Candidate,
): { readonly required: number | null; readonly missing?: bigint } {
	if (candidate.tipHeight + 1n < (rules[0]?.fromHeight ?? 0n)) return { required: null };
	try {
		return { required: requiredBits(rules, source, candidate) };
	} catch (error) {
		if (!(error instanceof MissingHeaderError)) throw error;
		return { required: null, missing: error.height };
	}
}

/** What a replay came to. */
export interface ReplaySummary {
	/** Headers whose nBits could be computed. */
	readonly checked: number;
	/** Headers whose context is not recorded. */
	readonly skipped: number;
	/** The first header whose nBits are not the required ones. */
	readonly divergence: { readonly header: BlockHeader; readonly required: number } | null;
	readonly divergences: number;
}

/** Counts a replay and keeps its first divergence. */
export function summarise(replayed: Iterable<ReplayedHeader>): ReplaySummary {
	let checked = 0;
	let skipped = 0;
	let divergences = 0;
	let divergence: ReplaySummary['divergence'] = null;
	for (const { header, required } of replayed) {
		if (required === null) {
			skipped++;
			continue;
		}
		checked++;
		if (required === header.bits) continue;
		divergences++;
		divergence ??= { header, required };
	}
	return { checked, skipped, divergence, divergences };
}

/** Where two rule sets part over the same recorded branch. */
export interface Parting {
	readonly height: bigint;
	/** nBits on the recorded branch; null at the height after its tip. */
	readonly recorded: number | null;
	/** nBits that each rule set requires at the height. */
	readonly required: readonly [number, number];
}

/**
 * The first height, up to the one after the last header, at which two rule sets require different nBits;
 * undefined where they never do. Heights that either cannot compute are passed over.
 */
export function firstParting(
	rules: readonly [DifficultyRules, DifficultyRules],
	headers: readonly BlockHeader[],
	known: readonly BlockHeader[] = [],
): Parting | undefined {
	const other = replay(rules[1], headers, known);
	for (const { header, required } of replay(rules[0], headers, known)) {
		const second = other.next().value?.required ?? null;
		if (required === null || second === null || required === second) continue;
		return { height: header.height, recorded: header.bits, required: [required, second] };
	}
	const first = bitsAfter(rules[0], headers, known);
	const second = bitsAfter(rules[1], headers, known);
	const tip = headers.at(-1);
	if (tip === undefined || first === null || second === null || first === second) return undefined;
	return { height: tip.height + 1n, recorded: null, required: [first, second] };
}

/** nBits required of the block after the last header; null where its context is not recorded. */
export function bitsAfter(
	rules: DifficultyRules,
	headers: readonly BlockHeader[],
	known: readonly BlockHeader[] = [],
): number | null {
	const tip = headers.at(-1);
	if (tip === undefined) return null;
	return judge(rules, headerSource([...known, ...headers]), { tipHeight: tip.height }).required;
}
