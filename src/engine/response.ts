/** How difficulty answers on the mean path when the hashrate moves, or stops for a while, at the activation. */
import { eraAt, halfLifeAt, spacingAt } from '../difficulty/era.ts';
import { blocksSeen } from '../difficulty/steppers.ts';
import { log2 } from '../numeric/elementary.ts';
import type { GeneralChainPlan } from './generalchain.ts';
import { chainsAtActivation, nextInterval } from './path.ts';
import type { GeneralRunPlan } from './types.ts';

/** What happens to the hashrate at the activation. */
export interface Disturbance {
	/** The hashrate from then on over the one before. */
	readonly hashrateFactor: number;
	/** Seconds from activation's parent to the first block, in which nobody mines; 0: none. */
	readonly stallSeconds: number;
}

/** Every later block of a path that has come to rest. */
export interface Rest {
	readonly spacingSeconds: number;
	/** Seconds that the schedule still gains on the way to it. */
	readonly gainSeconds: number;
}

/** Expected intervals of a chain after its activation. */
export interface Response {
	/** Seconds of each block above activation's parent; the first is the stall where there is one. */
	readonly intervals: readonly number[];
	/** What follows them; null where the path has not come to rest. */
	readonly rest: Rest | null;
}

/** A path that keeps this close to the spacing has come to rest; rules that floor stop a little off it. */
const SETTLED_WITHIN = 0.009;
/** Blocks that it must keep so on a schedule: those that a median of header times holds back. */
const FEWEST_SCHEDULED = 12;
/** And by rules without one, which could pass the spacing on their way. */
const FEWEST_OTHER = 60;
/** Chains that do not come to rest are not followed further. */
const MOST_BLOCKS = 20_000;

/** A chain's rule at its activation. */
interface Rule {
	readonly spacingSeconds: number;
	/** Null where it keeps no schedule. */
	readonly halfLifeSeconds: number | null;
	/** Blocks that a path must keep the spacing for to be at rest. */
	readonly settledBlocks: number;
}

function ruleOf({ difficulty }: GeneralChainPlan, activationHeight: number): Rule {
	const height = BigInt(activationHeight);
	const halfLife = halfLifeAt(difficulty, height);
	const seen = Number(blocksSeen(eraAt(difficulty, height).rule));
	return {
		spacingSeconds: Number(spacingAt(difficulty, height)),
		halfLifeSeconds: halfLife === undefined ? null : Number(halfLife),
		settledBlocks: halfLife === undefined ? Math.max(FEWEST_OTHER, 2 * seen) : FEWEST_SCHEDULED,
	};
}

/**
 * What follows the last blocks of a path at rest. An interval of T·2^(−l/τ) stands at a lag of l, and the schedule gains
 * that on its way back to T (compare/expectation.ts); rules without one stop where their rounding lets them.
 */
function restOf({ spacingSeconds, halfLifeSeconds }: Rule, last: readonly number[]): Rest {
	const mean = last.reduce((sum, seconds) => sum + seconds, 0) / last.length;
	if (halfLifeSeconds === null) return { spacingSeconds: mean, gainSeconds: 0 };
	// Header times are whole seconds.
	return { spacingSeconds, gainSeconds: Math.round(-halfLifeSeconds * log2(mean / spacingSeconds)) };
}

/** The response of each of a plan's chains, for at most so many seconds. */
export function responsesTo(
	{ hashrateFactor, stallSeconds }: Disturbance,
	plan: GeneralRunPlan,
	seconds: number,
): Response[] {
	return chainsAtActivation(plan, 0).map((chain, i) => {
		const rule = ruleOf(plan.chains[i]!, plan.activationHeight);
		const { spacingSeconds, settledBlocks } = rule;
		const intervals: number[] = [];
		let [elapsed, still] = [0, 0];
		if (stallSeconds > 0) {
			// A draw is in units of the mean, which nobody has asked for yet.
			const probe = chainsAtActivation(plan, 0)[i]!;
			intervals.push(nextInterval(chain, stallSeconds / nextInterval(probe)));
			elapsed = stallSeconds;
		}
		while (elapsed < seconds && still < settledBlocks && intervals.length < MOST_BLOCKS) {
			const interval = nextInterval(chain, 1 / hashrateFactor);
			intervals.push(interval);
			elapsed += interval;
			still = Math.abs(interval / spacingSeconds - 1) <= SETTLED_WITHIN ? still + 1 : 0;
		}
		return { intervals, rest: still < settledBlocks ? null : restOf(rule, intervals.slice(-settledBlocks)) };
	});
}
