/** The HTML report in a real browser: it loads nothing, and its form computes what the program prints. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/compare/document.ts';
import type { Simulation } from '../../src/compare/reducers.ts';
import { tableGrid } from '../../src/report/sections.ts';
import { hostile, hostileTexts, infested } from '../report/hostile.ts';
import { launch, open, WITHOUT_BROWSER } from './browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'rehearse-html-'));

afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

async function rehearse(...args: readonly string[]): Promise<string> {
	const { stdout } = await execa('node', ['dist/program/bin.js', ...args], {
		stripFinalNewline: false,
		extendEnv: false,
		env: { PATH: process.env['PATH'] ?? '', HOME: folder },
	});
	return stdout;
}

const RUN = ['--base', 'mainnet', '--fork', 'spacing60', '--trials', '200', '--growth', '1'];
const file = join(folder, 'report.html');
const url = pathToFileURL(file).href;

/** The table of a fleet as the program prints it: a label and the texts of its cells in each row. */
function printed(report: Report, id: string): string[][] {
	const table = report.tables.find((each) => each.id === `fleet.${id}`);
	if (table === undefined) throw new Error(`no table of ${id}`);
	return tableGrid(table).rows.map((row) => row.map(({ text }) => text.trim()));
}

/** The rows of the form's table, as the page shows them. */
async function shown(page: Page): Promise<string[][]> {
	const rows = await page.locator('#yours tbody tr').all();
	return Promise.all(
		rows.map(async (row) => (await row.locator('th, td').allTextContents()).map((text) => text.trim())),
	);
}

if (WITHOUT_BROWSER !== undefined) console.warn(`the HTML report is not opened: ${WITHOUT_BROWSER}`);

describe('the HTML file', () => {
	it('is the same bytes every time, and named by its ending', async () => {
		const [text] = await Promise.all([rehearse(...RUN, '--format', 'html'), rehearse(...RUN, '-o', file)]);
		expect(readFileSync(file, 'utf8')).toBe(text);
		const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(text) ?? [];
		expect(script.length).toBeGreaterThan(10_000);
		expect(script.length).toBeLessThan(100_000);
		expect(script).not.toMatch(
			/\beval\b|new Function|innerHTML|document\.write|fetch\(|XMLHttpRequest|Math\.(?:exp|log|pow)\b/,
		);
	});

	it('is a page without a script for the smaller commands', async () => {
		for (const args of [['list'], ['show', 'spacing60'], ['issuance', '--fork', 'spacing60']]) {
			const text = await rehearse(...args, '--format', 'html');
			expect(text).toMatch(/^<!doctype html>[\s\S]*<table/);
			expect(text).not.toMatch(/<script|<form/);
		}
	});
});

describe.skipIf(WITHOUT_BROWSER !== undefined)('the HTML report in a browser', () => {
	let browser: Browser;
	let report: Report;

	beforeAll(async () => {
		[browser, report] = await Promise.all([
			launch(),
			rehearse(...RUN, '--json').then((text) => JSON.parse(text) as Report),
			rehearse(...RUN, '-o', file),
		]);
	}, 120_000);
	afterAll(() => browser.close());

	it('shows the first fleet’s figures at once, loads nothing and breaks nothing', async () => {
		const { page, troubles } = await open(browser, url);
		expect(await page.title()).toBe('Rehearsal: btx/main@0.32.12 → spacing60');
		expect(await shown(page)).toEqual(printed(report, 'operator'));
		expect(await page.locator('svg.plot desc').textContent()).toMatch(/^Base: P5 .* Fork: P5 /);
		expect(troubles).toEqual([]);
	});

	it('computes every fleet of the run as the program does, from typed numbers', async () => {
		const { page } = await open(browser, url);
		const parts = {
			'operator.own': ['4574', '', ''],
			'operator.added': ['', '10,192', '1.96'],
			operator: ['4.574k', '10192', '1.96'],
		};
		for (const [id, [inside = '', added = '', cost = '']] of Object.entries(parts)) {
			await page.getByLabel('Mining already').fill(inside);
			await page.getByLabel('Added', { exact: true }).fill(added);
			await page.getByLabel('All machines', { exact: true }).fill(cost);
			await page.getByRole('button', { name: 'Compute' }).click();
			expect(await shown(page)).toEqual(printed(report, id));
		}
		await page.getByLabel('Share of the network').check();
		await page.getByLabel('All machines', { exact: true }).fill('');
		for (const [id, share] of [
			['share-1e-5', '0.001'],
			['share-1e-4', '0.01'],
			['share-1e-3', '0.1'],
			['share-1e-2', '1'],
		] as const) {
			await page.getByLabel('Share', { exact: true }).fill(share);
			await page.getByRole('button', { name: 'Compute' }).click();
			expect(await shown(page)).toEqual(printed(report, id));
		}
		const { fleets } = report.simulation as Simulation;
		for (const { id, title } of fleets) {
			await page.getByLabel('Start from').selectOption(title);
			expect(await shown(page)).toEqual(printed(report, id));
		}
	});

	it.each([
		['an assumed hashrate in other units of work', ['--base', 'btx/main@0.33.2', '--fork', 'dump-floor']],
		['a shrinking hashrate and a short window', ['--fork', 'subsidy10', '--growth', '-2', '--days', '3']],
		['a chain of the general engine', ['--base', 'zcash/main', '--fork', 'zip218', '--days', '2']],
	])('computes what the program does with %s', async (_, args) => {
		const run = [...args, '--trials', '30', '--fleet', 'share-1e-4', '--fleet', 'share-1e-2'];
		const path = join(folder, 'other.html');
		const [json] = await Promise.all([rehearse(...run, '--json'), rehearse(...run, '-o', path)]);
		const other = JSON.parse(json) as Report;
		const { page, troubles } = await open(browser, pathToFileURL(path).href);
		for (const { id, title } of (other.simulation as Simulation).fleets) {
			await page.getByLabel('Start from').selectOption(title);
			expect(await shown(page)).toEqual(printed(other, id));
		}
		await page.getByLabel('Share', { exact: true }).fill('0.01');
		await page.getByRole('button', { name: 'Compute' }).click();
		expect(await shown(page)).toEqual(printed(other, 'share-1e-4'));
		expect(troubles).toEqual([]);
		await page.close();
	});

	it('is handed on by a link that fills the form, and that cannot do more', async () => {
		const { page } = await open(browser, url);
		await page.getByLabel('Mining already').fill('');
		await page.getByLabel('Added', { exact: true }).fill('10,192');
		await page.getByRole('button', { name: 'Compute' }).click();
		await page.getByRole('link', { name: 'Link to these numbers' }).click();
		const link = page.url();
		expect(link).toContain('#fleet:size=rate&cost=hour&added-0=10%2C192&usd-per-hour=1.96&price=399.25');
		const { page: other, troubles } = await open(browser, link);
		expect(await shown(other)).toEqual(printed(report, 'operator.added'));
		expect(await other.getByLabel('Start from').inputValue()).toBe('');
		await open(browser, url).then(async ({ page: bad, troubles: badTroubles }) => {
			await bad.goto(
				`${url}#fleet:size=share&share=<script>alert(1)</script>&cost=x%22]&price=${'9'.repeat(5000)}&form=1`,
			);
			expect(await bad.getByLabel('Share', { exact: true }).inputValue()).toBe('<script>alert(1)</script>');
			expect(await bad.getByRole('status').textContent()).toBe('Not computed: one field needs another look.');
			expect(badTroubles).toEqual([]);
		});
		expect(troubles).toEqual([]);
	});

	it('takes another price and the price of power', async () => {
		const { page } = await open(browser, url);
		await page.getByLabel('Power and its price').check();
		await page.getByLabel('Power of all machines').fill('19,600');
		await page.getByLabel('Electricity').fill('0.1');
		await page.getByLabel('1 BTX').fill('40');
		await page.getByRole('button', { name: 'Compute' }).click();
		const rows = new Map((await shown(page)).map(([label = '', ...cells]) => [label, cells]));
		const before = new Map(printed(report, 'operator').map(([label = '', ...cells]) => [label, cells]));
		expect(rows.get('break-even, USD')).toEqual(before.get('break-even, USD'));
		expect(rows.get('coins, mean')).toEqual(before.get('coins, mean'));
		expect(rows.has('P(loss) at 40')).toBe(true);
		const number = (text: string | undefined) => Number(text?.replace(/USD |,/g, ''));
		const [revenue, profit] = ['revenue, USD', 'profit, USD'].map((label) => number(rows.get(label)?.[0]));
		expect(revenue! - profit!).toBeCloseTo(1.96 * 24 * 30, 1);
		expect(revenue).toBeCloseTo((number(before.get('revenue, USD')?.[0]) * 40) / 399.25, 1);
	});

	it('is worked by the keyboard alone', async () => {
		const { page } = await open(browser, url);
		const focused = () => page.evaluate(() => (globalThis as unknown as Dom).document.activeElement?.id ?? '');
		const tabTo = async (id: string) => {
			for (let i = 0; i < 80 && (await focused()) !== id; i++) await page.keyboard.press('Tab');
			expect(await focused()).toBe(id);
		};
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		expect(await focused()).toBe('content');
		await tabTo('size-rate');
		await page.keyboard.press('ArrowRight');
		await tabTo('share');
		await page.keyboard.type('0.1');
		await tabTo('usd-per-hour');
		await page.keyboard.press('Control+A');
		await page.keyboard.press('Delete');
		await page.keyboard.press('Enter');
		expect(await shown(page)).toEqual(printed(report, 'share-1e-3'));
		const status = (await page.getByRole('status').textContent()) ?? '';
		const [coins] = printed(report, 'share-1e-3');
		expect(status).toContain(`BTX ${coins?.[1]} on the base and BTX ${coins?.[2]} on the fork`);
		const outline = await page.locator('#share').evaluate((element) => {
			(element as unknown as { focus: () => void }).focus();
			return (globalThis as unknown as Dom).getComputedStyle(element).outlineStyle;
		});
		expect(outline).toBe('solid');
	});

	it('says beside a field what is wrong with it, and goes there', async () => {
		const { page, troubles } = await open(browser, url);
		await page.getByLabel('All machines', { exact: true }).fill('0,49');
		await page.getByLabel('1 BTX').fill('-1');
		await page.getByRole('button', { name: 'Compute' }).click();
		const cost = page.getByLabel('All machines', { exact: true });
		expect(await cost.getAttribute('aria-invalid')).toBe('true');
		expect(await cost.evaluate((element) => element === (globalThis as unknown as Dom).document.activeElement)).toBe(
			true,
		);
		expect(await page.locator('#usd-per-hour-error').textContent()).toBe('Write decimals with a point: 0.49.');
		expect(await page.locator('#price-error').textContent()).toBe('Enter a number that is not negative.');
		expect(await page.getByRole('status').textContent()).toBe('Not computed: 2 fields need another look.');
		expect(await page.locator('#yours').count()).toBe(0);
		await cost.fill('0.49');
		expect(await cost.getAttribute('aria-invalid')).toBeNull();
		await page.getByLabel('1 BTX').fill('1');
		await page.keyboard.press('Enter');
		expect(await page.locator('#yours').count()).toBe(1);
		expect(troubles).toEqual([]);
	});

	it.each([1280, 1121, 900, 768, 737, 390, 320])('fits a screen of %i pixels, light and dark', async (width) => {
		const backgrounds: string[] = [];
		for (const dark of [false, true]) {
			const { page, troubles } = await open(browser, url, { width, dark });
			const size = await page.evaluate(() => (globalThis as unknown as Dom).document.documentElement.scrollWidth);
			expect(size).toBeLessThanOrEqual(width);
			backgrounds.push(
				await page
					.locator('body')
					.evaluate((body) => (globalThis as unknown as Dom).getComputedStyle(body).backgroundColor),
			);
			const picture = await page.screenshot();
			expect(picture.subarray(1, 4).toString()).toBe('PNG');
			expect(picture.length).toBeGreaterThan(10_000);
			expect(troubles).toEqual([]);
			await page.close();
		}
		expect(backgrounds).toEqual(['rgb(255, 255, 255)', 'rgb(13, 17, 23)']);
	});

	it('names every field, table and picture for those who do not see them', async () => {
		const { page } = await open(browser, url, { width: 390 });
		for (const input of await page.locator('input, select').all()) {
			expect(await input.evaluate((element) => (element as unknown as { labels: unknown[] }).labels.length)).toBe(1);
		}
		const tables = await page.getByRole('table').count();
		expect(tables).toBe(await page.locator('table').count());
		expect(await page.locator('table > caption').count()).toBe(tables);
		for (const image of await page.getByRole('img').all()) {
			const name = (await image.getAttribute('alt')) ?? (await image.locator('title').textContent());
			expect(name?.length).toBeGreaterThan(10);
		}
	});

	it('has tables, and neither form nor contents, on paper, which is light', async () => {
		const { page } = await open(browser, url, { width: 680, dark: true });
		await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
		expect(await page.getByRole('navigation').isVisible()).toBe(false);
		expect(await page.locator('form').isVisible()).toBe(false);
		const style = await page.evaluate(() => {
			const { document, getComputedStyle } = globalThis as unknown as Dom;
			const body = document.querySelector('body');
			const table = document.querySelector('table');
			const { scrollWidth } = document.documentElement;
			return [getComputedStyle(body).backgroundColor, getComputedStyle(table).display, scrollWidth <= 680];
		});
		expect(style).toEqual(['rgb(255, 255, 255)', 'table', true]);
	});

	it('runs no script but its own', async () => {
		const { page, troubles } = await open(browser, url);
		await page.evaluate(() => {
			const { document } = globalThis as unknown as Dom;
			const script = document.createElement('script');
			script.textContent = 'document.title = "taken over"';
			document.body.append(script);
		});
		expect(await page.title()).not.toBe('taken over');
		expect(troubles.filter((text) => text.includes('policy: script-src'))).toHaveLength(1);
	});

	it.each(hostileTexts)('is inert with %s in every place', async (_, text) => {
		const { renderHtml } = await import(pathToFileURL(resolve('dist/report/html.js')).href);
		const { fleets, ...simulation } = report.simulation as Simulation;
		const infected = {
			...infested(text),
			// Drawn by the renderer's own test; thirteen times they would only take time.
			charts: [],
			simulation: { ...simulation, fleets: fleets.map((fleet) => ({ ...fleet, title: text })) },
		};
		const path = join(folder, 'hostile.html');
		writeFileSync(path, await renderHtml([infected]));
		const { page, troubles } = await open(browser, pathToFileURL(path).href);
		// The form's own code still runs; nothing of the text does.
		expect((await shown(page)).map((row) => row.slice(0, 3))).toEqual(
			printed(report, 'operator').map((row) => row.slice(0, 3)),
		);
		expect(await page.locator('script').count()).toBe(2);
		expect(await page.locator('img:not([src^="data:"])').count()).toBe(0);
		expect(((await page.locator('main').textContent()) ?? '').replace(/[\n\t]/g, '')).not.toMatch(hostile);
		expect(troubles).toEqual([]);
		await page.close();
	});

	it('has a form for each of several forks', async () => {
		const path = join(folder, 'both.html');
		await rehearse(...RUN, '--fork', 'subsidy10', '--fleet', 'share-1e-3', '-o', path);
		const { page, troubles } = await open(browser, pathToFileURL(path).href);
		const both = JSON.parse(await rehearse(...RUN, '--fork', 'subsidy10', '--fleet', 'share-1e-3', '--json')) as {
			readonly reports: readonly Report[];
		};
		for (const [i, each] of both.reports.entries()) {
			const rows = await page.locator(`#fork-${i + 1}-yours tbody tr`).allTextContents();
			expect(rows).toEqual(printed(each, 'share-1e-3').map((row) => row.join('')));
		}
		expect(troubles).toEqual([]);
	});
});

/** What of a page's own world these tests touch: they are compiled for Node, which has no document. */
interface Dom {
	readonly document: {
		readonly activeElement: { readonly id: string } | null;
		readonly documentElement: { readonly scrollWidth: number };
		readonly body: { readonly append: (child: unknown) => void };
		readonly createElement: (name: string) => { textContent: string };
		readonly querySelector: (selector: string) => unknown;
	};
	readonly getComputedStyle: (element: unknown) => {
		readonly outlineStyle: string;
		readonly backgroundColor: string;
		readonly display: string;
	};
}
