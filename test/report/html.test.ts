import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.ts';
import { pageAssets } from '../../src/report/htmlframe.ts';
import { element, embeddedJson, markup } from '../../src/report/htmlnode.ts';
import { renderLeaflet, renderReport } from '../../src/report/render.ts';
import { renderSeries } from '../../src/report/series.ts';
import { inPlace, report } from './fixture.ts';
import { hostile, hostileTexts, infested } from './hostile.ts';

const assets = { style: pageAssets().style, script: "'use strict';" };
const options = { format: 'html', level: 0, full: false } as const;

/** The document as text: tags out, entities as they are. */
function textOf(html: string): string {
	return html.replace(/<(style|script)[^>]*>[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ');
}

function headings(html: string): number[] {
	return [...html.matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level));
}

/** A heading is at most one level below the one before it. */
function isInOrder(levels: readonly number[]): boolean {
	return levels[0] === 1 && levels.every((level, i) => i === 0 || level <= levels[i - 1]! + 1);
}

describe('elements as HTML', () => {
	it('escape text and attributes, and leave out what is undefined', () => {
		const node = element('p', { title: `"><b>'`, lang: undefined, hidden: '' }, `<b> & "x"'`);
		expect(markup(node)).toBe('<p title="&quot;&gt;&lt;b&gt;&#39;" hidden>&lt;b&gt; &amp; &quot;x&quot;&#39;</p>');
		expect(markup(element('input', { id: 'a' }))).toBe('<input id="a">');
	});

	it.each(['</script>', '</STYLE>', '<!-- x', '<script>'])('refuse %s inside a script', (text) => {
		expect(() => markup(element('script', {}, text))).toThrow('must not hold its own end');
	});

	it('embed JSON that cannot end its script and hides nothing', () => {
		const text = '</script><!--\u202e\u2028';
		const json = embeddedJson({ text });
		expect(json).toBe('{"text":"\\u003c/script>\\u003c!--\\u202e\\u2028"}');
		expect(JSON.parse(json)).toEqual({ text });
	});
});

describe('a report as HTML', async () => {
	const html = await renderHtml([report], assets);

	it('allows its own style and script by their hashes and nothing else', () => {
		const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
		const hash = (name: string) => {
			const [, text = ''] = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(html) ?? [];
			expect(text.length).toBeGreaterThan(0);
			return `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`;
		};
		expect(policy.split('; ')).toEqual([
			'default-src &#39;none&#39;',
			`script-src ${hash('script')}`,
			`style-src ${hash('style')}`,
			'img-src data:',
			'base-uri &#39;none&#39;',
			'form-action &#39;none&#39;',
		]);
		expect(html.match(/<(?:script|style)[ >]/g)).toEqual(['<style>', '<script>']);
		expect(html).not.toMatch(/ (?:style|on\w+)=/);
		expect(html.match(/ (?:src|href|srcset|action)="(?!#|data:)/g)).toBeNull();
	});

	it('has landmarks, headings in order, and a caption and scopes in every table', () => {
		expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
		for (const landmark of ['<header>', '<nav aria-label="Contents">', '<main id="content"', '<footer>']) {
			expect(html.split(landmark)).toHaveLength(2);
		}
		expect(isInOrder(headings(html))).toBe(true);
		const tables = [...html.matchAll(/<table[\s\S]*?<\/table>/g)].map(([table]) => table);
		expect(tables.length).toBeGreaterThan(report.tables.length);
		for (const table of tables) {
			expect(table).toMatch(/^<table role="table" class="\w+"><caption>.+?<\/caption><thead/);
			expect(table.match(/<th(?! scope=)[ >]/)).toBeNull();
		}
		const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
		expect(new Set(ids).size).toBe(ids.length);
		for (const [, id] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(id);
	});

	it('holds what the other formats hold', () => {
		const text = textOf(html);
		for (const { group, because } of report.verdicts) {
			expect(text).toContain(group);
			expect(text).toContain(because);
		}
		for (const { id, message } of report.findings)
			expect(text).toMatch(new RegExp(`${id}[\\s\\S]*${message.slice(0, 20)}`));
		for (const { title, rows } of report.tables) {
			expect(text).toContain(title);
			for (const { label } of rows) expect(text).toContain(label);
		}
		for (const { label } of report.checks) expect(text).toContain(label);
		for (const each of report.assumptions) expect(text).toContain(each.text);
		for (const { path, sha256 } of report.inputs) expect(text).toMatch(new RegExp(`${path}[\\s\\S]*${sha256}`));
		expect(text).toContain(report.command);
	});

	it('draws its figures into the file', () => {
		expect(report.charts.length).toBeGreaterThan(0);
		expect(html.match(/<img src="data:image\/svg\+xml;charset=utf-8,%3csvg [^"]*%3c\/svg%3e" alt="/g)).toHaveLength(
			report.charts.length,
		);
	});

	it('is the same file every time, and without a script has no form', async () => {
		expect(await renderHtml([report], assets)).toBe(html);
		expect(html).not.toContain('<form');
		expect(await renderHtml([report], { ...assets, script: '' })).toContain('script-src &#39;none&#39;');
	});

	it('shows a burst after an edit in place', async () => {
		expect(textOf(await renderReport(inPlace, options))).toContain('Least interval');
	});

	it('is one document for several forks', async () => {
		const both = await renderSeries([report, inPlace], options);
		expect(both.match(/<!doctype/g)).toHaveLength(1);
		expect(both.match(/<article/g)).toHaveLength(2);
		expect(isInOrder(headings(both))).toBe(true);
		const ids = [...both.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it.each(hostileTexts)('is inert with %s in every place', async (_, text) => {
		const infected = await renderHtml([infested(text)], assets);
		expect(infected.replace(/[\n\t]/g, '')).not.toMatch(hostile);
		expect(infected.match(/<(?:script|style)[ >]/g)).toEqual(['<style>', '<script>']);
		expect(infected.match(/<img (?!src="data:)/g)).toBeNull();
		expect(infected.length).toBeLessThan(1_000_000);
	});
});

describe('a leaflet as HTML', () => {
	it('is a page without a script', async () => {
		const column = { title: 'Name', align: 'left', code: true } as const;
		const grid = { title: '<b>', columns: [column], rows: [[{ text: '<i>' }]], notes: ['<u>'] };
		const leaflet = { title: 'Profiles', grids: [{ ...grid, title: '' }, grid], document: { schema: 'x' } };
		const html = await renderLeaflet(leaflet, options);
		expect(html).toContain('<h1>Profiles</h1>');
		expect(html).toContain('<caption><h2>&lt;b&gt;</h2></caption>');
		expect(html).toContain('<caption><span class="unseen">Profiles</span></caption>');
		expect(html).toContain('<code>&lt;i&gt;</code>');
		expect(html).not.toMatch(/<script|<form|<nav/);
	});

	it('draws below the tables what it is given to draw', async () => {
		const grid = { title: '', columns: [], rows: [], notes: [] };
		const charts = [0, 1].map((i) => ({ ...report.charts[0]!, title: `<b>${i}` }));
		const html = await renderLeaflet({ title: 'Sweep', grids: [grid], document: { schema: 'x' }, charts }, options);
		const images = [...html.matchAll(/<figure[^>]*><img src="data:image\/svg\+xml[^"]*" alt="([^"]*)"/g)];
		expect(images.map(([, alt]) => alt)).toEqual(['&lt;b&gt;0', '&lt;b&gt;1']);
		expect(html.lastIndexOf('</table>')).toBeLessThan(html.indexOf('<figure'));
		expect(html).toMatch(/img-src data:/);
	});
});
