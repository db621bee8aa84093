/** Style that matters, as a test: which room may import which, how long a file is, what no file says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src/', import.meta.url));

/** From the ground up: a room imports only itself and the rooms before it. */
const ROOMS = [
	'numeric',
	'consensus',
	'asert',
	'difficulty',
	'params',
	'market',
	'hashrate',
	'engine',
	'fleet',
	'compare',
	'report',
	'cli',
];
/** Rooms that are pure stand on nothing but these. */
const PURE: Readonly<Record<string, readonly string[]>> = {
	consensus: [],
	asert: ['consensus'],
	difficulty: ['consensus', 'asert'],
};
const MOST_LINES = 300;

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.ts'))
	.map((name) => ({ name, room: name.split(/[\\/]/)[0] ?? '', text: readFileSync(join(source, name), 'utf8') }));

/** Modules that a file imports: rooms for its own, names for packages. */
function imports({ name, text }: { name: string; text: string }): string[] {
	const found = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1]!);
	return found.map((path) => {
		if (!path.startsWith('.')) return path;
		return relative(source, join(source, name, '..', path)).split(/[\\/]/)[0]!;
	});
}

describe('the house', () => {
	it('has files in every room', () => {
		expect([...new Set(files.map(({ room }) => room))].sort()).toEqual([...ROOMS].sort());
	});

	it.each(files)('$name imports no higher room', (file) => {
		const own = ROOMS.indexOf(file.room);
		const higher = imports(file).filter((room) => ROOMS.indexOf(room) > own);
		expect(higher).toEqual([]);
		const allowed = PURE[file.room];
		if (allowed !== undefined) {
			expect(imports(file).filter((room) => room !== file.room && !allowed.includes(room))).toEqual([]);
		}
	});

	it.each(files)('$name is short and finished', ({ text }) => {
		expect(text.split('\n').length).toBeLessThanOrEqual(MOST_LINES);
		expect(text).not.toMatch(/\b(?:TODO|FIXME|HACK)\b/);
	});

	it.each(files)('$name leaves transcendental functions to the numeric room', ({ text }) => {
		const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
		expect(code).not.toMatch(/Math\.(?:exp|expm1|log|log10|log1p|log2|pow|sin|cos|tan|atan|cbrt|hypot|random)\b/);
	});
});
