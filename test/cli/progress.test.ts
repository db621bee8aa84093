import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startProgress } from '../../src/cli/progress.ts';
import { capture } from './harness.ts';

/** A terminal as cli-progress drives one. */
function terminal() {
	const { stream, text } = capture(true);
	const moves = { cursorTo: () => true, clearLine: () => true, moveCursor: () => true, columns: 80 };
	return { stream: Object.assign(stream, moves), text };
}

describe('progress', () => {
	it('counts trials on a terminal and takes itself away', async () => {
		const { stream, text } = terminal();
		const progress = await startProgress(stream, false);
		progress.update(0, 8000);
		progress.update(8000, 8000);
		progress.stop();
		const shown = stripVTControlCharacters(text());
		expect(shown).toContain(' ------------------------ 0 % · 0 of 8,000 trials');
		expect(shown).toContain('100 % · 8,000 of 8,000 trials');
		expect(shown).not.toMatch(/NaN|INF|NF/);
		// Neither cursor nor line wrapping is ever switched off.
		expect(text()).not.toContain('\u001b[?25l');
		expect(text()).not.toContain('\u001b[?7l');
	});

	it.each([
		['off a terminal', false, false],
		['when quiet', true, true],
	])('is silent %s', async (_, tty, quiet) => {
		const { stream, text } = capture(tty);
		const progress = await startProgress(stream, quiet);
		progress.update(1, 2);
		progress.stop();
		expect(text()).toBe('');
	});

	it('can be stopped before it began', async () => {
		const { stream, text } = terminal();
		(await startProgress(stream, false)).stop();
		expect(text()).toBe('');
	});
});
