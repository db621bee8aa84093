/** What a fork changes, constant by constant, and when every scheduled height comes. */
import type { ArmOperation, DifficultyArm } from '../asert/rules.ts';
import { encodeCompact, formatBits } from '../consensus/compact.ts';
import { halvingHeights } from '../consensus/subsidy.ts';
import { eraAt, halfLifeAt, limitAt } from '../difficulty/era.ts';
import type { DifficultyEra, DifficultyRules } from '../difficulty/rules.ts';
import { workUnitAt } from '../params/state.ts';
import type { ChainState, Constant, Fork, Rules, Source } from '../params/types.ts';
import type { CalendarRow, Change } from './document.ts';
import { conditional } from './figure.ts';
import { nextSubsidyChange } from './issuance.ts';
import { Pace } from './pace.ts';

const SHORT_COMMIT = 8;

/** "src/kernel/chainparams.cpp:155 @ f3c9eb77". */
function sourceText(source: Source | undefined): string {
	if (source === undefined) return '';
	const line = source.line === undefined ? '' : `:${source.line}`;
	const commit = source.commit === undefined ? '' : ` @ ${source.commit.slice(0, SHORT_COMMIT)}`;
	return `${source.path ?? source.url ?? source.note ?? ''}${line}${commit}`;
}

function operationText(operation: ArmOperation): string {
	switch (operation.kind) {
		case 'bootstrap':
			return `parent × ${operation.factor}`;
		case 'divide':
			return `parent ÷ ${operation.factor}`;
		case 'ratio':
			return operation.num === operation.den ? "parent's target" : `parent × ${operation.num}/${operation.den}`;
		case 'derive':
			return `parent × gate × ${operation.num}/${operation.den}`;
		case 'inherit':
			return "parent's target, clamped to the limit";
	}
}

function constantOf(rules: Rules, name: string): Constant | undefined {
	return rules.constants.find((constant) => constant.name === name);
}

/** What an arm of the fork's own does to the target and, from its height on, to the limit and the half-life. */
function armChanges(base: Rules, { set }: Fork, arm: DifficultyArm): Change[] {
	const changes: Change[] = [
		{
			parameter: `target at ${arm.height}`,
			from: 'ASERT from the anchor in force',
			to: `${operationText(arm.operation)}; new anchor`,
			unit: '',
			source: '',
		},
	];
	if (arm.limitTarget !== undefined) {
		changes.push({
			parameter: `limit from ${arm.height}`,
			from: formatBits(encodeCompact(limitAt(base.difficulty, arm.height))),
			to: formatBits(encodeCompact(arm.limitTarget)),
			unit: 'nBits',
			source: sourceText(constantOf(base, 'powLimit')?.source),
		});
	}
	// One that is set as a constant is listed as such.
	if (arm.halfLifeSeconds !== undefined && set['nMatMulAsertHalfLife'] !== Number(arm.halfLifeSeconds)) {
		changes.push({
			parameter: `half-life from ${arm.height}`,
			from: String(halfLifeAt(base.difficulty, arm.height)),
			to: String(arm.halfLifeSeconds),
			unit: 'seconds',
			source: sourceText(constantOf(base, 'nMatMulAsertHalfLife')?.source),
		});
	}
	return changes;
}

function armsOf(difficulty: DifficultyRules): readonly DifficultyArm[] {
	return difficulty.flatMap(({ rule }) => (rule.kind === 'btx' ? rule.asert.arms : []));
}

/** The arms that a fork adds to its base's. */
function addedArms(base: Rules, fork: Rules): DifficultyArm[] {
	const known = new Set(armsOf(base.difficulty).map((arm) => `${arm.height} ${arm.name}`));
	return armsOf(fork.difficulty).filter((arm) => !known.has(`${arm.height} ${arm.name}`));
}

/** Eras that a fork adds to its base's rules. */
function addedEras(base: Rules, fork: Rules): DifficultyEra[] {
	const known = new Set(base.difficulty.map(({ fromHeight, name }) => `${fromHeight} ${name}`));
	return fork.difficulty.filter(({ fromHeight, name }) => !known.has(`${fromHeight} ${name}`));
}

/** What a rule of the fork's own changes beside the spacing, which is a constant. */
function eraChanges(base: Rules, { set }: Fork, { fromHeight, rule }: DifficultyEra): Change[] {
	const before = eraAt(base.difficulty, fromHeight).rule;
	const changes: Change[] = [];
	const add = (parameter: string, from: string, to: string, unit = ''): void => {
		if (from !== to) changes.push({ parameter: `${parameter} ${fromHeight}`, from, to, unit, source: '' });
	};
	add('difficulty from', ruleText(before), ruleText(rule));
	if (rule.kind === 'asert' && 'num' in rule.anchor) {
		const operation = operationText({ kind: 'ratio', ...rule.anchor });
		add(
			'target at',
			before.kind === 'asert' ? 'ASERT from the anchor in force' : ruleText(before),
			`${operation}; new anchor`,
		);
	}
	if (before.kind === 'asert' && rule.kind === 'asert' && !Object.values(set).includes(Number(rule.halfLifeSeconds))) {
		add('half-life from', String(before.halfLifeSeconds), String(rule.halfLifeSeconds), 'seconds');
	}
	const [from, to] = [base.difficulty, [{ fromHeight: 0n, name: '', rule }]].map((rules) =>
		formatBits(encodeCompact(limitAt(rules, fromHeight))),
	);
	add('limit from', from!, to!, 'nBits');
	return changes;
}

/** A rule and what it averages over. */
function ruleText(rule: DifficultyEra['rule']): string {
	switch (rule.kind) {
		case 'btx':
		case 'asert':
			return 'ASERT';
		case 'wtema':
			return `wtema, 1/${rule.alphaReciprocal} a block`;
		case 'period':
			return `every ${rule.intervalBlocks} blocks`;
		case 'averaging':
		case 'lwma':
		case 'cw-144':
		case 'dgw-v3':
			return `${rule.kind} over ${rule.windowBlocks} blocks`;
		case 'bch-eda':
		case 'digishield':
		case 'fixed':
			return rule.kind;
	}
}

/** Rules of issuance that the fork's file states; what constants change is listed with them. */
function subsidyChanges(base: Rules, fork: Rules, { subsidy }: Fork): Change[] {
	if (subsidy === undefined) return [];
	const known = new Set(base.subsidy.map(({ fromHeight, name }) => `${fromHeight} ${name}`));
	const added = fork.subsidy.filter(({ fromHeight, name }) => !known.has(`${fromHeight} ${name}`));
	return added.map(({ fromHeight, rule }): Change => {
		const from = base.subsidy.findLast((stage) => stage.fromHeight <= fromHeight)?.rule.kind ?? '';
		const to = from === rule.kind ? `${rule.kind}, other terms` : rule.kind;
		return { parameter: `subsidy from ${fromHeight}`, from, to, unit: '', source: '' };
	});
}

/** Every constant, difficulty arm, unit of work and block count that the fork changes. */
export function changesOf(base: Rules, fork: Rules, forkFile: Fork): Change[] {
	const constants = Object.entries(forkFile.set).map(([parameter, to]): Change => {
		const constant = constantOf(base, parameter);
		return {
			parameter,
			from: String(constant?.value ?? ''),
			to: String(to),
			unit: constant?.unit ?? '',
			source: sourceText(constant?.source),
		};
	});
	const difficulty = [
		...addedArms(base, fork).flatMap((arm) => armChanges(base, forkFile, arm)),
		...addedEras(base, fork).flatMap((era) => eraChanges(base, forkFile, era)),
	];
	const units = fork.workUnits.flatMap(({ fromHeight, unit }): Change[] => {
		const before = workUnitAt(base, fromHeight);
		if (before === unit) return [];
		return [{ parameter: `unit of work from ${fromHeight}`, from: before, to: unit, unit: '', source: '' }];
	});
	const counts = base.blockCounts.flatMap(({ name, blocks, source }): Change[] => {
		const after = fork.blockCounts.find((count) => count.name === name)?.blocks ?? blocks;
		if (after === blocks) return [];
		const shared = { parameter: name, unit: 'blocks', source: sourceText(source) };
		return [{ ...shared, from: String(blocks), to: String(after) }];
	});
	return [...constants, ...subsidyChanges(base, fork, forkFile), ...difficulty, ...units, ...counts];
}

/** Every scheduled height above the tip with its date on the base's and on the fork's schedule. */
export function calendarOf(
	base: Rules,
	fork: Rules,
	state: ChainState,
	activationHeight: number | null,
	forkId: string,
): CalendarRow[] {
	const events = new Map<number, string>();
	const add = (height: number, what: string): void => {
		if (height > state.tip.height) events.set(height, [events.get(height), what].filter(Boolean).join('; '));
	};
	if (activationHeight !== null) add(activationHeight, `${forkId} activates`);
	const later = addedArms(base, fork).filter((arm) => arm.height !== BigInt(activationHeight ?? 0));
	for (const arm of [...armsOf(base.difficulty), ...later]) {
		add(Number(arm.height), `${arm.name}: ${operationText(arm.operation)}`);
	}
	for (const { fromHeight, name, rule } of [...base.difficulty, ...addedEras(base, fork)]) {
		if (fromHeight !== BigInt(activationHeight ?? 0)) add(Number(fromHeight), `${name}: ${ruleText(rule)}`);
	}
	for (const { fromHeight, unit } of fork.workUnits) {
		if (fromHeight > 0) add(fromHeight, `work is counted in ${unit}s`);
	}
	for (const { rules, name } of [
		{ rules: base, name: 'base' },
		{ rules: fork, name: 'fork' },
	]) {
		const next = halvingHeights(rules.subsidy).find((height) => height > BigInt(state.tip.height));
		const change = next === undefined ? nextSubsidyChange(rules, state.tip.height) : null;
		if (next !== undefined) add(Number(next), `next halving (${name})`);
		else if (change !== null) add(change, `next change of the subsidy (${name})`);
	}
	const basePace = new Pace(base, state);
	const forkPace = activationHeight === null ? null : new Pace(fork, state);
	return [...events]
		.sort(([a], [b]) => a - b)
		.map(([height, what]) => ({
			height,
			what: what.replace(/(next [a-z ]+) \(base\); \1 \(fork\)/, '$1'),
			base: conditional(basePace.timeOf(height), 'utc'),
			fork: conditional(forkPace === null ? null : forkPace.timeOf(height), 'utc'),
		}));
}
