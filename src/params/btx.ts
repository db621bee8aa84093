/** BTX's constants → its rules (src/kernel/chainparams.cpp and src/consensus/params.h at a5aa3b41). */
import type { EmptyBlockPenalty, TimeRules } from '../consensus/rules.ts';
import { withAsert } from '../difficulty/era.ts';
import { difficultyArms } from './arms.ts';
import type { ChainRules } from './chain.ts';
import type { ConstantTable } from './constants.ts';
import { genesisOf, halvingSchedule } from './inheritance.ts';

/** @throws what the table's fault makes, for a constant that is missing or of the wrong kind. */
export function btxRules(table: ConstantTable): ChainRules {
	const emptyBlockPenalty = penaltyOf(table);
	return {
		genesis: genesisOf(table),
		maxMoney: table.integer('nMaxMoney'),
		subsidy: halvingSchedule(table),
		...(emptyBlockPenalty && { emptyBlockPenalty }),
		difficulty: withAsert({
			genesisBits: table.bits('genesis.nBits'),
			fastScale: table.integer('nFastMineDifficultyScale'),
			powLimit: table.target('powLimit'),
			spacingSeconds: table.integer('nPowTargetSpacing'),
			halfLifeSeconds: table.integer('nMatMulAsertHalfLife'),
			arms: difficultyArms(table),
			epsilonBits: epsilonOf(table),
			noRetargeting: table.boolean('fPowNoRetargeting'),
		}),
		time: timeRulesOf(table),
		maxBlockBytes: table.number('nMaxBlockSerializedSize'),
		headerBytes: table.number('BTX_HEADER_SIZE'),
	};
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
