import { describe, expect, it } from 'vitest';
import { networkTable, reversalProbability } from '../../src/compare/network.ts';
import { numberOf, rowOf, scenarioOf, vectors } from './fixtures.ts';

const { reversal, waitSixP95 } = vectors<{
	readonly reversal: readonly {
		readonly share: number;
		readonly confirmations: number;
		readonly probability: number;
	}[];
	readonly waitSixP95: Readonly<Record<'60' | '90', number>>;
}>('compare-network');

describe('reversal', () => {
	it.each(reversal)('of $confirmations by a thief of $share: $probability', ({ share, confirmations, probability }) => {
		const places = probability < 0.01 ? 7 : 4;
		expect(reversalProbability(confirmations, share)).toBeCloseTo(probability, places);
	});

	it('is certain for half of the network', () => {
		expect(reversalProbability(100, 0.5)).toBe(1);
		expect(reversalProbability(100, 0.7)).toBe(1);
	});
});

describe('payments and nodes', () => {
	const { base, fork } = scenarioOf();
	const report = { tables: [networkTable(base, fork, 151_989)] };

	it('wait 946 and 631 s for six confirmations, P95', () => {
		const wait = rowOf(report, 'wait-6-p95');
		expect(Math.round(numberOf(wait.base))).toBe(waitSixP95[90]);
		expect(Math.round(numberOf(wait.fork))).toBe(waitSixP95[60]);
		// One confirmation: −90·ln(0.05).
		expect(numberOf(rowOf(report, 'wait-1-p95').base)).toBeCloseTo(-90 * Math.log(0.05), 6);
	});

	it('lose a third of the work behind six blocks, and the race stays', () => {
		expect(rowOf(report, 'buried-work')).toMatchObject({ base: { value: 9 }, fork: { value: 6 } });
		expect(numberOf(rowOf(report, 'reversal-30').difference)).toBe(0);
	});

	it('store half as many headers again', () => {
		const headers = rowOf(report, 'headers-year');
		expect(headers.base).toEqual({ value: ((365 * 86_400) / 90) * base.headerBytes, unit: 'bytes', kind: 'exact' });
		expect(numberOf(headers.relative)).toBeCloseTo(0.5, 12);
		const full = numberOf(rowOf(report, 'chain-year-max').base);
		expect(full).toBe(((365 * 86_400) / 90) * 24_000_000);
	});

	it('keep the base’s spacing below the activation, and one side without a fork', () => {
		const before = { tables: [networkTable(base, fork, 151_988)] };
		expect(numberOf(rowOf(before, 'buried-work').fork)).toBe(9);
		expect(networkTable(base, null, 151_989).rows.every((row) => row.fork === null)).toBe(true);
	});
});
