import { describe, expect, it } from 'vitest';
import { colorLevel } from '../../src/cli/color.ts';

describe('colour of a stream', () => {
	it.each<[string, boolean | undefined, Record<string, string>, boolean, number]>([
		['a terminal', undefined, {}, true, 1],
		['a pipe', undefined, {}, false, 0],
		['NO_COLOR', undefined, { NO_COLOR: '1' }, true, 0],
		['an empty NO_COLOR, which does not count', undefined, { NO_COLOR: '' }, true, 1],
		['FORCE_COLOR into a pipe', undefined, { FORCE_COLOR: '1' }, false, 1],
		['an empty FORCE_COLOR', undefined, { FORCE_COLOR: '' }, false, 1],
		['FORCE_COLOR=0 on a terminal', undefined, { FORCE_COLOR: '0' }, true, 0],
		['FORCE_COLOR=false', undefined, { FORCE_COLOR: 'false' }, true, 0],
		['NO_COLOR over FORCE_COLOR', undefined, { NO_COLOR: '1', FORCE_COLOR: '1' }, true, 0],
		['TERM=dumb', undefined, { TERM: 'dumb' }, true, 0],
		['FORCE_COLOR over TERM=dumb', undefined, { TERM: 'dumb', FORCE_COLOR: '1' }, true, 1],
		['--color over everything', true, { NO_COLOR: '1', TERM: 'dumb' }, false, 1],
		['--no-color over everything', false, { FORCE_COLOR: '1' }, true, 0],
	])('%s', (_, flag, env, tty, level) => {
		expect(colorLevel(flag, env, tty)).toBe(level);
	});
});
