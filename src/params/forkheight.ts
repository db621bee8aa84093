/**
 * A fork from a height on. What holds below the height stays; from it on the rules are those that the chain's own
 * builder makes of the changed constants, or the ones that the fork's file states outright.
 */
import { isDeepStrictEqual } from 'node:util';
import { eraAt, limitAt, spacingAt } from '../difficulty/era.ts';
import type { DifficultyEra, DifficultyRules } from '../difficulty/rules.ts';
import type { ChainRules } from './chain.ts';
import { chainNamed } from './chains.ts';
import { ConstantTable } from './constants.ts';
import { asertEras, forkArms, forkWorkUnits, type ScheduleChange } from './forkarms.ts';
import { countedConstants, decideBlockCounts } from './forkcounts.ts';
import { type DifficultyTerms, difficultyRule } from './forkdifficulty.ts';
import type { ForkFault } from './forkfault.ts';
import { assertAccepted, changedConstants, settingFault } from './forksettings.ts';
import { subsidyRule } from './forksubsidy.ts';
import type { JsonPath } from './json.ts';
import { countsAlike, difficultyFrom, spliceDifficulty, spliceSubsidy, stageAt, subsidyFrom } from './splice.ts';
import { didYouMean } from './suggest.ts';
import type { Constant, Fork, Rules } from './types.ts';

/** BTX's constants that can change at a height: its other rules begin at heights of their own. */
const BTX_SETTABLE = [
	'nPowTargetSpacing',
	'nPowTargetSpacingNormal',
	'nMatMulAsertHalfLife',
	'nInitialSubsidy',
	'nSubsidyHalvingInterval',
	'nMaxBlockSerializedSize',
] as const;

/** One fork on its way into the rules. */
interface Change {
	readonly rules: Rules;
	readonly fork: Fork;
	readonly height: bigint;
	readonly fault: ForkFault;
	/** What the chain's builder makes of the constants without the fork's values and with them. */
	readonly before: ChainRules;
	readonly after: ChainRules;
	/** The same without one of the fork's values. */
	readonly without: (name: string) => ChainRules;
	/** What a rule of the fork's own has unless it says otherwise. */
	readonly inForce: DifficultyTerms;
}

/**
 * The rules with a fork from its activation on.
 * @throws what `fault` makes, where the fork cannot be applied at a height or would be hidden in part
 */
export function forkAtHeight(rules: Rules, fork: Fork, activationHeight: number, fault: ForkFault): Rules {
	const height = BigInt(activationHeight);
	assertSettable(rules, fork, fault);
	const set = changedConstants(rules, fork, `${fork.id}, from height ${activationHeight}`);
	assertAccepted(rules, fork, set, fault);
	const build = (constants: readonly Constant[]) =>
		chainNamed(rules.family).rulesOf(new ConstantTable(constants, settingFault(fork, fault)));
	const before = build(rules.constants);
	const inForce = termsInForce(rules, before, build(set), height);
	const spacing = { before: spacingAt(rules.difficulty, height - 1n), after: inForce.spacingSeconds };
	const blockCounts = decideBlockCounts(rules, fork, spacing, fault);
	const constants = countedConstants(set, blockCounts, fork);
	assertAccepted(rules, fork, constants, fault);
	const change: Change = {
		...{ rules, fork, height, fault, before, inForce },
		after: build(constants),
		without: (name) =>
			build(constants.map((each, index) => (each.name === name ? (rules.constants[index] ?? each) : each))),
	};
	for (const name of Object.keys(fork.set)) assertEffect(change, name);
	return {
		...rules,
		subsidy: subsidyOf(change),
		difficulty: difficultyOf(change),
		workUnits: forkWorkUnits(rules, fork, activationHeight),
		maxBlockBytes: change.after.maxBlockBytes,
		blockCounts,
		constants,
	};
}

function assertSettable({ family }: Rules, { set }: Fork, fault: ForkFault): void {
	if (family !== 'btx') return;
	const fixed = Object.keys(set).find((name) => !(BTX_SETTABLE as readonly string[]).includes(name));
	if (fixed === undefined) return;
	const hint = didYouMean(fixed, BTX_SETTABLE);
	throw fault(['set', fixed], `cannot be changed at a height; what can is ${BTX_SETTABLE.join(', ')}${hint}`);
}

/** Spacing and limit at a height: those that the fork's constants change, else what holds without it. */
function termsInForce(rules: Rules, before: ChainRules, after: ChainRules, height: bigint): DifficultyTerms {
	const was = commonTerms(before.difficulty, height);
	const is = commonTerms(after.difficulty, height);
	const held = commonTerms(rules.difficulty, height);
	return {
		height,
		spacingSeconds: is.spacingSeconds === was.spacingSeconds ? held.spacingSeconds : is.spacingSeconds,
		limitTarget: is.limitTarget === was.limitTarget ? held.limitTarget : is.limitTarget,
	};
}

/** A constant must act from the height on, and only there. */
function assertEffect({ fork, height, before, after, without, fault }: Change, name: string): void {
	// BTX's second spacing is the first one again.
	if (name === 'nPowTargetSpacingNormal') return;
	const timeless = ({ genesis, maxMoney, emptyBlockPenalty, time, headerBytes }: ChainRules) => [
		...[genesis, maxMoney, emptyBlockPenalty, time, headerBytes],
	];
	const lacking = without(name);
	if (!isDeepStrictEqual(timeless(after), timeless(before)) && !isDeepStrictEqual(timeless(after), timeless(lacking))) {
		throw fault(['set', name], 'cannot be changed at a height: it holds for the whole chain');
	}
	if (after.maxBlockBytes === 0 && lacking.maxBlockBytes !== 0) throw fault(['set', name], 'must be greater than 0');
	const effect = ({ difficulty, subsidy, maxBlockBytes }: ChainRules) => [
		fork.difficulty === undefined ? difficultyFrom(difficulty, height) : commonTerms(difficulty, height),
		fork.subsidy === undefined ? subsidyFrom(subsidy, height) : null,
		maxBlockBytes,
	];
	if (isDeepStrictEqual(effect(after), effect(lacking))) {
		throw fault(['set', name], `changes nothing from height ${height} on`);
	}
}

/** What every rule of difficulty has, at a height. */
function commonTerms(difficulty: DifficultyRules, height: bigint) {
	return { spacingSeconds: spacingAt(difficulty, height - 1n), limitTarget: limitAt(difficulty, height) };
}

function difficultyOf(change: Change): DifficultyRules {
	const { rules, fork, height, before, after, fault } = change;
	if (fork.difficulty !== undefined) return replacedDifficulty(change);
	const schedule = scheduleChangeOf(change);
	const changes = !isDeepStrictEqual(
		difficultyFrom(after.difficulty, height),
		difficultyFrom(before.difficulty, height),
	);
	if (!changes && fork.arms.length === 0) return rules.difficulty;
	const era = eraAt(rules.difficulty, height);
	const hidden = rules.difficulty.find(({ fromHeight }) => fromHeight > height);
	if (era.rule.kind === 'btx') {
		if (hidden !== undefined) throw fault(['activation'], takenBy(hidden));
		const arms = forkArms(era.rule.asert, fork, Number(height), schedule, fault);
		return rules.difficulty.with(-1, { ...era, rule: { kind: 'btx', asert: { ...era.rule.asert, arms } } });
	}
	if (fork.arms.length > 0) {
		if (era.rule.kind !== 'asert') {
			throw fault(
				['arms'],
				`re-anchor an ASERT schedule, and ${ruleOf(era)} is in force; state the rule under difficulty`,
			);
		}
		const covered = fork.arms[0]?.offset === 0 && era.fromHeight === height ? era : hidden;
		if (covered !== undefined) throw fault(['activation'], takenBy(covered));
		const limitTarget = limitAt(after.difficulty, height);
		const limited = limitTarget === limitAt(before.difficulty, height) ? era.rule : { ...era.rule, limitTarget };
		return [...rules.difficulty, ...asertEras(limited, fork, Number(height), schedule, fault)];
	}
	const place = placeOf(change, ({ difficulty }) => difficultyFrom(difficulty, height));
	if (!isDeepStrictEqual(era.rule, eraAt(before.difficulty, height).rule)) {
		throw fault(place, `does not reach ${ruleOf(era)}, which is in force; state the rule under difficulty`);
	}
	if (era.rule.kind === 'asert' && (schedule.constant !== undefined || !('height' in era.rule.anchor))) {
		throw fault(
			place,
			'changes an absolute schedule, which needs a new anchor: give the fork an arm at offset 0, or the rule under difficulty',
		);
	}
	return spliceDifficulty(rules.difficulty, after.difficulty, height, fork.id);
}

/** Spacing and half-life where the fork's constants change them. */
function scheduleChangeOf({ fork, height, before, after, without }: Change): ScheduleChange {
	const terms = ({ difficulty }: ChainRules) => {
		const { rule } = eraAt(difficulty, height);
		// An arm of the release may have its own half-life; the fork's constant is that of the fork's arm all the same.
		const { spacingSeconds, ...rest } = rule.kind === 'btx' ? rule.asert : rule;
		return [spacingSeconds, 'halfLifeSeconds' in rest ? rest.halfLifeSeconds : undefined];
	};
	const [spacingSeconds, halfLifeSeconds] = terms(after);
	const [oldSpacing, oldHalfLife] = terms(before);
	return {
		spacingSeconds: spacingSeconds === oldSpacing ? undefined : spacingSeconds,
		halfLifeSeconds: halfLifeSeconds === oldHalfLife ? undefined : halfLifeSeconds,
		constant: Object.keys(fork.set).find((name) => !isDeepStrictEqual(terms(without(name)), terms(after))),
	};
}

function replacedDifficulty({ rules, fork, height, inForce, fault }: Change): DifficultyRules {
	if (fork.difficulty === undefined) return rules.difficulty;
	if (fork.arms.length > 0)
		throw fault(['arms'], 'would act on a rule that the fork replaces: drop them or difficulty');
	const hidden = rules.difficulty.find(({ fromHeight }) => fromHeight >= height);
	if (hidden !== undefined) throw fault(['difficulty'], takenBy(hidden));
	const { rule: old } = eraAt(rules.difficulty, height);
	const arm = old.kind === 'btx' ? old.asert.arms.find((each) => each.height >= height) : undefined;
	if (arm !== undefined) {
		throw fault(['difficulty'], `would hide the arm ${arm.name} at height ${arm.height}`);
	}
	const rule = difficultyRule(fork.difficulty, inForce, fault);
	if (rule.spacingSeconds !== inForce.spacingSeconds) {
		throw fault(
			['difficulty', 'spacingSeconds'],
			`is ${rule.spacingSeconds}, but the constants say ${inForce.spacingSeconds}: set the constant of the spacing to the same`,
		);
	}
	return [...rules.difficulty, { fromHeight: height, name: fork.id, rule }];
}

function subsidyOf(change: Change): Rules['subsidy'] {
	const { rules, fork, height, before, after, fault } = change;
	const stage = stageAt(rules.subsidy, height);
	if (fork.subsidy !== undefined) {
		const starts = [
			...rules.subsidy.map(({ fromHeight }) => fromHeight),
			...(stage.rule.kind === 'halving' ? stage.rule.segments.map(({ fromHeight }) => fromHeight) : []),
		];
		const taken = starts.find((start) => start >= height);
		if (taken !== undefined) {
			throw fault(['subsidy'], `would hide the change of the subsidy at height ${taken} under ${rules.id}`);
		}
		const rule = subsidyRule(fork.subsidy, height, rules.maxMoney, fault);
		return [...rules.subsidy, { fromHeight: height, name: fork.id, rule }];
	}
	if (isDeepStrictEqual(subsidyFrom(after.subsidy, height), subsidyFrom(before.subsidy, height))) return rules.subsidy;
	const place = placeOf(change, ({ subsidy }) => subsidyFrom(subsidy, height));
	if (!isDeepStrictEqual(subsidyFrom(rules.subsidy, height), subsidyFrom(before.subsidy, height))) {
		throw fault(place, `does not reach the subsidy in force, '${stage.name}' from height ${stage.fromHeight}`);
	}
	if (!countsAlike(stage.rule, stageAt(after.subsidy, height).rule)) {
		throw fault(
			place,
			'would count the blocks so far in a new way, and the subsidy would jump; state the rule under subsidy',
		);
	}
	return spliceSubsidy(rules.subsidy, after.subsidy, height, fork.id);
}

/** Where the file changes a part of the rules: the first constant without which the part would differ. */
function placeOf({ fork, after, without }: Change, part: (rules: ChainRules) => unknown): JsonPath {
	const name = Object.keys(fork.set).find((each) => !isDeepStrictEqual(part(without(each)), part(after)));
	return name === undefined ? ['blockCounts'] : ['set', name];
}

function ruleOf({ name, fromHeight, rule }: DifficultyEra): string {
	return `'${rule.kind}' (${name}, from height ${fromHeight})`;
}

function takenBy(era: DifficultyEra): string {
	return `at height ${era.fromHeight} the rule ${ruleOf(era)} begins; one of the two would be hidden`;
}
