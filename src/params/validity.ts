/**
 * What a BTX node checks of its own constants before it starts (ValidateMatMulAsertParams, src/pow.cpp:1261-1692,
 * and AssertBMX4CConstructionInvariants, src/kernel/chainparams.cpp:211-640, at a5aa3b41). A node with constants
 * that break one of these rules does not start; a rehearsal of them would be of a chain that cannot be.
 */
import { decodeCompact, encodeCompact, reduceRatio } from '../consensus/index.ts';
import { isEpochATuple, isInert } from './arms.ts';
import { type ConstantFault, ConstantTable, DISABLED_HEIGHT } from './constants.ts';
import { InputError } from './json.ts';

export type ConstantValues = Readonly<Record<string, string | number | boolean>>;

/** A broken rule: which one (docs/lints.md), the constant at fault and why. */
export interface Violation {
	readonly id: string;
	readonly name: string;
	readonly reason: string;
}

/** Heights that were mined under older constants: what is new at or below the tip rewrites history. */
export interface MinedChain {
	readonly tipHeight: number;
	/** The constants the chain was mined under. */
	readonly constants: ConstantValues;
}

const UINT32_MAX = 0xffff_ffffn;

const RESCALES = ['nMatMulV4', 'nMatMulBMX4C', 'nMatMulDRLT', 'nMatMulRC', 'nMatMulRCCoupled'] as const;
const RETUNE_HEIGHTS = ['nMatMulAsertRetuneHeight', 'nMatMulAsertRetune2Height'] as const;

/**
 * Rules that the constants break, in the node's order. Constants a release does not know count as disabled.
 * @throws what `fault` makes, for a constant that a rule needs and that is missing or not of its kind.
 */
export function violations(
	constants: ConstantValues,
	mined?: MinedChain,
	fault: ConstantFault = (name, what) => new InputError(`${name}: ${what}`),
): Violation[] {
	const list = Object.entries(constants).map(([name, value]) => ({ name, value, source: {} }));
	const table = new ConstantTable(list, fault);
	return [
		...CHECKS.flatMap(([id, check]) => [...check(table)].map((breach) => ({ id, ...breach }))),
		...(mined === undefined ? [] : rewrittenHeights(constants, mined)),
	];
}

type Breach = Omit<Violation, 'id'>;

/** In the node's order. */
const CHECKS: readonly (readonly [string, (table: ConstantTable) => Iterable<Breach>])[] = [
	['VAL-01', positiveValues],
	['VAL-02', fastPhase],
	['VAL-03', ratios],
	['VAL-04', order],
	['VAL-05', supersededRatios],
	['VAL-06', commonDay],
	['VAL-07', fixtureProfiles],
	['VAL-08', epochA],
	['VAL-09', collisions],
	['VAL-10', limitUpgrade],
	['VAL-11', halfLifeUpgrade],
];

function* positiveValues(table: ConstantTable): Generator<Breach> {
	const positive = (name: string, what: string) => (table.integer(name) > 0n ? [] : [{ name, reason: what }]);
	yield* positive('nMatMulAsertHalfLife', 'the half-life must be > 0');
	yield* positive('nPowTargetSpacing', 'the target spacing must be > 0');
	yield* positive('nMatMulAsertBootstrapFactor', 'the bootstrap factor must be non-zero');
	yield* positive('nMatMulAsertRetuneHardeningFactor', 'the hardening factor must be non-zero');
	yield* positive('nSubsidyHalvingInterval', 'the halving interval must be > 0');
}

function* fastPhase(table: ConstantTable): Generator<Breach> {
	if (table.integer('nFastMineHeight') !== table.integer('nMatMulAsertHeight')) {
		yield {
			name: 'nFastMineHeight',
			reason: 'must equal nMatMulAsertHeight: ASERT takes over where the fast phase ends',
		};
	}
}

function* ratios(table: ConstantTable): Generator<Breach> {
	yield* ratio(table, 'nMatMulAsertRetune2Target', UINT32_MAX);
	for (const profile of RESCALES) {
		if (!table.has(`${profile}AsertRescaleNum`)) continue;
		const wide = profile === 'nMatMulRC' && isEpochATuple(table);
		yield* ratio(table, `${profile}AsertRescale`, wide ? (1n << 63n) - 1n : UINT32_MAX);
	}
}

function* ratio(table: ConstantTable, prefix: string, limit: bigint): Generator<Breach> {
	const num = table.integer(`${prefix}Num`);
	const den = table.integer(`${prefix}Den`);
	if (num <= 0n || den <= 0n) {
		yield { name: num <= 0n ? `${prefix}Num` : `${prefix}Den`, reason: 'ratio terms must be positive' };
		return;
	}
	const reduced = reduceRatio(num, den);
	if (reduced.num > limit || reduced.den > limit) {
		yield { name: `${prefix}Num`, reason: `reduced terms must fit ${limit === UINT32_MAX ? 'uint32' : 'int64'}` };
	}
}

/** Every arm at or above the ASERT start; each profile at or above the ones it builds on. */
function* order(table: ConstantTable): Generator<Breach> {
	const start = table.height('nMatMulAsertHeight') ?? 0n;
	for (const name of [...RETUNE_HEIGHTS, ...RESCALES.map((profile) => `${profile}Height`)]) {
		const height = table.height(name);
		if (height !== undefined && height < start) yield { name, reason: 'must not lie below nMatMulAsertHeight' };
	}
	const notBelow = (later: string, earlier: string): Breach[] => {
		const height = table.height(later);
		const floor = table.height(earlier);
		const below = height !== undefined && floor !== undefined && height < floor;
		return below ? [{ name: later, reason: `must not lie below ${earlier}` }] : [];
	};
	yield* notBelow('nMatMulAsertRetune2Height', 'nMatMulAsertRetuneHeight');
	yield* notBelow('nMatMulDRLTHeight', 'nMatMulBMX4CHeight');
	yield* notBelow('nMatMulRCHeight', 'nMatMulDRLTHeight');
	yield* notBelow('nMatMulRCCoupledHeight', 'nMatMulRCHeight');
}

/** Pairs of which the first must be inert where both share a height: the node dispatches to the second alone. */
const SUPERSEDED = [
	['nMatMulV4', 'nMatMulBMX4C'],
	['nMatMulV4', 'nMatMulRC'],
	['nMatMulBMX4C', 'nMatMulRC'],
	['nMatMulDRLT', 'nMatMulBMX4C'],
	['nMatMulDRLT', 'nMatMulRC'],
	['nMatMulRCCoupled', 'nMatMulRC'],
] as const;

/** Scale of the datacenter profile 2, derived from its episode's size (src/kernel/chainparams.cpp:91-92, 468-472). */
const DATACENTER_RESCALE = { num: 16_422n, den: 1_027n } as const;

function* supersededRatios(table: ConstantTable): Generator<Breach> {
	for (const [profile, owner] of SUPERSEDED) {
		const height = table.height(`${profile}Height`);
		if (height === undefined || height !== table.height(`${owner}Height`) || isInert(table, `${profile}AsertRescale`)) {
			continue;
		}
		yield {
			name: `${profile}AsertRescaleNum`,
			reason: `must be 1/1 where ${owner} shares the height and owns the rescale`,
		};
	}
}

/** v4 and BMX4C activate on one day on every network; what follows them depends on the kind of network. */
function* commonDay(table: ConstantTable): Generator<Breach> {
	if (table.height('nMatMulV4Height') !== table.height('nMatMulBMX4CHeight')) {
		yield {
			name: 'nMatMulBMX4CHeight',
			reason: 'must equal nMatMulV4Height: both activate on one day or stay disabled',
		};
	}
}

/** Regression-test networks are mockable, public ones are not; releases that do not list the constant are public. */
function isMockable(table: ConstantTable): boolean {
	return table.has('m_is_mockable_chain') && table.boolean('m_is_mockable_chain');
}

/** The node's checks of profiles end before these two where BMX4C is disabled (chainparams.cpp:321). */
function hasProfiles(table: ConstantTable): boolean {
	return table.height('nMatMulBMX4CHeight') !== undefined;
}

/** A regression test may stage the profiles on days of their own (chainparams.cpp:454-472, 608-616). */
function* fixtureProfiles(table: ConstantTable): Generator<Breach> {
	if (!hasProfiles(table) || !isMockable(table)) return;
	const rc = table.height('nMatMulRCHeight');
	const profile = table.integerOr('nMatMulRCProfile', 1n);
	if (profile !== 1n && profile !== 2n) yield { name: 'nMatMulRCProfile', reason: 'must be 1 or 2' };
	const { num, den } = DATACENTER_RESCALE;
	const isDatacenterScale =
		table.integerOr('nMatMulRCAsertRescaleNum', 1n) === num && table.integerOr('nMatMulRCAsertRescaleDen', 1n) === den;
	if (profile === 2n && rc !== undefined && !isDatacenterScale) {
		yield { name: 'nMatMulRCAsertRescaleNum', reason: `a live profile 2 needs the ratio ${num}/${den}` };
	}
	if (rc === undefined && table.height('nMatMulRCCoupledHeight') !== undefined) {
		yield { name: 'nMatMulRCCoupledHeight', reason: 'must stay disabled where nMatMulRCHeight is' };
	}
}

/** A public network activates v4, BMX4C and RC profile 1 together or not at all (chainparams.cpp:549-607). */
function* epochA(table: ConstantTable): Generator<Breach> {
	if (!hasProfiles(table) || isMockable(table)) return;
	if (table.height('nMatMulRCHeight') !== table.height('nMatMulV4Height')) {
		yield { name: 'nMatMulRCHeight', reason: 'must equal nMatMulV4Height and nMatMulBMX4CHeight (Epoch A)' };
	}
	for (const name of ['nMatMulDRLTHeight', 'nMatMulRCCoupledHeight']) {
		if (table.height(name) !== undefined) yield { name, reason: 'must stay disabled under Epoch A' };
	}
	if (table.integerOr('nMatMulRCProfile', 1n) !== 1n)
		yield { name: 'nMatMulRCProfile', reason: 'must be 1 under Epoch A' };
	if (isInert(table, 'nMatMulRCAsertRescale')) {
		yield { name: 'nMatMulRCAsertRescaleNum', reason: 'a live profile 1 needs a ratio other than 1/1' };
	}
}

/** The first match wins at a height, so a rescale behind another arm would be skipped in silence (audits C5, D2). */
function* collisions(table: ConstantTable): Generator<Breach> {
	const acts: readonly (readonly [string, boolean])[] = [
		['nMatMulAsertHeight', true],
		['nMatMulAsertRetuneHeight', table.integer('nMatMulAsertRetuneHardeningFactor') > 1n],
		['nMatMulAsertRetune2Height', !isInert(table, 'nMatMulAsertRetune2Target')],
		...RESCALES.map((profile) => [`${profile}Height`, !isInert(table, `${profile}AsertRescale`)] as const),
	];
	for (const [index, [name, isLive]] of acts.entries()) {
		const height = table.height(name);
		if (height === undefined || !isLive) continue;
		// Only the first three shadow by position; a profile hands a shared height to its successor.
		const shadow = acts.slice(0, Math.min(index, 3)).find(([earlier]) => table.height(earlier) === height);
		if (shadow !== undefined) yield { name, reason: `collides with ${shadow[0]}, which would hide its rescale` };
	}
}

function* limitUpgrade(table: ConstantTable): Generator<Breach> {
	const name = 'nMatMulPowLimitUpgradeHeight';
	const height = table.height(name);
	if (height === undefined) return;
	const others = ['nMatMulAsertHeight', ...RETUNE_HEIGHTS, ...RESCALES.map((profile) => `${profile}Height`)];
	const late = others.find((other) => (table.height(other) ?? -1n) >= height);
	if (late !== undefined) yield { name, reason: `must be after every other arm; ${late} is not before it` };
	const upgraded = table.target('powLimitUpgrade');
	if (upgraded === 0n || upgraded >= table.target('powLimit')) {
		yield { name: 'powLimitUpgrade', reason: 'must be strictly harder than powLimit' };
	}
	if (decodeCompact(encodeCompact(upgraded)).target !== upgraded) {
		yield { name: 'powLimitUpgrade', reason: 'must be a canonical compact target' };
	}
}

function* halfLifeUpgrade(table: ConstantTable): Generator<Breach> {
	const name = 'nMatMulAsertHalfLifeUpgradeHeight';
	const height = table.height(name);
	if (height === undefined) return;
	if (table.integer('nMatMulAsertHalfLifeUpgrade') <= 0n) {
		yield { name: 'nMatMulAsertHalfLifeUpgrade', reason: 'the half-life must be > 0' };
	}
	const others = ['nMatMulAsertHeight', ...RETUNE_HEIGHTS, 'nMatMulPowLimitUpgradeHeight'];
	const late = others.find((other) => (table.height(other) ?? -1n) >= height);
	if (late !== undefined) yield { name, reason: `must be strictly above ${late}` };
}

/** An unsignalled change at a mined height is a chain split: what release 0.34.1 did at 199,299. */
export function* rewrittenHeights(constants: ConstantValues, mined: MinedChain): Generator<Violation> {
	for (const [name, value] of Object.entries(constants)) {
		if (!name.endsWith('Height') || typeof value !== 'number' || value === mined.constants[name]) continue;
		const before = mined.constants[name];
		const earliest = typeof before === 'number' ? Math.min(before, value) : value;
		if (earliest === DISABLED_HEIGHT || earliest > mined.tipHeight) continue;
		yield {
			id: 'VAL-12',
			name,
			reason: `an unsignalled flag day must be above every mined height (tip ${mined.tipHeight})`,
		};
	}
}
