import { describe, expect, it } from 'vitest';
import type { Figure, Row } from '../../src/compare/document.ts';
import { intervalDecimals } from '../../src/report/decimals.ts';
import {
	briefLabel,
	formatBrief,
	formatDifference,
	formatDuration,
	formatFigure,
	formatPlusMinus,
	formatRelative,
	formatUtc,
	rowKind,
} from '../../src/report/format.ts';
import { formatNumber, groupThousands } from '../../src/report/number.ts';
import { briefChangeCell, CHANGE_COLUMNS } from '../../src/report/sections.ts';

type Case = [text: string, value: Figure['value'], unit: Figure['unit'], more?: Partial<Figure>];

const estimated = (low: number, high: number) => ({ kind: 'estimated', low, high }) as const;

function figure(value: Figure['value'], unit: Figure['unit'], more: Partial<Figure> = {}): Figure {
	return { value, unit, kind: 'exact', ...more };
}

describe('formatFigure', () => {
	const cases: readonly Case[] = [
		['19,200', 19_200, 'coins/day'],
		['19,199.9999952', 19_199.9999952, 'coins/day', { digits: 8 }],
		['2,099,999,997,690,000', '2099999997690000', 'base units'],
		['72,000', '72000.00000000', 'coins'],
		['0.0000048', '0.00000480', 'coins'],
		['46.5 %', 0.465, 'percent'],
		['100.0 %', 1, 'percent'],
		['0.0 %', 0, 'percent'],
		['0.0040 %', 0.00004, 'percent'],
		['0.00012 %', 0.0000012, 'percent'],
		// Chances that nobody can read.
		['< 0.0001 %', 3.1e-13, 'percent'],
		['< 0.0001 %', 9.9e-7, 'percent', { kind: 'conditional' }],
		['< 0.0001 %', 3.1e-13, 'percent', estimated(3e-13, 3.2e-13)],
		['< 0.0001', 1.3e-10, 'count'],
		['0.00003', 0.00003, 'ratio', { digits: 5 }],
		['946 s', 946, 'seconds'],
		['2.5 h', 2.5, 'hours'],
		['129.5 d', 129.5, 'days'],
		['USD 1.20', 1.2, 'usd'],
		['USD 41.00', 41, 'usd/coin'],
		['USD -13.77', -13.77, 'usd'],
		['2026-07-06', 1_783_324_800, 'utc'],
		['2026-07-06 08:00 UTC', 1_783_324_800, 'utc', { kind: 'conditional', low: 1_783_320_000, high: 1_783_330_000 }],
		['2026-07-06', 1_783_324_800, 'utc', { kind: 'conditional', low: 1_783_288_000, high: 1_783_362_000 }],
		['63.8 MB', 63_772_800, 'bytes'],
		['182 B', 182, 'bytes'],
		['1.5 kB', 1500, 'bytes'],
		['171.9 M/s', 171_900_000, 'attempts/s'],
		['151,989', 151_989, 'height'],
		['0x1e0150a3', 0x1e0150a3, 'bits'],
		['0x1e0150a3', '0x1e0150a3', 'bits'],
		['never', 'never', 'text'],
		['–', null, 'coins'],
		['not defined', Number.NaN, 'ratio'],
		// Digits come from the interval: half-width 0.0123 → 0.012 → three decimals.
		['15.331', 15.3312, 'coins', estimated(15.3189, 15.3435)],
		['15.3', 15.3312, 'coins', estimated(14.1, 16.5)],
		['15', 15.3312, 'coins', estimated(-8, 38)],
		['12,300', 12_345, 'blocks', estimated(10_000, 14_600)],
		['46.50 %', 0.465, 'percent', estimated(0.4638, 0.4662)],
		// 0.0996 rounds up to 0.10, so the last digit is the second decimal.
		['7.39', 7.38906, 'ratio', estimated(7.28946, 7.48866)],
		// Never more than two digits beyond what anyone reads.
		['15.3312', 15.33123456, 'coins', estimated(15.331233, 15.331236)],
	];

	it.each(cases)('%s', (text, value, unit, more) => {
		expect(formatFigure(figure(value, unit, more))).toBe(text);
	});

	it('has a dash for a missing figure', () => {
		expect(formatFigure(null)).toBe('–');
	});
});

describe('formatBrief', () => {
	const brief: Case[] = [
		['2026-07-06', 1_783_324_800, 'utc', estimated(1_783_320_000, 1_783_330_000)],
		['46.5 %', 0.46472, 'percent', estimated(0.4646, 0.4648)],
		['46 %', 0.46472, 'percent', estimated(0.2, 0.7)],
		['15.33', 15.3312, 'coins', estimated(15.3308, 15.3316)],
		['41.33', 41.325, 'usd/coin', estimated(41.32, 41.33)],
		['19,200', 19_200, 'coins/day', { digits: 8 }],
		['20,999,999.9', 20_999_999.93175, 'coins', { digits: 8 }],
		['never', 'never', 'text'],
		['–', null, 'coins'],
	];

	it.each(brief)('%s', (text, value, unit, more) => {
		expect(formatBrief(figure(value, unit, more), 12)).toBe(text);
	});

	it('moves the currency into the label', () => {
		const row: Row = {
			id: 'x',
			label: 'break-even',
			base: figure(1, 'usd'),
			fork: null,
			difference: null,
			relative: null,
		};
		expect(briefLabel(row)).toBe('break-even, USD');
		expect(briefLabel({ ...row, label: 'price, USD' })).toBe('price, USD');
		expect(briefLabel({ ...row, base: figure(1, 'coins') })).toBe('break-even');
	});
});

describe('differences', () => {
	const cases: readonly Case[] = [
		['+9,600', 9_600, 'coins/day'],
		['-14.8 pp', -0.148, 'percent'],
		['+0.3 pp', 0.003, 'percent'],
		['-129.5 d', -129.5, 'days'],
		['USD +1.20', 1.2, 'usd'],
		['+31.9 MB', 31_886_400, 'bytes'],
		['none', 0, 'coins'],
		['none', '0', 'base units'],
		['none', '-0.00', 'base units'],
		['+12,345', '12345', 'base units'],
		['-12,345', '-12345', 'base units'],
		['< 0.0001 pp', -3.1e-13, 'percent', { kind: 'conditional' }],
		['< 0.0001 pp', 3.1e-13, 'percent', estimated(-1e-13, 5e-13)],
		// An exact difference that is not zero is never printed as zero.
		['-0.0000048', -0.0000048, 'coins/day'],
		['0.00', -0.0012, 'coins', estimated(-0.4, 0.3)],
	];

	it.each(cases)('%s', (text, value, unit, more) => {
		expect(formatDifference(figure(value, unit, more))).toBe(text);
	});

	it('writes relative differences in percent, not in points', () => {
		expect(formatRelative(figure(0.5, 'ratio'))).toBe('+50.0 %');
		expect(formatRelative(figure(-1 / 3, 'ratio'))).toBe('-33.3 %');
		expect(formatRelative(figure(-2.5e-10, 'ratio'))).toBe('-0.000000025 %');
		// Twelve decimals would show nothing but zeros.
		expect(formatRelative(figure(-2.5e-16, 'ratio'))).toBe('0.0 %');
		expect(formatRelative(figure(2.5e-10, 'ratio'))).toBe('+0.000000025 %');
		// What rounding costs is exact; of anything else nobody knows so much.
		expect(formatRelative(figure(-2.5e-10, 'ratio', { kind: 'conditional' }))).toBe('< 0.0001 %');
		expect(formatRelative(figure(0, 'ratio'))).toBe('none');
		expect(formatRelative(null)).toBe('–');
	});
});

describe('intervals', () => {
	it('are not written in digits that nobody reads', () => {
		const tiny = figure(0.5, 'percent', estimated(0.5 - 1e-13, 0.5 + 1e-13));
		expect(formatPlusMinus(tiny)).toBe('< 0.0001 pp');
		expect(formatPlusMinus(tiny, false)).toBe('< 0.0001 %');
	});

	it.each([
		[0.0123, 3],
		[0.0996, 2],
		[0.0994, 3],
		[1, 1],
		[15.3, 0],
		[153, -1],
	])('half-width %d ends at decimal %d', (half, decimals) => {
		expect(intervalDecimals(half)).toBe(decimals);
	});

	it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, null])('%s supports none', (half) => {
		expect(intervalDecimals(half)).toBeNull();
	});

	it.each<Case>([
		['±0.012', 15.33, 'coins', estimated(15.318, 15.342)],
		['±0.30 pp', -0.148, 'percent', estimated(-0.151, -0.145)],
		['±0.90 d', -129.5, 'days', estimated(-130.4, -128.6)],
		['±4.0 d', 1_783_324_800, 'utc', estimated(1_782_979_200, 1_783_670_400)],
		['±2,300', 12_345, 'blocks', estimated(10_000, 14_600)],
		['', 15.33, 'coins'],
		['', 15.33, 'coins', estimated(15.33, 15.33)],
	])('%s', (text, value, unit, more) => {
		expect(formatPlusMinus(figure(value, unit, more))).toBe(text);
	});

	it('is never printed beside an exact figure', () => {
		expect(formatPlusMinus(figure(1, 'coins', { low: 0, high: 2 }))).toBe('');
	});
});

describe('numbers', () => {
	it.each([
		[0, 0, '0'],
		[-0.001, 2, '0.00'],
		[1234567.891, 2, '1,234,567.89'],
		[-1234, 0, '-1,234'],
		[149, -2, '100'],
		[999_999, -1, '1,000,000'],
	])('%d with %d decimals is %s', (value, decimals, text) => {
		expect(formatNumber(value, decimals)).toBe(text);
	});

	it('groups only numbers', () => {
		expect(groupThousands('1234567')).toBe('1,234,567');
		expect(groupThousands('+1234.5678')).toBe('+1,234.5678');
		expect(groupThousands('1234 blocks')).toBe('1234 blocks');
	});

	it.each([
		[1, '1 s'],
		[0.5, '0.5 s'],
		[90, '90 s'],
		[120, '120 s'],
		[1800, '30 min'],
		[3601, '3,601 s'],
		[7200, '2 h'],
		[86_400, '1 d'],
		[2_592_000, '30 d'],
	])('%d seconds are %s', (seconds, text) => {
		expect(formatDuration(seconds)).toBe(text);
	});

	it('writes times in UTC whatever the zone', () => {
		expect(formatUtc(0)).toBe('1970-01-01');
		expect(formatUtc(1_783_324_859, true)).toBe('2026-07-06 08:00 UTC');
		expect(formatUtc(1e20)).toBe('not defined');
	});
});

it('gives a row the weakest kind of its figures', () => {
	const row: Row = {
		id: 'x',
		label: 'x',
		base: figure(1, 'coins'),
		fork: figure(1, 'coins', { kind: 'estimated' }),
		difference: figure(0, 'coins', { kind: 'conditional' }),
		relative: null,
	};
	expect(rowKind(row)).toBe('estimated');
	expect(rowKind({ ...row, base: null, fork: null, difference: null })).toBeNull();
});

describe('the first screen’s column of changes', () => {
	const change = (value: number) => {
		const difference = { value, unit: 'percent', kind: 'assumed' } as const;
		const row = { id: 'a', label: 'a', base: null, fork: null, difference, relative: null };
		return briefChangeCell(row, 'undetected').text;
	};

	it.each([
		[-0.148, '-14.8 pp'],
		[6.2e-6, '+0.0006 pp'],
		[-9.6e-6, '-0.001 pp'],
		[3e-7, '<0.0001 pp'],
		[0, 'none'],
	])('has room for %d', (value, text) => {
		expect(change(value)).toBe(text);
		expect(text.length).toBeLessThanOrEqual(CHANGE_COLUMNS);
	});
});
