import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/compare/document.ts';
import { forecast } from '../../src/compare/forecast.ts';
import { planOf } from '../../src/compare/plan.ts';
import { loadFork } from '../../src/params/registry.ts';
import { userFolder } from '../params/folder.ts';
import { intervalOf, rehearsal, request, rowOf, scenarioOf } from './fixtures.ts';

const SEEDS = 40;
const SIZE = { trials: 200, days: 2, fleets: ['share-1e-3'] } as const;
const ACTIVATION = { afterTip: 240 } as const;
const SHARE = 0.001;

describe('the printed 95 % intervals', () => {
	const folder = userFolder();
	const reports: Report[] = [];
	let base = 0;
	let fork = 0;

	beforeAll(async () => {
		const document = loadFork('spacing60').document.value as object;
		folder.write('forks', 'near60', { ...document, id: 'near60', activation: ACTIVATION });
		const scenario = scenarioOf({ file: { activation: ACTIVATION } });
		const { expected } = forecast(scenario, planOf(scenario, request(SIZE)));
		base = expected[0]!.expected;
		fork = expected[1]!.expected;
		for (let seed = 1; seed <= SEEDS; seed++) reports.push(await rehearsal({ ...SIZE, fork: 'near60', seed }));
	}, 120_000);

	const coverage = (id: string, side: 'base' | 'fork' | 'difference', truth: number): number => {
		const hits = reports.filter((report) => {
			const [low, high] = intervalOf(rowOf(report, id)[side]);
			return low <= truth && truth <= high;
		});
		return hits.length / SEEDS;
	};

	it('hold the true figure in 85 to 100 % of the runs', () => {
		const coins = SHARE * 20;
		const none = (blocks: number): number => (1 - SHARE) ** blocks;
		const covered = [
			coverage('window-blocks', 'base', base),
			coverage('window-blocks', 'fork', fork),
			coverage('window-blocks', 'difference', fork - base),
			coverage('window-coins', 'difference', (fork - base) * 20),
			coverage('share-1e-3.coins', 'base', base * coins),
			coverage('share-1e-3.coins', 'difference', (fork - base) * coins),
			coverage('share-1e-3.none', 'fork', none(fork)),
			coverage('share-1e-3.none', 'difference', none(fork) - none(base)),
		];
		for (const part of covered) expect(part).toBeGreaterThanOrEqual(0.85);
		const mean = covered.reduce((sum, part) => sum + part, 0) / covered.length;
		expect(mean).toBeGreaterThan(0.9);
		// Intervals that always hold the truth would be too wide.
		expect(mean).toBeLessThan(1);
	});

	it('are paired: a difference is far closer than its sides would make it alone', () => {
		for (const report of reports) {
			const row = rowOf(report, 'window-blocks');
			const width = (side: 'base' | 'fork' | 'difference'): number => {
				const [low, high] = intervalOf(row[side]);
				return high - low;
			};
			expect(width('difference')).toBeLessThan(Math.hypot(width('base'), width('fork')));
		}
	});
});
