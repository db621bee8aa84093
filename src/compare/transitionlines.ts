/** The transition in sentences. */
import type { Response } from '../engine/response.ts';
import type { ExpectedBlocks } from './expectation.ts';
import { ADJUSTED_WITHIN, type Adjustment, adjustments, TRANSITION_DAYS } from './transition.ts';

/** Steps that proposals of rules without a schedule state. */
const STEPS = [0.2, ADJUSTED_WITHIN, 0.01] as const;

const HOURS = { seconds: 3600, symbol: 'h' } as const;
/** As proposals of rules without a schedule say it. */
const MINUTES = { seconds: 60, symbol: 'min' } as const;

/**
 * Lines for the report.
 * @param hasSchedule whether base and fork both keep an absolute schedule
 */
export function transitionLines(
	steady: Response,
	spacingSeconds: number,
	expected: ExpectedBlocks | null,
	hasSchedule: boolean,
): string[] {
	const first = `expected first interval ${steady.intervals[0]!.toFixed(1)} s at a target spacing of ${spacingSeconds} s`;
	const [steps, unit] = hasSchedule ? [[ADJUSTED_WITHIN], HOURS] : [STEPS, MINUTES];
	const adjusted = adjustments(steady, spacingSeconds, steps)
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
	if (blocks === null) return `not ${percent} after ${TRANSITION_DAYS} days`;
	if (blocks === 0) return `${percent} from the first block`;
	return `${percent} after ${blocks} blocks (${(seconds / unit.seconds).toFixed(1)} ${unit.symbol})`;
}
