/** Difficulty: schedules that a new spacing re-prices, targets that are not rescaled, rules that are noisy. */
import { anchorAt } from '../asert/btx.ts';
import type { ArmOperation } from '../asert/rules.ts';
import { eraAt, halfLifeAt, spacingAt } from '../difficulty/era.ts';
import type { DifficultyEra, DifficultyRules } from '../difficulty/rules.ts';
import { log2 } from '../numeric/elementary.ts';
import type { Fork } from '../params/types.ts';
import { type Found, fixed, found, type Lint, type LintSubject, stepsOf } from './lint.ts';

/** Rescales closer to the ratio of the spacings than this leave no debt worth a line. */
const RESCALE_TOLERANCE = 1e-6;
/** Noise of the target beyond which a rule counts as nervous. */
const MOST_NOISE = 0.1;
/** Half-life in spacings below which single blocks decide the difficulty. */
const LEAST_HALF_LIFE_SPACINGS = 10;

/** Height of the block that an absolute schedule is measured from behind a height; null for every other rule. */
function anchorHeight({ rule, fromHeight }: DifficultyEra, height: bigint): bigint | null {
	if (rule.kind === 'btx') return rule.asert.noRetargeting ? null : (anchorAt(rule.asert, height)?.height ?? null);
	if (rule.kind !== 'asert') return null;
	return 'height' in rule.anchor ? rule.anchor.height : fromHeight - 1n;
}

/** An absolute schedule prices every block since its anchor: a new spacing without a new anchor re-prices them all. */
function spacingWithoutAnchor(subject: LintSubject): Found[] {
	const { difficulty } = subject.fork;
	return stepsOf(subject).flatMap(({ height, spacingBefore: before, spacing: after }) => {
		const anchor = anchorHeight(eraAt(difficulty, height), height);
		// The block at the anchor itself has no past under the schedule.
		if (before === after || anchor === null || height - anchor <= 1n) return [];
		const blocks = Number(height - anchor);
		const lateSeconds = blocks * (before - after);
		const halfLife = Number(halfLifeAt(difficulty, height - 1n));
		const message = `spacing changes from ${before} s to ${after} s without a new anchor: the schedule re-prices ${blocks} blocks, ${fixed(Math.abs(lateSeconds) / halfLife, 1)} half-lives ${lateSeconds > 0 ? 'easier' : 'harder'}`;
		return [found('hard', message, { before, after, blocks, lateSeconds, halfLifeSeconds: halfLife })];
	});
}

function factorOf(operation: ArmOperation): number | null {
	switch (operation.kind) {
		case 'inherit':
			return 1;
		case 'ratio':
			return Number(operation.num) / Number(operation.den);
		case 'divide':
			return 1 / Number(operation.factor);
		case 'bootstrap':
			return Number(operation.factor);
		case 'derive':
			return null;
	}
}

/** Factor on the target where a schedule is anchored anew; null where none is, or where the new target is given. */
function rescaleAt(difficulty: DifficultyRules, height: bigint): number | null {
	const { rule, fromHeight } = eraAt(difficulty, height);
	if (rule.kind === 'btx') {
		const arm = rule.asert.arms.find((each) => each.height === height);
		return arm === undefined ? null : factorOf(arm.operation);
	}
	if (rule.kind !== 'asert' || fromHeight !== height || !('num' in rule.anchor)) return null;
	return Number(rule.anchor.num) / Number(rule.anchor.den);
}

/** With a new anchor the target must be rescaled by old ÷ new spacing, or the schedule carries a debt for good. */
function spacingWithoutRescale(subject: LintSubject): Found[] {
	if (subject.activationHeight === null) return [];
	const { difficulty } = subject.fork;
	return stepsOf(subject).flatMap(({ height, spacingBefore: before, spacing: after }) => {
		const rescale = before === after ? null : rescaleAt(difficulty, height);
		if (rescale === null) return [];
		const missing = before / after / rescale;
		if (Math.abs(missing - 1) < RESCALE_TOLERANCE) return [];
		const debtSeconds = Number(halfLifeAt(difficulty, height)) * log2(missing);
		const debtBlocks = debtSeconds / after;
		const size = `${fixed(Math.abs(debtSeconds), 0)} s (${fixed(Math.abs(debtBlocks), 1)} blocks)`;
		const message = `the target is not rescaled by ${before}/${after}: a schedule ${missing > 1 ? 'debt' : 'lead'} of ${size} remains for good`;
		return [
			found('soft', message, {
				before,
				after,
				rescale: fixed(rescale, 6),
				debtSeconds: fixed(debtSeconds, 3),
				debtBlocks: fixed(debtBlocks, 3),
			}),
		];
	});
}

interface Noise {
	readonly spacing: number;
	readonly halfLife: number;
	/** √(spacing ÷ half-life): relative spread of the target that single blocks cause. */
	readonly floor: number;
}

/** Null for a rule without a half-life and for one that never retargets. */
function noiseAt(difficulty: DifficultyRules, height: bigint): Noise | null {
	const { rule } = eraAt(difficulty, height);
	if (rule.kind === 'btx' && rule.asert.noRetargeting) return null;
	const halfLife = halfLifeAt(difficulty, height);
	if (halfLife === undefined) return null;
	const spacing = Number(spacingAt(difficulty, height));
	return { spacing, halfLife: Number(halfLife), floor: Math.sqrt(spacing / Number(halfLife)) };
}

function lastOffset(files: readonly Fork[]): bigint {
	return BigInt(Math.max(0, ...files.flatMap(({ arms }) => arms.map(({ offset }) => offset))));
}

function isNervous({ spacing, halfLife, floor }: Noise): boolean {
	return floor > MOST_NOISE || halfLife < LEAST_HALF_LIFE_SPACINGS * spacing;
}

/** The noisiest of the forks' steps once all of its arms have acted, against the base there. */
function noisyDifficulty(subject: LintSubject): Found[] {
	const steps = stepsOf(subject).flatMap((step) => {
		const height = step.height + lastOffset(step.beginning);
		const noise = noiseAt(subject.fork.difficulty, height);
		return noise === null ? [] : [{ noise, base: noiseAt(subject.base.difficulty, height) }];
	});
	const [worst] = steps.sort((a, b) => b.noise.floor - a.noise.floor);
	if (worst === undefined || !isNervous(worst.noise)) return [];
	const { noise, base } = worst;
	const isWorse = base === null || !isNervous(base) || noise.floor > base.floor;
	const percent = (value: number) => fixed(value * 100, 1);
	const spacings = noise.halfLife / noise.spacing;
	const short = spacings < LEAST_HALF_LIFE_SPACINGS ? `, the half-life being ${fixed(spacings, 1)} spacings` : '';
	const was = base === null ? '' : `; the base's is ${percent(base.floor)} %`;
	const message = `the difficulty's noise floor √(${noise.spacing} s ÷ ${noise.halfLife} s) is ${percent(noise.floor)} %, above ${percent(MOST_NOISE)} %${short}${was}`;
	return [
		found(isWorse ? 'soft' : 'note', message, {
			spacingSeconds: noise.spacing,
			halfLifeSeconds: noise.halfLife,
			halfLifeSpacings: fixed(spacings, 2),
			noisePercent: fixed(noise.floor * 100, 3),
			...(base !== null && { baseNoisePercent: fixed(base.floor * 100, 3) }),
		}),
	];
}

export const DIFFICULTY_LINTS: readonly Lint[] = [
	{ id: 'DAA-01', severities: ['hard'], check: spacingWithoutAnchor },
	{ id: 'DAA-02', severities: ['soft'], check: spacingWithoutRescale },
	{ id: 'DAA-03', severities: ['soft', 'note'], check: noisyDifficulty },
];
