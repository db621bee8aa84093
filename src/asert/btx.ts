/**
 * BTX's required nBits: a fixed target before the first arm, an arm's own rule at its height, ASERT from the
 * latest arm's block everywhere else (BTX src/pow.cpp:2815-3090 at a5aa3b41). Arms may be any list, so that a
 * fork is a longer list under the same rule.
 */
import {
	clampTarget,
	decodeCompact,
	deriveEpochTarget,
	encodeCompact,
	multiplyTarget,
	reduceRatio,
	scaleTarget,
} from '../consensus/index.ts';
import { asertTarget } from './aserti3.ts';
import type { ArmOperation, AsertRules, BlockHeader, DifficultyArm } from './rules.ts';

/** nBits of target 1, required where a rule cannot be evaluated: mining halts, it never gets easier (pow.cpp:1076). */
export const FAIL_CLOSED_BITS = 0x0101_0000;

const UINT32_MAX = 0xffff_ffffn;
const INT64_MAX = (1n << 63n) - 1n;

/** The arm whose block is the anchor for the block after the tip; undefined before the first arm. */
export function anchorAt(rules: AsertRules, tipHeight: bigint): DifficultyArm | undefined {
	return rules.arms.findLast((arm) => arm.height <= tipHeight);
}

/** Easiest allowed target of the block AT a height. */
export function limitAt(rules: AsertRules, height: bigint): bigint {
	return lastSet(rules, height, (arm) => arm.limitTarget) ?? rules.powLimit;
}

/** Half-life in seconds that the block after the tip is retargeted with. */
export function halfLifeAt(rules: AsertRules, tipHeight: bigint): bigint {
	return lastSet(rules, tipHeight, (arm) => arm.halfLifeSeconds) ?? rules.halfLifeSeconds;
}

/** Target spacing in seconds that the block after the tip is retargeted with. */
export function spacingAt(rules: AsertRules, tipHeight: bigint): bigint {
	return lastSet(rules, tipHeight, (arm) => arm.spacingSeconds) ?? rules.spacingSeconds;
}

/**
 * Pre-hash ε bits in force at a height.
 * @throws RangeError when the list names none from 0 on.
 */
export function epsilonAt(rules: AsertRules, height: bigint): bigint {
	const step = rules.epsilonBits.findLast(({ fromHeight }) => fromHeight <= height);
	if (step === undefined) throw new RangeError(`no pre-hash epsilon bits are given for height ${height}`);
	return step.bits;
}

/**
 * nBits required of the block after the tip.
 * @param anchor the block at the height of `anchorAt(rules, tip.height)`, on the tip's own branch; not read
 * where no anchor is needed (before the first arm and at an arm's own height)
 * @returns `FAIL_CLOSED_BITS` where the anchor is needed and absent, zero or easier than the limit, and where
 * an arm's operation has terms the node refuses
 * @throws RangeError when the anchor is a block of another height
 */
export function nextBits(rules: AsertRules, tip: BlockHeader, anchor: BlockHeader | undefined): number {
	if (rules.noRetargeting) return tip.bits;
	const height = tip.height + 1n;
	const limitTarget = limitAt(rules, height);
	const arm = rules.arms.find((candidate) => candidate.height === height);
	if (arm !== undefined) {
		const target = armTarget(arm.operation, rules, tip);
		return target === undefined ? FAIL_CLOSED_BITS : encodeCompact(clampTarget(target, limitTarget));
	}
	const anchorArm = anchorAt(rules, tip.height);
	if (anchorArm === undefined) return fixedBits(rules);
	if (anchor === undefined) return FAIL_CLOSED_BITS;
	if (anchor.height !== anchorArm.height) {
		throw new RangeError(`anchor is block ${anchor.height}, the rules need block ${anchorArm.height}`);
	}
	const anchorTarget = decodeCompact(anchor.bits).target;
	if (anchorTarget === 0n || anchorTarget > limitTarget) return FAIL_CLOSED_BITS;
	const target = asertTarget({
		anchorTarget,
		limitTarget,
		timeDiffSeconds: tip.time - anchor.time,
		heightDiff: tip.height - anchor.height,
		spacingSeconds: spacingAt(rules, tip.height),
		halfLifeSeconds: halfLifeAt(rules, tip.height),
	});
	return encodeCompact(target);
}

/** The fast phase: min(genesis × scale, powLimit) at every height before the first arm (pow.cpp:2494). */
function fixedBits(rules: AsertRules): number {
	const genesisTarget = decodeCompact(rules.genesisBits).target;
	return encodeCompact(clampTarget(multiplyTarget(genesisTarget, rules.fastScale), rules.powLimit));
}

/**
 * Target of the block at an arm's height before the clamp; undefined where the node fails closed. The parent is
 * decoded without judging it, as in the node: a block with invalid nBits never becomes a parent.
 */
function armTarget(operation: ArmOperation, rules: AsertRules, parent: BlockHeader): bigint | undefined {
	const parentTarget = decodeCompact(parent.bits).target;
	switch (operation.kind) {
		case 'inherit':
			return parentTarget;
		case 'bootstrap':
			return operation.factor > 0n ? multiplyTarget(parentTarget, operation.factor) : undefined;
		case 'divide':
			return operation.factor > 0n ? parentTarget / operation.factor : undefined;
		case 'ratio': {
			if (operation.num <= 0n || operation.den <= 0n) return undefined;
			// The node's scaling takes 32-bit terms; a ratio that does not reduce to them is refused, never rounded.
			const { num, den } = reduceRatio(operation.num, operation.den);
			return num <= UINT32_MAX && den <= UINT32_MAX ? scaleTarget(parentTarget, num, den) : undefined;
		}
		case 'derive': {
			const { num, den } = operation;
			if (num <= 0n || den <= 0n || num > INT64_MAX || den > INT64_MAX || parentTarget === 0n) return undefined;
			return deriveEpochTarget(parentTarget, epsilonAt(rules, parent.height), num, den);
		}
	}
}

function lastSet(
	rules: AsertRules,
	height: bigint,
	value: (arm: DifficultyArm) => bigint | undefined,
): bigint | undefined {
	const arm = rules.arms.findLast((candidate) => candidate.height <= height && value(candidate) !== undefined);
	return arm && value(arm);
}
