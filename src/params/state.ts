/**
 * A state file → the state that a rehearsal starts from. What a file leaves out follows from the absolute
 * schedule: while no clamp binds, ASERT ties a block's time to its height and difficulty,
 *
 *     t(h) = t_anchor + spacing·(h + 1 − h_anchor) − τ·log2(D_h ÷ D_anchor)
 *
 * and at the target spacing D_h follows from the network's hashrate. So a height and a hashrate give the tip's
 * time, to τ·log2(1 + relative standard error of the hashrate).
 */
import { anchorAt, halfLifeAt, limitAt, nextBits, spacingAt } from '../asert/index.ts';
import { encodeCompact, formatBits, targetOfBits } from '../consensus/index.ts';
import { log2 } from '../numeric/elementary.ts';
import type { JsonDocument } from './json.ts';
import { faultAt } from './schema.ts';
import type { ChainState, NetworkHashrate, Rules, Source } from './types.ts';

/** A state document after its schema. */
interface StateFile {
	readonly id: string;
	readonly title: string;
	readonly network: string;
	readonly release: string;
	readonly date: string;
	readonly tip: { readonly height: number; readonly timeSeconds?: number; readonly timeKind?: 'recorded' | 'assumed' };
	readonly anchor: { readonly height: number; readonly timeSeconds?: number; readonly bits?: string };
	readonly hashrates: readonly (NetworkHashrate & { readonly relativeStandardError?: number })[];
	readonly notes?: readonly string[];
	readonly source: Source;
}

type FileHashrate = StateFile['hashrates'][number];

/**
 * State of a document, under the rules of the release it lived under.
 * @throws InputError when the anchor is not the one those rules have in force, when neither time nor schedule
 * gives the tip's time, or when the hashrate does not fit the rules.
 */
export function stateOf(document: JsonDocument, rules: Rules): ChainState {
	const file = document.value as StateFile;
	const tipHeight = BigInt(file.tip.height);
	const hashrate = hashrateAt(document, file, rules);
	const equilibriumTarget = equilibriumOf(document, file, rules, hashrate);
	assertAnchor(document, file, rules);
	const { anchor, tip, tipTimeStandardErrorSeconds } = placed(document, file, rules, hashrate, equilibriumTarget);
	const tipHeader = { height: tipHeight, time: BigInt(tip.timeSeconds), bits: encodeCompact(equilibriumTarget) };
	const anchorHeader = { height: BigInt(anchor.height), time: BigInt(anchor.timeSeconds), bits: anchor.bits };
	return {
		id: file.id,
		title: file.title,
		network: file.network,
		release: file.release,
		date: file.date,
		tip,
		nextBits: nextBits(rules.asert, tipHeader, anchorHeader),
		tipTimeStandardErrorSeconds,
		anchor,
		hashrates: file.hashrates.map(({ relativeStandardError: _, ...rest }) => rest),
		notes: file.notes ?? [],
		source: file.source,
	};
}

/** Unit of work of the block at a height. */
export function workUnitAt(rules: Rules, height: number): string {
	return rules.workUnits.findLast(({ fromHeight }) => fromHeight <= height)?.unit ?? 'hash';
}

type Placed = Pick<ChainState, 'anchor' | 'tip' | 'tipTimeStandardErrorSeconds'>;

function placed(
	document: JsonDocument,
	file: StateFile,
	rules: Rules,
	hashrate: FileHashrate,
	equilibriumTarget: bigint,
): Placed {
	const { height, timeSeconds, timeKind } = file.tip;
	const spacingSeconds = Number(spacingAt(rules.asert, BigInt(height)));
	const scheduledSeconds = spacingSeconds * (height + 1 - file.anchor.height);
	if (file.anchor.timeSeconds === undefined || file.anchor.bits === undefined) {
		if (timeSeconds === undefined || timeKind === undefined) {
			throw faultAt(
				document,
				['tip'],
				'needs timeSeconds and timeKind, since the anchor has no time to derive them from',
			);
		}
		// The anchor that puts the tip on the schedule at the difficulty its hashrate holds.
		const anchor = {
			height: file.anchor.height,
			timeSeconds: timeSeconds - scheduledSeconds,
			bits: encodeCompact(equilibriumTarget),
			kind: 'assumed-equilibrium' as const,
		};
		return { anchor, tip: { height, timeSeconds, timeKind }, tipTimeStandardErrorSeconds: 0 };
	}
	const anchor = {
		height: file.anchor.height,
		timeSeconds: file.anchor.timeSeconds,
		bits: Number(file.anchor.bits),
		kind: 'recorded' as const,
	};
	if (timeSeconds !== undefined && timeKind !== undefined) {
		return { anchor, tip: { height, timeSeconds, timeKind }, tipTimeStandardErrorSeconds: 0 };
	}
	const halfLifeSeconds = Number(halfLifeAt(rules.asert, BigInt(height)));
	// Difficulty goes as the inverse of the target.
	const doublings = log2(Number(targetOfBits(anchor.bits))) - log2(Number(equilibriumTarget));
	const derivedSeconds = Math.round(anchor.timeSeconds + scheduledSeconds - halfLifeSeconds * doublings);
	return {
		anchor,
		tip: { height, timeSeconds: derivedSeconds, timeKind: 'derived' },
		tipTimeStandardErrorSeconds: Math.round(halfLifeSeconds * log2(1 + relativeStandardErrorOf(document, hashrate))),
	};
}

/** The hashrate in the unit that the block after the tip is mined in. */
function hashrateAt(document: JsonDocument, file: StateFile, rules: Rules): FileHashrate {
	const units = file.hashrates.map(({ unit }) => unit);
	const repeated = units.findIndex((unit, index) => units.indexOf(unit) !== index);
	if (repeated !== -1) throw faultAt(document, ['hashrates', repeated, 'unit'], 'occurs twice');
	const unit = workUnitAt(rules, file.tip.height + 1);
	const hashrate = file.hashrates.find((entry) => entry.unit === unit);
	if (hashrate !== undefined) return hashrate;
	throw faultAt(document, ['hashrates'], `has no entry in '${unit}', the unit of work at the tip under ${rules.id}`);
}

/** Target at which the hashrate finds a block per spacing: work = rate·spacing = 2^256 ÷ (target + 1). */
function equilibriumOf(document: JsonDocument, file: StateFile, rules: Rules, hashrate: FileHashrate): bigint {
	const nextHeight = BigInt(file.tip.height) + 1n;
	const work = hashrate.perSecond * Number(spacingAt(rules.asert, BigInt(file.tip.height)));
	// 2^-20 of an attempt is far below any rate's accuracy; beyond 2^53 the product is an integer anyway.
	const scaledWork = BigInt(Math.round(work * 2 ** 20));
	const target = scaledWork === 0n ? -1n : (1n << 276n) / scaledWork - 1n;
	if (target >= 1n && target <= limitAt(rules.asert, nextHeight)) return target;
	throw faultAt(
		document,
		['hashrates', file.hashrates.indexOf(hashrate), 'perSecond'],
		`no target allowed at height ${nextHeight} (easiest ${formatBits(encodeCompact(limitAt(rules.asert, nextHeight)))}) holds the spacing at this rate`,
	);
}

function assertAnchor(document: JsonDocument, file: StateFile, rules: Rules): void {
	const inForce = anchorAt(rules.asert, BigInt(file.tip.height))?.height;
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
	if (target === 0n || target > limitAt(rules.asert, inForce)) {
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
