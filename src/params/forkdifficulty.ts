/**
 * The rule of difficulty that a fork's file states → the rule. Keys are those of the rules' own interfaces, with
 * heights counted from the activation (`offset`); schemas/fork.schema.json holds their ranges.
 */
import type { AbsoluteAsertRule, AsertVariant } from '../asert/absolute.ts';
import { decodeCompact, targetOfBits } from '../consensus/compact.ts';
import type { PeriodConstants } from '../consensus/period.ts';
import type { RetargetRule } from '../consensus/retarget.ts';
import type { ForkFault } from './forkfault.ts';

/** What every rule may state; without it, what is in force at the activation. */
interface CommonTerms {
	readonly spacingSeconds?: number;
	/** Easiest allowed target: 64 hex digits, or nBits such as 0x1d00ffff. */
	readonly limitTarget?: string;
}

interface PeriodTerms extends CommonTerms {
	readonly intervalBlocks: number;
	/** Interval × spacing where it is left out. */
	readonly timespanSeconds?: number;
	readonly clamps: readonly { readonly offset: number; readonly minDivisor: number; readonly maxFactor: number }[];
	readonly spansFullInterval?: boolean;
	readonly shiftsNearLimit?: boolean;
	readonly baseIsFirstBlock?: boolean;
	readonly noRetargeting?: boolean;
	readonly minimumDifficulty?: { readonly gapSeconds: number; readonly walksBack: boolean };
}

interface AsertTerms extends CommonTerms {
	readonly kind: 'asert';
	readonly variant: AsertVariant;
	readonly halfLifeSeconds: number;
	/** The last block before the activation where it is left out. */
	readonly anchor?: { readonly height: number; readonly time: number; readonly bits: string };
	/** Factor on the target of that block. */
	readonly rescale?: { readonly num: string; readonly den: string };
}

/** A rule of difficulty as a fork's file states it. */
export type ForkDifficulty =
	| ({ readonly kind: 'period' } & PeriodTerms)
	| ({
			readonly kind: 'bch-eda';
			readonly lookbackBlocks: number;
			readonly medianTimeSpan: number;
			readonly thresholdSeconds: number;
			readonly easingShiftBits: number;
	  } & PeriodTerms)
	| ({
			readonly kind: 'cw-144';
			readonly windowBlocks: number;
			readonly minSpanSpacings: number;
			readonly maxSpanSpacings: number;
			readonly minimumDifficultyGapSeconds?: number;
	  } & CommonTerms)
	| ({ readonly kind: 'dgw-v3'; readonly windowBlocks: number } & CommonTerms)
	| ({ readonly kind: 'digishield' } & CommonTerms)
	| ({
			readonly kind: 'averaging';
			readonly windowBlocks: number;
			readonly damping: number;
			readonly maxAdjustUpPercent: number;
			readonly maxAdjustDownPercent: number;
			/** Test networks: how many spacings after its parent a block needs only the limit. */
			readonly minimumDifficultySpacings?: number;
	  } & CommonTerms)
	| ({
			readonly kind: 'lwma';
			readonly variant: 'lwma-1' | 'zawy-2018';
			readonly windowBlocks: number;
			/** Of zawy-2018 alone. */
			readonly maxFutureSeconds?: number;
	  } & CommonTerms)
	| ({ readonly kind: 'wtema'; readonly alphaReciprocal: number } & CommonTerms)
	| ({ readonly kind: 'fixed'; readonly bits?: string } & CommonTerms)
	| AsertTerms;

/** What holds at the activation under the constants that the fork sets. */
export interface DifficultyTerms {
	readonly height: bigint;
	readonly spacingSeconds: bigint;
	readonly limitTarget: bigint;
}

/**
 * The rule that a fork's file states.
 * @throws what `fault` makes, for terms that no rule can be made of
 */
export function difficultyRule(
	file: ForkDifficulty,
	inForce: DifficultyTerms,
	fault: ForkFault,
): AbsoluteAsertRule | RetargetRule {
	const at = (key: string, what: string) => fault(['difficulty', key], what);
	const terms = {
		spacingSeconds: file.spacingSeconds === undefined ? inForce.spacingSeconds : BigInt(file.spacingSeconds),
		limitTarget:
			file.limitTarget === undefined
				? inForce.limitTarget
				: targetOf(file.limitTarget, (what) => at('limitTarget', what)),
	};
	switch (file.kind) {
		case 'period':
			return { kind: file.kind, ...periodConstants(file, { ...inForce, ...terms }, at) };
		case 'bch-eda':
			return {
				kind: file.kind,
				...periodConstants(file, { ...inForce, ...terms }, at),
				lookbackBlocks: BigInt(file.lookbackBlocks),
				medianTimeSpan: file.medianTimeSpan,
				thresholdSeconds: BigInt(file.thresholdSeconds),
				easingShiftBits: BigInt(file.easingShiftBits),
			};
		case 'cw-144':
			if (file.minSpanSpacings > file.maxSpanSpacings) throw at('minSpanSpacings', 'lies above maxSpanSpacings');
			return {
				kind: file.kind,
				...terms,
				windowBlocks: BigInt(file.windowBlocks),
				minSpanSpacings: BigInt(file.minSpanSpacings),
				maxSpanSpacings: BigInt(file.maxSpanSpacings),
				...(file.minimumDifficultyGapSeconds !== undefined && {
					minimumDifficultyGapSeconds: BigInt(file.minimumDifficultyGapSeconds),
				}),
			};
		case 'dgw-v3':
			return { kind: file.kind, ...terms, windowBlocks: BigInt(file.windowBlocks) };
		case 'digishield':
			return { kind: file.kind, ...terms };
		case 'averaging':
			return {
				kind: file.kind,
				...terms,
				windowBlocks: BigInt(file.windowBlocks),
				damping: BigInt(file.damping),
				maxAdjustUpPercent: BigInt(file.maxAdjustUpPercent),
				maxAdjustDownPercent: BigInt(file.maxAdjustDownPercent),
				...(file.minimumDifficultySpacings !== undefined && {
					minimumDifficulty: {
						fromTipHeight: inForce.height - 1n,
						spacings: BigInt(file.minimumDifficultySpacings),
					},
				}),
			};
		case 'lwma': {
			const { kind, variant, maxFutureSeconds } = file;
			const constants = { kind, ...terms, windowBlocks: BigInt(file.windowBlocks) };
			if (variant === 'lwma-1') {
				if (maxFutureSeconds !== undefined) throw at('maxFutureSeconds', 'belongs to the variant zawy-2018');
				return { ...constants, variant };
			}
			if (maxFutureSeconds === undefined) throw at('variant', 'zawy-2018 needs maxFutureSeconds');
			return { ...constants, variant, maxFutureSeconds: BigInt(maxFutureSeconds) };
		}
		case 'wtema':
			return { kind: file.kind, ...terms, alphaReciprocal: BigInt(file.alphaReciprocal) };
		case 'fixed':
			return {
				kind: file.kind,
				...terms,
				...(file.bits !== undefined && { bits: bitsOf(file.bits, (what) => at('bits', what)) }),
			};
		case 'asert':
			return {
				kind: file.kind,
				variant: file.variant,
				...terms,
				halfLifeSeconds: BigInt(file.halfLifeSeconds),
				anchor: anchorOf(file, inForce.height, at),
			};
	}
}

function periodConstants(
	file: PeriodTerms,
	{ height, spacingSeconds, limitTarget }: DifficultyTerms,
	at: (key: string, what: string) => Error,
): PeriodConstants {
	const offsets = file.clamps.map(({ offset }) => offset);
	if (offsets[0] !== 0 || offsets.some((offset, index) => index > 0 && offset <= (offsets[index - 1] ?? 0))) {
		throw at('clamps', 'offsets of clamps begin at 0 and rise');
	}
	const intervalBlocks = BigInt(file.intervalBlocks);
	return {
		spacingSeconds,
		limitTarget,
		intervalBlocks,
		timespanSeconds:
			file.timespanSeconds === undefined ? intervalBlocks * spacingSeconds : BigInt(file.timespanSeconds),
		clamps: file.clamps.map(({ offset, minDivisor, maxFactor }) => ({
			fromHeight: height + BigInt(offset),
			minDivisor: BigInt(minDivisor),
			maxFactor: BigInt(maxFactor),
		})),
		spansFullInterval: file.spansFullInterval ?? false,
		shiftsNearLimit: file.shiftsNearLimit ?? false,
		baseIsFirstBlock: file.baseIsFirstBlock ?? false,
		noRetargeting: file.noRetargeting ?? false,
		...(file.minimumDifficulty && {
			minimumDifficulty: {
				gapSeconds: BigInt(file.minimumDifficulty.gapSeconds),
				walksBack: file.minimumDifficulty.walksBack,
			},
		}),
	};
}

function anchorOf(
	{ anchor, rescale }: AsertTerms,
	height: bigint,
	at: (key: string, what: string) => Error,
): AbsoluteAsertRule['anchor'] {
	if (anchor === undefined) return { num: BigInt(rescale?.num ?? 1), den: BigInt(rescale?.den ?? 1) };
	if (rescale !== undefined) {
		throw at('rescale', 'applies to the last block before the activation; an anchor given outright has its own bits');
	}
	if (BigInt(anchor.height) >= height) throw at('anchor', `lies at or above the activation at height ${height}`);
	return {
		height: BigInt(anchor.height),
		time: BigInt(anchor.time),
		bits: bitsOf(anchor.bits, (what) => at('anchor', what)),
	};
}

/** 64 hex digits or nBits, told apart by the 0x. */
function targetOf(text: string, fault: (what: string) => Error): bigint {
	if (text.startsWith('0x')) return targetOfBits(bitsOf(text, fault));
	const target = BigInt(`0x${text}`);
	if (target === 0n) throw fault('no block can meet a target of 0');
	return target;
}

function bitsOf(text: string, fault: (what: string) => Error): number {
	const { target, negative, overflow } = decodeCompact(Number(text));
	if (target === 0n || negative || overflow) throw fault('no block can carry these nBits');
	return Number(text);
}
