import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseChecksums, sha256Of } from '../../src/report/checksums.ts';
import { rehearse } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'rehearse-sweep-'));

afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

const SMALL = ['--trials', '16', '--days', '1', '--fleet', 'share-1e-3', '--workers', '1'];

function sweep(...words: string[]) {
	return rehearse(['sweep', ...words]);
}

describe('rehearse sweep', () => {
	it('prints every cell below the base, within 80 columns', async () => {
		const { code, stdout, stderr } = await sweep('--vary', 'spacing=60..90:15', ...SMALL);
		expect([code, stderr]).toEqual([0, '']);
		for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
		for (const group of ['Holders', 'Solo miner', 'Exchange', 'Full node', 'Developers'])
			expect(stdout).toContain(group);
		const [base, ...cells] = stdout
			.split('\n')
			.slice(2, 6)
			.map((line) => line.trim().split(/ {2,}| (?=\d)/)[1]);
		expect(base).toBe('90');
		expect(cells).toEqual(['28,800', '23,040', '19,200']);
	});

	it('repeats the command that makes it again, with a spelled-out list', async () => {
		const words = ['--vary', 'spacing=60..90:30', '--vary', 'half-life=3600', '--metric', 'cv', ...SMALL, '--json'];
		const { stdout } = await sweep(...words);
		const document = JSON.parse(stdout);
		expect(document.command).toBe(
			'rehearse sweep --fleet share-1e-3 --trials 16 --days 1 --vary spacing=60,90 --vary half-life=3600 --metric cv',
		);
		expect(document.cells).toHaveLength(2);
		const again = await rehearse([...document.command.split(' ').slice(1), '--json', '--workers', '1']);
		expect(again.stdout).toBe(stdout);
	});

	it('takes fewer trials than a run unless told', async () => {
		const { stdout } = await rehearse(['sweep', '--help']);
		expect(stdout).toContain('8000; of a sweep 1000');
	});

	it('draws one metric, and writes a folder with checksums', async () => {
		const figure = join(folder, 'figure.svg');
		const words = ['--vary', 'spacing=60,90', ...SMALL];
		const drawn = await sweep(...words, '--metric', 'next-halving', '--figure', figure);
		expect(drawn.code).toBe(0);
		expect(drawn.stdout).toContain('next-halving');
		expect(readFileSync(figure, 'utf8')).toMatch(/^<svg /);
		const target = join(folder, 'all/');
		const { code, stdout } = await sweep(...words, '-o', target);
		expect([code, stdout]).toEqual([0, '']);
		expect(readdirSync(target).sort()).toEqual(['SHA256SUMS', 'figures', 'sweep.csv', 'sweep.json', 'sweep.md']);
		const sums = parseChecksums(readFileSync(join(target, 'SHA256SUMS'), 'utf8'));
		expect(sums.size).toBeGreaterThan(10);
		for (const [path, sha256] of sums) expect(sha256Of(readFileSync(join(target, path)))).toBe(sha256);
		expect(sums.has('figures/next-halving-light.svg')).toBe(true);
		// It replaces a sweep's folder and no other, and is not taken for evidence.
		expect((await sweep(...words, '-o', target)).code).toBe(0);
		expect((await rehearse(['verify', target])).stderr).toContain('holds a sweep; its command in sweep.json');
		const run = ['--fork', 'spacing60', '--trials', '16', '--days', '1', '--fleet', 'share-1e-3', '--workers', '1'];
		expect((await rehearse([...run, '-o', target])).stderr).toContain('holds other files than this command writes');
		const evidence = join(folder, 'evidence/');
		expect((await rehearse([...run, '-o', evidence])).code).toBe(0);
		const refused = await sweep(...words, '-o', evidence);
		expect([refused.code, readdirSync(evidence).includes('report.json')]).toEqual([2, true]);
	});

	it.each([
		[[], 'sweep needs --vary'],
		[['--vary', 'spacing'], '--vary must be NAME=a,b,c or NAME=from..to:step'],
		[['--vary', 'spacing=60,6e1'], '--vary must be NAME=a,b,c'],
		[['--vary', 'spacing=90..60:15'], '--vary must be NAME=a,b,c'],
		[['--vary', 'spacing=1..1000:0'], '--vary must be NAME=a,b,c'],
		[['--vary', 'spacing=1..1000'], 'at most 100 of them'],
		[['--vary', 'spacing=60,60'], '--vary spacing has the value 60 twice'],
		[['--vary', 'a=1', '--vary', 'b=1', '--vary', 'c=1'], '--vary takes at most two constants'],
		[['--vary', 'spacing=1', '--vary', 'spacing=2'], '--vary spacing was given twice'],
		[['--vary', 'a=1..11', '--vary', 'b=1..10'], 'a sweep has at most 100 cells, not 110'],
		[['--vary', 'spaing=60'], "did you mean 'spacing'?"],
		[['--vary', 'spacing=60', '--metric', 'next-halvin'], "did you mean 'next-halving'?"],
		[['--vary', 'spacing=60', '--figure', 'x.svg'], '--figure draws one metric'],
		[['--vary', 'spacing=60', '--metric', 'cv', '--figure', 'x.png'], '--figure must end in .svg'],
		[['--vary', 'spacing=60', '--fork', 'spacing60', '--fork', 'subsidy10'], 'sweep takes one fork'],
		[['--vary', 'spacing=60', '-o', `${tmpdir()}/`, '--json'], 'is a folder, which holds every format'],
		[['--vary', 'spacing=0'], 'cell nPowTargetSpacing=0'],
	])('%j is refused', async (words, message) => {
		const { code, stdout, stderr } = await sweep(...words);
		expect([code, stdout]).toEqual([2, '']);
		expect(stderr).toContain(message);
		expect(stderr.split('\n')).toHaveLength(2);
	});

	it('refuses a row that these reports do not have', async () => {
		const { code, stderr } = await sweep('--vary', 'spacing=60', '--metric', 'burst-day', ...SMALL);
		expect(code).toBe(2);
		expect(stderr).toContain('these cells\' reports have no row "burst-day"');
	});
});
