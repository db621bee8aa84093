/** A constant that is varied, and the fork of one cell of the grid: the rest of the change with the cell's values. */
import { createHash } from 'node:crypto';
import { reduceRatio } from '../consensus/index.ts';
import { spacingAt } from '../difficulty/era.ts';
import { forkOf } from './fork.ts';
import { escapeText, InputError, type JsonDocument } from './json.ts';
import { type Loaded, networkOf } from './registry.ts';
import { assertSchema } from './schema.ts';
import { didYouMean } from './suggest.ts';
import type { Fork, Rules } from './types.ts';

/** A constant and the values it takes, as they were typed. */
export interface Variation {
	/** As in chainparams.cpp, or `spacing` or `half-life`. */
	readonly name: string;
	/** Whole numbers in decimal. */
	readonly values: readonly string[];
}

/** Short names, and what the chains call the constant. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
	spacing: ['nPowTargetSpacing', 'POST_BLOSSOM_POW_TARGET_SPACING', 'TargetTimePerBlock'],
	'half-life': ['nMatMulAsertHalfLife', 'nASERTHalfLife', 'WorkDiffV2HalfLifeSecs'],
};
const SPACINGS = ALIASES['spacing'] ?? [];
const HALF_LIVES = ALIASES['half-life'] ?? [];
/** BTX keeps its spacing in a second field too, and the two move together. */
const SECOND_SPACING = 'nPowTargetSpacingNormal';
/** Notice of the fork that is made where none is given: 3,840 blocks, four days at 90 s. */
const NOTICE_BLOCKS = 3840;

type ForkJson = Record<string, unknown>;

/** The short name of a constant that has one, else its own. */
export function shortName(name: string): string {
	return Object.keys(ALIASES).find((alias) => ALIASES[alias]?.includes(name)) ?? name;
}

/**
 * A variation by the name that the base gives the constant.
 * @throws InputError for a name that the base does not have, and for a constant that is no number
 */
export function resolveVariation({ name, values }: Variation, base: Rules): Variation {
	const names = base.constants.map((constant) => constant.name);
	const meant = (ALIASES[name] ?? [name]).find((candidate) => names.includes(candidate));
	if (meant === undefined) {
		const hint = didYouMean(name, [...Object.keys(ALIASES), ...names]);
		throw new InputError(`${escapeText(base.id)} has no constant '${escapeText(name)}'${hint}`);
	}
	const { value } = base.constants.find((constant) => constant.name === meant) ?? {};
	if (typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value))) return { name: meant, values };
	throw new InputError(`${escapeText(meant)} of ${escapeText(base.id)} is no whole number that could be varied`);
}

/** What the base has in place of a varied value. */
export function baseValue({ name }: Variation, base: Rules): string {
	return String(base.constants.find((constant) => constant.name === name)?.value ?? '');
}

/**
 * The change beside the varied values where no fork is given: a new anchor four days ahead, every constant counted in
 * blocks kept.
 * @throws InputError on a chain whose difficulty is not BTX's
 */
export function plainChange(base: Rules, variations: readonly Variation[]): JsonDocument {
	if (base.family !== 'btx') {
		throw new InputError(
			`${escapeText(base.id)} needs --fork: what else changes beside the varied constant is known for BTX only`,
		);
	}
	const varies = (names: readonly string[]) => variations.some(({ name }) => names.includes(name));
	const value: ForkJson = {
		schema: 'rehearse/fork@1',
		id: 'sweep',
		title: 'Varied constants',
		base: networkOf(base),
		activation: { afterTip: NOTICE_BLOCKS },
		arms: [{ offset: 0, operation: { kind: 'ratio', num: '1', den: '1' } }],
		declares: {
			issuancePerTime: varies([...SPACINGS, 'nInitialSubsidy']) ? 'change' : 'preserve',
			finalSupply: varies(['nInitialSubsidy', 'nSubsidyHalvingInterval']) ? 'change' : 'preserve',
		},
		blockCounts: Object.fromEntries(base.blockCounts.map(({ name }) => [name, { decision: 'keep' }])),
	};
	return documentOf(value, 'the fork made of the varied constants');
}

/**
 * The fork of one cell, checked against its schema: the given change with the cell's values under `set` (under
 * `blockCounts` for constants counted in blocks). A value that the base has already is left out, for nobody sets what
 * does not change. Where the spacing is varied, the ratio of the arm at the activation is old ÷ new spacing.
 * @param change the fork file that gives the rest
 * @throws InputError where the result is no fork
 */
export function cellFork(
	base: Rules,
	change: JsonDocument,
	variations: readonly Variation[],
	values: readonly string[],
): Loaded<Fork> {
	const file = change.value as ForkJson & Partial<Fork>;
	const settings: Record<string, unknown> = { ...file.set };
	const blockCounts: Record<string, unknown> = { ...file.blockCounts };
	for (const [index, { name }] of variations.entries()) {
		const text = values[index] ?? '';
		const constant = base.constants.find((candidate) => candidate.name === name);
		const value = typeof constant?.value === 'number' ? Number(text) : text;
		if (base.blockCounts.some((count) => count.name === name)) {
			blockCounts[name] = { decision: 'set', blocks: value, why: 'varied' };
			continue;
		}
		const fields = name === 'nPowTargetSpacing' && base.family === 'btx' ? [name, SECOND_SPACING] : [name];
		for (const field of fields) {
			delete settings[field];
			if (value !== constant?.value) settings[field] = value;
		}
	}
	const label = `cell ${variations.map(({ name }, index) => `${name}=${values[index]}`).join(' ')}`;
	const arms = armsOf(base, file, variations, settings);
	const document = documentOf({ ...file, set: settings, blockCounts, ...(arms !== undefined && { arms }) }, label);
	assertSchema('fork', document);
	const sha256 = createHash('sha256').update(JSON.stringify(document.value)).digest('hex');
	return { value: forkOf(document), document, input: { kind: 'fork', id: String(file.id), path: label, sha256 } };
}

/** The change's arms, the first one's ratio and half-life following what is varied. */
function armsOf(
	base: Rules,
	file: Partial<Fork>,
	variations: readonly Variation[],
	settings: Readonly<Record<string, unknown>>,
): unknown[] | undefined {
	const [first, ...others] = file.arms ?? [];
	if (first === undefined || first.offset !== 0) return file.arms === undefined ? undefined : [...file.arms];
	const spacing = variations.find(({ name }) => SPACINGS.includes(name))?.name;
	const { halfLifeSeconds, ...rest } = first;
	// An arm's own half-life would hide the constant's.
	const kept = variations.some(({ name }) => HALF_LIVES.includes(name)) ? rest : first;
	if (spacing === undefined || first.operation.kind !== 'ratio') return [kept, ...others];
	const old = spacingAt(base.difficulty, heightOf(base));
	const next = BigInt(Number(settings[spacing] ?? old));
	// What no spacing can be has no ratio either; the node's own rule refuses it.
	if (next <= 0n) return [kept, ...others];
	const { num, den } = reduceRatio(old, next);
	return [{ ...kept, operation: { kind: 'ratio', num: String(num), den: String(den) } }, ...others];
}

/** A height at which every scheduled change of the base is in force. */
function heightOf({ difficulty }: Rules): bigint {
	return (difficulty.at(-1)?.fromHeight ?? 0n) + 2n ** 31n;
}

/** Made in memory: its places have no lines. */
function documentOf(value: unknown, label: string): JsonDocument {
	const shown = escapeText(label);
	return { value, label: shown, locate: () => shown };
}
