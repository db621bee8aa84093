/**
 * Every rendering of a run against its own JSON document: what is printed is read back and held against the numbers, by
 * a reader that shares nothing with the renderers.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Figure, Report, Row, Table } from '../../src/compare/document.ts';
import { rehearse } from './harness.ts';

const SMALL = ['--trials', '16', '--days', '2', '--workers', '1'];

/** What stands under a label: the texts of the base's and the fork's figure. */
interface Printed {
	readonly label: string;
	readonly base: string;
	readonly fork: string;
}

const bare = (text: string) => text.replaceAll('\u00a0', ' ').trim();

/** Tables of a Markdown document that have a base and a fork. */
function markdownTables(text: string): Printed[][] {
	const blocks = text.split(/\n\n+/).filter((block) => /^\| Quantity +\| +Base \| +Fork \|/.test(block));
	return blocks.map((block) =>
		block
			.split('\n')
			.slice(2)
			.map((line) => line.split(/(?<!\\)\|/).slice(1, 4))
			.map(([label = '', base = '', fork = '']) => ({
				// A dash stands for the indentation that Markdown has not.
				label: bare(label.replaceAll('\\', '')).replace(/^– /, ''),
				base: bare(base.replaceAll('\\', '')),
				fork: bare(fork.replaceAll('\\', '')),
			})),
	);
}

function htmlTables(text: string): Printed[][] {
	const inner = (html: string) =>
		bare(html.replace(/<[^>]*>/g, '').replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ENTITIES[name] ?? ''));
	const cells = (row: string) =>
		[...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, html = '']) => inner(html));
	return [...text.matchAll(/<table[\s\S]*?<\/table>/g)].flatMap(([table]) => {
		const [titles = [], ...rows] = [...table.matchAll(/<tr[\s\S]*?<\/tr>/g)].map(([row]) => cells(row));
		const [base, fork] = [titles.indexOf('Base'), titles.indexOf('Fork')];
		if (base === -1 || fork === -1) return [];
		return [rows.map((row) => ({ label: row[0] ?? '', base: row[base] ?? '', fork: row[fork] ?? '' }))];
	});
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/**
 * The base's and the fork's column of a terminal's tables, without blanks: cells are wrapped, and notes follow. Both columns are
 * right-aligned and equally wide, so the titles say where they lie.
 */
function terminalColumns(text: string): { readonly base: string; readonly fork: string }[] {
	const lines = text.split('\n');
	return lines.flatMap((header, at) => {
		if (!/^ Quantity +Base +Fork +Change/.test(header)) return [];
		const [baseEnd, forkEnd] = [header.indexOf('Base') + 4, header.indexOf('Fork') + 4];
		const end = lines.findIndex((line, index) => index > at && !line.startsWith(' '));
		const column = (from: number, to: number) => squashed(lines.slice(at + 1, end).map((line) => line.slice(from, to)));
		return [{ base: column(2 * baseEnd - forkEnd, baseEnd), fork: column(baseEnd, forkEnd) }];
	});
}

function squashed(texts: readonly string[]): string {
	return texts.join('').replace(/\s+/g, '');
}

const PREFIXES = ' kMGTPE';

/** Whether a text says a figure: to half a unit of its last digit. */
function says(text: string, figure: Figure | null): boolean {
	if (figure === null || figure.value === null) return text === '–' || text === '';
	const { value, unit } = figure;
	if (unit === 'utc') return text.startsWith(new Date(Number(value) * 1000).toISOString().slice(0, 10));
	if (unit === 'bits') return text === `0x${Number(value).toString(16).padStart(8, '0')}`;
	if (unit === 'text') return true;
	// Tiny chances are not written out.
	if (text.startsWith('< 0.0001')) return Number(value) > 0 && Number(value) < (unit === 'percent' ? 1e-6 : 1e-4);
	const [, number = '', prefix = ''] = /([-+]?[\d,]+(?:\.\d+)?) ?([kMGTPE])?/.exec(text) ?? [];
	const digits = number.replaceAll(',', '');
	const scale = (unit === 'percent' ? 100 : 1) / 1000 ** Math.max(0, PREFIXES.indexOf(prefix || ' '));
	if (digits === '') return false;
	const [whole = '', decimals = ''] = digits.split('.');
	// A wide interval ends the figure at its tens or hundreds.
	const idle = figure.kind !== 'exact' && decimals === '' ? (/0*$/.exec(whole)?.[0].length ?? 0) : 0;
	const half = 0.5 * 10 ** (idle - decimals.length);
	return Math.abs(Number(digits) - Number(value) * scale) <= half * (1 + 1e-6) + 1e-12 * Math.abs(Number(digits));
}

/** Rows of a report's tables that a rendering says wrongly or not at all: those of the table that fits best. */
function wrong(tables: readonly Table[], printed: readonly Printed[][]): string[] {
	const left = [...printed];
	return tables.flatMap((table) => {
		const misfits = left.map((rows) =>
			rows.length === table.rows.length
				? rows.flatMap((text, i) =>
						fits(table.rows[i]!, text) ? [] : [`${table.rows[i]!.id}: ${JSON.stringify(text)}`],
					)
				: undefined,
		);
		const best = misfits.reduce(
			(a, b) => (b !== undefined && (a === undefined || b.length < a.length) ? b : a),
			undefined,
		);
		if (best === undefined) return [`${table.id} is missing`];
		left.splice(misfits.indexOf(best), 1);
		return best;
	});
}

function fits({ label, base, fork }: Row, text: Printed): boolean {
	return text.label === bare(label) && says(text.base, base) && says(text.fork, fork);
}

const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

describe.each([
	['btx/main', ['--fork', 'spacing60']],
	['btx/main, edited in place', ['--fork', 'spacing60-in-place', '--fleet', 'share-1e-3']],
	['btx/main after Epoch A', ['--base', 'btx/main@0.33.2', '--fork', 'dump-floor', '--fleet', 'share-1e-3']],
	['zcash/main', ['--base', 'zcash/main', '--fork', 'zip218']],
])('a run on %s', (_, words) => {
	let report: Report;
	const printed = async (format: string) => {
		const { code, stdout } = await rehearse([...words, ...SMALL, '--full', '--format', format]);
		expect(code).toBe(0);
		return stdout;
	};
	beforeAll(async () => {
		report = JSON.parse(await printed('json'));
	}, 120_000);

	it('fits the published schema', () => {
		validate(report);
		expect(validate.errors).toBeNull();
		expect(report.tables.flatMap(({ rows }) => rows).length).toBeGreaterThan(50);
	});

	it('says the same in Markdown', async () => {
		expect(wrong(report.tables, markdownTables(await printed('md')))).toEqual([]);
	});

	it('says the same in HTML', async () => {
		expect(wrong(report.tables, htmlTables(await printed('html')))).toEqual([]);
	});

	it('says in a terminal what Markdown says', async () => {
		const columns = terminalColumns(await printed('table'));
		const tables = markdownTables(await printed('md'));
		expect(tables).toHaveLength(report.tables.length);
		const missing = tables.filter((rows) => {
			const base = squashed(rows.map((row) => row.base));
			const fork = squashed(rows.map((row) => row.fork));
			return !columns.some((each) => each.base.startsWith(base) && each.fork.startsWith(fork));
		});
		expect(missing.map(([row]) => row?.label)).toEqual([]);
	});

	it('says the same in CSV, unrounded, with the unit and kind of each figure', async () => {
		const lines = (await printed('csv')).trimEnd().split('\n');
		expect(lines[0]).toBe('table,row,label,column,value,low,high,unit,kind');
		const figures = report.tables.flatMap(({ id, rows }) =>
			rows.flatMap((row) =>
				(['base', 'fork', 'difference', 'relative'] as const).flatMap((column) => {
					const figure = row[column];
					return figure === null ? [] : [{ start: `${id},${row.id},`, column, figure }];
				}),
			),
		);
		const listed = report.listings.flatMap(({ id, columns, rows }) =>
			rows.flatMap((row) => columns.flatMap((_, i) => (row.figures[i] ? [`${id},${row.id},`] : []))),
		);
		const behind = lines.slice(figures.length + 1);
		expect(behind).toHaveLength(listed.length);
		expect(behind.filter((line, i) => !line.replaceAll('"', '').startsWith(listed[i]!))).toEqual([]);
		for (const [i, { start, column, figure }] of figures.entries()) {
			const line = lines[i + 1] ?? '';
			const { value, low, high, unit, kind } = figure;
			expect(line.startsWith(start)).toBe(true);
			const quoted =
				typeof value === 'string' && /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : (value ?? '');
			expect(line.endsWith(`,${column},${quoted},${low ?? ''},${high ?? ''},${unit},${kind}`)).toBe(true);
		}
	});

	it('names in its footer the version, the seed, the trials and the SHA-256 of every input, and no time', async () => {
		for (const format of ['md', 'html', 'table']) {
			const text = (await printed(format)).replace(/\s+/g, ' ');
			for (const { sha256 } of report.inputs) expect(text).toContain(sha256);
			expect(text).toContain(`rehearse ${report.version}`);
			expect(text).toMatch(/seed 1\b/);
			expect(text).toContain('--trials 16');
			expect(text).not.toContain(new Date().toISOString().slice(0, 13));
		}
		expect(report.inputs.length).toBeGreaterThanOrEqual(4);
	});
});
