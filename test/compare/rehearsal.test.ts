import { describe, expect, it } from 'vitest';
import { InterruptedError } from '../../src/engine/simulate.ts';
import { InputError } from '../../src/params/json.ts';
import { userFolder } from '../params/folder.ts';
import { numberOf, rehearsal, rowOf } from './fixtures.ts';

const folder = userFolder();

describe('a rehearsal', () => {
	it('gives the same report for the same request, and another for another seed', async () => {
		const size = { days: 0.5, trials: 70, growthPerDayPercent: 1 };
		const [first, second, other] = [
			await rehearsal(size),
			await rehearsal(size),
			await rehearsal({ ...size, seed: 2 }),
		];
		expect(second).toEqual(first);
		expect(JSON.stringify(second)).toBe(JSON.stringify(first));
		expect(other.simulation).not.toEqual(first.simulation);
		expect(other.run).toMatchObject({ seed: 2 });
		// What is exact knows no seed.
		expect(rowOf(other, 'coins-per-day')).toEqual(rowOf(first, 'coins-per-day'));
	});

	it('names its inputs, its state and its activation', async () => {
		const report = await rehearsal({ trials: 1, days: 0.1 });
		expect(report).toMatchObject({
			schema: 'rehearse/report@1',
			title: 'btx/main@0.32.12 → spacing60',
			run: { seed: 1, trials: 1, days: 0.1, growthPerDay: 0, engine: 'lanes' },
			base: { coin: 'BTX', decimals: 8, newerReleases: ['0.33.2', '0.33.3'] },
			fork: { activation: 'height 151989', activationHeight: 151_989 },
			market: { id: 'btx-2026-07-02', priceUsd: 399.25 },
			burst: null,
			fleetTableId: 'fleet.operator',
		});
		expect(report.state.lines.slice(0, 2)).toEqual([
			'tip 148149, time derived, next nBits 0x1c470fe2',
			'network 171.9 M digests/s (−9/+9 %, 500 blocks)',
		]);
		expect(numberOf(report.fork.activationTime)).toBe(1_783_010_565 + 3840 * 90);
		expect(report.inputs.map(({ kind }) => kind)).toEqual([
			...['base', 'fork', 'state'],
			...['fleet', 'fleet', 'fleet', 'fleet', 'fleet'],
			'market',
		]);
		for (const { sha256 } of report.inputs) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
	});

	it('passes its own checks', async () => {
		for (const changes of [
			{ fork: 'spacing60' },
			{ fork: 'spacing60-neutral' },
			{ fork: 'half-life-4h' },
			{ seed: 99 },
		]) {
			const { checks } = await rehearsal({ trials: 200, days: 2, ...changes });
			expect(checks).toHaveLength(9);
			expect(checks.filter(({ pass }) => !pass)).toEqual([]);
		}
	});

	it('reports progress and stops at a signal', async () => {
		const seen: number[] = [];
		const signal = AbortSignal.abort();
		await rehearsal({ trials: 130, days: 0.1, fleets: [], onProgress: (done) => seen.push(done) });
		expect(seen).toEqual([64, 128, 130]);
		await expect(rehearsal({ trials: 130, days: 0.1, signal })).rejects.toBeInstanceOf(InterruptedError);
	});
});

describe('BTX’s own changes', () => {
	it('Epoch A at 185,000 runs, passes its checks and leaves the operator out with a note', async () => {
		const notes: string[] = [];
		const report = await rehearsal({
			...{ base: 'btx/main@0.32.12', state: 'btx-main-179000', fork: 'epoch-a', trials: 100, days: 2 },
			onNote: (text) => notes.push(text),
		});
		expect(report.checks.map(({ id, pass }) => [id, pass])).toEqual(
			['activation', 'blocks-base', 'first-base', 'none-base', 'sum-base', 'none-fork', 'sum-fork'].map((id) => [
				id,
				true,
			]),
		);
		expect(notes).toHaveLength(1);
		expect(report.fork.activationHeight).toBe(185_000);
		expect(numberOf(rowOf(report, 'window-blocks').fork)).toBeGreaterThan(1700);
	});

	it('the dump floor at 191,714 runs, passes its checks and finds its runway short', async () => {
		const report = await rehearsal({ base: 'btx/main@0.33.2', fork: 'dump-floor', trials: 100, days: 2 });
		expect(report.checks.map(({ id, pass }) => [id, pass])).toEqual(
			['blocks-base', 'first-base', 'none-base', 'sum-base', 'none-fork', 'sum-fork'].map((id) => [id, true]),
		);
		expect(report.findings.map(({ id }) => id)).toEqual(['HGT-02']);
		// 57.3 episodes/s against a floor of 6,400 a block: never below 111.7 s.
		expect(numberOf(rowOf(report, 'window-blocks').fork)).toBeLessThan((2 * 86_400) / 105);
	});

	it('an edit in place shows the burst, not a fork', async () => {
		const report = await rehearsal({ fork: 'spacing60-in-place', trials: 100 });
		expect(report.burst).toMatchObject({ firstDivergentHeight: 50_001 });
		expect(report.fork).toMatchObject({ activation: 'edited in place', activationHeight: null, activationTime: null });
		expect(report.transition).toEqual([]);
		expect(report.findings[0]).toMatchObject({ id: 'DAA-01', severity: 'hard' });
		expect(report.verdicts.map(({ group, verdict }) => [group, verdict])).toEqual([
			['Holders', 'worse'],
			['Full node', 'worse'],
		]);
		expect(report.checks.every(({ pass }) => pass)).toBe(true);
		expect(rowOf(report, 'operator.own.coins').fork).toBeNull();
	});
});

describe('requests that are refused', () => {
	const refused = async (changes: Parameters<typeof rehearsal>[0], message: string): Promise<void> => {
		const error = await rehearsal(changes).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(InputError);
		expect((error as InputError).message).toContain(message);
	};

	it('a market of another coin', async () => {
		folder.write('markets', 'btc', {
			...{ schema: 'rehearse/market@1', id: 'btc', title: 'BTC', coin: 'BTC', price: { usdPerCoin: '1' } },
			...{ date: '2026-07-02', source: { note: 'test' } },
		});
		await refused({ market: 'btc' }, "market 'btc' prices BTC, but btx/main@0.32.12 pays BTX");
	});

	it('names that nothing has', async () => {
		await refused({ fork: 'spacing66' }, "no fork named 'spacing66'");
		await refused({ base: 'btx/man' }, "no base named 'btx/man'");
		await refused({ state: 'btx-main-2026' }, "no state named 'btx-main-2026'");
		await refused({ market: 'btx' }, "no market named 'btx'");
		await refused({ fleets: ['m4'] }, "no fleet named 'm4'");
	});

	it('a run that crosses 185,000 without rates in both units', async () => {
		const state = 'btx-main-2026-07-02';
		for (const base of ['btx/main@0.33.2', 'btx/main@0.33.3']) {
			await refused({ base, state, days: 30 }, 'the run reaches height 185000');
		}
	});

	it('a fleet in another unit, by name', async () => {
		await refused({ base: 'btx/main@0.33.3', fleets: ['m5'] }, 'fleet "m5", device "m5": no rate in');
	});
});
