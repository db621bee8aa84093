/**
 * Bitcoin Cash from 1 August to 13 November 2017: Bitcoin's period rule, and in between an emergency
 * adjustment (EDA) that makes a stalled chain easier by a quarter of its target per block.
 * Source: GetNextEDAWorkRequired and the head of GetNextWorkRequired, Bitcoin Cash Node src/pow.cpp @631badbf.
 */
import { decodeCompact, encodeCompact } from './compact.ts';
import type { HeaderSource } from './header.ts';
import { isRetargetHeight, type PeriodConstants, periodBits } from './period.ts';
import type { NextBlock } from './retarget.ts';
import { medianTimePast } from './timestamp.ts';

/** The period rule with an emergency adjustment between its retargets. */
export interface EmergencyRule extends PeriodConstants {
	readonly kind: 'bch-eda';
	/** Blocks from one median-time-past to the other (6). */
	readonly lookbackBlocks: bigint;
	/** Blocks in the median-time-past window (11). */
	readonly medianTimeSpan: number;
	/** The adjustment applies when the two medians lie this far apart or more (43,200). */
	readonly thresholdSeconds: bigint;
	/** The target grows by itself shifted right by this many bits (2: a quarter). */
	readonly easingShiftBits: bigint;
}

/**
 * nBits required of the block after the tip. The order of the checks is the node's: no retargeting, the period's
 * own retarget, the test networks' exception, the limit, the emergency. With the exception there is no emergency.
 * Looks at the tip and, for an emergency, at `lookbackBlocks` + `medianTimeSpan` blocks up to it.
 * @throws MissingHeaderError where one of them is not known, so up to a tip below height `lookbackBlocks` unless an
 * earlier check answers
 * @throws RangeError where no clamp is given for a retarget height
 */
export function emergencyBits(rule: EmergencyRule, headers: HeaderSource, next: NextBlock): number {
	const parent = headers(next.tipHeight);
	if (rule.noRetargeting) return parent.bits;
	if (isRetargetHeight(rule, next.tipHeight + 1n) || rule.minimumDifficulty !== undefined) {
		return periodBits(rule, headers, next);
	}
	if (parent.bits === encodeCompact(rule.limitTarget)) return parent.bits;
	const before = medianTimeAt(rule, headers, next.tipHeight - rule.lookbackBlocks);
	if (medianTimeAt(rule, headers, next.tipHeight) - before < rule.thresholdSeconds) return parent.bits;
	const { target } = decodeCompact(parent.bits);
	const eased = target + (target >> rule.easingShiftBits);
	return encodeCompact(eased > rule.limitTarget ? rule.limitTarget : eased);
}

/** Median-time-past at a height; near block 0 over as many blocks as there are. */
function medianTimeAt(rule: EmergencyRule, headers: HeaderSource, height: bigint): bigint {
	const times = [headers(height).time];
	for (let at = height - 1n; at >= 0n && times.length < rule.medianTimeSpan; at--) times.push(headers(at).time);
	return medianTimePast(times, rule.medianTimeSpan);
}
