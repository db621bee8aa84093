/**
 * Where a state's tip lies on the absolute schedule of its rule, if it has one. What a file leaves out follows from it:
 * while no clamp binds, ASERT ties a block's time to its height and difficulty,
 *
 *     t(h) = t_anchor + spacing·(h + 1 − h_anchor) − τ·log2(D_h ÷ D_anchor)
 *
 * (Decred's without the + 1), and at the target spacing D_h follows from the network's hashrate. So a height and a
 * hashrate give the tip's time, to τ·log2(1 + relative standard error of the hashrate).
 */
import { type AbsoluteAsertRule, anchorAt, resolveAnchor } from '../asert/index.ts';
import { encodeCompact, headerSource, MissingHeaderError, targetOfBits } from '../consensus/index.ts';
import { btxAsert, eraAt, halfLifeAt, limitAt, spacingAt } from '../difficulty/index.ts';
import { log2 } from '../numeric/elementary.ts';
import type { JsonDocument } from './json.ts';
import { faultAt } from './schema.ts';
import type { FileHashrate, StateFile } from './state.ts';
import type { ChainState, Rules } from './types.ts';

export type Placed = Pick<ChainState, 'anchor' | 'tip' | 'tipTimeStandardErrorSeconds'>;

/** The hashrate in the tip's unit of work, and the target that it holds the spacing at. */
interface Equilibrium {
	readonly hashrate: FileHashrate;
	readonly target: bigint;
}

/** An anchor whose time and nBits are known, and how many spacings its own block is allowed. */
interface KnownAnchor {
	readonly anchor: NonNullable<ChainState['anchor']>;
	readonly spacings: number;
}

/**
 * The tip's time and, under an absolute schedule, the anchor.
 * @throws InputError when the anchor is not the one in force, and when neither time nor schedule gives the tip's time
 */
export function placed(document: JsonDocument, file: StateFile, rules: Rules, equilibrium: Equilibrium): Placed {
	const recorded = recordedTip(document, file);
	if (btxAsert(rules.difficulty) !== undefined) {
		assertAnchor(document, file, rules);
		return placedOnArms(document, file, rules, equilibrium, recorded);
	}
	if (file.anchor !== undefined) {
		throw faultAt(document, ['anchor'], `belongs to BTX's arms; leave it out, ${rules.id} has its own`);
	}
	const { rule, fromHeight } = eraAt(rules.difficulty, BigInt(file.tip.height) + 1n);
	if (rule.kind === 'asert') {
		const known = anchorOfRule(document, file, rule, fromHeight);
		return { anchor: known.anchor, ...(recorded ?? derived(document, file, rules, equilibrium, known)) };
	}
	if (recorded !== undefined) return recorded;
	throw faultAt(
		document,
		['tip'],
		`needs timeSeconds and timeKind: under ${rules.id} no schedule gives the tip's time`,
	);
}

type PlacedTip = Omit<Placed, 'anchor'>;

/** The tip's time as the file says it. */
function recordedTip(document: JsonDocument, { tip, headers }: StateFile): PlacedTip | undefined {
	const { height, timeSeconds, timeKind } = tip;
	const last = headers === 'equilibrium' ? undefined : headers?.at(-1);
	if (last !== undefined && headers !== undefined) {
		if (last.height !== height) {
			throw faultAt(
				document,
				['headers', headers.length - 1, 'height'],
				`the last header must be the tip's, ${height}`,
			);
		}
		if (timeSeconds !== undefined && timeSeconds !== last.timeSeconds) {
			throw faultAt(document, ['tip', 'timeSeconds'], `differs from the tip's header, ${last.timeSeconds}`);
		}
		return { tip: { height, timeSeconds: last.timeSeconds, timeKind: 'recorded' }, tipTimeStandardErrorSeconds: 0 };
	}
	if (timeSeconds === undefined || timeKind === undefined) return undefined;
	return { tip: { height, timeSeconds, timeKind }, tipTimeStandardErrorSeconds: 0 };
}

function placedOnArms(
	document: JsonDocument,
	file: StateFile,
	rules: Rules,
	equilibrium: Equilibrium,
	recorded: PlacedTip | undefined,
): Placed {
	const { height, timeSeconds, bits } = file.anchor!;
	if (timeSeconds === undefined || bits === undefined) {
		if (recorded === undefined) {
			throw faultAt(
				document,
				['tip'],
				'needs timeSeconds and timeKind, since the anchor has no time to derive them from',
			);
		}
		// The anchor that puts the tip on the schedule at the difficulty its hashrate holds.
		const anchor = {
			height,
			timeSeconds: recorded.tip.timeSeconds - scheduledSeconds(file, rules, height, 1),
			bits: encodeCompact(equilibrium.target),
			kind: 'assumed-equilibrium' as const,
		};
		return { anchor, ...recorded };
	}
	const anchor = { height, timeSeconds, bits: Number(bits), kind: 'recorded' as const };
	return { anchor, ...(recorded ?? derived(document, file, rules, equilibrium, { anchor, spacings: 1 })) };
}

/** Seconds that a schedule gives the blocks from its anchor to the tip. */
function scheduledSeconds({ tip }: StateFile, rules: Rules, anchorHeight: number, spacings: number): number {
	return Number(spacingAt(rules.difficulty, BigInt(tip.height))) * (tip.height + spacings - anchorHeight);
}

function derived(
	document: JsonDocument,
	file: StateFile,
	rules: Rules,
	{ hashrate, target }: Equilibrium,
	{ anchor, spacings }: KnownAnchor,
): PlacedTip {
	const { height } = file.tip;
	const halfLifeSeconds = Number(halfLifeAt(rules.difficulty, BigInt(height)));
	// Difficulty goes as the inverse of the target.
	const doublings = log2(Number(targetOfBits(anchor.bits))) - log2(Number(target));
	const scheduled = scheduledSeconds(file, rules, anchor.height, spacings);
	const timeSeconds = Math.round(anchor.timeSeconds + scheduled - halfLifeSeconds * doublings);
	return {
		tip: { height, timeSeconds, timeKind: 'derived' },
		tipTimeStandardErrorSeconds: Math.round(halfLifeSeconds * log2(1 + relativeStandardErrorOf(document, hashrate))),
	};
}

/** The anchor that the rule has, or that it takes from a recorded header. */
function anchorOfRule(
	document: JsonDocument,
	{ headers }: StateFile,
	rule: AbsoluteAsertRule,
	fromHeight: bigint,
): KnownAnchor {
	const list = headers === 'equilibrium' || headers === undefined ? [] : headers;
	const source = headerSource(
		list.map(({ height, timeSeconds, bits }) => ({
			height: BigInt(height),
			time: BigInt(timeSeconds),
			bits: Number(bits),
		})),
	);
	try {
		const { height, time, bits } = resolveAnchor(rule, source, fromHeight);
		const anchor = { height: Number(height), timeSeconds: Number(time), bits, kind: 'recorded' as const };
		return { anchor, spacings: rule.variant === 'dcr' ? 0 : 1 };
	} catch (error) {
		if (!(error instanceof MissingHeaderError)) throw error;
		const place = headers === undefined ? [] : ['headers'];
		throw faultAt(document, place, `lacks the header of block ${error.height}, which the schedule is measured from`);
	}
}

function assertAnchor(document: JsonDocument, file: StateFile, rules: Rules): void {
	if (file.anchor === undefined) {
		throw faultAt(document, [], "the key 'anchor' is missing: the anchor of BTX's arms in force at the tip");
	}
	const inForce = anchorAt(btxAsert(rules.difficulty)!, BigInt(file.tip.height))?.height;
	if (inForce === undefined) {
		throw faultAt(
			document,
			['tip', 'height'],
			`lies before the first anchor of ${rules.id}; no schedule is in force there`,
		);
	}
	if (inForce !== BigInt(file.anchor.height)) {
		throw faultAt(document, ['anchor', 'height'], `the anchor in force at the tip under ${rules.id} is ${inForce}`);
	}
	if (file.anchor.bits === undefined) return;
	const target = targetOrZero(file.anchor.bits);
	if (target === 0n || target > limitAt(rules.difficulty, inForce)) {
		throw faultAt(document, ['anchor', 'bits'], 'no block can carry these nBits at this height');
	}
}

function targetOrZero(bits: string): bigint {
	try {
		return targetOfBits(Number(bits));
	} catch (error) {
		if (error instanceof RangeError) return 0n;
		throw error;
	}
}

/** 1/√n for a rate measured over n blocks (their work is Gamma distributed), or what the source states. */
function relativeStandardErrorOf(document: JsonDocument, hashrate: FileHashrate): number {
	if (hashrate.relativeStandardError !== undefined) return hashrate.relativeStandardError;
	if (hashrate.windowBlocks !== undefined) return 1 / Math.sqrt(hashrate.windowBlocks);
	throw faultAt(
		document,
		['hashrates'],
		'a tip time derived from a rate needs its windowBlocks or relativeStandardError',
	);
}
