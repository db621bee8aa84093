/**
 * How many blocks a window really holds, in closed form: the nominal window ÷ spacing with its corrections.
 *
 * Derivation. Let l be the chain's lag, the seconds by which τ·log2 of its target lies above equilibrium; a block
 * takes m(l) = s·2^(−l/τ) on average and l moves by (interval − s). In the stationary state over blocks E[m] = s,
 * hence with k = s·ln 2/τ and Var(l) = (τ/ln 2)²·k/(2 − k) to second order E[l] = s/(2(2 − k)), near s/4.
 * - End effect. Squaring l + interval − s gives E[l·m] − s·E[l] = −(2·E[m²] − s²)/2. A fixed time falls into an
 *   interval in proportion to its length, so at the window's end E[l] is lower by (2·E[m²] − s²)/(2s), while the
 *   time since the last block is E[m²]/s. Together they take exactly s/2: half a block.
 * - Re-anchor. The block at the arm takes s/ρ when the parent's target is multiplied by ρ, and the schedule behind
 *   the new anchor counts height difference + 1: one block at ρ = s/s'.
 * - Debt. A target that is ρ·s'/s off its new equilibrium shifts the schedule by τ'·log2(ρ·s'/s) for good.
 * - Frozen noise. The anchor keeps the noise that the parent's target happened to have: mean (τ'/τ)·E[l] against
 *   the fork's own E[l'], and for each chain a permanent offset with the parent's spread.
 * - Growth r of the hashrate keeps the schedule early by r·τ/ln 2 a second, once the lag has moved by as much.
 * A chain that starts at a recorded tip has no noise yet: its E[l] has reached the fraction 1 − (1 − k)^(2n) after
 * n blocks.
 */
import type { DifficultyArm } from '../asert/rules.ts';
import { log2, pow } from '../numeric/elementary.ts';

export interface ExpectationInput {
	readonly windowSeconds: number;
	/** Blocks from the tip to activation's parent. */
	readonly runUpBlocks: number;
	/** Schedule before activation. */
	readonly spacingSeconds: number;
	readonly halfLifeSeconds: number;
	/** Continuous growth of the hashrate from activation on, per second. */
	readonly growthPerSecond: number;
	/** Arms from the activation height on, consecutive; empty for a chain that goes on as it was. */
	readonly arms: readonly DifficultyArm[];
}

export interface ExpectedBlocks {
	/** Window ÷ spacing. */
	readonly nominal: number;
	/** Corrections in blocks, each by its name. */
	readonly endEffect: number;
	readonly reanchorOffset: number;
	readonly scheduleDebt: number;
	readonly frozenNoiseMean: number;
	readonly growth: number;
	/** Nominal with every correction. */
	readonly expected: number;
	/** Standard deviation in blocks of the offset that the anchor's noise leaves on a chain for good. */
	readonly frozenNoiseDeviation: number;
	/** Expected seconds from activation's parent to the first block above it. */
	readonly firstIntervalSeconds: number;
}

interface Noise {
	readonly mean: number;
	readonly deviation: number;
}

/** Stationary mean and spread of the lag in seconds, and what a chain has of it after n blocks. */
function noise(spacing: number, halfLife: number, blocks = Number.POSITIVE_INFINITY): Noise {
	const k = (spacing * Math.LN2) / halfLife;
	const reached = blocks === Number.POSITIVE_INFINITY ? 1 : 1 - pow(1 - k, 2 * blocks);
	return {
		mean: (spacing / (2 * (2 - k))) * reached,
		deviation: (halfLife / Math.LN2) * Math.sqrt((k / (2 - k)) * reached),
	};
}

/** Factor of an arm's operation on the target, or null where it depends on the target itself. */
function factorOf(arm: DifficultyArm): number | null {
	switch (arm.operation.kind) {
		case 'ratio':
			return Number(arm.operation.num) / Number(arm.operation.den);
		case 'divide':
			return 1 / Number(arm.operation.factor);
		case 'inherit':
			return arm.limitTarget === undefined ? 1 : null;
		default:
			return null;
	}
}

/** Expected blocks of a window, or null where a rule has no closed form (a derived target, a limit that may bind). */
export function expectedBlocks(input: ExpectationInput): ExpectedBlocks | null {
	const { windowSeconds, runUpBlocks, spacingSeconds, halfLifeSeconds, growthPerSecond, arms } = input;
	const spacing = Number(arms.findLast((arm) => arm.spacingSeconds !== undefined)?.spacingSeconds ?? spacingSeconds);
	const halfLife = Number(
		arms.findLast((arm) => arm.halfLifeSeconds !== undefined)?.halfLifeSeconds ?? halfLifeSeconds,
	);
	let factor = 1;
	let armSeconds = 0;
	for (const [i, arm] of arms.entries()) {
		const step = factorOf(arm);
		if (step === null || arm.height !== arms[0]!.height + BigInt(i)) return null;
		factor *= step;
		armSeconds += spacingSeconds / factor;
	}
	const reanchored = arms.length > 0;
	const own = noise(spacing, halfLife);
	const start = noise(spacingSeconds, halfLifeSeconds, Math.max(0, reanchored ? runUpBlocks - 1 : runUpBlocks));
	const stretch = halfLife / halfLifeSeconds;
	const growthGain = (growthPerSecond * halfLife) / Math.LN2;
	const debtFactor = (factor * spacing) / spacingSeconds;
	const nominal = windowSeconds / spacing;
	const parts = {
		endEffect: -0.5,
		reanchorOffset: reanchored ? arms.length - 1 - armSeconds / spacing : 0,
		scheduleDebt: reanchored && debtFactor !== 1 ? (halfLife * log2(debtFactor)) / spacing : 0,
		frozenNoiseMean: (stretch * start.mean - own.mean) / spacing,
		growth: (windowSeconds * growthGain - halfLife * log2(1 + growthGain)) / spacing,
	};
	const expected = Object.values(parts).reduce((sum, part) => sum + part, nominal);
	const frozenNoiseDeviation = reanchored ? (stretch * start.deviation) / spacing : 0;
	const firstFactor = arms[0] === undefined ? 1 : factorOf(arms[0])!;
	return { nominal, ...parts, expected, frozenNoiseDeviation, firstIntervalSeconds: spacingSeconds / firstFactor };
}

/** Expected seconds from a recorded tip to the block n above it: n spacings, and the lag that noise has built up. */
export function expectedRunUpSeconds(blocks: number, spacingSeconds: number, halfLifeSeconds: number): number {
	return blocks === 0 ? 0 : blocks * spacingSeconds + noise(spacingSeconds, halfLifeSeconds, blocks).mean;
}
