/**
 * BTX's difficulty arms from its constants: each special height of MatMulAsert (src/pow.cpp:2815-3090 at
 * a5aa3b41) with the operation at it, in the order in which the node tests them. The block at an arm is the
 * anchor of the blocks after it (pow.cpp:1158-1237).
 */
import type { ArmOperation, DifficultyArm } from '../asert/rules.ts';
import type { ConstantTable } from './constants.ts';

interface Candidate {
	readonly height: bigint | undefined;
	readonly name: string;
	readonly operation: () => ArmOperation;
	readonly halfLifeSeconds?: () => bigint;
	readonly limitTarget?: () => bigint;
}

/** Arms in order of height. At a height that several constants name, the operation is that of the first. */
export function difficultyArms(constants: ConstantTable): DifficultyArm[] {
	const arms = new Map<bigint, DifficultyArm>();
	for (const { height, name, operation, halfLifeSeconds, limitTarget } of candidates(constants)) {
		if (height === undefined) continue;
		arms.set(height, {
			...(arms.get(height) ?? { height, name, operation: operation() }),
			...(halfLifeSeconds && { halfLifeSeconds: halfLifeSeconds() }),
			...(limitTarget && { limitTarget: limitTarget() }),
		});
	}
	return [...arms.values()].sort((a, b) => (a.height < b.height ? -1 : 1));
}

/**
 * Whether the constants are those of Epoch A: v4, BMX4C and RC at one height with profile 1 and inert older
 * ratios, everything later disabled (IsMatMulV47EpochAActivationTuple, src/consensus/params.h:1134).
 */
export function isEpochATuple(constants: ConstantTable): boolean {
	const height = constants.height('nMatMulV4Height');
	return (
		height !== undefined &&
		constants.height('nMatMulBMX4CHeight') === height &&
		constants.height('nMatMulRCHeight') === height &&
		constants.height('nMatMulDRLTHeight') === undefined &&
		constants.height('nMatMulRCCoupledHeight') === undefined &&
		constants.integerOr('nMatMulRCProfile', 1n) === 1n &&
		isInert(constants, 'nMatMulV4AsertRescale') &&
		isInert(constants, 'nMatMulBMX4CAsertRescale')
	);
}

/** Whether a rescale `<prefix>Num`/`<prefix>Den` leaves the target as it is. */
export function isInert(constants: ConstantTable, prefix: string): boolean {
	return constants.integerOr(`${prefix}Num`, 1n) === constants.integerOr(`${prefix}Den`, 1n);
}

/** The node's tests in their order. A profile that shares its height with a later one leaves it the height. */
function candidates(constants: ConstantTable): Candidate[] {
	const v4 = constants.height('nMatMulV4Height');
	const bmx4c = constants.height('nMatMulBMX4CHeight');
	const drlt = constants.height('nMatMulDRLTHeight');
	const rc = constants.height('nMatMulRCHeight');
	const coupled = constants.height('nMatMulRCCoupledHeight');
	const unless = (height: bigint | undefined, ...owners: (bigint | undefined)[]) =>
		owners.includes(height) ? undefined : height;
	const ratio = (prefix: string) => (): ArmOperation => ({
		kind: isEpochA && prefix === 'nMatMulRCAsertRescale' ? 'derive' : 'ratio',
		num: constants.integer(`${prefix}Num`),
		den: constants.integer(`${prefix}Den`),
	});
	const isEpochA = isEpochATuple(constants);
	const inherit = (): ArmOperation => ({ kind: 'inherit' });
	return [
		{
			height: constants.height('nMatMulAsertHeight'),
			name: 'nMatMulAsertHeight',
			operation: () => ({ kind: 'bootstrap', factor: constants.integer('nMatMulAsertBootstrapFactor') }),
		},
		{
			height: constants.height('nMatMulAsertRetuneHeight'),
			name: 'nMatMulAsertRetuneHeight',
			operation: () => ({ kind: 'divide', factor: constants.integer('nMatMulAsertRetuneHardeningFactor') }),
		},
		{
			height: constants.height('nMatMulAsertRetune2Height'),
			name: 'nMatMulAsertRetune2Height',
			operation: ratio('nMatMulAsertRetune2Target'),
		},
		{ height: unless(v4, bmx4c, rc), name: 'nMatMulV4Height', operation: ratio('nMatMulV4AsertRescale') },
		{ height: unless(bmx4c, rc), name: 'nMatMulBMX4CHeight', operation: ratio('nMatMulBMX4CAsertRescale') },
		{ height: unless(drlt, bmx4c, rc), name: 'nMatMulDRLTHeight', operation: ratio('nMatMulDRLTAsertRescale') },
		{ height: rc, name: 'nMatMulRCHeight', operation: ratio('nMatMulRCAsertRescale') },
		{
			height: unless(coupled, rc),
			name: 'nMatMulRCCoupledHeight',
			operation: ratio('nMatMulRCCoupledAsertRescale'),
		},
		{
			height: constants.height('nMatMulPowLimitUpgradeHeight'),
			name: 'nMatMulPowLimitUpgradeHeight',
			operation: inherit,
			limitTarget: () => constants.target('powLimitUpgrade'),
		},
		{
			height: constants.height('nMatMulAsertHalfLifeUpgradeHeight'),
			name: 'nMatMulAsertHalfLifeUpgradeHeight',
			operation: inherit,
			halfLifeSeconds: () => constants.integer('nMatMulAsertHalfLifeUpgrade'),
		},
	];
}
