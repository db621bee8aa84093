/** Which fast path a rule has, and how many blocks it and the BigInt rule look back to. */
import type { AbsoluteAsertRule } from '../asert/absolute.ts';
import { resolveAnchor } from '../asert/absolute.ts';
import { anchorAt, halfLifeAt, limitAt, spacingAt } from '../asert/btx.ts';
import type { AsertRules } from '../asert/rules.ts';
import type { HeaderSource } from '../consensus/header.ts';
import { type AsertSchedule, AsertStepper } from './asertstepper.ts';
import { AveragingStepper } from './averagingstepper.ts';
import { Cw144Stepper } from './cw144stepper.ts';
import { DarkGravityStepper } from './darkgravitystepper.ts';
import { DigishieldStepper } from './digishieldstepper.ts';
import { LwmaStepper } from './lwmastepper.ts';
import { requiredBits } from './nextbits.ts';
import { areBelow } from './rounding.ts';
import type { DifficultyEra, DifficultyRule, DifficultyRules } from './rules.ts';
import { ExactStepper, FixedStepper, PeriodStepper, type RuleStepper } from './rulestepper.ts';
import type { HeaderTrack } from './track.ts';
import { WtemaStepper } from './wtemastepper.ts';

/** Blocks up to the tip that a rule may look at; anchors come on top. */
export function blocksSeen(rule: DifficultyRule): bigint {
	switch (rule.kind) {
		case 'btx':
		case 'fixed':
			return 1n;
		case 'asert':
		case 'digishield':
		case 'wtema':
			return 2n;
		case 'period':
			return rule.intervalBlocks + 1n;
		case 'bch-eda': {
			const medians = rule.lookbackBlocks + BigInt(rule.medianTimeSpan);
			return rule.intervalBlocks >= medians ? rule.intervalBlocks + 1n : medians;
		}
		case 'cw-144':
			return rule.windowBlocks + 3n;
		case 'dgw-v3':
			return rule.windowBlocks + 1n;
		case 'lwma':
			return rule.windowBlocks + 2n;
		case 'averaging':
			return rule.windowBlocks + 11n;
	}
}

/** Blocks that have to be held for a rule's fast path: fewer where it leaves to BigInt what looks further back. */
export function blocksNeeded(rule: DifficultyRule): bigint {
	return rule.kind === 'period' ? 1n : blocksSeen(rule);
}

/**
 * The fast path of an era's rule for the block after the track's tip, where that has all that the rule needs.
 * @throws MissingHeaderError where an anchor is not known
 */
export function ruleStepperOf(
	rules: DifficultyRules,
	{ rule, fromHeight }: DifficultyEra,
	track: HeaderTrack,
): RuleStepper {
	switch (rule.kind) {
		case 'btx':
			return btxStepper(rules, rule.asert, track);
		case 'asert':
			return asertStepper(rule, fromHeight, track);
		case 'period': {
			if (rule.minimumDifficulty !== undefined || rule.intervalBlocks <= 0n) return new ExactStepper(track);
			return new PeriodStepper(track, rule.noRetargeting ? Number.POSITIVE_INFINITY : Number(rule.intervalBlocks));
		}
		case 'bch-eda':
			return new ExactStepper(track);
		case 'cw-144': {
			const { windowBlocks, spacingSeconds, minSpanSpacings, maxSpanSpacings } = rule;
			const spans = [minSpanSpacings * spacingSeconds, maxSpanSpacings * spacingSeconds];
			const isPlain = rule.minimumDifficultyGapSeconds === undefined && areBelow(30n, windowBlocks, ...spans);
			return isPlain && windowBlocks > 2n ? new Cw144Stepper(rule, track) : new ExactStepper(track);
		}
		case 'dgw-v3': {
			const divisor = (rule.windowBlocks + 1n) * rule.windowBlocks * rule.spacingSeconds;
			return areBelow(50n, rule.windowBlocks, divisor) ? new DarkGravityStepper(rule, track) : new ExactStepper(track);
		}
		case 'digishield':
			return areBelow(29n, rule.spacingSeconds) ? new DigishieldStepper(rule, track) : new ExactStepper(track);
		case 'averaging': {
			const { windowBlocks, spacingSeconds, damping, maxAdjustDownPercent, maxAdjustUpPercent } = rule;
			const percents = [100n + maxAdjustDownPercent, 100n + maxAdjustUpPercent];
			const divisor = windowBlocks * windowBlocks * spacingSeconds;
			const isPlain =
				rule.minimumDifficulty === undefined && areBelow(50n, windowBlocks, divisor) && areBelow(10n, ...percents);
			return isPlain && areBelow(30n, damping) ? new AveragingStepper(rule, track) : new ExactStepper(track);
		}
		case 'lwma': {
			const { windowBlocks, spacingSeconds } = rule;
			const divisor = windowBlocks * windowBlocks * (windowBlocks + 1n) * spacingSeconds;
			const future = rule.variant === 'lwma-1' ? 1n : rule.maxFutureSeconds + 1n;
			return areBelow(48n, divisor, windowBlocks * windowBlocks * future)
				? new LwmaStepper(rule, track)
				: new ExactStepper(track);
		}
		case 'wtema':
			return areBelow(26n, rule.spacingSeconds * rule.alphaReciprocal)
				? new WtemaStepper(rule, track)
				: new ExactStepper(track);
		case 'fixed':
			return rule.bits === undefined
				? new PeriodStepper(track, Number.POSITIVE_INFINITY)
				: new FixedStepper(track, rule.bits);
	}
}

/** Height, after the tip's, at which another fast path than the tip's begins; Infinity where none does. */
export function ruleStepperEnd(rule: DifficultyRule, tip: number): number {
	if (rule.kind !== 'btx') return Number.POSITIVE_INFINITY;
	// An arm's own height has a rule of its own, and so do the heights above it.
	const ends = rule.asert.arms.flatMap(({ height }) => [Number(height), Number(height) + 1]);
	return Math.min(...ends.filter((height) => height > tip + 1), Number.POSITIVE_INFINITY);
}

function btxStepper(rules: DifficultyRules, asert: AsertRules, track: HeaderTrack): RuleStepper {
	const tipHeight = BigInt(track.tip);
	if (asert.noRetargeting) return new PeriodStepper(track, Number.POSITIVE_INFINITY);
	if (asert.arms.some(({ height }) => height === tipHeight + 1n)) return new ExactStepper(track);
	const arm = anchorAt(asert, tipHeight);
	// The same on every lane: nothing has been retargeted yet.
	if (arm === undefined) return new FixedStepper(track, requiredBits(rules, track.sourceOf(0), { tipHeight }));
	return scheduleStepper(
		{
			anchors: byLane(track, (source) => source(arm.height)),
			spacingSeconds: spacingAt(asert, tipHeight),
			halfLifeSeconds: halfLifeAt(asert, tipHeight),
			limitTarget: limitAt(asert, tipHeight + 1n),
			anchorSpacings: 1n,
		},
		track,
	);
}

function asertStepper(rule: AbsoluteAsertRule, fromHeight: bigint, track: HeaderTrack): RuleStepper {
	const anchors = byLane(track, (source) => resolveAnchor(rule, source, fromHeight));
	return scheduleStepper({ ...rule, anchors, anchorSpacings: rule.variant === 'dcr' ? 0n : 1n }, track);
}

function byLane<Value>(track: HeaderTrack, from: (source: HeaderSource) => Value): Value[] {
	return Array.from({ length: track.lanes }, (_, lane) => from(track.sourceOf(lane)));
}

/** What a node refuses, or answers by failing closed, is left to the BigInt rule. */
function scheduleStepper(schedule: AsertSchedule, track: HeaderTrack): RuleStepper {
	const { anchors, spacingSeconds, halfLifeSeconds } = schedule;
	const isPlain = anchors.every(({ height }) => height <= BigInt(track.tip));
	return isPlain && areBelow(30n, spacingSeconds, halfLifeSeconds)
		? new AsertStepper(schedule, track)
		: new ExactStepper(track);
}
