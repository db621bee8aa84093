/** The first blocks under the fork, on the mean path: each takes exactly its expected time. */
import { meanIntervals } from '../engine/path.ts';
import type { SimulationPlan } from '../engine/types.ts';
import type { ExpectedBlocks } from './expectation.ts';

/** "Adjusted" means that the expected interval is within this of the new spacing. */
const ADJUSTED_WITHIN = 0.05;
/** Steps that proposals of rules without a schedule state. */
const STEPS = [0.2, 0.05, 0.01] as const;
/** Blocks followed before a chain is said not to adjust. */
const FOLLOWED_BLOCKS = 5000;

const HOURS = { seconds: 3600, symbol: 'h' } as const;
/** As proposals of rules without a schedule say it. */
const MINUTES = { seconds: 60, symbol: 'min' } as const;

/** How long a chain takes until its expected intervals stay close to the spacing. */
export interface Adjustment {
	/** Largest relative distance from the spacing. */
	readonly within: number;
	/** Blocks found before the expected interval stays that close; null: more than were followed. */
	readonly blocks: number | null;
	/** What these blocks take. */
	readonly seconds: number;
}

/** The expected first interval, and the adjustment to each of some distances. */
export function adjustments(
	intervals: readonly number[],
	spacingSeconds: number,
	steps: readonly number[],
): Adjustment[] {
	return steps.map((within) => {
		const last = intervals.findLastIndex((seconds) => Math.abs(seconds / spacingSeconds - 1) > within);
		const seconds = intervals.slice(0, last + 1).reduce((sum, each) => sum + each, 0);
		return { within, blocks: last === intervals.length - 1 ? null : last + 1, seconds };
	});
}

/** Lines for the report. */
export function transitionLines(
	plan: SimulationPlan,
	spacingSeconds: number,
	expected: ExpectedBlocks | null,
): string[] {
	const intervals = meanIntervals(plan, FOLLOWED_BLOCKS)[1] ?? [];
	const first = `expected first interval ${intervals[0]!.toFixed(1)} s at a target spacing of ${spacingSeconds} s`;
	const [steps, unit] = 'history' in plan ? [STEPS, MINUTES] : [[ADJUSTED_WITHIN], HOURS];
	const adjusted = adjustments(intervals, spacingSeconds, steps)
		// A wider step says nothing that the next one does not, where both are reached at once.
		.filter(({ blocks }, i, all) => blocks !== all[i + 1]?.blocks)
		.map((step) => stepText(step, unit));
	const lines = [`${first}; ${adjusted.join(', ')}`];
	if (expected !== null) {
		const parts = [
			['end effect', expected.endEffect],
			['re-anchor', expected.reanchorOffset],
			['schedule debt', expected.scheduleDebt],
			["the tip's own lag", expected.tipLag],
			["anchor's frozen noise", expected.frozenNoiseMean],
			['growth', expected.growth],
		] as const;
		const named = parts.filter(([, blocks]) => Math.abs(blocks) >= 0.005);
		lines.push(
			`expected blocks ${expected.expected.toFixed(2)} = ${expected.nominal.toFixed(2)} nominal${named.map(([name, blocks]) => ` ${blocks < 0 ? '−' : '+'} ${Math.abs(blocks).toFixed(2)} ${name}`).join('')}`,
		);
		if (expected.frozenNoiseDeviation > 0) {
			lines.push(
				`the anchor freezes its parent's noise: a permanent offset with a standard deviation of ${expected.frozenNoiseDeviation.toFixed(1)} blocks`,
			);
		}
	}
	return lines;
}

function stepText({ within, blocks, seconds }: Adjustment, unit: typeof HOURS | typeof MINUTES): string {
	const percent = `within ${within * 100} %`;
	if (blocks === null) return `not ${percent} after ${FOLLOWED_BLOCKS} blocks`;
	if (blocks === 0) return `${percent} from the first block`;
	return `${percent} after ${blocks} blocks (${(seconds / unit.seconds).toFixed(1)} ${unit.symbol})`;
}
