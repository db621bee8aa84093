/** The page's colours, light and dark: what is read stands out from what is behind it (WCAG 2.2, 1.4.3 and 1.4.11). */
import { describe, expect, it } from 'vitest';
import { pageAssets } from '../../src/report/htmlframe.ts';
import { PALETTES, type Theme } from '../../src/report/plotspec.ts';

const { style } = pageAssets();
const blocks = [...style.matchAll(/:root \{([^}]*)\}/g)]
	.map(([, text = '']) => new Map([...text.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, k, v]) => [k!, v!])))
	.filter((colours) => colours.has('paper'));

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
		const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
	const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

it('measures as the standard does', () => {
	expect(contrast('#000000', '#ffffff')).toBe(21);
	expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

it('has colours for light and dark', () => {
	expect(blocks).toHaveLength(2);
});

describe.each(['light', 'dark'] as const satisfies Theme[])('%s', (theme) => {
	const colours = blocks[theme === 'light' ? 0 : 1]!;
	const at = (name: string) => colours.get(name) ?? 'missing';

	it.each([
		...['ink', 'quiet', 'accent', 'plus', 'minus', 'bad'].flatMap((name) => [
			[name, 'paper'],
			[name, 'shade'],
		]),
		...['good', 'bad', 'open'].map((name) => [name, `${name}-shade`]),
		['paper', 'accent'],
		['ink', 'bad-shade'],
	] as [string, string][])('reads %s on %s', (name, behind) => {
		expect(contrast(at(name), at(behind))).toBeGreaterThanOrEqual(4.5);
	});

	it.each([
		['edge', 'paper'],
		['edge', 'shade'],
		['base', 'paper'],
		['fork', 'paper'],
		['accent', 'shade'],
	])('shows %s on %s', (name, behind) => {
		expect(contrast(at(name), at(behind))).toBeGreaterThanOrEqual(3);
	});

	it('has figures whose lines and texts do too, in the colours of the page', () => {
		const { background, text, base, fork } = PALETTES[theme];
		expect([background, base, fork]).toEqual([at('paper'), at('base'), at('fork')]);
		expect(contrast(text, background)).toBeGreaterThanOrEqual(4.5);
	});
});
