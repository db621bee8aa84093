import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { renderTerminal } from '../../src/report/terminal.ts';
import { inPlace, report } from './fixture.ts';
import { hostile, hostileTexts, infested } from './hostile.ts';

const screen = { level: 0, full: false } as const;
const full = { level: 0, full: true } as const;

function widest(text: string): number {
	return Math.max(...text.split('\n').map((line) => stringWidth(line)));
}

describe('one screen', () => {
	const text = renderTerminal(report, screen);

	it('is what a stakeholder sees', async () => {
		await expect(text).toMatchFileSnapshot('../golden/report-screen.txt');
	});

	it('has 80 columns and no trailing blanks', () => {
		expect(widest(text)).toBeLessThanOrEqual(80);
		expect(text).not.toMatch(/ $/m);
		expect(text.endsWith('\n')).toBe(true);
	});

	it('puts the hardest finding first', () => {
		expect(text.indexOf('hard SUP-02')).toBeGreaterThan(0);
		expect(text.indexOf('hard SUP-02')).toBeLessThan(text.indexOf('soft CNT-01'));
	});

	it('says the verdict in words', () => {
		for (const word of ['better', 'worse', 'same', 'unclear']) expect(text).toContain(`\n   ${word} `);
	});

	it('does not call an undetected difference zero', () => {
		expect(text).toContain('undetected est.');
		expect(text).toContain('undetected: the 95 % interval of the difference covers zero');
	});

	it('shows every failed check', () => {
		const failed = { ...report, checks: report.checks.map((check) => ({ ...check, pass: false })) };
		const lines = renderTerminal(failed, screen);
		expect(lines).toContain('0 of 2 agree');
		expect(lines.match(/FAIL /g)).toHaveLength(2);
	});

	it('counts the findings it has no room for', () => {
		const many = { ...report, findings: Array.from({ length: 9 }, () => report.findings[0]!) };
		expect(renderTerminal(many, screen)).toContain(' and 3 more: --full');
		expect(renderTerminal({ ...report, findings: [] }, screen)).toContain(' no findings');
	});

	it('shows what an edit in place does', async () => {
		const lines = renderTerminal(inPlace, screen);
		expect(widest(lines)).toBeLessThanOrEqual(80);
		expect(lines).toContain('The first block whose nBits differ is 148,150');
		expect(lines).toContain('24,691,340');
		expect(lines).toContain('halted');
		expect(lines).not.toContain('8,000 trials');
	});
});

describe('full', () => {
	const text = renderTerminal(report, full);

	it('prints every table, input and check', async () => {
		await expect(text).toMatchFileSnapshot('../golden/report-full.txt');
		for (const table of report.tables) expect(text).toContain(`\n${table.title}\n`);
		for (const { sha256 } of report.inputs) expect(text).toContain(sha256);
		expect(widest(text)).toBeLessThanOrEqual(80);
	});

	it('spells out that no difference was detected', () => {
		expect(text.replace(/\s+/g, ' ')).toContain('no difference ±0.80 % est. detected');
	});
});

describe('colour', () => {
	it.each([screen, full])('adds nothing but colour', (options) => {
		const coloured = renderTerminal(report, { ...options, level: 1 });
		expect(coloured).toContain('\u001b[31m');
		expect(stripVTControlCharacters(coloured)).toBe(renderTerminal(report, options));
	});

	it('is absent at level 0', () => {
		expect(renderTerminal(report, screen) + renderTerminal(report, full)).not.toContain('\u001b');
	});
});

describe.each(hostileTexts)('hostile text: %s', (_, text) => {
	it('moves nothing on the screen', () => {
		const rendered = renderTerminal(infested(text), screen) + renderTerminal(infested(text), full);
		expect(rendered).not.toMatch(hostile);
		expect(widest(rendered)).toBeLessThanOrEqual(80);
		expect(rendered.length).toBeLessThan(200_000);
	});
});
