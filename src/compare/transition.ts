/** The first blocks under the fork, on the mean path: each takes exactly its expected time. */
import { meanIntervals } from '../engine/path.ts';
import type { SimulationPlan } from '../engine/types.ts';
import type { ExpectedBlocks } from './expectation.ts';

/** "Adjusted" means that the expected interval is within this of the new spacing. */
const ADJUSTED_WITHIN = 0.05;
/** Blocks followed before a chain is said not to adjust. */
const FOLLOWED_BLOCKS = 5000;
const SECONDS_PER_HOUR = 3600;

/** Lines for the report. */
export function transitionLines(
	plan: SimulationPlan,
	spacingSeconds: number,
	expected: ExpectedBlocks | null,
): string[] {
	const intervals = meanIntervals(plan, FOLLOWED_BLOCKS)[1] ?? [];
	const off = (seconds: number): boolean => Math.abs(seconds / spacingSeconds - 1) > ADJUSTED_WITHIN;
	const last = intervals.findLastIndex(off);
	const first = `expected first interval ${intervals[0]!.toFixed(1)} s at a target spacing of ${spacingSeconds} s`;
	const lines: string[] = [];
	if (last === -1) lines.push(`${first}; within 5 % from the first block`);
	else if (last === FOLLOWED_BLOCKS - 1) lines.push(`${first}; not within 5 % after ${FOLLOWED_BLOCKS} blocks`);
	else {
		const hours = intervals.slice(0, last + 1).reduce((sum, seconds) => sum + seconds, 0) / SECONDS_PER_HOUR;
		lines.push(`${first}; within 5 % after ${last + 1} blocks (${hours.toFixed(1)} h)`);
	}
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
