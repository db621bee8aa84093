/** Rehearsals of chains and rules beyond BTX's arms: from their states to their reports. */
import { beforeAll, describe, expect, it } from 'vitest';
import { changesOf } from '../../src/compare/changes.ts';
import type { Report } from '../../src/compare/document.ts';
import { pathPlanOf } from '../../src/compare/pathplan.ts';
import { planOf } from '../../src/compare/plan.ts';
import { adjustments, transitionPaths } from '../../src/compare/transition.ts';
import { transitionLines } from '../../src/compare/transitionlines.ts';
import { undatedTables } from '../../src/compare/undated.ts';
import type { Response } from '../../src/engine/response.ts';
import { defaultMarket } from '../../src/market/load.ts';
import { historyOf } from '../../src/params/history.ts';
import { loadBase, loadState } from '../../src/params/registry.ts';
import type { Scenario } from '../../src/params/scenario.ts';
import { resolveScenario } from '../../src/params/scenario.ts';
import { messageOf, userFolder } from '../params/folder.ts';
import { numberOf, rehearsal, request, rowOf, vectors } from './fixtures.ts';

const recovery = vectors<{
	readonly zip218: {
		readonly firstIntervalSeconds: number;
		readonly within: readonly (readonly [fork: string, within: number, blocks: number, minutes: number | null])[];
	};
	readonly zcashSpacing: { readonly seconds: number; readonly blocks: number };
}>('compare-chains');

const folder = userFolder();
const SOURCE = { note: 'made up for a test' };

function writeFork(id: string, base: string, file: object): void {
	folder.write('forks', id, {
		schema: 'rehearse/fork@1',
		id,
		title: `${id} of a test`,
		base,
		activation: { afterTip: 200 },
		expect: {},
		set: {},
		declares: { issuancePerTime: 'preserve', finalSupply: 'preserve' },
		blockCounts: {},
		...file,
	});
}

function writeState(id: string, file: object): string {
	return folder.write('states', id, {
		schema: 'rehearse/state@1',
		id,
		title: `${id} of a test`,
		network: 'zcash/main',
		release: '6.20.0',
		date: '2026-07-21',
		tip: { height: 3_420_503, timeSeconds: 1_784_662_715, timeKind: 'assumed' },
		hashrates: [{ unit: 'hash', perSecond: 20_929_098_466, kind: 'assumed', source: SOURCE }],
		source: SOURCE,
		...file,
	});
}

beforeAll(() => {
	writeFork('btx-lwma', 'btx/main', { difficulty: { kind: 'lwma', variant: 'lwma-1', windowBlocks: 90 } });
	writeFork('btx-wtema', 'btx/main', { difficulty: { kind: 'wtema', alphaReciprocal: 100 } });
	writeFork('btx-period', 'btx/main', {
		difficulty: { kind: 'period', intervalBlocks: 144, clamps: [{ offset: 0, minDivisor: 4, maxFactor: 4 }] },
	});
	writeFork('bch-day', 'bitcoin-cash/main', {
		expect: { nASERTHalfLife: 172_800 },
		set: { nASERTHalfLife: 86_400 },
		arms: [{ offset: 0, operation: { kind: 'inherit' } }],
	});
	writeState('bch-880000', {
		network: 'bitcoin-cash/main',
		release: '28.0.1',
		tip: { height: 880_000 },
		headers: 'equilibrium',
		hashrates: [{ unit: 'hash', perSecond: 4e18, relativeStandardError: 0.05, kind: 'assumed', source: SOURCE }],
	});
	writeFork('doge-lwma', 'dogecoin/main', { difficulty: { kind: 'lwma', variant: 'lwma-1', windowBlocks: 60 } });
	writeState('doge-5000000', {
		network: 'dogecoin/main',
		release: '1.14.8',
		tip: { height: 5_000_000, timeSeconds: 1_700_000_000, timeKind: 'assumed' },
		headers: 'equilibrium',
		hashrates: [{ unit: 'hash', perSecond: 1e15, kind: 'assumed', source: SOURCE }],
	});
	folder.write('markets', 'doge', {
		schema: 'rehearse/market@1',
		id: 'doge',
		title: 'DOGE of a test',
		coin: 'DOGE',
		price: { usdPerCoin: '0.2' },
		date: '2026-07-21',
		source: SOURCE,
	});
	folder.write('markets', 'bch', {
		schema: 'rehearse/market@1',
		id: 'bch',
		title: 'BCH of a test',
		coin: 'BCH',
		price: { usdPerCoin: '400' },
		date: '2026-07-21',
		source: SOURCE,
	});
});

function scenario(fork: string, base = 'zcash/main'): Scenario {
	return resolveScenario({ base, fork });
}

/** Nothing in a report may be left unknown by mistake. */
function isSound({ checks, run }: Report, engine: string): void {
	expect(checks.length).toBeGreaterThanOrEqual(6);
	expect(checks.filter(({ pass }) => !pass)).toEqual([]);
	expect(run.engine).toBe(engine);
}

/** Mean paths after an activation; a run-up on the mean path takes seconds. */
const recoveries = new Map<string, Response>();
function recoveryOf(fork: string): Response {
	const found = recoveries.get(fork);
	if (found !== undefined) return found;
	const zcash = scenario(fork);
	const { steady } = transitionPaths(pathPlanOf(zcash, planOf(zcash, request({ days: 1 }))));
	recoveries.set(fork, steady[1]!);
	return steady[1]!;
}

describe('ZIP 218', () => {
	it.each(recovery.zip218.within)('%s: within %d of the spacing after %d blocks', (fork, within, blocks, minutes) => {
		const path = recoveryOf(fork);
		expect(path.intervals[0]).toBeCloseTo(recovery.zip218.firstIntervalSeconds, 1);
		const [step] = adjustments(path, 25, [within]);
		expect(step!.blocks).toBe(blocks);
		if (minutes !== null) expect(step!.seconds / 60).toBeCloseTo(minutes, 1);
	});

	it('says so in the report', () => {
		expect(transitionLines(recoveryOf('zip218'), 25, null, false)).toEqual([
			expect.stringMatching(
				/^expected first interval 56\.8 s at a target spacing of 25 s; within 20 % after 224 blocks \(146\.2 min\), within 5 % after 450 blocks \(250\.4 min\), within 1 % after \d+ blocks \([\d.]+ min\)$/,
			),
		]);
	});

	it('is rehearsed on the general engine, with shares for fleets and the latest price of ZEC', async () => {
		const report = await rehearsal({
			...{ base: 'zcash/main', fork: 'zip218', market: defaultMarket('ZEC'), trials: 4, days: 10 },
		});
		isSound(report, 'general');
		expect(report.market.id).toBe('zec-2026-02-19');
		expect(report.changes.map(({ parameter }) => parameter)).toContain('difficulty from 3600000');
		expect(report.tables.filter(({ id }) => id.startsWith('fleet.')).map(({ id }) => id)).toEqual([
			...['fleet.share-1e-5', 'fleet.share-1e-4', 'fleet.share-1e-3', 'fleet.share-1e-2'],
		]);
		// No closed form of ASERT, but the mean path, which loses what the rule needs to adjust.
		expect(report.tables.flatMap(({ rows }) => rows).some(({ id }) => id === 'window-blocks-expected')).toBe(false);
		const nominal = rowOf(report, 'window-blocks-nominal');
		const path = rowOf(report, 'window-blocks-path');
		expect(numberOf(path.base) / numberOf(nominal.base)).toBeCloseTo(1, 3);
		expect(numberOf(nominal.fork) - numberOf(path.fork)).toBeGreaterThan(100);
		// The activation is simulated, so its date has an interval; a halving's has none.
		const { activationTime } = report.fork;
		expect(activationTime!.high! - activationTime!.low!).toBeGreaterThan(3600);
		expect(rowOf(report, 'next-halving').base).not.toHaveProperty('low');
	}, 60_000);

	it('goes with a rule of issuance, which is listed as a change', () => {
		const { base, fork, forkFile } = scenario('zip218+zip234-rescaled');
		const changes = changesOf(base, fork, forkFile);
		expect(changes).toContainEqual(
			expect.objectContaining({ parameter: 'subsidy from 3786473', from: 'halving', to: 'smooth' }),
		);
	});

	it('has a base as slow as the chain really was: its rule keeps 75 s only about', async () => {
		const report = await rehearsal({
			...{ base: 'zcash/main', fork: 'zip218-n17', market: 'zec-2026-02-19', trials: 4, days: 10 },
		});
		const activation = report.checks.find(({ id }) => id === 'activation')!;
		const blocks = 3_600_000 - 1 - 3_420_503;
		const spacing = Number(activation.found.value) / blocks;
		expect(Math.abs(spacing / recovery.zcashSpacing.seconds - 1)).toBeLessThan(0.002);
	}, 60_000);
});

describe('other rules on BTX', () => {
	it.each(['btx-lwma', 'btx-wtema', 'btx-period'])('%s runs beside ASERT', async (fork) => {
		const report = await rehearsal({ fork, trials: 64, days: 3 });
		isSound(report, 'general');
		expect(report.changes).toContainEqual(
			expect.objectContaining({ from: 'ASERT', parameter: 'difficulty from 148349' }),
		);
		expect(report.fleetTableId).toBe('fleet.operator');
	});

	it('leaves the base as the lanes have it, to the last block', async () => {
		writeFork('btx-same-height', 'btx/main', {
			arms: [{ offset: 0, operation: { kind: 'inherit' }, halfLifeSeconds: 14_400 }],
		});
		const [general, lanes] = await Promise.all(
			['btx-lwma', 'btx-same-height'].map((fork) => rehearsal({ fork, trials: 32, days: 2 })),
		);
		expect(lanes!.run.engine).toBe('lanes');
		expect(rowOf(general!, 'window-blocks').base).toEqual(rowOf(lanes!, 'window-blocks').base);
		expect(rowOf(general!, 'window-blocks-expected').base).toEqual(rowOf(lanes!, 'window-blocks-expected').base);
		expect(rowOf(general!, 'window-blocks-expected').fork).toBeNull();
	});
});

describe('Dogecoin', () => {
	it('has holders without a supply: the first subsidies were drawn by lot', async () => {
		const report = await rehearsal({
			...{ base: 'dogecoin/main', state: 'doge-5000000', fork: 'doge-lwma', market: 'doge', trials: 8, days: 2 },
		});
		expect(report.run.engine).toBe('general');
		for (const id of ['inflation', 'supply-1y', 'supply-10y']) {
			expect(rowOf(report, `holder-${id}`).fork!.value).toBe('not known');
		}
		expect(numberOf(rowOf(report, 'holder-day').fork)).toBe(14_400_000);
		expect(rowOf(report, 'holder-final').base!.value).toBe('unbounded');
		expect(rowOf(report, 'holder-gap').fork!.value).toBe(0);
		expect(rowOf(report, 'holder-rounding').fork!.value).toBe('not defined');
	}, 60_000);
});

describe('Bitcoin Cash', () => {
	it('takes a new half-life from a new anchor, and its tip time from the schedule', async () => {
		const report = await rehearsal({
			...{ base: 'bitcoin-cash/main', state: 'bch-880000', fork: 'bch-day', market: 'bch', trials: 64, days: 10 },
		});
		isSound(report, 'general');
		expect(report.state.lines[0]).toContain('time derived');
		expect(report.changes.map(({ parameter, to }) => [parameter, to])).toEqual([
			['nASERTHalfLife', '86400'],
			['target at 880200', "parent's target; new anchor"],
		]);
		expect(report.transition[0]).toContain('within 1 % from the first block');
	});
});

describe('states', () => {
	it('hold a window of evenly spaced headers at the equilibrium of the hashrate', () => {
		const state = loadState('zcash-main-2026-07-21').value;
		const base = loadBase('zcash/main').value;
		expect(state.anchor).toBeUndefined();
		const bits = 0x1c00b351;
		expect(state.headers).toEqual({ kind: 'assumed-equilibrium', bits, spacingSeconds: 75 });
		// The rule divides before it multiplies, and floors.
		expect(state.nextBits).toBe(bits - 1);
		const history = historyOf(state, [base]);
		expect(history).toHaveLength(28);
		expect(history.at(-1)).toEqual({ height: 3_420_503n, time: 1_784_662_715n, bits });
		expect(history.at(-1)!.time - history[0]!.time).toBe(27n * 75n);
	});

	it('take recorded headers, as many as the rules look back over', () => {
		const list = (count: number) =>
			Array.from({ length: count }, (_, i) => ({
				height: 3_420_503 - count + 1 + i,
				timeSeconds: 1_784_662_715 - 75 * (count - 1 - i),
				bits: '0x1c00b000',
			}));
		writeState('recorded', { tip: { height: 3_420_503 }, headers: list(28) });
		const state = loadState('recorded').value;
		expect(state.tip).toEqual({ height: 3_420_503, timeSeconds: 1_784_662_715, timeKind: 'recorded' });
		expect(state.nextBits).toBe(0x1c00afff);
		writeState('short', { tip: { height: 3_420_503 }, headers: list(20) });
		expect(messageOf(() => loadState('short'))).toBe(
			"state 'short' records the last 20 headers; zcash/main@6.20.0 looks back over 28",
		);
	});

	it.each([
		[{ tip: { height: 3_420_503 } }, "under zcash/main@6.20.0 no schedule gives the tip's time"],
		[{ anchor: { height: 5 } }, "belongs to BTX's arms; leave it out, zcash/main@6.20.0 has its own"],
		[{ headers: 'recent' }, 'expected "equilibrium", found "recent"'],
		[{ headers: [{ height: 7, timeSeconds: 1, bits: '0x1c00b000' }] }, "the last header must be the tip's, 3420503"],
		[{ headers: [{ height: 3_420_503, timeSeconds: 1, bits: '0x1c00b000' }] }, "differs from the tip's header, 1"],
	])('refuse %j', (file, message) => {
		writeState('faulty', file);
		expect(messageOf(() => loadState('faulty'))).toContain(message);
	});

	it('of BTX still need their anchor', () => {
		const rate = [{ unit: 'digest', perSecond: 1.7e8, kind: 'assumed', source: SOURCE }];
		writeState('no-anchor', { network: 'btx/main', release: '0.32.12', tip: { height: 148_149 }, hashrates: rate });
		expect(messageOf(() => loadState('no-anchor'))).toContain("the key 'anchor' is missing");
	});
});

describe('what is not rehearsed', () => {
	it('is an edit in place of other rules than the arms', () => {
		writeFork('in-place', 'zcash/main', {
			activation: 'in-place',
			expect: { nPowMaxAdjustUp: 16 },
			set: { nPowMaxAdjustUp: 20 },
		});
		expect(messageOf(() => planOf(scenario('in-place'), request()))).toBe(
			"an edit in place is rehearsed for BTX's own difficulty rule only, which zcash/main@6.20.0 does not have; give the fork an activation height",
		);
	});

	it('is a coin without a price', () => {
		expect(messageOf(() => defaultMarket('DASH'))).toBe(
			'no bundled market prices DASH; name a file of one with --market',
		);
		expect(defaultMarket('BTX')).toBe('btx-2026-07-02');
	});
});

describe('issuance without a state', () => {
	it('lists the schedule by height, and no dates', () => {
		const [table] = undatedTables(loadBase('bitcoin/main').value, null, null);
		const rows = { tables: [table!] };
		expect(rowOf(rows, 'change-1-height').base?.value).toBe(210_000);
		expect(rowOf(rows, 'change-1-supply').base?.value).toBe(10_500_000);
		expect(rowOf(rows, 'change-2-coins').base?.value).toBe(12.5);
		expect(rowOf(rows, 'final-supply').base?.value).toBe(20_999_999.9769);
		expect(table!.rows.some(({ base }) => base?.unit === 'utc')).toBe(false);
		expect(table!.notes![0]).toContain('No state of bitcoin/main is known');
	});

	it.each([
		['dogecoin', 145_000, 'none: issuance never ends', 55_000 * 250_000],
		['dash', 1_987_776, 'none: issuance never ends', 114_625 * 2.053_042_06],
	] as const)('counts what %s created from block %d on', (chain, first, total, created) => {
		const [table] = undatedTables(loadBase(`${chain}/main`).value, null, null);
		const rows = { tables: [table!] };
		const row = rowOf(rows, 'change-1-supply');
		expect(row.label).toBe(`created from block ${first} to there`);
		expect(Number(row.base?.value)).toBeCloseTo(created, 4);
		expect(rowOf(rows, 'final-supply').base?.value).toBe(total);
	});

	it('knows no total where a schedule that ends does not start at genesis', () => {
		const bitcoin = loadBase('bitcoin/main').value;
		const late = { ...bitcoin, subsidy: [{ ...bitcoin.subsidy[0]!, fromHeight: 210_000n }] };
		const [table] = undatedTables(late, null, null);
		expect(rowOf({ tables: [table!] }, 'final-supply').base?.value).toBe('not known');
	});
});
