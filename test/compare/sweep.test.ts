import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Figure, Report } from '../../src/compare/document.ts';
import { meanEstimate } from '../../src/compare/estimate.ts';
import { prepare } from '../../src/compare/rehearsal.ts';
import { type SweepRequest, sweep } from '../../src/compare/sweep.ts';
import type { Sweep } from '../../src/compare/sweepdocument.ts';
import { areFarApart, coversZero, simulatePair } from '../../src/compare/sweeppairs.ts';
import { renderJson } from '../../src/report/json.ts';
import { rehearsal, request, rowOf } from './fixtures.ts';

function asked(changes: Partial<SweepRequest> & Pick<SweepRequest, 'vary'>): SweepRequest {
	const { fork: _, minIntervalsSeconds: __, market: ___, ...rest } = request();
	return { ...rest, fork: undefined, market: undefined, metric: undefined, ...changes };
}

function figureOf(found: Sweep, values: readonly string[], id: string) {
	const cell = found.cells.find((each) => each.values.join() === values.join());
	const index = found.metrics.findIndex((metric) => metric.id === id);
	return cell?.figures[index] ?? undefined;
}

describe('one constant', () => {
	let found: Sweep;
	let report: Report;

	beforeAll(async () => {
		const vary = [{ name: 'spacing', values: ['0', '60', '90'] }];
		[found, report] = [await sweep(asked({ vary })), await rehearsal()];
	}, 120_000);

	it('has the figures of a rehearsal of each cell, and the base before them', () => {
		const ids = found.metrics.map(({ id }) => id);
		expect(ids).toEqual(
			expect.arrayContaining(['coins-per-day', 'next-halving', 'final-supply', 'operator.own.none', 'operator.own.cv']),
		);
		expect(ids).toEqual(expect.arrayContaining(['wait-6-p95', 'headers-year', 'transition-blocks', 'findings']));
		for (const id of ids.filter((each) => !['transition-blocks', 'findings'].includes(each))) {
			const row = rowOf(report, id);
			expect(figureOf(found, ['60'], id)).toMatchObject({ figure: row.fork, difference: row.difference });
			expect(found.doNothing[ids.indexOf(id)]).toEqual(row.base);
		}
		expect(found.parameters).toEqual([{ name: 'nPowTargetSpacing', base: '90', values: ['0', '60', '90'] }]);
	});

	it('says of the transition and the findings what the report says', () => {
		expect(report.transition[0]).toContain('within 5 % from the first block');
		expect(figureOf(found, ['60'], 'transition-blocks')?.figure.value).toBe(0);
		const names = String(figureOf(found, ['60'], 'findings')?.figure.value).split(', ');
		expect(names.sort()).toEqual([...new Set(report.findings.map(({ id }) => id))].sort());
	});

	it('shows why a cell is refused instead of figures', () => {
		const [refused] = found.cells;
		expect(refused).toMatchObject({ values: ['0'], figures: [] });
		expect(refused?.refused).toContain('cell nPowTargetSpacing=0');
	});

	it('marks no exact figure and nothing that lies far apart', () => {
		for (const { figures } of found.cells) {
			for (const each of figures) if (each?.figure.kind === 'exact') expect(each.alike).toEqual([]);
		}
		expect(figureOf(found, ['90'], 'operator.own.none')?.alike).not.toContain('nPowTargetSpacing');
	});

	it('is the same again, and fits its published schema', async () => {
		expect(await sweep(asked({ vary: [{ name: 'spacing', values: ['0', '60', '90'] }] }))).toEqual(found);
		const schema = (name: string) =>
			JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));
		const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
		const validate = ajv.addSchema(schema('report')).compile(schema('sweep'));
		validate(JSON.parse(renderJson(found)));
		expect(validate.errors).toBeNull();
		expect(validate({ ...found, cells: [] })).toBe(false);
	});
});

describe('two constants', () => {
	it('cross every value, and tell apart what the run can', async () => {
		const vary = [
			{ name: 'spacing', values: ['60', '90'] },
			{ name: 'half-life', values: ['3600', '3660'] },
		];
		const found = await sweep(asked({ vary, metric: 'window-blocks', trials: 16 }));
		expect(found.cells.map(({ values }) => values.join())).toEqual(['60,3600', '60,3660', '90,3600', '90,3660']);
		expect(found.metrics.at(-1)).toMatchObject({ id: 'window-blocks', group: 'Asked for' });
		// A minute of half-life is nothing against the luck of 16 days; half a minute of spacing is.
		expect(figureOf(found, ['60', '3660'], 'operator.own.none')?.alike).toEqual(['nMatMulAsertHalfLife']);
		expect(figureOf(found, ['90', '3660'], 'window-blocks')?.alike).toContain('nMatMulAsertHalfLife');
		expect(figureOf(found, ['90', '3600'], 'window-blocks')?.alike).not.toContain('nPowTargetSpacing');
	});
});

it('goes on where one cell leaves what can be simulated', async () => {
	const vary = [{ name: 'spacing', values: ['90', '4294967295'] }];
	const found = await sweep(asked({ vary, trials: 8, fleets: ['share-1e-3'] }));
	expect(found.cells.map(({ refused }) => refused)).toEqual([
		null,
		expect.stringMatching(/^cell 4294967295 cannot be simulated: no block \d+ above the tip/),
	]);
});

describe('a sweep is refused', () => {
	it.each([
		['where every cell is', asked({ vary: [{ name: 'spacing', values: ['0'] }] }), 'cell nPowTargetSpacing=0'],
		[
			'of an edit in place',
			asked({ fork: 'spacing60-in-place', vary: [{ name: 'spacing', values: ['60'] }] }),
			'has no schedule to compare',
		],
		[
			'of one constant under two names',
			asked({
				vary: [
					{ name: 'spacing', values: ['60'] },
					{ name: 'nPowTargetSpacing', values: ['75'] },
				],
			}),
			'nPowTargetSpacing is varied twice',
		],
		['of another name', asked({ vary: [{ name: 'nothing', values: ['60'] }] }), "has no constant 'nothing'"],
	])('%s', async (_, which, message) => {
		await expect(sweep(which)).rejects.toThrow(message);
	});
});

describe('paired cells', () => {
	const estimate = (value: number, half: number): Figure => {
		return { value, unit: 'percent', kind: 'estimated', low: value - half, high: value + half };
	};

	it('are far apart by the sum of their errors against the base', () => {
		const at = (value: number) => ({ figure: estimate(value, 9), difference: estimate(0, 1) });
		expect(areFarApart(at(0), at(2.1))).toBe(true);
		expect(areFarApart(at(0), at(1.9))).toBe(false);
		expect(areFarApart(at(0), { figure: estimate(5, 1), difference: null })).toBe(false);
	});

	it('have the error of their difference, from chains that run side by side', async () => {
		const plans = ['spacing60', 'half-life-4h'].map((fork) => prepare(request({ fork, trials: 201, days: 5 })).plan);
		const pair = await simulatePair(plans[0]!, plans[1]!, { workers: 1 });
		const [x, y] = pair.chains.map(({ weightedSum, weightedSquareSum }) => {
			return { n: pair.trials, sum: weightedSum, sumSquares: weightedSquareSum };
		});
		const [a, b] = [meanEstimate(x!).standardError, meanEstimate(y!).standardError];
		const n = BigInt(pair.trials);
		const covariance = Number(n * pair.weightedCrossSum - x!.sum * y!.sum) / Number(n * n * (n - 1n));
		// Half-widths of a and b mean slopes of one: the error is that of the plain difference of the sums.
		const error = Math.sqrt(a * a + b * b - 2 * covariance);
		expect(error).toBeLessThan(Math.hypot(a, b));
		expect(coversZero(estimate(0, a), estimate(0.999 * error, b), pair, false)).toBe(true);
		expect(coversZero(estimate(0, a), estimate(1.001 * error, b), pair, false)).toBe(false);
		expect(coversZero(estimate(0, a), { value: 0, unit: 'percent', kind: 'exact' }, pair, false)).toBe(false);
	});
});
