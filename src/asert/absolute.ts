/** ASERT from one anchor with constants that do not change: Bitcoin Cash, BTX between two arms, Decred. */
import {
	type BlockHeader,
	clampTarget,
	decodeCompact,
	encodeCompact,
	type HeaderSource,
	scaleTarget,
	targetOfBits,
} from '../consensus/index.ts';
import { asertTarget, bchAsertTarget } from './aserti3.ts';
import { FAIL_CLOSED_BITS } from './btx.ts';
import { dcrAsertTarget } from './dcr.ts';

/** The block that an absolute schedule is measured from. */
export interface AsertAnchor {
	readonly height: bigint;
	/** Unix seconds: of the anchor's PARENT for `bch`, of the anchor itself for `btx` and `dcr`. */
	readonly time: bigint;
	readonly bits: number;
}

/** Which chain's conventions: reference time, the + 1 in the height term, what happens to bad input. */
export type AsertVariant = 'bch' | 'btx' | 'dcr';

export interface AbsoluteAsertRule {
	readonly kind: 'asert';
	readonly variant: AsertVariant;
	readonly spacingSeconds: bigint;
	readonly halfLifeSeconds: bigint;
	/** Easiest allowed target. */
	readonly limitTarget: bigint;
	/** Given outright, or the last block before the era: with its target × num ÷ den, or with other nBits (Decred). */
	readonly anchor: AsertAnchor | { readonly num: bigint; readonly den: bigint } | { readonly bits: number };
}

/**
 * nBits required of the block after the tip.
 * @param anchor that of the rule, from `resolveAnchor`
 * @returns for `btx`, `FAIL_CLOSED_BITS` where the anchor is zero or easier than the limit, the tip lies below it, or
 * half-life or spacing are not positive
 * @throws RangeError for `bch` and `dcr` in the same cases, where their nodes stop, and where the anchor's nBits are
 * negative or beyond 256 bits
 */
export function absoluteAsertBits(
	rule: AbsoluteAsertRule,
	tip: Pick<BlockHeader, 'height' | 'time'>,
	anchor: AsertAnchor,
): number {
	const { spacingSeconds, halfLifeSeconds, limitTarget } = rule;
	const position = {
		timeDiffSeconds: tip.time - anchor.time,
		heightDiff: tip.height - anchor.height,
		spacingSeconds,
		halfLifeSeconds,
		limitTarget,
	};
	switch (rule.variant) {
		case 'bch':
			return encodeCompact(bchAsertTarget({ ...position, anchorTarget: targetOfBits(anchor.bits) }));
		case 'dcr':
			return encodeCompact(dcrAsertTarget({ ...position, anchorTarget: targetOfBits(anchor.bits) }));
		case 'btx': {
			const anchorTarget = decodeCompact(anchor.bits).target;
			if (anchorTarget === 0n || anchorTarget > limitTarget) return FAIL_CLOSED_BITS;
			return encodeCompact(asertTarget({ ...position, anchorTarget }));
		}
	}
}

/**
 * The anchor of an era under the rule. A relative one is the last block before the era, with the rule's own nBits or with
 * its target scaled by the rule's ratio, brought into 1 … limit and rounded to nBits. Its time is that block's own for `btx` and `dcr`, its
 * parent's for `bch`; the genesis block, which has no parent, stands for it itself, as in BCHN (src/pow.cpp,
 * GetNextASERTWorkRequired, at 631badbf).
 * @param fromHeight first height of the era
 * @throws MissingHeaderError where the block or the parent that is needed is not known
 * @throws RangeError when the ratio's terms are not positive, or the block's nBits are negative or beyond 256 bits
 */
export function resolveAnchor(rule: AbsoluteAsertRule, headers: HeaderSource, fromHeight: bigint): AsertAnchor {
	const { anchor, variant, limitTarget } = rule;
	if ('time' in anchor) return anchor;
	const last = headers(fromHeight - 1n);
	const timed = variant === 'bch' && last.height > 0n ? headers(last.height - 1n) : last;
	if ('bits' in anchor) return { height: last.height, time: timed.time, bits: anchor.bits };
	const target = clampTarget(scaleTarget(targetOfBits(last.bits), anchor.num, anchor.den), limitTarget);
	return { height: last.height, time: timed.time, bits: encodeCompact(target) };
}
