import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rehearse } from './harness.ts';

interface Run {
	readonly id: string;
	readonly anchorHeight: string;
	readonly anchorParentTime: string;
	readonly anchorBits: string;
	/** "tip height, tip time, nBits of the next block" */
	readonly rows: readonly string[];
}
const { runs } = JSON.parse(readFileSync(new URL('../asert/bch-aserti3-2d.json', import.meta.url), 'utf8')) as {
	runs: readonly Run[];
};

const folder = mkdtempSync(join(tmpdir(), 'oracles-'));
function file(name: string, text: string): string {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
}

const BCH = {
	variant: 'bch',
	spacing: '600',
	'half-life': '172800',
	'anchor-height': '1',
	'anchor-time': '0',
	'anchor-bits': '0x1d00ffff',
	'pow-limit': '0x1d00ffff',
};

/** `rehearse asert` with Bitcoin Cash's constants but for `changes`; undefined leaves an option out. */
function asert(stdin: string, changes: Record<string, string | undefined> = {}) {
	const options = Object.entries({ ...BCH, ...changes }).filter(([, value]) => value !== undefined);
	return rehearse(['asert', ...options.map(([name, value]) => `--${name}=${value}`)], { stdin });
}

describe('asert', () => {
	test.each(runs)('Bitcoin Cash $id', async ({ anchorHeight, anchorParentTime, anchorBits, rows }) => {
		const tips = rows.map((row) => row.split(' ').slice(0, 2).join(' '));
		const { code, stdout, stderr } = await asert(`${tips.join('\n')}\n`, {
			'anchor-height': anchorHeight,
			'anchor-time': anchorParentTime,
			'anchor-bits': anchorBits,
			'pow-limit': `${'0'.repeat(8)}${'f'.repeat(56)}`,
		});
		expect([code, stderr]).toEqual([0, '']);
		expect(stdout.trimEnd().split('\n')).toEqual(rows.map((row) => row.split(' ')[2]));
	});

	test('heights beyond 2^53 and 2^63', async () => {
		for (const height of ['9007199254740993', '9223372036854775807', '18446744073709551614']) {
			const next = String(BigInt(height) + 1n);
			const { stdout } = await asert(`${height} 600\n${next} 1200\r\n`, { 'anchor-height': height });
			expect(stdout).toBe('0x1d00ffff\n0x1d00ffff\n');
		}
	});

	test('times beyond 2^53, negative ones', async () => {
		const { stdout } = await asert('1 9007199254740993\n1 -9007199254740993\n', { 'anchor-time': '9007199254740393' });
		expect(stdout).toBe('0x1d00ffff\n0x01010000\n');
	});

	test('BTX and Decred measure from the anchor itself', async () => {
		const btx = { 'anchor-bits': '0x1e00ffff', 'pow-limit': '0x207fffff', spacing: '90', 'half-life': '14400' };
		expect((await asert('1 0\n1 90\n', { ...btx, variant: 'btx' })).stdout).toBe('0x1e00fee5\n0x1e00ffff\n');
		expect((await asert('1 0\n2 90\n', { ...btx, variant: 'dcr' })).stdout).toBe('0x1e00ffff\n0x1e00ffff\n');
	});

	test('a last line without a line end, no line at all', async () => {
		expect((await asert('1 600')).stdout).toBe('0x1d00ffff\n');
		expect(await asert('')).toEqual({ code: 0, stdout: '', stderr: '' });
	});

	test.each([
		['one number', '1\n', 'stdin:1: expected a tip as "height time"'],
		['three numbers', '1 2 3\n', 'stdin:1: expected a tip'],
		['an empty line between', '1 600\n\n2 1200\n', 'stdin:2: expected a tip'],
		['a tip below the anchor', '1 600\n0 0\n', 'stdin:2: height 0 lies below the anchor 1'],
		['a fraction', '1.5 600\n', 'stdin:1: the height must be a whole number'],
		['a height beyond 64 bits', '18446744073709551616 0\n', 'stdin:1: the height is above 18446744073709551615'],
		['a time beyond 64 bits', '1 9223372036854775808\n', 'stdin:1: the time is above'],
		['a line without end', '1'.repeat(2000), 'stdin: a line of more than 1000 characters'],
	])('bad line: %s', async (_, stdin, message) => {
		const { code, stderr } = await asert(stdin);
		expect(code).toBe(2);
		expect(stderr).toContain(message);
		expect(stderr.trimEnd().split('\n')).toHaveLength(1);
	});

	test('answers before a bad line are written', async () => {
		expect((await asert('1 600\nx\n')).stdout).toBe('0x1d00ffff\n');
	});

	test.each([
		['an option left out', { variant: undefined }, 'asert needs --variant'],
		['a variant of that name', { variant: 'btc' }, 'one of bch, btx, dcr'],
		[
			'an anchor easier than the limit',
			{ 'anchor-bits': '0x1e00ffff' },
			'--anchor-bits 0x1e00ffff and --pow-limit 0x1d00ffff',
		],
		['a negative target', { 'anchor-bits': '0x1d80ffff' }, 'nBits 0x1d80ffff is a negative target'],
		['a target of zero', { 'pow-limit': '0'.repeat(64) }, '--pow-limit'],
		['a spacing of zero', { spacing: '0' }, '--spacing "0": the value is below 1'],
		['a half-life with a unit', { 'half-life': '2d' }, '--half-life "2d": the value must be a whole number'],
		['a negative height', { 'anchor-height': '-1' }, '--anchor-height "-1": the value must not be negative'],
	])('bad usage: %s', async (_, changes, message) => {
		const { code, stdout, stderr } = await asert('1 600\n', changes);
		expect([code, stdout]).toEqual([2, '']);
		expect(stderr).toContain(message);
	});
});

describe('subsidy', () => {
	const subsidy = (stdin: string, ...argv: string[]) => rehearse(['subsidy', ...argv], { stdin });

	test('BTX, by height', async () => {
		const { code, stdout } = await subsidy(
			'0\n524999\n525000\n16274999\n16275000\n9223372036854775807\n',
			'--base',
			'btx/main',
		);
		expect([code, stdout]).toEqual([0, '2000000000\n2000000000\n1000000000\n1\n0\n0\n']);
	});

	test('under a fork', async () => {
		const heights = '199999\n200000\n';
		const base = ['--base', 'mainnet'];
		expect((await subsidy(heights, ...base)).stdout).toBe('2000000000\n2000000000\n');
		expect((await subsidy(heights, ...base, '--fork', 'spacing60-neutral')).stdout).toBe('1333333333\n1333333333\n');
	});

	test.each([
		['-1\n', 'stdin:1: the height must not be negative'],
		['1\nx\n', 'stdin:2: the height must be a whole number'],
		['9223372036854775808\n', 'stdin:1: the height is above 9223372036854775807'],
		['\n', 'stdin:1: the height must be a whole number'],
	])('bad line %j', async (stdin, message) => {
		const { code, stderr } = await subsidy(stdin, '--base', 'btx/main');
		expect(code).toBe(2);
		expect(stderr).toContain(message);
	});
});

const ANCHOR = '191715,1787000000,0x1e27264f';
const SPLIT = `height,time,bits\n${ANCHOR}\n199297,1787682470,0x1e27264f\n199298,1787682490,0x1e27264f\n`;

describe('replay', () => {
	const kept = `height,time,bits\n${ANCHOR}\n191716,1787000090,0x1e26fb2e\n191717,1787000180,0x1e26fb2e\n`;
	const replay = (name: string, text: string, ...argv: string[]) =>
		rehearse(['replay', '--base', 'btx/main@0.33.3', '--headers', file(name, text), ...argv]);

	test('headers that keep the rules', async () => {
		const { code, stdout } = await replay('kept.csv', kept);
		expect(code).toBe(0);
		expect(stdout).toBe(
			'btx/main@0.33.3: 2 headers checked (1 header without enough context before it)\nno divergence\nnext block 191718: 0x1e26fb2e\n',
		);
	});

	test('the first divergence, both values, exit code 3', async () => {
		const { code, stdout } = await replay(
			'broken.csv',
			kept.replace('191717,1787000180,0x1e26fb2e', '191717,1787000180,0x1e26fb2d'),
		);
		expect(code).toBe(3);
		expect(stdout).toContain('first divergence at height 191717: required 0x1e26fb2e, recorded 0x1e26fb2d\n');
	});

	test('JSON', async () => {
		const { code, stdout } = await replay('json.csv', kept.replaceAll('0x1e26fb2e', '0x1e26fb2d'), '--json');
		expect(code).toBe(3);
		expect(JSON.parse(stdout)).toEqual({
			schema: 'rehearse/replay@1',
			rules: 'btx/main@0.33.3',
			checked: 2,
			skipped: 1,
			divergences: 2,
			firstDivergence: { height: '191716', required: '0x1e26fb2e', recorded: '0x1e26fb2d' },
			next: { height: '191718', bits: '0x1e26fb2e' },
		});
	});

	test('an anchor beside the file', async () => {
		const later = kept.replace(`${ANCHOR}\n`, '');
		const nothing = await replay('later.csv', later);
		expect(nothing.code).toBe(3);
		expect(nothing.stdout).toContain(
			'0 headers checked (2 headers without enough context before them)\nnothing could be checked\n',
		);
		const { code, stdout } = await replay('later.csv', later, '--anchor', ANCHOR);
		expect([code, stdout.split('\n')[0]]).toEqual([0, 'btx/main@0.33.3: 2 headers checked']);
	});

	test.each([
		['a gap', kept.replace('191717', '191718'), 'gap.csv:4: height 191718 after 191716: a gap of 1 block'],
		['nothing', '', 'gap.csv: the file is empty'],
	])('bad headers: %s', async (_, text, message) => {
		const { code, stderr } = await replay('gap.csv', text);
		expect(code).toBe(2);
		expect(stderr).toContain(message);
	});

	test('bad usage', async () => {
		expect(await rehearse(['replay'])).toMatchObject({ code: 2, stderr: 'rehearse: replay needs --headers FILE\n' });
		expect((await replay('a.csv', kept, '--format', 'csv')).stderr).toContain('replay prints a table or JSON');
		expect((await replay('a.csv', kept, '--anchor', '1,2')).stderr).toContain(
			'--anchor "1,2": expected height,time,nBits',
		);
	});
});

describe('diff', () => {
	test('two releases, field by field', async () => {
		const { code, stdout } = await rehearse(['diff', 'btx/main@0.33.2', 'btx/main@0.33.3', '--json']);
		expect(code).toBe(0);
		const { fields } = JSON.parse(stdout) as { fields: { field: string; a: string | null; b: string | null }[] };
		expect(fields).toContainEqual({
			field: 'nMatMulAsertHalfLifeUpgradeHeight',
			a: '2147483647',
			b: '191715',
		});
		expect(fields.some(({ field }) => field.startsWith('difficulty[0].asert.arms[191714].limitTarget'))).toBe(true);
	});

	test('nothing differs', async () => {
		const { stdout } = await rehearse(['diff', 'btx/main@0.33.3', 'btx/main@0.33.3']);
		expect(stdout).toContain('no field differs');
	});

	test('the split of 199,299 in one line', async () => {
		const { code, stdout } = await rehearse([
			'diff',
			'btx/main@0.33.3',
			'btx/main@0.33.3+stall-recovery-199299',
			'--headers',
			file('split.csv', SPLIT),
		]);
		expect(code).toBe(0);
		const line = stdout
			.split('\n')
			.filter((each) => each.includes('part at height'))
			.join();
		expect(line.replace(/\s+/g, ' ')).toContain('part at height 199299');
		const { headers } = JSON.parse(
			(
				await rehearse([
					'diff',
					'btx/main@0.33.3',
					'btx/main@0.33.3+stall-recovery-199299',
					'--headers',
					join(folder, 'split.csv'),
					'--json',
				])
			).stdout,
		);
		expect(headers).toEqual({ partsAt: '199299', required: ['0x1e2704bd', '0x1e27264f'], recorded: null });
	});

	test('headers over which they agree', async () => {
		const { stdout } = await rehearse([
			'diff',
			'btx/main@0.33.3',
			'btx/main@0.33.3',
			'--headers',
			file('split2.csv', SPLIT),
			'--json',
		]);
		expect(JSON.parse(stdout).headers).toEqual({ partsAt: null });
	});

	test('bad usage', async () => {
		expect((await rehearse(['diff', 'mainnet'])).stderr).toContain('diff needs two rule sets');
		expect((await rehearse(['diff', 'mainnet', 'mainet'])).stderr).toContain("did you mean 'mainnet'");
		expect((await rehearse(['diff', 'a', 'b', 'c'])).code).toBe(2);
	});
});
