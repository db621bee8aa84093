/**
 * A fork on top of a rule set. A fork at a height appends: a subsidy segment, difficulty arms that re-anchor, a
 * unit of work. An in-place edit replaces the constant itself, as an editor of chainparams.cpp would, and so
 * changes the meaning of every height since the anchor.
 */
import { type ForkFault, forkArms } from './forkarms.ts';
import { decideBlockCounts } from './forkcounts.ts';
import { escapeText, InputError, type JsonDocument } from './json.ts';
import { buildRules } from './rules.ts';
import { faultAt } from './schema.ts';
import { didYouMean } from './suggest.ts';
import type { Constant, Fork, Rules } from './types.ts';
import { violations } from './validity.ts';

/** Constants that can change at a height. The two spacings are one value kept in two fields. */
const SETTABLE_AT_HEIGHT = [
	'nPowTargetSpacing',
	'nPowTargetSpacingNormal',
	'nMatMulAsertHalfLife',
	'nInitialSubsidy',
	'nSubsidyHalvingInterval',
	'nMaxBlockSerializedSize',
] as const;

/** Fork of a document that fits its schema; what depends on the base is checked when it is applied. */
export function forkOf(document: JsonDocument): Fork {
	const file = document.value as Partial<Fork> & Pick<Fork, 'id' | 'title' | 'base' | 'activation' | 'declares'>;
	const arms = file.arms ?? [];
	for (const [index, { offset }] of arms.entries()) {
		if (index > 0 && offset <= (arms[index - 1]?.offset ?? 0)) {
			throw faultAt(document, ['arms', index, 'offset'], 'offsets of arms must rise');
		}
	}
	for (const [index, { band }] of (file.predictions ?? []).entries()) {
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
		activationHeight === null ? editInPlace(rules, fork, fault) : append(rules, fork, activationHeight, fault);
	return {
		...decideBlockCounts(forked, rules, fork, fault),
		id: `${rules.id}+${fork.id}`,
		title: `${rules.title} with ${fork.title}`,
	};
}

/** Spacing in seconds that the fork sets, or undefined where it leaves it. */
export function newSpacingSeconds(fork: Fork): number | undefined {
	const spacing = fork.set['nPowTargetSpacing'];
	return typeof spacing === 'number' ? spacing : undefined;
}

function plainFault(fork: Fork): ForkFault {
	return (path, what) => new InputError(`fork '${escapeText(fork.id)}': ${escapeText(`/${path.join('/')}`)}: ${what}`);
}

function assertExpectations(rules: Rules, fork: Fork, fault: ForkFault): void {
	for (const [name, expected] of Object.entries(fork.expect)) {
		const constant = constantNamed(rules, name, (what) => fault(['expect', name], what));
		if (constant.value !== expected) {
			const values = `the fork expects ${JSON.stringify(expected)}, ${rules.id} has ${JSON.stringify(constant.value)}`;
			throw fault(['expect', name], escapeText(values));
		}
	}
}

function assertSettings(rules: Rules, fork: Fork, fault: ForkFault): void {
	const inBlocks = new Set(rules.blockCounts.map(({ name }) => name));
	for (const [name, value] of Object.entries(fork.set)) {
		const constant = constantNamed(rules, name, (what) => fault(['set', name], what));
		if (inBlocks.has(name)) throw fault(['set', name], 'is counted in blocks: decide it under blockCounts');
		if (typeof value !== typeof constant.value) {
			throw fault(['set', name], `expected ${exampleOf(constant.value)}, found ${escapeText(JSON.stringify(value))}`);
		}
		if (typeof value === 'number' ? value < 0 : typeof value === 'string' && value.startsWith('-')) {
			throw fault(['set', name], 'must not be negative');
		}
	}
	const [spacing, normal] = [fork.set['nPowTargetSpacing'], fork.set['nPowTargetSpacingNormal']];
	if (spacing !== normal) {
		const missing = spacing === undefined ? 'nPowTargetSpacing' : 'nPowTargetSpacingNormal';
		const present = missing === 'nPowTargetSpacing' ? 'nPowTargetSpacingNormal' : 'nPowTargetSpacing';
		throw fault(
			['set', present],
			`nPowTargetSpacing and nPowTargetSpacingNormal move together; set ${missing} to the same`,
		);
	}
	if (
		spacing !== undefined &&
		fork.declares.issuancePerTime === 'preserve' &&
		fork.set['nInitialSubsidy'] !== undefined
	) {
		if (fork.rounding === undefined) {
			throw fault([], "the subsidy is derived from the spacing: the key 'rounding' must say how it became an integer");
		}
	}
}

function append(rules: Rules, fork: Fork, activationHeight: number, fault: ForkFault): Rules {
	for (const name of Object.keys(fork.set)) {
		if ((SETTABLE_AT_HEIGHT as readonly string[]).includes(name)) continue;
		throw fault(
			['set', name],
			`cannot be changed at a height; what can is ${SETTABLE_AT_HEIGHT.join(', ')}${didYouMean(name, SETTABLE_AT_HEIGHT)}`,
		);
	}
	for (const name of [
		'nPowTargetSpacing',
		'nMatMulAsertHalfLife',
		'nSubsidyHalvingInterval',
		'nMaxBlockSerializedSize',
	]) {
		if (fork.set[name] === 0) throw fault(['set', name], 'must be greater than 0');
	}
	const { arms, workUnits } = forkArms(rules, fork, activationHeight, fault);
	const last = rules.subsidy.segments.at(-1);
	if (last === undefined || last.fromHeight >= BigInt(activationHeight)) {
		throw fault(['activation'], `lies at or below height ${last?.fromHeight}, where the subsidy changes already`);
	}
	const { nInitialSubsidy = last.initialSubsidy, nSubsidyHalvingInterval = last.halvingIntervalBlocks } = fork.set;
	const changesSubsidy = 'nInitialSubsidy' in fork.set || 'nSubsidyHalvingInterval' in fork.set;
	const segment = {
		fromHeight: BigInt(activationHeight),
		initialSubsidy: amount(nInitialSubsidy, 'nInitialSubsidy', fault),
		halvingIntervalBlocks: amount(nSubsidyHalvingInterval, 'nSubsidyHalvingInterval', fault),
	};
	return {
		...rules,
		subsidy: changesSubsidy ? { ...rules.subsidy, segments: [...rules.subsidy.segments, segment] } : rules.subsidy,
		asert: { ...rules.asert, arms },
		workUnits,
		maxBlockBytes: Number(fork.set['nMaxBlockSerializedSize'] ?? rules.maxBlockBytes),
		constants: changedConstants(rules, fork, `${fork.id}, from height ${activationHeight}`),
	};
}

/** Rebuilds everything from the edited constants, as a recompiled node would. */
function editInPlace(rules: Rules, fork: Fork, fault: ForkFault): Rules {
	if (fork.arms.length > 0) throw fault(['arms'], 'an in-place edit adds no arms; give the fork an activation height');
	if (rules.id.includes('+'))
		throw fault(['activation'], 'an in-place edit applies to a release, not on top of a fork');
	const constants = changedConstants(rules, fork, `${fork.id}, edited in place`);
	const place = (name: string) => (name in fork.set ? ['set', name] : ['set']);
	const edited = buildRules(
		rules,
		constants,
		rules.blockCounts,
		() => rules.workUnits,
		(name, what) => fault(place(name), what),
	);
	const ignored = Object.keys(fork.set).find(
		(name) => !edited.namesRead.has(name) && name !== 'nPowTargetSpacingNormal',
	);
	if (ignored !== undefined) throw fault(['set', ignored], 'has no effect that is modelled');
	const violation = violations(Object.fromEntries(constants.map(({ name, value }) => [name, value ?? false])))[0];
	if (violation !== undefined) {
		throw fault(place(violation.name), `a node refuses this: ${violation.name}: ${violation.reason}`);
	}
	return edited.rules;
}

function changedConstants(rules: Rules, fork: Fork, note: string): Constant[] {
	return rules.constants.map((constant) => {
		const value = fork.set[constant.name];
		return value === undefined || value === constant.value
			? constant
			: { ...constant, value, source: fork.source ?? { note: `fork ${fork.id}` }, note };
	});
}

function constantNamed(rules: Rules, name: string, fault: (what: string) => InputError): Constant {
	const constant = rules.constants.find((candidate) => candidate.name === name);
	if (constant !== undefined) return constant;
	const names = rules.constants.map((candidate) => candidate.name);
	throw fault(`${rules.id} has no constant of this name${didYouMean(name, names)}`);
}

function amount(value: string | number | boolean | bigint, name: string, fault: ForkFault): bigint {
	if (typeof value === 'bigint') return value;
	if (typeof value === 'boolean' || !/^\d{1,30}$/.test(String(value))) {
		throw fault(['set', name], 'expected a whole number that is not negative');
	}
	return BigInt(value);
}

function exampleOf(value: Constant['value']): string {
	if (typeof value === 'string') return `a string such as ${escapeText(JSON.stringify(value))}`;
	return typeof value === 'number' ? `a number such as ${value}` : 'true or false';
}
