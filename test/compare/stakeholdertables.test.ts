/** The stakeholders' tables: which there are, what decides in them, and what must hold between their rows. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ASSUMED, MINERS } from '../../src/compare/defaults.ts';
import type { Report, Row } from '../../src/compare/document.ts';
import { prepareScenario } from '../../src/compare/rehearsal.ts';
import { roundingTotal } from '../../src/compare/rounding.ts';
import { supplyGap } from '../../src/compare/supplygap.ts';
import { simulate } from '../../src/engine/simulate.ts';
import { loadBase, loadState } from '../../src/params/registry.ts';
import { messageOf, userFolder } from '../params/folder.ts';
import { intervalOf, numberOf, rehearsal, request, rowOf, scenarioOf, vectors } from './fixtures.ts';

const SIZE = { trials: 32, days: 1 } as const;

describe('the tables of spacing60', () => {
	let report: Report;
	beforeAll(async () => {
		report = await rehearsal(SIZE);
	});
	const row = (id: string): Row => rowOf(report, id);
	const sides = (id: string): readonly [unknown, unknown] => [row(id).base?.value, row(id).fork?.value];

	it('are one for every stakeholder, each row with an id of its own', () => {
		const ids = report.tables.map(({ id }) => id);
		for (const id of ['large', 'pool', 'holder', 'exchange', 'node', 'light', 'wallet', 'developer', 'stale']) {
			expect(ids).toContain(id);
		}
		expect(ids.filter((id) => id.startsWith('solo.'))).toHaveLength(5);
		expect(ids.filter((id) => id.startsWith('rent.'))).toEqual(['rent.operator']);
		const rows = report.tables.flatMap((table) => table.rows.map(({ id }) => id));
		expect(new Set(rows).size).toBe(rows.length);
		for (const id of rows) expect(id).toMatch(/^[A-Za-z0-9._-]+$/);
	});

	it('name a kind for every figure and no number that is none', () => {
		for (const { base, fork, difference, relative } of report.tables.flatMap(({ rows }) => rows)) {
			for (const figure of [base, fork, difference, relative]) {
				if (typeof figure?.value === 'number') expect(Number.isFinite(figure.value)).toBe(true);
			}
		}
	});

	it('keep probabilities in [0, 1]', () => {
		const probability = /^(solo|rent|exchange|stale)-.*(none|ruin|loss|risk|stale|exponential|own|simulated|work)/;
		const found = report.tables
			.flatMap(({ rows }) => rows)
			.filter(({ id, base }) => probability.test(id) && base?.unit === 'percent');
		expect(found.length).toBeGreaterThan(40);
		for (const { base, fork } of found) {
			for (const figure of [base, fork]) {
				if (typeof figure?.value !== 'number') continue;
				expect(figure.value).toBeGreaterThanOrEqual(0);
				expect(figure.value).toBeLessThanOrEqual(1);
			}
		}
	});

	it('show a solo miner two thirds of the wait and √(2/3) of the spread', () => {
		expect(sides('solo-share-1e-3-first-mean').map((hours) => Math.round(Number(hours) * 100))).toEqual([2500, 1667]);
		expect(numberOf(row('solo-share-1e-3-cv-30').relative)).toBeCloseTo(Math.sqrt(2 / 3) - 1, 12);
		// Maturity locks a share of the network's coins in 100 blocks, at any spacing.
		expect(sides('solo-share-1e-3-locked')).toEqual([2, 2]);
		expect(numberOf(row('solo-share-1e-4-ruin').difference)).toBeLessThan(0);
		expect(numberOf(row('solo-share-1e-4-ruin-poor').base)).toBeGreaterThan(
			numberOf(row('solo-share-1e-4-ruin-rich').base),
		);
	});

	it('show a renter what the closed forms say', () => {
		expect(numberOf(row('rent-operator-break-price').base)).toBeCloseTo(41.32, 2);
		expect(numberOf(row('rent-operator-break-price').relative)).toBeCloseTo(-1 / 3, 12);
		const loss = ['1h', '24h', '7d'].map((id) => numberOf(row(`rent-operator-loss-${id}`).base));
		expect(loss).toEqual([...loss].sort((a, b) => b - a));
		expect(numberOf(row('rent-operator-attack').relative)).toBeCloseTo(-1 / 3, 12);
	});

	it('move coins between miners and make none', () => {
		const moved = MINERS.map(({ share }) => numberOf(row(`large-moved-${share * 100}`).fork));
		expect(Math.abs(moved.reduce((sum, each) => sum + each, 0))).toBeLessThan(1e-6);
		expect(sides('large-moved-sum')).toEqual([0, 0]);
		expect(moved[0]).toBeGreaterThan(0);
		expect(moved.at(-1)).toBeLessThan(0);
		expect(numberOf(row('large-hhi-reward').fork)).toBeGreaterThan(numberOf(row('large-hhi').fork));
	});

	it('put three answers for six confirmations side by side', () => {
		expect(['count', 'time', 'reward'].map((id) => row(`exchange-equal-${id}`).fork?.value)).toEqual([6, 9, 6]);
		expect(numberOf(row('exchange-equal-time-risk').fork)).toBeCloseTo(0.0806, 4);
		expect(sides('exchange-needed-30-exact')).toEqual([32, 32]);
		expect(sides('exchange-needed-30-nakamoto')).toEqual([24, 24]);
		expect(numberOf(row('exchange-risk-30').difference)).toBe(0);
	});

	it('say where nothing moves', () => {
		for (const id of ['wallet-relative-time', 'wallet-absolute-time']) expect(row(id).difference?.value).toBe(0);
		expect(numberOf(row('wallet-relative-max').base)).toBeCloseTo(68.27, 2);
		expect(numberOf(row('wallet-relative-max').fork)).toBeCloseTo(45.51, 2);
		expect(row('wallet-expiry').base?.value).toBe('no such rule');
		// 30 days of the base's blocks take 20.
		expect(numberOf(row('wallet-lock-30').difference)).toBeCloseTo(-240, 1);
	});

	it('list every constant with its meaning and its decision', () => {
		expect(sides('developer-count-COINBASE_MATURITY')).toEqual([2.5, 100 / 60]);
		expect(sides('developer-count-COINBASE_MATURITY-means')).toEqual(['security', 'keep']);
		expect(numberOf(row('developer-noise-floor').base)).toBeCloseTo(Math.sqrt(90 / 3600), 12);
	});

	it('hold the largest gap between the supplies, on one axis of time', () => {
		expect(numberOf(row('holder-gap').fork)).toBeCloseTo(2_993_375, -2);
		expect(sides('holder-rounding')).toEqual([-6_825_000, -6_825_000]);
		const [low, high] = intervalOf(row('holder-supply-1y').base);
		expect(high - low).toBeGreaterThan(0);
	});

	it('know nothing of a device that was measured on other blocks, and of a stale rate that nobody measured', () => {
		expect(sides('node-btx-blackwell-16gib-load')).toEqual(['unknown', 'unknown']);
		expect(sides('stale-attempt-12')).toEqual(['unknown', 'unknown']);
		expect(sides('stale-measured')).toEqual(['not measured', 'not measured']);
	});

	it('order the models of stale blocks', () => {
		const [plain, own, simulated] = ['exponential', 'own', 'simulated'].map((id) => numberOf(row(`stale-${id}`).fork));
		expect(plain).toBeGreaterThan(own!);
		expect(Math.abs(simulated! - own!)).toBeLessThan(0.1 * own!);
		const [low, high] = intervalOf(row('stale-simulated').difference);
		expect(low).toBeGreaterThan(0);
		expect(high).toBeLessThan(0.01);
	});
});

describe('where a device was measured', () => {
	it('its load, its stale blocks and its lost work are known', async () => {
		const report = await rehearsal({
			...SIZE,
			base: 'btx/main@0.33.3',
			state: 'btx-main-199398',
			fleets: ['rtx3090'],
		});
		const row = (id: string): Row => rowOf(report, id);
		expect(numberOf(row('node-btx-blackwell-16gib-load').base)).toBeCloseTo(0.35742, 5);
		expect(numberOf(row('node-btx-blackwell-16gib-load').fork)).toBeCloseTo(0.53613, 5);
		expect(numberOf(row('node-btx-blackwell-16gib-overtaken').fork)).toBeCloseTo(0.41499, 5);
		expect(row('stale-btx-blackwell-16gib-simulated').fork?.value).toBe('over 60 % stale');
		expect(numberOf(row('stale-attempt-slow').relative)).toBeCloseTo(-0.06, 3);
	});
});

describe('rules without a notion', () => {
	it('print that there is none', async () => {
		const report = await rehearsal({ ...SIZE, fork: 'halving-earlier', fleets: ['share-1e-3'] });
		expect(rowOf(report, 'holder-rounding').fork?.value).toBe('not defined');
		expect(rowOf(report, 'holder-gap-end').fork?.value).toBe('never');
	});

	it('have no rounding against a sum that is not known', () => {
		const zcash = loadBase('zcash/main@6.20.0').value;
		expect(roundingTotal(zcash, zcash)).toBeNull();
		const bitcoin = loadBase('bitcoin/main@29.0').value;
		expect(roundingTotal(bitcoin, bitcoin)).toBe(-2_310_000n);
	});
});

describe('an edit in place', () => {
	it('has the tables that hold once its burst is over, and none that rests on dates', async () => {
		const report = await rehearsal({ ...SIZE, fork: 'spacing60-in-place', fleets: ['share-1e-3'] });
		const ids = report.tables.map(({ id }) => id);
		expect(ids).toEqual(expect.arrayContaining(['solo.share-1e-3', 'pool', 'exchange', 'node', 'light']));
		for (const id of ['holder', 'wallet', 'large', 'developer', 'transition']) expect(ids).not.toContain(id);
		expect(numberOf(rowOf(report, 'exchange-wait-6-p95').fork)).toBeCloseTo(630.8, 1);
	});

	it('that stops the chain has none of them', async () => {
		const scenario = scenarioOf({
			...{ fork: 'spacing60-in-place', activationHeight: null },
			file: { set: { nPowTargetSpacing: 120, nPowTargetSpacingNormal: 120 } },
		});
		const { reportOf } = prepareScenario(scenario, request({ ...SIZE, trials: 1, fleets: ['share-1e-3'] }));
		const plan = prepareScenario(scenario, request({ ...SIZE, trials: 1, fleets: ['share-1e-3'] })).plan;
		const report = reportOf(await simulate(plan, request()));
		expect(report.burst!.rows.some(({ halted }) => halted)).toBe(true);
		expect(report.tables.map(({ id }) => id)).not.toContain('exchange');
		expect(report.tables.flatMap(({ notes }) => notes)).toContainEqual(expect.stringContaining('stands still'));
	});
});

describe('the report prints the published cases', () => {
	const { cases } = vectors<{ readonly cases: Readonly<Record<string, { readonly expected: never }>> }>(
		'compare-stakeholders',
	);
	const expected = <T>(name: string): T => cases[name]!.expected;
	let report: Report;
	beforeAll(async () => {
		report = await rehearsal({ ...SIZE, fleets: ['share-1e-4', 'share-1e-2'] });
	});
	const near = (id: string, base: number, fork: number, relative = 1e-6) => {
		const row = rowOf(report, id);
		expect(Math.abs(numberOf(row.base) / base - 1)).toBeLessThan(relative);
		expect(Math.abs(numberOf(row.fork) / fork - 1)).toBeLessThan(relative);
	};

	it('waits', () => {
		const waits =
			expected<Record<string, Record<'mean' | 'p50' | 'p95' | 'p99', number>>>('confirmation-wait-quantiles');
		for (const n of [1, 6]) {
			for (const quantile of ['mean', 'p50', 'p95', 'p99'] as const) {
				near(`exchange-wait-${n}-${quantile}`, waits[`${n}@90`]![quantile], waits[`${n}@60`]![quantile], 1e-3);
			}
		}
		const bitcoin = expected<{ mean_min: number; p95_min: number }>('security.confirm_time.T90');
		expect(numberOf(rowOf(report, 'exchange-wait-6-p95').base) / 60).toBeCloseTo(bitcoin.p95_min, 6);
	});

	it('luck of a ten thousandth and a hundredth of the network', () => {
		for (const [share, fleet] of [
			['0.0001', 'share-1e-4'],
			['0.01', 'share-1e-2'],
		] as const) {
			const of = expected<Record<'60' | '90', Record<string, number>>>(`solo-variance-share-${share}`);
			const both = (id: string, key: string, scale = 1) =>
				near(`solo-${fleet}-${id}`, of['90'][key]! * scale, of['60'][key]! * scale);
			both('none-1', 'pZeroDay');
			both('cv-1', 'cvDay');
			both('cv-30', 'cv30d');
			both('first-mean', 'meanDaysToBlock', 24);
			both('first-median', 'medianDaysToBlock', 24);
		}
		const { cvRatio } = expected<{ cvRatio: number }>('variance-ratio');
		const { base, fork } = rowOf(report, 'solo-share-1e-4-cv-30');
		expect(numberOf(fork) / numberOf(base)).toBeCloseTo(cvRatio, 9);
	});

	it('reversal and the confirmations against it', () => {
		const { nakamoto, exact } = expected<Record<'nakamoto' | 'exact', number[]>>('security.double_spend.q0.3');
		near('exchange-risk-30', exact[5]!, exact[5]!);
		near('exchange-risk-30-nakamoto', nakamoto[5]!, nakamoto[5]!);
		const needed = expected<Record<'nakamoto' | 'exact', number[]>>('security.z_for_0.1pct');
		for (const [share, at] of [
			[10, 0],
			[20, 2],
			[30, 4],
			[40, 6],
		] as const) {
			near(`exchange-needed-${share}-exact`, needed.exact[at]!, needed.exact[at]!);
			near(`exchange-needed-${share}-nakamoto`, needed.nakamoto[at]!, needed.nakamoto[at]!);
		}
	});

	it('stale blocks, constants in hours and withholding', () => {
		const at90 = expected<number[]>('stale.exp_tau.T90');
		const at60 = expected<number[]>('stale.exp_tau.T60');
		near('stale-exponential', at90[1]!, at60[1]!);
		const constants = expected<Record<string, { at90s: number; at60s: number }>>('block-count-constants-wall-time');
		for (const name of ['COINBASE_MATURITY', 'nMaxReorgDepth', 'nMinerConfirmationWindow']) {
			near(`developer-count-${name}`, constants[name]!.at90s / 3600, constants[name]!.at60s / 3600);
		}
		const lock = constants['BIP68_max_height_lock']!;
		near('wallet-relative-max', lock.at90s / 86_400, lock.at60s / 86_400);
		const selfish = expected<number[]>('security.selfish');
		near('stale-selfish-reward', selfish[1]!, selfish[1]!);
	});

	it('25-second blocks of Zcash', async () => {
		const zcash = await rehearsal({
			...{ base: 'zcash/main', fork: 'zip218', market: 'zec-2026-02-19', trials: 2, days: 1, fleets: ['share-1e-3'] },
		});
		const emission = expected<Record<string, number>>('zip25.emission');
		const block = rowOf(zcash, 'coins-per-block');
		// Whole coins, before and after: the zatoshis of one are rounded down.
		expect(numberOf(block.base) / numberOf(block.fork)).toBeCloseTo(
			emission['per_block_before_zat']! / emission['per_block_after_zat']!,
			6,
		);
		const { p_zero_day } = expected<{ p_zero_day: number[] }>('zip25.variance');
		const none = rowOf(zcash, 'solo-share-1e-3-none-1');
		expect(numberOf(none.base)).toBeCloseTo(p_zero_day[0]!, 9);
		expect(numberOf(none.fork)).toBeCloseTo(p_zero_day[1]!, 9);
	}, 60_000);
});

it('two schedules that are one are never apart', () => {
	const { base } = scenarioOf();
	const pace = { timeOf: (height: number) => height * 90, heightAt: (time: number) => Math.floor(time / 90) };
	const side = { rules: base, pace };
	expect(supplyGap(side, side, 200_000, 1n)).toMatchObject({ units: 0n, meetSeconds: null });
});

describe('a measured stale rate', () => {
	const folder = userFolder();
	const document = loadState('btx-main-2026-07-02').document.value as object;
	const staleRate = { share: 0.02, blocks: 5000, date: '2026-07-01', source: { note: 'my node' } };

	it('is the third model, with its interval, and keeps its delay at another spacing', async () => {
		folder.write('states', 'measured', { ...document, id: 'measured', default: false, staleRate });
		const report = await rehearsal({ ...SIZE, state: 'measured', fleets: ['share-1e-3'] });
		const { base, fork } = rowOf(report, 'stale-measured');
		expect(numberOf(base)).toBeCloseTo(0.02, 12);
		expect(numberOf(fork)).toBeCloseTo(1 - 0.98 ** 1.5, 12);
		const [low, high] = intervalOf(base);
		expect(low).toBeGreaterThan(0.016);
		expect(high).toBeLessThan(0.025);
	});

	it('must be a share', () => {
		folder.write('states', 'wrong', {
			...document,
			id: 'wrong',
			default: false,
			staleRate: { ...staleRate, share: 2 },
		});
		expect(messageOf(() => loadState('wrong'))).toContain('between 0 and 1');
	});
});

describe('docs/assumptions.md', () => {
	const text = readFileSync(new URL('../../docs/assumptions.md', import.meta.url), 'utf8');
	const lines = text.split('\n');

	it.each(Object.entries(ASSUMED))('gives low, primary and high of %s', (id, { unit, low, primary, high }) => {
		const scale = unit === 'percent' ? 100 : 1;
		const shown = [low, primary, high].map((value) => `${Number((value * scale).toPrecision(6))}`);
		const line = lines.find((each) => each.startsWith(`| \`${id}\` |`));
		expect(line?.replaceAll(',', '')).toContain(`| ${shown.join(' | ')} |`);
	});

	it('gives the sizes of the miners', () => {
		for (const { share, count } of MINERS) expect(text).toContain(`${count} × ${share * 100} %`);
	});

	it('has every value between its low and its high', () => {
		for (const { low, primary, high } of Object.values(ASSUMED)) {
			expect(low).toBeLessThanOrEqual(primary);
			expect(primary).toBeLessThanOrEqual(high);
		}
		expect(MINERS.reduce((sum, { share, count }) => sum + share * count, 0)).toBeCloseTo(1, 12);
	});
});
