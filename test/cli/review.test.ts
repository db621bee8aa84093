/** `rehearse review`: the predictions of an evidence folder against a state file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rehearse } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'rehearse-review-'));
const evidence = join(folder, 'evidence');
const RUN = ['--fork', 'spacing60', '--fleet', 'share-1e-3', '--trials', '20', '--days', '1', '--workers', '1'];
let activation = 0;
let activationTime = 0;

/** A state file whose tip lies so many blocks and seconds after the activation. */
function later(name: string, blocks: number, seconds: number): string {
	const state = JSON.parse(readFileSync('profiles/states/btx-main-2026-07-02.json', 'utf8'));
	const { observedSpacings: _, default: __, ...rest } = state;
	const tip = { height: activation + blocks, timeSeconds: activationTime + seconds, timeKind: 'recorded' };
	const path = join(folder, `${name}.json`);
	writeFileSync(path, JSON.stringify({ ...rest, id: name, tip }));
	return path;
}

beforeAll(async () => {
	expect((await rehearse([...RUN, '-o', `${evidence}/`])).code).toBe(0);
	const { fork, predictions } = JSON.parse(readFileSync(join(evidence, 'report.json'), 'utf8'));
	activation = fork.activationHeight;
	activationTime = fork.activationTime.value;
	expect(predictions).toMatchObject([
		{ metric: 'spacing', low: 58.5, high: 61.5, expected: { kind: 'estimated' }, reviewHeight: activation + 43_200 },
		{ metric: 'coins-per-day', low: 28_100, high: 29_500 },
	]);
	expect(predictions[0].expected.value).toBeCloseTo(60, 0);
	expect(predictions[1].expected.value).toBeCloseTo(28_800, -2);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const review = (...args: string[]) => rehearse(['review', evidence, ...args]);

describe('review', () => {
	it('exits with 0 where the predictions held', async () => {
		const { code, stdout, stderr } = await review('--state', later('held', 43_200, 43_200 * 60), '--format', 'md');
		expect([code, stderr]).toEqual([0, '']);
		expect(stdout).toMatch(/^\| `spacing` +\| 58\.5 s to 61\.5 s \| +60\.00 s \|/m);
		expect(stdout.match(/\| held +\|/g)).toHaveLength(2);
	});

	it('exits with 3 where one failed', async () => {
		const { code, stdout } = await review('--state', later('failed', 43_200, 43_200 * 75), '--json');
		expect(code).toBe(3);
		expect(JSON.parse(stdout)).toMatchObject({
			schema: 'rehearse/review@1',
			predictions: [
				{ metric: 'spacing', outcome: 'failed' },
				{ metric: 'coins-per-day', outcome: 'failed' },
			],
		});
	});

	it('calls a prediction too early below its height, and shows what is known', async () => {
		const { code, stdout } = await review('--state', later('early', 43_199, 43_199 * 75), '--json');
		expect(code).toBe(0);
		const { predictions } = JSON.parse(stdout);
		expect(predictions).toMatchObject([{ outcome: 'too early' }, { outcome: 'too early' }]);
		expect(predictions[0].found.value).toBeCloseTo(75, 2);
	});

	it('exits with 0 where nothing can be said, and says when the review was set for', async () => {
		const { code, stdout } = await review('--state', 'btx-main-2026-07-02');
		expect(code).toBe(0);
		expect(stdout).toMatch(/not above/);
		expect(stdout.replace(/\s+/g, ' ')).toContain(`The review was set for height ${activation + 43_200}.`);
	});

	it('refuses a folder that is not as it was written, and what is missing', async () => {
		expect((await review()).stderr).toMatch(/^rehearse: review needs an evidence folder and a later state/);
		expect((await rehearse(['review', '--state', 'x'])).stderr).toMatch(/review needs an evidence folder/);
		expect((await rehearse(['review', folder, '--state', 'btx-main-2026-07-02'])).code).toBe(3);
	});

	it('names the nearest metric where a fork predicts another', async () => {
		const fork = JSON.parse(readFileSync('profiles/forks/spacing60.json', 'utf8'));
		const path = join(folder, 'odd.json');
		writeFileSync(path, JSON.stringify({ ...fork, id: 'odd', predictions: [{ metric: 'spacig', band: [1, 2] }] }));
		const { code, stderr } = await rehearse(['--fork', path]);
		expect(code).toBe(2);
		expect(stderr).toMatch(/odd\.json:\d+:\d+: \/predictions\/0\/metric: unknown metric; did you mean 'spacing'\?\n$/);
	});
});
