/** Constants under their source names → the rule set that everything above computes with. */
import type { EmptyBlockPenalty, TimeRules } from '../consensus/rules.ts';
import { difficultyArms } from './arms.ts';
import { type ConstantFault, ConstantTable } from './constants.ts';
import type { BlockCount, Constant, Rules } from './types.ts';

/** What a rule set says of itself beside its constants. */
export type RulesIdentity = Pick<Rules, 'id' | 'chain' | 'network' | 'release' | 'title' | 'coin' | 'commit'>;

/** Meaning of a constant counted in blocks, by the constant's name. */
export interface BlockCountMeaning {
	readonly name: string;
	readonly means: BlockCount['means'];
	readonly title: string;
}

/** A built rule set and the constants that went into it. */
export interface BuiltRules {
	readonly rules: Rules;
	readonly namesRead: ReadonlySet<string>;
}

/**
 * Builds the rules of a BTX-like network.
 * @throws what `fault` makes, for a constant that is missing or of the wrong kind.
 */
export function buildRules(
	identity: RulesIdentity,
	constants: readonly Constant[],
	meanings: readonly BlockCountMeaning[],
	workUnits: (constants: ConstantTable) => Rules['workUnits'],
	fault: ConstantFault,
): BuiltRules {
	const table = new ConstantTable(constants, fault);
	const emptyBlockPenalty = penaltyOf(table);
	const rules: Rules = {
		...identity,
		genesis: { timeSeconds: table.number('genesis.nTime'), bits: table.bits('genesis.nBits') },
		maxMoney: table.integer('nMaxMoney'),
		subsidy: {
			segments: [
				{
					fromHeight: 0n,
					initialSubsidy: table.integer('nInitialSubsidy'),
					halvingIntervalBlocks: table.integer('nSubsidyHalvingInterval'),
				},
			],
			maxHalvings: table.integer('GetBlockSubsidy.halvings'),
		},
		...(emptyBlockPenalty && { emptyBlockPenalty }),
		asert: {
			genesisBits: table.bits('genesis.nBits'),
			fastScale: table.integer('nFastMineDifficultyScale'),
			powLimit: table.target('powLimit'),
			spacingSeconds: table.integer('nPowTargetSpacing'),
			halfLifeSeconds: table.integer('nMatMulAsertHalfLife'),
			arms: difficultyArms(table),
			epsilonBits: epsilonOf(table),
			noRetargeting: table.boolean('fPowNoRetargeting'),
		},
		time: timeRulesOf(table),
		workUnits: workUnits(table),
		blockCounts: meanings.map(({ name, means, title }) => ({
			name,
			blocks: table.number(name),
			means,
			title,
			source: table.constant(name).source,
		})),
		maxBlockBytes: table.number('nMaxBlockSerializedSize'),
		headerBytes: table.number('BTX_HEADER_SIZE'),
		constants,
	};
	return { rules, namesRead: table.namesRead };
}

function penaltyOf(table: ConstantTable): EmptyBlockPenalty | undefined {
	const fromHeight = table.height('nEmptyBlockSubsidyPenaltyHeight');
	const endHeight = table.height('nEmptyBlockSubsidyPenaltyEndHeight');
	if (fromHeight === undefined || endHeight === undefined) return undefined;
	return {
		fromHeight,
		strictFromHeight: table.height('nEmptyBlockSubsidyStrictPenaltyHeight') ?? endHeight,
		endHeight,
		maxHalvings: table.integer('nEmptyBlockSubsidyMaxHalvings'),
	};
}

/** ε changes once at most; an upgrade at genesis leaves nothing before it. */
function epsilonOf(table: ConstantTable): { readonly fromHeight: bigint; readonly bits: bigint }[] {
	const steps = [{ fromHeight: 0n, bits: table.integer('nMatMulPreHashEpsilonBits') }];
	const upgradeHeight = table.height('nMatMulPreHashEpsilonBitsUpgradeHeight');
	if (upgradeHeight === undefined) return steps;
	const upgrade = { fromHeight: upgradeHeight, bits: table.integer('nMatMulPreHashEpsilonBitsUpgrade') };
	return upgradeHeight <= 0n ? [{ ...upgrade, fromHeight: 0n }] : [...steps, upgrade];
}

/** The timewarp bound holds at every height of a retargeting MatMul network (pow.cpp:3322 at a5aa3b41). */
function timeRulesOf(table: ConstantTable): TimeRules {
	const driftHeight = table.height('nMatMulMaxFutureMtpDriftHeight');
	const reconcileHeight = table.height('nMatMulTimewarpReconcileHeight');
	const isPerBlock = table.boolean('fMatMulPOW') && !table.boolean('fPowNoRetargeting');
	return {
		medianTimeSpan: table.number('nMedianTimeSpan'),
		...(table.boolean('enforce_BIP94') && isPerBlock && { maxTimewarpSeconds: table.integer('MAX_TIMEWARP') }),
		...(driftHeight !== undefined && {
			futureMtpDrift: { fromHeight: driftHeight, seconds: table.integer('nMatMulMaxFutureMtpDrift') },
		}),
		...(reconcileHeight !== undefined && { timewarpReconcileHeight: reconcileHeight }),
		maxFutureSeconds: table.integer('MAX_FUTURE_BLOCK_TIME'),
	};
}
