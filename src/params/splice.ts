/**
 * Schedules before a height as they were, from it on as changed constants make them. Difficulty gets a new era;
 * halvings get a segment, so that blocks already counted keep their weight; other issuance gets a new stage.
 */
import { isDeepStrictEqual } from 'node:util';
import type { SubsidyRule, SubsidySchedule, SubsidyStage } from '../consensus/issuance.ts';
import { eraAt } from '../difficulty/era.ts';
import type { DifficultyRules } from '../difficulty/rules.ts';

/** Rules in force at a height and after it, whatever their own first heights are. */
export function difficultyFrom(rules: DifficultyRules, height: bigint): readonly unknown[] {
	return [eraAt(rules, height).rule, ...rules.filter(({ fromHeight }) => fromHeight > height)];
}

/** The difficulty rules with those of changed constants from a height on. */
export function spliceDifficulty(
	rules: DifficultyRules,
	changed: DifficultyRules,
	height: bigint,
	name: string,
): DifficultyRules {
	return [
		...rules.filter(({ fromHeight }) => fromHeight < height),
		{ fromHeight: height, name: joined(rules, height, name), rule: eraAt(changed, height).rule },
		...changed.filter(({ fromHeight }) => fromHeight > height),
	];
}

/** Issuance in force at a height and after it: what a change of constants may alter. */
export function subsidyFrom(schedule: SubsidySchedule, height: bigint): readonly unknown[] {
	return [
		termsFrom(stageAt(schedule, height).rule, height),
		...schedule.filter(({ fromHeight }) => fromHeight > height),
	];
}

/** The issuance with that of changed constants from a height on. */
export function spliceSubsidy(
	schedule: SubsidySchedule,
	changed: SubsidySchedule,
	height: bigint,
	name: string,
): SubsidySchedule {
	const stage = stageAt(schedule, height);
	const { rule } = stageAt(changed, height);
	const below = schedule.filter(({ fromHeight }) => fromHeight < stage.fromHeight);
	const above = changed.filter(({ fromHeight }) => fromHeight > height);
	if (stage.rule.kind === 'halving' && rule.kind === 'halving') {
		const [segment, ...later] = itemsFrom(rule.segments, height);
		const before = stage.rule.segments.filter(({ fromHeight }) => fromHeight < height);
		const segments = [...before, ...(segment ? [{ ...segment, fromHeight: height }] : []), ...later];
		return [...below, { ...stage, rule: { ...stage.rule, segments } }, ...above];
	}
	const kept = stage.fromHeight < height ? [stage] : [];
	return [...below, ...kept, { fromHeight: height, name: joined(schedule, height, name), rule }, ...above];
}

/**
 * Whether two rules agree on everything that happened before a change between them. Where they do not, the new one
 * would count the blocks so far in a new way: halvings, reductions or eras would jump.
 */
export function countsAlike(before: SubsidyRule, after: SubsidyRule): boolean {
	const past = (rule: SubsidyRule): readonly unknown[] => {
		switch (rule.kind) {
			case 'halving':
				return [rule.kind, rule.maxHalvings, rule.slowStart];
			case 'reduction':
				return [rule.kind, rule.mul, rule.div, rule.intervalBlocks];
			case 'geometric':
				return [rule.kind, rule.num, rule.den, rule.eraBlocks, rule.firstHeight];
			case 'table':
			case 'smooth':
			case 'emission':
				return [rule.kind];
		}
	};
	return isDeepStrictEqual(past(before), past(after));
}

/** @throws RangeError below the first stage */
export function stageAt(schedule: SubsidySchedule, height: bigint): SubsidyStage {
	const stage = schedule.findLast(({ fromHeight }) => fromHeight <= height);
	if (stage === undefined) throw new RangeError(`no issuance is given for height ${height}`);
	return stage;
}

function termsFrom(rule: SubsidyRule, height: bigint): unknown {
	switch (rule.kind) {
		case 'halving': {
			const [segment, ...later] = itemsFrom(rule.segments, height);
			return { ...rule, segments: [{ ...segment, fromHeight: height }, ...later] };
		}
		case 'reduction': {
			const [shares, ...later] = itemsFrom(rule.shares, height);
			return { ...rule, shares: [{ ...shares, fromHeight: height }, ...later] };
		}
		case 'table': {
			const [step, ...later] = itemsFrom(rule.steps, height);
			return { ...rule, steps: [{ ...step, fromHeight: height }, ...later] };
		}
		default:
			return rule;
	}
}

/** The item in force at a height and those after it. */
function itemsFrom<T extends { readonly fromHeight: bigint }>(items: readonly T[], height: bigint): readonly T[] {
	return items.slice(
		Math.max(
			0,
			items.findLastIndex(({ fromHeight }) => fromHeight <= height),
		),
	);
}

/** Forks that change constants at one height share what begins there, and its name. */
function joined(
	schedule: readonly { readonly fromHeight: bigint; readonly name: string }[],
	height: bigint,
	name: string,
): string {
	const taken = schedule.find(({ fromHeight }) => fromHeight === height);
	return taken === undefined ? name : `${taken.name}+${name}`;
}
