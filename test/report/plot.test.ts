/** Figures: the same bytes every time, nothing that acts, and words for those who do not see them. */
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/compare/document.ts';
import { plot } from '../../src/report/plot.ts';
import { report } from './fixture.ts';
import { hostile, hostileTexts } from './hostile.ts';

const chart = report.charts[0]!;

describe('plot', () => {
	it('gives the same bytes each time', async () => {
		const first = await plot(chart, 'light');
		await plot(chart, 'dark');
		expect(await plot(chart, 'light')).toBe(first);
	});

	it('differs by theme in colours only', async () => {
		const [light, dark] = [await plot(chart, 'light'), await plot(chart, 'dark')];
		expect(light).not.toBe(dark);
		const bare = (svg: string) => svg.replace(/#[0-9a-f]{6}/g, 'colour');
		expect(bare(light)).toBe(bare(dark));
	});

	it('has a title, a description and both sides', async () => {
		const svg = await plot(chart, 'light');
		expect(svg).toMatch(
			/^<svg role="img" [^>]*><title>Spacing after the activation<\/title><desc>How long [^<]*<\/desc>/,
		);
		for (const word of ['>base<', '>fork<', '>blocks from the activation<', '>expected spacing, s<', '>2026<']) {
			expect(svg).toContain(word);
		}
	});

	it('rounds every coordinate and holds no script, link, style sheet or font of its own', async () => {
		const svg = await plot(chart, 'light');
		const tags = svg.match(/<[^>]*>/g) ?? [];
		expect(tags.length).toBeGreaterThan(50);
		expect(tags.filter((tag) => /\d\.\d{3,}|\de-\d|NaN|undefined/.test(tag))).toEqual([]);
		expect(svg).not.toMatch(/<script|<a |<style|<image|<foreignObject|href=|url\(|@font-face| on\w+=/i);
		expect(new Set(svg.match(/font-family="[^"]*"/g))).toEqual(new Set(['font-family="sans-serif"']));
	});

	it('draws numbers that a wrong one would move', async () => {
		const moved = structuredClone(chart) as Chart & { panels: { series: { points: number[][] }[] }[] };
		moved.panels[0]!.series[1]!.points[1] = [6, 75];
		expect(await plot(moved, 'light')).not.toBe(await plot(chart, 'light'));
	});

	it.each(hostileTexts)('survives %s', async (_name, text) => {
		const axis = { title: text, unit: 'blocks' } as const;
		const panels = chart.panels.map((panel) => ({ ...panel, x: { ...panel.x, title: text }, y: { ...axis } }));
		const svg = await plot({ ...chart, title: text, description: text, panels }, 'light');
		expect(svg).not.toMatch(hostile);
		expect(svg.length).toBeLessThan(100_000);
		expect(svg).not.toMatch(/<(?:script|img|!--|a )/i);
		const names = new Set([...svg.matchAll(/<\/?([A-Za-z!-]+)/g)].map((match) => match[1]));
		for (const name of names)
			expect(['svg', 'title', 'desc', 'g', 'path', 'rect', 'text', 'tspan', 'line']).toContain(name);
	});
});
