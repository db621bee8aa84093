/**
 * A state file → the state that a rehearsal starts from. Its tip is placed on an absolute schedule where the rule in
 * force has one (placement.ts); headers that the file does not record are taken to be one spacing apart at the
 * difficulty that the hashrate holds (history.ts).
 */
import { nextBits } from '../asert/index.ts';
import { encodeCompact, formatBits, headerSource } from '../consensus/index.ts';
import { btxAsert, eraAt, limitAt, requiredBits, spacingAt } from '../difficulty/index.ts';
import { historyOf } from './history.ts';
import type { JsonDocument } from './json.ts';
import { placed } from './placement.ts';
import { faultAt } from './schema.ts';
import type {
	ChainState,
	NetworkHashrate,
	ObservedSpacing,
	Rules,
	Source,
	StaleMeasurement,
	StateHeaders,
} from './types.ts';

/** A state document after its schema. */
export interface StateFile {
	readonly id: string;
	readonly title: string;
	readonly network: string;
	readonly release: string;
	readonly date: string;
	readonly tip: { readonly height: number; readonly timeSeconds?: number; readonly timeKind?: 'recorded' | 'assumed' };
	readonly anchor?: { readonly height: number; readonly timeSeconds?: number; readonly bits?: string };
	readonly headers?: 'equilibrium' | readonly FileHeader[];
	readonly hashrates: readonly FileHashrate[];
	readonly observedSpacings?: readonly ObservedSpacing[];
	readonly staleRate?: StaleMeasurement;
	readonly notes?: readonly string[];
	readonly source: Source;
}

export interface FileHeader {
	readonly height: number;
	readonly timeSeconds: number;
	readonly bits: string;
}

export type FileHashrate = NetworkHashrate & { readonly relativeStandardError?: number };

/**
 * State of a document, under the rules of the release it lived under.
 * @throws InputError when its anchor or headers do not fit those rules, when neither time nor schedule gives the tip's
 * time, or when the hashrate does not fit the rules.
 */
export function stateOf(document: JsonDocument, rules: Rules): ChainState {
	const file = document.value as StateFile;
	const hashrate = hashrateAt(document, file, rules);
	const equilibriumTarget = equilibriumOf(document, file, rules, hashrate);
	const place = placed(document, file, rules, { hashrate, target: equilibriumTarget });
	return {
		id: file.id,
		title: file.title,
		network: file.network,
		release: file.release,
		date: file.date,
		...place,
		...difficultyOf(file, rules, place, equilibriumTarget),
		hashrates: file.hashrates.map(({ relativeStandardError: _, ...rest }) => rest),
		observedSpacings: file.observedSpacings ?? [],
		...(file.staleRate === undefined ? {} : { staleRate: file.staleRate }),
		notes: file.notes ?? [],
		source: file.source,
	};
}

/** Headers of the state, and what its release requires of the block after them. */
function difficultyOf(
	file: StateFile,
	{ id, difficulty }: Rules,
	place: Pick<ChainState, 'tip' | 'anchor'>,
	equilibriumTarget: bigint,
): Pick<ChainState, 'headers' | 'nextBits'> {
	const tipHeight = BigInt(file.tip.height);
	const equilibriumBits = encodeCompact(equilibriumTarget);
	const after = (headers: StateHeaders): number => {
		const history = historyOf({ ...place, headers, id: file.id }, [{ id, difficulty }]);
		return requiredBits(difficulty, headerSource(history), { tipHeight });
	};
	if (file.headers !== undefined && file.headers !== 'equilibrium') {
		const list = file.headers.map(({ height, timeSeconds, bits }) => ({
			height: BigInt(height),
			time: BigInt(timeSeconds),
			bits: Number(bits),
		}));
		const headers: StateHeaders = { kind: 'recorded', list };
		return { headers, nextBits: after(headers) };
	}
	const spacingSeconds = Number(spacingAt(difficulty, tipHeight));
	const even = (bits: number): StateHeaders => ({ kind: 'assumed-equilibrium', bits, spacingSeconds });
	const asert = btxAsert(difficulty);
	const { anchor, tip } = place;
	if (asert !== undefined && anchor !== undefined) {
		const tipHeader = { height: tipHeight, time: BigInt(tip.timeSeconds), bits: equilibriumBits };
		const anchorHeader = { height: BigInt(anchor.height), time: BigInt(anchor.timeSeconds), bits: anchor.bits };
		const required = nextBits(asert, tipHeader, anchorHeader);
		return { headers: even(required), nextBits: required };
	}
	const required = after(even(equilibriumBits));
	// On an absolute schedule evenly spaced blocks all have the nBits that it asks for.
	const isAbsolute = eraAt(difficulty, tipHeight + 1n).rule.kind === 'asert';
	return { headers: even(isAbsolute ? required : equilibriumBits), nextBits: required };
}

/** Unit of work of the block at a height. */
export function workUnitAt(rules: Rules, height: number): string {
	return rules.workUnits.findLast(({ fromHeight }) => fromHeight <= height)?.unit ?? 'hash';
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
	const work = hashrate.perSecond * Number(spacingAt(rules.difficulty, BigInt(file.tip.height)));
	// 2^-20 of an attempt is far below any rate's accuracy; beyond 2^53 the product is an integer anyway.
	const scaledWork = BigInt(Math.round(work * 2 ** 20));
	const target = scaledWork === 0n ? -1n : (1n << 276n) / scaledWork - 1n;
	if (target >= 1n && target <= limitAt(rules.difficulty, nextHeight)) return target;
	throw faultAt(
		document,
		['hashrates', file.hashrates.indexOf(hashrate), 'perSecond'],
		`no target allowed at height ${nextHeight} (easiest ${formatBits(encodeCompact(limitAt(rules.difficulty, nextHeight)))}) holds the spacing at this rate`,
	);
}
