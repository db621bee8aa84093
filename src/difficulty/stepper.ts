/**
 * nBits block after block along a growing chain: what `requiredBits` gives, in doubles wherever they are certain. Each rule
 * has a fast path in a file of its own; what that leaves undecided, and rules and heights without one, the BigInt
 * rules decide.
 */
import type { BlockHeader } from '../consensus/header.ts';
import { anchorHeights, eraAt } from './era.ts';
import { requiredBits } from './nextbits.ts';
import type { DifficultyRules } from './rules.ts';
import { ExactStepper, type RuleStepper } from './rulestepper.ts';
import { blocksNeeded, blocksSeen, ruleStepperEnd, ruleStepperOf } from './steppers.ts';
import { HeaderTrack } from './track.ts';

/** Blocks that are held at most: a window beyond it is a mistake, and would not fit in memory. */
const MOST_BLOCKS = 2n ** 22n;

export class Stepper {
	readonly track: HeaderTrack;
	/** Blocks that the BigInt rules decided. */
	exactBlocks = 0;
	readonly #rules: DifficultyRules;
	/** Whether a lane's blocks no longer matter. */
	readonly #isOver: (lane: number) => boolean;
	#rule: RuleStepper;
	/** First height after the tip at which the fast path has to be chosen anew. */
	#chosenUntil = 0;
	/** Whether the block after the tip has its nBits. */
	#isRequired = false;

	/**
	 * @param track of `trackOf` for these rules
	 * @param isOver whether a lane's blocks no longer matter: the BigInt rules, which may refuse, are not asked for them
	 */
	constructor(rules: DifficultyRules, track: HeaderTrack, isOver: (lane: number) => boolean = () => false) {
		this.#rules = rules;
		this.track = track;
		this.#isOver = isOver;
		this.#rule = new ExactStepper(track);
	}

	/**
	 * Requires the nBits of the block after the tip: the track holds them and their target at its height.
	 * @param nowSeconds header time of that block, for rules with an exception that looks at it
	 * @throws MissingHeaderError and RangeError where `requiredBits` does
	 */
	next(nowSeconds?: number): void {
		if (this.track.tip + 1 >= this.#chosenUntil) this.#choose();
		this.track.clearNext();
		if (!this.#rule.next()) this.#askExactly(nowSeconds);
		this.#isRequired = true;
	}

	/** nBits of a lane's block after the tip, once `next` has required them. */
	nextBits(lane: number): number {
		return this.track.bitsAt(this.track.tip + 1, lane);
	}

	/** Adds the block after the tip, with the nBits that `next` required of it, found at the same time on every lane. */
	push(time: number): void {
		if (!this.#isRequired) this.next(time);
		this.#isRequired = false;
		this.track.push(time);
	}

	/** Adds the block after the tip, whose times are in place in the track; see HeaderTrack.append. */
	append(rises: boolean): void {
		this.#isRequired = false;
		this.track.append(rises);
	}

	/** Goes on from where another stepper's chain is, whose track was made for the same rules. */
	continueFrom(other: HeaderTrack): void {
		this.track.copy(other);
		this.#isRequired = false;
		this.#chosenUntil = 0;
	}

	#choose(): void {
		const { track } = this;
		const era = eraAt(this.#rules, BigInt(track.tip + 1));
		const nextEra = this.#rules.find(({ fromHeight }) => fromHeight > track.tip + 1);
		const missing = Number(blocksNeeded(era.rule)) - track.count;
		this.#rule = missing > 0 ? new ExactStepper(track) : ruleStepperOf(this.#rules, era, track);
		this.#chosenUntil = Math.min(
			nextEra === undefined ? Number.POSITIVE_INFINITY : Number(nextEra.fromHeight),
			missing > 0 ? track.tip + 1 + missing : ruleStepperEnd(era.rule, track.tip),
		);
	}

	/** For the lanes that are left open. */
	#askExactly(nowSeconds: number | undefined): void {
		const { track } = this;
		const at = track.row(track.tip + 1);
		const common = track.isUniform ? this.#exactBits(0, nowSeconds) : undefined;
		for (let lane = 0; lane < track.lanes; lane++) {
			if (!Number.isNaN(track.targets[at + lane]!)) continue;
			const ofTip = this.#isOver(lane) ? track.bitsAt(track.tip, lane) : undefined;
			track.require(common ?? ofTip ?? this.#exactBits(lane, nowSeconds), lane);
		}
	}

	#exactBits(lane: number, nowSeconds: number | undefined): number {
		this.exactBlocks++;
		const tipHeight = BigInt(this.track.tip);
		const candidate = nowSeconds === undefined ? { tipHeight } : { tipHeight, time: BigInt(nowSeconds) };
		return requiredBits(this.#rules, this.track.sourceOf(lane), candidate);
	}
}

/**
 * The track of a chain under any of several rules, with one lane.
 * @param history in order of height and ending at the tip, with every block that the rules look back to
 * @throws RangeError for a window beyond four million blocks, and what HeaderTrack throws
 */
export function trackOf(rules: readonly DifficultyRules[], history: readonly BlockHeader[]): HeaderTrack {
	const tipHeight = history.at(-1)?.height ?? 0n;
	let blocks = 1n;
	const kept = new Set<bigint>();
	for (const eras of rules) {
		for (const height of anchorHeights(eras)) {
			kept.add(height);
			// Bitcoin Cash's schedule starts at the time of the anchor's parent.
			kept.add(height - 1n);
		}
		for (const [i, { rule }] of eras.entries()) {
			const next = eras[i + 1];
			if (next !== undefined && next.fromHeight <= tipHeight + 1n) continue;
			const seen = blocksSeen(rule);
			if (seen > MOST_BLOCKS)
				throw new RangeError(`a window of ${seen} blocks is beyond the ${MOST_BLOCKS} that are held`);
			if (seen > blocks) blocks = seen;
		}
	}
	return HeaderTrack.of(history, Number(blocks), kept);
}

/**
 * A stepper that starts after a chain's tip.
 * @throws what `trackOf` throws
 */
export function stepperOf(rules: DifficultyRules, history: readonly BlockHeader[]): Stepper {
	return new Stepper(rules, trackOf([rules], history));
}
