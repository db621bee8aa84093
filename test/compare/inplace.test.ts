import { describe, expect, it } from 'vitest';
import type { Burst } from '../../src/compare/document.ts';
import { burstOf, inPlaceTable } from '../../src/compare/inplace.ts';
import { planOf } from '../../src/compare/plan.ts';
import { inPlaceStakeholders, verdicts } from '../../src/compare/stakeholders.ts';
import { targetOfBits } from '../../src/consensus/compact.ts';
import type { LanesPlan } from '../../src/engine/types.ts';
import { numberOf, request, rowOf, scenarioOf, vectors } from './fixtures.ts';

const { burst: expected } = vectors<{
	readonly burst: {
		readonly firstDivergentHeight: number;
		readonly baseBits: string;
		readonly forkBits: string;
		readonly headerSecondsAhead: number;
		readonly blocksPerHeaderSecond: number;
	};
}>('compare-transition');

const DAY = 86_400;

function edit(set?: Record<string, number | string>, minIntervals: readonly number[] = [0, 1]) {
	const scenario = scenarioOf({ fork: 'spacing60-in-place', ...(set && { file: { set } }) });
	const burst = burstOf(scenario, planOf(scenario, request()) as LanesPlan, minIntervals);
	const table = inPlaceTable(burst, scenario, 19_200);
	return { burst, table, verdicts: verdicts(inPlaceStakeholders(burst), [table]) };
}

const targetNumber = (bits: string): number => Number(targetOfBits(Number(bits)));
const spacing = (seconds: number) => ({ nPowTargetSpacing: seconds, nPowTargetSpacingNormal: seconds });
const rowAt = (burst: Burst, minInterval: number, after: number) => {
	const row = burst.rows.find((entry) => entry.minIntervalSeconds === minInterval && entry.afterSeconds === after);
	if (row === undefined) throw new Error(`no row at ${after} s`);
	return row;
};

describe('60 s edited in place', () => {
	const { burst, table, verdicts: found } = edit();

	it('diverges at 50,001 with 0x2064fe91 against 0x20659416', () => {
		const { firstDivergentHeight, baseBits, forkBits } = expected;
		expect(burst).toMatchObject({ firstDivergentHeight, baseBits, forkBits });
		expect(table.notes[0]).toContain('A node that syncs afresh rejects the recorded chain there.');
	});

	it('races to the limit of header times in the first second: 7,200 s ahead at six blocks a second', () => {
		const first = rowAt(burst, 0, 1);
		const ahead = expected.headerSecondsAhead * expected.blocksPerHeaderSecond;
		expect(first.headerAheadSeconds).toBe(expected.headerSecondsAhead);
		expect(first.blocks).toBeGreaterThanOrEqual(ahead);
		expect(first.blocks).toBeLessThan(ahead + 12);
		expect(first.coins).toBe(String(first.blocks * 20));
		// Still at the easiest target there is.
		expect(first.bits).toBe('0x2066c154');
	});

	it('has caught up within a day: the blocks that a schedule of 60 s holds since the anchor', () => {
		const { state } = scenarioOf();
		const anchor = state.anchor!;
		const since = state.tip.timeSeconds + DAY - anchor.timeSeconds;
		const scheduled = since / 60 - (state.tip.height - anchor.height);
		for (const minInterval of [0, 1]) {
			const day = rowAt(burst, minInterval, DAY);
			// Difficulty has risen since the anchor: the schedule is early by τ·log2 of that rise.
			const rise = Math.log2(targetNumber('0x2066c154') / targetNumber(day.bits)) * (3600 / 60);
			expect(Math.abs(day.blocks - scheduled - rise)).toBeLessThan(3);
			expect(day).toMatchObject({ blocks: 50_479, headerAheadSeconds: 0, halted: false });
			const month = rowAt(burst, minInterval, 30 * DAY);
			expect(month.blocks - day.blocks).toBe((29 * DAY) / 60);
		}
	});

	it('is held to one block a second where that is the least interval', () => {
		expect(rowAt(burst, 1, 1).blocks).toBe(1);
		expect(rowAt(burst, 1, 1800).blocks).toBe(1800);
		expect(burst.rows).toHaveLength(8);
	});

	it('costs holders and nodes', () => {
		expect(found.map(({ group, verdict }) => [group, verdict])).toEqual([
			['Holders', 'worse'],
			['Full node', 'worse'],
		]);
		expect(found[0]!.because).toBe('more coins are minted in a day than before');
		expect(found[1]!.because).toBe('headers run ahead, and a fresh sync rejects the chain');
		expect(numberOf(rowOf({ tables: [table] }, 'burst-day').fork)).toBe(50_479 * 20);
	});
});

describe('a slower spacing edited in place', () => {
	it('halts the chain for good, and says so', () => {
		const { burst, verdicts: found } = edit(spacing(120));
		for (const row of burst.rows) expect(row).toMatchObject({ blocks: 0, coins: '0', halted: true });
		expect(burst.rows[0]!.bits).toBe('none can be met');
		expect(found[0]).toMatchObject({
			verdict: 'worse',
			because: 'no block is found for a day: nothing can be paid',
		});
		expect(found[1]!.because).toBe('headers follow the clock, but a fresh sync rejects the chain');
	});

	it('stands still in practice where a block could be met in centuries', () => {
		const { burst, verdicts: found } = edit(spacing(91));
		expect(rowAt(burst, 0, 30 * DAY)).toMatchObject({ blocks: 0, halted: false });
		expect(found[0]!.verdict).toBe('worse');
	});
});

describe('other constants edited in place', () => {
	it('leave the first block after the anchor alone where only the subsidy moves', () => {
		const { burst, table, verdicts: found } = edit({ nInitialSubsidy: '1000000000' });
		expect(burst.baseBits).toBe(burst.forkBits);
		expect(table.notes[0]).toContain('needs the same nBits 0x2064fe91 under both');
		expect(Math.abs(rowAt(burst, 0, DAY).blocks - 960)).toBeLessThanOrEqual(1);
		expect(found.map(({ verdict, because }) => [verdict, because])).toEqual([
			['better', 'fewer coins are minted in a day than before'],
			['same', 'headers follow the clock'],
		]);
	});

	it('have no verdict of a day without moments', () => {
		const { table, verdicts: found } = edit(undefined, []);
		expect(table.rows).toEqual([]);
		expect(found).toEqual([]);
	});
});
