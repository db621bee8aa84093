/** Predictions against a later state of the chain: which held, which failed, which are not due, which cannot be told. */
import { issuedBetween } from '../consensus/subsidy.ts';
import { blockWork } from '../consensus/work.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import type { ChainState, Rules } from '../params/types.ts';
import type { Figure, Prediction, Report } from './document.ts';
import { estimated, exact } from './figure.ts';

export type Outcome = 'held' | 'failed' | 'too early' | 'cannot be computed';

export interface ReviewedPrediction {
	readonly prediction: Prediction;
	readonly outcome: Outcome;
	/** What the state shows; null where it shows nothing of it. */
	readonly found: Figure | null;
	/** Where the number comes from, or why there is none. */
	readonly because: string;
}

/** What a review needs: the report's own words, the fork's rules and the state. */
export interface ReviewInput {
	readonly report: Pick<Report, 'predictions' | 'fork'>;
	readonly fork: Rules;
	readonly state: ChainState;
}

/** Blocks from the activation to the tip, and the time that they took. */
interface Elapsed {
	readonly blocks: number;
	readonly seconds: number;
	/** ± seconds, half of the 95 % interval. */
	readonly halfWidth: number;
	readonly because: string;
}

/** Every prediction of a report against a state. Below the height that its review is set for, nothing is held or failed. */
export function review(input: ReviewInput): ReviewedPrediction[] {
	const elapsed = elapsedIn(input);
	return input.report.predictions.map((prediction) => {
		const reading = readingOf(prediction, elapsed, input);
		const { reviewHeight } = prediction;
		const isEarly = reviewHeight !== null && input.state.tip.height < reviewHeight;
		if ('reason' in reading) {
			return {
				prediction,
				outcome: isEarly ? 'too early' : 'cannot be computed',
				found: null,
				because: reading.reason,
			};
		}
		if (isEarly) return { prediction, outcome: 'too early', found: reading.figure, because: reading.because };
		return judged(prediction, reading.figure, reading.because);
	});
}

type Reading = { readonly figure: Figure; readonly because: string } | { readonly reason: string };

function readingOf({ metric }: Prediction, elapsed: Elapsed | string, input: ReviewInput): Reading {
	if (typeof elapsed === 'string') return { reason: elapsed };
	const { fork, state } = input;
	const { blocks, seconds, halfWidth, because } = elapsed;
	const spacing = { of: (time: number) => time / blocks, unit: 'seconds' } as const;
	switch (metric) {
		case 'spacing':
			return { figure: withInterval(seconds, halfWidth, spacing.of, spacing.unit), because };
		case 'coins-per-day': {
			const tip = BigInt(state.tip.height);
			const units = issuedBetween(fork.subsidy, tip - BigInt(blocks) + 1n, tip + 1n);
			const coins = Number(units) / 10 ** fork.coin.decimals;
			const perDay = (time: number) => (coins * SECONDS_PER_DAY) / time;
			return { figure: withInterval(seconds, halfWidth, perDay, 'coins/day'), because };
		}
		case 'difficulty':
			if (state.anchor?.kind !== 'recorded' || state.anchor.height < activationOf(input) - 1) {
				return { reason: "the state's release does not know the fork, so its nBits are not the chain's" };
			}
			return {
				figure: exact(Number(blockWork(state.nextBits)), 'count'),
				because: `nBits of the block after ${state.tip.height}`,
			};
		default:
			return { reason: 'a state does not say when each block came' };
	}
}

/** The interval decides where one is known: a value whose interval reaches over the band's edge proves nothing. */
function judged(prediction: Prediction, found: Figure, because: string): ReviewedPrediction {
	const value = Number(found.value);
	const { low = value, high = value } = found;
	if (low >= prediction.low && high <= prediction.high) return { prediction, outcome: 'held', found, because };
	if (high < prediction.low || low > prediction.high) return { prediction, outcome: 'failed', found, because };
	return { prediction, outcome: 'cannot be computed', found, because: `${because}: not precisely enough for the band` };
}

function withInterval(
	seconds: number,
	halfWidth: number,
	of: (seconds: number) => number,
	unit: Figure['unit'],
): Figure {
	const half = halfWidth === 0 ? undefined : Math.abs(of(seconds + halfWidth) - of(seconds - halfWidth)) / 2;
	return estimated(of(seconds), unit, half);
}

function activationOf({ report }: ReviewInput): number {
	return report.fork.activationHeight ?? Number.POSITIVE_INFINITY;
}

/**
 * Time from the activation, or a later block whose time is recorded, to the tip; a sentence where there is none. In
 * order: an anchor that the state records there, a measured mean spacing of blocks that are all later, and the
 * activation's date as the report expected it, with its interval.
 */
function elapsedIn(input: ReviewInput): Elapsed | string {
	const { tip, anchor, observedSpacings } = input.state;
	const { activationTime } = input.report.fork;
	const activation = activationOf(input);
	if (activation === Number.POSITIVE_INFINITY) return 'an edit in place has no activation to count from';
	const parent = activation - 1;
	if (tip.height <= activation) return `the tip ${tip.height} is not above the activation ${activation}`;
	const isRecorded = tip.timeKind === 'recorded';
	if (isRecorded && anchor?.kind === 'recorded' && anchor.height >= parent && anchor.height < tip.height) {
		return {
			blocks: tip.height - anchor.height,
			seconds: tip.timeSeconds - anchor.timeSeconds,
			halfWidth: 0,
			because: `times of the anchor ${anchor.height} and the tip ${tip.height}`,
		};
	}
	const later = observedSpacings.filter(({ windowBlocks }) => windowBlocks <= tip.height - parent);
	const longest = later.toSorted((a, b) => b.windowBlocks - a.windowBlocks)[0];
	if (longest !== undefined) {
		const { seconds, windowBlocks } = longest;
		const because = `measured mean of the last ${windowBlocks} blocks`;
		return { blocks: windowBlocks, seconds: seconds * windowBlocks, halfWidth: 0, because };
	}
	if (!isRecorded) return `the tip's time is ${tip.timeKind}, not recorded`;
	if (typeof activationTime?.value !== 'number') return 'the time of the activation is not known';
	const seconds = tip.timeSeconds - activationTime.value;
	const { low = activationTime.value, high = activationTime.value } = activationTime;
	const halfWidth = (high - low) / 2;
	if (seconds <= halfWidth) return `the tip is not later than the activation was expected`;
	return {
		blocks: tip.height - activation,
		seconds,
		halfWidth,
		because: `time of the tip ${tip.height} and the expected one of the activation`,
	};
}
