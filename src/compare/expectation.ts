/**
 * How many blocks a window really holds, in closed form: the nominal window ÷ spacing with its corrections.
 *
 * Derivation. Let l be the chain's lag, the seconds by which τ·log2 of its target lies above equilibrium; a block
 * takes m(l) = s·2^(−l/τ) on average and l moves by (interval − s). Write e = τ/ln 2, k = s/e, and y = e^(−t/e) for
 * what is left of a lag after t seconds.
 * - Mean path. Without noise dl/dt = 1 − 2^(l/τ)·e^(rt) at a hashrate that grows at rate r, which is linear in
 *   u = 2^(−l/τ): u(t) = e^(rt)/(1 + re) + (u(0) − 1/(1 + re))·y. The window holds (t + l(0) − l(t))/s blocks. Long
 *   after t = e that is l(0)/s from the start, and the schedule early by r·e a second once l has moved by as much.
 * - Noise. In the stationary state over blocks E[m] = s, hence with Var(l) = e²·k/(2 − k) to second order
 *   E[l] = s/(2(2 − k)), near s/4. Noise of mean M at the start, with its own spread, and noise that builds up
 *   anew with mean M' leave (M − M')·(1 − y²) seconds; for a chain that goes on as it was that is nothing.
 * - End effect. Squaring l + interval − s gives E[l·m] − s·E[l] = −(2·E[m²] − s²)/2. A fixed time falls into an
 *   interval in proportion to its length, so at the window's end E[l] is lower by (2·E[m²] − s²)/(2s), while the
 *   time since the last block is E[m²]/s. Together they take exactly s/2, half a block, of which y is still to come.
 * - Re-anchor. The block at the arm takes s/ρ when the parent's target is multiplied by ρ, and the schedule behind
 *   the new anchor counts height difference + 1: it starts with a lag of −s', one block in the long run.
 * - Debt. A target that is ρ·s'/s off its new equilibrium starts with a lag of τ'·log2(ρ·s'/s).
 * - Frozen noise. The anchor keeps the noise that the parent's target happened to have: mean (τ'/τ)·E[l] against
 *   the fork's own E[l'], and for each chain a permanent offset with the parent's spread.
 * A chain that starts at a recorded tip has no noise yet: its E[l] has reached the fraction 1 − (1 − k)^(2n) after
 * n blocks. A lag that the tip has itself is left after them as 2^(l/τ) = 1 + (2^(l(0)/τ) − 1)·e^(−nk).
 */
import type { DifficultyArm } from '../asert/rules.ts';
import { exp, exp2, log2, pow } from '../numeric/elementary.ts';

/** Windows of fewer spacings are decided by single blocks; the corrections are those of many. */
const FEWEST_BLOCKS = 10;

/** The schedule that a chain follows from its tip to activation's parent. */
export interface RunUp {
	/** Blocks from the tip to activation's parent. */
	readonly blocks: number;
	readonly spacingSeconds: number;
	readonly halfLifeSeconds: number;
	/** Seconds by which τ·log2 of the target after the tip lies above equilibrium at the hashrate. */
	readonly tipLagSeconds: number;
}

export interface ExpectationInput {
	readonly windowSeconds: number;
	readonly runUp: RunUp;
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
	readonly tipLag: number;
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

/** What is left of the tip's lag after n blocks. */
function lagAfter({ tipLagSeconds, spacingSeconds, halfLifeSeconds }: RunUp, blocks: number): number {
	const left =
		(exp2(tipLagSeconds / halfLifeSeconds) - 1) * exp((-blocks * spacingSeconds * Math.LN2) / halfLifeSeconds);
	return halfLifeSeconds * log2(1 + left);
}

/** Seconds of schedule that the mean path gains in t seconds from a lag, at a growing hashrate. */
function gainedSeconds(lag: number, halfLife: number, seconds: number, growthPerSecond: number): number {
	const e = halfLife / Math.LN2;
	const gain = growthPerSecond * e;
	// u(t) without its factor e^(rt), which alone could leave the range of a double.
	const u = (1 + (exp2(-lag / halfLife) * (1 + gain) - 1) * exp(-seconds * (1 / e + growthPerSecond))) / (1 + gain);
	return lag + gain * seconds + halfLife * log2(u);
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

/**
 * Expected blocks of a window, or null where there is no closed form: a derived target, a limit that may bind, a
 * window of a few blocks.
 */
export function expectedBlocks(input: ExpectationInput): ExpectedBlocks | null {
	const { windowSeconds, runUp, growthPerSecond, arms } = input;
	const { spacingSeconds, halfLifeSeconds } = runUp;
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
	const seconds = windowSeconds - armSeconds;
	if (seconds < FEWEST_BLOCKS * spacing) return null;
	const reanchored = arms.length > 0;
	// An arm's target follows from its parent's, which knows the blocks up to the one before.
	const blocks = Math.max(0, reanchored ? runUp.blocks - 1 : runUp.blocks);
	const own = noise(spacing, halfLife);
	const start = noise(spacingSeconds, halfLifeSeconds, blocks);
	const stretch = halfLife / halfLifeSeconds;
	const nominal = windowSeconds / spacing;
	const left = exp((-seconds * Math.LN2) / halfLife);
	const debtFactor = (factor * spacing) / spacingSeconds;
	const anchorLag = reanchored ? -spacing : 0;
	const debtLag = reanchored && debtFactor !== 1 ? halfLife * log2(debtFactor) : 0;
	const tipLag = stretch * lagAfter(runUp, blocks);
	const gained = (lag: number, growth = 0): number => gainedSeconds(lag, halfLife, seconds, growth) / spacing;
	const parts = {
		endEffect: -0.5 * (1 - left),
		reanchorOffset: reanchored ? arms.length - armSeconds / spacing + gained(anchorLag) : 0,
		scheduleDebt: gained(anchorLag + debtLag) - gained(anchorLag),
		tipLag: gained(anchorLag + debtLag + tipLag) - gained(anchorLag + debtLag),
		frozenNoiseMean: ((stretch * start.mean - own.mean) * (1 - left * left)) / spacing,
		growth: gained(anchorLag + debtLag + tipLag, growthPerSecond) - gained(anchorLag + debtLag + tipLag),
	};
	const expected = Object.values(parts).reduce((sum, part) => sum + part, nominal);
	const frozenNoiseDeviation = reanchored ? (stretch * start.deviation) / spacing : 0;
	const firstFactor =
		(arms[0] === undefined ? 1 : factorOf(arms[0])!) * exp2(lagAfter(runUp, blocks) / halfLifeSeconds);
	return { nominal, ...parts, expected, frozenNoiseDeviation, firstIntervalSeconds: spacingSeconds / firstFactor };
}

/** Expected seconds from a recorded tip to activation's parent: its spacings, and the lag that is won and lost on the way. */
export function expectedRunUpSeconds(runUp: RunUp): number {
	const { blocks, spacingSeconds, halfLifeSeconds, tipLagSeconds } = runUp;
	if (blocks === 0) return 0;
	const lagChange = noise(spacingSeconds, halfLifeSeconds, blocks).mean + lagAfter(runUp, blocks) - tipLagSeconds;
	return blocks * spacingSeconds + lagChange;
}
