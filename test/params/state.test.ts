import { describe, expect, test } from 'vitest';
import { bundledNames } from '../../src/params/files.ts';
import { loadState } from '../../src/params/registry.ts';
import { messageOf, userFolder } from './folder.ts';
import { readVectors } from './vectors.ts';

interface StateVector {
	readonly id: string;
	readonly release: string;
	readonly tip: number;
	readonly tipTime: number;
	readonly timeKind: string;
	readonly nextBits: string;
	readonly standardError: number;
	readonly anchor: number;
	readonly anchorTime: number;
	readonly anchorBits: string;
	readonly anchorKind: string;
}

const folder = userFolder();
const { vectors } = readVectors<StateVector>('params-states');

test('there is a vector for every bundled state of BTX', () => {
	const own = bundledNames('states').filter((name) => name.startsWith('btx-'));
	expect(vectors.map(({ id }) => id).sort()).toEqual(own);
});

describe.each(vectors)('$id', (vector) => {
	const state = loadState(vector.id).value;

	test('tip and anchor', () => {
		expect(state).toMatchObject({ network: 'btx/main', release: vector.release });
		expect(state.tip).toEqual({ height: vector.tip, timeSeconds: vector.tipTime, timeKind: vector.timeKind });
		expect(state.anchor).toEqual({
			height: vector.anchor,
			timeSeconds: vector.anchorTime,
			bits: Number(vector.anchorBits),
			kind: vector.anchorKind,
		});
		expect(state.nextBits).toBe(Number(vector.nextBits));
		expect(state.tipTimeStandardErrorSeconds).toBe(vector.standardError);
	});

	test('has sources and a date', () => {
		expect(state.date).toMatch(/^2026-\d\d-\d\d$/);
		expect(Object.keys(state.source).length).toBeGreaterThan(0);
		expect(state.hashrates.length).toBeGreaterThan(0);
		for (const hashrate of state.hashrates) {
			expect(Object.keys(hashrate.source).length).toBeGreaterThan(0);
			expect(hashrate.kind === 'measured').toBe(hashrate.windowBlocks !== undefined);
		}
	});

	test('is dated by its tip', () => {
		expect(new Date(state.tip.timeSeconds * 1000).toISOString().slice(0, 10)).toBe(state.date);
	});
});

test('Epoch A can be rehearsed from 179,000: digests are measured, episodes assumed', () => {
	expect(loadState('btx-main-179000').value.hashrates).toMatchObject([
		{ unit: 'digest', perSecond: 184_053_063, windowBlocks: 2_400, kind: 'measured' },
		{ unit: 'episode', perSecond: 1168.808, kind: 'assumed' },
	]);
});

const SOURCE = { note: 'test' };
const BASIC = {
	schema: 'rehearse/state@1',
	id: 'mine',
	title: 'Mine',
	network: 'btx/main',
	release: '0.32.12',
	date: '2026-07-02',
	tip: { height: 148149 },
	anchor: { height: 50000, timeSeconds: 1774294180, bits: '0x2066c154' },
	hashrates: [{ unit: 'digest', perSecond: 171_900_000, windowBlocks: 500, kind: 'measured', source: SOURCE }],
	source: SOURCE,
};

test('without a stated error, the window gives it: 3600·log2(1 + 1/√500) = 227 s', () => {
	expect(loadState(folder.write('any', 'state', BASIC)).value.tipTimeStandardErrorSeconds).toBe(227);
});

describe('faulty states', () => {
	const message = (changes: object) =>
		messageOf(() => loadState(folder.write('any', 'state', { ...BASIC, ...changes })));
	const rate = { unit: 'digest', perSecond: 1000, kind: 'assumed', source: SOURCE };
	test.each<[string, object, RegExp]>([
		['unknown release', { release: '0.99' }, /no base named 'btx\/main@0\.99'; did you mean 'btx\/main@0\.33\.2'/],
		[
			'wrong anchor',
			{ anchor: { height: 50001 } },
			/\/anchor\/height: the anchor in force at the tip under btx\/main@0\.32\.12 is 50000$/,
		],
		['no anchor yet', { tip: { height: 40000 } }, /\/tip\/height: lies before the first anchor/],
		['no time and no anchor', { anchor: { height: 50000 } }, /\/tip: needs timeSeconds and timeKind/],
		[
			'time without its kind',
			{ tip: { height: 148149, timeSeconds: 1783010565 } },
			/\/tip: the key 'timeKind' is missing$/,
		],
		[
			'bits too easy',
			{ anchor: { ...BASIC.anchor, bits: '0x207fffff' } },
			/\/anchor\/bits: no block can carry these nBits/,
		],
		[
			'negative bits',
			{ anchor: { ...BASIC.anchor, bits: '0x1c870fe2' } },
			/\/anchor\/bits: no block can carry these nBits/,
		],
		[
			'unit of another era',
			{ hashrates: [{ ...rate, unit: 'episode' }] },
			/\/hashrates: has no entry in 'digest', the unit of work at the tip/,
		],
		['a unit twice', { hashrates: [rate, rate] }, /\/hashrates\/1\/unit: occurs twice$/],
		[
			'no error on the rate',
			{ hashrates: [rate] },
			/\/hashrates: a tip time derived from a rate needs its windowBlocks/,
		],
		[
			'a rate below the easiest target',
			{ hashrates: [{ ...rate, perSecond: 1e-9 }] },
			/\/hashrates\/0\/perSecond: no target allowed at height 148150 \(easiest 0x2066c154\)/,
		],
		[
			'an impossible rate',
			{ hashrates: [{ ...rate, perSecond: 0 }] },
			/\/hashrates\/0\/perSecond: expected a positive number/,
		],
		[
			'bits as a number',
			{ anchor: { ...BASIC.anchor, bits: 543605076 } },
			/\/anchor\/bits: expected bits as a string.*found 543605076$/,
		],
	])('%s', (_, changes, expected) => {
		expect(message(changes)).toMatch(expected);
	});
});
