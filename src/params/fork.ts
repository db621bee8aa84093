/**
 * A fork on top of a rule set. A fork at a height appends: arms or a rule of difficulty, a stretch of issuance, a
 * unit of work. An in-place edit replaces the constant itself, as an editor of chainparams.cpp would, and so
 * changes the meaning of every height since the anchor.
 */
import { isDeepStrictEqual } from 'node:util';
import { btxAsert, spacingAt } from '../difficulty/era.ts';
import { countedConstants, decideBlockCounts } from './forkcounts.ts';
import { type ForkFault, plainFault } from './forkfault.ts';
import { forkAtHeight } from './forkheight.ts';
import { assertAccepted, assertExpectations, assertSettings, changedConstants, settingFault } from './forksettings.ts';
import type { JsonDocument } from './json.ts';
import { metricFault, metricOf } from './metrics.ts';
import { buildRules } from './rules.ts';
import { faultAt } from './schema.ts';
import { subsidyFrom } from './splice.ts';
import type { Constant, Fork, Rules } from './types.ts';

/** Fork of a document that fits its schema; what depends on the base is checked when it is applied. */
export function forkOf(document: JsonDocument): Fork {
	const file = document.value as Partial<Fork> & Pick<Fork, 'id' | 'title' | 'base' | 'activation' | 'declares'>;
	const arms = file.arms ?? [];
	for (const [index, { offset }] of arms.entries()) {
		if (index > 0 && offset <= (arms[index - 1]?.offset ?? 0)) {
			throw faultAt(document, ['arms', index, 'offset'], 'offsets of arms must rise');
		}
	}
	for (const [index, { metric, band }] of (file.predictions ?? []).entries()) {
		if (metricOf(metric) === undefined) {
			throw faultAt(document, ['predictions', index, 'metric'], metricFault(metric));
		}
		if (band[0] > band[1]) throw faultAt(document, ['predictions', index, 'band'], 'a band is [low, high]');
	}
	return {
		id: file.id,
		title: file.title,
		...(file.description !== undefined && { description: file.description }),
		base: file.base,
		activation: file.activation,
		expect: file.expect ?? {},
		set: file.set ?? {},
		arms,
		...(file.difficulty !== undefined && { difficulty: file.difficulty }),
		...(file.subsidy !== undefined && { subsidy: file.subsidy }),
		declares: file.declares,
		...(file.rounding !== undefined && { rounding: file.rounding }),
		blockCounts: file.blockCounts ?? {},
		predictions: file.predictions ?? [],
		...(file.reviewAfterBlocks !== undefined && { reviewAfterBlocks: file.reviewAfterBlocks }),
		...(file.source !== undefined && { source: file.source }),
	};
}

/**
 * The rules with the fork applied.
 * @param activationHeight first height under the fork; null for an in-place edit
 * @param fault makes the error for a place in the fork's file; by default it names the fork and the path
 * @throws InputError when the base is not what the fork expects, when a name is unknown or cannot be applied,
 * and when the result would be rules that no node runs.
 */
export function applyFork(
	rules: Rules,
	fork: Fork,
	activationHeight: number | null,
	fault: ForkFault = plainFault(fork),
): Rules {
	if ((fork.activation === 'in-place') !== (activationHeight === null)) {
		throw fault(['activation'], 'an in-place edit has no activation height, and every other fork needs one');
	}
	assertExpectations(rules, fork, fault);
	assertSettings(rules, fork, fault);
	const forked =
		activationHeight === null ? editInPlace(rules, fork, fault) : forkAtHeight(rules, fork, activationHeight, fault);
	assertRounding(rules, forked, fork, BigInt(activationHeight ?? 1), fault);
	return {
		...forked,
		id: `${rules.id}+${fork.id}`,
		title: `${rules.title} with ${fork.title}`,
	};
}

/** An amount that follows from the spacing is a fraction; whoever made it an integer says how. */
function assertRounding(rules: Rules, forked: Rules, fork: Fork, height: bigint, fault: ForkFault): void {
	if (fork.declares.issuancePerTime === 'change' || fork.rounding !== undefined) return;
	if (spacingAt(rules.difficulty, height) === spacingAt(forked.difficulty, height)) return;
	if (isDeepStrictEqual(amountAt(rules, height), amountAt(forked, height))) return;
	throw fault([], "the subsidy is derived from the spacing: the key 'rounding' must say how it became an integer");
}

/** What decides the amount of a block at a height, apart from how many halvings there were. */
function amountAt({ subsidy }: Rules, height: bigint): unknown {
	const { rule } = subsidy.findLast(({ fromHeight }) => fromHeight <= height) ?? {};
	if (rule?.kind !== 'halving') return subsidyFrom(subsidy, height);
	return rule.segments.findLast(({ fromHeight }) => fromHeight <= height)?.initialSubsidy;
}

/** Rebuilds everything from the edited constants, as a recompiled node would. */
function editInPlace(rules: Rules, fork: Fork, fault: ForkFault): Rules {
	for (const key of ['arms', 'difficulty', 'subsidy'] as const) {
		if (key === 'arms' ? fork.arms.length === 0 : fork[key] === undefined) continue;
		throw fault([key], `an in-place edit adds no ${key}; give the fork an activation height`);
	}
	if (rules.id.includes('+'))
		throw fault(['activation'], 'an in-place edit applies to a release, not on top of a fork');
	const constants = changedConstants(rules, fork, `${fork.id}, edited in place`);
	assertAccepted(rules, fork, constants, fault);
	const build = (list: readonly Constant[], counts: Rules['blockCounts']) =>
		buildRules(rules, list, counts, () => rules.workUnits, settingFault(fork, fault)).rules;
	const spacing = { before: lastSpacing(rules), after: lastSpacing(build(constants, rules.blockCounts)) };
	const blockCounts = decideBlockCounts(rules, fork, spacing, fault);
	const counted = countedConstants(constants, blockCounts, fork);
	assertAccepted(rules, fork, counted, fault);
	return { ...build(counted, blockCounts), blockCounts };
}

/** The spacing after the last change that the rules know. */
function lastSpacing({ difficulty }: Rules): bigint {
	const last = btxAsert(difficulty)?.arms.at(-1)?.height ?? difficulty.at(-1)?.fromHeight ?? 0n;
	return spacingAt(difficulty, last);
}
