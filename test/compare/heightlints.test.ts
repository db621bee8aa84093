import { describe, expect, it } from 'vitest';
import type { LintSubject } from '../../src/compare/lints.ts';
import { loadState } from '../../src/params/registry.ts';
import { scenarioOf, vectors } from './fixtures.ts';
import { composed, crafted, findings, ids, only, subjectOf } from './linting.ts';

const { runway } = vectors<{
	readonly runway: Readonly<Record<'tip' | 'activation' | 'spacing' | 'blocks' | 'hours', number>>;
}>('compare-lints');
const ARM = { offset: 0, operation: { kind: 'ratio', num: '1', den: '1' } } as const;

describe('heights', () => {
	it('HGT-01 finds two operations at one height', () => {
		const scenario = scenarioOf({ state: 'btx-main-199398' });
		const forkFile = { ...scenario.forkFile, arms: [ARM, { ...ARM }] };
		const [twice] = crafted('HGT-01', { ...scenario, forkFile });
		expect(twice).toMatchObject({ severity: 'hard', numbers: { height: '203238' } });
		const [taken] = crafted('HGT-01', { ...scenario, activationHeight: 191_715 });
		expect(taken).toMatchObject({
			severity: 'hard',
			numbers: { height: '191715', arm: 'nMatMulAsertHalfLifeUpgradeHeight' },
		});
	});

	it('HGT-01 stays silent for arms at heights of their own and without any', () => {
		expect(findings('HGT-01', { fork: 'dump-floor', state: 'btx-main-191713' })).toEqual([]);
		expect(findings('HGT-01', { fork: 'spacing60-in-place' })).toEqual([]);
	});

	it('HGT-02 asks for 96 h of runway: 3,840 blocks of 90 s are exactly that', () => {
		expect(findings('HGT-02', { activationHeight: 148_149 + 3840 })).toEqual([]);
		expect(findings('HGT-02', { fork: 'spacing60-in-place' })).toEqual([]);
		const [soft] = findings('HGT-02', { activationHeight: 148_149 + 3839 });
		expect(soft).toMatchObject({ severity: 'soft', numbers: { blocks: '3839', hours: '95.97' } });
		const [one] = findings('HGT-02', { fork: 'dump-floor', state: 'btx-main-191713' });
		expect(one!.message).toContain('the runway is 1 block, 0.0 h at 90 s, below 96 h');
	});

	it('HGT-02 refuses a height that is mined', () => {
		const [finding] = crafted('HGT-02', { activationHeight: 148_149 });
		expect(finding).toMatchObject({ severity: 'hard', message: expect.stringContaining('already mined') });
	});
});

describe('HGT-02 at the observed spacing', () => {
	const observed = (...windows: readonly (readonly [number, number])[]): LintSubject => {
		const { state, ...rest } = subjectOf();
		const observedSpacings = windows.map(([seconds, windowBlocks]) => ({ seconds, windowBlocks, source: {} }));
		return { ...rest, state: { ...state, observedSpacings } };
	};

	it('a release 240 blocks ahead of its activation: 6 h', () => {
		const { base, state, ...rest } = subjectOf();
		const tip = { ...state.tip, height: runway.tip };
		const subject = { ...rest, base, state: { ...state, tip }, activationHeight: runway.activation };
		expect(only('HGT-02', subject)).toMatchObject({
			severity: 'soft',
			numbers: {
				blocks: String(runway.blocks),
				hours: runway.hours.toFixed(2),
				spacingSeconds: String(runway.spacing),
				measure: 'target',
			},
		});
	});

	it('3,840 blocks of 90 s are 96 h, and of 85 s they are not', () => {
		expect(ids(observed([90.4, 500]))).not.toContain('HGT-02');
		expect(ids(observed())).not.toContain('HGT-02');
		const finding = only('HGT-02', observed([89, 4032], [85, 144], [90.4, 500]));
		expect(finding).toMatchObject({ numbers: { spacingSeconds: '85', hours: '90.67' } });
		expect(finding.message).toContain('90.7 h at 85 s, as observed over 144 blocks, below 96 h');
	});

	it('the bundled states carry what was observed', () => {
		expect(loadState('btx-main-2026-07-02').value.observedSpacings).toMatchObject([
			{ seconds: 90.4, windowBlocks: 500 },
		]);
		expect(loadState('btx-main-179000').value.observedSpacings).toMatchObject([
			{ seconds: 89, windowBlocks: 4032 },
			{ seconds: 85, windowBlocks: 144 },
		]);
		expect(loadState('btx-main-199398').value.observedSpacings).toEqual([]);
	});
});

describe('HGT-01 on other chains', () => {
	it('finds an era of the base where a fork begins', () => {
		const subject = composed('zcash/main', 'zip218');
		const { height } = { height: 3_600_000 };
		const [era] = subject.base.difficulty;
		const difficulty = [...subject.base.difficulty, { ...era!, fromHeight: BigInt(height), name: 'planned' }];
		const rule = { kind: 'digishield' } as const;
		const forkFiles = subject.forkFiles.map((file) => ({ ...file, difficulty: rule }));
		const clash = { ...subject, base: { ...subject.base, difficulty }, forkFiles };
		expect(only('HGT-01', clash)).toMatchObject({ numbers: { height: String(height), arm: 'planned' } });
		expect(ids(subject)).not.toContain('HGT-01');
	});
});
